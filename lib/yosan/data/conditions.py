"""Reads the growth that a plan must reach: of a vintage of the programme, or of another scheme's plan."""

from __future__ import annotations

from pathlib import Path

from yosan.data.documents import read_data
from yosan.data.rules import list_vintages, load_vintage, load_vintages
from yosan.errors import InputError, Problem, unknown
from yosan.messages import Message
from yosan.models import NonEmpty
from yosan.subsidy.rules.type_rule import Noted
from yosan.subsidy.rules.vintage import GrowthCondition
from yosan.writing import Text


class ConditionSet(Noted):
    """What one scheme asks of a plan."""

    name_ja: NonEmpty
    name_en: NonEmpty
    conditions: tuple[GrowthCondition, ...]


def load_condition_sets(root: Path | None = None) -> dict[str, ConditionSet]:
    """Every vintage that states growth conditions, then the sets of ``growth_conditions.yaml``, by id.

    Raises
    ------
    RuleError : for rules or sets that break their model.
    """
    document = read_data("growth_conditions.yaml", root)
    other = document.check(dict[str, ConditionSet])
    own = {
        vintage_id: ConditionSet(
            name_ja=vintage.name_ja,
            name_en=vintage.name_en,
            conditions=vintage.growth_conditions,
            note_ja=vintage.growth_note_ja,
            note_en=vintage.growth_note_en,
        )
        for vintage_id, vintage in load_vintages(root).items()
        if vintage.growth_conditions
    }
    return own | other


def load_conditions(set_id: str, root: Path | None = None) -> tuple[GrowthCondition, ...]:
    """Conditions of one vintage or set.

    >>> [str(condition.rate) for condition in load_conditions("fy2020-request")]
    ['3/100', '1/100', '3/100']

    Raises
    ------
    InputError : for an unknown one, or a vintage that states none; names those there are.
    """
    known = load_condition_sets(root)
    if set_id not in known and set_id in list_vintages(root):
        vintage = load_vintage(set_id, root)
        why = Text(vintage.growth_note_ja, vintage.growth_note_en)
        raise InputError(
            Problem("vintage", Message("subsidy.no_conditions", vintage=set_id, known=tuple(known), why=why))
        )
    if set_id not in known:
        raise InputError(unknown("vintage", set_id, known))
    return known[set_id].conditions

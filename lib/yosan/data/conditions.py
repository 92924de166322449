"""Reads the growth that a plan must reach: of a vintage of the programme, or of another scheme's plan."""

from __future__ import annotations

from pathlib import Path

from yosan.data.documents import read_data
from yosan.data.rules import is_vintage, load_sound_vintages, load_vintage
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
    """The sets of ``growth_conditions.yaml`` by id.

    Raises
    ------
    RuleError : for sets that break their model.
    """
    document = read_data("growth_conditions.yaml", root)
    return document.check(dict[str, ConditionSet])


def load_condition_set(name: str, root: Path | None = None) -> ConditionSet:
    """What one vintage, by its id or the path of its file, or one of the other sets asks of a plan.

    Raises
    ------
    InputError : for an unknown one, or a vintage that states none; names those there are.
    RuleError : for a file that breaks its model.
    """
    sets = load_condition_sets(root)
    if name in sets:
        return sets[name]
    if not is_vintage(name, root):
        raise InputError(unknown("vintage", name, [*_vintages_with_any(root), *sets]))
    vintage = load_vintage(name, root)
    why = Text(vintage.growth_note_ja, vintage.growth_note_en)
    if not vintage.growth_conditions:
        known = (*_vintages_with_any(root, vintage.programme), *sets)
        said = Message("subsidy.no_conditions", vintage=vintage.vintage_id, known=known, why=why)
        raise InputError(Problem("vintage", said))
    return ConditionSet(
        name_ja=vintage.name_ja,
        name_en=vintage.name_en,
        conditions=vintage.growth_conditions,
        note_ja=why.ja,
        note_en=why.en,
    )


def load_conditions(name: str, root: Path | None = None) -> tuple[GrowthCondition, ...]:
    """Conditions of one vintage or set.

    >>> [str(condition.rate) for condition in load_conditions("fy2020-request")]
    ['3/100', '1/100', '3/100']

    Raises
    ------
    InputError, RuleError : as ``load_condition_set``.
    """
    return load_condition_set(name, root).conditions


def _vintages_with_any(root: Path | None, programme: str = "") -> list[str]:
    """Vintages of a programme, or of all, that state conditions, of those whose files are sound."""
    vintages = load_sound_vintages(root, programme).vintages.values()
    return [vintage.vintage_id for vintage in vintages if vintage.growth_conditions]

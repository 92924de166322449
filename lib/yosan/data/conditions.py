"""Reads the growth that a plan must reach: of a vintage of the programme, or of another scheme's plan."""

from __future__ import annotations

from pathlib import Path

from pydantic import RootModel

from yosan.data.documents import read_mapping
from yosan.data.paths import DATA
from yosan.data.rules import load_vintages
from yosan.errors import InputError, Problem
from yosan.subsidy.rules.type_rule import Frozen
from yosan.subsidy.rules.vintage import GrowthCondition, checked


class ConditionSet(Frozen):
    """What one scheme asks of a plan."""

    name_ja: str
    name_en: str
    conditions: tuple[GrowthCondition, ...]


def load_condition_sets(root: Path = DATA) -> dict[str, ConditionSet]:
    """Every vintage that states growth conditions, then the sets of ``growth_conditions.yaml``, by id.

    Raises
    ------
    RuleError : for rules or sets that break their model.
    """
    own = {
        vintage_id: ConditionSet(name_ja=vintage.name_ja, name_en=vintage.name_en, conditions=vintage.growth_conditions)
        for vintage_id, vintage in load_vintages(root).items()
        if vintage.growth_conditions
    }
    stored = read_mapping(root / "growth_conditions.yaml")
    other = checked(RootModel[dict[str, ConditionSet]], stored, "growth_conditions.yaml").root
    return own | other


def load_conditions(set_id: str, root: Path = DATA) -> tuple[GrowthCondition, ...]:
    """Conditions of one vintage or set.

    >>> [str(condition.rate) for condition in load_conditions("fy2020-request")]
    ['3/100', '1/100', '3/100']

    Raises
    ------
    InputError : for an unknown one; names those there are.
    """
    known = load_condition_sets(root)
    if set_id not in known:
        raise InputError(Problem("vintage", repr(set_id), f"one of {', '.join(known)}"))
    return known[set_id].conditions

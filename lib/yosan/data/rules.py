"""Reads the rules and readings under ``data/``; their models are in ``yosan.subsidy.rules.vintage``."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from yosan.data import paths
from yosan.data.documents import Document, read_data
from yosan.errors import InputError, Problem, RuleError, unknown
from yosan.messages import Message
from yosan.subsidy.rules.in_force import Rules
from yosan.subsidy.rules.vintage import STAGES, Reading, Vintage, parse_vintage


def load_readings(root: Path | None = None) -> dict[str, Reading]:
    """Catalogue of readings by id, from ``readings.yaml`` under ``root`` (default: the project's ``data/``).

    Raises
    ------
    RuleError : for a file that is no mapping or breaks the model.
    """
    return read_data("readings.yaml", root).check(dict[str, Reading])


def load_vintage(vintage_id: str, root: Path | None = None) -> Vintage:
    """Rules of one vintage, from ``rules/<vintage_id>.yaml`` under ``root``.

    >>> load_vintage("fy2020-request").rule("inter_firm").member_cap_yen.value
    30000000

    Raises
    ------
    InputError : for an unknown vintage; names the known ones.
    RuleError : for a file that breaks the model.
    """
    return _vintage(read_rules(vintage_id, root), vintage_id, load_readings(root))


def read_rules(vintage_id: str, root: Path | None = None) -> Document:
    """The file of one vintage, not yet checked against its model, for scenarios to change.

    Raises
    ------
    InputError : for an unknown vintage; names the known ones.
    RuleError : for a file that cannot be read without doubt.
    """
    if vintage_id not in list_vintages(root):
        raise InputError(unknown("vintage", vintage_id, list_vintages(root)))
    return read_data(f"rules/{vintage_id}.yaml", root)


def list_vintages(root: Path | None = None) -> list[str]:
    """Ids of all vintages.

    >>> list_vintages()[:2]
    ['fy2019-call', 'fy2020-enacted']
    """
    return sorted(path.stem for path in paths.data("rules", root).glob("*.yaml"))


def load_rules(
    vintage_id: str, type_id: str, readings: Mapping[str, str] | None = None, root: Path | None = None
) -> Rules:
    """Rules of one type of a vintage, its open places read as asked.

    >>> load_rules("fy2020-request", "inter_firm").terms.rates
    (Fraction(1, 2), Fraction(2, 3))

    Raises
    ------
    InputError : for an unknown vintage, type, reading or choice; names the known ones.
    RuleError : for a file that breaks the model.
    """
    return Rules(load_vintage(vintage_id, root), type_id, readings or {})


def load_vintages(root: Path | None = None) -> dict[str, Vintage]:
    """All vintages by id, in the order of their years and stages.

    Raises
    ------
    RuleError : for a file that breaks the model.
    """
    readings = load_readings(root)
    vintages = [_vintage(read_rules(name, root), name, readings) for name in list_vintages(root)]
    vintages.sort(key=lambda vintage: (vintage.fiscal_year, STAGES.index(vintage.stage)))
    return {vintage.vintage_id: vintage for vintage in vintages}


def _vintage(document: Document, vintage_id: str, readings: dict[str, Reading]) -> Vintage:
    with document.located():
        vintage = parse_vintage(document.check(dict[str, Any]), document.name, readings)
        if vintage.vintage_id != vintage_id:
            said = Message("rules.as_named", name=vintage.vintage_id, expected=vintage_id)
            raise RuleError(Problem(document.name, said, path=("vintage_id",)))
    return vintage

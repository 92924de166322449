"""Reads the rules and readings under ``data/``; their models are in ``yosan.subsidy.rules.vintage``."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from yosan.data.documents import read_mapping
from yosan.data.paths import DATA
from yosan.errors import InputError, Problem, RuleError
from yosan.subsidy.rules.in_force import Rules
from yosan.subsidy.rules.vintage import STAGES, Reading, Vintage, parse_readings, parse_vintage


def load_readings(root: Path | None = None) -> dict[str, Reading]:
    """Catalogue of readings by id, from ``readings.yaml`` under ``root`` (default: the project's ``data/``).

    Raises
    ------
    RuleError : for a file that is no mapping or breaks the model.
    """
    path = (root or DATA) / "readings.yaml"
    return parse_readings(read_mapping(path), path.name)


def load_vintage(vintage_id: str, root: Path | None = None) -> Vintage:
    """Rules of one vintage, from ``rules/<vintage_id>.yaml`` under ``root``.

    >>> load_vintage("fy2020-request").rule("inter_firm").member_cap_yen.value
    30000000

    Raises
    ------
    InputError : for an unknown vintage; names the known ones.
    RuleError : for a file that breaks the model.
    """
    paths = _paths(root)
    if vintage_id not in paths:
        raise InputError(Problem("vintage", repr(vintage_id), f"one of {', '.join(paths)}"))
    return _vintage(paths[vintage_id], load_readings(root))


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
    vintages = [_vintage(path, readings) for path in _paths(root).values()]
    vintages.sort(key=lambda vintage: (vintage.fiscal_year, STAGES.index(vintage.stage)))
    return {vintage.vintage_id: vintage for vintage in vintages}


def _paths(root: Path | None) -> dict[str, Path]:
    return {path.stem: path for path in sorted(((root or DATA) / "rules").glob("*.yaml"))}


def _vintage(path: Path, readings: dict[str, Reading]) -> Vintage:
    where = f"rules/{path.name}"
    vintage = parse_vintage(read_mapping(path), where, readings)
    if vintage.vintage_id != path.stem:
        raise RuleError(Problem(f"{where}: vintage_id", repr(vintage.vintage_id), repr(path.stem)))
    return vintage

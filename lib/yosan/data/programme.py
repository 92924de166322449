"""Reads the assumptions of a simulated season from ``data/programme``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from yosan.data.documents import read_mapping
from yosan.data.paths import DATA
from yosan.errors import InputError, Problem
from yosan.subsidy.plan.risk import FirmAssumptions
from yosan.subsidy.rules.vintage import checked
from yosan.subsidy.season.programme import Programme, parse_programme


def load_programme(vintage_id: str, root: Path = DATA) -> Programme:
    """Envelope, applicants and success of one vintage's season.

    >>> load_programme("fy2020-request").envelope_yen.value
    6990000000

    Raises
    ------
    InputError : for a vintage without a season; names those that have one.
    RuleError : for a file that breaks the model.
    """
    return parse_programme(raw_programme(vintage_id, root), Programme.stored_in)


def raw_programme(vintage_id: str, root: Path = DATA) -> dict[str, Any]:
    """The same as written in the file, for scenarios to change.

    Raises
    ------
    InputError : for a vintage without a season.
    RuleError : for a file that is no mapping.
    """
    stored = read_mapping(root / Programme.stored_in)
    if vintage_id not in stored["vintages"]:
        raise InputError(Problem("vintage", repr(vintage_id), f"one of {', '.join(stored['vintages'])}"))
    return {"vintage_id": vintage_id, **stored["vintages"][vintage_id], **stored["common"]}


def load_firm_assumptions(root: Path = DATA) -> FirmAssumptions:
    """How the firm of the growth-plan report moves from year to year.

    >>> load_firm_assumptions().growth_rate.value
    Fraction(1, 125)

    Raises
    ------
    RuleError : for a file that breaks the model.
    """
    where = FirmAssumptions.stored_in
    return checked(FirmAssumptions, read_mapping(root / where), where)

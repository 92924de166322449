"""Reads what stands around the rules: practice, ways into a type, how a firm moves, what came after the programme."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from yosan.data.documents import read_data
from yosan.data.rules import list_vintages, load_sound_vintages
from yosan.data.tables import load_table, place_cell
from yosan.errors import DataError, unknown
from yosan.subsidy.plan.risk import FirmAssumptions


def load_successor(root: Path | None = None) -> pd.DataFrame:
    """What came after the programme's last year: row_id, name_ja, name_en, fiscal_year, stage, amount_million_yen.

    Each row ends with ``source_id, locator, confidence``.

    Raises
    ------
    DataError : names row and column of every bad cell.
    """
    return load_table("budget/successor.csv", root)


def load_practice(programme: str, root: Path | None = None) -> pd.DataFrame:
    """What holds beside the rules of a programme: payment, orders, profit, repayment, property, reports.

    Returns
    -------
    Columns ``practice_id, about, says_ja, says_en, whose_ja, whose_en`` (whose words), ``source_id, locator,
    confidence``; what nobody states is a row of source ``assumption``.

    Raises
    ------
    DataError : names row and column of every bad cell.
    """
    table = load_table("programme/practice.csv", root).rename(columns=_SAID)
    return table[table["programme"] == programme].drop(columns="programme").reset_index(drop=True)


def load_ways(root: Path | None = None) -> pd.DataFrame:
    """Kinds of project that a type is open to, as far as sources tell them.

    Returns
    -------
    Columns ``way_id, rule_id`` (``<vintage>.<type>``), ``needs`` (``regional_plan`` or missing), ``says_ja, says_en,
    source_id, locator, confidence``.

    Raises
    ------
    DataError : names row and column of every bad cell.
    """
    return load_table("programme/ways.csv", root).rename(columns=_SAID)


def check_ways(root: Path | None = None) -> None:
    """Refuse a way into a type that no vintage has; a vintage whose own file is broken is not judged.

    Raises
    ------
    DataError : names row and column of every such cell, and every bad cell.
    """
    vintages = load_sound_vintages(root).vintages
    known = [f"{name}.{kind}" for name, vintage in vintages.items() for kind in vintage.types]
    broken = {name for name in list_vintages(root) if name not in vintages}
    problems = [
        unknown(place_cell("programme/ways.csv", row, "rule_id"), rule_id, known)
        for row, rule_id in enumerate(load_ways(root)["rule_id"])
        if rule_id not in known and rule_id.partition(".")[0] not in broken
    ]
    if problems:
        raise DataError(problems)


_SAID = {"ja": "says_ja", "en": "says_en"}


def load_firm_assumptions(root: Path | None = None) -> FirmAssumptions:
    """How the firm of the growth-plan report moves from year to year.

    >>> load_firm_assumptions().growth_rate.value
    Fraction(1, 125)

    Raises
    ------
    RuleError : for a file that breaks the model.
    """
    return read_data(FirmAssumptions.stored_in, root).check(FirmAssumptions)

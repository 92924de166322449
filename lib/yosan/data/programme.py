"""Reads from ``data/programme``: the assumptions of a simulated season, practice beside the rules, ways into a type."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from yosan.data.documents import Document, read_data
from yosan.data.rules import load_vintage
from yosan.data.tables import load_table
from yosan.errors import InputError, Problem, RuleError, Steps, YosanError, unknown
from yosan.messages import Message
from yosan.models import Frozen, checked
from yosan.subsidy.plan.risk import FirmAssumptions
from yosan.subsidy.season.programme import Programme


class Seasons(Frozen):
    """``programme/assumptions.yaml``: what all vintages share, and what is each one's own; together a ``Programme``."""

    common: dict[str, dict[str, Any]]
    vintages: dict[str, dict[str, Any]]

    def of(self, vintage_id: str) -> dict[str, Any]:
        """Everything that one vintage assumes."""
        return {"vintage_id": vintage_id, **self.vintages[vintage_id], **self.common}

    def place(self, vintage_id: str, path: Steps) -> Steps:
        """Where in the file a value of ``of(vintage_id)`` stands."""
        return ("common", *path) if path[0] in self.common else ("vintages", vintage_id, *path)


def load_programme(vintage_id: str, root: Path | None = None) -> Programme:
    """Envelope, applicants and success of one vintage's season.

    >>> load_programme("fy2020-request").envelope_yen.value
    6990000000

    Raises
    ------
    InputError : for a vintage without a season; names those that have one.
    RuleError : for a file that breaks the model, or names a type that the vintage does not have.
    """
    document, seasons = _seasons(vintage_id, root)
    types = load_vintage(vintage_id, root).types
    with document.located():
        try:
            programme = checked(Programme, seasons.of(vintage_id), document.name)
        except RuleError as error:
            raise RuleError(replace(p, path=seasons.place(vintage_id, p.path)) for p in error.problems) from None
        named = {"main_type": programme.main_type, "second_type": programme.second_type}
        if strange := {field: kind for field, kind in named.items() if kind not in types}:
            paths = {field: seasons.place(vintage_id, (field,)) for field in strange}
            raise RuleError(unknown("", kind, types, paths[field]) for field, kind in strange.items())
        return programme


def raw_programme(vintage_id: str, root: Path | None = None) -> dict[str, Any]:
    """The same as written in the file, for scenarios to change.

    Raises
    ------
    InputError : for a vintage without a season.
    RuleError : for a file that breaks the model.
    """
    _, seasons = _seasons(vintage_id, root)
    return seasons.of(vintage_id)


def check_programmes(root: Path | None = None) -> None:
    """Load every season that there is; a vintage may have none.

    Raises
    ------
    RuleError : everything that is wrong with any of them.
    """
    problems: list[Problem] = []
    for vintage_id in read_data(Programme.stored_in, root).check(Seasons).vintages:
        try:
            load_programme(vintage_id, root)
        except YosanError as error:
            problems += error.problems
    if problems:
        raise RuleError(problems)


def _seasons(vintage_id: str, root: Path | None) -> tuple[Document, Seasons]:
    document = read_data(Programme.stored_in, root)
    seasons = document.check(Seasons)
    if vintage_id not in seasons.vintages:
        raise InputError(unknown("vintage", vintage_id, seasons.vintages))
    with document.located():
        if twice := [name for name in seasons.vintages[vintage_id] if name in seasons.common]:
            paths = [("vintages", vintage_id, name) for name in twice]
            raise RuleError(Problem("", Message("rules.common_too"), path=path) for path in paths)
    return document, seasons


def load_successor(root: Path | None = None) -> pd.DataFrame:
    """What came after the programme's last year: row_id, name_ja, name_en, fiscal_year, stage, amount_million_yen.

    Each row ends with ``source_id, locator, confidence``.

    Raises
    ------
    DataError : names row and column of every bad cell.
    """
    return load_table("budget/successor.csv", root)


def load_practice(root: Path | None = None) -> pd.DataFrame:
    """What holds beside the rules: payment, orders, profit, repayment, property, reports.

    Returns
    -------
    Columns ``practice_id, about, says_ja, says_en, whose_ja, whose_en`` (whose words), ``source_id, locator,
    confidence``; what nobody states is a row of source ``assumption``.

    Raises
    ------
    DataError : names row and column of every bad cell.
    """
    return load_table("programme/practice.csv", root).rename(columns=_SAID)


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

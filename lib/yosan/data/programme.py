"""Reads from ``data/programme``: the assumptions of a simulated season, practice beside the rules, ways into a type."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from yosan.data.documents import Document, read_data
from yosan.data.rules import list_vintages, load_sound_vintages, load_vintage, read_rules
from yosan.data.tables import load_table, place_cell
from yosan.errors import DataError, InputError, Problem, RuleError, Steps, YosanError, unknown
from yosan.messages import Message
from yosan.models import Frozen, checked
from yosan.subsidy.plan.risk import FirmAssumptions
from yosan.subsidy.rules.in_force import Rules
from yosan.subsidy.rules.vintage import Vintage
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


@dataclass(frozen=True)
class _Stated:
    """What one season assumes, as a file states it, and where a value of it stands there."""

    document: Document
    content: dict[str, Any]
    place: Callable[[Steps], Steps]


def load_programme(vintage: str, root: Path | None = None) -> Programme:
    """Envelope, applicants and success of one vintage's season; a rule file may state its own under ``season``.

    >>> load_programme("fy2020-request").envelope_yen.value
    6990000000

    Raises
    ------
    InputError : for a vintage without a season; names those that have one.
    RuleError : for a file that breaks the model, or names a type that the vintage does not have.
    """
    own = load_vintage(vintage, root)
    stated = _stated(vintage, own, root)
    with stated.document.located():
        try:
            programme = checked(Programme, stated.content, stated.document.name)
        except RuleError as error:
            raise RuleError(replace(p, path=stated.place(p.path)) for p in error.problems) from None
        named = {"main_type": programme.main_type, "second_type": programme.second_type}
        if strange := {field: kind for field, kind in named.items() if kind not in own.types}:
            raise RuleError(unknown("", kind, own.types, stated.place((field,))) for field, kind in strange.items())
        return programme


def main_rules(own: Vintage, vintage: str, root: Path | None = None) -> Rules:
    """The rules that most of a vintage's applicants apply under: of its season's main type, or else of its first.

    Raises
    ------
    RuleError : for a season that breaks its model.
    """
    if not _has_season(own, root):
        return Rules(own, next(iter(own.types)))
    return Rules(own, load_programme(vintage, root).main_type)


def has_season(vintage: str, root: Path | None = None) -> bool:
    """Whether anything is assumed of a vintage's season; so too of rules that are broken, whose faults are told then.

    >>> has_season("fy2020-request")
    True
    """
    try:
        return _has_season(load_vintage(vintage, root), root)
    except YosanError:
        return True


def _has_season(own: Vintage, root: Path | None) -> bool:
    seasons = read_data(Programme.stored_in, root).check(Seasons)
    return own.season is not None or own.vintage_id in seasons.vintages


def raw_programme(vintage: str, root: Path | None = None) -> dict[str, Any]:
    """The same as written in the file, for scenarios to change.

    Raises
    ------
    InputError : for a vintage without a season.
    RuleError : for a file that breaks the model.
    """
    return _stated(vintage, load_vintage(vintage, root), root).content


def _stated(vintage: str, own: Vintage, root: Path | None) -> _Stated:
    if own.season is None:
        document, seasons = _seasons(own.vintage_id, root)
        return _Stated(document, seasons.of(own.vintage_id), partial(seasons.place, own.vintage_id))
    labels = _labels(root)
    content: dict[str, Any] = {"vintage_id": own.vintage_id, "stated_in": f"{Path(vintage).name}, season"}
    for name, value in own.season.items():
        content[name] = {**labels.get(name, {}), **value} if isinstance(value, dict) else value
    return _Stated(read_rules(vintage, root), content, lambda path: ("season", *path))


def _labels(root: Path | None) -> dict[str, dict[str, str]]:
    """What each assumption is called, so that a rule file need not say it."""
    seasons = read_data(Programme.stored_in, root).check(Seasons)
    parts = [seasons.common, *seasons.vintages.values()]
    named = ((name, value) for part in parts for name, value in part.items() if isinstance(value, dict))
    return {name: {key: value[key] for key in ("label_ja", "label_en") if key in value} for name, value in named}


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
        said = Message("rules.no_season", vintage=vintage_id, known=tuple(seasons.vintages))
        raise InputError(Problem("vintage", said))
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

"""Reads what is assumed of a simulated season: ``data/programme/assumptions.yaml``, or a rule file's own ``season``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from yosan.data.documents import Document, read_data
from yosan.data.rules import load_vintage, read_rules
from yosan.errors import InputError, Problem, RuleError, Steps, YosanError, unknown
from yosan.messages import Message
from yosan.models import Frozen, checked
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

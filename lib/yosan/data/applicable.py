"""Which reports a project can have: each needs some tables, and a project may lack them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from yosan.data import paths
from yosan.data.catalogue import Report, load_catalogue, load_needs
from yosan.data.programme import has_season
from yosan.data.project import default_vintage
from yosan.messages import Message

SEASON = "season"  # among what a notebook needs: that the rules which are meant have one
_BOOK = ("budget/accounts.csv", "budget/amounts.csv")  # what the workbook of a budget stands for


def list_absent(listed: Path | None = None, vintage: str = "") -> dict[str, tuple[Message, ...]]:
    """Reports of the catalogue, or of another list, that the project cannot have: by slug what it lacks for each.

    ``vintage``: the rules that are asked for, where they are not those that the project means.

    Raises
    ------
    RuleError : the list of reports is wrong.
    InputError : the workbook of the project's budget is.
    """
    needs = {**load_needs(), **load_needs(listed)}
    lacking = {name for name in dict.fromkeys(chain(*needs.values())) if not _is_there(name, vintage)}
    wanted = ((report.slug, needs.get(report.notebook, ())) for report in load_catalogue(listed))
    found = ((slug, tuple(_place(name) for name in names if name in lacking)) for slug, names in wanted)
    return {slug: places for slug, places in found if places}


def list_applicable() -> tuple[Report, ...]:
    """Reports of the catalogue that the project can have."""
    absent = list_absent()
    return tuple(report for report in load_catalogue() if report.slug not in absent)


def say_absent(absent: dict[str, tuple[Message, ...]], slugs: Iterable[str]) -> Iterator[Message]:
    """What is said of reports that were asked for and cannot be had: one message for all that lack the same."""
    asked = [slug for slug in slugs if slug in absent]
    for lacking in dict.fromkeys(absent[slug] for slug in asked):
        reports = tuple(slug for slug in asked if absent[slug] == lacking)
        yield Message("reports.not_applicable", reports=reports, lacking=lacking)


def _is_there(name: str, vintage: str) -> bool:
    if name == SEASON:
        return has_season(vintage or default_vintage())
    path = paths.data(name)
    if name in _BOOK and paths.budget_book():
        from yosan.data.tables import load_table  # brings pandas, which few commands need here

        return len(load_table(name)) > 0
    if path.is_dir():
        return any(path.glob("*.yaml"))
    return path.is_file() and (path.suffix != ".csv" or len(path.read_bytes().splitlines()) > 1)


def _place(name: str) -> Message:
    """What is lacking: a table, rows in the workbook that stands for it, or what rules assume of a season."""
    if name == SEASON:
        return Message("reports.season")
    if name in _BOOK and (book := paths.budget_book()):
        return Message("reports.amounts_in", file=f"data/budget/{book.name}")
    return Message("reports.table", file=f"data/{name}")

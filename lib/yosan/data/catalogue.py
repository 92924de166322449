"""Reads ``reports/``: which reports there are, and what their prose may say in digits."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pydantic import Field

from yosan.data import paths
from yosan.data.documents import read_document
from yosan.data.named import found_from
from yosan.data.preflight import CHECKS
from yosan.errors import Problem, RuleError, unknown
from yosan.messages import Message
from yosan.models import Frozen, NonEmpty
from yosan.root import SHIPPED, locate, project
from yosan.writing import LANGS, Lang, Text

GUIDE = "guide"  # the group of reports about the others
MORE = "more"  # the group of reports that name none
YOURS = "yours"  # and of those on a user's own file
NOTEBOOKS = "notebooks"  # and of a user's own notebooks
RESERVED = ("index", "sources", "summary")  # pages around the reports
_SLUG, _NOTEBOOK = re.compile("[a-z0-9]+(-[a-z0-9]+)*"), re.compile(r"[A-Za-z0-9_][A-Za-z0-9_\-]*\.ipynb")


class Report(Frozen):
    """One report: a notebook with parameters that differ from its own defaults."""

    slug: str
    notebook: str
    title: Text
    question: Text
    parameters: dict[str, Any] = Field(default_factory=dict)
    languages: tuple[Lang, ...] = LANGS
    group: str = MORE


class Constant(Frozen):
    """What prose may say in digits though no report publishes it, as a regular expression, and the reason."""

    pattern: re.Pattern[str]
    why: NonEmpty


class Summary(Frozen):
    """The page that joins answers: its title, what is to be known first, and the reports it takes, by slug."""

    title: Text = Text(ja="要点", en="The main points")
    about: Text = Text("", "")
    reports: tuple[str, ...] = ()


class Catalogue(Frozen):
    """All of ``reports/reports.yml``.

    Parameters
    ----------
    groups : the questions under which the gallery shows the reports.
    summary : the page that joins their answers.
    needs : by notebook, the tables and folders under ``data/`` without which a project cannot have its reports.
    checks : by notebook, what its parameters must pass before it runs: parameters by name of ``preflight.CHECKS``.
    """

    groups: dict[str, Text] = Field(default_factory=dict)
    summary: Summary = Summary()
    needs: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    checks: dict[str, dict[str, tuple[str, ...]]] = Field(default_factory=dict)
    reports: tuple[Report, ...]


def load_catalogue(path: Path | None = None) -> tuple[Report, ...]:
    """Read the list of reports.

    Raises
    ------
    RuleError : names line and key of everything wrong in it.
    """
    return _load(path).reports


def load_groups(path: Path | None = None) -> dict[str, Text]:
    """Read the questions under which the gallery shows the reports; those without a group come last.

    Raises
    ------
    RuleError : names line and key of everything wrong in it.
    """
    own = {MORE: Text(ja="ほかの報告", en="More reports"), YOURS: Text(ja="あなたの連携体", en="Your consortia")}
    own[NOTEBOOKS] = Text(ja="あなたのノートブック", en="Your notebooks")
    return {**_load(path).groups, **own}


def load_summary(path: Path | None = None) -> Summary:
    """Read which answers the summary joins: all of a list that names none, but for the guide's.

    Raises
    ------
    RuleError : names line and key of everything wrong in it.
    """
    listed = _load(path)
    borrowed = not path and project() != SHIPPED and not Path(project(), "reports", "reports.yml").is_file()
    told = Summary() if borrowed else listed.summary
    every = tuple(report.slug for report in listed.reports if report.group != GUIDE)
    return told if told.reports else told.model_copy(update={"reports": every})


def load_checks(path: Path | None = None) -> dict[str, dict[str, tuple[str, ...]]]:
    """Read what the parameters of each notebook must pass before it runs, see ``Catalogue``.

    Raises
    ------
    RuleError : names line and key of everything wrong in it.
    """
    return _load(path).checks


def load_needs(path: Path | None = None) -> dict[str, tuple[str, ...]]:
    """Read what the reports of each notebook need of a project, see ``Catalogue``.

    Raises
    ------
    RuleError : names line and key of everything wrong in it.
    """
    return _load(path).needs


def load_constants(path: Path | None = None) -> tuple[Constant, ...]:
    """Read what prose may say in digits though no report publishes it.

    Raises
    ------
    RuleError : names line and key of everything wrong in it.
    """
    place = "reports/constants.yml"
    return read_document(path or Path(locate(place)), place).check(tuple[Constant, ...])


def common_title(titles: Sequence[str]) -> str:
    """Title of several reports of one notebook: what stands before the colon; that of a single report is whole.

    >>> common_title(["Growth plans: two firms", "Growth plans: a loss in the base year"])
    'Growth plans'
    """
    return titles[0] if len(titles) == 1 else re.split("：|: ", titles[0])[0]


def _load(path: Path | None) -> Catalogue:
    listed, shipped = path or paths.report_list(), Path(SHIPPED, "reports", "reports.yml")
    document = read_document(listed, str(path) if path and path != shipped else "reports/reports.yml")
    catalogue = document.check(Catalogue)
    if path and path != shipped:
        catalogue = _placed(catalogue, path.parent)
    elif listed == Path(project(), "reports", "reports.yml") and project() != SHIPPED:
        catalogue = _inherit(catalogue, _load(shipped))
    with document.located():
        if problems := [*_amiss(catalogue)]:
            raise RuleError(problems)
    return catalogue


def _placed(catalogue: Catalogue, folder: Path) -> Catalogue:
    """A user's own list, its notebooks and files found from where it stands."""
    reports = [
        one.model_copy(
            update={"notebook": _place(one.notebook, folder), "parameters": found_from(one.parameters, folder)}
        )
        for one in catalogue.reports
    ]
    return catalogue.model_copy(update={"reports": tuple(reports)})


def _place(notebook: str, folder: Path) -> str:
    return notebook if _NOTEBOOK.fullmatch(notebook) else os.path.abspath(folder / notebook)


def _inherit(own: Catalogue, shipped: Catalogue) -> Catalogue:
    """Let a project's list say of shipped notebooks no more than it has to: their groups, needs and checks hold."""
    names = {report.notebook for report in own.reports}
    used = {name for name in names if paths.notebook(name) == Path(SHIPPED, "notebooks", name)}
    needs = {name: needed for name, needed in shipped.needs.items() if name in used}
    checks = {name: found for name, found in shipped.checks.items() if name in used}
    groups = {**shipped.groups, **own.groups}
    return own.model_copy(update={"groups": groups, "needs": needs | own.needs, "checks": checks | own.checks})


def _is_elsewhere(notebook: str) -> bool:
    return os.path.isabs(notebook) and notebook.endswith(".ipynb")


def _amiss(catalogue: Catalogue) -> Iterator[Problem]:
    seen: set[str] = set()
    groups = [*catalogue.groups, MORE]
    for place, report in enumerate(catalogue.reports):
        if not _SLUG.fullmatch(report.slug) or report.slug in RESERVED:
            yield Problem("", Message("reports.slug", slug=report.slug), path=("reports", place, "slug"))
        if not (_NOTEBOOK.fullmatch(report.notebook) or _is_elsewhere(report.notebook)):
            said = Message("reports.notebook", notebook=report.notebook)
            yield Problem("", said, path=("reports", place, "notebook"))
            continue
        if report.slug in seen:
            yield Problem("", Message("reports.second", slug=report.slug), path=("reports", place, "slug"))
        if not paths.notebook(report.notebook).is_file():
            known = sorted({path.name for folder in paths.both("notebooks") for path in folder.glob("*.ipynb")})
            yield unknown("", report.notebook, known, ("reports", place, "notebook"))
        if report.group not in groups:
            yield unknown("", report.group, groups, ("reports", place, "group"))
        seen.add(report.slug)
    for place, slug in enumerate(catalogue.summary.reports):
        if slug not in seen:
            yield unknown("", slug, sorted(seen), ("summary", "reports", place))
    listed = dict.fromkeys(report.notebook for report in catalogue.reports)
    for key, notebooks in (("needs", catalogue.needs), ("checks", catalogue.checks)):
        yield from (unknown("", name, listed, (key, name)) for name in notebooks if name not in listed)
    for notebook, checks in catalogue.checks.items():
        yield from (unknown("", name, CHECKS, ("checks", notebook, name)) for name in checks if name not in CHECKS)

"""Which reports there are, and whether the parameters asked for are ones their notebook knows."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from yosan.data.documents import read_yaml
from yosan.data.paths import REPORTS, ROOT
from yosan.errors import InputError, Problem
from yosan.writing import Lang

NOTEBOOKS = ROOT / "notebooks"


class Words(BaseModel):
    """A text in both languages."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    ja: str
    en: str

    def of(self, lang: Lang) -> str:
        """Return the text in one language."""
        return self.ja if lang == "ja" else self.en


class Report(BaseModel):
    """One entry of ``reports/reports.yml``."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    slug: str
    notebook: str
    title: Words
    question: Words
    parameters: dict[str, Any] = {}
    languages: tuple[Lang, ...] = ("ja", "en")
    group: str = "more"


class Catalogue(BaseModel):
    """All of ``reports/reports.yml``."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    groups: dict[str, Words] = {}
    reports: tuple[Report, ...]


@dataclass(frozen=True)
class Parameter:
    """A parameter as its notebook declares it: ``name: type = default  # help``."""

    name: str
    type: str
    default: Any
    help: str

    def help_in(self, lang: Lang) -> str:
        """Return the help in one language; the comment reads ``English | 日本語``."""
        english, _, japanese = self.help.partition(" | ")
        return (japanese or english) if lang == "ja" else english


@dataclass(frozen=True)
class Job:
    """One report in one language with its checked parameters."""

    report: Report
    lang: Lang
    parameters: Mapping[str, Any]
    declared: tuple[Parameter, ...]
    folder: Path | None = None
    subject: str = ""  # whom the report is about, where a notebook serves many

    @property
    def title(self) -> str:
        """Title of the page."""
        title = self.report.title.of(self.lang)
        return f"{title}{'：' if self.lang == 'ja' else ': '}{self.subject}" if self.subject else title

    @property
    def cwd(self) -> Path:
        """Where relative paths among the parameters start: the notebook's folder unless another is given."""
        return self.folder or self.notebook.parent

    @property
    def notebook(self) -> Path:
        """The notebook's path."""
        return NOTEBOOKS / self.report.notebook

    @property
    def name(self) -> str:
        """Where its files stand in a build folder, without their endings: ``ja/budget-growth``."""
        return f"{self.lang}/{self.report.slug}"


def load_catalogue(path: Path = REPORTS) -> tuple[Report, ...]:
    """Read the list of reports.

    Raises
    ------
    InputError : names the entry and key of everything wrong in it.
    """
    return _load(path).reports


def load_groups(path: Path = REPORTS) -> dict[str, Words]:
    """Read the questions under which the gallery shows the reports; those without a group come last.

    Raises
    ------
    InputError : names the entry and key of everything wrong in it.
    """
    return {**_load(path).groups, "more": Words(ja="ほかの報告", en="More reports")}


def _load(path: Path) -> Catalogue:
    try:
        return Catalogue.model_validate(read_yaml(path))
    except yaml.YAMLError as failed:
        raise InputError(Problem(f"reports/{path.name}", " ".join(str(failed).split()), "a YAML file")) from failed
    except ValidationError as failed:
        name = f"reports/{path.name}"
        raise InputError(
            Problem(f"{name}, {'.'.join(map(str, e['loc']))}", repr(e["input"]), e["msg"]) for e in failed.errors()
        ) from failed


def parameters_cell(notebook: Path) -> str:
    """Return the source of the one cell tagged ``parameters``.

    Raises
    ------
    InputError : when there is none or more than one.
    """
    cells = json.loads(notebook.read_text("utf-8"))["cells"]
    tagged = ["".join(cell["source"]) for cell in cells if "parameters" in cell["metadata"].get("tags", [])]
    if len(tagged) != 1:
        raise InputError(Problem(notebook.name, f"{len(tagged)} cells tagged 'parameters'", "one"))
    return tagged[0]


def declared_parameters(cell: str) -> tuple[Parameter, ...]:
    """Read a notebook's parameters cell.

    >>> declared_parameters('year: int = 2020  # fiscal year')
    (Parameter(name='year', type='int', default=2020, help='fiscal year'),)
    """
    helps = dict(re.findall(r"^(\w+).*?#\s*(.+)$", cell, re.M))
    found = []
    for statement in ast.parse(cell).body:
        if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name) and statement.value:
            name = statement.target.id
            kind, default = ast.unparse(statement.annotation), ast.literal_eval(statement.value)
            found.append(Parameter(name, kind, default, helps.get(name, "")))
    return tuple(found)


def jobs(
    reports: tuple[Report, ...],
    slugs: list[str],
    langs: list[str],
    given: Mapping[str, str],
    cells: Mapping[str, str],
) -> list[Job]:
    """Turn what was asked for into checked jobs.

    Parameters
    ----------
    slugs, langs : reports and languages to build; empty means all.
    given : parameters of the command line as text, over those of the catalogue.
    cells : source of the parameters cell by notebook.

    Raises
    ------
    InputError : for unknown reports, languages or parameters and values of the wrong type, all at once.
    """
    known = {report.slug: report for report in reports}
    problems = [_unknown("report", slug, known) for slug in slugs if slug not in known]
    given = dict(given)
    langs = [given.pop("lang")] if "lang" in given else langs
    problems += [_unknown("parameter lang", lang, ("ja", "en")) for lang in langs if lang not in ("ja", "en")]
    if problems:
        raise InputError(problems)
    found = []
    for report in [known[slug] for slug in slugs] if slugs else reports:
        declared = declared_parameters(cells[report.notebook])
        values, wrong = _checked(report, declared, given)
        problems += wrong
        for lang in [one for one in report.languages if not langs or one in langs]:
            found.append(Job(report, lang, {**values, "lang": lang}, declared))
    if problems:
        raise InputError(dict.fromkeys(problems))
    return found


def _checked(
    report: Report, declared: tuple[Parameter, ...], given: Mapping[str, str]
) -> tuple[dict[str, Any], list[Problem]]:
    known = {parameter.name: parameter for parameter in declared}
    asked = {**report.parameters, **{name: yaml.safe_load(text) for name, text in given.items()}}
    problems = []
    for name, value in asked.items():
        where = f"parameter {name} of {report.slug}"
        if name not in known:
            problems.append(_unknown(where, name, known))
        elif known[name].type == "str" and not isinstance(value, str):
            asked[name] = str(given.get(name, value))
        elif type(value).__name__ != known[name].type:
            problems.append(Problem(where, repr(value), f"{known[name].type} ({known[name].help})"))
    return asked, problems


def _unknown(where: str, name: str, known: Mapping[str, Any] | tuple[str, ...]) -> Problem:
    close = get_close_matches(name, list(known), 1)
    todo = f"did you mean {close[0]!r}?" if close else ""
    return Problem(where, f"{name!r} is not known", f"one of {', '.join(known)}", todo)

"""Which reports are asked for, and whether the parameters given are ones their notebook knows."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from yosan.data import paths
from yosan.data.catalogue import Report
from yosan.data.documents import parse
from yosan.data.named import texts_beside
from yosan.data.project import load_project
from yosan.errors import InputError, Problem, RuleError, unknown, why
from yosan.messages import Message
from yosan.render import files
from yosan.writing import Lang, visible

_VINTAGES = ("vintage", "plan_vintage")  # parameters of any notebook that name rules


@dataclass(frozen=True)
class Parameter:
    """A parameter as its notebook declares it: ``name: type = default  # help``."""

    name: str
    type: str
    default: Any
    help: str


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
        return f"{title}{'：' if self.lang == 'ja' else ': '}{visible(self.subject)}" if self.subject else title

    @property
    def values(self) -> dict[str, Any]:
        """All parameters: those given, and the notebook's own for the others."""
        return {parameter.name: parameter.default for parameter in self.declared} | dict(self.parameters)

    @property
    def named(self) -> list[object]:
        """What may name files that the report reads: values of parameters, texts beside a user's own notebook."""
        return [*self.values.values(), *texts_beside(self.report.notebook)]

    @property
    def cwd(self) -> Path:
        """Where relative paths among the parameters start: the notebook's folder unless another is given."""
        return self.folder or self.notebook.parent

    @property
    def notebook(self) -> Path:
        """The notebook's path."""
        return paths.notebook(self.report.notebook)

    @property
    def name(self) -> str:
        """Where its files stand in a build folder, without their endings: ``ja/budget-growth``."""
        return f"{self.lang}/{self.report.slug}"


def load_notebook(notebook: Path) -> dict[str, Any]:
    """Read a notebook's file: its ``cells`` and ``metadata``.

    Raises
    ------
    InputError : it is missing, half saved or no notebook.
    """
    try:
        held = json.loads(files.read(notebook))
        fields = [(cell["cell_type"], "".join(cell["source"]), cell["metadata"].keys()) for cell in held["cells"]]
        if not fields or not isinstance(held["metadata"], dict):
            raise TypeError
    except OSError as error:
        raise InputError(Problem(notebook.name, Message("reports.no_notebook", why=why(error)))) from error
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise InputError(Problem(notebook.name, Message("reports.half_notebook"))) from error
    return dict(held)


def parameters_cell(notebook: Path) -> str:
    """Return the source of the one cell tagged ``parameters``.

    Raises
    ------
    InputError : when there is none or more than one, or it is no Python.
    """
    cells = load_notebook(notebook)["cells"]
    tagged = ["".join(cell["source"]) for cell in cells if "parameters" in cell["metadata"].get("tags", [])]
    if len(tagged) != 1:
        raise InputError(Problem(notebook.name, Message("reports.tagged", cells=len(tagged))))
    try:
        declared_parameters(tagged[0])
    except (SyntaxError, ValueError) as error:
        where = (notebook.name, Message("places.parameters"))
        raise InputError(Problem(where, Message("reports.no_parameters", detail=str(error)))) from error
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


def defaults(declared: Iterable[Parameter]) -> dict[str, Any]:
    """Parameters that the project sets where a report does not: the rules that are meant."""
    vintage = load_project().vintage
    return {p.name: vintage for p in declared if p.name in _VINTAGES and vintage not in (None, p.default)}


def make_jobs(
    reports: tuple[Report, ...],
    slugs: list[str],
    langs: list[str],
    given: Mapping[str, str],
    cells: Mapping[str, str],
) -> list[Job]:
    """Turn what was asked for into checked jobs.

    Parameters
    ----------
    slugs, langs : reports and languages to build; no language means all.
    given : parameters of the command line as text, over those of the catalogue.
    cells : source of the parameters cell by notebook.

    Raises
    ------
    InputError : for unknown reports, languages or parameters and values of the wrong type, all at once.
    """
    known = {report.slug: report for report in reports}
    problems = [unknown("report", slug, known) for slug in slugs if slug not in known]
    given = dict(given)
    langs = [given.pop("lang")] if "lang" in given else langs
    problems += [
        unknown(Message("places.parameter", name="lang"), lang, ("ja", "en"))
        for lang in langs
        if lang not in ("ja", "en")
    ]
    if problems:
        raise InputError(problems)
    found = []
    for report in (known[slug] for slug in slugs):
        declared = declared_parameters(cells[report.notebook])
        values, wrong = _checked(report, declared, given)
        problems += wrong
        for lang in [one for one in report.languages if one in (langs or load_project().languages)]:
            found.append(Job(report, lang, {**values, "lang": lang}, declared))
    if problems:
        raise InputError(dict.fromkeys(problems))
    return found


def _checked(
    report: Report, declared: tuple[Parameter, ...], given: Mapping[str, str]
) -> tuple[dict[str, Any], list[Problem]]:
    known = {parameter.name: parameter for parameter in declared}
    asked = {**defaults(declared), **report.parameters}
    problems: list[Problem] = []
    for name, text in given.items():
        try:
            asked[name] = (
                text
                if name in known and known[name].type == "str"
                else parse(text, Message("places.parameter", name=name)).content
            )
        except RuleError as error:
            problems += error.problems
    for name, value in asked.items():
        if name in known and known[name].type == "float" and type(value) is int:
            asked[name] = value = float(value)
        where = Message("places.parameter_of", name=name, report=report.slug)
        if name not in known:
            problems.append(unknown(where, name, known))
        elif type(value).__name__ != known[name].type:
            said = Message("reports.type", value=repr(value), type=known[name].type, help=known[name].help)
            problems.append(Problem(where, said))
    return asked, problems

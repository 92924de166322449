"""The command ``new``: writes something to begin with, a notebook or a project copied from a shipped one."""

from __future__ import annotations

import argparse
import json
import os
import re
import shlex
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from yosan import root
from yosan.cli.language import add_language, spoken
from yosan.errors import InputError, Problem, why
from yosan.messages import Message

_COPIED = {  # kind -> the project that is copied, what is said then, the file to begin with
    "example": ("environment-fy2020", "project.made_example", "data/budget/budget.csv"),
    "budget": ("blank-budget", "project.made_budget", "data/budget/budget.xlsx"),
    "programme": ("blank-programme", "project.made_programme", "data/rules/my-programme.yaml"),
}
_NEXT = {
    "build": "yosan build",
    "verify": "yosan verify",
    "check": "yosan check",
    "gallery": "reports/build/index.html",
    "applicants": "data/consortia/illustrative-members.csv",
    "project": root.PROJECT_FILE,
}
_YEAR = 2020  # of the request in what is copied


def register(commands: Any) -> None:
    """Add the command of this module."""
    new = commands.add_parser("new", help="make a project, or write a notebook, to begin with")
    new.add_argument("folder", type=Path, nargs="?", metavar="DIR", help="folder of the project; a new or an empty one")
    kinds = new.add_mutually_exclusive_group(required=True)
    for kind, told in (
        ("budget", "DIR with an empty budget workbook and the growth report"),
        ("programme", "DIR with a rule file, every key explained, and the award report"),
        ("example", "DIR with a worked example: the environment ministry's FY2020 request"),
    ):
        kinds.add_argument(f"--{kind}", dest="kind", action="store_const", const=kind, help=told)
    kinds.add_argument("--notebook", type=Path, metavar="FILE.ipynb", help="a notebook, and its texts beside it")
    new.add_argument("--year", help=f"with --budget: year of the request (default {_YEAR})")
    add_language(new)
    new.set_defaults(run=make_new)


def make_new(arguments: argparse.Namespace) -> int:
    """Write what was asked for, and say what to do next."""
    if arguments.notebook:
        from yosan.cli.notebook_form import write_notebook

        written = [str(file) for file in write_notebook(arguments.notebook)]
        said = Message("commands.begun", files=written, command=f"yosan build {arguments.notebook}")
    elif not arguments.folder:
        raise InputError(Problem(f"new --{arguments.kind}", Message("project.no_folder")))
    else:
        _make_project(arguments.folder.absolute(), arguments.kind, _year_of(arguments))
        folder, (_, told, file) = arguments.folder, _COPIED[arguments.kind]
        said = Message(told, folder=folder, enter=f"cd {shlex.quote(str(folder))}", file=file, **_NEXT)
    print(said.of(spoken(arguments)))
    return 0


def _year_of(arguments: argparse.Namespace) -> int:
    """Year of the request, read before anything is written."""
    if not arguments.year:
        return _YEAR
    if arguments.kind != "budget":
        raise InputError(Problem("--year", Message("project.year_alone")))
    from yosan.cli.budget_form import read_request_year

    return read_request_year(arguments.year)


def _make_project(folder: Path, kind: str, year: int) -> None:
    """Make it in a folder of its own and put it in its place whole, so that nothing half written is left."""
    there = folder.exists()
    try:
        if there and (not folder.is_dir() or any(folder.iterdir())):
            raise InputError(Problem(str(folder), Message("project.there")))
        if not folder.parent.exists():
            folder.parent.mkdir(parents=True)
        with TemporaryDirectory(prefix=".yosan-new-", dir=folder if there else folder.parent) as beside:
            made = Path(beside, folder.name)
            _copy(Path(root.SHIPPED, "examples", _COPIED[kind][0]), made)
            if kind != "example":
                _rename(made / root.PROJECT_FILE)
            if kind == "budget":
                _add_workbook(made, year)
            _put(made, folder, there)
    except OSError as error:
        raise InputError(Problem(str(folder), Message("commands.unwritable", why=why(error)))) from error


def _put(made: Path, folder: Path, there: bool) -> None:
    """Move a finished project to its place: into a folder that somebody may stand in, where there is one."""
    if not there:
        made.rename(folder)
        return
    for path in sorted(made.iterdir()):  # yosan.toml, which makes it a project, comes last
        path.rename(folder / path.name)


def _copy(source: Path, folder: Path) -> None:
    """Copy files alone: what is shipped may be read-only, and its reports be built."""
    for place, folders, files in os.walk(source):
        folders[:] = [name for name in folders if name not in ("build", root.CACHE)]
        target = folder / Path(place).relative_to(source)
        target.mkdir(parents=True, exist_ok=True)
        for name in files:
            shutil.copyfile(Path(place, name), target / name)


def _rename(file: Path) -> None:
    """Call a project by its folder's name, until its owner gives it one."""
    name = json.dumps(file.parent.name, ensure_ascii=False)  # a text of JSON is one of TOML too
    text = file.read_text("utf-8")
    file.write_text(re.sub(r"(?m)^name = .*$", lambda _: f"name = {{ja = {name}, en = {name}}}", text), "utf-8")


def _add_workbook(folder: Path, year: int) -> None:
    from yosan.cli.budget_form import write_budget_form
    from yosan.data.spreadsheet.forms import load_form

    book, listed = folder / "data" / "budget" / "budget.xlsx", folder / "reports" / "reports.yml"
    book.parent.mkdir(parents=True)
    write_budget_form(book, load_form("budget"), year)
    text = listed.read_text("utf-8")
    for before, now in ((_YEAR - 1, year - 1), (_YEAR, year)):
        text = text.replace(f"_year: {before}", f"_year:  {now}")
    listed.write_text(text.replace("_year:  ", "_year: "), "utf-8")

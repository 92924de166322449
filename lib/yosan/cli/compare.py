"""The command ``compare``: which values moved between two projects or two folders of reports, by how much, and why."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from yosan.cli.language import add_language, spoken
from yosan.errors import InputError, Problem, why
from yosan.escape import to_json
from yosan.messages import Message

if TYPE_CHECKING:
    from yosan.render.compared import Compared
    from yosan.writing import Lang


def register(commands: Any) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "compare", help="which values moved between two projects or folders of reports, and why"
    )
    for name in ("old", "new"):
        parser.add_argument(name, type=Path, metavar=name.upper(), help="a project, or a folder of built reports")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.add_argument("--page", type=Path, metavar="FILE.html", help="write a page too")
    add_language(parser)
    parser.set_defaults(run=compare_folders)


def compare_folders(arguments: argparse.Namespace) -> int:
    """Print what moved; 0 whether or not something did."""
    from yosan.render import compared, files

    lang = spoken(arguments)
    if arguments.page and arguments.page.suffix.lower() != ".html":
        raise InputError(Problem(str(arguments.page), Message("commands.not_html")))
    found = compared.compare(arguments.old.absolute(), arguments.new.absolute())
    if arguments.page:
        page = compared.to_page(found, str(arguments.old), str(arguments.new), lang)
        try:
            files.write_file(arguments.page.absolute(), page)
        except OSError as error:
            raise InputError(Problem(str(arguments.page), Message("commands.unwritable", why=why(error)))) from error
    if arguments.json:
        moves = [{**asdict(move), "change": move.change} for move in found.moves]
        print(to_json({**asdict(found), "moves": moves}, indent=2))
    else:
        _print_table(found, lang)
    return 0


def _print_table(found: Compared, lang: Lang) -> None:
    from rich.console import Console
    from rich.table import Table

    from yosan.render import compared

    console = Console(markup=False, highlight=False)
    if not console.is_terminal:
        console = Console(markup=False, highlight=False, width=160)
    for report, inputs, rows in found.by_report(lang):
        table = Table(*(Message(head).of(lang) for head in compared.HEADS.values()), box=None)
        for row in rows:
            table.add_row(*(row[name] for name in compared.HEADS))
        console.print(report, style="bold")
        console.print(inputs)
        console.print(table)
    for said in compared.summary(found):
        console.print(said.of(lang))

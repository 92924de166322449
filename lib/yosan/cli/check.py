"""The command ``check``: audits the whole project, or a user's file of members or of a budget."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from typing import Any

from yosan.cli.check_project import check_project
from yosan.cli.language import add_language, spoken
from yosan.cli.uploads import add_file_options, say_remarks
from yosan.data.paths import find_file
from yosan.errors import InputError, Problem, YosanError
from yosan.escape import to_json
from yosan.messages import Message
from yosan.writing import Lang


def register(commands: Any) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "check", help="audit the project, or a file of members or a budget, and print what holds"
    )
    parser.add_argument("file", nargs="?", type=find_file, help="members: CSV, XLSX or ODS; the project without one")
    parser.add_argument("--budget", action="store_true", help="FILE is a budget, as template --budget writes it")
    add_file_options(parser)
    parser.add_argument("--json", action="store_true", help="print JSON, problems too")
    add_language(parser)
    parser.set_defaults(run=check)


def check(arguments: argparse.Namespace) -> int:
    """Read and check, and say what holds, or as JSON what does not."""
    lang = spoken(arguments)
    if arguments.budget and not arguments.file:
        raise InputError(Problem("--budget", Message("commands.budget_file")))
    of_file = check_budget if arguments.budget else check_members
    try:
        held = list(of_file(arguments) if arguments.file else check_project())
    except YosanError as error:
        if not arguments.json:
            raise
        print(_json((), error.problems, lang))
        return 2
    print(_json(held, (), lang) if arguments.json else "\n".join(said.of(lang) for said in held))
    return 0


def _json(held: Iterable[Message], problems: Iterable[Problem], lang: Lang) -> str:
    holds = [{"id": said.id.partition(".")[2], "text": said.of(lang), **_plain(said)} for said in held]
    wrong = [{**one.told(lang), "line": one.line, "path": list(one.path)} for one in problems]
    return to_json({"sound": not wrong, "holds": holds, "problems": wrong}, indent=2)


def _plain(said: Message) -> dict[str, object]:
    return {name: value for name, value in said.values if isinstance(value, (int, str))}


def check_members(arguments: argparse.Namespace) -> Iterator[Message]:
    """Read a members file, say what was done to read it, and yield what it holds.

    Raises
    ------
    InputError : everything that is wrong with it.
    """
    from yosan.data.members import read_members

    read = read_members(arguments.file, arguments.sheet)
    say_remarks(read.remarks, arguments)
    members, consortia = read.members, read.members["consortium_id"].nunique()
    yield Message("commands.sound", file=arguments.file.name, consortia=consortia, members=len(members))


def check_budget(arguments: argparse.Namespace) -> Iterator[Message]:
    """Read a budget workbook, say what was done to read it, and yield what it holds.

    Raises
    ------
    InputError : everything that is wrong with it.
    """
    from yosan.budget.accounts import compare_sums, list_states, name_states
    from yosan.data.budget_book import read_budget_book
    from yosan.views.words import STAGE_NAMES

    read = read_budget_book(arguments.file, arguments.sheet)
    say_remarks(read.remarks, arguments)
    budget = read.budget
    held = {"sums": len(compare_sums(budget.amounts, budget.accounts)), "rates": len(budget.growth_printed)}
    counts = {"accounts": len(budget.accounts), "figures": len(budget.amounts), **held}
    states = list_states(budget.amounts)
    named = [Message("commands.state", year=year, stage=STAGE_NAMES[stage]) for year, stage in states]
    ids = name_states(states)  # for programs
    yield Message("commands.sound_budget", file=arguments.file.name, states=ids, named=named, **counts)

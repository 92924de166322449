"""The command ``check``: audits everything under ``data/``, or a user's file of members or of a budget."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

from yosan.cli.language import add_language, spoken
from yosan.cli.uploads import add_file_options, say_remarks
from yosan.data.paths import find_file
from yosan.errors import DataError, InputError, Problem, YosanError
from yosan.messages import Message


def register(commands: Any) -> None:
    """Add the command."""
    parser = commands.add_parser("check", help="audit data/, or a file of members or a budget, and print what holds")
    parser.add_argument("file", nargs="?", type=find_file, help="members: CSV, XLSX or ODS; data/ without one")
    parser.add_argument("--budget", action="store_true", help="FILE is a budget, as template --budget writes it")
    add_file_options(parser)
    add_language(parser)
    parser.set_defaults(run=check)


def check(arguments: argparse.Namespace) -> int:
    """Read and check, and say what holds."""
    lang = spoken(arguments)
    if arguments.budget and not arguments.file:
        raise InputError(Problem("--budget", Message("commands.budget_file")))
    of_file = check_budget if arguments.budget else check_members
    for said in of_file(arguments) if arguments.file else check_data():
        print(said.of(lang))
    return 0


def check_data() -> Iterator[Message]:
    """Read and audit everything under ``data/`` and the lists under ``reports/``, and yield what holds.

    Raises
    ------
    DataError : everything that is wrong, whatever the file.
    """
    from yosan.budget import accounts, audit
    from yosan.data import rules, scenarios
    from yosan.data.budget import load_budget
    from yosan.data.listed import load_citations

    _raise_all(_readers())
    budget, cited, vintages = load_budget(), load_citations(), rules.load_vintages()
    year = int(budget.growth_printed["fiscal_year"].max())  # of the request whose rates are printed
    base, target = (year - 1, "initial"), (year, "request")
    table = accounts.compare_states(budget.accounts, budget.amounts, base, target)
    rates_of = accounts.find_printed_rates(budget.growth_printed, base, target)
    printed = audit.PrintedTable.from_frames(table, budget.accounts, rates_of)
    yield Message("commands.sources", rows=len(cited), sources=cited["source_id"].nunique())
    yield Message("commands.amounts", figures=len(budget.amounts))
    sums, rates = audit.count_sums(printed), len(printed.growth_pct)
    closed, held = sums - len(audit.find_open_sums(printed)), rates - len(audit.find_inconsistent_rates(printed))
    yield Message("commands.request", closed=closed, sums=sums, held=held, rates=rates)
    types, readings = sum(len(v.types) for v in vintages.values()), len(rules.load_readings())
    yield Message("commands.rules", vintages=len(vintages), types=types, readings=readings)
    yield Message("commands.scenarios", scenarios=len(scenarios.list_scenarios()))


def _readers() -> Iterator[Callable[[], object]]:
    """Every reader of a file that is the project's own."""
    from yosan.data import catalogue, conditions, listed, pages, programme, rules, scenarios, sizes
    from yosan.data import wording as words
    from yosan.data.budget import load_budget
    from yosan.data.schema import TABLES
    from yosan.data.spreadsheet import forms, spellings
    from yosan.data.tables import check_keys, load_table

    yield from (partial(load_table, name) for name in TABLES)
    yield from (check_keys, listed.check_grades, load_budget)
    yield from (partial(rules.load_vintage, vintage_id) for vintage_id in rules.list_vintages())
    yield from (
        rules.load_readings,
        programme.check_programmes,
        programme.load_firm_assumptions,
        conditions.load_condition_sets,
    )
    yield from (partial(listed.check_sources, path) for path in listed.list_cited_files())
    yield from (partial(_load_cases, scenario_id) for scenario_id in scenarios.list_scenarios())
    yield from (partial(forms.load_form, name) for name in forms.READ)
    yield from (partial(pages.load_texts, name) for name in pages.list_texts())
    yield from (partial(words.load_messages, name) for name in words.list_messages())
    yield from (sizes.load_thresholds, spellings.load_spellings, catalogue.load_catalogue, catalogue.load_constants)


def _load_cases(scenario_id: str) -> object:
    from yosan.data import scenarios

    return scenarios.load_cases(scenarios.load_scenario(scenario_id))


def _raise_all(readers: Iterable[Callable[[], object]]) -> None:
    """Read everything, so that what is wrong in one file does not hide what is wrong in another."""
    problems: list[Problem] = []
    for read in readers:
        try:
            read()
        except YosanError as error:
            problems += error.problems
    if problems:
        raise DataError(dict.fromkeys(problems))


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

    read = read_budget_book(arguments.file, arguments.sheet)
    say_remarks(read.remarks, arguments)
    budget = read.budget
    held = {"sums": len(compare_sums(budget.amounts, budget.accounts)), "rates": len(budget.growth_printed)}
    counts = {"accounts": len(budget.accounts), "figures": len(budget.amounts), **held}
    states = name_states(list_states(budget.amounts))
    yield Message("commands.sound_budget", file=arguments.file.name, states=states, **counts)

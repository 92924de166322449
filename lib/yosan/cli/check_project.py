"""What ``check`` does with a project: everything is read, held against what it names, and counted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from yosan import root
from yosan.errors import DataError, InputError, Problem, YosanError
from yosan.messages import Message

if TYPE_CHECKING:
    from yosan.data.budget_tables import Budget

_SHEETS = (".csv", ".xlsx", ".ods")


def check_project() -> Iterator[Message]:
    """Read and audit all data, samples, lists of reports and what they name in one another, and yield what holds.

    Raises
    ------
    DataError : everything that is wrong, whatever the file.
    """
    from yosan.budget.accounts import compare_sums
    from yosan.data import applicable, rules, scenarios
    from yosan.data.budget import load_budget
    from yosan.data.items_mof import find_items, load_items
    from yosan.data.listed import load_citations

    _raise_all(_readers())
    budget, cited, vintages = load_budget(), load_citations(), rules.load_vintages()
    yield Message("commands.sources", rows=len(cited), sources=cited["source_id"].nunique())
    sums = compare_sums(budget.amounts, budget.accounts)
    exact = int((sums["printed_oku"] == sums["parts_oku"]).sum())
    yield Message("commands.amounts", figures=len(budget.amounts), sums=len(sums), exact=exact)
    if (items := find_items()) and len(years := load_items(items).rows["fiscal_year"]):
        yield Message("commands.items", items=len(years), first=int(years.min()), last=int(years.max()))
    if len(budget.growth_printed):
        yield _audit(budget)
    types, readings = sum(len(v.types) for v in vintages.values()), len(rules.load_readings())
    yield Message("commands.rules", vintages=len(vintages), types=types, readings=readings)
    yield Message("commands.scenarios", scenarios=len(scenarios.list_scenarios()))
    yield Message("commands.reports", reports=len(applicable.list_applicable()))


def _audit(budget: Budget) -> Message:
    from yosan.budget import accounts, audit

    year = int(budget.growth_printed["fiscal_year"].max())  # of the request whose rates are printed
    base, target = (year - 1, "initial"), (year, "request")
    table = accounts.compare_states(budget.accounts, budget.amounts, base, target)
    rates_of = accounts.find_printed_rates(budget.growth_printed, base, target)
    printed = audit.PrintedTable.from_frames(table, budget.accounts, rates_of)
    rates = len(printed.growth_pct)
    return Message("commands.request", held=rates - len(audit.find_inconsistent_rates(printed)), rates=rates)


def _readers() -> Iterator[Callable[[], object]]:
    """Every reader of a file that is the project's own."""
    from yosan.data import background, catalogue, conditions, listed, pages, programme, project, rules, scenarios, sizes
    from yosan.data import wording as words
    from yosan.data.budget import load_budget
    from yosan.data.items_mof import find_items, load_items
    from yosan.data.schema import TABLES
    from yosan.data.spreadsheet import forms, spellings
    from yosan.data.tables import check_keys, load_table

    yield from (partial(load_table, name) for name in TABLES)
    yield from (check_keys, listed.check_grades, load_budget)
    if items := find_items():
        yield partial(load_items, items)
    yield from (partial(rules.load_vintage, vintage_id) for vintage_id in rules.list_vintages())
    yield from (rules.load_readings, background.load_firm_assumptions, conditions.load_condition_sets)
    yield from (partial(listed.check_sources, path) for path in listed.list_cited_files())
    yield from (partial(_load_cases, scenario_id) for scenario_id in scenarios.list_scenarios())
    yield from (partial(forms.load_form, name) for name in forms.READ)
    yield from (partial(pages.load_texts, name) for name in pages.list_texts())
    yield pages.load_form_texts
    yield from (partial(words.load_messages, name) for name in words.list_messages())
    yield from (sizes.load_thresholds, spellings.load_spellings, catalogue.load_catalogue, catalogue.load_constants)
    yield project.load_project
    yield from (_check_reports, *_samples())
    # those that are shipped are about rules that a project need not have
    about_rules = {"assumptions.yaml": programme.check_programmes, "ways.csv": background.check_ways}
    own = Path(root.project(), "data", "programme")
    yield from (read for name, read in about_rules.items() if (own / name).is_file())


def _check_reports() -> None:
    """Refuse a report whose parameters its notebook does not know, or would refuse.

    Raises
    ------
    InputError : everything that is wrong with any of them.
    """
    from yosan.data.applicable import list_applicable
    from yosan.data.catalogue import load_checks
    from yosan.data.paths import notebook
    from yosan.data.preflight import find_problems
    from yosan.render import jobs

    reports, checks = list_applicable(), load_checks()
    cells = {report.notebook: jobs.parameters_cell(notebook(report.notebook)) for report in reports}
    found = jobs.make_jobs(reports, [report.slug for report in reports], [], {}, cells)
    own = {job.report.slug: job for job in found if job.report.parameters and job.report.notebook in checks}.values()
    problems = [one for job in own for one in find_problems(checks[job.report.notebook], job.values, job.cwd)]
    if problems:
        raise InputError(dict.fromkeys(problems))


def _samples() -> Iterator[Callable[[], object]]:
    """Every consortium and plan that the project keeps."""
    from yosan.data import paths
    from yosan.data.members import read_members
    from yosan.data.plans import read_plans

    for folder, read in (("consortia", read_members), ("plans", read_plans)):
        kept = sorted(path for path in paths.data(folder).glob("*") if path.suffix in _SHEETS)
        yield from (partial(read, path) for path in kept)


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

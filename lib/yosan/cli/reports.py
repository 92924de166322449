"""Commands about reports and data: list, build, check."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from yosan.errors import InputError, Problem

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from yosan.render.build import Built

Commands = Any  # argparse keeps the type of its sub-parsers private


def register(commands: Commands) -> None:
    """Add the commands of this module."""
    listing = commands.add_parser("list", help="list the reports and their parameters")
    listing.set_defaults(run=list_reports)
    build = commands.add_parser("build", help="build reports into HTML and JSON")
    build.add_argument("slugs", nargs="*", metavar="SLUG", help="reports to build; all without one")
    build.add_argument("--lang", choices=["ja", "en"], action="append", default=[], help="only this language")
    build.add_argument(
        "-p", dest="parameters", metavar="NAME=VALUE", action="append", default=[], help="set a parameter"
    )
    build.add_argument("--out", type=Path, help="folder to write to (default reports/build)")
    build.add_argument("--jobs", type=int, default=os.cpu_count(), help="reports at a time (default: all cores)")
    build.add_argument("--timeout", type=float, default=600, metavar="SECONDS", help="longest that one report may take")
    build.add_argument("--memory", type=int, default=2048, metavar="MB", help="most memory that one report may take")
    build.set_defaults(run=build_reports)
    check = commands.add_parser("check", help="audit data/ and print what holds")
    check.set_defaults(run=check_data)


def list_reports(arguments: argparse.Namespace) -> int:
    """Print every report with its question and parameters."""
    from rich.console import Console
    from rich.table import Table

    from yosan.render import catalogue

    table = Table("report", "notebook", "question", "parameters", box=None)
    for report in catalogue.load_catalogue():
        declared = catalogue.declared_parameters(catalogue.parameters_cell(catalogue.NOTEBOOKS / report.notebook))
        table.add_row(report.slug, report.notebook, report.question.en, ", ".join(p.name for p in declared))
    Console().print(table)
    return 0


def build_reports(arguments: argparse.Namespace) -> int:
    """Build the reports asked for; exit code 1 if one failed."""
    from rich.progress import Progress

    from yosan.render import catalogue, isolated
    from yosan.render.build import OUT, build

    reports = catalogue.load_catalogue()
    cells = {r.notebook: catalogue.parameters_cell(catalogue.NOTEBOOKS / r.notebook) for r in reports}
    jobs = catalogue.jobs(reports, arguments.slugs, arguments.lang, _pairs(arguments.parameters), cells)
    limits = isolated.Limits(arguments.timeout, arguments.memory)
    with Progress() as progress, _executor(arguments) as executor:
        task = progress.add_task("building", total=len(jobs))

        def done(built: Built) -> None:
            progress.update(task, advance=1, description=f"{built.job.report.slug} {built.job.lang}")

        results = build(jobs, arguments.out or OUT, executor, limits, done)
    failed = [result for result in results if result.failure]
    for result in failed:
        print(f"yosan: {result.job.report.slug} {result.job.lang} failed: {result.failure}")
    print(f"{len(results) - len(failed)} of {len(results)} reports in {arguments.out or OUT}")
    return 1 if failed else 0


@contextmanager
def _executor(arguments: argparse.Namespace) -> Iterator[Executor]:
    """Threads that each wait for a report's process, here or on a cluster; an interrupt drops what has not begun."""
    from concurrent.futures import ThreadPoolExecutor

    executor = ThreadPoolExecutor(arguments.jobs)
    try:
        yield executor
    finally:
        executor.shutdown(cancel_futures=True)


def _pairs(texts: list[str]) -> dict[str, str]:
    wrong = [text for text in texts if "=" not in text]
    if wrong:
        raise InputError(Problem(f"-p {text}", "no '='", "NAME=VALUE") for text in wrong)
    return dict(text.split("=", 1) for text in texts)


def check_data(arguments: argparse.Namespace) -> int:
    """Read and audit everything under ``data/``."""
    from yosan.data import load

    budget = load.load_budget()
    print(f"amounts: {len(budget.amounts)} figures, every sum and printed rate holds within rounding")
    return 0

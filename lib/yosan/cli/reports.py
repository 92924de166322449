"""Commands that list and build reports."""

from __future__ import annotations

import argparse
import errno
import os
import sys
from collections.abc import Container, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from yosan.cli.language import add_language, spoken
from yosan.cli.resources import add_resources, check_resources
from yosan.cli.subsidy import add_rules, asked_vintage
from yosan.errors import InputError, Problem, why
from yosan.messages import Message

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from yosan.render.build import Built, Task
    from yosan.render.jobs import Job


def register(commands: Any) -> None:
    """Add the commands of this module."""
    listing = commands.add_parser("list", help="list the reports and their parameters")
    add_language(listing)
    listing.set_defaults(run=list_reports)
    build = commands.add_parser("build", help="build reports into HTML and JSON")
    build.add_argument(
        "slugs", nargs="*", metavar="SLUG", help="reports to build, or notebooks (FILE.ipynb); all reports without one"
    )
    build.add_argument("--reports", type=_named, metavar="FILE", help="list of reports (default reports/reports.yml)")
    build.add_argument("--lang", choices=["ja", "en"], action="append", default=[], help="only this language")
    build.add_argument(
        "-p", dest="parameters", metavar="NAME=VALUE", action="append", default=[], help="set a parameter"
    )
    add_rules(build)
    build.add_argument("--out", type=Path, help="folder to write to (default reports/build, or beside --reports)")
    add_resources(build)
    build.add_argument("--pdf", action="store_true", help="print each page into a PDF beside it (needs Chromium)")
    build.add_argument("--force", action="store_true", help="build fresh reports too")
    build.add_argument("--why", action="store_true", help="build nothing; say what would be built and why")
    build.set_defaults(run=build_reports)


def list_reports(arguments: argparse.Namespace) -> int:
    """Print every report with its question and parameters."""
    from yosan.data.catalogue import load_catalogue
    from yosan.data.paths import notebook
    from yosan.render import jobs

    lang = spoken(arguments)
    for report in load_catalogue():
        declared = jobs.declared_parameters(jobs.parameters_cell(notebook(report.notebook)))
        known = {"slug": report.slug, "notebook": report.notebook, "question": report.question}
        print(Message("commands.listed", parameters=tuple(p.name for p in declared), **known).of(lang))
    return 0


def build_reports(arguments: argparse.Namespace) -> int:
    """Build the reports that are not fresh; exit code 1 if one failed, 2 if that is for its parameters."""
    from yosan.data.applicable import list_absent, say_absent
    from yosan.data.paths import reports_folder
    from yosan.render import build, files, paper

    looked = build.looked_at()
    check_resources(arguments)
    browser = paper.find_browser() if arguments.pdf else ""
    listed = arguments.reports
    absent = list_absent(listed, asked_vintage(arguments) if arguments.rules else "")
    jobs = _jobs(arguments, absent)
    out = (arguments.out or (listed.with_name("build") if listed else reports_folder())).absolute()
    elsewhere = [listed, *(job.notebook for job in jobs if os.path.isabs(job.report.notebook))]
    looked |= {str(path): files.digest(str(path)) for path in elsewhere if path}
    if not arguments.why:
        open_folder(out)
    tasks, lang = list(build.plan(jobs, out)), spoken(arguments)
    lacking = [said.of(lang) for said in say_absent(absent, arguments.slugs or absent)]
    print(*lacking, sep="\n", end="\n" if lacking else "")
    stale = [task for task in tasks if task.reasons or arguments.force]
    if arguments.why:
        for task in stale:
            print(f"{task.job.name}: {'; '.join(reason.of(lang) for reason in task.reasons) or '--force'}")
        return 0
    failed = make_all(stale, len(stale), out, arguments) if stale else []
    site = build.write_site(jobs, failed, out, listed)
    done, fresh = len(stale) - len(failed), len(jobs) - len(stale)
    print(Message("commands.built", built=done, stale=len(stale), fresh=fresh, out=out).of(lang))
    if browser:
        printed = paper.print_pages((out / f"{job.name}.html" for job in jobs), browser)
        print(Message("commands.printed", pages=printed).of(lang))
    elif not failed and not arguments.force:  # what was printed is not remembered: it may be taken away
        names, said = (job.name for job in jobs), Message("commands.fresh", fresh=len(jobs), out=out).of(lang)
        build.remember_build(arguments.asked, "\n".join([*lacking, said]), names, out, looked, site)
    return (2 if any(built.by_input for built in failed) else 1) if failed else 0


def _jobs(arguments: argparse.Namespace, absent: Container[str] = ()) -> list[Job]:
    from yosan.data.catalogue import load_catalogue, load_checks
    from yosan.data.named import in_full
    from yosan.data.paths import notebook
    from yosan.data.preflight import find_problems
    from yosan.render import jobs, own

    given, listed = _pairs(arguments.parameters), arguments.reports
    notebooks = {file: own.of_notebook(file) for file in arguments.slugs if file.endswith(".ipynb")}
    reports = (*load_catalogue(listed), *notebooks.values())
    wanted = [notebooks[slug].slug if slug in notebooks else slug for slug in arguments.slugs]
    slugs = [slug for slug in wanted or [report.slug for report in reports] if slug not in absent]
    if arguments.rules:
        given["vintage"] = asked_vintage(arguments)
    # a notebook runs in a folder of its own, a user names files from where he stands
    given = in_full(given)
    asked = [report for report in reports if report.slug in slugs]
    cells = {report.notebook: jobs.parameters_cell(notebook(report.notebook)) for report in asked}
    found = jobs.make_jobs(reports, slugs, arguments.lang, given, cells) if slugs else []
    checks = {**load_checks(), **load_checks(listed)} if given or listed else {}  # those of the project are tested
    checked = {job.report.slug: job for job in found if job.report.notebook in checks}.values()
    problems = [
        problem for job in checked for problem in find_problems(checks[job.report.notebook], job.values, job.cwd)
    ]
    if problems:
        raise InputError(dict.fromkeys(problems))
    return [own.name_after_file(job) for job in found] if given and not listed else found


def _named(file: str) -> Path:
    return Path(os.path.abspath(file))


def open_folder(folder: Path) -> Path:
    """Make a folder to write to, without what killed builders left half written there; its full name.

    Raises
    ------
    InputError : it is no folder, or nothing can be written there.
    """
    from yosan.render import cache, files

    out = folder.absolute()
    try:
        out.mkdir(parents=True, exist_ok=True)
        if not os.access(out, os.W_OK):
            raise PermissionError(errno.EACCES, "")
    except OSError as error:
        raise InputError(Problem(f"--out {out}", Message("commands.unwritable", why=why(error)))) from error
    files.sweep(out, *(path for path in out.iterdir() if path.is_dir()), cache.folder())
    return out


def make_all(tasks: Iterable[Task], total: int, out: Path, arguments: argparse.Namespace) -> list[Built]:
    """Do tasks with the resources that the arguments grant, showing progress, and return what failed."""
    from rich.console import Console
    from rich.progress import MofNCompleteColumn, Progress, TaskProgressColumn, TimeRemainingColumn

    from yosan.data.catalogue import load_constants
    from yosan.render.build import build
    from yosan.render.isolated import Allowance

    load_constants()  # a slip there stops every report, so it is told here and once
    console = Console(stderr=True)
    columns = (*Progress.get_default_columns()[:2], MofNCompleteColumn(), TaskProgressColumn(show_speed=True))
    shown = Progress(*columns, TimeRemainingColumn(), console=console, transient=True, disable=not console.is_terminal)
    with shown as progress, _executor(arguments) as executor:
        bar = progress.add_task("building", total=total)

        def done(built: Built) -> None:
            progress.update(bar, advance=1, description=built.job.name)

        failed = build(tasks, out, executor, Allowance(arguments.timeout, arguments.memory), done)
    for built in failed:
        told = Message("commands.failed", report=built.job.name, why=built.failure)
        print(told.of(spoken(arguments)), file=sys.stderr)
    return failed


@contextmanager
def _executor(arguments: argparse.Namespace) -> Iterator[Executor]:
    """Threads that each wait for a report's process, here or on a cluster; an interrupt ends what runs here."""
    if arguments.dask:
        with _cluster(arguments.dask) as executor:
            yield executor
        return
    from concurrent.futures import ThreadPoolExecutor

    from yosan.render import isolated

    executor = ThreadPoolExecutor(arguments.jobs)
    try:
        yield executor
    except BaseException:
        executor.shutdown(wait=False, cancel_futures=True)
        with isolated.stopped():
            executor.shutdown()
        raise
    executor.shutdown()


@contextmanager
def _cluster(address: str) -> Iterator[Executor]:
    try:
        from distributed import Client
    except ImportError as error:
        raise InputError(Problem("--dask", Message("reports.cluster"))) from error
    with Client(address) as client:
        yield client.get_executor(pure=False)


def _pairs(texts: list[str]) -> dict[str, str]:
    wrong = [text for text in texts if "=" not in text]
    if wrong:
        raise InputError(Problem(f"-p {text}", Message("commands.pair", form="NAME=VALUE")) for text in wrong)
    return dict(text.split("=", 1) for text in texts)

"""The command that makes one report for each consortium of a members file, or ministry and year of a table of items."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from yosan.cli import reports, resources, uploads
from yosan.cli.language import spoken
from yosan.cli.subsidy import add_vintage, asked_rules
from yosan.data.paths import find_file
from yosan.errors import InputError, Problem, unknown
from yosan.messages import Message

if TYPE_CHECKING:
    from yosan.data.catalogue import Report
    from yosan.errors import Remark
    from yosan.render.batch import Refused
    from yosan.render.build import Evidence, Task
    from yosan.render.jobs import Parameter
    from yosan.writing import Lang


def register(commands: Any) -> None:
    """Add the command of this module."""
    batch = commands.add_parser("batch", help="one report for each consortium of a members file, or part of items")
    batch.add_argument(
        "file", type=find_file, metavar="FILE", help="members, one row each: CSV, XLSX or ODS; items: CSV"
    )
    uploads.add_file_options(batch)
    batch.add_argument("--notebook", default="consortium", metavar="SLUG", help="report to make (default consortium)")
    add_vintage(batch, "whose rules")
    batch.add_argument("--type", help="type of the programme (default: the one that awards most)")
    batch.add_argument("--reading", metavar="NAME=CHOICE", action="append", default=[], help="choose a reading")
    batch.add_argument("--lang", choices=["ja", "en"], action="append", default=[], help="only this language")
    batch.add_argument("--out", type=Path, help="folder to write to (default reports/batch)")
    resources.add_resources(batch)
    batch.set_defaults(run=make_batch)


def make_batch(arguments: argparse.Namespace) -> int:
    """Make the reports that are not fresh and sum up all; exit code 1 if a consortium was refused or failed."""
    from yosan.data.files import refuse_unnamed
    from yosan.data.paths import notebook, reports_folder
    from yosan.data.project import load_project
    from yosan.render import batch, build, files, isolated, jobs, names

    refuse_unnamed(arguments.file)
    looked = build.looked_at() | {str(arguments.file.absolute()): files.digest(str(arguments.file))}
    report = _report(arguments.notebook)
    declared = jobs.declared_parameters(jobs.parameters_cell(notebook(report.notebook)))
    kind = batch.kind_of(report, declared)
    given = _given(arguments, declared)
    if arguments.rules:
        looked |= {given["vintage"]: files.digest(given["vintage"])}
    resources.check_resources(arguments)
    out = reports.open_folder(arguments.out or reports_folder().with_name("batch"))
    known = load_project().languages
    langs: tuple[Lang, ...] = tuple(arguments.lang or (one for one in report.languages if one in known))
    parts = batch.take_apart(arguments.file.absolute(), out, arguments.sheet, kind)
    uploads.say_remarks(parts.remarks, arguments)
    total, started = len(parts.consortium_ids) * len(langs), Counter[str]()
    tasks = build.plan(batch.jobs(report, declared, parts.consortium_ids, langs, out, given), out)
    failed = reports.make_all(_stale(tasks, started), total, out, arguments)
    fallen = ((one.job.subject, one.failure) for one in failed if one.failure)
    refused: list[Refused] = [*parts.refused, *fallen]
    without = {consortium_id for consortium_id, _ in refused}
    done = [consortium_id for consortium_id in parts.consortium_ids if consortium_id not in without]
    site = isolated.call(_summarise, done, refused, langs, out, parts.remarks, kind)
    made = started.total() - len(failed)
    lang, fresh = spoken(arguments), total - started.total()
    print(Message("commands.made", made=made, stale=started.total(), fresh=fresh, out=out).of(lang))
    if refused:
        told = Message("commands.refused", consortia=len(without), file=out / "refused.csv")
        print(told.of(lang), file=sys.stderr)
        return 1
    if parts.remarks:
        return 0  # the next run says them again
    made_names = (f"{lang}/{names.slug(consortium_id)}" for consortium_id in done for lang in langs)
    said = Message("commands.fresh", fresh=total, out=out).of(lang)
    build.remember_build(arguments.asked, said, made_names, out, looked, site)
    return 0


def _summarise(
    done: list[str], refused: list[Refused], langs: tuple[Lang, ...], out: Path, remarks: tuple[Remark, ...], kind: str
) -> Evidence:
    from yosan.render import files, reads, summary

    with files.held(out):
        wrote = summary.write_summary(done, refused, langs, out, remarks, kind)
    return reads.outside(out), wrote


def _given(arguments: argparse.Namespace, declared: Iterable[Parameter]) -> dict[str, str]:
    """The rules, the type and the readings that were asked for, as parameters of the notebook."""
    from yosan.data.named import in_full

    asked = {"vintage": arguments.rules or arguments.vintage, "type_id": arguments.type}
    given = {name: value for name, value in asked.items() if value}
    if arguments.reading:
        given["readings"] = ",".join(arguments.reading)
    known = {parameter.name: parameter for parameter in declared}
    if arguments.rules and "vintage" not in known:
        raise InputError(Problem("--rules", Message("reports.no_rules", report=arguments.notebook)))
    if problems := [
        unknown(Message("places.parameter", name=name), name, known) for name in given if name not in known
    ]:
        raise InputError(problems)
    if given:
        asked_rules(arguments)
    return in_full(given)


def _stale(tasks: Iterable[Task], started: Counter[str]) -> Iterator[Task]:
    for task in tasks:
        if task.reasons:
            started[task.job.lang] += 1
            yield task


def _report(slug: str) -> Report:
    from yosan.data.catalogue import load_catalogue

    known = {report.slug: report for report in load_catalogue()}
    if slug not in known:
        raise InputError(unknown("--notebook", slug, known))
    return known[slug]

"""Builds reports: finds out which are not fresh, and makes each of them in a process of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, as_completed, wait
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from yosan import root
from yosan.data import paths
from yosan.data.catalogue import load_needs
from yosan.errors import CallFailed, InputError
from yosan.messages import Message
from yosan.render import cache, files, isolated, receipt
from yosan.render.isolated import Allowance
from yosan.render.jobs import Job
from yosan.render.receipt import Receipt

_T = TypeVar("_T")
Evidence = tuple[dict[str, str], dict[str, str]]  # fingerprints of what was read and what was written, by path
WINDOW = 256  # tasks handed to an executor ahead of their results: busies a large cluster, keeps a batch's memory flat


@dataclass(frozen=True)
class Task:
    """A job, the draft of its receipt, and why it must be done; no reasons when its report is fresh."""

    job: Job
    receipt: Receipt
    reasons: tuple[Message, ...]
    project: str = field(default_factory=root.project)  # whoever makes it may stand in another


@dataclass(frozen=True)
class Built:
    """What became of one task."""

    job: Job
    failure: Message | None = None
    by_input: bool = False  # a file or parameter is not acceptable, and no other attempt will make it so


def plan(jobs: Iterable[Job], out: Path) -> Iterator[Task]:
    """Compare every job with what is in the folder."""
    around = receipt.surroundings()
    source, digest = lru_cache(receipt.source), lru_cache(files.digest)
    for job in jobs:
        draft = receipt.draft(job, {**around, "the notebook": source(job.notebook)})
        yield Task(job, draft, tuple(receipt.reasons(draft, out, digest)))


def looked_at() -> dict[str, str]:
    """Fingerprints of all files that decide which reports there are and whether they are fresh, but for data."""
    shared = (folder for name in ("reports/template", "notebooks") for folder in paths.both(name))
    needed = (f"data/{name}" for names in load_needs().values() for name in names)
    named = ("reports/reports.yml", root.PROJECT_FILE, "data/rules", "data/budget", *needed)
    single = [place for name in dict.fromkeys(named) for place in map(str, paths.both(name))]
    found = {place: files.digest(place) for place in single}
    return found | {k: v for folder in (root.CODE, *shared) for k, v in files.tree(str(folder)).items()}


def remember_build(
    asked: Sequence[str], said: str, names: Iterable[str], out: Path, looked: Mapping[str, str], site: Evidence
) -> None:
    """Let the same command, with nothing changed, be answered at once; ``looked`` is from before the plan."""
    read, wrote = receipt.evidence(out, names)
    cache.remember(asked, said, {**site[0], **read, **looked}, {**wrote, **site[1]})


def build(
    tasks: Iterable[Task], out: Path, executor: Executor, allowance: Allowance, done: Callable[[Built], None]
) -> list[Built]:
    """Make every report and return those that failed; they leave their last good version in place.

    Parameters
    ----------
    executor : threads of this process or a cluster's; each report has a process of its own.
    done : called after each report, as they finish.
    """
    failed = []
    for built in spread(executor, make, ((task, out, allowance) for task in tasks)):
        failed += [built] if built.failure else []
        done(built)
    return failed


def spread(executor: Executor, work: Callable[..., _T], arguments: Iterable[tuple[object, ...]]) -> Iterator[_T]:
    """Yield results as they come."""
    pending: set[Future[_T]] = set()
    for one in arguments:
        pending.add(executor.submit(work, *one))
        if len(pending) == WINDOW:
            finished, pending = wait(pending, return_when=FIRST_COMPLETED)
            yield from (future.result() for future in finished)
    yield from (future.result() for future in as_completed(pending))


def make(task: Task, out: Path, allowance: Allowance) -> Built:
    """Make one report in a process of its own."""
    try:
        isolated.call(_make, task, out, allowance=allowance, project=task.project)
    except CallFailed as failed:
        where = (task.job.report.notebook, failed.place or Message("places.before_cells"))
        by_input = dict(failed.reason.values).get("kind") == InputError.__name__
        return Built(task.job, Message("reports.failed", where=where, why=failed.reason), by_input)
    return Built(task.job)


def _make(task: Task, out: Path) -> None:
    # imported here: the parent only waits, and starts sooner without them
    from yosan.render import execute, export, reads, warm
    from yosan.show.records import ANSWER

    job = task.job
    if not warm.SURROUNDINGS.items() <= task.receipt["made from"].items():
        raise CallFailed(Message("reports.changed"))
    reads.give(job.named, str(job.cwd))
    notebook = execute.run_notebook(job.notebook, job.parameters, job.cwd)
    isolated.note(Message("places.page"))
    page = export.page_html(notebook, job, receipt.marks(task.receipt, dict(reads.seen)))
    written = {"html": page, "json": export.values_json(notebook, job)}
    read = dict(reads.seen)
    if not read:
        raise CallFailed(Message("reports.unwatched"))
    wrote = {kind: files.write_file(out / f"{job.name}.{kind}", content) for kind, content in written.items()}
    receipt.seal({**task.receipt, "answer": export.payload(notebook, ANSWER)}, read, wrote, out)


def write_site(jobs: Sequence[Job], failed: Iterable[Built], out: Path, listed: Path | None = None) -> Evidence:
    """Write the pages around the reports, the gallery and the sources; ``listed`` is a user's own list of reports."""
    failures = {built.job.name: built.failure for built in failed if built.failure}
    return isolated.call(_write_site, list(jobs), failures, out, listed)


def _write_site(jobs: Sequence[Job], failures: Mapping[str, Message], out: Path, listed: Path | None) -> Evidence:
    from yosan.render import reads, site

    with files.held(out):
        shown = site.entries(jobs, failures, out, listed)
        pages = site.pages_around(shown, listed)
        wrote = receipt.write_pages(pages, [entry.name for entry in shown if entry.record], out)
    return reads.outside(out), wrote

"""Builds reports: runs each job's notebook and writes its page and values, then the index."""

from __future__ import annotations

import html
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, as_completed, wait
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from yosan.data.paths import ROOT
from yosan.render import isolated
from yosan.render.catalogue import Job
from yosan.render.isolated import Limits

T = TypeVar("T")
OUT = ROOT / "reports" / "build"
WINDOW = 256  # tasks handed to an executor ahead of their results: busies a large cluster, keeps a batch's memory flat


@dataclass(frozen=True)
class Built:
    """What became of one job."""

    job: Job
    failure: str = ""


def build(
    jobs: Sequence[Job], out: Path, executor: Executor, limits: Limits, done: Callable[[Built], None]
) -> list[Built]:
    """Build every job; one that fails leaves its last good report in place and the others go on.

    Parameters
    ----------
    executor : threads of this process or a cluster's; each task waits for a process of its own.
    done : called after each job, as they finish.
    """
    results = {}
    for result in spread(executor, build_one, ((job, out, limits) for job in jobs)):
        results[result.job.name] = result
        done(result)
    ordered = [results[job.name] for job in jobs]
    write(out / "index.html", _index(ordered))
    return ordered


def spread(executor: Executor, work: Callable[..., T], arguments: Iterable[tuple[object, ...]]) -> Iterator[T]:
    """Yield results as they come."""
    pending: set[Future[T]] = set()
    for one in arguments:
        pending.add(executor.submit(work, *one))
        if len(pending) == WINDOW:
            finished, pending = wait(pending, return_when=FIRST_COMPLETED)
            yield from (future.result() for future in finished)
    yield from (future.result() for future in as_completed(pending))


def build_one(job: Job, out: Path, limits: Limits) -> Built:
    """Build one job in a process of its own."""
    try:
        isolated.call(_render, job, out, limits=limits)
    except isolated.CallFailed as failed:
        return Built(job, f"{job.report.notebook}, {failed.place or 'before the first cell'}: {failed}")
    return Built(job)


def _render(job: Job, out: Path) -> None:
    # imported here: the parent only waits, and starts sooner without them
    from yosan.render import execute, export

    notebook = execute.run(job.notebook, job.parameters)
    isolated.note("the page")
    write(out / f"{job.name}.html", export.page_html(notebook, job, {}))
    write(out / f"{job.name}.json", export.values_json(notebook, job))


def write(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    part.write_text(text, "utf-8")
    os.replace(part, path)


def _index(results: Sequence[Built]) -> str:
    entries = "".join(
        f'<li><a href="{r.job.name}.html">{html.escape(r.job.report.title.of(r.job.lang))}</a></li>' for r in results
    )
    head = '<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>Yosan</title><h1>Yosan</h1>'
    return f"{head}<ul>{entries}</ul></html>"

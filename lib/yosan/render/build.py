"""Builds reports: runs each job's notebook and writes its page and values, then the index."""

from __future__ import annotations

import html
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from papermill import PapermillExecutionError

from yosan.data.paths import ROOT
from yosan.render import execute, export
from yosan.render.catalogue import Job

OUT = ROOT / "reports" / "build"


@dataclass(frozen=True)
class Built:
    """What became of one job."""

    job: Job
    failure: str = ""


def build(jobs: Sequence[Job], out: Path, done: Callable[[Built], None]) -> list[Built]:
    """Build every job; one that fails leaves its last good report in place and the others go on."""
    results = []
    for job in jobs:
        results.append(_build_one(job, out))
        done(results[-1])
    write(out / "index.html", _index(results))
    return results


def _build_one(job: Job, out: Path) -> Built:
    try:
        notebook = execute.run(job.notebook, job.parameters)
    except PapermillExecutionError as failed:
        cell = f"{job.report.notebook}, cell {failed.cell_index}"
        return Built(job, f"{cell}: {failed.ename}: {failed.evalue}")
    folder = out / job.lang
    write(folder / f"{job.report.slug}.html", export.page_html(notebook, job, {}))
    write(folder / f"{job.report.slug}.json", export.values_json(notebook, job))
    return Built(job)


def write(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    part.write_text(text, "utf-8")
    os.replace(part, path)


def _index(results: Sequence[Built]) -> str:
    entries = "".join(
        f'<li><a href="{r.job.lang}/{r.job.report.slug}.html">{html.escape(r.job.report.title.of(r.job.lang))}</a></li>'
        for r in results
    )
    return f'<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>Yosan</title><h1>Yosan</h1><ul>{entries}</ul></html>'

"""Reports on a user's own file: they carry its name, so that they and the catalogue's never overwrite one another."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from yosan.data.catalogue import NOTEBOOKS, YOURS, Report
from yosan.data.named import DOCUMENTS, FILES, names_in
from yosan.render import batch, files, names, receipt
from yosan.render.jobs import Job
from yosan.writing import LANGS, Lang, Text

NOTEBOOK = "notebook"  # how the slug of one that no list names begins
MARK = "--"  # between a report's slug and the file's; no slug of the catalogue has it
LONGEST = 40  # letters of a file's name in a slug: file systems take 255 bytes


def of_notebook(file: str) -> Report:
    """The report of a notebook that no list names, under its own heading.

    Raises
    ------
    InputError : it is missing, or no notebook.
    """
    path = Path(os.path.abspath(file))
    title = batch.heading(path, Text(path.stem, path.stem))
    return Report(
        slug=f"{NOTEBOOK}{MARK}{_short(path.stem)}", notebook=str(path), title=title, question=title, group=NOTEBOOKS
    )


def name_after_file(job: Job) -> Job:
    """Give the report on a user's own file a slug, a title and a place in the gallery; leave any other as it is.

    ``paths.full_name`` names a file in full where it is not the project's. A consortium that is asked for is named too.
    """
    documents = (names_in(str(job.parameters.get(name, ""))) for name in DOCUMENTS)
    named_so = [str(job.parameters.get(name, "")) for name in FILES] + [name for names in documents for name in names]
    given = [Path(name) for name in named_so]
    named = [file.stem for file in given if file.is_absolute()]
    if not named:
        return job
    named += [str(job.parameters[name]) for name in ("consortium_id", "firm") if job.parameters.get(name)]
    title = batch.heading(job.notebook, job.report.title)
    slug = f"{job.report.slug}{MARK}{_short(MARK.join(named))}"
    report = job.report.model_copy(update={"slug": slug, "title": title, "group": YOURS})
    return replace(job, report=report, subject=" / ".join(named))


def shown(job: Job) -> Report:
    """The report of a job as the gallery names it: with whom it is about."""
    return job.report.model_copy(update={"title": Text(job.title, job.title)}) if job.subject else job.report


def _short(name: str) -> str:
    slug = names.slug(name)
    return slug if len(slug) <= LONGEST else f"{slug[:LONGEST]}{MARK}{files.digest_text(slug)[:8]}"


def kept(catalogue: Iterable[Report], out: Path) -> Iterator[tuple[Report, Lang]]:
    """Reports on users' own files that earlier builds left in a folder, by name."""
    begins = tuple(f"{slug}{MARK}" for slug in (NOTEBOOK, *(report.slug for report in catalogue)))
    for lang in LANGS:
        for path in sorted((out / lang).glob(f"*{MARK}*.receipt.json")):
            name = path.name.removesuffix(".receipt.json")
            if name.startswith(begins) and (told := receipt.load(out, f"{lang}/{name}").get("report")):
                title, question = (Text(told[word], told[word]) for word in ("title", "question"))
                group = NOTEBOOKS if name.startswith(f"{NOTEBOOK}{MARK}") else YOURS
                yield Report(slug=name, notebook=told["notebook"], title=title, question=question, group=group), lang

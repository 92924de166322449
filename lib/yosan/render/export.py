"""Turns an executed notebook into one language's HTML page and its record of values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import nbformat
from nbconvert import HTMLExporter

from yosan.data.catalogue import Report, load_catalogue
from yosan.data.pages import texts_of
from yosan.escape import to_css, to_json
from yosan.render import about, drawings, english, numbers, prose, template
from yosan.render.jobs import Job
from yosan.show.records import LISTING, VALUES


@dataclass
class Section:
    """A heading of the page and the cells below it; the first has none."""

    id: str = ""
    title: str = ""
    cells: list[nbformat.NotebookNode] = field(default_factory=list)
    lists_numbers: bool = False


def payload(notebook: nbformat.NotebookNode, mime: str) -> dict[str, Any]:
    """Return what a cell handed over under a MIME type; empty when no cell did."""
    found: dict[str, Any] = {}
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            found.update(output.get("data", {}).get(mime, {}))
    return found


def page_html(notebook: nbformat.NotebookNode, job: Job, receipt: Mapping[str, str]) -> str:
    """Render the cells of the job's language with the house template."""
    cells = _one_language(notebook.cells, job.lang)
    listing = payload(notebook, LISTING)
    prose.check_prose(cells, job, listing.get("names", []))
    sections = _sections(cells)
    script = template.script("folds.js", "page.js")
    before, after = _neighbours(job)
    resources = {
        "lang": job.lang,
        "title": job.title,
        "running": to_css(job.title),
        "question": job.report.question.of(job.lang),
        "slug": job.report.slug,
        "sections": sections[1:],
        "previous": before,
        "next": after,
        "policy": template.content_policy(script),
        "script": script,
        "receipt": receipt,
        "about": about.about(job.title, job.lang, about.rested_on(payload(notebook, VALUES)), receipt.get("data", "")),
    }
    marked = nbformat.from_dict({**notebook, "cells": _marked(sections, job)})
    # not HTMLExporter's own method: it parses the finished page once more and spoils the drawings' attributes
    html, _ = super(HTMLExporter, _exporter(template.folders())).from_notebook_node(marked, {"yosan": resources})
    finished = numbers.finish(html, payload(notebook, VALUES), listing, job.lang)
    spoken = (
        finished
        if job.lang == "ja"
        else english.mark_japanese(finished, [*listing.get("given", []), *job.subject.split(" / ")])
    )
    return drawings.numbered(drawings.each_shape_once(spoken), job.lang)


def values_json(notebook: nbformat.NotebookNode, job: Job) -> str:
    """Return the record of published values as JSON text."""
    parameters = {p.name: job.parameters.get(p.name, p.default) for p in job.declared}
    record = {
        "slug": job.report.slug,
        "lang": job.lang,
        "parameters": parameters,
        "values": payload(notebook, VALUES),
    }
    return to_json(record, indent=1) + "\n"


@cache
def _exporter(places: tuple[Path, ...]) -> HTMLExporter:
    return HTMLExporter(
        template_name="template",
        extra_template_basedirs=[str(place.parent) for place in places],
        exclude_input_prompt=True,
        exclude_output_prompt=True,
        embed_images=False,
    )


def _one_language(cells: Iterable[nbformat.NotebookNode], lang: str) -> list[nbformat.NotebookNode]:
    other = "lang-en" if lang == "ja" else "lang-ja"
    kept: list[nbformat.NotebookNode] = []
    answer: list[nbformat.NotebookNode] = []
    for cell in cells:
        tags = cell.metadata.get("tags", [])
        if other in tags or "injected-parameters" in tags:
            continue
        (answer if "answer" in tags else kept).append(cell)
    # the reader meets the answer first, though it can only be computed last
    return answer + kept


def _sections(cells: Iterable[nbformat.NotebookNode]) -> list[Section]:
    sections = [Section()]
    for original in cells:
        cell = nbformat.from_dict({**original, "metadata": {}})
        head, _, rest = cell.source.partition("\n")
        if cell.cell_type == "markdown" and head.startswith("## "):
            sections.append(Section(f"s{len(sections)}", head.removeprefix("## ").strip()))
        if cell.cell_type == "markdown" and head.startswith(("# ", "## ")):
            cell.source = rest.strip()
        for output in cell.get("outputs", []):
            if LISTING in output.get("data", {}):
                output.data = {"text/html": numbers.LIST}
                sections[-1].lists_numbers = True
        sections[-1].cells.append(cell)
    # the list is for looking up: it follows what is to be read
    return sorted(sections, key=lambda section: section.lists_numbers)


def _marked(sections: Iterable[Section], job: Job) -> list[nbformat.NotebookNode]:
    """Tell the template, in the metadata of cells, where each section begins and ends, and its folded code."""
    cells = []
    for section in filter(lambda one: one.cells, sections):
        code = [{"source": c.source, "printed": _printed(c)} for c in section.cells if c.cell_type == "code"]
        if section.id:
            section.cells[0].metadata["begins"] = {"id": section.id, "title": section.title, "code": code}
        opening = {} if section.id else {"code": code, "parameters": _parameters(job)}
        section.cells[-1].metadata["ends"] = {"section": section.id, **opening}
        cells += section.cells
    return cells


def _printed(cell: nbformat.NotebookNode) -> str:
    return "".join(output.text for output in cell.outputs if output.get("name") == "stdout").rstrip()


def _parameters(job: Job) -> list[dict[str, Any]]:
    told = texts_of(job.report.notebook).parameters
    return [
        {
            "name": p.name,
            "value": (value := job.parameters.get(p.name, p.default)),
            "default": p.default,
            "changed": value != p.default,
            "help": told[p.name].of(job.lang) if p.name in told else p.help,
        }
        for p in job.declared
        if p.name != "lang"
    ]


def _neighbours(job: Job) -> tuple[Report | None, Report | None]:
    """Return the reports before and after this one in the catalogue."""
    reports = [report for report in load_catalogue() if job.lang in report.languages]
    slugs = [report.slug for report in reports]
    if job.report.slug not in slugs:
        return None, None
    place = slugs.index(job.report.slug)
    return reports[place - 1] if place else None, reports[place + 1] if place + 1 < len(reports) else None

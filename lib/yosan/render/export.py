"""Turns an executed notebook into one language's HTML page and its record of values."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

import nbformat
from nbconvert import HTMLExporter

from yosan.data.paths import ROOT
from yosan.render.catalogue import Job

VALUES = "application/vnd.yosan.values+json"
ANSWER = "application/vnd.yosan.answer+json"
TEMPLATES = ROOT / "reports"


def payload(notebook: nbformat.NotebookNode, mime: str) -> dict[str, Any]:
    """Return what a cell handed over under a MIME type; empty when no cell did."""
    found: dict[str, Any] = {}
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            found.update(output.get("data", {}).get(mime, {}))
    return found


def page_html(notebook: nbformat.NotebookNode, job: Job, receipt: Mapping[str, str]) -> str:
    """Render the cells of the job's language with the house template."""
    resources = {
        "yosan": {
            "lang": job.lang,
            "title": job.report.title.of(job.lang),
            "question": job.report.question.of(job.lang),
            "slug": job.report.slug,
            "parameters": [(p, job.parameters.get(p.name, p.default)) for p in job.declared],
            "receipt": receipt,
        }
    }
    html, _ = _exporter().from_notebook_node(_one_language(notebook, job.lang), resources)
    return str(html)


def values_json(notebook: nbformat.NotebookNode, job: Job) -> str:
    """Return the record of published values as JSON text."""
    parameters = {p.name: job.parameters.get(p.name, p.default) for p in job.declared}
    record = {
        "slug": job.report.slug,
        "lang": job.lang,
        "parameters": parameters,
        "values": payload(notebook, VALUES),
    }
    return json.dumps(record, ensure_ascii=False, indent=1, sort_keys=False) + "\n"


@cache
def _exporter() -> HTMLExporter:
    return HTMLExporter(
        template_name="template",
        extra_template_basedirs=[str(TEMPLATES)],
        exclude_input_prompt=True,
        exclude_output_prompt=True,
        embed_images=False,
    )


def _one_language(notebook: nbformat.NotebookNode, lang: str) -> nbformat.NotebookNode:
    other = "lang-en" if lang == "ja" else "lang-ja"
    kept: list[nbformat.NotebookNode] = []
    answer: list[nbformat.NotebookNode] = []
    for cell in notebook.cells:
        tags = cell.metadata.get("tags", [])
        if other in tags or "injected-parameters" in tags:
            continue
        (answer if "answer" in tags else kept).append(cell)
    # the reader meets the answer first, though it can only be computed last
    title = next((i for i, cell in enumerate(kept) if cell.cell_type == "markdown"), -1) + 1
    return nbformat.from_dict({**notebook, "cells": kept[:title] + answer + kept[title:]})

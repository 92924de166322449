"""The list of a page's numbers, for JupyterLab to read and for the renderer to make a list and a record of."""

from __future__ import annotations

import html
from collections.abc import Mapping
from typing import Any

from IPython.display import display

from yosan.show.number import Published, recorded

MIME = "application/vnd.yosan.values+json"
LISTING = "application/vnd.yosan.listing+json"


def show(published: Mapping[str, Published], titles: Mapping[str, str]) -> None:
    """Show all published numbers and hand them to the renderer; ``titles`` are those of the sources by id."""
    cited = sorted({c.source_id for p in published.values() for c in p.sources})
    listing = {
        "entries": {p.name: {"written": p.write(p.spec), "how": p.how} for p in published.values()},
        "titles": {source_id: str(titles[source_id]) for source_id in cited},
    }
    rows = "".join(_row(p, titles) for p in published.values())
    record = {p.name: _record(p) for p in published.values()}
    text = {"text/html": f"<table>{rows}</table>", "text/plain": f"{len(record)} numbers"}
    display({**text, MIME: record, LISTING: listing}, raw=True)


def _record(number: Published) -> dict[str, Any]:
    sources = [{"source_id": c.source_id, "locator": c.locator, "confidence": c.confidence} for c in number.sources]
    return {"value": recorded(number.value), "unit": number.unit, "sources": sources}


def _row(number: Published, titles: Mapping[str, str]) -> str:
    sources = "<br>".join(f"{titles[c.source_id]}, {c.locator} ({c.confidence})" for c in number.sources)
    cells = (number.name, number.write(), number.how)
    return f"<tr>{''.join(f'<td>{html.escape(cell)}</td>' for cell in cells)}<td>{sources}</td></tr>"

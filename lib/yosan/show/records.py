"""What a page hands to the renderer beside what it shows: the answer with its cards, and the list of its numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from yosan.escape import to_anchor, to_html
from yosan.show.number import Published, recorded
from yosan.show.text import display, inline_html, plain

ANSWER, VALUES, LISTING = (f"application/vnd.yosan.{kind}+json" for kind in ("answer", "values", "listing"))


def show_answer(sentence: str, cards: Sequence[tuple[Published, str, str]], notice: str = "") -> None:
    """Show the answer of a report, with its headline numbers as cards: number, spec, filled caption; a notice above."""
    shown = [
        {"name": number.name, "value": number.write(spec + "!"), "exact": number.write(spec), "caption": plain(caption)}
        for number, spec, caption in cards
    ]
    boxes = "".join(
        f'<div class="card"><a class="number" href="#n-{to_anchor(c["name"])}">{to_html(c["value"])}</a> '
        f"<span>{to_html(c['caption'])}</span></div>"
        for c in shown
    )
    box = f'<p class="notice">{inline_html(notice)}</p>' if notice else ""
    block = f'{box}<div class="answer"><p>{inline_html(sentence)}</p><div class="cards">{boxes}</div></div>'
    record = {"answer": plain(sentence), "cards": shown}
    display({"text/html": block, "text/plain": plain(sentence), ANSWER: record}, raw=True)


def show_numbers(
    published: Mapping[str, Published],
    titles: Mapping[str, str],
    names: Iterable[str] = (),
    given: Iterable[str] = (),
    own: Mapping[str, str] | None = None,
) -> None:
    """Show all published numbers and hand them to the renderer.

    Parameters
    ----------
    titles : of the sources, by id.
    names : words of data in the page's sentences; digits in them are no numbers.
    given : names of users' files, which no page translates.
    own : address of each source that is a user's own; all others lead to the page of sources.
    """
    cited = sorted({c.source_id for p in published.values() for c in p.sources})
    listing = {
        "entries": {p.name: {"written": p.write(p.spec), "how": p.how} for p in published.values()},
        "titles": {source_id: str(titles[source_id]) for source_id in cited},
        "names": sorted(names),
        "given": sorted(given),
        "own": {source_id: address for source_id, address in (own or {}).items() if source_id in cited},
    }
    rows = "".join(_row(p, titles) for p in published.values())
    record = {p.name: _record(p) for p in published.values()}
    text = {"text/html": f"<table>{rows}</table>", "text/plain": f"{len(record)} numbers"}
    display({**text, VALUES: record, LISTING: listing}, raw=True)


def _record(number: Published) -> dict[str, Any]:
    sources = [{"source_id": c.source_id, "locator": c.locator, "confidence": c.confidence} for c in number.sources]
    return {"value": recorded(number.value), "unit": number.unit, "sources": sources}


def _row(number: Published, titles: Mapping[str, str]) -> str:
    sources = (f"{titles[c.source_id]}, {c.locator} ({c.confidence})" for c in number.sources)
    cells = "".join(f"<td>{to_html(cell)}</td>" for cell in (number.name, number.write(), number.how))
    return f"<tr>{cells}<td>{'<br>'.join(map(to_html, sources))}</td></tr>"

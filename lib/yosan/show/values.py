"""Published numbers: each headline figure once, with its unit, how it came about and where it comes from."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import pandas as pd
from IPython.display import display

from yosan.show.page import current
from yosan.writing import CONFIDENCES, UNITS, Number, Value, format_value, in_lang

MIME = "application/vnd.yosan.values+json"
LISTING = "application/vnd.yosan.listing+json"
PLACES = 6  # decimals kept of a number that is not whole


@dataclass(frozen=True, order=True)
class Citation:
    """Where a figure is printed and how sure the reading is."""

    source_id: str
    locator: str
    confidence: str


@dataclass(frozen=True)
class Published:
    """One number that sentences, cards and tables may show."""

    name: str
    value: Value
    unit: str
    sources: tuple[Citation, ...]
    ja: str
    en: str
    spec: str = ""

    @property
    def anchor(self) -> str:
        """The number's id in the list of numbers."""
        return f"n-{self.name}"

    @property
    def how(self) -> str:
        """How it was computed, in the page's language."""
        return self.ja if current().lang == "ja" else self.en

    def write(self, spec: str = "") -> str:
        """Format for the page's language; see ``units.format_value``."""
        return format_value(self.value, self.unit, current().lang, spec)

    def link(self, spec: str = "") -> str:
        """Write the number as a Markdown link to its entry in the list of numbers."""
        return f"[{self.write(spec)}](#{self.anchor})"


def cite(*frames: pd.DataFrame) -> tuple[Citation, ...]:
    """Collect the citations of the rows used: columns source_id, locator, confidence."""
    found = {
        Citation(*row)
        for frame in frames
        for row in frame[["source_id", "locator", "confidence"]].itertuples(index=False)
    }
    return tuple(sorted(found))


def with_source(frame: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    """Add ``source``: each row's place and confidence, in the page's language.

    Parameters
    ----------
    frame : columns source_id, locator, confidence; empty texts where a row has no source.

    Returns
    -------
    The frame, and a note for its caption that names the source if all rows have the same; else each row does.
    """
    ja, found = current().lang == "ja", frame.loc[frame["source_id"] != "", "source_id"].unique()
    grades = frame["confidence"].replace(in_lang(CONFIDENCES, current().lang))
    source = frame["locator"] + ("（" if ja else " (") + grades + ("）" if ja else ")")
    note = ""
    if len(found) == 1:
        note = f"（出典：{_titles()[found[0]]}）" if ja else f" (source: {_titles()[found[0]]})"
    else:
        source = frame["source_id"].map(_titles()) + ", " + source
    return frame.assign(source=source.where(frame["source_id"] != "", "")), note


def _titles() -> pd.Series:
    page = current()
    return page.words.sources.set_index("source_id")[f"title_{page.lang}"]


def publish(name: str, value: Any, unit: str, sources: Sequence[Citation], *, ja: str, en: str, spec: str = "") -> None:
    """Record a number under a name that sentences can use.

    Parameters
    ----------
    value : number, (low, high) pair or text; kept exact on the page, rounded to ``PLACES`` decimals in the record.
    unit : one of ``units.UNITS``.
    sources : what it rests on, from ``cite``.
    ja, en : how it was computed, one line.
    spec : how the list of numbers writes it, see ``units.format_value``.

    Raises
    ------
    ValueError : for an unknown unit or no source.
    """
    if unit not in UNITS:
        raise ValueError(f"{name}: unknown unit {unit!r}; known: {', '.join(UNITS)}")
    if not sources:
        raise ValueError(f"{name}: a number without a source")
    current().published[name] = Published(name, _plain(value), unit, tuple(sources), ja, en, spec)


def publish_columns(
    frame: pd.DataFrame, prefixes: Mapping[str, str], sources: Mapping[str, Sequence[Citation]]
) -> None:
    """Publish one number for each row and column that has one; tables then link to it by themselves.

    Parameters
    ----------
    frame : its first column is the row's id; ``name_ja`` and ``name_en``, where there, name the row.
    prefixes : first part of the number's name by column: ``{"growth_rate": "growth"}`` gives ``growth.<id>``.
        Unit and computation come from ``data/columns.csv``.
    sources : citations by id.
    """
    words = current().words.columns.set_index("column").fillna("")
    for column, prefix in prefixes.items():
        current().prefixes[column] = prefix
        entry = words.loc[column]
        for row in frame[frame[column].notna()].to_dict("records"):
            key = str(row[frame.columns[0]])
            how = {lang: f"{row.get(f'name_{lang}', key)}: {entry[f'how_{lang}']}" for lang in ("ja", "en")}
            publish(f"{prefix}.{key}", row[column], str(entry["unit"]), sources[key], **how, spec=entry["spec"])


def cite_by(key: str, *frames: pd.DataFrame) -> dict[str, tuple[Citation, ...]]:
    """Collect citations by the value of a key column."""
    together = pd.concat(frames)
    return {str(value): cite(rows) for value, rows in together.groupby(key)}


def get(name: str) -> Published:
    """Return a published number.

    Raises
    ------
    KeyError : names the number that nobody published.
    """
    try:
        return current().published[name]
    except KeyError:
        raise KeyError(f"{name!r} is not published on this page") from None


def link(name: str, spec: str = "") -> str:
    """Write a published number as a link, for a sentence that chooses its number as it goes."""
    return get(name).link(spec)


def echo(*names: str) -> None:
    """Print published numbers as plain text, for cells whose output is checked."""
    for name in names:
        number = get(name)
        print(f"{name} = {_recorded(number.value)} {number.unit}")


def numbers() -> None:
    """Show the list of all published numbers and hand it to the renderer."""
    page = current()
    titles = _titles()
    cited = sorted({c.source_id for p in page.published.values() for c in p.sources})
    listing = {
        "entries": {p.name: {"written": p.write(p.spec), "how": p.how} for p in page.published.values()},
        "titles": {source_id: str(titles[source_id]) for source_id in cited},
    }
    rows = "".join(_row(p, titles) for p in page.published.values())
    record = {p.name: _record(p) for p in page.published.values()}
    text = {"text/html": f"<table>{rows}</table>", "text/plain": f"{len(record)} numbers"}
    display({**text, MIME: record, LISTING: listing}, raw=True)


def _record(number: Published) -> dict[str, Any]:
    sources = [{"source_id": c.source_id, "locator": c.locator, "confidence": c.confidence} for c in number.sources]
    return {"value": _recorded(number.value), "unit": number.unit, "sources": sources}


def _row(number: Published, titles: pd.Series) -> str:
    """Write a number for JupyterLab; the report's page has its own list."""
    sources = "<br>".join(f"{titles[c.source_id]}, {c.locator} ({c.confidence})" for c in number.sources)
    cells = (number.name, number.write(), number.how)
    return f"<tr>{''.join(f'<td>{html.escape(cell)}</td>' for cell in cells)}<td>{sources}</td></tr>"


def _plain(value: Any) -> Value:
    if isinstance(value, (tuple, list)):
        low, high = value
        return _plain_number(low), _plain_number(high)
    return value if isinstance(value, str) else _plain_number(value)


def _plain_number(value: Any) -> Number:
    if isinstance(value, Fraction):
        return value
    return int(value) if float(value).is_integer() and not isinstance(value, float) else float(value)


def _recorded(value: Value) -> Any:
    if isinstance(value, str):
        return value
    if isinstance(value, tuple):
        return [_recorded(end) for end in value]
    return value if isinstance(value, int) else round(float(value), PLACES)

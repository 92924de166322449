"""Published numbers: each headline figure once, with its unit, how it came about and where it comes from."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pandas as pd

from yosan.escape import to_anchor
from yosan.writing import CONFIDENCES, UNITS, Lang, Number, Value, format_value, in_lang

PLACES = 6  # decimals kept of a number that is not whole


@dataclass(frozen=True, order=True)
class Citation:
    """Where a figure is printed and how sure the reading is."""

    source_id: str
    locator: str
    confidence: str


@dataclass(frozen=True)
class Published:
    """One number that sentences, cards and tables of one language may show.

    Parameters
    ----------
    value : kept exact on the page, rounded to ``PLACES`` decimals in the record.
    unit : one of ``writing.UNITS``.
    sources : what it rests on, from ``cite``.
    how : how it was computed, one line.
    lang : the language in which it is written.
    spec : how the list of numbers writes it, see ``writing.format_value``.

    Raises
    ------
    ValueError : for an unknown unit or no source.
    """

    name: str
    value: Value
    unit: str
    sources: tuple[Citation, ...]
    how: str
    lang: Lang
    spec: str = ""

    def __post_init__(self) -> None:
        """Refuse what could not be shown or traced."""
        if self.unit not in UNITS:
            raise ValueError(f"{self.name}: unknown unit {self.unit!r}; known: {', '.join(UNITS)}")
        if not self.sources:
            raise ValueError(f"{self.name}: a number without a source")

    @property
    def anchor(self) -> str:
        """The number's id in the list of numbers."""
        return f"n-{to_anchor(self.name)}"

    def write(self, spec: str = "") -> str:
        """Format the number; see ``writing.format_value``."""
        return format_value(self.value, self.unit, self.lang, spec)

    def link(self, spec: str = "") -> str:
        """Write the number as a Markdown link to its entry in the list of numbers."""
        return f"[{self.write(spec + '!')}](#{self.anchor})"


def find(published: Mapping[str, Published], name: str) -> Published:
    """Return a published number.

    Raises
    ------
    KeyError : names the number that nobody published.
    """
    try:
        return published[name]
    except KeyError:
        raise KeyError(f"{name!r} is not published on this page") from None


def is_missing(value: Any) -> bool:
    """Whether there is no value; a pair always is one."""
    return not isinstance(value, (tuple, list)) and bool(pd.isna(value))


def native(value: Any) -> Value:
    """Turn a value of a frame, or a pair of them, into one of Python: numbers stay exact.

    >>> native((Fraction(1, 3), 2.0)), native(Decimal("0.30"))
    ((Fraction(1, 3), 2.0), Decimal('0.30'))
    """
    if isinstance(value, (tuple, list)):
        low, high = value
        return _plain_number(low), _plain_number(high)
    return value if isinstance(value, str) else _plain_number(value)


def _plain_number(value: Any) -> Number:
    if isinstance(value, Fraction) or (isinstance(value, Decimal) and int(value.as_tuple().exponent) < 0):
        return value
    return int(value) if float(value).is_integer() and not isinstance(value, float) else float(value)


def recorded(value: Value) -> Any:
    """Write a value for the record.

    >>> recorded((Fraction(1, 3), 2)), recorded(Decimal("1.00123456"))
    ([0.333333, 2], 1.00123456)
    """
    if isinstance(value, str):
        return value
    if isinstance(value, tuple):
        return [recorded(end) for end in value]
    if isinstance(value, Decimal) and value != int(value):
        return round(float(value), max(PLACES, -int(value.as_tuple().exponent)))
    return int(value) if isinstance(value, (int, Decimal)) else round(float(value), PLACES)


def cite(*frames: pd.DataFrame) -> tuple[Citation, ...]:
    """Collect the citations of the rows used: columns source_id, locator, confidence."""
    found = {
        Citation(*row)
        for frame in frames
        for row in frame[["source_id", "locator", "confidence"]].itertuples(index=False)
    }
    return tuple(sorted(found))


def cite_by(key: str, *frames: pd.DataFrame, beside: pd.DataFrame | None = None) -> dict[str, tuple[Citation, ...]]:
    """Collect citations by the value of a key column; the rows ``beside`` are cited with every value."""
    together, always = pd.concat(frames), () if beside is None else cite(beside)
    return {str(value): cite(rows) + always for value, rows in together.groupby(key)}


Sources = Mapping[str, Sequence[Citation]] | Sequence[Citation] | None


def sources_of(row: Mapping[str, Any], key: str, sources: Sources) -> tuple[Citation, ...]:
    """Choose a row's sources: those of its key, those that all rows share, or else what the row itself cites."""
    if sources is None:
        return (Citation(row["source_id"], row["locator"], row["confidence"]),)
    return tuple(sources[key] if isinstance(sources, Mapping) else sources)


def rank_sources(numbers: Iterable[Published]) -> list[str]:
    """Ids of the sources that numbers rest on, those of most numbers first."""
    counted = Counter(source for number in numbers for source in sorted({one.source_id for one in number.sources}))
    return [source for source, _ in counted.most_common()]


def with_titles(note: str, titles: Mapping[str, str]) -> str:
    """Name a source whose id stands in brackets by its title.

    >>> with_titles("the same amount (rs2019)", {"rs2019": "Review sheet 2019"})
    'the same amount (Review sheet 2019)'
    """
    return re.sub(r"(?<=[(（])[a-z0-9-]+(?=[)）])", lambda found: titles.get(found[0], found[0]), note)


def with_source(frame: pd.DataFrame, titles: Mapping[str, str], lang: Lang) -> tuple[pd.DataFrame, str]:
    """Add ``source``: each row's place and confidence; and name the sources in its notes.

    Parameters
    ----------
    frame : columns source_id, locator, confidence; empty texts where a row has no source. Notes stand in ``note``, or
        in ``note_ja`` and ``note_en``.
    titles : of the sources, by id.

    Returns
    -------
    The frame, and a note for its caption that names the source if all rows have the same; else each row does.
    """
    ja, found = lang == "ja", frame.loc[frame["source_id"] != "", "source_id"].unique()
    grades = frame["confidence"].replace(in_lang(CONFIDENCES, lang))
    source = frame["locator"] + ("（" if ja else " (") + grades + ("）" if ja else ")")
    note = ""
    if len(found) == 1:
        note = f"（出典：{titles[found[0]]}）" if ja else f" (source: {titles[found[0]]})"
    else:
        source = frame["source_id"].map(titles) + ", " + source
    notes = {
        name: [with_titles(one, titles) for one in frame[name]] for name in ("note", f"note_{lang}") if name in frame
    }
    return frame.assign(source=source.where(frame["source_id"] != "", ""), **notes), note

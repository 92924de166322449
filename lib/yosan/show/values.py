"""Published numbers, for notebooks of the older kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from yosan.show import begun
from yosan.show.number import Citation, Published, cite, cite_by, find, plain

__all__ = ["Citation", "Published", "cite", "cite_by"]


def with_source(frame: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    """See ``page.with_source``."""
    return begun.page.with_source(frame)


def publish(name: str, value: Any, unit: str, sources: Sequence[Citation], *, ja: str, en: str, spec: str = "") -> None:
    """Record a number under a name that sentences can use."""
    how = ja if begun.page.lang == "ja" else en
    begun.page.published[name] = Published(name, plain(value), unit, tuple(sources), how, begun.page.lang, spec)


def publish_columns(
    frame: pd.DataFrame, prefixes: Mapping[str, str], sources: Mapping[str, Sequence[Citation]]
) -> None:
    """See ``page.publish_columns``."""
    words = begun.page.heads()
    for column, prefix in prefixes.items():
        begun.page.prefixes[column] = prefix
        entry = words.loc[column]
        for row in frame[frame[column].notna()].to_dict("records"):
            key = str(row[frame.columns[0]])
            how = {lang: f"{row.get(f'name_{lang}', key)}: {entry[f'how_{lang}']}" for lang in ("ja", "en")}
            publish(f"{prefix}.{key}", row[column], str(entry["unit"]), sources[key], **how, spec=entry["spec"])


def get(name: str) -> Published:
    """Return a published number."""
    return find(begun.page.published, name)


def link(name: str, spec: str = "") -> str:
    """Write a published number as a link."""
    return get(name).link(spec)


def echo(*names: str) -> None:
    """See ``page.echo``."""
    begun.page.echo(*names)


def numbers() -> None:
    """See ``page.numbers``."""
    begun.page.numbers()

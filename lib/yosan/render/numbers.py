"""The list of a report's numbers: what each is, where it comes from, where the page uses it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any
from urllib.parse import unquote

from yosan.escape import to_anchor
from yosan.render import marks, template
from yosan.writing import CONFIDENCES, Lang, in_lang

LIST, LEGEND = "<!-- list of numbers -->", "<!-- legend of marks -->"  # where the page will show them
ONE_LINE = 24  # letters of a link that stays on one line: a number does, a firm's name that leads to one may not
_LINK = re.compile(r'<a [^>]*?href="#n-([^"]+)"[^>]*>(.*?)</a>', re.S)


def finish(page: str, values: Mapping[str, Any], words: Mapping[str, Any], lang: Lang) -> str:
    """Name every use of a number, mark doubtful ones, and write the list that leads back to the uses.

    Parameters
    ----------
    page : HTML with ``LIST`` and ``LEGEND`` in it.
    values : what the report published: value, unit and sources by name.
    words : ``entries``: written value and computation by name; ``titles`` of the sources by id.
    """
    uses: Counter[str] = Counter()
    doubts = {name: _doubt(number["sources"]) for name, number in values.items()}
    anchors = {to_anchor(name): name for name in values}

    def link(found: re.Match[str]) -> str:
        anchor = unquote(found[1])
        if anchor not in anchors:
            return found[0]
        name = anchors[anchor]
        uses[name] += 1
        kind = "number" if len(found[2]) <= ONE_LINE else "number name"
        shown = found[2] + marks.mark(doubts[name])
        return f'<a class="{kind}" id="u-{anchor}-{uses[name]}" href="#n-{anchor}">{shown}</a>'

    page = marks.settle(_LINK.sub(link, page), lang)
    return page.replace(LIST, _list(values, words, uses, lang)).replace(LEGEND, marks.legend(page, lang))


def _doubt(sources: list[Mapping[str, str]]) -> str:
    """Return the worst confidence behind a number, if it is low or medium."""
    grades = {source["confidence"] for source in sources}
    return next((grade for grade in ("low", "medium") if grade in grades), "")


def _by_source(sources: list[Mapping[str, str]]) -> list[tuple[str, str, str]]:
    """Gather the places of a source: source id, places, confidence."""
    places: dict[tuple[str, str], list[str]] = {}
    for source in sources:
        places.setdefault((source["source_id"], source["confidence"]), []).append(source["locator"])
    return [(source_id, "; ".join(dict.fromkeys(found)), grade) for (source_id, grade), found in places.items()]


def _grouped(rows: Iterable[Mapping[str, Any]]) -> list[tuple[Any, list[Mapping[str, Any]]]]:
    """Gather rows that stand together and rest on the same sources, which are then named once."""
    return [(sources, list(found)) for sources, found in groupby(rows, key=lambda row: row["sources"])]


def _list(values: Mapping[str, Any], words: Mapping[str, Any], uses: Mapping[str, int], lang: Lang) -> str:
    # in the order in which the page uses them
    rows = [
        {
            "name": name,
            "anchor": to_anchor(name),
            "uses": uses.get(name, 0),
            "sources": _by_source(values[name]["sources"]),
            **words["entries"][name],
        }
        for name in {**uses, **values}
    ]
    cited = list(dict.fromkeys(source_id for row in rows for source_id, _, _ in row["sources"]))
    return template.render(
        "numbers.html.j2",
        lang=lang,
        grades=in_lang(CONFIDENCES, lang),
        shown=_grouped(row for row in rows if row["uses"]),
        others=_grouped(row for row in rows if not row["uses"]),
        cited={source_id: place for place, source_id in enumerate(cited, 1)},
        titles=words.get("titles", {}),
        own=words.get("own", {}),
    )

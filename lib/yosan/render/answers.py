"""The page that joins the answers of reports: of each the headline, the first sentence and the first drawing."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from yosan.data.catalogue import Summary
from yosan.escape import to_json
from yosan.render import about, drawings, files, marks, template
from yosan.render.shown import Listed, Opening
from yosan.writing import Lang

_ANSWER = re.compile(r'<div class="answer"><p>(.*?)</p>', re.S)
_NOTICE = re.compile(r'<p class="notice">(.*?)</p>', re.S)
_TITLE = re.compile(r'<figure[^>]*>\s*<div class="title">(.*?)</div>', re.S)
# a sentence ends where its text does; what stands in tags is no text
_SENTENCE = re.compile(r"(?:<[^>]*>|[^<])*?(?:。|[.?!](?=\s|$))", re.S)
_ID = re.compile(r' id="[^"]*"')


def opening(page: str) -> Opening:
    """Find what a page opens with.

    >>> opening('<div class="answer"><p>Up <a id="u-x-1" href="#n-x">1.5%</a>. It fell.</p></div>').sentence
    'Up <a href="#n-x">1.5%</a>.'
    """
    parts = (_ANSWER, _NOTICE, _TITLE)
    answer, notice, title = (_ID.sub("", found[1]) if (found := one.search(page)) else "" for one in parts)
    sentence = _SENTENCE.match(answer)
    return Opening(sentence[0] if sentence else answer, notice, title, drawings.first(page))


def render_summary(entries: Sequence[Listed], told: Summary, lang: Lang, **shared: Any) -> str:
    """Write the page of one language.

    Parameters
    ----------
    entries : the reports whose answers are joined, in this order.
    shared : what all pages around the reports show.
    """
    rested = {source for entry in entries for source in about.rested_on(entry.record.get("values", {}))}
    mark = files.digest_text(to_json([entry.record for entry in entries]))[:12]
    page = template.render(
        "summary.html.j2",
        lang=lang,
        told=told,
        answers=[(entry, _from_elsewhere(entry)) for entry in entries],
        about=about.about(told.title.of(lang), lang, rested, mark),
        **shared,
    )
    return drawings.each_shape_once(page.replace("<!-- legend of marks -->", marks.legend(page, lang)))


def _from_elsewhere(entry: Listed) -> Mapping[str, str]:
    """Its opening with links that start from a page beside it."""
    place = f'href="{entry.report.slug}.html#n-'
    return {name: words.replace('href="#n-', place) for name, words in asdict(entry.opening).items()}

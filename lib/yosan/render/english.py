"""English pages: Japanese names in English where there is any, the others marked as Japanese."""

from __future__ import annotations

import re
from functools import cache
from html import unescape

from yosan.data.documents import read_data
from yosan.escape import to_html

# a run of Japanese with the spaces and signs within it
_JAPANESE = re.compile(r"[ぁ-んァ-ヶー一-龠々〆〇]")
_RUN = re.compile(rf"{_JAPANESE.pattern}(?:[\sA-Za-z0-9「」『』、。・〜～（）／※]*{_JAPANESE.pattern})*")
_TOKEN = re.compile(r"<!--.*?-->|<(/?)([a-zA-Z0-9]+)([^>]*)>|([^<]+)", re.S)
_VOID = frozenset({"meta", "link", "br", "img", "input", "hr", "col", "wbr"})
_APART = frozenset({"script", "style", "svg", "code", "pre", "title", "option", "textarea"})
_SIGNS = str.maketrans(
    {"、": ", ", "。": ". ", "（": " (", "）": ")", "〜": "–", "～": "–", "「": '"', "」": '"', "／": "/", "・": ", "}
)


def mark_japanese(page: str) -> str:
    """Put names of a page's text into English, and mark what stays Japanese as such.

    >>> mark_japanese('<td title="補助率">補助率; ¥5 (high)</td><b>予算 Yosan</b><i lang="ja">補助率</i>')
    '<td title="補助率">subsidy rate; ¥5 (high)</td><b><span lang="ja">予算</span> Yosan</b><i lang="ja">補助率</i>'
    """
    apart: list[str] = []

    def write(token: re.Match[str]) -> str:
        closes, tag, attributes, text = token.groups()
        if text is not None:
            return text if apart or not _JAPANESE.search(text) else _in_english(text)
        if tag is None or tag in _VOID or attributes.endswith("/"):
            return token[0]
        if closes:
            if apart and apart[-1] == tag:
                apart.pop()
        elif apart:
            apart.extend([tag] * (apart[-1] == tag))
        elif tag in _APART or 'lang="ja"' in attributes:
            apart.append(tag)
        return token[0]

    return _TOKEN.sub(write, page)


def _in_english(text: str) -> str:
    """Places in a document stand between semicolons, and each has its words or has none."""
    return ";".join(to_html(_named(part)) if _named(part) else _marked(part) for part in unescape(text).split(";"))


def _named(text: str) -> str:
    """A text in English; empty where not all of it has English words.

    >>> _named(" 事業イメージ 1 第1文（2020年度の計画）: B社 (high)"), _named("西日本の補助率")
    (' Outline 1 sentence 1 (plan for FY2020): Firm B (high)', '')
    """
    found = text
    for pattern, words in _phrases().items():
        found = re.sub(pattern, rf" {words} ", found)
    if _JAPANESE.search(found):
        return ""
    if found == text:
        return text
    tidy = re.sub(r" +(?=[,.:;)])|(?<=\() +", "", " ".join(found.translate(_SIGNS).split()))
    return " " * text.startswith(" ") + tidy + " " * text.endswith(" ")


def _marked(text: str) -> str:
    return _RUN.sub(lambda run: f'<span lang="ja">{run[0]}</span>', to_html(text))


@cache
def _phrases() -> dict[str, str]:
    return read_data("english.yaml").check(dict[str, str])

"""English pages: Japanese names in English where there is any, the others marked as Japanese."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html import unescape

from yosan.data.documents import read_data
from yosan.escape import to_html
from yosan.writing import name_firms

# a run of Japanese with the spaces and signs within it
_JAPANESE = re.compile(r"[ぁ-んァ-ヶー㐀-鿿々〆〇Ａ-Ｚａ-ｚ]")
_RUN = re.compile(rf"{_JAPANESE.pattern}(?:[\sA-Za-z0-9「」『』、。・〜～（）／※]*{_JAPANESE.pattern})*")
_TOKEN = re.compile(r"<!--.*?-->|<(/?)([a-zA-Z0-9]+)([^>]*)>|([^<]+)", re.S)
_VOID = frozenset({"meta", "link", "br", "img", "input", "hr", "col", "wbr"})
_APART = frozenset({"script", "style", "svg", "code", "pre", "title", "option", "textarea"})
_SIGNS = str.maketrans(
    {"、": ", ", "。": ". ", "（": " (", "）": ")", "〜": "–", "～": "–", "「": '"', "」": '"', "／": "/", "・": ", "}
)


def mark_japanese(page: str, given: Iterable[str] = ()) -> str:
    """Put names of a page's text into English, and mark what stays Japanese as such.

    Parameters
    ----------
    given : names of a user's file; they stay, whatever words they consist of.

    >>> mark_japanese('<td title="補助率">補助率; ¥5 (high)</td><b>予算 Yosan</b><i lang="ja">補助率</i>')
    '<td title="補助率">subsidy rate; ¥5 (high)</td><b><span lang="ja">予算</span> Yosan</b><i lang="ja">補助率</i>'
    """
    apart: list[str] = []
    own = [name_firms(name, "en") for name in sorted(given, key=len, reverse=True)]
    kept = re.compile(f"({'|'.join(re.escape(name) for name in own if _JAPANESE.search(name)) or '(?!)'})")
    phrases = read_data("english.yaml").check(dict[str, str])

    def write(token: re.Match[str]) -> str:
        closes, tag, attributes, text = token.groups()
        if text is not None:
            return text if apart or not _JAPANESE.search(text) else _in_english(text, phrases, kept)
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


def _in_english(text: str, phrases: Mapping[str, str], kept: re.Pattern[str]) -> str:
    """Places in a document stand between semicolons, and each has its words or has none."""
    found = []
    for place, piece in enumerate(kept.split(name_firms(unescape(text), "en"))):
        parts = [piece] if place % 2 else piece.split(";")  # every other piece is a user's name
        named = ["" if place % 2 else _named(part, phrases) for part in parts]
        found.append(";".join(to_html(name) or _marked(part) for name, part in zip(named, parts, strict=True)))
    return "".join(found)


def _named(text: str, phrases: Mapping[str, str]) -> str:
    """A text in English; empty where not all of it has English words.

    >>> _named(" 第1文: Firm B (high)", {r"第(\\d+)文": r"sentence \\1"})
    ' sentence 1: Firm B (high)'
    >>> _named("西日本の補助率", {"補助率": "subsidy rate"})
    ''
    """
    found = text
    for pattern, words in phrases.items():
        found = re.sub(pattern, rf" {words} ", found)
    if _JAPANESE.search(found):
        return ""
    if found == text:
        return text
    tidy = re.sub(r" +(?=[,.:;)])|(?<=\() +", "", " ".join(found.translate(_SIGNS).split()))
    return " " * text.startswith(" ") + tidy + " " * text.endswith(" ")


def _marked(text: str) -> str:
    return _RUN.sub(lambda run: f'<span lang="ja">{run[0]}</span>', to_html(text))

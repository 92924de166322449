"""Marks what an English page leaves in Japanese, such as names of items: it is read and drawn as Japanese."""

from __future__ import annotations

import re

_LETTER = "[\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uff21-\uff5a]"
# from one such letter to the last before Latin ones
_RUN = re.compile(f"{_LETTER}(?:[^A-Za-z<>&]*{_LETTER})?[ー）」』]*")
_TEXT = re.compile(f">[^<>]*{_LETTER}[^<]*")
# what is no text of the page
_APART = re.compile(r"(<(?:svg|script|style|title|pre)\b.*?</(?:svg|script|style|title|pre)>)", re.S)


def mark_japanese(page: str) -> str:
    """Wrap every run of Japanese in the text of a page.

    >>> mark_japanese('<td title="経">METI（経済産業省）, 予備費 p. 3</td>')
    '<td title="経">METI（<span lang="ja">経済産業省）, 予備費</span> p. 3</td>'
    """
    parts = _APART.split(page)
    parts[::2] = [_TEXT.sub(lambda text: _RUN.sub(_wrap, text[0]), part) for part in parts[::2]]
    return "".join(parts)


def _wrap(run: re.Match[str]) -> str:
    return f'<span lang="ja">{run[0]}</span>'

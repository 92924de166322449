"""Sentences in two languages whose numbers are looked up, never typed."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping, Sequence
from string import Formatter
from typing import Any

from IPython.display import display

from yosan.show import values
from yosan.show.page import current, term
from yosan.writing import join_names

MIME = "application/vnd.yosan.answer+json"


class _Numbers(Formatter):
    """Resolve a field to a label given by the caller or to a published number, dots and hyphens included."""

    def get_field(self, field_name: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> tuple[Any, str]:
        return (kwargs[field_name] if field_name in kwargs else values.get(field_name)), field_name

    def format_field(self, value: Any, format_spec: str) -> str:
        return value.link(format_spec) if isinstance(value, values.Published) else str(value)


def pick(*, ja: str, en: str, **labels: str) -> str:
    """Fill the sentence of the page's language, as Markdown.

    ``{growth.total:+}`` is the published number of that name, linked to its entry; other fields are labels.

    Raises
    ------
    KeyError : for a number that is not published.
    """
    return _Numbers().vformat(ja if current().lang == "ja" else en, (), labels)


def plain(markdown: str) -> str:
    """Strip the links and emphasis of ``pick``, for alternative texts and figure titles.

    >>> plain("asked for [+15.1 %](#n-growth.total), **granted** less")
    'asked for +15.1 %, granted less'
    """
    return re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", markdown).replace("**", "")


def inline_html(markdown: str) -> str:
    """Turn the links of ``pick`` into HTML, for captions and cards."""
    return re.sub(r"\[([^\]]*)\]\(([^)]*)\)", r'<a class="number" href="\2">\1</a>', html.escape(markdown, quote=False))


_MARKS = str.maketrans("<>[]*_`|&#~\\", "＜＞［］＊＿｀｜＆＃～＼")


def verbatim(words: str) -> str:
    """Make a text from a user's file safe as a label of a sentence: signs of Markdown and HTML become full width.

    >>> verbatim("A&B <Co>")
    'A＆B ＜Co＞'
    """
    return words.translate(_MARKS)


def state(fiscal_year: int, stage: str) -> str:
    """Name a state of the budget: ``2020年度要求`` or ``FY2020 request``."""
    name = term(f"stage.{stage}")
    return f"{fiscal_year}年度{name}" if current().lang == "ja" else f"FY{fiscal_year} {name}"


def join(names: Iterable[str]) -> str:
    """List names in a sentence of the page's language."""
    return join_names(list(names), current().lang)


def say(*, ja: str, en: str, **labels: str) -> None:
    """Show a paragraph in the page's language; see ``pick``."""
    sentence = pick(ja=ja, en=en, **labels)
    display({"text/markdown": sentence, "text/plain": plain(sentence)}, raw=True)


def answer(*, ja: str, en: str, cards: Mapping[str, tuple[str, str]], **labels: str) -> None:
    """Show the answer of the report in a few sentences, with its headline numbers as cards.

    Parameters
    ----------
    cards : what each card says (ja, en) by the published number it shows, such as ``growth.total:+``.
    """
    lang = current().lang
    sentence = pick(ja=ja, en=en, **labels)
    shown = []
    for field, captions in cards.items():
        name, _, spec = field.partition(":")
        number, caption = values.get(name), captions[0 if lang == "ja" else 1]
        shown.append({"name": name, "value": number.write(spec), "caption": plain(pick(ja=caption, en=caption))})
    boxes = "".join(
        f'<div class="card"><a class="number" href="#n-{c["name"]}">{c["value"]}</a>'
        f"<span>{html.escape(c['caption'])}</span></div>"
        for c in shown
    )
    block = f'<div class="answer"><p>{inline_html(sentence)}</p><div class="cards">{boxes}</div></div>'
    record = {"answer": plain(sentence), "cards": shown}
    display({"text/html": block, "text/plain": plain(sentence), MIME: record}, raw=True)

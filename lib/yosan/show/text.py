"""Sentences whose numbers are looked up, never typed, and whose grammar follows those numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from string import Formatter
from types import CodeType
from typing import Any, ClassVar

from IPython import get_ipython
from IPython.display import display as draw
from jinja2 import DictLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from yosan.escape import to_html
from yosan.show.number import Published, find
from yosan.writing import Lang


class _Fields(Formatter):
    """Resolve a field to a label given by the caller or to a published number, dots and hyphens included."""

    def __init__(self, published: Mapping[str, Published], linked: bool) -> None:
        self._published, self._linked = published, linked

    def get_field(self, field_name: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> tuple[Any, str]:
        return (kwargs[field_name] if field_name in kwargs else find(self._published, field_name)), field_name

    def format_field(self, value: Any, format_spec: str) -> str:
        if not isinstance(value, Published):
            return str(value)
        return value.link(format_spec) if self._linked else value.write(format_spec + "!")


def fill(
    text: str,
    lang: Lang,
    published: Mapping[str, Published],
    labels: Mapping[str, Any],
    others: Mapping[str, str] | None = None,
    *,
    linked: bool = True,
    names: set[str] | None = None,
) -> str:
    """Choose what a text says and fill its fields, as Markdown.

    ``{growth.total:+}`` is the published number of that name, linked to its entry; other fields are labels. Before
    that Jinja2 chooses: ``{% if n("levers.moving") == 1 %}``, where ``n`` is the value of a published number, ``link``
    writes one, labels go by their names, and ``{% include "id" %}`` brings another text. What labels say is never
    taken for a choice or a field. A line break joins: to nothing in Japanese, to a space in English.

    Parameters
    ----------
    others : the texts that this one may include, by id.
    linked : whether the numbers in fields are links.
    names : takes the names of data that the text holds, such as ``{{ now.name_en }}``.

    Raises
    ------
    KeyError : for a number that is not published.
    jinja2.UndefinedError : for a choice by a label that is not given.

    >>> fill('{% if many %}they{% else %}it{% endif %} {verb}', "en", {}, {"many": True, "verb": "{move}"})
    'they {move}'
    """
    if "{%" in text or "{{" in text:
        text = _choose(text, published, labels, others or {}, set() if names is None else names)
    if "\n" in text:
        text = ("" if lang == "ja" else " ").join(line.strip() for line in text.split("\n") if line.strip())
    return _Fields(published, linked).vformat(text, (), labels)


class _Jinja(ImmutableSandboxedEnvironment):
    """Notes what rows and rules call themselves, ``name_ja`` or ``type_en``, where a text puts it in."""

    _NAME = re.compile(r"(name|short|type|vintage)_(ja|en)$")
    _compiled: ClassVar[dict[tuple[Any, ...], CodeType]] = {}  # all are set up alike
    names: set[str]

    def compile(self, *source: Any, **options: Any) -> CodeType:  # type: ignore[override]
        key = (*source, *options.items())
        if key not in self._compiled:
            self._compiled[key] = super().compile(*source, **options)
        return self._compiled[key]

    def getattr(self, obj: Any, attribute: str) -> Any:
        value = super().getattr(obj, attribute)
        if isinstance(value, str) and self._NAME.search(attribute):
            self.names.add(value)
        return value


def _choose(
    text: str,
    published: Mapping[str, Published],
    labels: Mapping[str, Any],
    others: Mapping[str, str],
    names: set[str],
) -> str:
    jinja = _Jinja(
        loader=DictLoader(dict(others)),
        undefined=StrictUndefined,
        finalize=_inert,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,
    )
    jinja.names = names
    jinja.globals = {
        "n": lambda name: find(published, name).value,
        "link": lambda name, spec="": find(published, name).link(spec),
        "published": published.__contains__,
    }
    return jinja.from_string(text).render(labels)


def _inert(value: Any) -> str:
    """Write what a text puts in so that its braces are no fields."""
    return str(value).replace("{", "{{").replace("}", "}}")


def plain(markdown: str) -> str:
    """Strip links and emphasis, for alternative texts and figure titles.

    >>> plain("asked for [+15.1 %](#n-growth.total), **granted** less")
    'asked for +15.1 %, granted less'
    """
    return re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", markdown).replace("**", "")


def inline_html(markdown: str) -> str:
    """Turn the links of a filled text into HTML, for captions and cards; they lead to numbers and to pages beside."""
    return re.sub(r"\[([^\]]*)\]\((#[^)\s]*|[\w-]+\.html)\)", r'<a class="number" href="\2">\1</a>', to_html(markdown))


def display(data: Mapping[str, Any], raw: bool) -> None:
    """Show something in all its forms; a script, which can draw none, prints its words."""
    if get_ipython() is not None:
        draw(data, raw=raw)
    elif words := data["text/plain"]:
        print(words)


def show_paragraph(sentence: str) -> None:
    """Show a filled text as a paragraph."""
    display({"text/markdown": sentence, "text/plain": plain(sentence)}, raw=True)

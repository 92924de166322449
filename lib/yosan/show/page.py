"""The page being written: its language, its notebook's texts, and the numbers published on it so far."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, get_args

import pandas as pd
from matplotlib.axes import Axes

from yosan.errors import InputError, Problem, Remark
from yosan.escape import to_markdown
from yosan.messages import Message
from yosan.show import framing, records, tables, text
from yosan.show.number import (
    Published,
    Sources,
    find,
    is_missing,
    native,
    rank_sources,
    recorded,
    sources_of,
    with_source,
)
from yosan.show.words import FigureTexts, NumberTexts, Texts, Words, look_up
from yosan.writing import Lang, Text, in_lang, join_names

READ_AS, TO_CHECK = Text("入力ファイルの読み方", "How the file was read"), Text("確かめる点", "To be checked")
NOT_COMPARED = Text("比較から外した規則のファイル", "Rule files left out of comparisons")


@dataclass(frozen=True)
class Page:
    """One report in one language: it publishes numbers, and its texts, tables and figures show them.

    Every text goes by its id in the notebook's file of texts; ``labels`` are what its fields and choices name beside
    published numbers, see ``text.fill``. ``names`` are words of data and of users' files that sentences hold; digits in
    them are no numbers. ``given`` are names of users' files, which stay as they are in either language.

    Raises
    ------
    InputError : for a language other than ``ja`` and ``en``.
    KeyError : from any method, for a text or number that does not exist.
    """

    lang: Lang
    words: Words
    texts: Texts = field(default_factory=Texts)
    published: dict[str, Published] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    given: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Refuse another language."""
        if self.lang not in get_args(Lang):
            raise InputError(Problem(Message("places.parameter", name="lang"), Message("reports.lang", lang=self.lang)))

    def publish(self, values: Mapping[str, Any], sources: Sources, **labels: Any) -> None:
        """Record numbers by the names that texts use; unit and computation are among the notebook's ``numbers``.

        A missing one is left out; texts ask whether a number is ``published``.
        """
        for name, value in values.items():
            if not is_missing(value):
                entry = look_up(self.texts.numbers, name, "number")
                self._record(name, value, sources_of({}, name, sources), entry, labels)

    def publish_columns(self, frame: pd.DataFrame, prefixes: Mapping[str, str], sources: Sources = None) -> None:
        """Publish one number for each row and column that has one; tables of the frame then link to it.

        Parameters
        ----------
        frame : its first column is the row's id; ``name_ja`` and ``name_en``, where there, name the row.
        prefixes : first part of the number's name by column: ``{"growth_rate": "growth"}`` gives ``growth.<id>``.
            Unit and computation come from ``growth.*`` among the notebook's ``numbers``, whose fields are the row's
            columns, or else from ``data/columns.csv``.
        sources : citations of all rows, or by id; else each row is its own source: source_id, locator, confidence.
        """
        for column, prefix in prefixes.items():
            entry = self.texts.numbers.get(f"{prefix}.*") or self._column(column)
            for row in frame[frame[column].notna()].to_dict("records"):
                key = str(row[frame.columns[0]])
                spoken = {name.removesuffix(f"_{self.lang}"): value for name, value in row.items()}
                labels = {"name": key, **row, **spoken}
                self._record(f"{prefix}.{key}", row[column], sources_of(row, key, sources), entry, labels)
        tables.mark_published(frame, prefixes)

    def text(self, text_id: str, /, **labels: Any) -> str:
        """Fill a text, for a label or a title elsewhere."""
        return self.fill(look_up(self.texts.texts, text_id, "text"), **labels)

    def fill(self, words: Text, **labels: Any) -> str:
        """Fill words that stand in the library."""
        return text.fill(words.of(self.lang), self.lang, self.published, labels, self._others, names=self.names)

    def say(self, text_id: str, /, **labels: Any) -> None:
        """Show a text as a paragraph; one that chooses to say nothing shows nothing."""
        if said := self.text(text_id, **labels):
            text.show_paragraph(said)

    def table(
        self,
        table_id: str,
        frame: pd.DataFrame,
        columns: Sequence[str],
        /,
        *,
        level: str | None = None,
        strong: str | None = None,
        link: str | None = None,
        searched: bool = False,
        **labels: Any,
    ) -> None:
        """Show a table as ``tables.show`` does, nothing of an empty one; ``name`` is ``name_ja`` or ``name_en``."""
        if frame.empty:
            return
        own = look_up(self.texts.tables, table_id, "table")
        heads = {self._present(column, frame): self.fill(head, **labels) for column, head in own.heads.items()}
        tables.show(
            frame,
            [self._present(column, frame) for column in columns],
            caption=self.fill(own.caption, **labels),
            lang=self.lang,
            heads=heads,
            level=level,
            strong=strong,
            link=link,
            searched=searched,
            words=self._columns,
            published=self.published,
            folded=own.folded,
        )

    def remarks(self, remarks: Iterable[Remark]) -> None:
        """Show what was done to read a user's file; nothing where nothing was."""
        if said := [remark.said.of(self.lang) for remark in remarks]:
            tables.show(pd.DataFrame({self.fill(TO_CHECK): said}), caption=self.fill(READ_AS), lang=self.lang)

    def left_out(self, remarks: Iterable[Remark]) -> None:
        """Show which files of rules are not compared; nothing where all are."""
        if said := [remark.of(self.lang) for remark in remarks]:
            tables.show(pd.DataFrame({self.fill(TO_CHECK): said}), caption=self.fill(NOT_COMPARED), lang=self.lang)

    def figure(
        self, name: str, ax: Axes, data: pd.DataFrame, /, *, of: str = "", like: str = "", unit: str = "", **labels: Any
    ) -> None:
        """Show a figure: ``of`` tells it from others, numbers ``like`` it lend it sources, ``unit`` is its data's."""
        own = look_up(self.texts.figures, name, "figure")
        written = {part: self.fill(getattr(own, part), **labels) for part in FigureTexts.model_fields}
        data, name = framing.say_unit(data, unit), f"{name}-{of}" if of else name
        framing.show_figure(ax, name, data, **written, sources=self._behind(written, data, like), lang=self.lang)

    def answer(self, *cards: str, **labels: Any) -> None:
        """Show the answer of the report in a few sentences, with headline numbers such as ``growth.total:+``.

        A card whose number is not published, or whose caption comes out empty, is left out. What the notebook's texts
        say as ``notice`` stands in a box above.
        """
        if self.texts.answer is None:
            raise KeyError("the notebook's texts have no answer")
        shown = []
        for card in cards:
            name, _, spec = card.partition(":")
            own = look_up(self.texts.cards, name, "card")
            if name in self.published and (caption := self.fill(own, **labels)):
                shown.append((find(self.published, name), spec, caption))
        notice = self.text("notice", **labels) if "notice" in self.texts.texts else ""
        records.show_answer(self.fill(self.texts.answer, **labels), shown, notice)

    def value(self, name: str) -> Any:
        """Return the exact value of a published number."""
        return find(self.published, name).value

    def mention(self, words: str, name: str = "") -> str:
        """Write words of a user's file or of data, such as a name, for a label; ``name`` is a number they link to."""
        safe = to_markdown(words)
        self.names.add(safe)
        return f"[{safe}](#{find(self.published, name).anchor})" if name else safe

    def echo(self, *names: str) -> None:
        """Print numbers as plain text, for cells whose output is checked; one that is not published is left out."""
        for name in filter(self.published.__contains__, names):
            number = find(self.published, name)
            print(f"{name} = {recorded(number.value)} {number.unit}")

    def numbers(self) -> None:
        """Show the list of all published numbers and hand it to the renderer."""
        records.show_numbers(self.published, self.titles, self.names, self.given, self.words.own)

    def with_source(self, frame: pd.DataFrame) -> tuple[pd.DataFrame, str]:
        """Add each row's source, and a note for the caption; see ``number.with_source``."""
        table, note = with_source(frame, self.titles, self.lang)
        self.names.update(title for title in self.titles.values() if title in note)
        return table, note

    def term(self, term_id: str) -> str:
        """Return a glossary term."""
        return str(self.words.glossary.set_index("term_id").at[term_id, self.lang])

    def state(self, fiscal_year: int, stage: str) -> str:
        """Name a state of the budget: ``2020年度要求`` or ``FY2020 request``."""
        name = self.term(f"stage.{stage}")
        return f"{fiscal_year}年度{name}" if self.lang == "ja" else f"FY{fiscal_year} {name}"

    def join(self, names: Iterable[str]) -> str:
        """List names in a sentence."""
        return join_names(list(names), self.lang)

    def local(self, stem: str) -> str:
        """Return the column that holds a text in this language: ``local("name")`` is ``name_ja`` or ``name_en``."""
        return f"{stem}_{self.lang}"

    @cached_property
    def titles(self) -> dict[str, str]:
        """Titles of the sources by id."""
        return self.words.sources.set_index("source_id")[self.local("title")].to_dict()

    @cached_property
    def _columns(self) -> pd.DataFrame:
        return self.words.columns.set_index("column").fillna("")

    @cached_property
    def _others(self) -> dict[str, str]:
        return in_lang(self.texts.texts, self.lang)

    def _column(self, column: str) -> NumberTexts:
        word = self._columns.loc[column]
        how = {lang: f"{{name}}: {word[f'how_{lang}']}" for lang in ("ja", "en")}
        return NumberTexts(unit=word["unit"], spec=word["spec"], **how)

    def _record(
        self, name: str, value: Any, sources: Sequence[Any], entry: NumberTexts, labels: Mapping[str, Any]
    ) -> None:
        how = text.fill(entry.how.of(self.lang), self.lang, self.published, labels, self._others, linked=False)
        unit = entry.unit or labels["unit"]
        self.published[name] = Published(name, native(value), unit, tuple(sources), how, self.lang, entry.spec)

    def _behind(self, written: Mapping[str, str], data: pd.DataFrame, like: str) -> list[tuple[str, str]]:
        """Titles and addresses of the sources of numbers in a figure's texts, of its columns, and of those ``like``."""
        prefixes = [f"{prefix}." for prefix in data.attrs.get(tables.NUMBERS, {}).values()] + ([like] if like else [])
        links, begins = "".join(written.values()), tuple(prefixes)
        found = [p for p in self.published.values() if p.name.startswith(begins) or f"(#{p.anchor})" in links]
        places = {source: self.words.own.get(source, f"sources.html#{source}") for source in rank_sources(found)}
        return [(self.titles[source], place) for source, place in places.items()]

    def _present(self, stem: str, frame: pd.DataFrame) -> str:
        return self.local(stem) if self.local(stem) in frame else stem

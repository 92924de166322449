"""What the pages around the reports show of each report."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from yosan.data.catalogue import Report
from yosan.writing import Lang


@dataclass(frozen=True)
class Opening:
    """What a page opens with, as HTML whose links start from the page itself; empty what it does not have."""

    sentence: str = ""
    notice: str = ""
    title: str = ""
    drawing: str = ""


@dataclass(frozen=True)
class Listed:
    """A report in one language, as it stands in the build folder; without record when there is no page yet."""

    report: Report
    lang: Lang
    failure: str = ""
    record: Mapping[str, Any] = field(default_factory=dict)
    answer: Mapping[str, Any] = field(default_factory=dict)
    thumbnail: str = ""
    opening: Opening = field(default_factory=Opening)
    lines: tuple[str, ...] = ()  # that the search looks through

    @property
    def name(self) -> str:
        """Its page's place in the folder, without ending."""
        return f"{self.lang}/{self.report.slug}"

    @property
    def headline(self) -> Mapping[str, str]:
        """The first card of the answer: value and caption."""
        return next(iter(self.answer.get("cards", [])), {})

    @property
    def sentence(self) -> str:
        """The answer's first sentence."""
        return first_sentence(self.answer.get("answer", ""))

    @property
    def parameters(self) -> dict[str, Any]:
        """What the report was asked, but for its language and what was left empty."""
        asked = self.record.get("parameters", {})
        return {name: value for name, value in asked.items() if name != "lang" and value != ""}


def first_sentence(answer: str) -> str:
    """Cut an answer after its first sentence.

    >>> first_sentence("It grows by 1.5 %. The rest shrinks."), first_sentence("1.5％伸びる。残りは減る。")
    ('It grows by 1.5 %.', '1.5％伸びる。')
    """
    found = re.match(r".*?(?:。|[.?!](?= |$))", answer)
    return found[0] if found else answer

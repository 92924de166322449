"""How people write amounts, units, years and the rows around a table: ``data/spellings.yaml``."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, cached_property, lru_cache

from yosan.data.documents import read_data
from yosan.models import Frozen, NonEmpty

# no letter is seen where these stand: zero-width spaces and joiners, the byte order mark, marks of direction; of these
# overrides and embeddings stay in a cell, which is refused for them
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_SHED = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")
# they choose among the shapes of the letter before: 葛 with another radical, a check mark drawn in colours
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_Words = tuple[NonEmpty, ...]


@lru_cache(maxsize=50_000)
def fold(text: str) -> str:
    """Fold width, case, spaces, underscores and what is not seen, so that spellings of one word compare equal.

    >>> fold("Ｅligible cost_yen") == fold("eligible_cost_yen")
    True
    """
    return re.sub(r"[\s_]", "", unicodedata.normalize("NFKC", _SELECTORS.sub("", _UNSEEN.sub("", text))).casefold())


def clean(text: str) -> str:
    """Take away the spaces around a cell and the unseen letters in it; what is seen stays as it is written."""
    return text if text.isascii() and text == text.strip() else _SHED.sub("", text).strip()


class Spellings(Frozen):
    """All of ``data/spellings.yaml``; the sets of words are folded."""

    units: dict[str, int]
    scales: dict[str, int]
    currency: _Words
    foreign: _Words
    minus: _Words
    groups: _Words
    blank: _Words
    errors: _Words
    no_name: _Words
    net: _Words
    gross: _Words
    counters: _Words
    asides: _Words
    totals: _Words
    notes: _Words
    examples: _Words
    unit_of_sheet: _Words
    eras: dict[str, int]
    base_year: _Words
    actual_year: _Words
    before_year: _Words
    after_year: _Words
    printed: dict[str, _Words]

    @cached_property
    def unit_yen(self) -> dict[str, int]:
        """Yen by unit."""
        return {fold(word): yen for word, yen in self.units.items()}

    @cached_property
    def unit_names(self) -> dict[str, str]:
        """The first word of the same size for each unit, so that a message calls thousands 千円 in any spelling."""
        first = {yen: word for word, yen in reversed(self.units.items())}
        return {fold(word): first[yen] for word, yen in self.units.items()}

    @cached_property
    def folded(self) -> dict[str, frozenset[str]]:
        """Words of each kind that is compared as a whole."""
        kinds = ("blank", "errors", "no_name", "foreign", "net", "gross", "counters", "asides", "totals", "base_year")
        return {kind: frozenset(map(fold, getattr(self, kind))) for kind in kinds}

    @cached_property
    def example_pattern(self) -> re.Pattern[str]:
        """How a text begins that calls what stands there an example."""
        words = sorted(map(fold, self.examples), key=len, reverse=True)
        # 例2 numbers an example, sample1 is what programs call an entry
        told = "|".join(re.escape(word) + ("" if word.isascii() else "[0-9]*") for word in words)
        return re.compile(rf"[(\[【〔<「]?(?:{told})(?:$|[)\]】〕>」:、.])")

    def is_example(self, text: str) -> bool:
        """Whether a text calls what stands there an example: 記入例, 例2, （例）○○製作所."""
        return self.example_pattern.match(fold(text)) is not None

    def bare(self, text: str) -> str:
        """Fold a text, and take the brackets around it and a colon behind it away."""
        return fold(text).strip("()[]【】〔〕<>「」:")

    def begins(self, text: str, kind: Iterable[str]) -> bool:
        """Whether a text begins with one of some words."""
        return fold(text).startswith(tuple(map(fold, kind)))


@cache
def load_spellings() -> Spellings:
    """Load ``data/spellings.yaml``.

    Raises
    ------
    RuleError : the file breaks the model.
    """
    return read_data("spellings.yaml").check(Spellings)

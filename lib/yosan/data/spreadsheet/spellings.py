"""How people write amounts, units, years and the rows around a table: ``data/spellings.yaml``."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, cached_property

from yosan.data.documents import read_document
from yosan.data.paths import DATA
from yosan.models import Frozen, NonEmpty

SPELLINGS = DATA / "spellings.yaml"
# no letter is seen where these stand: zero-width spaces and joiners, the byte order mark, marks of direction; of these
# overrides and embeddings stay in a cell, which is refused for them
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_SHED = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")
_Words = tuple[NonEmpty, ...]


def fold(text: str) -> str:
    """Fold width, case, spaces, underscores and unseen letters, so that spellings of one word compare equal.

    >>> fold("Ｅligible cost_yen") == fold("eligible_cost_yen")
    True
    """
    return re.sub(r"[\s_]", "", unicodedata.normalize("NFKC", _UNSEEN.sub("", text)).casefold())


def clean(text: str) -> str:
    """Take away the spaces around a cell and the unseen letters in it; what is seen stays as it is written."""
    return text if text.isascii() and text == text.strip() else _SHED.sub("", text).strip()


class Spellings(Frozen):
    """All of ``data/spellings.yaml``; the sets of words are folded."""

    units: dict[str, int]
    scales: dict[str, int]
    currency: _Words
    minus: _Words
    groups: _Words
    blank: _Words
    errors: _Words
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
    before_year: _Words
    after_year: _Words
    printed: dict[str, _Words]

    @cached_property
    def unit_yen(self) -> dict[str, int]:
        """Yen by unit."""
        return {fold(word): yen for word, yen in self.units.items()}

    @cached_property
    def folded(self) -> dict[str, frozenset[str]]:
        """Words of each kind that is compared as a whole."""
        kinds = ("blank", "errors", "net", "gross", "counters", "asides", "totals", "examples", "base_year")
        return {kind: frozenset(map(fold, getattr(self, kind))) for kind in kinds}

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
    return read_document(SPELLINGS, "data/spellings.yaml").check(Spellings)

"""How large a firm is by the SME Basic Act: ``data/sme_definition.yaml``."""

from __future__ import annotations

from typing import Literal

from yosan.data.documents import read_data
from yosan.data.spreadsheet.forms import load_form
from yosan.errors import Problem, RuleError
from yosan.messages import Message
from yosan.models import Frozen, NonEmpty
from yosan.subsidy.rules.type_rule import Confidence, Count, Yen


class Threshold(Frozen):
    """Up to where firms of an industry are small or medium-sized, by the SME Basic Act."""

    capital_yen: Yen
    employees: Count
    small_employees: Count

    def size(self, capital_yen: int | None, employees: int) -> str:
        """Size of a firm; ``capital_yen`` is None for an individual, whom staff alone decides.

        Source: the Act's article 2, capital or staff for medium, staff alone for small.
        """
        if employees <= self.small_employees:
            return "small"
        within_capital = capital_yen is not None and capital_yen <= self.capital_yen
        return "medium" if within_capital or employees <= self.employees else "large"


class Reference(Frozen):
    """Where some of the thresholds' values are stated."""

    values: tuple[Literal["capital_yen", "employees", "small_employees"], ...]
    source: NonEmpty
    locator: NonEmpty
    confidence: Confidence


class SmeDefinition(Frozen):
    """All of ``data/sme_definition.yaml``."""

    thresholds: dict[str, Threshold]
    references: tuple[Reference, ...]


def load_thresholds() -> dict[str, Threshold]:
    """Load the SME Basic Act's thresholds by industry from ``data/sme_definition.yaml``.

    >>> load_thresholds()["wholesale"].size(capital_yen=100_000_001, employees=100)
    'medium'

    Raises
    ------
    RuleError : the file breaks the model or has other industries than the members form.
    """
    document = read_data("sme_definition.yaml")
    thresholds, industries = document.check(SmeDefinition).thresholds, load_form("members")["industry"].words
    if thresholds.keys() != industries.keys():
        said = Message("rules.industries", found=tuple(thresholds), industries=tuple(industries))
        with document.located():
            raise RuleError(Problem("", said, path=("thresholds",)))
    return thresholds

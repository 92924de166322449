"""The rules that an award is computed under: one type of one vintage, every open place read one way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from yosan.errors import InputError, Problem
from yosan.messages import Message
from yosan.subsidy.rules.terms import Terms, flatten
from yosan.subsidy.rules.type_rule import TypeRule
from yosan.subsidy.rules.vintage import Vintage


@dataclass(frozen=True)
class Rules:
    """The rules in force for a consortium.

    Parameters
    ----------
    vintage, type_id : whose rules.
    chosen : readings that replace what the vintage's text settles and the defaults.

    Raises
    ------
    InputError : for a type, reading or choice that the vintage does not have.
    """

    vintage: Vintage
    type_id: str
    chosen: Mapping[str, str] = field(default_factory=dict)
    readings: Mapping[str, str] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        """Resolve every reading, once."""
        self.vintage.rule(self.type_id)
        object.__setattr__(self, "readings", self.vintage.resolve(self.chosen))

    @property
    def rule_id(self) -> str:
        """The vintage and the type: ``fy2020-request.inter_firm``."""
        return f"{self.vintage.vintage_id}.{self.type_id}"

    @property
    def rule(self) -> TypeRule:
        """What the vintage says of the type."""
        return self.vintage.rule(self.type_id)

    @cached_property
    def terms(self) -> Terms:
        """The rule under the readings, as the whole numbers that the engine computes with."""
        return flatten(self.rule, self.readings)

    @property
    def needs_employees(self) -> bool:
        """Whether a member's cap depends on its number of employees."""
        return len(self.terms.caps) > 1

    def other_ways(self) -> Iterator[tuple[str, str, Rules]]:
        """Each other way to read a place that these rules hang on: the reading, its choice, the rules read so."""
        for name, reading in self.vintage.catalogue.items():
            for choice in reading.choices:
                other = self.read(name, choice)
                if other.terms != self.terms:
                    yield name, choice, other

    def read(self, name: str, choice: str) -> Rules:
        """The same rules with one place read another way."""
        return replace(self, chosen={**self.chosen, name: choice})


def find_acting(all_rules: Iterable[Rules]) -> set[str]:
    """Readings that an award under some of these rules hangs on."""
    return {name for rules in all_rules for name, _, _ in rules.other_ways()}


def rules_of(vintages: Iterable[Vintage], chosen: Mapping[str, str] | None = None) -> Iterator[Rules]:
    """The rules of every type of some vintages, in their order."""
    return (Rules(vintage, type_id, chosen or {}) for vintage in vintages for type_id in vintage.types)


def parse_choices(text: str) -> dict[str, str]:
    """Read choices of readings as a parameter gives them.

    >>> parse_choices("uplift_scope=consortium, rounding_unit=1000")
    {'uplift_scope': 'consortium', 'rounding_unit': '1000'}

    Raises
    ------
    InputError : for a part without an equals sign.
    """
    parts = [part.strip() for part in text.split(",") if part.strip()]
    wrong = [part for part in parts if "=" not in part]
    if wrong:
        raise InputError(Problem("readings", Message("subsidy.no_choice", part=part)) for part in wrong)
    pairs = (part.split("=", 1) for part in parts)
    return {name.strip(): choice.strip() for name, choice in pairs}

"""What a simulated season assumes of envelope, applicants and success, each with a source or called so."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated, Any, ClassVar, Generic, Self, TypeVar

from pydantic import (
    Field,
    ValidationInfo,
    field_validator,
    model_validator,
)

from yosan.errors import InputError, Problem
from yosan.models import Frozen, checked
from yosan.subsidy.type_rule import Confidence, Count, Rate, Text, Yen
from yosan.units import parse_rate

ASSUMPTION = "assumption"
T = TypeVar("T")


class Assumed(Frozen, Generic[T]):
    """A value, the range it is varied over, and who states it: a source, or the word "assumption"."""

    value: T
    low: T
    high: T
    source: Text
    locator: str = ""
    confidence: Confidence
    label_ja: Text
    label_en: Text
    note_ja: str = ""
    note_en: str = ""

    @field_validator("locator")
    @classmethod
    def _located(cls, locator: str, info: ValidationInfo) -> str:
        if not locator and info.data.get("source") != ASSUMPTION:
            raise ValueError("a source has a locator; without one, write source: assumption")
        return locator

    @model_validator(mode="after")
    def _within(self) -> Self:
        if not self.low <= self.value <= self.high:  # type: ignore[operator]
            raise ValueError(f"the value {self.value} is outside its range {self.low} to {self.high}")
        return self


class Assumptions(Frozen):
    """Named assumptions of one model; ``stored_in`` is where all of them are stated, under ``data/``."""

    stored_in: ClassVar[str]

    def assumptions(self) -> dict[str, Assumed[int] | Assumed[Fraction]]:
        """Every assumption by name, in the order of the model."""
        named = {name: getattr(self, name) for name in type(self).model_fields}
        return {name: value for name, value in named.items() if isinstance(value, Assumed)}

    def varied(self, name: str, value: int | Fraction) -> Self:
        """The same model with one assumption at another value.

        Raises
        ------
        KeyError : for a name that is no assumption.
        """
        return self.model_copy(update={name: self.assumptions()[name].model_copy(update={"value": value})})


class Programme(Assumptions):
    """One vintage's season; amounts in yen, shares exact fractions.

    A consortium is of ``main_type`` or, with the probability ``second_share``, of ``second_type``.
    """

    stored_in: ClassVar[str] = "programme/assumptions.yaml"

    vintage_id: Text
    main_type: Text
    second_type: Text
    envelope_yen: Assumed[Yen]
    second_share: Assumed[Rate]
    large_lead_share: Assumed[Rate]
    applicants: Assumed[Count]
    extra_members_mean: Assumed[Rate]
    small_share: Assumed[Rate]
    certified_share: Assumed[Rate]
    expert_share: Assumed[Rate]
    employees_small: Assumed[Count]
    employees_medium: Assumed[Count]
    employees_large: Assumed[Count]
    cost_median_yen: Assumed[Annotated[int, Field(strict=True, gt=0)]]
    cost_spread: Assumed[Rate]
    certified_bonus: Assumed[Rate]
    jury_noise: Assumed[Rate]
    success_rate: Assumed[Rate]
    success_correlation: Assumed[Rate]

    def chosen(self, **values: int | str) -> Programme:
        """The same season with a reader's own values, such as 150 or "1/5"; empty text changes nothing.

        Raises
        ------
        InputError : for all values that an assumption cannot have, at once.
        """
        season, problems = self, []
        for name, value in values.items():
            if value == "":
                continue
            exact = isinstance(self.assumptions()[name].value, Fraction)
            try:
                season = season.varied(name, parse_rate(str(value)) if exact else _count(value))
            except ValueError:
                expected = "a share between 0 and 1 such as '1/5'" if exact else "a whole number above zero"
                problems.append(Problem(f"parameter for {name}", repr(value), expected))
        if problems:
            raise InputError(problems)
        return season


def _count(value: int | str) -> int:
    if not isinstance(value, int) or value < 1:
        raise ValueError(value)
    return value


class FirmAssumptions(Assumptions):
    """How a firm moves from year to year: yearly rates as exact fractions; see ``plan_risk.FirmModel``."""

    stored_in: ClassVar[str] = "programme/firm_model.yaml"

    growth_rate: Assumed[Rate]
    volatility: Assumed[Rate]
    wage_growth_rate: Assumed[Rate]
    headcount_volatility: Assumed[Rate]


def parse_programme(raw: Mapping[str, Any], where: str) -> Programme:
    """Check the assumptions of one vintage.

    Raises
    ------
    RuleError : all problems at once, each with ``where`` (the file) and the path inside it.
    """
    return checked(Programme, raw, where)

"""What a simulated season assumes of envelope, applicants and success, each with a source or called so."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated, Any, Generic, Self, TypeVar

from pydantic import (
    Field,
    ValidationInfo,
    field_validator,
    model_validator,
)

from yosan.subsidy.rules import checked
from yosan.subsidy.type_rule import Confidence, Count, Frozen, Rate, Text, Yen

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


class Programme(Frozen):
    """One vintage's season; amounts in yen, shares exact fractions.

    A consortium is of ``main_type`` or, with the probability ``second_share``, of ``second_type``.
    """

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

    def assumptions(self) -> dict[str, Assumed[int] | Assumed[Fraction]]:
        """Every assumption by name, in the order of the file."""
        named = {name: getattr(self, name) for name in type(self).model_fields}
        return {name: value for name, value in named.items() if isinstance(value, Assumed)}

    def varied(self, name: str, value: int | Fraction) -> Programme:
        """The same season with one assumption at another value.

        Raises
        ------
        KeyError : for a name that is no assumption.
        """
        return self.model_copy(update={name: self.assumptions()[name].model_copy(update={"value": value})})


def parse_programme(raw: Mapping[str, Any], where: str) -> Programme:
    """Check the assumptions of one vintage.

    Raises
    ------
    RuleError : all problems at once, each with ``where`` (the file) and the path inside it.
    """
    return checked(Programme, raw, where)

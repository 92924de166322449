"""What a simulated season assumes of envelope, applicants and success, each with a source or called so."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated, Any, ClassVar

from pydantic import Field

from yosan.errors import InputError, Problem
from yosan.messages import Message
from yosan.models import NonEmpty, checked
from yosan.subsidy.assumptions import ASSUMPTION, Assumed, Assumptions
from yosan.subsidy.rules.type_rule import Count, Rate, Yen
from yosan.units import parse_rate

APPLICANTS_LIMIT, MEDIAN_LIMIT_YEN = 10_000, 10**12  # so that what all of a season ask for fits 64 bits


class Programme(Assumptions):
    """One vintage's season; amounts in yen, shares exact fractions.

    A consortium is of ``main_type`` or, with the probability ``second_share``, of ``second_type``. ``stated_in`` is
    where its assumptions stand: in the file of all seasons, or in a rule file that states its own.
    """

    stored_in: ClassVar[str] = "programme/assumptions.yaml"

    vintage_id: NonEmpty
    stated_in: NonEmpty = stored_in
    main_type: NonEmpty
    second_type: NonEmpty
    envelope_yen: Assumed[Yen]
    second_share: Assumed[Rate]
    large_lead_share: Assumed[Rate]
    smes_beside_large: Assumed[Count]
    applicants: Assumed[Annotated[int, Field(strict=True, ge=1, le=APPLICANTS_LIMIT)]]
    extra_members_mean: Assumed[Rate]
    small_share: Assumed[Rate]
    certified_share: Assumed[Rate]
    expert_share: Assumed[Rate]
    employees_small: Assumed[Count]
    employees_medium: Assumed[Count]
    employees_large: Assumed[Count]
    cost_median_yen: Assumed[Annotated[int, Field(strict=True, gt=0, le=MEDIAN_LIMIT_YEN)]]
    cost_spread: Assumed[Rate]
    certified_bonus: Assumed[Rate]
    jury_noise: Assumed[Rate]
    success_rate: Assumed[Rate]
    success_correlation: Assumed[Rate]

    def chosen(self, **values: int | str) -> Programme:
        """The same season with a reader's own values, such as 150 or "1/5"; empty text changes nothing.

        A value other than the stated one is an assumption of the reader's, whoever stated that.

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
                season = season._told(name, parse_rate(str(value)) if exact else _count(value))
            except ValueError:
                said = Message("subsidy.share", value=value) if exact else Message("subsidy.count", value=value)
                problems.append(Problem(Message("places.parameter_for", name=name), said))
        if problems:
            raise InputError(problems)
        return season

    def _told(self, name: str, value: Any) -> Programme:
        stated: Any = self.assumptions()[name]
        if value == stated.value:
            return self
        ends = {"low": min(stated.low, value), "high": max(stated.high, value), "note_ja": "", "note_en": ""}
        told = {"value": value, "source": ASSUMPTION, "locator": "parameters", "confidence": "low", **ends}
        return self.model_copy(update={name: stated.model_copy(update=told)})


def _count(value: int | str) -> int:
    if not isinstance(value, int) or value < 1:
        raise ValueError(value)
    return value


def parse_programme(raw: Mapping[str, Any], where: str) -> Programme:
    """Check the assumptions of one vintage.

    Raises
    ------
    RuleError : all problems at once, each with ``where`` (the file) and the path inside it.
    """
    return checked(Programme, raw, where)

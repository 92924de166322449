"""The rule of one type as a frozen model: each value with the source that states it, unknown keys refused.

A value of ``None`` means "not stated in what was read", never zero. Rates are exact fractions in quotes.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Any, Generic, Literal, Self, TypeVar

from pydantic import (
    BeforeValidator,
    Field,
    ValidationInfo,
    field_validator,
    model_validator,
)

from yosan.messages import Message
from yosan.models import Frozen, NonEmpty
from yosan.units import LIMIT_COUNT, LIMIT_YEN, parse_rate
from yosan.writing import Text

Confidence = Literal["high", "medium", "low", "derived"]
Size = Literal["small", "medium", "large"]
Certification = Literal["none", "equipment_plan", "innovation_plan"]


def _exact(value: object) -> Fraction:
    if not isinstance(value, str):
        raise ValueError(Message("rules.rate"))
    return parse_rate(value)


Yen = Annotated[int, Field(strict=True, ge=0, le=LIMIT_YEN)]
Count = Annotated[int, Field(strict=True, ge=1, le=LIMIT_COUNT)]
Rate = Annotated[Fraction, BeforeValidator(_exact)]
_T = TypeVar("_T")


class Conflict(Frozen, Generic[_T]):
    """What another source asserts about the same value."""

    value: _T | None
    source: NonEmpty
    locator: NonEmpty


class Noted(Frozen):
    """What may have a note beside it, in both languages."""

    note_ja: str = ""
    note_en: str = ""

    @property
    def note(self) -> Text:
        """What is to be said of it; may be empty."""
        return Text(self.note_ja, self.note_en)

    @model_validator(mode="after")
    def _in_both(self) -> Self:
        if bool(self.note_ja) != bool(self.note_en):
            raise ValueError(Message("rules.note"))
        return self


class Stated(Noted, Generic[_T]):
    """A value, who states it and where; ``value`` is ``None`` where nothing that was read states one."""

    value: _T | None
    source: NonEmpty
    locator: NonEmpty
    confidence: Confidence
    conflicts: tuple[Conflict[_T], ...] = ()


class CapBand(Frozen):
    """Cap of a member with up to ``employees_max`` employees; ``None`` is the open last band."""

    employees_max: Count | None
    cap_yen: Yen


class Uplift(Frozen):
    """A higher rate for certified members; ``when`` names the reading that it hangs on, if any."""

    rate: Stated[Rate]
    certifications: Stated[tuple[Certification, ...]]
    when: dict[str, str] = Field(default_factory=dict)


class TypeRule(Frozen):
    """One type (類型) of one vintage: all amounts in yen, all rates exact.

    ``rate_base`` is what the rate multiplies: ``eligible_cost``, or ``half_base`` where the reading of that
    name decides between the local government's support and the project's cost. ``members_min_of`` is ``smes`` where
    the text asks for several small and medium firms; without a value members of any size count.
    """

    name_ja: NonEmpty
    name_en: NonEmpty
    clause_ja: NonEmpty
    clause_en: NonEmpty
    rate: Stated[Rate]
    rate_small: Stated[Rate]
    rate_base: Stated[Literal["eligible_cost", "half_base"]]
    uplift: Uplift | None
    eligible_sizes: Stated[tuple[Size, ...]]
    members_min: Stated[Count]
    members_min_of: Stated[Literal["smes"]]
    members_max: Stated[Count]
    member_minimum_yen: Stated[Yen]
    member_cap_yen: Stated[Yen]
    member_cap_bands: Stated[tuple[CapBand, ...]]
    pool_per_member_yen: Stated[Yen]
    expert_addition_yen: Stated[Yen]
    consortium_cap_yen: Stated[Yen]
    consortium_cap_per_member_yen: Stated[Yen]
    sme_share_min: Stated[Rate]
    project_years_max: Stated[Count]
    equipment_unit_minimum_yen: Stated[Yen]

    @property
    def name(self) -> Text:
        """What the type is called."""
        return Text(self.name_ja, self.name_en)

    @field_validator("rate", "rate_base", "eligible_sizes")
    @classmethod
    def _needed(cls, stated: Stated[Any]) -> Stated[Any]:
        if stated.value is None:
            raise ValueError(Message("rules.needed"))
        return stated

    @field_validator("member_cap_yen", "member_cap_bands")
    @classmethod
    def _not_below_floor(cls, stated: Stated[Any], info: ValidationInfo) -> Stated[Any]:
        minimum = info.data.get("member_minimum_yen")
        bands = stated.value if isinstance(stated.value, tuple) else ()
        caps = [band.cap_yen for band in bands] or [stated.value]
        if minimum and minimum.value and any(cap is not None and cap < minimum.value for cap in caps):
            raise ValueError(Message("rules.below_minimum", yen=minimum.value))
        return stated

    @field_validator("members_max")
    @classmethod
    def _not_below_members_min(cls, stated: Stated[int], info: ValidationInfo) -> Stated[int]:
        least = info.data.get("members_min")
        if least and least.value and stated.value and stated.value < least.value:
            raise ValueError(Message("rules.below_least", least=least.value))
        return stated

    @field_validator("member_cap_bands")
    @classmethod
    def _bands_ascend(cls, stated: Stated[tuple[CapBand, ...]]) -> Stated[tuple[CapBand, ...]]:
        ends = [band.employees_max for band in stated.value or ()]
        closed = [end for end in ends[:-1] if end is not None]
        if ends and (ends[-1] is not None or len(closed) < len(ends) - 1 or closed != sorted(set(closed))):
            raise ValueError(Message("rules.bands"))
        return stated

    @model_validator(mode="after")
    def _computable(self) -> Self:
        shared = (self.consortium_cap_yen, self.consortium_cap_per_member_yen, self.sme_share_min)
        if self.member_cap_yen.value is not None and self.member_cap_bands.value:
            raise ValueError(Message("rules.two_caps"))
        if self.member_minimum_yen.value and any(limit.value is not None for limit in shared):
            raise ValueError(Message("rules.minimum_beside_limit"))
        if self.members_min_of.value and "large" in (self.eligible_sizes.value or ()):
            raise ValueError(Message("rules.smes_beside_large"))
        if self.pool_per_member_yen.value and self.sme_share_min.value:
            raise ValueError(Message("rules.pool_beside_share"))
        return self

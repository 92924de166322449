"""The programme's rules as frozen models: each value with the source that states it, unknown keys refused.

A value of ``None`` means "not stated in what was read", never zero. Rates are exact fractions written as text.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated, Any, Generic, Literal, Self, TypeVar, get_args

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)

from yosan.errors import InputError, Problem, RuleError
from yosan.units import parse_rate

Confidence = Literal["high", "medium", "low", "derived"]
Size = Literal["small", "medium", "large"]
Certification = Literal["none", "equipment_plan", "innovation_plan"]
Growth = Literal["value_added", "ordinary_profit", "labour_productivity", "payroll"]
Stage = Literal["request", "enacted", "call", "successor"]
STAGES: tuple[str, ...] = get_args(Stage)


def _exact(value: object) -> Fraction:
    if not isinstance(value, str):
        raise ValueError("a rate is an exact fraction in quotes, such as '2/3'")
    return parse_rate(value)


Text = Annotated[str, Field(min_length=1)]
Yen = Annotated[int, Field(strict=True, ge=0)]
Count = Annotated[int, Field(strict=True, ge=1)]
Rate = Annotated[Fraction, BeforeValidator(_exact)]
T = TypeVar("T")


class _Frozen(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Conflict(_Frozen, Generic[T]):
    """What another source asserts about the same value."""

    value: T | None
    source: Text
    locator: Text


class Stated(_Frozen, Generic[T]):
    """A value, who states it and where; ``value`` is ``None`` where nothing that was read states one."""

    value: T | None
    source: Text
    locator: Text
    confidence: Confidence
    note: str = ""
    conflicts: tuple[Conflict[T], ...] = ()


class CapBand(_Frozen):
    """Cap of a member with up to ``employees_max`` employees; ``None`` is the open last band."""

    employees_max: Count | None
    cap_yen: Yen


class Uplift(_Frozen):
    """A higher rate for certified members; ``when`` names the reading that it hangs on, if any."""

    rate: Stated[Rate]
    certifications: Stated[tuple[Certification, ...]]
    when: dict[str, str] = {}


class TypeRule(_Frozen):
    """One type (類型) of one vintage: all amounts in yen, all rates exact.

    ``rate_base`` is what the rate multiplies: ``eligible_cost``, or ``half_base`` where the reading of that name
    decides between the local government's support and the project's cost.
    """

    name_ja: Text
    name_en: Text
    clause_ja: Text
    clause_en: Text
    rate: Stated[Rate]
    rate_small: Stated[Rate]
    rate_base: Stated[Literal["eligible_cost", "half_base"]]
    uplift: Uplift | None
    eligible_sizes: Stated[tuple[Size, ...]]
    members_min: Stated[Count]
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

    @field_validator("rate", "rate_base", "eligible_sizes")
    @classmethod
    def _needed(cls, stated: Stated[Any]) -> Stated[Any]:
        if stated.value is None:
            raise ValueError("no award can be computed without this value")
        return stated

    @field_validator("member_cap_yen", "member_cap_bands")
    @classmethod
    def _not_below_floor(cls, stated: Stated[Any], info: ValidationInfo) -> Stated[Any]:
        minimum = info.data.get("member_minimum_yen")
        bands = stated.value if isinstance(stated.value, tuple) else ()
        caps = [band.cap_yen for band in bands] or [stated.value]
        if minimum and minimum.value and any(cap is not None and cap < minimum.value for cap in caps):
            raise ValueError(f"a cap below the minimum grant of {minimum.value:,} yen")
        return stated

    @field_validator("members_max")
    @classmethod
    def _not_below_members_min(cls, stated: Stated[int], info: ValidationInfo) -> Stated[int]:
        least = info.data.get("members_min")
        if least and least.value and stated.value and stated.value < least.value:
            raise ValueError(f"fewer members than the least number, {least.value}")
        return stated

    @field_validator("member_cap_bands")
    @classmethod
    def _bands_ascend(cls, stated: Stated[tuple[CapBand, ...]]) -> Stated[tuple[CapBand, ...]]:
        ends = [band.employees_max for band in stated.value or ()]
        closed = [end for end in ends[:-1] if end is not None]
        if ends and (ends[-1] is not None or len(closed) < len(ends) - 1 or closed != sorted(set(closed))):
            raise ValueError("bands ascend by employees_max and end with one open band (null)")
        return stated

    @model_validator(mode="after")
    def _computable(self) -> Self:
        shared = (self.consortium_cap_yen, self.consortium_cap_per_member_yen, self.sme_share_min)
        if self.member_cap_yen.value is not None and self.member_cap_bands.value:
            raise ValueError("one cap per member or bands by employees, not both")
        if self.member_minimum_yen.value and any(limit.value is not None for limit in shared):
            raise ValueError("a minimum grant beside a limit on the consortium's total has no unique award")
        if self.pool_per_member_yen.value and self.sme_share_min.value:
            raise ValueError("a shared pool beside a share for SMEs has no unique award")
        return self


class GrowthCondition(_Frozen):
    """Growth that the plan must reach: of the application itself, or of the certification that lifts the rate."""

    condition: Growth
    rate: Rate
    years_min: Count
    years_max: Count
    applies_to: Literal["application", "uplift"]
    source: Text
    locator: Text
    confidence: Confidence
    note: str = ""


class Choice(_Frozen):
    """One way to read a clause."""

    label_ja: Text
    label_en: Text


class Reading(_Frozen):
    """A place where the text leaves a choice (``data/readings.yaml``)."""

    title_ja: Text
    title_en: Text
    clause_ja: Text
    choices: dict[str, Choice]
    default: Text
    reason_ja: Text
    reason_en: Text
    source: Text
    locator: Text

    @field_validator("default")
    @classmethod
    def _is_a_choice(cls, default: str, info: ValidationInfo) -> str:
        choices = info.data.get("choices", {default: None})
        if default not in choices:
            raise ValueError(f"the default is one of {', '.join(choices)}")
        return default


class Vintage(_Frozen):
    """The rules of one year and stage, with the catalogue of readings that its computation uses."""

    vintage_id: Text
    fiscal_year: Count
    stage: Stage
    name_ja: Text
    name_en: Text
    programme_ja: Text
    programme_en: Text
    types: Annotated[dict[str, TypeRule], Field(min_length=1)]
    readings: dict[str, Stated[str]]
    growth_conditions: tuple[GrowthCondition, ...]
    growth_note_ja: str = ""
    growth_note_en: str = ""
    catalogue: dict[str, Reading]

    @field_validator("catalogue")
    @classmethod
    def _readings_known(cls, catalogue: dict[str, Reading], info: ValidationInfo) -> dict[str, Reading]:
        settled = {name: stated.value for name, stated in info.data.get("readings", {}).items()}
        hung = [rule.uplift.when for rule in info.data.get("types", {}).values() if rule.uplift]
        for name, choice in [pair for group in (settled, *hung) for pair in group.items()]:
            if name not in catalogue or choice not in catalogue[name].choices:
                raise ValueError(f"{name}={choice} is no reading of the catalogue")
        return catalogue

    def rule(self, type_id: str) -> TypeRule:
        """Rule of one type.

        Raises
        ------
        InputError : for a type that the vintage does not have; names those it has.
        """
        if type_id not in self.types:
            raise InputError(
                Problem("type", repr(type_id), f"one of {', '.join(self.types)} in {self.vintage_id}")
            )
        return self.types[type_id]

    def resolve(self, chosen: Mapping[str, str] | None = None) -> dict[str, str]:
        """Choice of every reading: the caller's, else what the vintage's own text settles, else the default.

        Raises
        ------
        InputError : for unknown readings or choices; names the known ones.
        """
        chosen = chosen or {}
        problems = [
            Problem("reading", repr(name), f"one of {', '.join(self.catalogue)}")
            for name in chosen
            if name not in self.catalogue
        ] + [
            Problem(f"reading {name}", repr(choice), f"one of {', '.join(self.catalogue[name].choices)}")
            for name, choice in chosen.items()
            if name in self.catalogue and choice not in self.catalogue[name].choices
        ]
        if problems:
            raise InputError(problems)
        defaults = {name: reading.default for name, reading in self.catalogue.items()}
        settled = {name: str(stated.value) for name, stated in self.readings.items()}
        return defaults | settled | dict(chosen)


class _Catalogue(_Frozen):
    readings: dict[str, Reading]


def parse_readings(raw: Mapping[str, Any], where: str) -> dict[str, Reading]:
    """Check the catalogue of readings.

    Raises
    ------
    RuleError : all problems at once, each with ``where`` (the file) and the path inside it.
    """
    return _checked(_Catalogue, {"readings": raw}, where).readings


def parse_vintage(raw: Mapping[str, Any], where: str, readings: Mapping[str, Reading]) -> Vintage:
    """Check one vintage's rules against the model and the catalogue of readings.

    Raises
    ------
    RuleError : all problems at once, each with ``where`` (the file) and the path inside it.
    """
    return _checked(Vintage, {**raw, "catalogue": dict(readings)}, where)


M = TypeVar("M", bound=BaseModel)


def _checked(model: type[M], raw: Mapping[str, Any], where: str) -> M:
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        raise RuleError(
            Problem(
                f"{where}: {'.'.join(map(str, found['loc']))}",
                "missing" if found["type"] == "missing" else repr(found["input"])[:80],
                found["msg"].removeprefix("Value error, "),
            )
            for found in error.errors(include_url=False)
        ) from None

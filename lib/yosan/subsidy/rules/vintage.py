"""A vintage of the programme's rules and the catalogue of readings, checked from their files' contents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, TypeVar, get_args

from pydantic import BaseModel, Field, ValidationError, ValidationInfo, field_validator

from yosan.errors import InputError, Problem, RuleError
from yosan.subsidy.rules.type_rule import Confidence, Count, Frozen, NonEmpty, Rate, Stated, TypeRule
from yosan.writing import Text

Growth = Literal["value_added", "ordinary_profit", "labour_productivity", "payroll"]
Stage = Literal["request", "enacted", "call", "successor"]
STAGES: tuple[str, ...] = get_args(Stage)
M = TypeVar("M", bound=BaseModel)


class GrowthCondition(Frozen):
    """Growth that a plan must reach, for the application or for the certification that lifts the rate."""

    condition: Growth
    rate: Rate
    years_min: Count
    years_max: Count
    applies_to: Literal["application", "uplift"]
    source: NonEmpty
    locator: NonEmpty
    confidence: Confidence
    note: str = ""


class Choice(Frozen):
    """One way to read a clause."""

    label_ja: NonEmpty
    label_en: NonEmpty

    @property
    def label(self) -> Text:
        """What this way is called."""
        return Text(self.label_ja, self.label_en)


class Reading(Frozen):
    """A place where the text leaves a choice (``data/readings.yaml``)."""

    title_ja: NonEmpty
    title_en: NonEmpty
    clause_ja: NonEmpty
    choices: dict[str, Choice]
    default: NonEmpty
    reason_ja: NonEmpty
    reason_en: NonEmpty
    source: NonEmpty
    locator: NonEmpty

    @property
    def title(self) -> Text:
        """What the open place is called."""
        return Text(self.title_ja, self.title_en)

    @property
    def reason(self) -> Text:
        """Why the default is the default."""
        return Text(self.reason_ja, self.reason_en)

    @field_validator("default")
    @classmethod
    def _is_a_choice(cls, default: str, info: ValidationInfo) -> str:
        choices = info.data.get("choices", {default: None})
        if default not in choices:
            raise ValueError(f"the default is one of {', '.join(choices)}")
        return default


class Vintage(Frozen):
    """The rules of one year and stage, with the catalogue of readings that its computation uses."""

    vintage_id: NonEmpty
    fiscal_year: Count
    stage: Stage
    name_ja: NonEmpty
    name_en: NonEmpty
    programme_ja: NonEmpty
    programme_en: NonEmpty
    types: Annotated[dict[str, TypeRule], Field(min_length=1)]
    readings: dict[str, Stated[str]]
    growth_conditions: tuple[GrowthCondition, ...]
    growth_note_ja: str = ""
    growth_note_en: str = ""
    catalogue: dict[str, Reading]

    @property
    def name(self) -> Text:
        """What the vintage is called."""
        return Text(self.name_ja, self.name_en)

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
            raise InputError(Problem("type", repr(type_id), f"one of {', '.join(self.types)} in {self.vintage_id}"))
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


class _Catalogue(Frozen):
    readings: dict[str, Reading]


def parse_readings(raw: Mapping[str, Any], where: str) -> dict[str, Reading]:
    """Check the catalogue of readings.

    Raises
    ------
    RuleError : all problems at once, each with ``where`` (the file) and the path inside it.
    """
    return checked(_Catalogue, {"readings": raw}, where).readings


def parse_vintage(raw: Mapping[str, Any], where: str, readings: Mapping[str, Reading]) -> Vintage:
    """Check one vintage's rules against the model and the catalogue of readings.

    Raises
    ------
    RuleError : all problems at once, each with ``where`` (the file) and the path inside it.
    """
    return checked(Vintage, {**raw, "catalogue": dict(readings)}, where)


def checked(model: type[M], raw: object, where: str) -> M:
    """Check what a file says against its model.

    Raises
    ------
    RuleError : all problems at once, each with ``where`` (the file) and the path inside it.
    """
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

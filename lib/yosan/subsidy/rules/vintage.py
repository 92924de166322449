"""A vintage of the programme's rules and the catalogue of readings, checked from their files' contents."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal, get_args

from pydantic import AfterValidator, Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from yosan.errors import InputError, Place, Problem, RuleError, unknown
from yosan.messages import Message
from yosan.models import Frozen, NonEmpty, checked
from yosan.subsidy.rules.type_rule import Confidence, Count, Noted, Rate, Stated, TypeRule
from yosan.writing import Text

Growth = Literal["value_added", "ordinary_profit", "labour_productivity", "payroll"]
Stage = Literal["request", "enacted", "call", "successor"]
STAGES: tuple[str, ...] = get_args(Stage)


def _is_id(text: str) -> str:
    if not re.fullmatch(r"\w+(-\w+)*", text):
        raise ValueError(Message("rules.id"))
    return text


def _is_address(text: str) -> str:
    if text and not re.fullmatch(r"https?://\S+", text):
        raise ValueError(Message("rules.url"))
    return text


Id = Annotated[str, AfterValidator(_is_id)]  # part of the names of published numbers


class GrowthCondition(Noted):
    """Growth that a plan must reach, for the application or for the certification that lifts the rate."""

    condition: Growth
    rate: Rate
    years_min: Count
    years_max: Count
    applies_to: Literal["application", "uplift"]
    source: NonEmpty
    locator: NonEmpty
    confidence: Confidence


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
            raise ValueError(Message("rules.default", choices=tuple(choices)))
        return default


class Source(Frozen):
    """A document that a rule file outside ``data/`` rests on, as ``data/sources.csv`` lists those of the project."""

    title_ja: NonEmpty
    title_en: NonEmpty
    url: Annotated[str, AfterValidator(_is_address)] = ""


class Vintage(Frozen):
    """The rules of one year and stage of a programme, with the catalogue of readings that its computation uses.

    ``programme`` is the id that all vintages of a programme share; only these are compared. ``sources``, by id, and
    ``season``, what a simulated season assumes, are for a rule file that stands alone; ``data.programme`` checks it.
    """

    vintage_id: Id
    programme: Id
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
    sources: dict[str, Source] = Field(default_factory=dict)
    season: dict[str, Any] | None = None
    catalogue: dict[str, Reading]

    @property
    def name(self) -> Text:
        """What the vintage is called."""
        return Text(self.name_ja, self.name_en)

    @property
    def alone(self) -> frozenset[str]:
        """Types that one firm applies for alone."""
        return frozenset(type_id for type_id, rule in self.types.items() if rule.members_max.value == 1)

    @field_validator("catalogue")
    @classmethod
    def _readings_known(cls, catalogue: dict[str, Reading], info: ValidationInfo) -> dict[str, Reading]:
        settled = {("readings", name, "value"): stated.value for name, stated in info.data.get("readings", {}).items()}
        hung = {
            ("types", type_id, "uplift", "when", name): choice
            for type_id, rule in info.data.get("types", {}).items()
            for name, choice in (rule.uplift.when if rule.uplift else {}).items()
        }
        for path, choice in (settled | hung).items():
            name = path[1] if path in settled else path[-1]
            if name not in catalogue or choice not in catalogue[name].choices:
                message = Message("rules.no_reading", name=name, choice=choice)
                raise PydanticCustomError("elsewhere", "{error}", {"error": message, "path": path})
        return catalogue

    def rule(self, type_id: str) -> TypeRule:
        """Rule of one type.

        Raises
        ------
        InputError : for a type that the vintage does not have; names those it has.
        """
        if type_id not in self.types:
            said = Message("subsidy.type", name=type_id, known=tuple(self.types), vintage=self.vintage_id)
            raise InputError(Problem("type", said))
        return self.types[type_id]

    def resolve(self, chosen: Mapping[str, str] | None = None) -> dict[str, str]:
        """Choice of every reading: the caller's, else what the vintage's own text settles, else the default.

        Raises
        ------
        InputError : for unknown readings or choices; names the known ones.
        """
        chosen = chosen or {}
        problems = [
            Problem("reading", Message("errors.none_of", name=name, known=tuple(self.catalogue)))
            for name in chosen
            if name not in self.catalogue
        ] + [
            Problem(
                Message("places.reading", name=name),
                Message("errors.none_of", name=choice, known=tuple(self.catalogue[name].choices)),
            )
            for name, choice in chosen.items()
            if name in self.catalogue and choice not in self.catalogue[name].choices
        ]
        if problems:
            raise InputError(problems)
        defaults = {name: reading.default for name, reading in self.catalogue.items()}
        settled = {name: str(stated.value) for name, stated in self.readings.items()}
        return defaults | settled | dict(chosen)


def parse_vintage(raw: Mapping[str, Any], where: Place, readings: Mapping[str, Reading]) -> Vintage:
    """Check one vintage's rules against the model and the catalogue of readings.

    Raises
    ------
    RuleError : all problems at once, each with ``where`` (the file) and the path inside it; a ``catalogue`` of its own.
    """
    if "catalogue" in raw:
        known = [name for name in Vintage.model_fields if name != "catalogue"]
        raise RuleError(unknown(where, "catalogue", known, ("catalogue",)))
    return checked(Vintage, {**raw, "catalogue": dict(readings)}, where)

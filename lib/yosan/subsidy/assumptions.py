"""Assumptions: values that no source settles, each with the range it is varied over and who states it."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar, Generic, Self, TypeVar

from pydantic import ValidationInfo, field_validator, model_validator

from yosan.messages import Message
from yosan.models import Frozen, NonEmpty
from yosan.subsidy.rules.type_rule import Confidence, Noted
from yosan.writing import Text

ASSUMPTION = "assumption"
_T = TypeVar("_T")


class Assumed(Noted, Generic[_T]):
    """A value, the range it is varied over, and who states it: a source, or the word "assumption"."""

    value: _T
    low: _T
    high: _T
    source: NonEmpty
    locator: str = ""
    confidence: Confidence
    label_ja: NonEmpty
    label_en: NonEmpty

    @property
    def label(self) -> Text:
        """What the assumption is called."""
        return Text(self.label_ja, self.label_en)

    @field_validator("locator")
    @classmethod
    def _located(cls, locator: str, info: ValidationInfo) -> str:
        if not locator and info.data.get("source") != ASSUMPTION:
            raise ValueError(Message("rules.no_locator"))
        return locator

    @model_validator(mode="after")
    def _within(self) -> Self:
        if not self.low <= self.value <= self.high:  # type: ignore[operator]
            raise ValueError(Message("rules.out_of_range", value=self.value, low=self.low, high=self.high))
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

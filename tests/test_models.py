"""What does not fit a model is told by what would have fitted."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

import pytest
from pydantic import Field

from spoken import in_english
from yosan.errors import RuleError
from yosan.models import Frozen, checked


class Inner(Frozen):
    size: Literal["small", "large"] = "small"


class Model(Frozen):
    inner: Inner = Inner()
    whole: int = 0
    least: Annotated[int, Field(ge=2)] = 2
    above: Annotated[int, Field(gt=2)] = 3
    flag: Annotated[bool, Field(strict=True)] = False
    words: Annotated[tuple[str, ...], Field(min_length=1)] = ("a",)
    either: int | Literal["none"] | None = None
    pattern: re.Pattern[str] = re.compile("")
    months: Annotated[int, Field(multiple_of=12)] = 12


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        ({"whole": "x"}, ["m, whole: 'x'; expected a whole number"]),
        ({"whole": 1.5}, ["m, whole: 1.5; expected a whole number"]),
        ({"least": 1}, ["m, least: 1; expected greater than or equal to 2"]),
        ({"above": 2}, ["m, above: 2; expected greater than 2"]),
        ({"flag": 1}, ["m, flag: 1; expected true or false"]),
        ({"words": []}, ["m, words: []; expected one entry at least"]),
        ({"words": "ab"}, ["m, words: 'ab'; expected a list"]),
        ({"inner": 3}, ["m, inner: 3; expected keys and values"]),
        ({"inner": {"size": "tiny"}}, ["m, inner.size: 'tiny'; expected 'small' or 'large'"]),
        (
            {"inner": {"siez": "small"}},
            ["m, inner.siez: 'siez' is not known; expected one of size; did you mean 'size'?"],
        ),
        ({"pattern": "("}, ["m, pattern: '('; expected a valid regular expression"]),
        ({"months": 5}, ["m, months: 5; expected a multiple of 12"]),
        ([], ["m: []; expected keys and values"]),
        ({"whole": "x", "least": 0}, ["m, whole: 'x'; expected a whole number", "m, least: 0; expected greater"]),
    ],
)
def test_what_does_not_fit_is_told_with_its_path_and_what_would(raw: Any, told: list[str]) -> None:
    with pytest.raises(RuleError) as refused:
        checked(Model, raw, "m")
    lines = in_english(refused.value.problems)
    assert len(lines) == len(told)
    for line, start in zip(lines, told, strict=True):
        assert line.startswith(start)


def test_a_value_that_is_of_none_of_its_types_is_told_once_with_all_that_would_do() -> None:
    with pytest.raises(RuleError) as refused:
        checked(Model, {"either": "x"}, "m")
    [line] = in_english(refused.value.problems)
    assert line.startswith("m, either: 'x'; expected a whole number")
    assert "'none'" in line


def test_a_long_value_is_told_by_its_beginning() -> None:
    with pytest.raises(RuleError) as refused:
        checked(Model, {"whole": "x" * 500}, "m")
    assert len(in_english(refused.value.problems)[0]) < 150


def test_what_fits_is_given_back_frozen() -> None:
    found = checked(Model, {"whole": 7, "inner": {"size": "large"}}, "m")
    assert (found.whole, found.inner.size) == (7, "large")
    with pytest.raises(ValueError, match="frozen"):
        found.whole = 8

"""Units: exact rates, printed intervals, one way to write a number in each language."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yosan.units import UNITS, Interval, format_value, parse_rate, unit_name


@pytest.mark.parametrize("text", ["0.66", "2/0", "3/2", "２/３", "-1/2", "2 / 3", "", "1"])
def test_anything_but_an_exact_rate_up_to_one_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="rate"):
        parse_rate(text)


@given(st.integers(0, 10**6))
def test_a_printed_figure_stands_for_half_a_unit_to_either_side(figure: int) -> None:
    interval = Interval.printed(figure)
    assert interval.high - interval.low == 1
    assert interval.low + Fraction(1, 2) == figure


def test_more_printed_decimals_mean_a_narrower_interval() -> None:
    interval = Interval.printed("20.6")
    assert interval.high - interval.low == Fraction(1, 10)


@pytest.mark.parametrize(
    ("value", "unit", "spec", "ja", "en"),
    [
        (12421, "oku", "", "12,421億円", "¥1,242.1 bn"),
        (-59, "oku", "+", "▲59億円", "−¥5.9 bn"),
        (14292, "oku", "~", "14,292", "1,429.2"),
        (0, "oku", "+~", "±0", "±0.0"),
        (Fraction(1871, 12421), "ratio", "+", "+15.1％", "+15.1 %"),
        (Fraction(5, 1000), "ratio", ".0", "1％", "1 %"),  # half away from zero, as budget tables round
        (6990, "million_yen", "", "6,990百万円", "¥6,990 million"),
        (54_300_000, "yen", "", "54,300,000円", "¥54,300,000"),
        ((-0.077, 1.468), "ratio", "+.1", "▲7.7〜+146.8％", "−7.7 to +146.8 %"),
        ("ok", "count", "", "ok", "ok"),
    ],
)
def test_numbers_are_written_for_each_language(value: object, unit: str, spec: str, ja: str, en: str) -> None:
    assert format_value(value, unit, "ja", spec) == ja  # type: ignore[arg-type]
    assert format_value(value, unit, "en", spec) == en  # type: ignore[arg-type]


def test_every_unit_has_a_name_or_none_at_all() -> None:
    for unit in UNITS:
        assert bool(unit_name(unit, "ja")) == bool(unit_name(unit, "en"))

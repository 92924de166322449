"""Units: exact rates and printed intervals."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yosan.units import Interval, parse_rate


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


@pytest.mark.parametrize("printed", ["", "fifteen", "15.", ".5", "1 5", "15 % %", "１５"])
def test_what_is_no_printed_rate_is_refused(printed: str) -> None:
    with pytest.raises(ValueError, match="printed growth rate"):
        Interval.growth_pct(printed)


def test_only_zero_is_clipped_at_nothing() -> None:
    assert Interval.amount(0).low == 0
    assert Interval.amount(1) == Interval.printed(1)

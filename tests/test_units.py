"""Units: exact rates and printed intervals."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yosan.units import Interval, parse_rate, to_million


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


def test_a_rate_may_be_nothing_or_all_and_a_refusal_repeats_what_was_written() -> None:
    assert (parse_rate("0/1"), parse_rate("7/7"), parse_rate("4/6")) == (0, 1, Fraction(2, 3))
    with pytest.raises(ValueError, match="'1/x' is not an exact rate such as '2/3'"):
        parse_rate("1/x")
    with pytest.raises(ValueError, match="rate '3/2' is above one"):
        parse_rate("3/2")
    with pytest.raises(ValueError, match="'a lot' is no printed growth rate"):
        Interval.growth_pct("a lot")


@pytest.mark.parametrize(
    ("printed", "low", "high"),
    [
        ("15.1", "15.05", "15.15"),
        ("+15", "14.5", "15.5"),
        ("▲0.5", "-0.55", "-0.45"),
        ("−3", "-3.5", "-2.5"),
        ("115.1%", "15.05", "15.15"),
        ("97 ％", "-3.5", "-2.5"),
    ],
)
def test_a_printed_rate_is_growth_unless_it_is_per_cent_of_the_year_before(printed: str, low: str, high: str) -> None:
    rate = Interval.growth_pct(printed)
    assert (rate.low, rate.high) == (Fraction(low), Fraction(high))


def test_growth_is_least_from_the_highest_base_and_greatest_from_the_lowest() -> None:
    grown = Interval(Fraction(10), Fraction(12)).growth_over(Interval(Fraction(4), Fraction(5)))
    assert (grown.low, grown.high) == (Fraction(10, 5) - 1, Fraction(12, 4) - 1)
    assert (to_million(1), to_million(3_000_000)) == (Fraction(1, 10**6), 3)


def test_a_rate_is_of_numbers_up_to_a_thousand_and_a_long_text_is_not_repeated_whole() -> None:
    assert parse_rate("1000/1000") == parse_rate("0001000/01000") == 1
    assert parse_rate("1/1000") == Fraction(1, 1000)
    refused = {"1/1001": "1/1001", "1001/1001": "1001/1001", "1/" + "9" * 99: "1/" + "9" * 78}
    for text, shown in refused.items():
        with pytest.raises(ValueError, match="rate") as caught:
            parse_rate(text)
        assert str(caught.value) == f"rate {shown!r} has a number above 1,000"
    with pytest.raises(ValueError, match="rate") as caught:
        parse_rate("x" * 99)
    assert repr("x" * 80) in str(caught.value)

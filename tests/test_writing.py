"""Writing: one way to write a number in each language."""

from decimal import Decimal
from fractions import Fraction

import pytest

from yosan.writing import LANGS, UNITS, format_value, unit_name


@pytest.mark.parametrize(
    ("value", "unit", "spec", "ja", "en"),
    [
        (12421, "oku", "", "1兆2,421億円", "¥1,242.1 bn"),
        (-59, "oku", "+", "▲59億円", "−¥5.9 bn"),
        (14292, "oku", "~", "14,292", "1,429.2"),
        (0, "oku", "+~", "±0", "±0.0"),
        (Fraction(1871, 12421), "ratio", "+", "+15.1％", "+15.1%"),
        (Fraction(5, 1000), "ratio", ".0", "1％", "1%"),  # half away from zero, as budget tables round
        (6990, "million_yen", "", "6,990百万円", "¥6,990 million"),
        (Fraction(1, 2000), "million_yen", "!", "500円", "¥500"),  # what is there is not written as nought
        (Fraction(-3, 10), "million_yen", "+", "▲300,000円", "−¥300,000"),
        ((Fraction(3, 10), 20), "million_yen", "!", "30万〜2,000万円", "¥300,000 to ¥20 million"),
        (0.04, "million_yen", ".1", "40,000円", "¥40,000"),
        (0.04, "million_yen", "~", "0", "0"),  # the header says what the number counts
        (0, "million_yen", "!", "0万円", "¥0 million"),
        (54_300_000, "yen", "", "54,300,000円", "¥54,300,000"),
        ((-0.077, 1.468), "ratio", "+.1", "▲7.7〜+146.8％", "−7.7 to +146.8%"),
        ("ok", "count", "", "ok", "ok"),
    ],
)
def test_numbers_are_written_for_each_language(value: object, unit: str, spec: str, ja: str, en: str) -> None:
    assert format_value(value, unit, "ja", spec) == ja  # type: ignore[arg-type]
    assert format_value(value, unit, "en", spec) == en  # type: ignore[arg-type]


def test_a_printed_amount_keeps_its_decimals_unless_more_are_asked_for() -> None:
    for amount, ja, en in (
        (Decimal("0.40"), "+0.40億円", "+¥0.040 bn"),
        (Decimal("12719.50"), "+12,719.50億円", "+¥1,271.950 bn"),
        (Decimal("0E-8"), "±0.00000000億円", "±¥0.000000000 bn"),
        (Decimal("1.27E+4"), "+1兆2,700億円", "+¥1,270.0 bn"),
    ):
        assert [format_value(amount, "oku", lang, "+") for lang in LANGS] == [ja, en]
    assert format_value(Decimal("0.4"), "oku", "ja", ".3") == "0.400億円"


def test_every_unit_has_a_name_or_none_at_all() -> None:
    for unit in UNITS:
        assert bool(unit_name(unit, "ja")) == bool(unit_name(unit, "en"))

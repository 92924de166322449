"""The audit: what all sums and rates allow together, and which misprints it would notice."""

from dataclasses import replace
from decimal import Decimal

import pytest

from yosan.budget import accounts, audit, misprints
from yosan.data.budget import load_budget
from yosan.errors import DataError

BUDGET = load_budget()
BASE, TARGET = (2019, "initial"), (2020, "request")
PRINTED = audit.PrintedTable.from_frames(
    accounts.compare_states(BUDGET.accounts, BUDGET.amounts, BASE, TARGET),
    BUDGET.accounts,
    accounts.find_printed_rates(BUDGET.growth_printed, BASE, TARGET),
)


def change(account: str) -> tuple[float, float]:
    found = audit.compute_bounds(PRINTED, {("target", account): 1, ("base", account): -1})
    assert found is not None
    return found


def test_three_sums_in_two_years_close_to_the_unit() -> None:
    assert audit.count_sums(PRINTED) == 6
    assert audit.find_open_sums(PRINTED) == []


def test_all_ten_printed_rates_are_consistent() -> None:
    assert len(PRINTED.growth_pct) == 10
    assert audit.find_inconsistent_rates(PRINTED) == []


@pytest.mark.parametrize(
    ("account", "low", "high"),
    [
        ("patent", 8.000, 9.028),
        ("energy.nuclear_damage", -0.028, 0.028),
        ("energy.power_development", 28.138, 29.832),
        ("total", 1870, 1872),
    ],
)
def test_some_changes_are_tighter_than_rounding_alone(account: str, low: float, high: float) -> None:
    assert change(account) == pytest.approx((low, high), abs=5e-4)


def test_no_single_amount_gets_tighter() -> None:
    for cell, amount in PRINTED.printed_oku.items():
        assert audit.compute_bounds(PRINTED, {cell: 1}) == pytest.approx((amount - 0.5, amount + 0.5), abs=1e-6)


@pytest.mark.parametrize(("shift", "noticed"), [(1, 0), (2, 27), (3, 40)])
def test_detection_power(shift: int, noticed: int) -> None:
    assert misprints.count_detected(PRINTED, shift) == noticed


def test_a_table_that_cannot_be_true_has_no_bounds() -> None:
    wrong = PRINTED.shifted(("target", "general.sme"), 3)
    assert audit.compute_bounds(wrong, {}) is None
    assert audit.find_open_sums(wrong) == [("target", "general", 4280, 4283)]
    with pytest.raises(DataError, match="the printed table: no amounts fit"):
        audit.bound_changes(wrong)


def test_the_tightest_change_comes_first_and_only_tighter_ones_are_named() -> None:
    narrowed = audit.find_narrowed(PRINTED, audit.bound_changes(PRINTED))
    assert narrowed[0] == "energy.nuclear_damage"
    assert "total" not in narrowed


def test_an_amount_can_be_pinned_down_where_a_sum_is_off() -> None:
    table = audit.PrintedTable({("base", a): n for a, n in (("t", 11), ("x", 5), ("y", 5))}, {"t": ("x", "y")}, {})
    both = audit.PrintedTable(
        {**table.printed_oku, **{("target", a): n for (_, a), n in table.printed_oku.items()}}, table.parts, {}
    )
    assert audit.count_narrowed_amounts(both) == 6


@pytest.mark.parametrize(
    ("printed", "fits"),
    [("15", True), ("115 %", True), ("115%", True), ("+15.0", True), ("16", False), ("15 %", False)],
)
def test_a_printed_rate_has_the_precision_in_which_it_is_printed(printed: str, fits: bool) -> None:
    table = audit.PrintedTable({("base", "a"): 1000, ("target", "a"): 1150}, {}, {"a": printed})
    assert (audit.find_inconsistent_rates(table) == []) == fits


def test_an_amount_of_zero_never_stands_for_less_than_nothing() -> None:
    table = audit.PrintedTable({("base", "a"): 0, ("target", "a"): 100}, {}, {})
    assert audit.bound_changes(table)["a"] == (99, 100.5)
    assert misprints.count_detected(table, 1) == 1  # one below zero


def test_the_tally_counts_two_shifts_for_each_amount_and_which_of_them_are_noticed() -> None:
    assert misprints.tally(PRINTED, [1, 5]) == {
        "sums": 6,
        "sums_closed": 6,
        "rates": 10,
        "rates_consistent": 10,
        "cells": 20,
        "shifts": 40,
        "shift_1": 1,
        "detected_shift_1": misprints.count_detected(PRINTED, 1),
        "shift_5": 5,
        "detected_shift_5": misprints.count_detected(PRINTED, 5),
    }


def test_an_open_sum_and_a_rate_that_does_not_fit_are_not_counted_as_closed() -> None:
    general = PRINTED.printed_oku[("target", "general")]
    off = replace(PRINTED, printed_oku={**PRINTED.printed_oku, ("target", "general"): general + 100})
    counts = misprints.tally(off, [])
    assert (counts["sums"] - counts["sums_closed"], counts["rates"] - counts["rates_consistent"]) == (2, 1)


def test_misprints_are_tried_in_the_last_printed_digit() -> None:
    """In 百万円 a misprint by one digit is 0.01 億円, which sums let pass as often as one of 1 in a table in 億円."""
    fine = audit.PrintedTable(
        {cell: Decimal(int(amount)).scaleb(-2) for cell, amount in PRINTED.printed_oku.items()},
        PRINTED.parts,
        PRINTED.growth_pct,
    )
    whole, small = (misprints.tally(table, [1, 2]) for table in (PRINTED, fine))
    assert (small.pop("shift_1"), small.pop("shift_2")) == (Decimal("0.01"), Decimal("0.02"))
    assert small == {name: count for name, count in whole.items() if name not in ("shift_1", "shift_2")}
    bounds = audit.bound_changes(fine)
    for account, ends in audit.bound_changes(PRINTED).items():
        assert [float(end) * 100 for end in bounds[account]] == pytest.approx(ends, abs=2e-3)

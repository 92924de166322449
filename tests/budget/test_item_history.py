"""Items of two years are matched by name; a change of name is claimed only to the yen, and nothing is guessed."""

from fractions import Fraction

import pandas as pd
import pytest

from yosan.budget import choose_items
from yosan.budget.item_history import compare_items, count_fates, pick_moved
from yosan.data.items_mof import load_items

ITEMS = load_items()
GENERAL = choose_items.choose_account(choose_items.choose_ministry(ITEMS.rows, ITEMS.names, "meti"), "general")


def rows(*given: tuple[int, str, str, int, int | None]) -> pd.DataFrame:
    """Items of one section: year, budget, name, amount, amount before."""
    table = pd.DataFrame(given, columns=["fiscal_year", "budget", "item", "amount_yen", "previous_yen"])
    blank = {name: "" for name in ("organization", "special_account", "sub_account", "pays_into")}
    return table.assign(**blank, section="s", main_expense="sme").astype(
        {"amount_yen": "Int64", "previous_yen": "Int64"}
    )


def fates(table: pd.DataFrame) -> dict[str, str]:
    return dict(zip(table["item"], table["fate"], strict=True))


BEFORE = [(2019, "initial", "a", 100, 90), (2019, "initial", "b", 50, 50), (2019, "initial", "c", 70, 0)]


def test_kept_ended_new_and_unlisted_items_are_told_apart() -> None:
    now = [(2020, "initial", "a", 250, 100), (2020, "initial", "b", 0, 50), (2020, "initial", "d", 5, 0)]
    table = compare_items(rows(*BEFORE, *now), 2020)
    assert fates(table) == {"a": "kept", "b": "ended", "c": "unlisted", "d": "new"}
    own = table.set_index("item")
    assert (own.at["a", "growth_rate"], own.at["b", "growth_rate"]) == (Fraction(3, 2), Fraction(-1))
    assert own["doubled"].tolist() == [True, False, False, False]
    assert sum(table["contribution_pp"]) == 100 * Fraction(255 - 220, 220)
    assert count_fates(table).set_index("fate")["items"].to_dict() == {
        "kept": 1, "renamed": 0, "new": 1, "regrouped": 0, "ended": 1, "unlisted": 1,
    }  # fmt: skip
    assert pick_moved(table)["item"].tolist() == ["a", "c", "b", "d"]


def test_a_new_name_with_the_amount_of_one_vanished_item_is_that_item() -> None:
    now = [(2020, "initial", "a", 100, 100), (2020, "initial", "b", 50, 50), (2020, "initial", "c2", 80, 70)]
    table = compare_items(rows(*BEFORE, *now), 2020).set_index("item")
    assert (table.at["c2", "fate"], table.at["c2", "former_item"], table.at["c2", "before_yen"]) == ("renamed", "c", 70)
    assert table.at["c2", "growth_rate"] == Fraction(1, 7)
    assert "c" not in table.index


@pytest.mark.parametrize("vanished", [[], [(2019, "initial", "e", 70, 0)]], ids=["another amount", "two alike"])
def test_where_amounts_do_not_tell_a_new_name_was_regrouped_and_has_no_rate(vanished: list) -> None:
    printed = 70 if vanished else 71
    now = [(2020, "initial", "a", 100, 100), (2020, "initial", "c2", 80, printed)]
    table = compare_items(rows(*BEFORE, *vanished, *now), 2020).set_index("item")
    assert (table.at["c2", "fate"], table.at["c2", "growth_rate"]) == ("regrouped", None)
    assert table.at["c", "fate"] == "unlisted"


def test_growth_is_over_the_initial_budget_though_the_book_prints_the_revised_one() -> None:
    """From FY2022 the amount of the year before in a budget book holds its supplementary budgets."""
    more = [(2019, "supplementary_1", "a", 900, 100), (2019, "supplementary_1", "c", 270, 70)]
    now = [(2020, "initial", "a", 110, 900), (2020, "initial", "b", 50, 50), (2020, "initial", "c2", 80, 270)]
    table = compare_items(rows(*BEFORE, *more, *now), 2020).set_index("item")
    assert table.at["a", "growth_rate"] == Fraction(1, 10)
    assert (table.at["c2", "former_item"], table.at["c2", "before_yen"]) == ("c", 70)


def test_without_a_year_before_nothing_is_new() -> None:
    assert compare_items(GENERAL, 2017).empty
    assert count_fates(compare_items(GENERAL, 2017))["items"].sum() == 0


@pytest.mark.parametrize("year", range(2018, 2027))
def test_changes_of_all_items_add_up_to_that_of_the_account(year: int) -> None:
    table = compare_items(GENERAL, year)
    initial = GENERAL[GENERAL["budget"] == "initial"].groupby("fiscal_year")["amount_yen"].sum()
    assert table["change_yen"].sum() == initial[year] - initial[year - 1]
    assert sum(table["contribution_pp"]) == 100 * Fraction(
        int(initial[year] - initial[year - 1]), int(initial[year - 1])
    )
    rated = table["growth_rate"].notna()
    assert set(table.loc[rated, "fate"]) <= {"kept", "renamed", "ended"}


def test_changes_of_name_in_metis_budget_books() -> None:
    """Each checked by eye: the book of FY2021 prints beside the new name what the old one had."""
    found = compare_items(GENERAL, 2021).query("fate == 'renamed'")
    assert found[["item", "former_item", "before_yen"]].to_numpy().tolist() == [
        ["国際博覧会事業に必要な経費", "国際博覧会事業参加等に必要な経費", 3_434_464_000]
    ]
    assert {year: int((compare_items(GENERAL, year)["fate"] == "renamed").sum()) for year in range(2018, 2027)} == {
        2018: 2, 2019: 0, 2020: 0, 2021: 1, 2022: 0, 2023: 6, 2024: 0, 2025: 0, 2026: 0,
    }  # fmt: skip

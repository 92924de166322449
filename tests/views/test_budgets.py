"""Results about the budget in words, by value."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd

from yosan.views import budgets


def state(year: int, stage: str) -> str:
    return f"FY{year} {stage}"


def test_an_amount_on_another_basis_is_told_with_its_state_and_what_it_covers() -> None:
    rows = pd.DataFrame({"fiscal_year": [2022], "stage": ["initial"], "basis": ["with_gx"], "amount_oku": [12001]})
    told = budgets.name_other_bases(rows, "en", state).iloc[0]
    assert (told["state"], told["basis"], told["target_oku"]) == ("FY2022 initial", "with GX", 12001)
    assert budgets.name_other_bases(rows, "ja", state)["basis"].tolist() == ["GXを含む"]


def test_what_came_after_is_told_by_year_and_stage_in_both_languages() -> None:
    told = budgets.followed_rows(
        pd.DataFrame({"fiscal_year": [2021, 2022], "stage": ["request", "executed"], "amount_million_yen": [6990, 894]})
    )
    assert told[["state_ja", "state_en"]].to_numpy().tolist() == [
        ["2021年度要求", "FY2021 request"],
        ["2022年度執行", "FY2022 executed"],
    ]


def test_amounts_of_million_yen_are_told_exactly_in_oku_and_a_missing_one_stays_missing() -> None:
    frame = pd.DataFrame({"request": pd.array([6990, None, 0], "Int64")})
    assert budgets.millions_in_oku(frame, ["request"])["request"].tolist() == [Fraction(699, 10), None, 0]


def test_stages_are_bars_by_state() -> None:
    listed = pd.DataFrame({"fiscal_year": [2020], "stage": ["request"], "value": [6990]})
    assert budgets.name_stages(listed, state).to_dict("records") == [{"label": "FY2020 request", "value": 6990}]


def test_parts_that_pay_interest_are_named() -> None:
    told = budgets.name_interest(pd.DataFrame({"part_id": ["rest", "whole"]}))
    assert told["part_en"].tolist() == ["everything else", "the whole account"]
    assert told["part_ja"].tolist() == ["それ以外", "勘定の全体"]


def test_steps_of_a_waterfall_are_labelled_by_states_at_the_ends_and_accounts_between() -> None:
    steps = pd.DataFrame(
        {"account_id": ["total", "a", "", "", "total"], "kind": ["total", "change", "rounding", "rest", "total"]}
    )
    table = pd.DataFrame({"account_id": ["total", "a"], "short_ja": ["計", "甲"], "short_en": ["all", "One"]})
    told = budgets.name_steps(steps, table, "before", "after", "en")
    assert told["label"].tolist() == ["before", "One", "Rounding", "Parts not printed", "after"]
    assert budgets.name_steps(steps, table, "前", "後", "ja")["label"].tolist() == [
        "前",
        "甲",
        "丸め",
        "印字のない内訳",
        "後",
    ]


def test_what_starts_from_nothing_is_new_and_has_no_rate() -> None:
    table = pd.DataFrame({"base_oku": [0, 5, 0], "target_oku": [7, 7, 0], "growth_rate": [None, 0.4, None]})
    told = budgets.mark_new(table, "en")["growth_rate"].tolist()
    assert told[:2] == ["new", 0.4]
    assert pd.isna(told[2])
    assert budgets.mark_new(table, "en", onwards=False) is table  # looking back, what is there was not new
    said = budgets.mark_new(pd.DataFrame({"new": [False, True], "growth_rate": [0.1, None]}), "ja")
    assert said["growth_rate"].tolist() == [0.1, "新規"]


def test_a_set_of_lines_that_is_an_account_is_named_member_by_member() -> None:
    matches = pd.DataFrame({"account_id": ["general"], "members": [("one", "grant")]})
    accounts = pd.DataFrame({"account_id": ["general"], "name_ja": ["一般会計"], "name_en": ["General account"]})
    lines = pd.DataFrame({"item_id": ["one"], "short_ja": ["甲"], "short_en": ["One"]})
    grants = pd.DataFrame({"grant_id": ["grant"], "name_ja": ["交付金"], "name_en": ["Grant"]})
    for lang, account, members in (("en", "General account", "One + Grant"), ("ja", "一般会計", "甲＋交付金")):
        told = budgets.name_matches(matches, accounts, lines, grants, lang)  # type: ignore[arg-type]
        assert told.loc[0, ["account_id", "members"]].tolist() == [account, members]

"""Accounts: sums of the printed table, finest splits, the like-for-like series."""

from itertools import product

import pandas as pd
import pytest

from yosan.budget import accounts
from yosan.data.budget import load_budget
from yosan.errors import InputError

BUDGET = load_budget()
BASE, TARGET = (2019, "initial"), (2020, "request")


def table(base: accounts.State = BASE, target: accounts.State = TARGET) -> pd.DataFrame:
    return accounts.compare_states(BUDGET.accounts, BUDGET.amounts, base, target)


def test_the_printed_table_keeps_its_order_and_figures() -> None:
    shown = table()
    assert shown["account_id"].tolist()[0] == "general"
    assert shown["account_id"].tolist()[-1] == "total"
    assert shown["base_oku"].tolist() == [3550, 1117, 1079, 1354, 7230, 5469, 1705, 56, 1641, 12421]
    assert shown["target_oku"].tolist() == [4280, 1386, 1463, 1431, 8362, 6572, 1734, 56, 1650, 14292]


def test_the_finest_parts_add_up_to_the_total() -> None:
    parts = accounts.find_parts(table())
    assert len(parts) == 7
    assert parts["target_oku"].sum() == 14292


def test_a_gap_keeps_the_parent_as_a_part() -> None:
    parts = accounts.find_parts(table(BASE, (2020, "initial")))  # science and other are not known as enacted
    assert "general" in set(parts["account_id"])
    assert parts["target_oku"].sum() == 12719


def test_the_parts_of_a_gap_are_left_out_and_the_split_says_so() -> None:
    shown = table((2018, "initial"), (2019, "request"))  # energy and patents are not printed for the request
    assert accounts.find_parts(shown)["account_id"].tolist() == ["general"]
    assert not accounts.is_whole(shown)
    assert accounts.is_whole(table())


def check(base: accounts.State, target: accounts.State) -> None:
    accounts.check_pair(BUDGET.accounts, BUDGET.amounts, base, target)


def test_an_unknown_state_names_the_known_ones() -> None:
    with pytest.raises(InputError, match=r"target_year, target_stage: FY2013 request; expected one of .*2020 request"):
        check(BASE, (2013, "request"))


def test_two_states_without_a_common_account_are_refused_and_the_others_named() -> None:
    with pytest.raises(
        InputError, match=r"with FY2014 request one of 2014 request; 2015 initial; 2016 request, initial"
    ):
        check((2014, "request"), (2014, "initial"))


def test_664_of_676_pairs_of_states_can_be_compared() -> None:
    states = accounts.list_states(BUDGET.amounts)
    refused = []
    for pair in product(states, states):
        try:
            check(*pair)
        except InputError:
            refused.append(pair)
    assert (len(states) ** 2, len(refused)) == (676, 12)
    assert all((2014, "request") in pair for pair in refused)


def test_amounts_on_other_bases_are_found_and_not_compared() -> None:
    found = accounts.find_other_bases(BUDGET.accounts, BUDGET.amounts, (2022, "initial"), (2023, "initial"))
    assert set(zip(found["account_id"], found["basis"], strict=True)) == {
        ("total", "restated"),
        ("general", "restated"),
        ("general.sme", "restated"),
        ("total", "with_gx"),
    }


def test_rounding_alone_breaks_no_sum() -> None:
    assert accounts.check_sums(BUDGET.amounts, BUDGET.accounts).empty


@pytest.mark.parametrize(("off", "caught"), [(1, False), (2, True), (3, True)])
def test_a_sum_is_broken_when_rounding_cannot_explain_it(off: int, caught: bool) -> None:
    amounts = BUDGET.amounts.copy()
    row = amounts.query("fiscal_year == 2020 and stage == 'request' and account_id == 'general.other'").index[0]
    amounts.loc[row, "amount_oku"] += off
    failures = accounts.check_sums(amounts, BUDGET.accounts)
    assert (failures["account_id"].tolist() == ["general"]) == caught


def test_like_for_like_takes_the_parts_or_leaves_gx_out() -> None:
    series = accounts.total_like_for_like(BUDGET.amounts, BUDGET.accounts, "request").set_index("fiscal_year")
    assert series.at[2022, "amount_oku"] == 4227 + 8242 + 1557
    assert series.at[2024, "amount_oku"] == 24615 - 10985
    assert series.at[2024, "how"] == "less"


def test_years_that_cannot_be_put_on_one_basis_stay_gaps() -> None:
    series = accounts.total_like_for_like(BUDGET.amounts, BUDGET.accounts, "initial").set_index("fiscal_year")
    initial = series["amount_oku"]
    assert initial[[2014, 2016, 2026]].isna().all()
    assert initial[2015] == 3383 + 7965 + 1404 == 12752  # the wide total of that year holds trade reinsurance too
    assert initial[2023] == 12001


def test_printed_rates_belong_to_one_pair_of_states() -> None:
    assert len(accounts.find_printed_rates(BUDGET.growth_printed, BASE, TARGET)) == 10
    assert accounts.find_printed_rates(BUDGET.growth_printed, (2018, "initial"), TARGET).empty
    assert accounts.find_printed_rates(BUDGET.growth_printed, BASE, (2020, "initial")).empty


def test_where_no_state_shares_an_account_the_refusal_says_so_and_names_none() -> None:
    alone = BUDGET.amounts[BUDGET.amounts["account_id"] == "general"].iloc[[0, 1]].assign(basis=["adjusted", "printed"])
    base, target = zip(alone["fiscal_year"], alone["stage"], strict=True)
    with pytest.raises(InputError, match="no account is printed on one basis both as"):
        accounts.check_pair(BUDGET.accounts, alone, base, target)


def test_a_table_cites_the_rows_of_its_states_and_accounts_alone() -> None:
    shown = table().query("account_id in ['general', 'total']")
    found = accounts.find_rows(BUDGET.amounts, shown, BASE, TARGET)
    keys = ["fiscal_year", "stage", "account_id", "amount_oku"]
    assert sorted(found[keys].itertuples(index=False, name=None)) == [
        (2019, "initial", "general", 3550),
        (2019, "initial", "total", 12421),
        (2020, "request", "general", 4280),
        (2020, "request", "total", 14292),
    ]


TREE = pd.DataFrame(
    [
        ("total", None, 4, None),
        ("a", "total", 1, None),
        ("b", "total", 2, None),
        ("b.x", "b", 3, None),
        ("gx", None, None, "with_gx"),
    ],
    columns=["account_id", "parent_id", "printed_order", "within_basis"],
).assign(name_ja="名", name_en="name", short_ja="短", short_en="short")


def printed(*rows: tuple[int, str, str, str, int]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["fiscal_year", "stage", "basis", "account_id", "amount_oku"])


def test_states_stand_by_year_and_the_request_before_the_initial_budget() -> None:
    rows = printed(*[(year, stage, "comparable", "a", 1) for year, stage in [(2, "initial"), (1, "initial")]])
    rows = pd.concat([rows, rows, printed((2, "request", "wide", "a", 1))])
    states = accounts.list_states(rows)
    assert states == [(1, "initial"), (2, "request"), (2, "initial")]
    assert accounts.name_states(states) == "1 initial; 2 request, initial"


def test_a_sum_that_is_off_is_told_with_what_is_printed_and_what_the_parts_give() -> None:
    rows = printed(
        (1, "request", "comparable", "total", 103),
        (1, "request", "comparable", "a", 60),
        (1, "request", "comparable", "b", 41),  # one off for each of three amounts is more than half a unit each
        (2, "request", "comparable", "total", 90),
        (2, "request", "comparable", "a", 60),  # b is not printed
        (3, "request", "wide", "total", 90),
        (3, "request", "wide", "a", 10),
        (3, "request", "wide", "b", 10),
    )
    assert accounts.check_sums(rows, TREE.iloc[:3]).to_dict("records") == [
        {
            "fiscal_year": 1,
            "stage": "request",
            "account_id": "total",
            "printed_oku": 103,
            "parts": "a + b",
            "parts_oku": 101,
        }
    ]
    rows.loc[0, "amount_oku"] = 99
    assert accounts.check_sums(rows, TREE.iloc[:3])["parts_oku"].tolist() == [101]
    rows.loc[0, "amount_oku"] = 100
    assert accounts.check_sums(rows, TREE.iloc[:3]).empty


def test_a_total_like_for_like_says_how_it_was_found() -> None:
    rows = printed(
        (1, "initial", "comparable", "a", 60),
        (1, "initial", "comparable", "b", 41),
        (1, "initial", "comparable", "total", 102),
        (2, "initial", "comparable", "a", 60),
        (2, "initial", "comparable", "total", 102),
        (2, "request", "comparable", "total", 999),
        (4, "initial", "with_gx", "total", 150),
        (4, "initial", "comparable", "gx", 40),
        (5, "initial", "with_gx", "total", 150),
        (6, "initial", "comparable", "gx", 40),
    )
    found = accounts.total_like_for_like(rows, TREE, "initial")
    assert found["fiscal_year"].tolist() == [1, 2, 3, 4, 5, 6]
    assert found["how"].fillna("").tolist() == ["parts", "printed", "", "less", "", ""]
    assert found["amount_oku"].fillna(-1).tolist() == [101, 102, -1, 110, -1, -1]
    assert str(found["amount_oku"].dtype) == "Int64"


def test_two_states_stand_side_by_side_in_printed_order_with_their_level() -> None:
    rows = printed(
        (1, "initial", "comparable", "a", 1), (1, "initial", "wide", "b", 9), (2, "request", "comparable", "b.x", 2)
    )
    table = accounts.compare_states(TREE, rows, (1, "initial"), (2, "request"))
    assert table["account_id"].tolist() == ["a", "b", "b.x", "total"]
    assert table["level"].tolist() == [0, 0, 1, 0]
    assert table["base_oku"].fillna(-1).tolist() == [1, -1, -1, -1]
    assert table["target_oku"].fillna(-1).tolist() == [-1, -1, 2, -1]
    assert table[["short_ja", "name_en"]].drop_duplicates().to_numpy().tolist() == [["短", "name"]]


def test_both_unknown_states_are_told_at_once() -> None:
    with pytest.raises(InputError) as refused:
        check((1999, "request"), (1998, "initial"))
    told = [str(problem) for problem in refused.value.problems]
    assert [line.partition(";")[0] for line in told] == [
        "parameters base_year, base_stage: FY1999 request",
        "parameters target_year, target_stage: FY1998 initial",
    ]


def test_two_states_that_share_no_account_are_refused_with_those_that_do() -> None:
    rows = [("a", 2019, "initial"), ("a", 2020, "request"), ("b", 2021, "initial")]
    amounts = pd.DataFrame(rows, columns=["account_id", "fiscal_year", "stage"]).assign(basis=accounts.COMPARABLE)
    table = pd.DataFrame({"account_id": ["a", "b"], "printed_order": [1, 2]})
    accounts.check_pair(table, amounts, (2019, "initial"), (2020, "request"))
    with pytest.raises(InputError) as caught:
        accounts.check_pair(table, amounts, (2019, "initial"), (2021, "initial"))
    assert "2020" in str(caught.value)
    with pytest.raises(InputError):
        accounts.check_pair(table, amounts, (2021, "initial"), (2019, "initial"))


def test_the_printed_order_numbers_the_rows_of_a_comparison() -> None:
    shuffled = BUDGET.accounts.iloc[::-1]
    compared = accounts.compare_states(shuffled, BUDGET.amounts, BASE, TARGET)
    assert compared.index.tolist() == list(range(len(compared)))
    assert (
        compared["account_id"].tolist()
        == accounts.compare_states(BUDGET.accounts, BUDGET.amounts, BASE, TARGET)["account_id"].tolist()
    )

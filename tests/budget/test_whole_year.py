"""The whole year: computed again from the plain rows, for METI's figures on record and for every ministry."""

from collections import defaultdict
from fractions import Fraction

import pandas as pd
import pytest

from repository import ROOT
from yosan.budget import choose_items, whole_year
from yosan.budget.transfers import own_money
from yosan.data.items_mof import Items, load_items
from yosan.errors import InputError
from yosan.units import OKU

EVERYTHING = load_items(ROOT / "examples/state-budget/data/budget/items_mof.csv.xz")
METI = choose_items.choose_ministry(EVERYTHING.rows, EVERYTHING.names, "meti")
GENERAL = choose_items.choose_account(METI, "general")
COMPLETE = whole_year.find_complete_years(GENERAL)
SME = whole_year.follow_years(GENERAL[GENERAL["main_expense"] == "sme"], COMPLETE).set_index("fiscal_year")
# 億円: initial, what supplementary budgets added, spent
ON_RECORD = {
    2017: (1116, 1976, 2438),
    2018: (1110, 2634, 3889),
    2019: (1167, 4126, 6506),
    2020: (1141, 178373, 130586),
    2021: (1117, 39589, 48970),
    2022: (1095, 12161, 33122),
    2023: (1090, 5419, 3931),
    2024: (1082, 5601, 7058),
    2025: (1080, 8409, None),
}


@pytest.mark.parametrize("year", ON_RECORD)
def test_sme_measures_are_those_on_record(year: int) -> None:
    found = SME.loc[year, ["initial_yen", "supplementary_yen", "spent_yen"]]
    assert tuple(None if pd.isna(yen) else round(yen / OKU) for yen in found) == ON_RECORD[year]


def test_a_year_without_supplementary_budget_and_settlement_ends_in_a_gap() -> None:
    assert list(range(2017, 2026)) == COMPLETE
    assert pd.isna(SME.loc[2026, ["supplementary_yen", "revised_yen", "spent_yen"]]).all()
    assert SME.at[2026, "initial_yen"] == 107_884_299_000
    assert pd.isna(SME.at[2026, "initial_share"])


def recomputed(rows: list[dict]) -> dict[int, dict[str, int]]:
    """The chain of each year by plain Python."""
    chain: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in rows:
        year = chain[row["fiscal_year"]]
        if row["budget"] == "initial":
            year["initial"] += row["amount_yen"]
        elif row["budget"].startswith("supplementary"):
            year["supplementary"] += row["amount_yen"] - row["previous_yen"]
        elif row["budget"] == "settled":
            year["settled_budget"] += row["amount_yen"]
            for name in ("current", "spent", "carried", "unused"):
                year[name] += row[f"{name}_yen"]
    return chain


@pytest.mark.parametrize("ministry", choose_items.list_ministries(EVERYTHING.rows))
def test_every_ministry_is_followed_as_plain_arithmetic_follows_it(ministry: str) -> None:
    general = choose_items.choose_account(
        choose_items.choose_ministry(EVERYTHING.rows, EVERYTHING.names, ministry), "general"
    )
    rows = own_money(general)
    years = whole_year.follow_years(rows, whole_year.find_complete_years(general)).set_index("fiscal_year")
    plain = recomputed(rows.to_dict("records"))
    for year, own in years.iterrows():
        for name, yen in plain[year].items():
            if not (name == "supplementary" and pd.isna(own["supplementary_yen"])):
                assert own[f"{name}_yen"] == yen, (year, name)
        if pd.notna(own["current_yen"]):
            revised = plain[year]["initial"] + plain[year]["supplementary"]
            assert own["revised_yen"] + own["moved_yen"] + own["brought_in_yen"] == own["current_yen"]
            assert own["spent_yen"] + own["carried_yen"] + own["unused_yen"] == own["current_yen"]
            assert own["initial_share"] == Fraction(plain[year]["initial"], revised) if revised else True
            assert own["carried_rate"] == Fraction(plain[year]["carried"], plain[year]["current"])
        if year - 1 in years.index and pd.notna(own["carried_in_yen"]):
            assert own["carried_in_yen"] == plain[year - 1]["carried"]


def test_what_is_moved_between_ministries_adds_up_to_nothing() -> None:
    """So the whole government's initial and supplementary budgets are, to the yen, the settlement's budget."""
    rows = EVERYTHING.rows[EVERYTHING.rows["account"] == "general"].astype({"budget": str})
    years = whole_year.follow_years(rows, range(2017, 2026))
    assert years.loc[years["fiscal_year"] < 2025, "moved_yen"].tolist() == [0] * 8


def test_each_supplementary_budget_stands_alone() -> None:
    added = whole_year.list_supplements(GENERAL[GENERAL["main_expense"] == "sme"]).set_index("fiscal_year")
    assert list(added) == ["supplementary_1", "supplementary_2", "supplementary_3"]
    assert added.loc[2020].tolist() == [6_221_003_096_000, 10_204_078_676_000, 1_412_214_631_000]
    assert added.loc[2022].isna().tolist() == [True, False, True]
    assert (added.sum(axis=1) == SME.loc[2017:2025, "supplementary_yen"]).all()


def test_main_expenses_of_a_year_add_up_to_the_account() -> None:
    kept = own_money(GENERAL)
    table = whole_year.compare_expenses(kept, 2020, COMPLETE)
    whole = whole_year.follow_years(kept, COMPLETE).set_index("fiscal_year").loc[2020]
    for name in ("initial_yen", "revised_yen", "spent_yen", "carried_yen"):
        assert table[name].sum() == whole[name]
    assert table["main_expense"].iloc[0] == "sme"
    assert sum(table["share_of_revised"]) == sum(table["share_of_initial"]) == 1
    assert whole["initial_yen"] == 635_875_909_000


def test_years_are_summed_up() -> None:
    summed = whole_year.summarise_years(SME.reset_index())
    assert (summed.complete, summed.larger) == (9, 9)
    assert (summed.least, summed.most) == (SME.at[2020, "initial_share"], SME.at[2017, "initial_share"])
    nothing = whole_year.summarise_years(SME.loc[[2026]].reset_index())
    assert (nothing.complete, nothing.larger, nothing.least) == (0, 0, None)


def items(*rows: dict) -> Items:
    blank = dict.fromkeys(EVERYTHING.rows.columns, "")
    frame = pd.DataFrame([{**blank, "account": "general", "ministry": "meti", **row} for row in rows])
    return Items(frame, EVERYTHING.names)


def test_what_is_not_there_is_refused_with_what_there_is() -> None:
    rows = items({"fiscal_year": 2017, "budget": "initial"}, {"fiscal_year": 2017, "budget": "settled"}).rows
    names = EVERYTHING.names
    with pytest.raises(InputError, match=r"parameter ministry.*'metis'.*meti"):
        choose_items.choose_ministry(rows, names, "metis")
    with pytest.raises(InputError, match=r"parameter account.*general"):
        choose_items.choose_account(rows, "patent")
    with pytest.raises(InputError, match="parameter main_expense"):
        choose_items.choose_expense(rows, "sme")
    with pytest.raises(InputError, match=r"parameter last_year.*FY2030.*2017"):
        choose_items.check_years(rows, rows, 2017, 2030, 2017)
    with pytest.raises(InputError, match=r"parameter fiscal_year.*FY2016.*2017"):
        choose_items.check_years(rows, rows, 2017, 2017, 2016)
    with pytest.raises(InputError, match="parameter fiscal_year"):
        choose_items.check_initial(rows, 2016)


def test_years_in_the_wrong_order_and_an_account_that_keeps_nothing_are_told_as_that() -> None:
    kept = {"fiscal_year": 2017, "budget": "initial"}
    rows = items(kept, {**kept, "fiscal_year": 2018}, {**kept, "special_account": "forest", "pays_into": "debt"}).rows
    with pytest.raises(InputError, match=r"parameter first_year: FY2018 .*; expected FY2017 or before"):
        choose_items.check_years(rows, rows, 2018, 2017, 2017)
    with pytest.raises(InputError, match=r"parameter fiscal_year: FY2017; expected a year .*; choose other years or"):
        choose_items.check_years(rows, rows, 2017, 2018, 2017)
    with pytest.raises(InputError, match="'forest' pays all that it has into other accounts; expected one of general"):
        choose_items.choose_account(rows, "forest")

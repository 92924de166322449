"""The spread over METI's programmes can be repeated from the pairs of request and initial budget that ship with it."""

import shutil
from fractions import Fraction
from pathlib import Path

import pandas as pd
import pytest

from repository import DATA
from yosan.budget.review import QUANTILES, summarise_granted
from yosan.data.budget import load_budget
from yosan.data.tables import load_table
from yosan.errors import DataError

SHEETS = load_table("budget/review_sheets.csv")
BUDGET = load_budget()


def test_every_printed_quantile_and_share_follows_from_the_pairs() -> None:
    found = summarise_granted(SHEETS, Fraction(1005, 6990))
    printed = BUDGET.quantiles
    assert found["fiscal_year"].tolist() == printed["fiscal_year"].tolist() == list(range(2016, 2024))
    assert found["programmes"].tolist() == printed["programmes"].tolist()
    for column in found.columns[2:]:
        half = Fraction(1, 2000 if column in QUANTILES else 20000)
        for exact, value in zip(found[column], printed[column], strict=True):
            assert abs(exact - Fraction(value)) <= half, column


def test_a_pair_needs_a_request_of_ten_million_yen_and_an_initial_budget() -> None:
    assert SHEETS["requested_million_yen"].map(Fraction).min() >= 10
    assert len(SHEETS) == BUDGET.quantiles["programmes"].sum()


def test_the_programme_itself_is_among_the_pairs_with_the_amounts_of_its_own_sheets() -> None:
    own = SHEETS[SHEETS["programme"].str.contains("高度連携促進")].set_index("fiscal_year")
    assert own.loc[2020, ["requested_million_yen", "initial_million_yen"]].tolist() == ["6990", "1005"]


def test_a_changed_pair_is_named_by_the_year_and_column_that_it_breaks(tmp_path: Path) -> None:
    root = Path(shutil.copytree(DATA, tmp_path / "data"))
    table = pd.read_csv(root / "budget/review_sheets.csv", dtype=str)
    table.loc[table["fiscal_year"] == "2020", "initial_million_yen"] = "0"
    table.to_csv(root / "budget/review_sheets.csv", index=False)
    with pytest.raises(DataError, match=r"review_quantiles.csv, FY2020, column granted_median: '0.966'; expected 0"):
        load_budget(root)

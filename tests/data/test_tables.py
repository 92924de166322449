"""Whatever is wrong in data/ is named with file, row and column, or with the sum or rate that broke."""

import re
import shutil
from pathlib import Path

import pandas as pd
import pytest

from repository import DATA
from yosan.data.budget import load_budget
from yosan.data.listed import check_grades, load_citations
from yosan.data.programme import check_programmes
from yosan.data.rules import load_vintage
from yosan.data.schema import TABLES
from yosan.data.tables import check_keys, load_table, load_words
from yosan.errors import DataError, RuleError

AMOUNTS = "budget/amounts.csv"
SEED = load_table(AMOUNTS).query("source_id == 'meti-fy2020-request'")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return Path(shutil.copytree(DATA, tmp_path / "data"))


def edit(root: Path, name: str, row: int, column: str, value: str) -> None:
    table = pd.read_csv(root / name, dtype=str, keep_default_na=False)
    table.loc[row - 2, column] = value
    table.to_csv(root / name, index=False)


def problems(root: Path) -> str:
    with pytest.raises(DataError) as caught:
        load_budget(root)
    return str(caught.value)


@pytest.mark.parametrize("index", SEED.index, ids=lambda i: f"{SEED.at[i, 'fiscal_year']}-{SEED.at[i, 'account_id']}")
@pytest.mark.parametrize("shift", [3, -3])
def test_a_printed_amount_off_by_three_oku_breaks_a_named_sum_or_rate(root: Path, index: int, shift: int) -> None:
    edit(root, AMOUNTS, index + 2, "amount_oku", str(SEED.at[index, "amount_oku"] + shift))
    message = problems(root)
    assert "sum " in message or "rate " in message
    assert SEED.at[index, "account_id"] in message


def test_a_broken_sum_shows_both_sides(root: Path) -> None:
    row = SEED.query("fiscal_year == 2020 and account_id == 'general.sme'").index[0] + 2
    edit(root, AMOUNTS, row, "amount_oku", "1389")
    assert (
        "FY2020 request, sum general = general.sme + general.science + general.other: "
        "4,280 is printed, the parts give 4,283" in problems(root)
    )


def test_a_wrong_printed_rate_is_named(root: Path) -> None:
    edit(root, "budget/growth_printed.csv", 2, "growth_pct", "20.9")
    assert "rate general: 20.9% is printed, the amounts give 20.53 to 20.59%" in problems(root)


@pytest.mark.parametrize("printed", ["21", "+20.6", "120.6 %", "121%", "121％"])
def test_a_rate_is_read_in_the_precision_in_which_it_is_printed(root: Path, printed: str) -> None:
    edit(root, "budget/growth_printed.csv", 2, "growth_pct", printed)
    assert load_budget(root).growth_printed.at[0, "growth_pct"] == printed


@pytest.mark.parametrize(
    ("printed", "said"),
    [
        ("22", "rate general: 22% is printed, the amounts give 20.53 to 20.59%"),
        ("21 %", "rate general: 21% of the year before is printed"),
        ("new", "data/budget/growth_printed.csv, row 2, column growth_pct"),
    ],
)
def test_a_rate_that_does_not_fit_at_its_own_precision_is_named(root: Path, printed: str, said: str) -> None:
    edit(root, "budget/growth_printed.csv", 2, "growth_pct", printed)
    assert said in problems(root)


def test_a_rate_over_zero_is_named(root: Path) -> None:
    amounts = load_table(AMOUNTS)
    chosen = amounts["account_id"].str.startswith("energy") & (amounts["fiscal_year"] == 2019)
    for index in amounts.index[chosen & (amounts["stage"] == "initial") & (amounts["basis"] == "comparable")]:
        edit(root, AMOUNTS, index + 2, "amount_oku", "0")
    total = amounts.query("fiscal_year == 2019 and stage == 'initial' and account_id == 'total'").index[0]
    edit(root, AMOUNTS, total + 2, "amount_oku", "5191")
    assert "rate energy: a rate over zero; expected no rate for an amount that starts from zero" in problems(root)


def test_accounts_without_notes_and_bases_are_accounts_too(root: Path) -> None:
    table = pd.read_csv(root / "budget/accounts.csv", dtype=str)
    table.drop(columns=["note_ja", "note_en", "within_basis"]).to_csv(root / "budget/accounts.csv", index=False)
    assert load_budget(root).accounts["within_basis"].isna().all()


@pytest.mark.parametrize(
    ("name", "row", "column", "value"),
    [
        (AMOUNTS, 7, "amount_oku", "many"),
        (AMOUNTS, 7, "stage", "asked"),
        (AMOUNTS, 7, "confidence", "certain"),
        (AMOUNTS, 7, "locator", ""),
        (AMOUNTS, 7, "source_id", "nowhere"),
        (AMOUNTS, 7, "account_id", "general.nowhere"),
        ("budget/items.csv", 3, "pillar_id", "VI"),
        ("budget/shared_grants.csv", 2, "request_oku", "-62"),
        ("budget/grant_references.csv", 2, "extent", "some"),
        ("macro.csv", 4, "value", "5.9.9"),
        ("sources.csv", 2, "read_as", "heard"),
    ],
)
def test_a_broken_cell_is_named_with_file_row_and_column(
    root: Path, name: str, row: int, column: str, value: str
) -> None:
    edit(root, name, row, column, value)
    assert f"data/{name}, row {row}, column {column}" in problems(root)


def test_all_broken_cells_of_a_table_are_named_at_once(root: Path) -> None:
    edit(root, AMOUNTS, 5, "stage", "asked")
    edit(root, AMOUNTS, 9, "amount_oku", "-1")
    message = problems(root)
    assert "row 5, column stage" in message
    assert "row 9, column amount_oku" in message


def test_a_repeated_key_is_named(root: Path) -> None:
    text = (root / AMOUNTS).read_text("utf-8")
    (root / AMOUNTS).write_text(text + text.splitlines()[1] + "\n", "utf-8")
    assert f"data/{AMOUNTS}, row" in problems(root)


@pytest.mark.parametrize("name", [name for name, schema in TABLES.items() if "locator" in schema.columns])
def test_a_source_that_is_not_listed_is_named_in_whatever_table(root: Path, name: str) -> None:
    edit(root, name, 2, "source_id", "nobody")
    with pytest.raises(DataError, match=f"data/{name}, row 2, column source_id: 'nobody'"):
        check_keys(root)


def test_a_vintage_needs_no_season_and_a_season_its_vintage(root: Path) -> None:
    rules = root / "rules/fy2020-request.yaml"
    (root / "rules/prefecture.yaml").write_text(rules.read_text("utf-8").replace("fy2020-request", "prefecture", 1))
    assert load_vintage("prefecture", root).vintage_id == "prefecture"
    check_programmes(root)
    rules.unlink()
    with pytest.raises(RuleError, match="'fy2020-request' is not known"):
        check_programmes(root)


def test_a_missing_column_is_named(root: Path) -> None:
    table = pd.read_csv(root / AMOUNTS, dtype=str).drop(columns="basis")
    table.to_csv(root / AMOUNTS, index=False)
    assert "column basis" in problems(root)


def test_a_file_in_another_encoding_is_refused(root: Path) -> None:
    text = (root / "budget/items.csv").read_text("utf-8")
    (root / "budget/items.csv").write_bytes(text.encode("cp932", "replace"))
    assert "data/budget/items.csv" in problems(root)


def test_every_csv_of_data_has_a_schema_or_an_owner_elsewhere() -> None:
    known = set(TABLES)
    folders = ("", "budget/", "benchmarks/", "programme/")
    found = {str(path.relative_to(DATA)) for folder in folders for path in DATA.glob(f"{folder}*.csv")}
    assert found == known


def test_only_a_users_own_file_is_a_source_without_a_day_on_which_it_was_read() -> None:
    sources = load_table("sources.csv")
    assert sources.loc[sources["retrieved"].isna(), "source_id"].tolist() == ["user-input"]


def test_no_table_trusts_a_secondary_account_more_than_medium(root: Path) -> None:
    check_grades(root)
    table = pd.read_csv(root / AMOUNTS, dtype=str)
    read_as = pd.read_csv(root / "sources.csv", dtype=str).set_index("source_id")["read_as"]
    row = table.index[table["source_id"].map(read_as) == "secondary"][0]
    for grade in ("high", "derived"):
        table.loc[row, "confidence"] = grade
        table.to_csv(root / AMOUNTS, index=False)
        with pytest.raises(DataError, match=f"'{grade}', but '.*' was read in a secondary account") as caught:
            check_grades(root)
        assert [problem.place for problem in caught.value.problems] == [
            f"data/{AMOUNTS}, row {row + 2}, column confidence"
        ]


def test_citations_are_a_count_over_all_files_rules_and_assumptions_too() -> None:
    graded = [path for path in DATA.rglob("*.csv") if b",confidence" in path.read_bytes().partition(b"\n")[0]]
    rows = sum(len(pd.read_csv(path)) for path in graded)
    cited = [*DATA.glob("*.yaml"), *DATA.glob("rules/*.yaml"), *DATA.glob("programme/*.yaml")]
    stated = sum(len(re.findall(r"\bconfidence: ", path.read_text("utf-8"))) for path in cited)
    assert len(load_citations()) == rows + stated
    assert {"rules/fy2020-request.yaml", "programme/assumptions.yaml"} <= set(load_citations()["table"])


def test_every_source_is_cited_or_is_used_by_the_rules() -> None:
    cited = set(load_citations()["source_id"])
    listed = set(load_words().sources["source_id"])
    assert cited <= listed

"""Reports on official items: their values are what plain Python makes of the rows, for many ministries and years."""

import csv
import lzma
import re
from collections import defaultdict
from fractions import Fraction
from functools import cache
from typing import Any

import pytest

from repository import ROOT
from run import Ran, run
from yosan.data.budget import load_budget
from yosan.data.items_mof import Items, load_items
from yosan.data.preflight import find_problems
from yosan.views.beside import rest_of_year
from yosan.views.official import label_spans

pytestmark = pytest.mark.wide
ALL = "examples/state-budget/data/budget/items_mof.csv.xz"
EVERYTHING = load_items(ROOT / ALL)
FAULTS = re.compile(r"None|\bnan\b|[{}]|  | [.,;:]|\.[A-Z]|[−▲]0\.0")
Rows = list[dict[str, Any]]
JOINT = {"energy": "cao mext meti moe", "pension": "cao mhlw", "filp": "mof mlit", "allotment": "cao mic mof"}


@pytest.fixture(autouse=True)
def quick(undrawn: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read the table once."""
    monkeypatch.setattr("yosan.data.items_mof.load_items", lambda file="": EVERYTHING)
    monkeypatch.setattr("yosan.data.items_mof.load_own_items", lambda: EVERYTHING)


@cache
def plain() -> Rows:
    """All rows, read without the library."""
    rows = csv.DictReader(lzma.decompress((ROOT / ALL).read_bytes()).decode().splitlines())
    return [{name: int(cell) if re.fullmatch(r"-?\d+", cell) else cell for name, cell in row.items()} for row in rows]


def of(ministry: str) -> Rows:
    """Items of a ministry and of the accounts that it runs alone or with others."""

    def runs(row: dict[str, Any]) -> bool:
        account = row["ministry"].removeprefix("joint.")
        shared = JOINT.get(account, "everybody" if account.startswith("all") else "").split()
        return row["ministry"] == ministry or ministry in shared or shared == ["everybody"]

    return [row for row in plain() if row["account"] != "agency" and runs(row)]


def oku(rows: Rows, *columns: str, less: str = "") -> Fraction:
    return Fraction(sum(row[columns[0]] - (row[less] if less else 0) for row in rows), 10**8)


@cache
def whole_year(ministry: str, main_expense: str, year: int, lang: str = "en") -> Ran:
    asked = {"file": ALL, "ministry": ministry, "main_expense": main_expense, "fiscal_year": year}
    return run("11_whole_year.ipynb", lang=lang, **asked)


@cache
def itemised(ministry: str, account: str, year: int, lang: str = "en") -> Ran:
    return run("12_items.ipynb", lang=lang, file=ALL, ministry=ministry, account=account, fiscal_year=year)


FOLLOWED = [("meti", "sme", 2020), ("meti", "", 2025), ("mhlw", "", 2021), ("mod", "defence", 2023), ("diet", "", 2018)]


@pytest.mark.parametrize("case", FOLLOWED, ids=str)
def test_a_years_money_is_what_plain_arithmetic_makes_of_the_items(case: tuple[str, str, int]) -> None:
    ministry, expense, _ = case
    ran = whole_year(*case)
    own = [row for row in of(ministry) if row["account"] == "general" and not row["pays_into"]]
    own = [row for row in own if row["main_expense"] == expense] if expense else own
    for year in range(2017, 2026):
        initial, settled = (
            [r for r in own if r["fiscal_year"] == year and r["budget"] == b] for b in ("initial", "settled")
        )
        added = [r for r in own if r["fiscal_year"] == year and r["budget"].startswith("supplementary")]
        revised = oku(initial, "amount_yen") + oku(added, "amount_yen", less="previous_yen")
        assert ran.value(f"initial.{year}") == oku(initial, "amount_yen")
        assert ran.value(f"revised.{year}") == revised
        assert ran.value(f"initial_share.{year}") == oku(initial, "amount_yen") / revised
        for budget in {row["budget"] for row in added}:
            one = [row for row in added if row["budget"] == budget]
            assert ran.value(f"added.{year}.{budget}") == oku(one, "amount_yen", less="previous_yen")
        if settled:
            current = oku(settled, "current_yen")
            for name in ("spent", "carried", "unused"):
                assert ran.value(f"{name}.{year}") == oku(settled, f"{name}_yen")
            assert ran.value(f"carried_rate.{year}") == oku(settled, "carried_yen") / current
            assert ran.value(f"moved.{year}") == oku(settled, "amount_yen") - revised
            before = [r for r in own if r["fiscal_year"] == year - 1 and r["budget"] == "settled"]
            if before:
                rest = current - oku(settled, "amount_yen") - oku(before, "carried_yen")
                assert ran.value(f"other_in.{year}") == rest
        else:
            assert ran.value(f"spent.{year}") is None


@pytest.mark.parametrize("case", FOLLOWED, ids=str)
def test_accounts_of_a_ministry_are_added_without_what_they_pay_one_another(case: tuple[str, str, int]) -> None:
    ministry, _, year = case
    ran = whole_year(*case)
    rows = [row for row in of(ministry) if (row["fiscal_year"], row["budget"]) == (year, "initial")]
    accounts = {row["special_account"] or "general" for row in rows}
    paid = [row for row in rows if row["pays_into"] and str(row["pays_into"]).split(".")[0] in accounts]
    assert ran.value(f"gross.{year}") == oku(rows, "amount_yen")
    assert ran.value(f"net.{year}") == oku(rows, "amount_yen") - oku(paid, "amount_yen")


ITEMISED = [
    ("meti", "general", 2020),
    ("meti", "energy", 2025),
    ("moe", "general", 2023),
    ("mlit", "general", 2019),
    ("diet", "general", 2022),
    ("mhlw", "pension", 2021),
]


@pytest.mark.parametrize("case", ITEMISED, ids=str)
def test_an_accounts_items_are_what_plain_arithmetic_makes_of_them(case: tuple[str, str, int]) -> None:
    ministry, account, year = case
    ran = itemised(*case)
    own = [row for row in of(ministry) if (row["special_account"] or "general") == account and not row["pays_into"]]
    own = [row for row in own if row["budget"] == "initial"]
    now, before = ([row for row in own if row["fiscal_year"] == one] for one in (year, year - 1))
    total, base = oku(now, "amount_yen"), oku(before, "amount_yen")
    assert (ran.value("amount.total"), ran.value("before.total")) == (total, base)
    assert ran.value("growth.total") == total / base - 1
    by_name: dict[tuple, int] = defaultdict(int)
    for row in now:
        by_name[tuple(row[name] for name in ("organization", "sub_account", "section", "item"))] += row["amount_yen"]
    amounts = sorted((amount for amount in by_name.values() if amount), reverse=True)
    assert ran.value("items.count") == len(amounts)
    assert ran.value("top.share") == Fraction(sum(amounts[:10]), sum(amounts))
    assert [ran.value(f"top.{rank}") for rank in range(1, 1 + min(10, len(amounts)))] == [
        Fraction(amount, 10**8) for amount in amounts[:10]
    ]
    half = next(n for n in range(1, len(amounts) + 1) if 2 * sum(amounts[:n]) >= sum(amounts))
    assert ran.value("items.half") == half
    spread = sum(abs(a - b) for a in amounts for b in amounts)
    assert ran.value("gini") == Fraction(spread, 2 * len(amounts) * sum(amounts))
    told = [number.value for name, number in ran.page.published.items() if re.fullmatch(r"amount\.\d+\.\d+", name)]
    assert sorted(told) == sorted([*(Fraction(a, 10**8) for a in amounts), *[0] * (len(told) - len(amounts))])


@pytest.mark.parametrize("case", FOLLOWED, ids=str)
def test_what_a_page_on_the_whole_year_says_holds(case: tuple[str, str, int]) -> None:
    ja, en = whole_year(*case, "ja"), whole_year(*case)
    ministry, _, year = case
    for ran in (ja, en):
        assert not (found := FAULTS.search(ran.prose)), f"{found}: {ran.prose}"
    assert {n: one.value for n, one in ja.page.published.items()} == {
        n: one.value for n, one in en.page.published.items()
    }
    first = en.answer.split(". ")[0]
    for name in (f"initial.{year}", f"revised.{year}", f"initial_share.{year}"):
        assert en.page.published[name].write() in en.answer, name
    assert f"FY{year}" in first
    assert ("is not settled yet" in en.prose) == (en.value(f"spent.{year}") is None)
    assert ("No printed totals" in en.prose) == (ministry != "meti")
    assert ("nothing is matched" in en.prose) == (en.value("doubled.count") is None)


@pytest.mark.parametrize("case", ITEMISED, ids=str)
def test_what_a_page_on_items_says_holds(case: tuple[str, str, int]) -> None:
    ja, en = itemised(*case, "ja"), itemised(*case)
    for ran in (ja, en):
        assert not (found := FAULTS.search(ran.prose)), f"{found}: {ran.prose}"
    assert {n: one.value for n, one in ja.page.published.items()} == {
        n: one.value for n, one in en.page.published.items()
    }
    assert en.page.published["amount.total"].write() in en.answer.split(". ")[0]
    assert ("The ministry has one account" in en.prose) == (len({r["special_account"] for r in of(case[0])}) == 1)


@pytest.mark.parametrize("case", [("mod", "other", 2022), ("cao", "disaster_recovery", 2023)], ids=str)
def test_a_main_expense_that_stands_in_few_years_is_told_of_these_with_its_noughts_cited(
    case: tuple[str, str, int],
) -> None:
    assert not FAULTS.search(whole_year(*case).prose)


def test_a_single_item_is_not_spoken_of_as_many() -> None:
    assert "One item alone has an amount." in itemised("disaster", "general", 2026).prose


def test_every_number_says_on_which_pages_it_stands() -> None:
    ran = itemised("meti", "general", 2020)
    numbers = ran.page.published.values()
    assert all(source.source_id == "mof-items" for number in numbers for source in number.sources)
    item = next(number for name, number in ran.page.published.items() if name == "amount.1.1")
    assert [(source.locator, source.confidence) for source in item.sources] == [
        ("2019年度当初予算 一般会計 p. 1124", "high"),
        ("2020年度当初予算 一般会計 p. 830", "high"),
    ] or all("p. " in source.locator for source in item.sources)


def test_parameters_are_refused_before_a_kernel_starts() -> None:
    good = {"file": ALL, "ministry": "meti", "main_expense": "sme", "fiscal_year": 2020, "account": "general"}
    good |= {"first_year": 2017, "last_year": 2025}
    checks = {"whole_year": ("file", "ministry", "main_expense", "fiscal_year", "first_year", "last_year")}
    checks |= {"items": ("file", "ministry", "account", "fiscal_year")}
    assert find_problems(checks, good, ROOT) == []
    wrong = {"ministry": "x", "main_expense": "x", "fiscal_year": 2030, "account": "x"}
    wrong |= {"main_expense": "promotion", "first_year": 2025}  # settled items alone; after the last year
    for name, value in wrong.items():
        assert find_problems(checks, good | {name: value}, ROOT), name


@pytest.mark.parametrize(
    ("notebook", "asked"),
    [("01_budget_growth.ipynb", {}), ("03_request_to_outcome.ipynb", {"fiscal_year": 2021})],
    ids=["growth", "outcome"],
)
def test_a_page_on_the_request_shows_the_rest_of_the_year(notebook: str, asked: dict[str, int]) -> None:
    ran, year = run(notebook, lang="en", **asked), asked.get("fiscal_year", 2020)
    own = [row for row in of("meti") if row["account"] == "general" and row["fiscal_year"] == year]
    for account, expense in {"sme": "sme", "science": "science"}.items():
        rows = [row for row in own if row["main_expense"] == expense]
        initial = [row for row in rows if row["budget"] == "initial"]
        added = [row for row in rows if row["budget"].startswith("supplementary")]
        revised = oku(initial, "amount_yen") + oku(added, "amount_yen", less="previous_yen")
        assert ran.value(f"whole.initial.general.{account}") == oku(initial, "amount_yen")
        assert ran.value(f"whole.revised.general.{account}") == revised
    assert f"FY{year}, and what they became" in ran.prose


def test_a_year_that_may_still_change_is_not_set_beside_its_request() -> None:
    ran = run("01_budget_growth.ipynb", lang="en", base_year=2025, base_stage="initial", target_year=2026)
    assert not [name for name in ran.page.published if name.startswith("whole.")]
    assert "the whole year" not in ran.prose


def test_another_ministrys_budget_is_never_set_beside_metis_items() -> None:
    budget = load_budget()
    nothing, cited = rest_of_year(Items(EVERYTHING.rows.iloc[:0], EVERYTHING.names), budget.accounts, 2020)
    assert (len(nothing), cited) == (0, ())
    assert label_spans(nothing, "en").empty

"""Reports about the budget with any parameters: every pair of states builds or is refused, and sentences hold."""

import random
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import product

import pandas as pd
import pytest

from repository import NOTEBOOKS
from run import Ran, run
from yosan.budget import accounts, outcome
from yosan.data.budget import load_budget
from yosan.errors import InputError

pytestmark = pytest.mark.wide
BUDGET = load_budget()
STATES = accounts.list_states(BUDGET.amounts)
Pair = tuple[accounts.State, accounts.State]
KINDS: dict[str, Pair] = {
    "the seed's": ((2019, "initial"), (2020, "request")),
    "a fall": ((2021, "initial"), (2022, "initial")),
    "no printed rates": ((2019, "initial"), (2020, "initial")),
    "a gap": ((2018, "initial"), (2019, "request")),
    "another basis": ((2022, "initial"), (2023, "initial")),
    "all shrink": ((2020, "request"), (2020, "initial")),
    "one account": ((2018, "request"), (2026, "initial")),
    "itself": ((2020, "request"), (2020, "request")),
}
FAULTS = re.compile(r"None|\bnan\b|[{}]|  | [.,;:]|\.[A-Z]|\b0 printed rates|[−▲]0\.0")


@pytest.fixture(autouse=True)
def quick(undrawn: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read tables once."""
    monkeypatch.setattr("yosan.data.budget.load_budget", lambda: BUDGET)


def grown(base: accounts.State, target: accounts.State, lang: str) -> Ran:
    states = {"base_year": base[0], "base_stage": base[1], "target_year": target[0], "target_stage": target[1]}
    return run("01_budget_growth.ipynb", lang=lang, **states)


def comparable(pairs: Iterator[Pair]) -> list[Pair]:
    found = []
    for pair in pairs:
        try:
            accounts.check_pair(BUDGET.accounts, BUDGET.amounts, *pair)
        except InputError:
            continue
        found.append(pair)
    return found


def check_growth(ran: Ran, base: accounts.State, target: accounts.State) -> None:
    """Hold what a page on growth says against what it publishes."""
    prose, change, rates = ran.prose, ran.value("change.total"), ran.value("audit.rates")
    assert not (found := FAULTS.search(prose)), f"{found}: {prose}"
    assert ("against itself" in prose) == (base == target)
    if base == target:
        assert "the total's" not in prose
        assert not [name for name, number in ran.page.published.items() if "change" in name and number.value]
        return
    assert ("the total's increase" in prose) <= (change is not None and change > 0)
    assert ("the total's decrease" in prose) <= (change is not None and change < 0)
    assert ("The total is not printed" in prose) == (change is None)
    assert ("No rate is printed" in prose) == (rates == 0)
    assert ("There is no printed total" in prose) == (ran.value("audit.sums") == 0)
    assert ("which is rounding" in prose) == (ran.value("left.rounding") is not None)
    assert ("not printed in both states." in prose) == (ran.value("left.rest") is not None)
    parts = accounts.find_parts(accounts.compare_states(BUDGET.accounts, BUDGET.amounts, base, target))
    growths = [ran.value(f"growth.{account}") for account in parts["account_id"]]
    known = [rate for rate in growths if rate is not None]
    assert ("grows fastest" in prose) == (len(known) > 1 and max(known) > 0)
    assert ("All of these accounts shrink" in prose) == (len(known) > 1 and max(known) < 0)


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_page_on_growth_says_holds_for_every_kind_of_pair(kind: str) -> None:
    check_growth(grown(*KINDS[kind], "en"), *KINDS[kind])


@pytest.mark.parametrize("pair", random.Random(14).sample(list(product(STATES, STATES)), 6), ids=str)
def test_what_a_page_on_growth_says_holds_for_a_sample_of_pairs(pair: Pair) -> None:
    for base, target in comparable(iter([pair])):
        check_growth(grown(base, target, "en"), base, target)


@pytest.mark.parametrize("kind", ["a fall", "a gap", "itself"])
def test_both_languages_publish_the_same_for_other_pairs(kind: str) -> None:
    ja, en = (grown(*KINDS[kind], lang).page.published for lang in ("ja", "en"))
    assert {name: number.value for name, number in ja.items()} == {name: number.value for name, number in en.items()}


@pytest.mark.slow
@pytest.mark.parametrize("base", STATES, ids=str)
def test_every_pair_of_states_builds_or_is_refused(base: accounts.State) -> None:
    for pair in comparable((base, target) for target in STATES):
        check_growth(grown(*pair, "en"), *pair)
        grown(*pair, "ja")


@cache
def followed() -> list[int]:
    years = []
    for year in range(2014, 2027):
        try:
            outcome.check_year(BUDGET.accounts, BUDGET.amounts, year)
        except InputError:
            continue
        years.append(year)
    return years


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("year", [2019, 2021, 2023, 2025])
def test_what_became_of_any_request_is_told_by_sign(year: int, lang: str) -> None:
    check_outcome(run("03_request_to_outcome.ipynb", lang=lang, fiscal_year=year))


@pytest.mark.slow
def test_every_year_of_a_request_builds() -> None:
    assert followed() == [*range(2015, 2027)]
    for year in followed():
        check_outcome(run("03_request_to_outcome.ipynb", lang="en", fiscal_year=year))


def check_outcome(ran: Ran) -> None:
    """Hold what is said of a request against what the page publishes."""
    prose, asked, granted = ran.prose, ran.value("requested.increase"), ran.value("granted.increase")
    assert not (found := FAULTS.search(prose)), f"{found}: {prose}"
    assert ("was granted:" in prose or "認められた増額は" in prose) == (ran.value("granted.share") is not None)
    if granted is not None and granted < 0:
        assert "granted.share" not in ran.page.published
    if asked is not None and asked > 0 and granted is not None and granted < 0:
        assert "below that of the year before" in prose or "少ない" in prose


def test_fy2021_asked_for_more_and_was_cut() -> None:
    ran = run("03_request_to_outcome.ipynb", lang="en", fiscal_year=2021)
    assert (
        "An increase of ¥161.6 bn was asked for, but the initial budget is ¥18.6 bn below that of the year before"
        in ran.answer
    )


def test_the_programme_is_not_counted_among_the_others() -> None:
    ran = run("03_request_to_outcome.ipynb", lang="en", fiscal_year=2020)
    assert ran.value("programmes.others") == 287
    assert "of the 287 others 2.8% got 14.4% or less" in ran.prose


@pytest.mark.parametrize(
    ("year", "told"), [(2020, "¥400.0 bn"), (2019, "¥360.0 bn"), (2017, "¥100.0 bn"), (2021, None)]
)
def test_beside_what_was_granted_stands_the_supplementary_budget_of_the_sister_programme(
    year: int, told: str | None
) -> None:
    ran = run("03_request_to_outcome.ipynb", lang="en", fiscal_year=year)
    assert ("in supplementary budgets of" in ran.answer) == (told is not None)
    if told:
        assert f"The sister subsidy (Monozukuri) got {told} in supplementary budgets of FY{year}" in ran.answer
    with_others = "together with the subsidies for sales channels, IT and the like" in ran.answer
    assert with_others == (year in (2019, 2020))  # one budget of several subsidies since FY2018
    assert ("That 14.4% counts the initial budget alone." in ran.answer) == (year == 2020)


def test_what_came_after_the_programme_is_told_where_it_is_followed() -> None:
    ran = run("03_request_to_outcome.ipynb", lang="en", fiscal_year=2020)
    after = [ran.value(f"after.successor.{year}.request") for year in (2022, 2023, 2024)]
    assert [ran.value("after.own.2022.request"), *after] == [0, 2540, 1059, 0]


def test_interest_stands_beside_the_series_like_for_like() -> None:
    ran = run("03_request_to_outcome.ipynb", lang="en", fiscal_year=2020)
    assert "Energy special account, FY2022 to FY2025: +¥0.2 bn, of which +¥38.1 bn in the part" in ran.prose


def test_a_year_in_which_more_was_granted_than_asked_does_not_shrink(monkeypatch: pytest.MonkeyPatch) -> None:
    falling = "From request to initial budget to execution it shrinks"
    assert falling in run("03_request_to_outcome.ipynb", lang="en", fiscal_year=2020).prose
    more = BUDGET.programme.copy()
    more.loc[(more["fiscal_year"] == 2021) & (more["stage"] == "request"), "amount_million_yen"] = 1000
    monkeypatch.setattr("yosan.data.budget.load_budget", lambda: replace(BUDGET, programme=more))
    ran = run("03_request_to_outcome.ipynb", lang="en", fiscal_year=2020)
    assert falling not in ran.prose
    assert "Request, initial budget and execution, year by year" in ran.prose


def test_no_sentence_counts_the_programme_among_the_others() -> None:
    for lang, others in (("ja", "ほかの事業の成立率"), ("en", "METI's other programmes")):
        ran = run("03_request_to_outcome.ipynb", lang=lang, fiscal_year=2020)
        assert others not in ran.prose
        assert others not in (NOTEBOOKS / "03_request_to_outcome.ipynb").read_text("utf-8")


def test_what_does_not_fit_is_told_of_the_account_that_pays_most_chapters(monkeypatch: pytest.MonkeyPatch) -> None:
    ran = run("02_policy_items.ipynb", lang="en")
    assert "at least ¥5.9 bn does not fit into the General account (rounding could explain up to" in ran.prose
    other = BUDGET.pillars.assign(account_id="energy")
    monkeypatch.setattr("yosan.data.budget.load_budget", lambda: replace(BUDGET, pillars=other))
    assert "does not fit into the Energy special account" in run("02_policy_items.ipynb", lang="en").prose


def test_a_new_policy_line_is_named_and_has_no_rate(monkeypatch: pytest.MonkeyPatch) -> None:
    new = BUDGET.items.iloc[[4]].assign(item_id="III-3", short_en="Something else", previous_oku=0)
    more = pd.concat([BUDGET.items, new], ignore_index=True)
    monkeypatch.setattr("yosan.data.budget.load_budget", lambda: load_budget_with(more))
    ran = run("02_policy_items.ipynb", lang="en")
    assert "Something else is new" in ran.prose
    assert "growth.III-3" not in ran.page.published
    assert any("<td" in (page := data.get("text/html", "")) and ">new<" in page for data in ran.shown)


def load_budget_with(items: pd.DataFrame) -> object:
    return replace(BUDGET, items=items)


def test_the_lines_own_rate_and_that_with_its_grant_are_both_named() -> None:
    ran = run("02_policy_items.ipynb", lang="en")
    own, together = ran.value("growth.II-2"), ran.value("growth_with_grant.II-2")
    assert (float(own), float(together)) == pytest.approx((0.118, 0.1), abs=5e-4)
    assert "its own amount changes by +11.8%, together with the grant by +10.0%" in ran.prose


def test_another_ministrys_tables_are_read_and_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Other accounts under the total, amounts off by one from their sum, and rates printed as whole per cent."""
    names = {"total": ("", 8874, 12630), "general": ("total", 1609, 2046), "energy": ("total", 1706, 2207)}
    names["rebuilding"] = ("total", 5560, 8378)
    own = BUDGET.accounts.iloc[[0]]
    rows = [own.assign(account_id=a, parent_id=p or None, name_en=a, short_en=a) for a, (p, *_) in names.items()]
    table = pd.concat(rows, ignore_index=True).assign(printed_order=range(len(names)))
    cited = BUDGET.amounts.iloc[[0]].assign(basis="comparable")
    amounts = pd.concat(
        [
            cited.assign(fiscal_year=year, stage=stage, account_id=account, amount_oku=amount)
            for account, (_, before, now) in names.items()
            for year, stage, amount in ((2019, "initial", before), (2020, "request", now))
        ],
        ignore_index=True,
    )
    rates = BUDGET.growth_printed.iloc[[0, 0, 0]].assign(
        account_id=["general", "energy", "total"], growth_pct=["27", "129 %", "42"]
    )
    ministry = replace(BUDGET, accounts=table, amounts=amounts, growth_printed=rates)
    monkeypatch.setattr("yosan.data.budget.load_budget", lambda: ministry)
    ran = run("01_budget_growth.ipynb", lang="en")
    assert "rebuilding makes up 75.0% of the total's increase" in ran.answer
    assert "Of 3 printed rates 3 agree with the amounts within rounding." in ran.answer
    assert ran.value("contribution.rebuilding") is not None

"""Every measure of a budget and its items gives what is on record."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from recorded import Calls, answer, on_record
from yosan.budget import (
    accounts,
    audit,
    choose_items,
    concentration,
    drill_down,
    growth,
    item_history,
    items,
    levels,
    official,
    outcome,
    review,
    series,
    transfers,
    whole_year,
)
from yosan.data.budget import load_budget
from yosan.data.items_mof import load_items
from yosan.data.tables import load_table

pytestmark = pytest.mark.wide
RECORDS = Path(__file__).with_name("values.yml")
BUDGET, ITEMS = load_budget(), load_items()
ACCOUNTS, AMOUNTS = BUDGET.accounts, BUDGET.amounts
BASE, TARGET, ENACTED = (2019, "initial"), (2020, "request"), (2020, "initial")
METI = choose_items.choose_ministry(ITEMS.rows, ITEMS.names, "meti")
GENERAL = choose_items.choose_account(METI, "general")
HEAD = ["fiscal_year", "account", "budget", "ministry", "organization", "special_account", "sub_account", "section"]
OPEN = (None,) * 4  # nothing current, spent, carried or unused: no settlement
SMALL = [  # two complete years and one begun; items that stay, go, come, are renamed and move, and one that pays on
    (2019, "general", "initial", "meti", "o", "", "", "s", "sme", "stays", 100, 90, *OPEN, ""),
    (2019, "general", "initial", "meti", "o", "", "", "s", "sme", "goes", 40, 40, *OPEN, ""),
    (2019, "general", "initial", "meti", "o", "", "", "s", "other", "old name", 70, 60, *OPEN, ""),
    (2019, "general", "initial", "meti", "o", "", "", "t", "other", "pays", 30, 30, *OPEN, "energy"),
    (2019, "special", "initial", "joint.energy", "", "energy", "", "s", "energy", "e", 55, 0, *OPEN, ""),
    (2019, "general", "supplementary_1", "meti", "o", "", "", "s", "sme", "stays", 160, 100, *OPEN, ""),
    (2019, "general", "settled", "meti", "o", "", "", "s", "sme", "stays", 160, None, 175, 120, 35, 20, ""),
    (2019, "general", "settled", "meti", "o", "", "", "s", "sme", "goes", 40, None, 40, 31, 0, 9, ""),
    (2019, "general", "settled", "meti", "o", "", "", "t", "other", "pays", 30, None, 30, 30, 0, 0, "energy"),
    (2020, "general", "initial", "meti", "o", "", "", "s", "sme", "stays", 130, 100, *OPEN, ""),
    (2020, "general", "initial", "meti", "o", "", "", "s", "sme", "comes", 25, 0, *OPEN, ""),
    (2020, "general", "initial", "meti", "o", "", "", "s", "other", "new name", 66, 70, *OPEN, ""),
    (2020, "general", "initial", "meti", "p", "", "", "t", "other", "pays", 33, 30, *OPEN, "energy"),
    (2020, "special", "initial", "joint.energy", "", "energy", "", "s", "energy", "e", 44, 55, *OPEN, ""),
    (2020, "general", "supplementary_1", "meti", "o", "", "", "s", "sme", "comes", 125, 25, *OPEN, ""),
    (2020, "general", "supplementary_2", "meti", "o", "", "", "s", "sme", "stays", 120, 130, *OPEN, ""),
    (2020, "general", "settled", "meti", "o", "", "", "s", "sme", "stays", 120, None, 155, 150, 0, 5, ""),
    (2020, "general", "settled", "meti", "o", "", "", "s", "sme", "comes", 125, None, 125, 60, 65, 0, ""),
    (2021, "general", "initial", "meti", "o", "", "", "s", "sme", "stays", 140, 130, *OPEN, ""),
]


def small() -> pd.DataFrame:
    columns = [*HEAD, "main_expense", "item", "amount_yen", "previous_yen", "current_yen", "spent_yen", "carried_yen"]
    table = pd.DataFrame(SMALL, columns=[*columns, "unused_yen", "pays_into"]).assign(document="d", page=1)
    words = {name: "category" for name in (*HEAD[1:], "main_expense", "item", "pays_into")}
    return table.astype({name: "Int64" for name in table if name.endswith("_yen")} | words)


def of_table(base: accounts.State, target: accounts.State) -> pd.DataFrame:
    return growth.growth_table(accounts.compare_states(ACCOUNTS, AMOUNTS, base, target))


def printed() -> audit.PrintedTable:
    rates = accounts.find_printed_rates(BUDGET.growth_printed, BASE, TARGET)
    return audit.PrintedTable.from_frames(of_table(BASE, TARGET), ACCOUNTS, rates)


def of_accounts() -> Calls:
    calls: dict[str, Any] = {}
    for base, target in ((BASE, TARGET), (BASE, ENACTED)):
        name = f"{base[0]} {base[1]} to {target[0]} {target[1]}"
        calls |= {
            f"check_pair, {name}": partial(accounts.check_pair, ACCOUNTS, AMOUNTS, base, target),
            f"growth_table, {name}": partial(of_table, base, target),
            f"find_parts, {name}": lambda b=base, t=target: accounts.find_parts(of_table(b, t)),
            f"is_whole, {name}": lambda b=base, t=target: accounts.is_whole(of_table(b, t)),
            f"find_rows, {name}": lambda b=base, t=target: accounts.find_rows(AMOUNTS, of_table(b, t), b, t),
            f"find_other_bases, {name}": partial(accounts.find_other_bases, ACCOUNTS, AMOUNTS, base, target),
            f"pick_movers, {name}": lambda b=base, t=target: growth.pick_movers(of_table(b, t)),
            f"pick_new, {name}": lambda b=base, t=target: growth.pick_new(of_table(b, t)),
            f"pick_driver, {name}": lambda b=base, t=target: growth.pick_driver(of_table(b, t)),
            f"pick_largest, {name}": lambda b=base, t=target: growth.pick_largest(of_table(b, t), "target_oku"),
            f"waterfall, {name}": lambda b=base, t=target: growth.build_waterfall(
                of_table(b, t), accounts.find_parts(of_table(b, t)), accounts.is_whole(of_table(b, t))
            ),
        }
    wrong = (((2019, "request"), (2019, "request")), ((1999, "initial"), TARGET), (BASE, (2099, "request")))
    calls |= {
        f"check_pair, {base} to {target}": partial(accounts.check_pair, ACCOUNTS, AMOUNTS, base, target)
        for base, target in (*wrong, (TARGET, BASE), (BASE, (2020, "executed")), (ENACTED, TARGET))
    }
    return calls | {
        "list_states": partial(accounts.list_states, AMOUNTS),
        "name_states": lambda: accounts.name_states(accounts.list_states(AMOUNTS)),
        "find_printed_rates": partial(accounts.find_printed_rates, BUDGET.growth_printed, BASE, TARGET),
        "check_sums": partial(accounts.check_sums, AMOUNTS, ACCOUNTS),
        "check_sums, one broken": lambda: accounts.check_sums(
            AMOUNTS.assign(amount_oku=AMOUNTS["amount_oku"] + (AMOUNTS["account_id"] == "general") * 90), ACCOUNTS
        ),
        "compare_sums": partial(accounts.compare_sums, AMOUNTS, ACCOUNTS),
        "like for like, initial": partial(accounts.total_like_for_like, AMOUNTS, ACCOUNTS, "initial"),
        "like for like, request": partial(accounts.total_like_for_like, AMOUNTS, ACCOUNTS, "request"),
        "audit, table": printed,
        "audit, sums": lambda: audit.count_sums(printed()),
        "audit, open": lambda: audit.find_open_sums(printed().shifted(("target", "general"), 5)),
        "audit, rates": lambda: audit.find_inconsistent_rates(printed().shifted(("target", "total"), 50)),
        "audit, changes": lambda: audit.bound_changes(printed()),
    }


def of_outcome() -> Calls:
    stages = outcome.compare_stages(BUDGET.programme)
    lines = items.bound_lines(BUDGET.items, BUDGET.grants, BUDGET.references)
    both = (BUDGET.items, BUDGET.grants, BUDGET.references)
    compared = of_table(BASE, TARGET)
    interest = ["total", "general.sme"]
    chosen = partial(series.choose_amounts, AMOUNTS, interest, (2017, 2022), "initial", "comparable")
    return {
        **{f"check_year, {year}": partial(outcome.check_year, ACCOUNTS, AMOUNTS, year) for year in (2020, 2019)},
        **{f"compare_granted, {y}": partial(outcome.compare_granted, ACCOUNTS, AMOUNTS, y) for y in (2020, 2021)},
        "compare_stages": lambda: stages,
        "list_stages": lambda: outcome.list_stages(stages),
        "always_falls": lambda: outcome.always_falls(stages),
        "follow_programme": partial(outcome.follow_programme, BUDGET.programme, 2020),
        "align_series": partial(outcome.align_series, AMOUNTS, ACCOUNTS),
        "label_years": partial(outcome.label_years, BUDGET.breaks),
        "spread_granted": partial(outcome.spread_granted, BUDGET.quantiles, stages, 2020),
        "spread_granted, later": partial(outcome.spread_granted, BUDGET.quantiles, stages, 2021),
        "compute_benchmarks": partial(outcome.compute_benchmarks, BUDGET.macro, 2020),
        "compute_benchmarks, later": partial(outcome.compute_benchmarks, BUDGET.macro, 2021),
        "summarise_granted": partial(
            review.summarise_granted,
            load_table("budget/review_sheets.csv"),
            stages.set_index("fiscal_year").at[2020, "granted_share"],
        ),
        "bound_lines": lambda: lines,
        "pick_doubled": partial(items.pick_doubled, lines),
        "total_listed": partial(items.total_listed, *both),
        "find_identities": partial(items.find_identities, BUDGET.items, BUDGET.grants, compared),
        "outside": partial(items.bound_outside, *both, BUDGET.pillars, compared),
        "outside, before": partial(items.bound_outside, *both, BUDGET.pillars, compared, "previous"),
        "choose_amounts": chosen,
        "build_series": lambda: series.build_series(chosen(), interest, (2017, 2022)),
        "compute_change": lambda: series.compute_change(series.build_series(chosen(), interest, (2017, 2022))),
        "find_breaks": partial(series.find_breaks, BUDGET.breaks, (2017, 2022)),
        "list_interest_changes": partial(series.list_interest_changes, ACCOUNTS, AMOUNTS),
    }


def of_items() -> Calls:
    calls: dict[str, Any] = {}
    own = choose_items.choose_ministry(small(), ITEMS.names, "meti")
    for name, rows, year in (("2020", own, 2020), ("2021", own, 2021)):
        general = choose_items.choose_account(rows, "general")
        complete = whole_year.find_complete_years(general)
        told = item_history.tell_items(general, year)
        history = item_history.compare_items(general, year)
        calls |= {
            f"{name}: compare_items": lambda h=history: h,
            f"{name}: tell_items": lambda t=told: t,
            f"{name}: pick_compared": partial(item_history.pick_compared, general, year),
            f"{name}: count_fates": partial(item_history.count_fates, history),
            f"{name}: pick_moved": partial(item_history.pick_moved, history),
            f"{name}: drill_down": partial(drill_down.drill_down, history),
            f"{name}: rank_items": partial(drill_down.rank_items, history, "change_yen", 2),
            f"{name}: level of sections": partial(levels.sum_level, rows, "section", (2018, 2021)),
            f"{name}: level of items": partial(levels.sum_level, rows, "item", (2019, 2020), "spent"),
            f"{name}: level of accounts": partial(levels.sum_level, rows, "account", (2019, 2021), "revised"),
            f"{name}: ends": lambda r=rows: levels.compare_ends(levels.sum_level(r, "section", (2019, 2021))),
            f"{name}: official": partial(official.follow_accounts, rows, ACCOUNTS, year),
            f"{name}: printed": partial(official.compare_printed, rows, AMOUNTS, BUDGET.breaks),
            f"{name}: accounts": lambda r=rows, y=year: transfers.add_accounts(
                r[(r["fiscal_year"] == y) & (r["budget"] == "initial")]
            ),
            f"{name}: every year": partial(transfers.add_every_year, rows),
            f"{name}: own money": lambda r=rows: transfers.own_money(r)["amount_yen"],
            f"{name}: supplements": partial(whole_year.list_supplements, general),
            f"{name}: years": partial(whole_year.follow_years, general, complete),
            f"{name}: complete": lambda c=complete: c,
            f"{name}: expenses": partial(whole_year.compare_expenses, general, year, complete),
            f"{name}: summary": lambda g=general, c=complete: whole_year.summarise_years(whole_year.follow_years(g, c)),
            f"{name}: choose_expense": lambda g=general: choose_items.choose_expense(g, "sme")["amount_yen"],
            f"{name}: every expense": lambda g=general: choose_items.choose_expense(g, "")["amount_yen"],
            f"{name}: Lorenz": lambda t=told: concentration.lorenz(t["amount_yen"].dropna()),
            f"{name}: half": lambda t=told: concentration.count_half(t["amount_yen"].dropna()),
            f"{name}: Gini": lambda t=told: concentration.gini(t["amount_yen"].dropna()),
            f"{name}: top": lambda t=told: concentration.top_share(t["amount_yen"].dropna(), 2),
        }
    first = item_history.tell_items(choose_items.choose_account(own, "general"), 2019)
    return calls | {
        "first year: tell_items": lambda: first,
        "first year: drill_down": partial(drill_down.drill_down, first),
        "first year: fates": partial(item_history.count_fates, first),
        "ministries": partial(choose_items.list_ministries, small()),
        "no ministry": partial(choose_items.choose_ministry, small(), ITEMS.names, "nobody"),
        "no account": partial(choose_items.choose_account, METI, "nothing"),
        "no expense": partial(choose_items.choose_expense, GENERAL, "nothing"),
        "no year": partial(choose_items.check_initial, GENERAL, 1999),
        "years the wrong way round": partial(choose_items.check_years, GENERAL, GENERAL, 2021, 2019, 2020),
        "a year outside": partial(choose_items.check_years, GENERAL, GENERAL, 2018, 2019, 1990),
    }


CALLS = {"accounts": of_accounts, "outcome": of_outcome, "items": of_items}


@pytest.mark.parametrize("part", CALLS)
def test_what_is_measured_of_a_budget_is_what_is_on_record(part: str) -> None:
    known = on_record(RECORDS)[part]
    assert {name: answer(call) for name, call in CALLS[part]().items()} == known

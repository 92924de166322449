"""Printed amounts to play with: accounts, years, stage and basis as switches, series and growth beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import ipywidgets as widgets
import pandas as pd

from yosan.budget.outcome import label_years
from yosan.budget.series import Years, build_series, choose_amounts, compute_change, find_breaks
from yosan.data.budget_tables import Budget
from yosan.errors import InputError, Problem, unknown
from yosan.explore.results import Explorer, results
from yosan.messages import Message
from yosan.show import figures
from yosan.show.page import Page
from yosan.show.words import FigureTexts, TableTexts, Texts
from yosan.views.budgets import BASIS_NAMES
from yosan.writing import Text

_STAGES = ("request", "initial")
_TEXTS = Texts(
    texts={
        "accounts": Text("勘定", "Accounts"),
        "years": Text("年度", "Years"),
        "stage": Text("段階", "Stage"),
        "basis": Text("範囲", "Basis"),
        "nothing": Text("この選び方で印字された額はない。", "No printed figure fits this choice."),
    },
    tables={
        "change": TableTexts(
            caption=Text("初めの年と終わりの年", "First and last year"),
            heads={"base_oku": Text("{first}", "{first}"), "target_oku": Text("{last}", "{last}")},
        ),
        "breaks": TableTexts(caption=Text("系列の切れ目", "Breaks in the series")),
        "evidence": TableTexts(
            caption=Text("額の印字された所", "Where each amount is printed"), heads={"target_oku": Text("額", "Amount")}
        ),
    },
    figures={
        "amounts-by-year": FigureTexts(
            title=Text("勘定ごとの額", "Amounts by account"),
            alt=Text("勘定ごとの線。横は年度、縦は額", "A line for each account: fiscal years across, the amount up"),
            caption=Text(
                "{stage}、{basis}。線の切れ目は印字のない年。", "{stage}, {basis}. A gap is a year without a figure."
            ),
        )
    },
)


def show_amounts(page: Page, budget: Budget, *, accounts: Sequence[str], years: Years, stage: str, basis: str) -> None:
    """Show the chosen amounts as lines and as growth, the breaks they cross, and where each is printed.

    Parameters
    ----------
    page : one that says the texts of this explorer.
    """
    chosen = choose_amounts(budget.amounts, accounts, years, stage, basis)
    if chosen.empty:
        page.say("nothing")
        return
    names = budget.accounts.set_index("account_id")[["name_ja", "name_en", "short_ja", "short_en"]]
    series = build_series(chosen, accounts, years)
    short = {account: str(names.at[account, page.local("short")]) for account in series.columns[1:]}
    show_lines(page, series, short, stage, basis)
    show_change(page, compute_change(series).join(names, on="account_id"), years, stage)
    show_breaks(page, budget, years)
    show_evidence(page, chosen.join(names, on="account_id"))


def show_lines(page: Page, series: pd.DataFrame, names: dict[str, str], stage: str, basis: str) -> None:
    """Draw a line for each account."""
    drawn = figures.lines(series, names, "oku", lang=page.lang)
    choice = {"stage": page.term(f"stage.{stage}"), "basis": BASIS_NAMES[basis].of(page.lang)}
    page.figure("amounts-by-year", drawn, series, **choice)


def show_change(page: Page, change: pd.DataFrame, years: Years, stage: str) -> None:
    """Show growth between the ends of the chosen years."""
    columns = ["name", "base_oku", "target_oku", "change_oku", "growth_rate", "growth_bounds"]
    page.table("change", change, columns, first=page.state(years[0], stage), last=page.state(years[1], stage))


def show_breaks(page: Page, budget: Budget, years: Years) -> None:
    """Show the breaks that the years cross, if any."""
    crossed = find_breaks(budget.breaks, years)
    if not crossed.empty:
        page.table("breaks", label_years(crossed), ["years", page.lang])


def show_evidence(page: Page, chosen: pd.DataFrame) -> None:
    """Show place and confidence of every figure."""
    titles = page.words.sources.set_index("source_id")[["title_ja", "title_en"]]
    cited = chosen.join(titles, on="source_id").sort_values(["account_id", "fiscal_year"])
    columns = ["name", "fiscal_year", "target_oku", "title", "locator", "confidence"]
    page.table("evidence", cited.rename(columns={"amount_oku": "target_oku"}), columns)


def explore_budget(page: Page, budget: Budget, accounts: Sequence[str], years: Years, stage: str) -> Explorer:
    """Switches and results, one above the other; ``choice`` is accounts, years, stage and basis as they are set.

    Parameters
    ----------
    accounts, years, stage : what to start with, on the comparable basis.

    Raises
    ------
    InputError : for accounts or a stage that nobody knows, or years in the wrong order; a year outside is the nearest.
    """
    asked = [account.strip() for account in accounts if account.strip()]
    own = replace(page, texts=_TEXTS)
    known = budget.amounts["fiscal_year"]
    printed = budget.accounts[budget.accounts["account_id"].isin(budget.amounts["account_id"])]
    names = list(zip(printed[page.local("name")], printed["account_id"], strict=True))
    _check(asked, years, stage, [account for _, account in names])
    stages = [(page.term(f"stage.{each}"), each) for each in _STAGES]
    bases = [(words.of(page.lang), basis) for basis, words in BASIS_NAMES.items()]
    wide: dict[str, Any] = {"style": {"description_width": "60px"}, "layout": {"width": "520px"}}
    controls = {
        "accounts": widgets.SelectMultiple(options=names, value=tuple(asked), rows=8, **wide),
        "years": widgets.IntRangeSlider(value=years, min=int(known.min()), max=int(known.max()), **wide),
        "stage": widgets.ToggleButtons(options=stages, value=stage, style=wide["style"]),
        "basis": widgets.Dropdown(options=bases, value="comparable", **wide),
    }
    for name, control in controls.items():
        control.description = own.text(name)
    return Explorer(controls, results(partial(show_amounts, own, budget), controls))


def _check(accounts: Sequence[str], years: Years, stage: str, known: Sequence[str]) -> None:
    first, last = years
    wrong = [("accounts", account, known) for account in accounts if account not in known]
    wrong += [("stage", stage, _STAGES)] if stage not in _STAGES else []
    problems = [unknown(Message("places.parameter", name=name), one, there) for name, one, there in wrong]
    if first > last:
        where = Message("places.parameter", name="first_year")
        problems.append(Problem(where, Message("items.order", first=first, last=last)))
    if problems:
        raise InputError(problems)

"""Printed amounts to play with: accounts, years, stage and basis as switches, series and growth beside them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import ipywidgets as widgets
import pandas as pd

from yosan.budget.growth import growth_bounds, growth_rate
from yosan.budget.outcome import label_years
from yosan.data.budget import Budget
from yosan.explore.results import results
from yosan.show import figures, tables
from yosan.show.page import current, local, term
from yosan.show.text import pick, say, state
from yosan.writing import Lang

Years = tuple[int, int]  # first and last, both included
BASES: dict[str, dict[Lang, str]] = {
    "comparable": {
        "ja": "比べられる額（臨時・特別の措置、GX、AI・半導体を除く）",
        "en": "comparable (without special measures, GX, AI and chips)",
    },
    "wide": {"ja": "範囲の広い合計", "en": "totals that cover more"},
    "with_one_off": {"ja": "一度きりの額を含む", "en": "with a one-off amount"},
    "with_special": {"ja": "臨時・特別の措置を含む", "en": "with temporary special measures"},
    "restated": {"ja": "翌年の資料での組み替え後", "en": "as restated a year later"},
    "with_gx": {"ja": "GXを含む", "en": "with GX"},
    "with_gx_ai": {"ja": "GX、AI・半導体を含む", "en": "with GX, AI and chips"},
}


def choose(amounts: pd.DataFrame, accounts: Sequence[str], years: Years, stage: str, basis: str) -> pd.DataFrame:
    """Rows of ``amounts`` that a choice names; no basis stands in for another."""
    own = amounts["account_id"].isin(accounts) & amounts["fiscal_year"].between(*years)
    return amounts[own & (amounts["stage"] == stage) & (amounts["basis"] == basis)]


def series(chosen: pd.DataFrame, accounts: Sequence[str], years: Years) -> pd.DataFrame:
    """Amounts side by side, gaps kept.

    Returns
    -------
    Columns ``fiscal_year`` and one in 億円 for each account of which anything is printed, in the order of ``accounts``.
    """
    table = chosen.pivot(index="fiscal_year", columns="account_id", values="amount_oku").astype("Int64")
    shown = [account for account in accounts if account in table]
    every = pd.RangeIndex(years[0], years[1] + 1, name="fiscal_year")
    return table.reindex(index=every, columns=shown).rename_axis(columns=None).reset_index()


def change(table: pd.DataFrame, names: pd.DataFrame) -> pd.DataFrame:
    """Growth from the first to the last year of a table from ``series``; missing where one of them is not printed.

    Returns
    -------
    Columns ``account_id``, those of ``names`` (indexed by account), ``base_oku, target_oku, change_oku, growth_rate,
    growth_bounds`` (what the rounding of both amounts allows).
    """
    ends = table.set_index("fiscal_year").iloc[[0, -1]].T
    ends.columns = pd.Index(["base_oku", "target_oku"])
    pairs = list(zip(ends["target_oku"], ends["base_oku"], strict=True))
    rates = [None if pd.isna(target) or pd.isna(base) else growth_rate(target, base) for target, base in pairs]
    ends["change_oku"] = ends["target_oku"] - ends["base_oku"]
    ends = ends.assign(growth_rate=rates, growth_bounds=[growth_bounds(*pair) for pair in pairs])
    return names.join(ends, how="right").rename_axis("account_id").reset_index()


def show(budget: Budget, *, accounts: Sequence[str], years: Years, stage: str, basis: str) -> None:
    """Show the chosen amounts as lines and as growth, the breaks they cross, and where each is printed."""
    chosen = choose(budget.amounts, accounts, years, stage, basis)
    if chosen.empty:
        say(ja="この選び方で印字された額はない。", en="No printed figure fits this choice.")
        return
    names = budget.accounts.set_index("account_id")[["name_ja", "name_en", "short_ja", "short_en"]]
    table = series(chosen, accounts, years)
    show_lines(table, names[local("short")].to_dict(), f"{term(f'stage.{stage}')}, {BASES[basis][current().lang]}")
    show_change(change(table, names), years, stage)
    show_evidence(budget, chosen.join(names, on="account_id"), years)


def show_lines(table: pd.DataFrame, names: dict[str, str], choice: str) -> None:
    """Draw a line for each account."""
    figures.show(
        figures.lines(table, {account: names[account] for account in table.columns[1:]}, "oku"),
        "amounts-by-year",
        table,
        title=pick(ja="勘定ごとの額", en="Amounts by account"),
        alt=pick(ja="勘定ごとの線。横は年度、縦は額", en="A line for each account: fiscal years across, the amount up"),
        caption=pick(
            ja="{choice}。線の切れ目は印字のない年。", en="{choice}. A gap is a year without a figure.", choice=choice
        ),
    )


def show_change(table: pd.DataFrame, years: Years, stage: str) -> None:
    """Show growth between the ends of the chosen years."""
    columns = [local("name"), "base_oku", "target_oku", "change_oku", "growth_rate", "growth_bounds"]
    heads = {"base_oku": state(years[0], stage), "target_oku": state(years[1], stage)}
    caption = pick(ja="初めの年と終わりの年", en="First and last year")
    tables.show(table, columns, caption=caption, heads=heads)


def show_evidence(budget: Budget, chosen: pd.DataFrame, years: Years) -> None:
    """Show the breaks that the years cross, and place and confidence of every figure."""
    crossed = budget.breaks[(budget.breaks["first_year"] <= years[1]) & (budget.breaks["last_year"] >= years[0])]
    if not crossed.empty:
        caption = pick(ja="系列の切れ目", en="Breaks in the series")
        tables.show(label_years(crossed), ["years", current().lang], caption=caption)
    titles = current().words.sources.set_index("source_id")[["title_ja", "title_en"]]
    cited = chosen.join(titles, on="source_id").sort_values(["account_id", "fiscal_year"])
    columns = [local("name"), "fiscal_year", "target_oku", local("title"), "locator", "confidence"]
    heads = {"target_oku": pick(ja="額", en="Amount")}
    caption = pick(ja="額の印字された所", en="Where each amount is printed")
    tables.show(cited.rename(columns={"amount_oku": "target_oku"}), columns, caption=caption, heads=heads)


def explorer(budget: Budget, accounts: Sequence[str], years: Years, stage: str) -> widgets.Widget:
    """Switches and results, one above the other.

    Parameters
    ----------
    accounts, years, stage : what to start with, on the comparable basis.
    """
    known = range(int(budget.amounts["fiscal_year"].min()), int(budget.amounts["fiscal_year"].max()) + 1)
    printed = budget.accounts[budget.accounts["account_id"].isin(budget.amounts["account_id"])]
    names = list(zip(printed[local("name")], printed["account_id"], strict=True))
    stages = [(term(f"stage.{each}"), each) for each in ("request", "initial")]
    bases = [(words[current().lang], basis) for basis, words in BASES.items()]
    wide: dict[str, Any] = {"style": {"description_width": "60px"}, "layout": {"width": "520px"}}
    labels = {
        "accounts": pick(ja="勘定", en="Accounts"),
        "years": pick(ja="年度", en="Years"),
        "stage": pick(ja="段階", en="Stage"),
        "basis": pick(ja="範囲", en="Basis"),
    }
    controls = {
        "accounts": widgets.SelectMultiple(options=names, value=tuple(accounts), rows=8, **wide),
        "years": widgets.IntRangeSlider(value=years, min=known[0], max=known[-1], **wide),
        "stage": widgets.ToggleButtons(options=stages, value=stage, style=wide["style"]),
        "basis": widgets.Dropdown(options=bases, value="comparable", **wide),
    }
    for name, control in controls.items():
        control.description = labels[name]
    result = results(partial(show, budget), controls)
    return widgets.VBox([*controls.values(), result])

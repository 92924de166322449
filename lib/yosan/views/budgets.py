"""Results about the budget by name: bases, benchmarks, sets of policy lines that are an account."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any

import pandas as pd

from yosan.budget.growth import pick_new
from yosan.units import MILLION, OKU
from yosan.views.words import STAGE_NAMES, with_texts
from yosan.writing import LANGS, Lang, Text, in_lang

# basis of an amount -> what it covers
BASIS_NAMES = {
    "comparable": Text(
        "比べられる額（臨時・特別の措置、GX、AI・半導体を除く）",
        "comparable (without special measures, GX, AI and chips)",
    ),
    "wide": Text("範囲の広い合計", "totals that cover more"),
    "with_one_off": Text("一度きりの額を含む", "with a one-off amount"),
    "with_special": Text("臨時・特別の措置を含む", "with temporary special measures"),
    "restated": Text("翌年の資料での組み替え後", "as restated a year later"),
    "with_gx": Text("GXを含む", "with GX"),
    "with_gx_ai": Text("GX、AI・半導体を含む", "with GX, AI and chips"),
}

# series and basis -> what it is
BENCHMARK_NAMES = {
    ("general_expenditure", "ordinary"): Text("一般歳出（通常分）", "General expenditure (ordinary)"),
    ("general_expenditure", "printed"): Text("一般歳出", "General expenditure"),
    ("gdp_deflator_change", "actual"): Text("GDPデフレーター", "GDP deflator"),
    ("cpi_change", "actual"): Text("消費者物価（総合）", "Consumer prices"),
}

# a step of the waterfall that is no account -> what it is
STEP_NAMES = {"rounding": Text("丸め", "Rounding"), "rest": Text("印字のない内訳", "Parts not printed")}

# part of an account that pays interest -> what it is
INTEREST_NAMES = {
    "whole": Text("勘定の全体", "the whole account"),
    "interest": Text("金利に備える部分", "the part that provides for interest"),
    "rest": Text("それ以外", "everything else"),
}

NEW = Text("新規", "new")  # what stands for the growth rate of an amount that starts from zero

_PLUS = Text("＋", " + ")


def name_matches(
    matches: pd.DataFrame, accounts: pd.DataFrame, lines: pd.DataFrame, grants: pd.DataFrame, lang: Lang
) -> pd.DataFrame:
    """Matches of ``items.find_identities`` with names in place of ids.

    Returns
    -------
    frame : as ``matches``, with the account's name as account_id and the names of lines and grants as members, in one
        text such as ``甲＋乙``.
    """
    name, short = f"name_{lang}", f"short_{lang}"
    called = lines.set_index("item_id")[short].to_dict() | grants.set_index("grant_id")[name].to_dict()
    return matches.assign(
        account_id=matches["account_id"].map(accounts.set_index("account_id")[name]),
        members=[_PLUS.of(lang).join(called[one] for one in members) for members in matches["members"]],
    )


def mark_new(table: pd.DataFrame, lang: Lang, onwards: bool = True) -> pd.DataFrame:
    """Table with ``NEW`` for ``growth_rate`` where an amount starts from zero, as ``new`` or the two amounts say.

    Nothing is new where the table looks back, not ``onwards``.
    """
    if not onwards:
        return table
    new = table["new"] if "new" in table else table.index.isin(pick_new(table).index)
    return table.assign(growth_rate=table["growth_rate"].astype(object).where(~new, NEW.of(lang)))


def name_steps(steps: pd.DataFrame, table: pd.DataFrame, base: str, target: str, lang: Lang) -> pd.DataFrame:
    """Add ``label`` to steps of ``growth.build_waterfall``: the states' names at its ends, else the accounts'."""
    own = table.set_index("account_id")[f"short_{lang}"].to_dict()
    named = [
        STEP_NAMES[step.kind].of(lang) if step.kind in STEP_NAMES else own[step.account_id]
        for step in steps.itertuples()
    ]
    return steps.assign(label=[base, *named[1:-1], target])


def name_other_bases(amounts: pd.DataFrame, lang: Lang, name_state: Callable[[int, str], str]) -> pd.DataFrame:
    """Amounts on other bases with ``state``, the basis in words, and the amount as target_oku."""
    states = zip(amounts["fiscal_year"], amounts["stage"], strict=True)
    named = amounts.assign(state=[name_state(*state) for state in states])
    return named.assign(basis=[BASIS_NAMES[one].of(lang) for one in amounts["basis"]], target_oku=amounts["amount_oku"])


def name_benchmarks(benchmarks: pd.DataFrame) -> pd.DataFrame:
    """Add name_ja and name_en to what ``outcome.compute_benchmarks`` found."""
    pairs = zip(benchmarks["series"], benchmarks["basis"], strict=True)
    return with_texts(benchmarks, "name", [BENCHMARK_NAMES[pair] for pair in pairs])


def followed_rows(amounts: pd.DataFrame) -> pd.DataFrame:
    """Add ``state_ja, state_en`` to the amounts that came after the programme, year and stage, and ``followed_oku``."""
    amounts = millions_in_oku(amounts.assign(followed_oku=amounts["amount_million_yen"]), ["followed_oku"])
    for lang in LANGS:
        stages = amounts["stage"].map(in_lang(STAGE_NAMES, lang))
        years = amounts["fiscal_year"].astype(str)
        amounts = amounts.assign(
            **{f"state_{lang}": years + "年度" + stages if lang == "ja" else "FY" + years + " " + stages}
        )
    return amounts


def millions_in_oku(frame: pd.DataFrame, columns: Iterable[str]) -> pd.DataFrame:
    """Put columns of amounts in million yen into 億円, exact; what is missing stays so."""

    def convert(amount: Any) -> Fraction | None:
        return None if pd.isna(amount) else Fraction(int(amount) * MILLION, OKU)

    return frame.assign(**{name: frame[name].astype(object).map(convert) for name in columns})


def name_stages(listed: pd.DataFrame, name_state: Callable[[int, str], str]) -> pd.DataFrame:
    """Amounts of ``outcome.list_stages`` with the state in words: columns label, value."""
    states = zip(listed["fiscal_year"], listed["stage"], strict=True)
    return pd.DataFrame({"label": [name_state(*state) for state in states], "value": listed["value"]})


def name_breaks(breaks: pd.DataFrame, lang: Lang) -> pd.DataFrame:
    """The breaks of a series that figures name: columns first_year, last_year, label."""
    return breaks.assign(label=breaks[f"short_{lang}"]).dropna(subset="label")


def name_interest(changes: pd.DataFrame) -> pd.DataFrame:
    """Add ``part_ja, part_en`` to ``series.list_interest_changes``."""
    return with_texts(changes, "part", [INTEREST_NAMES[part] for part in changes["part_id"]])

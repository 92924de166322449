"""Results about the budget by name: bases, benchmarks, sets of policy lines that are an account."""

from __future__ import annotations

import pandas as pd

from yosan.views.words import with_texts
from yosan.writing import Lang, Text

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


def name_benchmarks(benchmarks: pd.DataFrame) -> pd.DataFrame:
    """Add name_ja and name_en to what ``outcome.compute_benchmarks`` found."""
    pairs = zip(benchmarks["series"], benchmarks["basis"], strict=True)
    return with_texts(benchmarks, "name", [BENCHMARK_NAMES[pair] for pair in pairs])

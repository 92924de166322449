"""Official budget items by name: what their ids are called, and what became of money and items, for tables."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pandas as pd

from yosan.budget.item_history import ALONE
from yosan.budget.official import SHARED
from yosan.budget.series import Years
from yosan.units import OKU
from yosan.views.words import with_texts
from yosan.writing import LANGS, Lang, Text

# what became of an item, see ``item_history.FATES``
FATE_NAMES = {
    "kept": Text("同じ名で続く", "continued"),
    "renamed": Text("名が変わった", "under another name"),
    "new": Text("新たに立った", "new"),
    "regrouped": Text("組み替えられた", "regrouped"),
    "ended": Text("ゼロになった", "listed with nothing"),
    "unlisted": Text("載らなくなった", "no longer listed"),
}
YEAR = Text("{}年度", "FY{}")
DOUBLED = Text("倍以上になった", "doubled or more")
# break of the series -> why a printed amount is another than the sum of the items
GAP_NAMES = {
    "": Text("", ""),
    "special_measures": Text("印字は臨時・特別の措置を除く", "the printed amount leaves special measures out"),
    SHARED: Text(
        "事項はほかの府省の分と、印字の範囲の外の額も含む",
        "the items hold other ministries' shares too, and what the printed amount leaves out",
    ),
    "restated_2022": Text("印字は組み替え前の額", "the printed amount is the one before it was restated"),
}


def names_of(names: pd.DataFrame, kind: str, lang: Lang) -> dict[str, str]:
    """What the ids of one kind are called."""
    own = names[names["kind"] == kind]
    return dict(zip(own["name_id"], own[f"name_{lang}"], strict=True))


def name_ids(table: pd.DataFrame, column: str, names: pd.DataFrame, *kinds: str) -> pd.DataFrame:
    """Add ``name_ja, name_en`` for the ids of a column."""
    for lang in LANGS:
        known = {key: name for kind in kinds for key, name in names_of(names, kind, lang).items()}
        table = table.assign(**{f"name_{lang}": table[column].map(known)})
    return table


def in_oku(table: pd.DataFrame) -> pd.DataFrame:
    """Add to columns ``<name>_yen`` their exact amounts in 億円, ``<name>_oku``; gaps kept."""
    for name in [name for name in table if name.endswith("_yen")]:
        exact = [pd.NA if pd.isna(yen) else Fraction(int(yen), OKU) for yen in table[name]]
        table = table.assign(**{f"{name.removesuffix('_yen')}_oku": pd.Series(exact, table.index, dtype=object)})
    return table


def label_spans(years: pd.DataFrame, lang: Lang) -> pd.DataFrame:
    """Years, or accounts of one, for ``item_figures.year_spans``: label, first, second, third (億円)."""
    ends = {"first": "initial_oku", "second": "revised_oku", "third": "spent_oku"}
    labels = years[f"short_{lang}"] if f"short_{lang}" in years else map(YEAR.of(lang).format, years["fiscal_year"])
    spans = pd.DataFrame({"label": list(labels), **{end: years[column].to_numpy() for end, column in ends.items()}})
    return spans[(years["initial_yen"].fillna(0) > 0).to_numpy() & spans["second"].notna()].reset_index(drop=True)


def label_shares(expenses: pd.DataFrame, name: str) -> pd.DataFrame:
    """Main expenses of ``whole_year.compare_expenses`` for a dumbbell: label, first (initial), second (revised)."""
    ends = {"label": name, "first": "share_of_initial", "second": "share_of_revised"}
    return expenses[list(ends.values())].set_axis(list(ends), axis=1)


def list_added(supplements: pd.DataFrame, names: pd.DataFrame) -> pd.DataFrame:
    """A row for each supplementary budget of ``whole_year.list_supplements`` that touched the items.

    Returns
    -------
    frame : budget_id (``2020.supplementary_1``), fiscal_year, budget, name_ja, name_en, added_oku.
    """
    long = supplements.melt("fiscal_year", var_name="budget", value_name="added_yen").dropna(subset="added_yen")
    long = long.sort_values(["fiscal_year", "budget"], ignore_index=True)
    ids = long["fiscal_year"].astype(str) + "." + long["budget"]
    return in_oku(name_ids(long.assign(budget_id=ids), "budget", names, "budget"))[
        ["budget_id", "fiscal_year", "budget", "name_ja", "name_en", "added_oku"]
    ]


def name_fates(table: pd.DataFrame) -> pd.DataFrame:
    """Add ``state_ja, state_en``: what became of an item of ``item_history.compare_items``."""
    doubled = table["doubled"] if "doubled" in table else [False] * len(table)
    states = FATE_NAMES | {ALONE: Text("", "")}
    told = [DOUBLED if twice else states[fate] for fate, twice in zip(table["fate"], doubled, strict=True)]
    return with_texts(table, "state", told)


PLAIN_SUM = Text("単純な和", "Plain sum")


def name_accounts(sums: pd.DataFrame, names: pd.DataFrame) -> pd.DataFrame:
    """Add name_ja, name_en to ``transfers.add_accounts``."""
    named = name_ids(sums, "account", names, "account", "special_account")
    total = named["account"] == "total"
    return named.assign(**{f"name_{lang}": named[f"name_{lang}"].mask(total, PLAIN_SUM.of(lang)) for lang in LANGS})


def pick_areas(history: pd.DataFrame, others: str, most: int) -> pd.DataFrame:
    """The largest items for ``item_figures.treemap``, small ones together: label, value (億円), strong (the rest)."""
    held = history[history["amount_yen"].fillna(0) > 0].sort_values("amount_yen", ascending=False, kind="stable")
    areas = [(shorten_item(row.item), Fraction(int(row.amount_yen), OKU), False) for row in held[:most].itertuples()]
    if len(held) > most:
        areas.append((others, Fraction(int(held["amount_yen"][most:].sum()), OKU), True))
    return pd.DataFrame(areas, columns=["label", "value", "strong"])


# what nearly every item's name ends with: the expense that is needed for it
_NEEDED = "に必要な経費"
WHOLE = Text("合計", "Total")


def shorten_item(name: str) -> str:
    """An item's name without the ending that nearly all have, for figures.

    >>> shorten_item("省エネルギーの推進に必要な経費"), shorten_item("予備費")
    ('省エネルギーの推進', '予備費')
    """
    return name.removesuffix(_NEEDED)


def name_drilled(table: pd.DataFrame) -> pd.DataFrame:
    """Add to ``drill_down`` name_ja, name_en (of section or item, which have no English names) and the item's state."""
    told = name_fates(table.assign(fate=table["fate"].replace("", "kept")))
    for lang in LANGS:
        names = told["item"].where(told["level"] == 2, told["section"]).where(told["level"] > 0, WHOLE.of(lang))
        plain = (told["fate"] == "kept") | (told["level"] < 2)
        told = told.assign(**{f"name_{lang}": names, f"state_{lang}": told[f"state_{lang}"].where(~plain, "")})
    return told


_LONGEST = 14  # letters of a name beside a line


def name_level(table: pd.DataFrame, names: pd.DataFrame) -> pd.DataFrame:
    """Add to rows of ``levels`` name_ja, name_en: of the account, or of section or item, which have none in English."""
    level = next((name for name in ("item", "section") if name in table), "")
    if not level:
        return name_ids(table, "account", names, "account", "special_account")
    return table.assign(**{f"name_{lang}": table[level] for lang in LANGS})


def label_level(
    rows: pd.DataFrame, names: pd.DataFrame, years: Years, count: int, lang: Lang
) -> tuple[pd.DataFrame, dict[str, str]]:
    """The largest rows of ``levels.sum_level`` for ``figures.lines``.

    Returns
    -------
    series : fiscal_year, and a column in 億円 for each of the ``count`` names that are largest in any year.
    labels : what each column is called, long names cut short.
    """
    keys = [name for name in rows if name not in ("fiscal_year", "amount_yen")]
    wide = in_oku(rows).pivot(index="fiscal_year", columns=keys, values="amount_oku")
    largest = rows.groupby(keys)["amount_yen"].max().sort_values(ascending=False, kind="stable").index[:count]
    every = pd.RangeIndex(years[0], years[1] + 1, name="fiscal_year")
    chosen = largest.to_frame(index=False)
    ids = [" ".join(filter(None, key)) for key in chosen.itertuples(index=False)]
    series = wide.reindex(index=every, columns=largest).set_axis(ids, axis=1)
    called = name_level(chosen, names)[f"name_{lang}"].map(shorten_item)
    cut = [f"{name[:_LONGEST]}…" if len(name) > _LONGEST and len(keys) > 1 else name for name in called]
    return series.reset_index(), dict(zip(ids, cut, strict=True))


def name_printed(compared: pd.DataFrame, accounts: pd.DataFrame, name_state: Callable[[int, str], str]) -> pd.DataFrame:
    """Add names of account, state and break to ``official.compare_printed``."""
    named = compared.merge(accounts[["account_id", "name_ja", "name_en"]], on="account_id", how="left")
    named = named.assign(state=[name_state(year, "initial") for year in named["fiscal_year"]])
    return with_texts(named, "reason", [GAP_NAMES[one] for one in named["break_id"]])

"""What the report of one consortium shows of its awards: bars, who is held by what, changes worth a row."""

from __future__ import annotations

import pandas as pd

from yosan.show.style import drawable
from yosan.subsidy.whatif.solve import Solution
from yosan.writing import Lang, Text, in_lang, name_firms

BARS = 30  # members that a figure has room for
OUT_OF_REACH = Text("届かない", "out of reach")
_BURDEN = {"own_burden_yen": Text("自己負担", "own burden")}
_PLAIN = {"within_cap_yen": Text("補助額", "award")}
_SUPPORTED = {**_PLAIN, "local_yen": Text("地方の負担", "local government")}
_POOLED = {
    "within_cap_yen": Text("上限内の補助額", "award within cap"),
    "pool_share_yen": Text("上乗せ枠からの補助額", "award from pool"),
}


def cost_parts(people: pd.DataFrame, lang: Lang) -> dict[str, str]:
    """Columns of ``member_rows`` that add up to a member's cost, with what each is called."""
    parts = _PLAIN
    if people["local_yen"].any():
        parts = _SUPPORTED
    elif people["pool_share_yen"].any():
        parts = _POOLED
    return in_lang({**parts, **_BURDEN}, lang)


def member_bars(people: pd.DataFrame, lang: Lang) -> pd.DataFrame:
    """Add what a bar of the first members says: ``label``, ``note`` (the award and what holds it), ``limit``."""
    gap = "\n" if people["held_id"].str.contains("-").any() else " "
    held = people[f"held_{lang}"]
    note = people["award_yen"].map("{:,}".format) + gap + "(" + held + ")"
    return people.assign(
        label=[drawable(name_firms(name, lang)) for name in people["name_ja"]], note=note, limit=people["cap_yen"]
    ).head(BARS)


def count_held(people: pd.DataFrame) -> pd.DataFrame:
    """Count the members by all that holds their awards: ``held_id, held_ja, held_en, firms``."""
    return people.groupby(["held_id", "held_ja", "held_en"], sort=False).size().reset_index(name="firms")


def sum_sme(people: pd.DataFrame) -> int:
    """Awards of the members that are not large, added up, in yen."""
    return int(people.loc[people["size"] != "large", "award_yen"].sum())


def with_cheapest(people: pd.DataFrame, way: Solution) -> pd.DataFrame:
    """Add each member's cost and award on the cheapest way: ``cheapest_yen, cheapest_award_yen``."""
    members = way.award.members
    return people.assign(cheapest_yen=members["eligible_cost_yen"], cheapest_award_yen=members["award_yen"])


def mark_unreached(table: pd.DataFrame, column: str, lang: Lang) -> pd.DataFrame:
    """Say of each missing amount of a column that it is out of reach, but not where the award is missing too."""
    missing = table[column].isna() & table["award_yen"].notna()
    return table.assign(**{column: table[column].astype(object).mask(missing, OUT_OF_REACH.of(lang))})


def pick_moving(levers: pd.DataFrame) -> pd.DataFrame:
    """Pick the changes of ``lever_rows`` that move the award or the least cost that earns it."""
    return levers.query("gain_yen != 0 or saved_yen != 0")


def lever_table(levers: pd.DataFrame, lang: Lang) -> pd.DataFrame:
    """The consortium as it is, then the changes of ``lever_rows`` that move something."""
    return pd.concat([levers.query("lever == 'none'"), mark_unreached(pick_moving(levers), "saved_yen", lang)])

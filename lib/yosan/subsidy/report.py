"""What a consortium's report shows: its award with everything named in both languages, and the way to its cap."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from yosan.subsidy.award import COST_LIMIT_YEN, Award
from yosan.subsidy.explain import held_by
from yosan.subsidy.labels import BINDINGS_SHORT, CERTIFICATIONS, LEVERS, SIZES, UNREACHABLE
from yosan.subsidy.rules import Vintage
from yosan.subsidy.solve import Solution, solve
from yosan.subsidy.terms import terms


def named(table: pd.DataFrame, column: str, words: Mapping[str, tuple[str, str]], stem: str) -> pd.DataFrame:
    """Add ``<stem>_ja`` and ``<stem>_en``: what the ids of a column are called; an empty id stays empty."""
    texts = [words.get(str(word), ("", "")) for word in table[column]]
    return table.assign(**{f"{stem}_{lang}": [text[side] for text in texts] for side, lang in enumerate(("ja", "en"))})


def member_rows(given: Award) -> pd.DataFrame:
    """Members of one consortium with their awards, ready to be shown.

    Returns
    -------
    Columns ``place`` (1, 2, … as text), ``name_ja, name_en`` (the firm's name, else its id), those of
    ``Award.members``, ``within_cap_yen`` (the award without what comes from the pool), ``local_yen`` (what the local
    government pays in the end, beside the award), ``size_ja, size_en``, ``certification_ja, certification_en``, and
    all that holds the award: ``held_id`` (such as ``rate-cap``), ``held_ja, held_en``.
    """
    table = given.members
    who = table["name"].where(table["name"].fillna("") != "", table["member_id"])
    paid, held = table["award_yen"] + table["own_burden_yen"], held_by(given)
    table = table.assign(
        name_ja=who,
        name_en=who,
        within_cap_yen=table["award_yen"] - table["pool_share_yen"],
        local_yen=(table["eligible_cost_yen"] - paid).clip(lower=0),
        held_id=["-".join(names) for names in held],
        held_ja=["・".join(BINDINGS_SHORT[name][0] for name in names) for names in held],
        held_en=[", ".join(BINDINGS_SHORT[name][1] for name in names) for names in held],
    )
    for column, words in (("size", SIZES), ("certification", CERTIFICATIONS)):
        table = named(table, column, words, column)
    table.insert(0, "place", [str(place) for place in range(1, len(table) + 1)])
    return table


def lever_rows(table: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    """Single changes of a consortium from ``levers``, largest gain first, ready to be shown.

    Parameters
    ----------
    table : from ``levers``; rows about other rules are left out.
    people : from ``member_rows``.

    Returns
    -------
    Columns ``lever_id`` (such as ``expert.2``: the member's place), ``name_ja, name_en``, those of ``levers``,
    ``reason_ja, reason_en``.
    """
    table = named(table[table["lever"] != "rules"], "lever", LEVERS, "name")
    table = named(table, "reason", UNREACHABLE, "reason")
    places = people.set_index("member_id")[["place", "name_ja"]]
    who = [places.loc[member] if member else None for member in table["member_id"]]
    for lang, mark in (("ja", "："), ("en", " ")):
        texts = zip(who, table[f"name_{lang}"], strict=True)
        table[f"name_{lang}"] = [name if one is None else f"{one['name_ja']}{mark}{name}" for one, name in texts]
    ids = [lever if one is None else f"{lever}.{one['place']}" for lever, one in zip(table["lever"], who, strict=True)]
    table.insert(0, "lever_id", ids)
    return table.sort_values("gain_yen", ascending=False, kind="stable", ignore_index=True)


def with_least_cost(by_rule: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    """Add to ``by_rule`` the ``least_cost_yen`` that reaches today's award, from ``levers``; none: out of reach.

    Where a limit on the number of members is why, the reason names it.
    """
    for lang, named_limit in (("ja", "（{}者）"), ("en", " ({})")):
        limits = ["" if pd.isna(limit) else named_limit.format(limit) for limit in by_rule["limit"]]
        by_rule = by_rule.assign(**{f"reason_{lang}": by_rule[f"reason_{lang}"] + limits})
    ids = table["vintage"] + "." + table["type"]
    least = table.assign(rule_id=ids).query("lever in ('none', 'rules')").set_index("rule_id")["eligible_cost_yen"]
    return by_rule.assign(least_cost_yen=by_rule["rule_id"].map(least).astype("Int64"))


def way_to_cap(
    members: pd.DataFrame, vintage: Vintage, type_id: str, readings: Mapping[str, str] | None = None
) -> Solution | None:
    """Cheapest costs that earn one consortium the most its rules allow; ``None`` where nothing caps the award.

    Raises
    ------
    InputError, RuleError : as ``solve``.
    """
    rates = terms(vintage.rule(type_id), vintage.resolve(readings)).rates
    found = solve(members, vintage, type_id, int(COST_LIMIT_YEN * min(rates)), readings)
    return None if found.status == "ok" else found

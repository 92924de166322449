"""Awards as tables of a report: members, other rules, other readings and single changes, named in both languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from yosan.subsidy.award.award import Award
from yosan.subsidy.award.binding import held_by
from yosan.subsidy.rules.in_force import Rules
from yosan.subsidy.rules.vintage import Vintage
from yosan.subsidy.whatif.cost_curve import Example
from yosan.views.words import (
    BINDING_SHORTS,
    CERTIFICATION_NAMES,
    CERTIFIED,
    LEFT_OUT,
    LEVER_NAMES,
    REASONS,
    SIZE_NAMES,
    UNREACHABLE,
    named,
    with_texts,
)
from yosan.writing import Text

_NO_AWARD = LEFT_OUT | REASONS | {"employees": UNREACHABLE["employees"]}


def member_rows(award: Award) -> pd.DataFrame:
    """Members of one consortium with their awards, ready to be shown.

    Returns
    -------
    Columns ``place`` (1, 2, … as text), ``name_ja, name_en`` (the firm's name, else its id), those of
    ``Award.members``, ``within_cap_yen`` (the award without what comes from the pool), ``local_yen`` (what the local
    government pays in the end, beside the award), ``size_ja, size_en``, ``certification_ja, certification_en``, and
    all that holds the award: ``held_id`` (such as ``rate-cap``), ``held_ja, held_en``.
    """
    table = award.members
    who = table["name"].where(table["name"].fillna("") != "", table["member_id"])
    paid, held = table["award_yen"] + table["own_burden_yen"], held_by(award)
    table = table.assign(
        name_ja=who,
        name_en=who,
        within_cap_yen=table["award_yen"] - table["pool_share_yen"],
        local_yen=(table["eligible_cost_yen"] - paid).clip(lower=0),
        held_id=["-".join(names) for names in held],
        held_ja=["・".join(BINDING_SHORTS[name].ja for name in names) for names in held],
        held_en=[", ".join(BINDING_SHORTS[name].en for name in names) for names in held],
    )
    for column, texts in (("size", SIZE_NAMES), ("certification", CERTIFICATION_NAMES)):
        table = named(table, column, texts, column)
    table.insert(0, "place", [str(place) for place in range(1, len(table) + 1)])
    return table


def rule_rows(compared: pd.DataFrame, all_rules: Iterable[Rules]) -> pd.DataFrame:
    """Award of one consortium under several rules, ready to be shown.

    Parameters
    ----------
    compared : from ``compare_rules`` for ``all_rules``.

    Returns
    -------
    The same with ``vintage_ja, vintage_en, type_ja, type_en``, ``name_ja, name_en`` (both) and ``reason_ja,
    reason_en`` in place of ``reason``.
    """
    rules = list(all_rules)
    table = with_texts(compared, "vintage", [one.vintage.name for one in rules])
    table = with_texts(table, "type", [one.rule.name for one in rules])
    table = with_texts(table, "name", [rule_name(one) for one in rules])
    return named(table, "reason", _NO_AWARD, "reason").drop(columns="reason")


def vintage_bars(by_rule: pd.DataFrame, vintage_id: str) -> pd.DataFrame:
    """The type that gives most in each vintage, ready to be drawn.

    Parameters
    ----------
    by_rule : from ``rule_rows``.
    vintage_id : of the vintage that stands out.

    Returns
    -------
    Rows of ``by_rule`` with ``note`` (the award as text), ``chosen`` and ``others`` (the award, in the one column or
    the other).
    """
    known = by_rule.dropna(subset="award_yen")  # not where a type asks for what the file does not say
    best = known.loc[known.groupby("vintage_id", sort=False)["award_yen"].idxmax()]
    chosen = best["vintage_id"] == vintage_id
    return best.assign(
        note=best["award_yen"].map("{:,}".format),
        chosen=best["award_yen"].where(chosen, 0),
        others=best["award_yen"].mask(chosen, 0),
    )


def enacted_row(by_rule: pd.DataFrame, vintages: Mapping[str, Vintage], vintage_id: str) -> dict[str, Any] | None:
    """Of rules that were only requested: the best row of ``rule_rows`` under those enacted for that year, if any."""
    asked = vintages[vintage_id]
    came = [name for name, one in vintages.items() if one.stage == "enacted" and one.fiscal_year == asked.fiscal_year]
    rows = by_rule[by_rule["vintage_id"].isin(came) & (by_rule["award_yen"] > 0)]
    if asked.stage != "request" or rows.empty:
        return None
    return dict(rows.loc[rows["award_yen"].idxmax()])


def rule_name(rules: Rules) -> Text:
    """Vintage and type in one name."""
    vintage, kind = rules.vintage.name, rules.rule.name
    return Text(f"{vintage.ja}・{kind.ja}", f"{vintage.en}: {kind.en}")


def flip_rows(flips: pd.DataFrame, vintage: Vintage) -> pd.DataFrame:
    """Awards after other readings, ready to be shown.

    Parameters
    ----------
    flips : from ``flip_readings``.

    Returns
    -------
    The same with ``title_ja, title_en`` of the reading, ``now_ja, now_en`` and ``choice_ja, choice_en`` in place of
    ``now`` and ``choice``, and ``name_ja, name_en`` (title and other choice).
    """
    readings = [vintage.catalogue[name] for name in flips["reading_id"]]
    table = with_texts(flips, "title", [reading.title for reading in readings])
    for column in ("now", "choice"):
        labels = [one.choices[choice].label for one, choice in zip(readings, flips[column], strict=True)]
        table = with_texts(table, column, labels)
    for lang, mark in (("ja", "："), ("en", ": ")):
        table[f"name_{lang}"] = table[f"title_{lang}"] + mark + table[f"choice_{lang}"]
    return table.drop(columns=["now", "choice"])


def with_types(table: pd.DataFrame, vintage: Vintage) -> pd.DataFrame:
    """Add ``type_ja, type_en`` to rows of several types of a vintage, and set it before their names."""
    table = named(table, "type_id", {type_id: rule.name for type_id, rule in vintage.types.items()}, "type")
    for lang, mark in (("ja", "、"), ("en", ", ")):
        table[f"name_{lang}"] = table[f"type_{lang}"] + mark + table[f"name_{lang}"]
    return table


def example_names(examples: Mapping[str, Example]) -> dict[str, Text]:
    """What each of ``examples_of`` is called: its type, and whether its members are certified."""
    names = {key: example.rules.rule.name for key, example in examples.items()}
    return {
        key: Text(name.ja + CERTIFIED.ja, name.en + CERTIFIED.en) if key.endswith(".certified") else name
        for key, name in names.items()
    }


def lever_rows(table: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    """Single changes of a consortium from ``compare_levers``, largest gain first, ready to be shown.

    Parameters
    ----------
    table : from ``compare_levers``; rows about other rules are left out.
    people : from ``member_rows``.

    Returns
    -------
    Columns ``lever_id`` (such as ``expert.2``: the member's place), ``place`` (empty where no member changes),
    ``name_ja, name_en``, those of ``compare_levers``, ``reason_ja, reason_en``.
    """
    table = named(table[table["lever"] != "rules"], "lever", LEVER_NAMES, "name")
    table = named(table, "reason", UNREACHABLE, "reason")
    places = people.set_index("member_id")[["place", "name_ja"]]
    who = [places.loc[member] if member else None for member in table["member_id"]]
    for lang, mark in (("ja", "："), ("en", " ")):
        texts = zip(who, table[f"name_{lang}"], strict=True)
        table[f"name_{lang}"] = [name if one is None else f"{one['name_ja']}{mark}{name}" for one, name in texts]
    table["place"] = ["" if one is None else one["place"] for one in who]
    table.insert(0, "lever_id", (table["lever"] + "." + table["place"]).str.removesuffix("."))
    return table.sort_values("gain_yen", ascending=False, kind="stable", ignore_index=True)


def with_least_cost(by_rule: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    """Add to ``rule_rows`` the ``least_cost_yen`` of today's award, from ``compare_levers``; none: out of reach.

    Where a limit on the number of members is why, the reason names it.
    """
    for lang, named_limit in (("ja", "（{}者）"), ("en", " ({})")):
        limits = ["" if pd.isna(limit) else named_limit.format(limit) for limit in by_rule["limit"]]
        by_rule = by_rule.assign(**{f"reason_{lang}": by_rule[f"reason_{lang}"] + limits})
    ids = table["vintage"] + "." + table["type"]
    least = table.assign(rule_id=ids).query("lever in ('none', 'rules')").set_index("rule_id")["eligible_cost_yen"]
    return by_rule.assign(least_cost_yen=by_rule["rule_id"].map(least).astype("Int64"))

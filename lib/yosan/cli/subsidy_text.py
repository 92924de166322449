"""What the subsidy commands print: JSON for programs, tables for people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd
from rich.console import Console
from rich.table import Table

from yosan.subsidy.award.award import Award, compute_awards
from yosan.subsidy.whatif.levers import find_plateaus
from yosan.subsidy.whatif.solve import Solution
from yosan.views.words import BINDING_NAMES, REASONS


def award_json(award: Award) -> dict[str, Any]:
    """Everything that was awarded under one type."""
    rows = award.members.groupby("consortium_id", sort=False)
    return {
        "vintage": award.rules.vintage.vintage_id,
        "type": award.rules.type_id,
        "readings": award.rules.readings,
        "consortia": [
            {
                "consortium_id": consortium["consortium_id"],
                "status": consortium["status"],
                "reason": reason_text(award, consortium),
                "members": int(consortium["members"]),
                "eligible_cost_yen": int(consortium["eligible_cost_yen"]),
                "award_yen": int(consortium["award_yen"]),
                "own_burden_yen": int(consortium["own_burden_yen"]),
                "awards": rows.get_group(consortium["consortium_id"])[
                    ["member_id", "rate", "by_rate_yen", "award_yen", "binding"]
                ].to_dict("records"),
            }
            for _, consortium in award.consortia.iterrows()
        ],
    }


def solution_json(found: Solution) -> dict[str, Any]:
    """Least investment and its split."""
    columns = ["member_id", "eligible_cost_yen", "award_yen"]
    return {
        "target_yen": found.target_yen,
        "status": found.status,
        "eligible_cost_yen": found.eligible_cost_yen,
        "award_yen": found.award_yen,
        "split": found.award.members[columns].to_dict("records"),
    }


def reason_text(award: Award, consortium: pd.Series) -> str:
    """Why a consortium gets nothing, with the rule's limit; empty for one that may.

    The limit is the vintage's own, e.g. "fewer members than the rule asks for: 1, at least 2".
    """
    reason, rule = str(consortium["reason"]), award.rules.rule
    if not reason:
        return ""
    limit = {
        "members_min": f"{consortium['members']}, at least {rule.members_min.value}",
        "supported_min": f"{consortium['supported']}, at least {rule.members_min.value}",
        "members_max": f"{consortium['members']}, at most {rule.members_max.value}",
        "no_eligible_member": ", ".join(rule.eligible_sizes.value or ()),
    }[reason]
    return f"{REASONS[reason].en}: {limit}"


SHOWN_CONSORTIA = 50  # printed for each type; JSON has all


def print_awards(members: pd.DataFrame, awards: list[Award]) -> None:
    """Print each type's awards by member, best type first, and what other readings would change."""
    console = _console()
    for award in awards:
        total = int(award.consortia["award_yen"].sum())
        console.print(f"\n{_title(award)}: {total:,} yen", style="bold")
        rows = award.members.groupby("consortium_id", sort=False)
        for _, consortium in award.consortia.head(SHOWN_CONSORTIA).iterrows():
            console.print(_headline(award, consortium))
            console.print(_member_table(rows.get_group(consortium["consortium_id"])))
        if len(award.consortia) > SHOWN_CONSORTIA:
            console.print(f"and {len(award.consortia) - SHOWN_CONSORTIA:,} more consortia; --json prints all")
        for line in _reading_changes(members, award):
            console.print(line)


def print_solution(members: pd.DataFrame, found: Solution, changes: pd.DataFrame) -> None:
    """Print the split beside the costs in the file, its certificate, plateaus, and what each lever is worth."""
    console, award = _console(), found.award
    console.print(_title(award), style="bold")
    if found.status == "ok":
        console.print(f"least investment for {found.target_yen:,} yen: {found.eligible_cost_yen:,} yen")
    else:
        console.print(
            f"{found.target_yen:,} yen is out of reach ({_held(award, found.reason)}); the most is "
            f"{found.award_yen:,} yen, for an investment of {found.eligible_cost_yen:,} yen"
        )
    console.print(_split_table(members, found))
    for member_id in members["member_id"]:
        for line in _plateau_lines(members, member_id, award):
            console.print(line)
    console.print("\nWhat a change is worth", style="bold")
    console.print(_lever_table(changes))


def _console() -> Console:
    """A console that takes members' names as they are, and is wide where nobody watches."""
    console = Console(markup=False, highlight=False)
    return console if console.is_terminal else Console(markup=False, highlight=False, width=120)


def _title(award: Award) -> str:
    rules = award.rules
    return f"{rules.rule.name.en} ({rules.type_id}), {rules.vintage.name.en} ({rules.vintage.vintage_id})"


def _headline(award: Award, consortium: pd.Series) -> str:
    if consortium["reason"]:
        return f"{consortium['consortium_id']}: not eligible, {reason_text(award, consortium)}"
    return (
        f"{consortium['consortium_id']}: award {consortium['award_yen']:,} yen for {consortium['members']} members' "
        f"cost of {consortium['eligible_cost_yen']:,} yen; own burden {consortium['own_burden_yen']:,} yen"
    )


def _member_table(members: pd.DataFrame) -> Table:
    table = _table("member", amounts=("cost", "rate", "by rate", "cap", "pool", "award"), last="held by")
    for member in members.itertuples():
        amounts = (member.by_rate_yen, member.cap_yen, member.pool_share_yen, member.award_yen)
        table.add_row(
            f"{member.member_id} {member.name}",
            _amount(member.eligible_cost_yen),
            str(member.rate),
            *map(_amount, amounts),
            BINDING_NAMES[str(member.binding)].en,
        )
    return table


def _reading_changes(members: pd.DataFrame, award: Award) -> Iterator[str]:
    """Lines for the readings that are open here and move the total."""
    now = int(award.consortia["award_yen"].sum())
    for name, choice, other in award.rules.other_ways():
        then = int(compute_awards(members, other, award.allocation).consortia["award_yen"].sum())
        if then != now:
            label = other.vintage.catalogue[name].choices[choice].label.en
            yield f"if read {name}={choice} ({label}): {then:,} yen ({then - now:+,})"


def _held(award: Award, reason: str) -> str:
    if reason in REASONS:
        return reason_text(award, award.consortia.iloc[0])
    return BINDING_NAMES[reason].en if reason in BINDING_NAMES else "the local government's support"


def _split_table(members: pd.DataFrame, found: Solution) -> Table:
    amounts = ("in the file", "invest", "award", "total with 1 yen less")
    table = _table("member", amounts=amounts, last="held by")
    split = found.award.members.assign(less=found.one_yen_less_yen)
    for row, in_file in zip(split.itertuples(), members["eligible_cost_yen"], strict=True):
        values = (in_file, row.eligible_cost_yen, row.award_yen, row.less)
        table.add_row(f"{row.member_id} {row.name}", *map(_amount, values), BINDING_NAMES[str(row.binding)].en)
    return table


def _plateau_lines(members: pd.DataFrame, member_id: str, award: Award) -> Iterator[str]:
    for row in find_plateaus(members, member_id, award.rules).itertuples():
        reach = "on" if pd.isna(row.to_yen) else f"to {row.to_yen:,}"
        yield (
            f"with the others as in the file, {member_id}'s cost from {row.from_yen:,} yen {reach} "
            f"leaves the award at {row.award_yen:,} yen"
        )


def _lever_table(changes: pd.DataFrame) -> Table:
    amounts = ("award at the file's costs", "gain", "least investment", "saved")
    table = _table("change", amounts=amounts, last="out of reach by")
    for row in changes.itertuples():
        values = (row.award_yen, row.gain_yen, row.eligible_cost_yen, row.saved_yen)
        table.add_row(_lever(row), *map(_amount, values), str(row.reason))
    return table


def _lever(row: Any) -> str:
    words = {"none": "as it is", "one_more_member": "one more member", "rules": f"{row.vintage} {row.type}"}
    return words.get(row.lever, f"{row.lever} of {row.member_id}")


def _table(first: str, amounts: tuple[str, ...], last: str) -> Table:
    table = Table(first, box=None, header_style="italic")
    for amount in amounts:
        table.add_column(amount, justify="right", no_wrap=True)
    table.add_column(last)
    return table


def _amount(value: Any) -> str:
    return "" if pd.isna(value) else f"{value:,}"

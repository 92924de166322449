"""What the subsidy commands print: JSON for programs, tables for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

import pandas as pd
from rich.console import Console
from rich.table import Table

from yosan.messages import Message
from yosan.subsidy.award.award import Award, compute_awards
from yosan.subsidy.whatif.levers import find_plateaus
from yosan.subsidy.whatif.solve import Solution
from yosan.views.words import BINDING_NAMES, LEFT_OUT, REASONS, SIZE_NAMES, UNREACHABLE
from yosan.writing import Lang, Text, visible

_LEVERS = {
    "none": "award.as_it_is",
    "one_more_member": "award.one_more_member",
    "certification": "award.certification",
    "expert": "award.expert",
}


def award_json(award: Award) -> dict[str, Any]:
    """Everything that was awarded under one type."""
    awards = iter(award.members[["member_id", "rate", "by_rate_yen", "award_yen", "binding"]].to_dict("records"))
    return {
        "vintage": award.rules.vintage.vintage_id,
        "type": award.rules.type_id,
        "readings": award.rules.readings,
        "consortia": [
            {
                "consortium_id": consortium["consortium_id"],
                "status": consortium["status"],
                "reason": str(reason_of(award, consortium) or ""),
                **{name: consortium[name] for name in ("members", "eligible_cost_yen", "award_yen", "own_burden_yen")},
                "awards": list(islice(awards, consortium["members"])),  # a consortium's rows stand together
            }
            for consortium in award.consortia.to_dict("records")
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


def reason_of(award: Award, consortium: Mapping[Any, Any]) -> Message | None:
    """Why a consortium gets nothing, with the rule's limit; nothing for one that may.

    The limit is the vintage's own, e.g. "fewer members than the rule asks for: 1, at least 2".
    """
    reason, rule = str(consortium["reason"]), award.rules.rule
    if not reason:
        return None
    sizes = tuple(Text(SIZE_NAMES[size].ja, size) for size in rule.eligible_sizes.value or ())
    limit = {
        "members_min": Message("award.at_least", members=consortium["members"], limit=rule.members_min.value),
        "supported_min": Message("award.at_least", members=consortium["supported"], limit=rule.members_min.value),
        "members_max": Message("award.at_most", members=consortium["members"], limit=rule.members_max.value),
        "no_eligible_member": sizes,
    }[reason]
    return Message("award.reason", reason=REASONS[reason], limit=limit)


SHOWN_CONSORTIA = 50  # printed for each type; JSON has all


def print_awards(members: pd.DataFrame, awards: list[Award], lang: Lang) -> None:
    """Print each type's awards by member, best type first, and what other readings would change.

    Of several types those that nobody in the file can apply for are named at the end, with the reason.
    """
    console = _console()
    obstacles = [_obstacle(award) for award in awards]
    shown = [award for award, obstacle in zip(awards, obstacles, strict=True) if not obstacle]
    for award in shown or awards:
        total = Message("award.total", title=_title(award), yen=int(award.consortia["award_yen"].sum()))
        console.print(f"\n{total.of(lang)}", style="bold")
        rows = award.members.groupby("consortium_id", sort=False)
        for consortium in award.consortia.head(SHOWN_CONSORTIA).to_dict("records"):
            console.print(_headline(award, consortium).of(lang))
            console.print(_member_table(award, rows.get_group(consortium["consortium_id"]), lang))
        if (more := len(award.consortia) - SHOWN_CONSORTIA) > 0:
            console.print(Message("award.more", consortia=more).of(lang))
        for change in _reading_changes(members, award):
            console.print(change.of(lang))
    for award, obstacle in zip(awards, obstacles, strict=True):
        if shown and obstacle:
            console.print(Message("award.idle", title=_title(award), reason=obstacle).of(lang))


def print_solution(members: pd.DataFrame, found: Solution, changes: pd.DataFrame, lang: Lang) -> None:
    """Print the split beside the costs in the file, its certificate, plateaus, and what each lever is worth."""
    console, award = _console(), found.award
    console.print(_title(award).of(lang), style="bold")
    now = int(compute_awards(members, award.rules).consortia["award_yen"].sum())
    if now > found.target_yen:
        console.print(Message("award.already", award=now, more=now - found.target_yen).of(lang))
    amounts = {"target": found.target_yen, "cost": found.eligible_cost_yen}
    if found.status == "ok":
        console.print(Message("award.reached", **amounts).of(lang))
    else:
        reason = _held(award, found.reason)
        console.print(Message("award.out_of_reach", reason=reason, award=found.award_yen, **amounts).of(lang))
    console.print(_split_table(members, found, lang))
    for member_id in members["member_id"]:
        for plateau in _plateaus(members, member_id, award):
            console.print(plateau.of(lang))
    console.print(f"\n{Message('award.levers').of(lang)}", style="bold")
    console.print(_lever_table(changes, lang))


def _console() -> Console:
    """A console that takes members' names as they are, and is wide where nobody watches."""
    console = Console(markup=False, highlight=False)
    return console if console.is_terminal else Console(markup=False, highlight=False, width=120)


def _title(award: Award) -> Message:
    rule, vintage = award.rules.rule, award.rules.vintage
    ids = {"type_id": award.rules.type_id, "vintage_id": vintage.vintage_id}
    return Message("award.title", type=rule.name, vintage=vintage.name, **ids)


def _obstacle(award: Award) -> Message | Text | None:
    """Why nobody in the file can apply under a type; nothing where somebody can."""
    if not (award.consortia["status"] == "ok").any():
        return reason_of(award, award.consortia.iloc[0].to_dict())
    return LEFT_OUT["local_support"] if _lacks_support(award, award.members).all() else None


def _lacks_support(award: Award, members: pd.DataFrame) -> pd.Series:
    """Members who get nothing because a type follows a local government's support and none is stated."""
    follows = award.rules.terms.supports_local
    return (members["local_support_yen"] == 0) & (members["award_yen"] == 0) & follows


def _headline(award: Award, consortium: Mapping[Any, Any]) -> Message:
    if reason := reason_of(award, consortium):
        return Message("award.not_eligible", consortium=visible(consortium["consortium_id"]), reason=reason)
    return Message(
        "award.headline",
        consortium=visible(consortium["consortium_id"]),
        award=consortium["award_yen"],
        members=consortium["members"],
        cost=consortium["eligible_cost_yen"],
        own=consortium["own_burden_yen"],
    )


def _member_table(award: Award, members: pd.DataFrame, lang: Lang) -> Table:
    names = ("award.cost", "award.rate", "award.by_rate", "award.cap", "award.pool", "award.award")
    table = _table("award.member", names, "award.held_by", lang)
    lacking = _lacks_support(award, members)
    for member in members.itertuples():
        held = LEFT_OUT["local_support"] if lacking[member.Index] else BINDING_NAMES[str(member.binding)]
        amounts = (member.by_rate_yen, member.cap_yen, member.pool_share_yen, member.award_yen)
        table.add_row(
            visible(f"{member.member_id} {member.name}"),
            _amount(member.eligible_cost_yen),
            str(member.rate),
            *map(_amount, amounts),
            held.of(lang),
        )
    return table


def _reading_changes(members: pd.DataFrame, award: Award) -> Iterator[Message]:
    """The readings that are open here and move the total."""
    now = int(award.consortia["award_yen"].sum())
    for name, choice, other in award.rules.other_ways():
        then = int(compute_awards(members, other, award.allocation).consortia["award_yen"].sum())
        if then != now:
            label = other.vintage.catalogue[name].choices[choice].label
            yield Message("award.if_read", name=name, choice=choice, label=label, yen=then, change=then - now)


def _held(award: Award, reason: str) -> Message | Text | None:
    if reason in REASONS:
        return reason_of(award, award.consortia.iloc[0].to_dict())
    return BINDING_NAMES[reason] if reason in BINDING_NAMES else Message("award.local_support")


def _split_table(members: pd.DataFrame, found: Solution, lang: Lang) -> Table:
    names = ("award.in_the_file", "award.invest", "award.award", "award.one_yen_less")
    table = _table("award.member", names, "award.held_by", lang)
    split = found.award.members.assign(less=found.one_yen_less_yen)
    for row, in_file in zip(split.itertuples(), members["eligible_cost_yen"], strict=True):
        values = (in_file, row.eligible_cost_yen, row.award_yen, row.less)
        table.add_row(
            visible(f"{row.member_id} {row.name}"), *map(_amount, values), BINDING_NAMES[str(row.binding)].of(lang)
        )
    return table


def _plateaus(members: pd.DataFrame, member_id: str, award: Award) -> Iterator[Message]:
    for row in find_plateaus(members, member_id, award.rules).itertuples():
        known = {"member": member_id, "low": row.from_yen, "award": row.award_yen}
        if pd.isna(row.to_yen):
            yield Message("award.plateau", **known)
        else:
            yield Message("award.plateau_to", high=row.to_yen, **known)


def _lever_table(changes: pd.DataFrame, lang: Lang) -> Table:
    names = ("award.award_at_cost", "award.gain", "award.least_cost", "award.saved")
    table = _table("award.change", names, "award.out_of_reach_by", lang)
    for row in changes.itertuples():
        values = (row.award_yen, row.gain_yen, row.eligible_cost_yen, row.saved_yen)
        reason = UNREACHABLE[str(row.reason)].ja if row.reason and lang == "ja" else str(row.reason)
        table.add_row(_lever(row, lang), *map(_amount, values), reason)
    return table


def _lever(row: Any, lang: Lang) -> str:
    if row.lever == "rules":
        return Message("award.rules", vintage=row.vintage, type=row.type).of(lang)
    return Message(_LEVERS[row.lever], member=row.member_id).of(lang)


def _table(first: str, amounts: tuple[str, ...], last: str, lang: Lang) -> Table:
    """A table with columns that are headed by messages."""
    table = Table(Message(first).of(lang), box=None, header_style="italic")
    for amount in amounts:
        table.add_column(Message(amount).of(lang), justify="right", no_wrap=True)
    table.add_column(Message(last).of(lang))
    return table


def _amount(value: Any) -> str:
    return "" if pd.isna(value) else f"{value:,}"

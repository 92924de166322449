"""Other ways to compute the awards of the FY2020 request: plain loops, ``groupby.apply`` and polars.

All read their amounts from the same ``Terms`` as the engine. The loops' columns: first row of each consortium
and the end, eligible cost, certification (0 is none), expert, size, local support.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
import polars as pl

from yosan.subsidy.award.limits import Members
from yosan.subsidy.rules.terms import LARGE, Terms

Data = Mapping[str, Members]
Rules = Mapping[str, Terms]
Columns = tuple[list, list, list, list, list, list]


def as_lists(data: Data) -> dict[str, Columns]:
    return {
        name: tuple(
            column.tolist()
            for column in (m.offsets, m.cost_yen, m.certification, m.expert, m.size, m.local_support_yen)
        )
        for name, m in data.items()
    }


def loop_totals(lists: Mapping[str, Columns], rules: Rules) -> dict[str, list[int]]:
    """A tuned loop: lists, local names, one pass over the rows."""
    ways = {"inter_firm": _inter_firm, "supply_chain": _supply_chain, "local_government": _local}
    return {name: ways[name](rules[name], *columns) for name, columns in lists.items()}


def _inter_firm(t: Terms, offsets, costs, certified, experts, sizes, _) -> list[int]:
    cap_yen, expert_yen, pool_yen, most = t.caps[0][1], t.expert_yen, t.pool_per_member_yen, t.members_max
    found, start = [], 0
    for end in offsets[1:]:
        own = spill = supported = 0
        for row in range(start, end):
            if sizes[row] != LARGE:
                amount = costs[row] * 2 // 3 if certified[row] else costs[row] // 2
                cap = cap_yen + expert_yen if experts[row] else cap_yen
                supported += 1
                if amount > cap:
                    own += cap
                    spill += amount - cap
                else:
                    own += amount
        pool = pool_yen * supported
        found.append(own + (spill if spill < pool else pool) if 2 <= end - start <= most else 0)
        start = end
    return found


def _supply_chain(t: Terms, offsets, costs, _, experts, sizes, __) -> list[int]:
    each_yen, expert_yen, most = t.ceiling_per_member_yen, t.expert_yen, t.members_max
    found, start = [], 0
    for end in offsets[1:]:
        large = others = using = 0
        for row in range(start, end):
            if sizes[row] == LARGE:
                large += costs[row] // 2
            else:
                others += costs[row] // 2
            if experts[row]:
                using += 1
        ceiling = each_yen * (end - start) + expert_yen * using
        half = others // 2
        total = others + (large if large < half else half)
        found.append((total if total < ceiling else ceiling) if 2 <= end - start <= most else 0)
        start = end
    return found


def _local(_: Terms, offsets, costs, __, ___, sizes, local) -> list[int]:
    found, start = [], 0
    for end in offsets[1:]:
        total = 0
        for row in range(start, end):
            if sizes[row] != LARGE:
                support = local[row]
                total += (support if support < costs[row] else costs[row]) // 2
        found.append(total)
        start = end
    return found


def loop_awards(lists: Mapping[str, Columns], rules: Rules) -> dict[str, tuple[list[int], list[str]]]:
    """The same loop with each member's award and what binds it; every consortium inside the member limits."""
    ways = {
        "inter_firm": _each_inter_firm,
        "supply_chain": _each_supply_chain,
        "local_government": _each_local,
    }
    return {name: ways[name](rules[name], *columns) for name, columns in lists.items()}


def _split(claims: list[int], amount: int) -> list[int]:
    whole = sum(claims)
    if amount >= whole:
        return claims
    parts, left, order = [], amount, []
    for place, claim in enumerate(claims):
        part, remainder = divmod(claim * amount, whole)
        parts.append(part)
        left -= part
        order.append((-remainder, place))
    if left:
        order.sort()
        for _, place in order[:left]:
            parts[place] += 1
    return parts


def _each_inter_firm(t: Terms, offsets, costs, certified, experts, sizes, _) -> tuple[list[int], list[str]]:
    cap_yen, expert_yen, pool_yen = t.caps[0][1], t.expert_yen, t.pool_per_member_yen
    given, binding, start = [], [], 0
    for end in offsets[1:]:
        own, excess, supported = [], [], 0
        for row in range(start, end):
            if sizes[row] == LARGE:
                own.append(0)
                excess.append(0)
                continue
            amount = costs[row] * 2 // 3 if certified[row] else costs[row] // 2
            cap = cap_yen + expert_yen if experts[row] else cap_yen
            supported += 1
            own.append(cap if amount > cap else amount)
            excess.append(amount - cap if amount > cap else 0)
        shares = _split(excess, pool_yen * supported)
        for row, base, over, share in zip(range(start, end), own, excess, shares, strict=True):
            given.append(base + share)
            binding.append("ineligible" if sizes[row] == LARGE else "pool" if share < over else "rate")
        start = end
    return given, binding


def _each_supply_chain(t: Terms, offsets, costs, _, experts, sizes, __) -> tuple[list[int], list[str]]:
    each_yen, expert_yen = t.ceiling_per_member_yen, t.expert_yen
    given, binding, start = [], [], 0
    for end in offsets[1:]:
        claims = [cost // 2 for cost in costs[start:end]]
        is_large = [size == LARGE for size in sizes[start:end]]
        large = sum(claim for claim, flag in zip(claims, is_large, strict=True) if flag)
        others = sum(claims) - large
        total = min(each_yen * (end - start) + expert_yen * sum(experts[start:end]), others + min(large, others // 2))
        parts = _split(claims, total)
        most = total // 3
        to_large = sum(part for part, flag in zip(parts, is_large, strict=True) if flag)
        if to_large > most:
            high = _split([claim if flag else 0 for claim, flag in zip(claims, is_large, strict=True)], most)
            low = _split([0 if flag else claim for claim, flag in zip(claims, is_large, strict=True)], total - most)
            parts = [a + b for a, b in zip(high, low, strict=True)]
        for claim, part, flag in zip(claims, parts, is_large, strict=True):
            short = "sme_share" if flag and to_large >= most else "consortium_cap"
            given.append(part)
            binding.append(short if part < claim else "rate")
        start = end
    return given, binding


def _each_local(_: Terms, offsets, costs, __, ___, sizes, local) -> tuple[list[int], list[str]]:
    given = [
        0 if size == LARGE else (support if support < cost else cost) // 2
        for cost, size, support in zip(costs, sizes, local, strict=True)
    ]
    return given, ["ineligible" if size == LARGE else "rate" for size in sizes]


def frames(data: Data) -> dict[str, pd.DataFrame]:
    return {
        name: pd.DataFrame(
            {
                "id": np.repeat(np.arange(len(m.starts)), m.counts),
                "cost": m.cost_yen,
                "certified": m.certification > 0,
                "expert": m.expert,
                "large": m.size == LARGE,
                "local": m.local_support_yen,
            }
        )
        for name, m in data.items()
    }


def apply_totals(tables: Mapping[str, pd.DataFrame], rules: Rules) -> dict[str, list[int]]:
    """A function of each consortium's rows, as one would first write it."""
    ways = {
        "inter_firm": _apply_inter_firm,
        "supply_chain": _apply_supply_chain,
        "local_government": _apply_local,
    }
    return {
        name: table.groupby("id", sort=False).apply(ways[name], rules[name]).tolist() for name, table in tables.items()
    }


def _apply_inter_firm(rows: pd.DataFrame, t: Terms) -> int:
    amount = (rows["cost"] // 2).where(~rows["certified"], rows["cost"] * 2 // 3).where(~rows["large"], 0)
    own = np.minimum(amount, t.caps[0][1] + t.expert_yen * rows["expert"])
    pool = t.pool_per_member_yen * int((~rows["large"]).sum())
    return int(own.sum() + min(pool, (amount - own).sum())) if 2 <= len(rows) <= t.members_max else 0


def _apply_supply_chain(rows: pd.DataFrame, t: Terms) -> int:
    amount = rows["cost"] // 2
    large = int(amount[rows["large"]].sum())
    others = int(amount.sum()) - large
    ceiling = t.ceiling_per_member_yen * len(rows) + t.expert_yen * int(rows["expert"].sum())
    return min(ceiling, others + min(large, others // 2)) if 2 <= len(rows) <= t.members_max else 0


def _apply_local(rows: pd.DataFrame, _: Terms) -> int:
    return int((rows[["cost", "local"]].min(axis=1) // 2)[~rows["large"]].sum())


def polars_totals(tables: Mapping[str, pl.DataFrame], rules: Rules) -> dict[str, pl.DataFrame]:
    """One lazy query for each type on sorted groups, collected together on all cores."""
    ways = {
        "inter_firm": _polars_inter_firm,
        "supply_chain": _polars_supply_chain,
        "local_government": _polars_local,
    }
    queries = [ways[name](table.lazy(), rules[name]) for name, table in tables.items()]
    return dict(zip(tables, pl.collect_all(queries), strict=True))


def _polars_inter_firm(table: pl.LazyFrame, t: Terms) -> pl.LazyFrame:
    cost, zero, cap_yen = pl.col("cost"), pl.lit(0, pl.Int64), t.caps[0][1]
    amount = pl.when("large").then(zero).when("certified").then(cost * 2 // 3).otherwise(cost // 2)
    own = pl.min_horizontal("amount", pl.when("expert").then(cap_yen + t.expert_yen).otherwise(cap_yen))
    pool = pl.col("supported").cast(pl.Int64) * t.pool_per_member_yen
    total = pl.col("own") + pl.min_horizontal(pool, pl.col("amount") - pl.col("own"))
    return (
        table.with_columns(amount=amount)
        .with_columns(own=own)
        .group_by("id")
        .agg(pl.col("own", "amount").sum(), supported=(~pl.col("large")).sum(), members=pl.len())
        .select("id", total=pl.when(pl.col("members").is_between(2, t.members_max)).then(total).otherwise(zero))
    )


def _polars_supply_chain(table: pl.LazyFrame, t: Terms) -> pl.LazyFrame:
    half, zero, others = pl.col("cost") // 2, pl.lit(0, pl.Int64), pl.col("half") - pl.col("half_large")
    each = pl.col("members").cast(pl.Int64) * t.ceiling_per_member_yen
    ceiling = each + pl.col("using").cast(pl.Int64) * t.expert_yen
    total = pl.min_horizontal(ceiling, others + pl.min_horizontal("half_large", others // 2))
    return (
        table.with_columns(half=half, half_large=pl.when("large").then(half).otherwise(zero))
        .group_by("id")
        .agg(pl.col("half", "half_large").sum(), using=pl.col("expert").sum(), members=pl.len())
        .select("id", total=pl.when(pl.col("members").is_between(2, t.members_max)).then(total).otherwise(zero))
    )


def _polars_local(table: pl.LazyFrame, _: Terms) -> pl.LazyFrame:
    support = pl.min_horizontal("cost", "local") // 2
    return table.group_by("id").agg(total=pl.when("large").then(0).otherwise(support).sum())

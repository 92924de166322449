"""Why each yen of an award: the steps of one consortium, generated from the rules and the numbers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from yosan.errors import InputError, Problem
from yosan.subsidy.award import Award
from yosan.subsidy.labels import BINDINGS, POLICIES, REASONS, RULES, UNDRAWN
from yosan.subsidy.limits import large_limit
from yosan.subsidy.type_rule import Stated, TypeRule
from yosan.writing import Lang, format_value

Step = tuple[str, str, str, str, str, str, str]
COLUMNS = ("step", "formula", "numbers", "rule", "source_id", "locator", "confidence")

# step, formula: Japanese, then English
_WORDS = {
    "by_rate": ("{}：補助率による額", "対象経費×補助率", "{}: amount by rate", "eligible cost × rate"),
    "by_support": ("{}：補助率による額", "地方の支援額×補助率", "{}: amount by rate", "local support × rate"),
    "cap": ("{}：1者の上限", "上限額＋専門家の加算", "{}: cap", "cap + addition for an expert"),
    "pool": ("上乗せ枠", "1者あたりの額×参加数（＋加算）", "shared pool", "amount × members (+ addition)"),
    "drawn": ("上乗せ枠からの配分", "各者の超過分へ", "drawn from the pool", "to each member's excess"),
    "ceiling": ("連携体の上限", "総額の上限", "consortium's cap", "limit on the total"),
    "share": (
        "中小企業への配分",
        "中小企業の額÷総額",
        "share of small and medium firms",
        "their grants ÷ total",
    ),
    "award": (
        "{}：補助額",
        "上の額と限度のうち小さいもの",
        "{}: award",
        "the least of the amounts and limits above",
    ),
    "barred": (
        "連携体は対象外",
        "連携者数と企業規模",
        "consortium not eligible",
        "number and size of members",
    ),
    "total": (
        "連携体の補助額",
        "各者の補助額の合計",
        "award of the consortium",
        "sum of the members' awards",
    ),
    "burden": ("自己負担", "対象経費－補助額", "own burden", "eligible cost − award"),
    "local_burden": ("自己負担", "対象経費－公の支援", "own burden", "eligible cost − public support"),
}


def explain(award: Award, consortium_id: str, lang: Lang) -> pd.DataFrame:
    """Steps from cost to award of one consortium.

    Returns
    -------
    Columns ``step, formula, numbers, rule``, as text in ``lang``, and ``source_id, locator, confidence`` of the rule
    (empty where a step states none); the amounts are those of ``award``.

    Raises
    ------
    InputError : for a consortium that the award does not have.
    """
    rows = award.consortia[award.consortia["consortium_id"] == consortium_id]
    if rows.empty:
        known = ", ".join(map(str, award.consortia["consortium_id"].head(10)))
        raise InputError(Problem("consortium_id", repr(consortium_id), f"one of {known}"))
    return pd.DataFrame(_Explainer(award, rows.iloc[0], lang).steps(), columns=pd.Index(COLUMNS))


def held_by(given: Award) -> list[tuple[str, ...]]:
    """All that holds each member's award: what binds it and, at the rate, the limits that it just reaches."""
    wholes = given.consortia.set_index("consortium_id")
    return [
        (
            member["binding"],
            *(_reached(given, member, wholes.loc[member["consortium_id"]]) if member["binding"] == "rate" else ()),
        )
        for member in given.members.to_dict("records")
    ]


def _reached(given: Award, member: dict[str, Any], whole: pd.Series) -> Iterator[str]:
    pool_left = not (pd.isna(whole["pool_limit_yen"]) or _same(whole["pool_used_yen"], whole["pool_limit_yen"]))
    own_yen = member["award_yen"] - member["pool_share_yen"]
    if _same(own_yen, member["cap_yen"]) and not pool_left and not given.terms.cap_is_shared:
        yield "cap"
        if member["pool_share_yen"]:
            yield "pool"
    if _same(whole["award_yen"], whole["ceiling_yen"]):
        yield "consortium_cap"
    if given.terms.sme_share is not None and member["size"] == "large":
        of_all = np.array([whole["award_yen"] // given.terms.unit_yen])
        most_yen = int(large_limit(of_all, given.terms, of_all=True)[0]) * given.terms.unit_yen
        rows = given.members[given.members["consortium_id"] == member["consortium_id"]]
        if rows.loc[rows["size"] == "large", "award_yen"].sum() == most_yen:
            yield "sme_share"


def _same(amount: Any, limit: Any) -> bool:
    return not pd.isna(limit) and bool(amount == limit)


class _Explainer:
    def __init__(self, award: Award, consortium: pd.Series, lang: Lang) -> None:
        self.award, self.consortium, self.lang = award, consortium, lang
        self.rule: TypeRule = award.vintage.rule(award.type_id)
        members = award.members.assign(held_by=held_by(award))
        self.members = members[members["consortium_id"] == consortium["consortium_id"]]

    def steps(self) -> Iterator[Step]:
        """Members' amounts and caps, what is shared, awards, totals."""
        people = [row._asdict() for row in self.members.itertuples(index=False)]
        if self.consortium["status"] != "ok":
            yield self._barred()
        for member in people:
            yield self._by_rate(member)
            if self.award.terms.caps:
                yield self._cap(member)
        if self.consortium["status"] == "ok":
            yield from self._shared()
        for member in people:
            yield self._award(member)
        yield self._step("total", self._yen(self.consortium["award_yen"]), "", None)
        burden = "local_burden" if self.award.terms.supports_local else "burden"
        yield self._step(burden, self._yen(self.consortium["own_burden_yen"]), "", None)

    @property
    def _side(self) -> int:
        return 0 if self.lang == "ja" else 1

    def _yen(self, amount: Any) -> str:
        return format_value(int(amount), "yen", self.lang)

    def _who(self, member: dict[str, Any]) -> str:
        return str(member["name"] or member["member_id"])

    def _step(self, word: str, numbers: str, rule: str, stated: Stated[Any] | None, who: str = "") -> Step:
        step, formula = _WORDS[word][2 * self._side : 2 * self._side + 2]
        source = (stated.source, stated.locator, stated.confidence) if stated else ("", "", "")
        return step.format(who), formula, numbers, RULES[rule][self._side] if rule in RULES else rule, *source

    def _barred(self) -> Step:
        reason = str(self.consortium["reason"])
        limits = {"members_min": self.rule.members_min, "members_max": self.rule.members_max}
        stated = limits.get(reason, self.rule.eligible_sizes)
        limit = stated.value if reason in limits else ", ".join(self.rule.eligible_sizes.value or ())
        numbers = f"{REASONS[reason][self._side]}: {self.consortium['members']} / {limit}"
        return self._step("barred", numbers, reason if reason in limits else "eligible_sizes", stated)

    def _by_rate(self, member: dict[str, Any]) -> Step:
        rule, stated = self._rate_rule(member)
        support = self.award.terms.halves_support
        base = min(member["local_support_yen"], member["eligible_cost_yen"])
        base = base if support else member["eligible_cost_yen"]
        numbers = f"{self._yen(base)} × {member['rate']} = {self._yen(member['by_rate_yen'])}"
        return self._step("by_support" if support else "by_rate", numbers, rule, stated, self._who(member))

    def _rate_rule(self, member: dict[str, Any]) -> tuple[str, Stated[Any]]:
        if member["size"] == "small" and str(self.rule.rate_small.value) == member["rate"]:
            return "rate_small", self.rule.rate_small
        if member["rate"] != str(self.rule.rate.value) and self.rule.uplift is not None:
            return "uplift", self.rule.uplift.rate
        return "rate", self.rule.rate

    def _cap(self, member: dict[str, Any]) -> Step:
        flat = self.rule.member_cap_bands.value is None
        stated: Stated[Any] = self.rule.member_cap_yen if flat else self.rule.member_cap_bands
        added = self.award.terms.expert_yen if member["expert"] and not self.award.terms.expert_once else 0
        numbers = self._yen(member["cap_yen"])
        if added:
            numbers = f"{self._yen(member['cap_yen'] - added)} + {self._yen(added)} = {numbers}"
        name = "member_cap_yen" if flat else "member_cap_bands"
        return self._step("cap", numbers, name, stated, self._who(member))

    def _award(self, member: dict[str, Any]) -> Step:
        numbers = self._yen(member["award_yen"])
        binding = ("、", "; ")[self._side].join(BINDINGS[name][self._side] for name in member["held_by"])
        if member["pool_share_yen"]:
            own_yen = member["award_yen"] - member["pool_share_yen"]
            numbers = f"{self._yen(own_yen)} + {self._yen(member['pool_share_yen'])} = {numbers}"
        return self._step("award", numbers, binding, None, self._who(member))

    def _shared(self) -> Iterator[Step]:
        row, rule, terms = self.consortium, self.rule, self.award.terms
        using = min(self._experts(), 1) if terms.expert_once else self._experts()
        if not pd.isna(row["pool_limit_yen"]) and not terms.cap_is_shared:
            added_yen = terms.expert_yen * using if terms.expert_once else 0
            numbers = self._counted(row["pool_limit_yen"], terms.pool_per_member_yen, added_yen)
            yield self._step("pool", numbers, "pool_per_member_yen", rule.pool_per_member_yen)
            policy = POLICIES[self.award.allocation] if row["pool_used_yen"] else UNDRAWN
            yield self._step("drawn", self._yen(row["pool_used_yen"]), policy[self._side], None)
        if terms.ceiling_per_member_yen is not None:
            added_yen = terms.expert_yen * using
            numbers = self._counted(row["ceiling_yen"], terms.ceiling_per_member_yen, added_yen)
            stated = rule.consortium_cap_per_member_yen
            yield self._step("ceiling", numbers, "consortium_cap_per_member_yen", stated)
        elif terms.ceiling_yen is not None:
            numbers = self._yen(row["ceiling_yen"])
            yield self._step("ceiling", numbers, "consortium_cap_yen", rule.consortium_cap_yen)
        if terms.sme_share is not None:
            yield self._share()

    def _share(self) -> Step:
        paid = self.members["award_yen"]
        others = self._yen(paid[self.members["size"] != "large"].sum())
        numbers = f"{others} / {self._yen(paid.sum())} (≥ {self.rule.sme_share_min.value})"
        return self._step("share", numbers, "sme_share_min", self.rule.sme_share_min)

    def _experts(self) -> int:
        supported = self.members["size"].isin(self.rule.eligible_sizes.value or ())
        return int((self.members["expert"] & supported).sum())

    def _counted(self, total_yen: int, each_yen: int, added_yen: int) -> str:
        count = (total_yen - added_yen) // each_yen if each_yen else 0
        parts = [f"{self._yen(each_yen)} × {count}"] if each_yen else []
        parts += [self._yen(added_yen)] if added_yen else []
        return f"{' + '.join(parts)} = {self._yen(total_yen)}"

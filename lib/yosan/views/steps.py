"""Why each yen of an award: the steps of one consortium, generated from the rules and the numbers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from yosan.errors import InputError, Problem
from yosan.messages import Message
from yosan.subsidy.award.award import Award
from yosan.subsidy.award.binding import held_by
from yosan.subsidy.rules.type_rule import Stated
from yosan.views.words import BINDING_NAMES, POLICY_NAMES, REASONS, RULE_NAMES, SIZE_NAMES, UNDRAWN
from yosan.writing import Lang, Text, format_value

Step = tuple[str, str, str, str, str, str, str, str]
_COLUMNS = ("step", "formula", "numbers", "rule", "source_id", "locator", "confidence", "note")
_LISTED = Text("、", "; ")

# what a step is called and its formula
_WORDS = {
    "by_rate": (Text("{}：補助率による額", "{}: amount by rate"), Text("対象経費×補助率", "eligible cost × rate")),
    "by_support": (
        Text("{}：補助率による額", "{}: amount by rate"),
        Text("地方の支援額×補助率", "local support × rate"),
    ),
    "cap": (Text("{}：1者の上限", "{}: cap"), Text("上限額＋専門家の加算", "cap + addition for an expert")),
    "pool": (Text("上乗せ枠", "shared pool"), Text("1者あたりの額×参加数（＋加算）", "amount × members (+ addition)")),
    "drawn": (Text("上乗せ枠からの配分", "drawn from the pool"), Text("各者の超過分へ", "to each member's excess")),
    "ceiling": (Text("連携体の上限", "consortium's cap"), Text("総額の上限", "limit on the total")),
    "shared_caps": (
        Text("連携体の内で分けられる額", "caps shared inside the consortium"),
        Text("各者の上限の合計（＋上乗せ枠）", "sum of the members' caps (+ pool)"),
    ),
    "share": (
        Text("中小企業への配分", "share of small and medium firms"),
        Text("中小企業の額÷総額", "their grants ÷ total"),
    ),
    "award": (
        Text("{}：補助額", "{}: award"),
        Text("上の額と上限のうち小さいもの", "the least of the amounts and limits above"),
    ),
    "award_shared": (
        Text("{}：補助額", "{}: award"),
        Text("補助率による額。合計は上の総額の上限まで", "amount by rate, all within the limits on the total above"),
    ),
    "barred": (
        Text("連携体は対象外", "consortium not eligible"),
        Text("連携者数と企業規模", "number and size of members"),
    ),
    "total": (
        Text("連携体の補助額", "award of the consortium"),
        Text("各者の補助額の合計", "sum of the members' awards"),
    ),
    "burden": (Text("自己負担", "own burden"), Text("対象経費−補助額", "eligible cost − award")),
    "local_burden": (Text("自己負担", "own burden"), Text("対象経費−公の支援", "eligible cost − public support")),
}


def explain(award: Award, consortium_id: str, lang: Lang) -> pd.DataFrame:
    """Steps from cost to award of one consortium.

    Returns
    -------
    Columns ``step, formula, numbers, rule``, as text in ``lang``, and ``source_id, locator, confidence, note`` of the
    rule (empty where a step states none); the amounts are those of ``award``.

    Raises
    ------
    InputError : for a consortium that the award does not have.
    """
    rows = award.consortia[award.consortia["consortium_id"] == consortium_id]
    if rows.empty:
        known = tuple(award.consortia["consortium_id"].head(10))
        raise InputError(Problem("consortium_id", Message("errors.none_of", name=consortium_id, known=known)))
    return pd.DataFrame(_Explainer(award, rows.iloc[0], lang).steps(), columns=pd.Index(_COLUMNS))


class _Explainer:
    def __init__(self, award: Award, consortium: pd.Series, lang: Lang) -> None:
        self.award, self.consortium, self.lang = award, consortium, lang
        self.rule, self.terms = award.rules.rule, award.rules.terms
        members = award.members.assign(held_by=held_by(award))
        self.members = members[members["consortium_id"] == consortium["consortium_id"]]

    def steps(self) -> Iterator[Step]:
        """Members' amounts and caps, what is shared, awards, totals."""
        people = [row._asdict() for row in self.members.itertuples(index=False)]
        if self.consortium["status"] != "ok":
            yield self._barred()
        for member in people:
            yield self._by_rate(member)
            if self.terms.caps:
                yield self._cap(member)
        if self.consortium["status"] == "ok":
            yield from self._shared()
        for member in people:
            yield self._award(member)
        yield self._step("total", self._yen(self.consortium["award_yen"]), "", None)
        burden = "local_burden" if self.terms.supports_local else "burden"
        yield self._step(burden, self._yen(self.consortium["own_burden_yen"]), "", None)

    def _yen(self, amount: Any) -> str:
        return format_value(int(amount), "yen", self.lang)

    def _who(self, member: dict[str, Any]) -> str:
        return str(member["name"] or member["member_id"])

    def _step(self, word: str, numbers: str, rule: str, stated: Stated[Any] | None, who: str = "") -> Step:
        step, formula = (text.of(self.lang) for text in _WORDS[word])
        named = RULE_NAMES[rule].of(self.lang) if rule in RULE_NAMES else rule
        if stated is None:
            return step.format(who), formula, numbers, named, "", "", "", ""
        source = (stated.source, stated.locator, stated.confidence, stated.note.of(self.lang))
        return step.format(who), formula, numbers, named, *source

    def _barred(self) -> Step:
        reason = str(self.consortium["reason"])
        asked = {"supported_min": "members_min", "no_eligible_member": "eligible_sizes"}.get(reason, reason)
        stated = getattr(self.rule, asked)
        counted = self.consortium["supported" if reason == "supported_min" else "members"]
        sizes = (SIZE_NAMES[size].of(self.lang) for size in self.rule.eligible_sizes.value or ())
        limit = stated.value if asked != "eligible_sizes" else _LISTED.of(self.lang).join(sizes)
        numbers = f"{REASONS[reason].of(self.lang)}: {counted} / {limit}"
        return self._step("barred", numbers, asked, stated)

    def _by_rate(self, member: dict[str, Any]) -> Step:
        rule, stated = self._rate_rule(member)
        support = self.terms.halves_support
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
        helped = member["expert"] and member["size"] in (self.rule.eligible_sizes.value or ())
        added = self.terms.expert_yen if helped and not self.terms.expert_once else 0
        numbers = self._yen(member["cap_yen"])
        if added:
            numbers = f"{self._yen(member['cap_yen'] - added)} + {self._yen(added)} = {numbers}"
        return self._step("cap", numbers, *self._cap_rule(), self._who(member))

    def _cap_rule(self) -> tuple[str, Stated[Any]]:
        flat = self.rule.member_cap_bands.value is None
        return (
            ("member_cap_yen", self.rule.member_cap_yen) if flat else ("member_cap_bands", self.rule.member_cap_bands)
        )

    def _award(self, member: dict[str, Any]) -> Step:
        numbers = self._yen(member["award_yen"])
        binding = _LISTED.of(self.lang).join(BINDING_NAMES[name].of(self.lang) for name in member["held_by"])
        if member["pool_share_yen"]:
            own_yen = member["award_yen"] - member["pool_share_yen"]
            numbers = f"{self._yen(own_yen)} + {self._yen(member['pool_share_yen'])} = {numbers}"
        word = "award_shared" if self.terms.cap_is_shared else "award"
        return self._step(word, numbers, binding, None, self._who(member))

    def _shared(self) -> Iterator[Step]:
        row, rule, terms = self.consortium, self.rule, self.terms
        using = min(self._experts(), 1) if terms.expert_once else self._experts()
        if not pd.isna(row["pool_limit_yen"]):
            count = row["members" if terms.pool_counts_ineligible else "supported"]
            numbers = self._counted(terms.pool_per_member_yen, count, terms.expert_yen * using * terms.expert_once)
            yield self._step("pool", numbers, "pool_per_member_yen", rule.pool_per_member_yen)
        if not pd.isna(row["pool_limit_yen"]) and not terms.cap_is_shared:
            policy = POLICY_NAMES[self.award.allocation] if row["pool_used_yen"] else UNDRAWN
            yield self._step("drawn", self._yen(row["pool_used_yen"]), policy.of(self.lang), None)
        if terms.ceiling_per_member_yen is not None:
            leads = (self.members["lead"] & (self.members["size"] == "large")).sum()
            count = row["members"] - (0 if terms.ceiling_counts_large_lead else leads)
            numbers = self._counted(terms.ceiling_per_member_yen, count, terms.expert_yen * using)
            stated = rule.consortium_cap_per_member_yen
            yield self._step("ceiling", numbers, "consortium_cap_per_member_yen", stated)
        if terms.ceiling_yen is not None:
            numbers = self._yen(terms.ceiling_yen)
            yield self._step("ceiling", numbers, "consortium_cap_yen", rule.consortium_cap_yen)
        if terms.cap_is_shared:
            yield self._shared_caps()
        if terms.sme_share is not None:
            yield self._share()

    def _shared_caps(self) -> Step:
        supported = self.members["size"].isin(self.rule.eligible_sizes.value or ())
        pool_yen = self.consortium["pool_limit_yen"]
        caps_yen = self.members.loc[supported, "cap_yen"].sum() + (0 if pd.isna(pool_yen) else pool_yen)
        return self._step("shared_caps", self._yen(caps_yen), *self._cap_rule())

    def _share(self) -> Step:
        paid = self.members["award_yen"]
        others = self._yen(paid[self.members["size"] != "large"].sum())
        sign = ">" if self.terms.share_is_exclusive else "≥"
        numbers = f"{others} / {self._yen(paid.sum())} ({sign} {self.rule.sme_share_min.value})"
        return self._step("share", numbers, "sme_share_min", self.rule.sme_share_min)

    def _experts(self) -> int:
        supported = self.members["size"].isin(self.rule.eligible_sizes.value or ())
        return int((self.members["expert"] & supported).sum())

    def _counted(self, each_yen: int, count: int, added_yen: int) -> str:
        parts = [f"{self._yen(each_yen)} × {count}"] if each_yen else []
        parts += [self._yen(added_yen)] if added_yen else []
        unit = self.terms.unit_yen
        return f"{' + '.join(parts)} = {self._yen((each_yen * count + added_yen) // unit * unit)}"

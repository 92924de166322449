"""One type's rule under chosen readings, flattened to the whole numbers that the engine computes with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import get_args

from yosan.subsidy.rules.type_rule import Certification, Size, TypeRule

SIZES: tuple[str, ...] = get_args(Size)
CERTIFICATIONS: tuple[str, ...] = get_args(Certification)
LARGE = SIZES.index("large")


@dataclass(frozen=True)
class Terms:
    """What the engine needs of a rule: amounts in yen, sizes and certifications as positions in their tuples.

    ``rates`` are the distinct rates; ``rate_of[2 * size + certified]`` is a member's position among them.
    ``supports_local``: a local government's support stands behind the award; ``halves_support``: it is
    what the rate multiplies.
    ``caps`` are (employees up to, cap) pairs, the last one open (0); empty where no cap is stated.
    ``cap_is_shared``: caps add up to the consortium's ceiling instead of limiting each member.
    ``unsupported_count_for_min``: members whose size gets no grant count toward ``members_min`` too.

    A reading that nothing in the rule hangs on leaves no trace here: terms are equal if and only if awards are.
    """

    rates: tuple[Fraction, ...]
    rate_of: tuple[int, ...]
    lifting: tuple[int, ...]
    lifts_all: bool
    supports_local: bool
    halves_support: bool
    eligible: tuple[int, ...]
    members_min: int
    unsupported_count_for_min: bool
    members_max: int | None
    minimum_yen: int
    caps: tuple[tuple[int, int], ...]
    cap_is_shared: bool
    pool_per_member_yen: int
    pool_counts_ineligible: bool
    expert_yen: int
    expert_once: bool
    ceiling_yen: int | None
    ceiling_per_member_yen: int | None
    ceiling_counts_large_lead: bool
    sme_share: Fraction | None
    share_is_exclusive: bool
    unit_yen: int


def flatten(rule: TypeRule, readings: Mapping[str, str]) -> Terms:
    """Flatten ``rule`` under ``readings`` (a choice for every reading, as ``Vintage.resolve`` gives it)."""
    rates, rate_of, lifting = _rates(rule, readings)
    sizes, least = rule.eligible_sizes.value or (), rule.members_min.value or 1
    of_smes = rule.members_min_of.value is not None and least > 1
    caps, per_member_yen = _caps(rule), rule.consortium_cap_per_member_yen.value
    raised = bool(caps) or per_member_yen is not None  # an addition for experts needs a limit that it raises
    expert_yen = (rule.expert_addition_yen.value or 0) if raised else 0
    pool_yen = (rule.pool_per_member_yen.value or 0) if caps else 0
    shared_yen = rule.consortium_cap_yen.value
    return Terms(
        rates=rates,
        rate_of=rate_of,
        lifting=lifting,
        lifts_all=bool(lifting) and readings["uplift_scope"] == "consortium",
        supports_local=rule.rate_base.value == "half_base",
        halves_support=rule.rate_base.value == "half_base" and readings["half_base"] == "local_support",
        eligible=tuple(SIZES.index(size) for size in sizes),
        members_min=least,
        unsupported_count_for_min=not of_smes or readings["large_counts_for_min"] == "yes",
        members_max=rule.members_max.value,
        minimum_yen=rule.member_minimum_yen.value or 0,
        caps=caps,
        cap_is_shared=bool(caps) and shared_yen is not None and readings["member_cap_scope"] == "consortium",
        pool_per_member_yen=pool_yen,
        pool_counts_ineligible=bool(pool_yen) and readings["ineligible_counts_for_pool"] == "yes",
        expert_yen=expert_yen,
        expert_once=bool(expert_yen) and readings["expert_scope"] == "consortium",
        ceiling_yen=shared_yen,
        ceiling_per_member_yen=per_member_yen,
        ceiling_counts_large_lead=per_member_yen is not None and readings["large_counts_for_cap"] == "yes",
        sme_share=rule.sme_share_min.value,
        share_is_exclusive=rule.sme_share_min.value is not None and readings["sme_share_boundary"] == "exclusive",
        unit_yen=int(readings["rounding_unit"]),
    )


def _rates(
    rule: TypeRule, readings: Mapping[str, str]
) -> tuple[tuple[Fraction, ...], tuple[int, ...], tuple[int, ...]]:
    base = rule.rate.value or Fraction(0)
    plain = [rule.rate_small.value or base if size == "small" else base for size in SIZES]
    up = rule.uplift
    applies = up is not None and all(readings[name] == choice for name, choice in up.when.items())
    lift = up.rate.value if up is not None and applies else None
    table = [rate for each in plain for rate in (each, max(each, lift or each))]
    rates = tuple(sorted(set(table)))
    accepted = up.certifications.value or () if up is not None and lift else ()
    return rates, tuple(map(rates.index, table)), tuple(CERTIFICATIONS.index(name) for name in accepted)


def _caps(rule: TypeRule) -> tuple[tuple[int, int], ...]:
    if rule.member_cap_bands.value:
        return tuple((band.employees_max or 0, band.cap_yen) for band in rule.member_cap_bands.value)
    return () if rule.member_cap_yen.value is None else ((0, rule.member_cap_yen.value),)

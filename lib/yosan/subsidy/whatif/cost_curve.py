"""Award against cost: one consortium at many costs, and the exact costs at which another limit takes over."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from itertools import pairwise, product

import numpy as np
import numpy.typing as npt
import pandas as pd

from yosan.subsidy.award.award import Award
from yosan.subsidy.award.engine import BINDINGS, Awards, compute_split
from yosan.subsidy.award.intake import to_members
from yosan.subsidy.award.limits import Members
from yosan.subsidy.rules.in_force import Rules, rules_of
from yosan.subsidy.rules.terms import CERTIFICATIONS, SIZES
from yosan.subsidy.rules.type_rule import TypeRule
from yosan.subsidy.rules.vintage import Vintage
from yosan.subsidy.whatif.solve import with_costs

SMALL_STAFF = 5  # an example: small in any industry


@dataclass(frozen=True)
class Example:
    """A consortium whose costs are varied under some rules.

    ``local_rate``: part of each cost that a local government supports; ``None`` leaves the support as it is.
    """

    members: pd.DataFrame
    rules: Rules
    local_rate: Fraction | None = None

    @cached_property
    def arrays(self) -> Members:
        """The members as the engine takes them, for a curve asks for many costs."""
        return to_members(self.members, self.rules.needs_employees)


def at_costs(example: Example, costs_yen: npt.NDArray[np.int64]) -> Awards:
    """Awards of the consortium once for each row of ``costs_yen`` (a cost for each member), as so many consortia.

    Raises
    ------
    InputError : as ``compute_awards``.
    """
    many, rate = with_costs(example.arrays, costs_yen), example.local_rate
    if rate is not None:
        many = replace(many, local_support_yen=many.cost_yen * rate.numerator // rate.denominator)
    return compute_split(many, example.rules.terms, "proportional")


def trace_curve(example: Example, costs_yen: Sequence[int]) -> pd.DataFrame:
    """Award of the consortium when all its members bear the same cost.

    Returns
    -------
    Columns ``cost_yen`` (of each member), ``award_yen`` (of the consortium).
    """
    return pd.DataFrame({"cost_yen": list(costs_yen), "award_yen": _alike(example, costs_yen).total_yen})


def find_kinks(example: Example, costs_yen: Sequence[int]) -> pd.DataFrame:
    """Costs at which another limit begins to hold a member's award, all members at the same cost.

    Parameters
    ----------
    costs_yen : ascending; limits that come and go between two of them are not seen.

    Returns
    -------
    Columns ``cost_yen`` (of each member: the least that earns the award), ``award_yen`` (of the consortium),
    ``binding`` (what holds the first member's award from there on).
    """

    def held(costs: Sequence[int]) -> list[tuple[str, ...]]:
        codes = _alike(example, costs).binding.reshape(len(costs), -1)
        return [tuple(BINDINGS[code] for code in row) for row in codes]

    def total_yen(cost: int) -> int:
        return int(_alike(example, [cost]).total_yen[0])

    rows = []
    for (low, before), (high, after) in pairwise(zip(costs_yen, held(costs_yen), strict=True)):
        if before == after:
            continue
        # the limit shows one step of rounding after the least cost that reaches it
        shown = bisect_left(range(high), True, low, high, key=lambda cost: held([cost])[0] != before)
        least = bisect_left(range(shown), total_yen(shown), key=total_yen)
        if least > costs_yen[0]:
            rows.append((least, total_yen(least), held([shown])[0][0]))
    return pd.DataFrame(rows, columns=["cost_yen", "award_yen", "binding"])


def trace_curves(examples: Mapping[str, Example], costs_yen: Sequence[int]) -> pd.DataFrame:
    """Curve of each of some examples.

    Returns
    -------
    Columns ``curve_id`` (the example's id) and those of ``trace_curve``.
    """
    curves = [trace_curve(example, costs_yen).assign(curve_id=curve) for curve, example in examples.items()]
    return pd.concat(curves, ignore_index=True)[["curve_id", "cost_yen", "award_yen"]]


def list_kinks(examples: Mapping[str, Example], costs_yen: Sequence[int]) -> pd.DataFrame:
    """Kinks of each of some examples.

    Returns
    -------
    Columns ``kink_id`` (``<curve_id>.<n>``, counted from 1), ``curve_id`` (the example's id), ``rule_id``
    (``<vintage>.<type>``), and those of ``find_kinks``.
    """
    rows = [
        (f"{curve}.{place}", curve, example.rules.rule_id, *kink)
        for curve, example in examples.items()
        for place, kink in enumerate(find_kinks(example, costs_yen).itertuples(index=False), 1)
    ]
    return pd.DataFrame(rows, columns=["kink_id", "curve_id", "rule_id", "cost_yen", "award_yen", "binding"])


def share_surface(example: Example, costs_yen: Sequence[int]) -> pd.DataFrame:
    """Share of the total cost that is paid, over the costs of a consortium's two members.

    Returns
    -------
    Columns ``first_yen, second_yen, award_yen, value`` (award over cost; none where both costs are zero).
    """
    pairs = list(product(costs_yen, repeat=2))
    table = pd.DataFrame(pairs, columns=["first_yen", "second_yen"])
    table["award_yen"] = at_costs(example, np.array(pairs, dtype=np.int64)).total_yen
    shares = zip(table["award_yen"], table["first_yen"] + table["second_yen"], strict=True)
    return table.assign(value=[Fraction(int(paid), int(cost)) if cost else None for paid, cost in shares])


def fit_members(members: pd.DataFrame, rule: TypeRule) -> pd.DataFrame:
    """As many of some members as a type takes, or nearest to it, and of sizes that it supports.

    Where they are too few the last stands for those that are missing, under other ids.
    """
    least, most = rule.members_min.value or 1, rule.members_max.value or len(members)
    missing = range(least - len(members))
    more = [members.tail(1).assign(member_id=f"+{place + 1}", lead=False) for place in missing]
    return _of_eligible_size(pd.concat([members.head(max(most, least)), *more], ignore_index=True), rule)


def fit_consortia(members: pd.DataFrame, rule: TypeRule) -> pd.DataFrame:
    """Members of several consortia, of sizes that a type supports; only the first of each where firms apply alone."""
    if rule.members_max.value == 1:
        members = members.groupby("consortium_id", sort=False).head(1).reset_index(drop=True)
    return members if "medium" in _sizes(rule) else _of_eligible_size(members, rule)


def _of_eligible_size(members: pd.DataFrame, rule: TypeRule) -> pd.DataFrame:
    """Members of other sizes than a type supports become the largest that it does."""
    other = ~members["size"].isin(_sizes(rule))
    staff = members["employees"].clip(upper=SMALL_STAFF)
    small = other & (_sizes(rule)[-1] == "small")
    sizes = members["size"].mask(other, _sizes(rule)[-1])
    return members.assign(size=sizes, employees=members["employees"].mask(small, staff))


def _sizes(rule: TypeRule) -> list[str]:
    return [size for size in SIZES if size in (rule.eligible_sizes.value or ())]


def examples_of(members: pd.DataFrame, vintage: Vintage, local_rate: Fraction) -> dict[str, Example]:
    """Each type of a vintage on uncertified members without experts, and on certified ones where that lifts the rate.

    Parameters
    ----------
    members : of one consortium, alike; each type gets as many as ``fit_members`` says.

    Returns
    -------
    Examples by id: ``<type>`` or ``<type>.certified``.
    """
    examples = {}
    for rules in rules_of([vintage]):
        plain = fit_members(members, rules.rule).assign(certification="none", expert=False)
        local = local_rate if rules.terms.supports_local else None
        examples[rules.type_id] = Example(plain, rules, local)
        if rules.terms.lifting:
            certified = plain.assign(certification=CERTIFICATIONS[rules.terms.lifting[0]])
            examples[f"{rules.type_id}.certified"] = Example(certified, rules, local)
    return examples


def vary_each(award: Award, places: Sequence[int], costs_yen: Sequence[int]) -> pd.DataFrame:
    """Award of one consortium as the cost of one member changes and the others' stay.

    Parameters
    ----------
    places : of the members whose cost changes, each alone.

    Returns
    -------
    Columns ``member_id``, ``cost_yen`` (of that member), ``award_yen`` (of the consortium).
    """
    now = award.members["eligible_cost_yen"].tolist()
    varied = [[*now[:place], cost, *now[place + 1 :]] for place in places for cost in costs_yen]
    found = at_costs(Example(award.members, award.rules), np.array(varied, dtype=np.int64))
    ids = award.members["member_id"].iloc[list(places)].repeat(len(costs_yen)).array
    return pd.DataFrame({"member_id": ids, "cost_yen": [*costs_yen] * len(places), "award_yen": found.total_yen})


def _alike(example: Example, costs_yen: Sequence[int]) -> Awards:
    each = np.array(costs_yen, dtype=np.int64)
    return at_costs(example, np.repeat(each, len(example.members)).reshape(len(each), -1))

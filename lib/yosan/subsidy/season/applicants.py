"""Illustrative applicants: a library of consortia drawn from the assumptions, and what the rules award each.

Every attribute is read off a uniform draw of its own. Two sets of assumptions therefore see the same firms,
and only what the assumptions change differs between them.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

from yosan.subsidy.arrays import Flags, Floats, Ints
from yosan.subsidy.award.engine import compute_split
from yosan.subsidy.award.limits import Members
from yosan.subsidy.award.segments import segment_sum
from yosan.subsidy.draws import stream
from yosan.subsidy.rules.in_force import Rules
from yosan.subsidy.rules.terms import CERTIFICATIONS, LARGE, SIZES
from yosan.subsidy.rules.vintage import Vintage
from yosan.subsidy.season.programme import Programme

LIBRARY = 4096  # consortia: a power of two, so that sixteen random bits pick one
_SLOTS = 20  # members a consortium can have: the largest limit of any vintage
_COST_UNIT_YEN = 10_000  # costs are whole 万円, so that they do not hang on a processor's last digit
_SMALL, _MEDIUM = SIZES.index("small"), SIZES.index("medium")
_UNCERTIFIED, _CERTIFIED = CERTIFICATIONS.index("none"), CERTIFICATIONS.index("equipment_plan")


@dataclass(frozen=True)
class Library:
    """Consortia that may apply.

    ``members`` are the engine's arrays; ``consortium`` is each row's consortium as a number,
    ``second`` tells which consortia are of the second type, ``merit`` is their score before the jury's luck.
    """

    members: Members
    consortium: Ints
    second: Flags
    merit: Floats

    def of_consortia(self, by_member: Ints) -> Ints:
        """Sum a member's column by consortium."""
        return segment_sum(by_member, self.members.starts)

    def sizes(self) -> npt.NDArray[np.str_]:
        """Size of every member, in words."""
        return np.array(SIZES)[self.members.size]

    def firms(self) -> Ints:
        """A number for every member: the same for the same firm in each library of the same draws."""
        place = np.arange(len(self.consortium)) - self.members.starts[self.consortium]
        return self.consortium * _SLOTS + place


def draw_library(programme: Programme, seed: int, size: int = LIBRARY, alone: Collection[str] = ()) -> Library:
    """Draw ``size`` consortia under the assumptions; of types that firms apply for ``alone`` each is one firm."""
    random = np.random.Generator(stream(seed, 0))
    second = random.random(size) < float(programme.second_share.value)
    large_lead = second & (random.random(size) < float(programme.large_lead_share.value))
    count = _member_counts(programme, random.random(size), large_lead)
    count[np.where(second, programme.second_type in alone, programme.main_type in alone)] = 1
    luck = random.random(size)
    taken = np.arange(_SLOTS) < count[:, None]
    slots = random.random((4, size, _SLOTS))[:, taken]
    consortium, slot = np.nonzero(taken)
    members = _members(programme, consortium, slot, large_lead, slots)
    share = np.bincount(consortium, weights=members.certification == _CERTIFIED) / count
    bonus = float(programme.certified_bonus.value)
    return Library(members, consortium, second, luck * (1 - bonus) + share * bonus)


def _member_counts(programme: Programme, uniform: Floats, large_lead: Flags) -> Ints:
    """Two members and a geometric number more, and as many SMEs beside a large lead firm as are assumed."""
    mean = float(programme.extra_members_mean.value)
    extra = np.floor(np.log1p(-uniform) / np.log(mean / (1 + mean))) if mean else np.zeros(len(uniform))
    least = np.where(large_lead, 1 + programme.smes_beside_large.value, 2)
    count: Ints = np.minimum(np.maximum(2 + extra, least), _SLOTS).astype(np.int64)
    return count


def _members(programme: Programme, consortium: Ints, slot: Ints, large_lead: Flags, slots: Floats) -> Members:
    lead = slot == 0
    small, certified, expert = (
        slots[row] < float(share.value)
        for row, share in enumerate((programme.small_share, programme.certified_share, programme.expert_share))
    )
    size = np.where(lead & large_lead[consortium], LARGE, np.where(small, _SMALL, _MEDIUM)).astype(np.int8)
    staff = np.array([getattr(programme, f"employees_{name}").value for name in SIZES], np.int64)
    cost = programme.cost_median_yen.value * np.exp(float(programme.cost_spread.value) * ndtri(slots[3]))
    return Members(
        np.append(np.flatnonzero(lead), len(lead)),
        np.rint(cost / _COST_UNIT_YEN).astype(np.int64) * _COST_UNIT_YEN,
        size,
        np.where(certified, _CERTIFIED, _UNCERTIFIED).astype(np.int8),
        expert,
        lead,
        staff[size],
        np.zeros(len(lead), np.int64),
    )


def award_library(library: Library, programme: Programme, vintage: Vintage) -> Ints:
    """Award of every member of the library, in yen, under its consortium's type."""
    awards = np.zeros(len(library.consortium), np.int64)
    for type_id, kept in ((programme.main_type, ~library.second), (programme.second_type, library.second)):
        if kept.any():
            split = compute_split(library.members.of(kept), Rules(vintage, type_id).terms, "proportional")
            awards[kept[library.consortium]] = split.award_yen
    return awards

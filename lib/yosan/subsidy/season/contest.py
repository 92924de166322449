"""What the applicants of a season compete for, who they are, and what the draws of many seasons add up to."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt

from yosan.errors import choose
from yosan.subsidy.arrays import Ints

Rationing = Literal["first_come", "by_score", "pro_rata"]
RATIONINGS: tuple[Rationing, ...] = get_args(Rationing)
TOP, SIXTEEN = np.uint32(65535), np.uint32(16)


def parse_rationing(name: str) -> Rationing:
    """Check the name of a way to ration.

    Raises
    ------
    InputError : for an unknown one; names those there are.
    """
    return choose("parameter rationing", name, RATIONINGS)


@dataclass(frozen=True)
class Contest:
    """One set of rules seen by the drawn applicants.

    Parameters
    ----------
    awards_yen : award of each consortium of the library; 0 where the rules refuse it.
    envelope_yen : money of the season.
    rationing : ``first_come`` and ``by_score`` pay in full until the first applicant that no longer
        fits, who ends the queue; ``pro_rata`` cuts every award alike.
    """

    awards_yen: Ints
    envelope_yen: int
    rationing: Rationing


@dataclass(frozen=True)
class Pool:
    """Who may apply: a library of a power of two consortia (at most 65,536), and how many come in one season.

    Parameters
    ----------
    merit : score, 0 to 1, that each consortium brings along.
    jury_noise : share of the final score that is the jury's luck, 0 to 1.
    """

    merit: npt.NDArray[np.float64]
    applicants: int
    jury_noise: float

    def __post_init__(self) -> None:
        """Refuse a library that sixteen random bits cannot draw from evenly."""
        size = len(self.merit)
        if size & (size - 1) or not 1 <= size <= 2**16:
            raise ValueError(f"a library of {size} consortia is no power of two up to 65,536")

    @functools.cached_property
    def luck_top(self) -> np.uint32:
        """Most that luck adds to a score of 16 bits."""
        return np.uint32(round(TOP * self.jury_noise))

    @functools.cached_property
    def sort_key(self) -> npt.NDArray[np.uint32]:
        """Score before luck, best first, in the upper 16 bits; the consortium in the lower 16."""
        score = np.rint(self.merit * float(TOP - self.luck_top)).astype(np.uint32)
        return (TOP - score) << SIXTEEN | np.arange(len(score), dtype=np.uint32)


@dataclass
class Tally:
    """What the draws of one contest add up to; whole numbers, so the order of adding is immaterial."""

    draws: int
    adopted: Ints  # draws by number of consortia adopted
    paid_yen: int  # over all draws
    least_paid_yen: int  # of any draw
    most_paid_yen: int
    times_adopted: Ints  # by consortium of the library
    received_yen: Ints

    @classmethod
    def empty(cls, contest: Contest, applicants: int) -> Tally:
        """No draws yet."""
        library = len(contest.awards_yen)
        counts, times, received = (np.zeros(size, np.int64) for size in (applicants + 1, library, library))
        return cls(0, counts, 0, contest.envelope_yen, 0, times, received)

    def count(self, places: Ints, paid_yen: Ints) -> None:
        """Count the consortia adopted and the money paid in each draw of a block."""
        self.draws += len(places)
        self.adopted += np.bincount(places, minlength=len(self.adopted))
        self.paid_yen += int(paid_yen.sum())
        self.least_paid_yen = min(self.least_paid_yen, int(paid_yen.min()))
        self.most_paid_yen = max(self.most_paid_yen, int(paid_yen.max()))

    def __add__(self, other: Tally) -> Tally:
        """Add the draws of another task."""
        return Tally(
            self.draws + other.draws,
            self.adopted + other.adopted,
            self.paid_yen + other.paid_yen,
            min(self.least_paid_yen, other.least_paid_yen),
            max(self.most_paid_yen, other.most_paid_yen),
            self.times_adopted + other.times_adopted,
            self.received_yen + other.received_yen,
        )

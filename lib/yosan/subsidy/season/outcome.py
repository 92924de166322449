"""Seasons played for some rules and assumptions: how many are adopted, what is paid, who gets the money."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from yosan.subsidy.rules.terms import LARGE
from yosan.subsidy.rules.vintage import Vintage
from yosan.subsidy.season.applicants import Library, award_library, draw_library
from yosan.subsidy.season.contest import RATIONINGS, Contest, Pool, Rationing, Tally
from yosan.subsidy.season.programme import Programme
from yosan.subsidy.season.simulate import simulate
from yosan.subsidy.season.target import majority_probability_clustered
from yosan.units import OKU

TAIL = 0.05  # share of the draws left out at either end of a band


def share_of(part: float, whole: float) -> float:
    """A part of a whole; missing (nan) of nothing."""
    return part / whole if whole else float("nan")


@dataclass(frozen=True)
class Case:
    """Rules and the season that they are applied in."""

    vintage: Vintage
    programme: Programme

    def chosen(self, **values: int | str) -> Case:
        """The same rules in a season with a reader's own values; see ``Programme.chosen``.

        Raises
        ------
        InputError : for all values that an assumption cannot have, at once.
        """
        return replace(self, programme=self.programme.chosen(**values))


@dataclass(frozen=True)
class Outcome:
    """Draws of one case: who could apply, what the rules award each member, and what the seasons paid."""

    case: Case
    library: Library
    member_awards_yen: npt.NDArray[np.int64]
    tally: Tally

    @property
    def adopted_mean(self) -> float:
        """Consortia adopted per season."""
        return float(self.tally.times_adopted.sum() / self.tally.draws)

    @property
    def paid_mean_yen(self) -> float:
        """Money paid per season."""
        return self.tally.paid_yen / self.tally.draws

    @property
    def yen_per_success(self) -> float:
        """Money per project that is expected to be commercialised; missing (nan) where none is."""
        return share_of(self.paid_mean_yen, self.adopted_mean * float(self.case.programme.success_rate.value))

    @property
    def majority_probability(self) -> float:
        """Probability of a strict majority commercialised: the exact law over the drawn counts."""
        return self._majority(float(self.case.programme.success_rate.value))

    @property
    def majority_range(self) -> tuple[float, float]:
        """That probability at the low and the high end of what is assumed of the success rate."""
        rate = self.case.programme.success_rate
        return self._majority(float(rate.low)), self._majority(float(rate.high))

    def _majority(self, rate: float) -> float:
        correlation = float(self.case.programme.success_correlation.value)
        drawn = np.flatnonzero(self.tally.adopted)
        exact = [majority_probability_clustered(int(count), rate, correlation) for count in drawn]
        return float(np.dot(exact, self.tally.adopted[drawn]) / self.tally.draws)

    def received_mean_yen(self) -> npt.NDArray[np.float64]:
        """Money per season that each member of the library receives."""
        awards = self.library.of_consortia(self.member_awards_yen)
        part = self.tally.received_yen / np.maximum(awards, 1) / self.tally.draws
        return self.member_awards_yen * part[self.library.consortium]


def play(cases: Sequence[Case], rationing: Rationing, draws: int, seed: int) -> list[Outcome]:
    """Play the seasons of every case on common applicants.

    Cases whose pools of applicants are equal share their draws; others share the random bits behind them.
    """
    libraries = [draw_library(case.programme, seed, alone=case.vintage.alone) for case in cases]
    awards = [award_library(lib, case.programme, case.vintage) for lib, case in zip(libraries, cases, strict=True)]
    groups: dict[tuple[bytes, int, float], list[int]] = {}
    for place, (library, case) in enumerate(zip(libraries, cases, strict=True)):
        assumed = case.programme
        key = library.merit.tobytes(), assumed.applicants.value, float(assumed.jury_noise.value)
        groups.setdefault(key, []).append(place)
    tallies: dict[int, Tally] = {}
    for (_, applicants, noise), places in groups.items():
        pool = Pool(libraries[places[0]].merit, applicants, noise)
        contests = [
            Contest(
                libraries[place].of_consortia(awards[place]),
                cases[place].programme.envelope_yen.value,
                rationing,
            )
            for place in places
        ]
        # one stream picks the library, another the seasons
        tallies.update(zip(places, simulate(pool, contests, draws, seed + 1), strict=True))
    return [Outcome(case, libraries[at], awards[at], tallies[at]) for at, case in enumerate(cases)]


def distribution(outcome: Outcome) -> pd.DataFrame:
    """Who gets the money of an average season.

    Returns
    -------
    DataFrame : columns by (type or size), group, members_mean (with an award), received_mean_yen, share (missing where
        nobody gets anything).
    """
    library, programme = outcome.library, outcome.case.programme
    received = outcome.received_mean_yen()
    often = outcome.tally.times_adopted[library.consortium] / outcome.tally.draws
    second = library.second[library.consortium]
    groupings = {
        "type": np.where(second, programme.second_type, programme.main_type),
        "size": library.sizes(),
    }
    parts = []
    for by, group in groupings.items():
        table = pd.DataFrame(
            {
                "group": group,
                "members_mean": often * (outcome.member_awards_yen > 0),
                "received_mean_yen": received,
            }
        )
        summed = table.groupby("group", sort=True).sum().reset_index()
        parts.append(summed.assign(by=by, share=summed["received_mean_yen"] / (received.sum() or float("nan"))))
    columns = ["by", "group", "members_mean", "received_mean_yen", "share"]
    return pd.concat(parts, ignore_index=True)[columns]


def sme_share(outcome: Outcome) -> float:
    """Share of the money that reaches small and medium firms; missing (nan) where none is paid."""
    received = outcome.received_mean_yen()
    smes = outcome.library.members.size != LARGE
    return share_of(float(received[smes].sum()), float(received.sum()))


def top_tenth_share(outcome: Outcome) -> float:
    """Share of the money that goes to the tenth of adopted consortia with the largest awards; nan where none is."""
    awards = outcome.library.of_consortia(outcome.member_awards_yen)
    order = np.argsort(-awards, kind="stable")
    times = np.cumsum(outcome.tally.times_adopted[order])
    top = times <= times[-1] / 10
    received = outcome.tally.received_yen[order]
    return share_of(float(received[top].sum()), float(received.sum()))


def adopted_band(outcome: Outcome) -> tuple[int, int]:
    """Numbers of adopted consortia between which all but ``TAIL`` at either end lies."""
    reached = np.cumsum(outcome.tally.adopted) / outcome.tally.draws
    low, high = np.searchsorted(reached, (TAIL, 1 - TAIL))
    return int(low), int(high)


def play_rationed(case: Case, envelopes_yen: Iterable[int], draws: int, seed: int) -> dict[str, Outcome]:
    """Play every envelope under every way to ration, on common applicants; by ``<envelope>.<rationing>``."""
    cases = {yen: Case(case.vintage, case.programme.varied("envelope_yen", yen)) for yen in envelopes_yen}
    found = {}
    for rationing in RATIONINGS:
        for yen, outcome in zip(cases, play(list(cases.values()), rationing, draws, seed), strict=True):
            found[f"{yen}.{rationing}"] = outcome
    return {f"{yen}.{rationing}": found[f"{yen}.{rationing}"] for yen in cases for rationing in RATIONINGS}


def play_applicants(case: Case, rationing: Rationing, applicants: Sequence[int], draws: int, seed: int) -> pd.DataFrame:
    """What the envelope pays for as more consortia apply.

    Returns
    -------
    Columns ``applicants, point, low, high`` (consortia adopted: mean, and where nine draws of ten lie), ``paid_oku``.
    """
    cases = [Case(case.vintage, case.programme.varied("applicants", number)) for number in applicants]
    rows = [
        (number, outcome.adopted_mean, *adopted_band(outcome), outcome.paid_mean_yen / OKU)
        for number, outcome in zip(applicants, play(cases, rationing, draws, seed), strict=True)
    ]
    return pd.DataFrame(rows, columns=["applicants", "point", "low", "high", "paid_oku"])

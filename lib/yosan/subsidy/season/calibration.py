"""A simulated season of FY2019 beside what was published of it, under both readings of a doubtful unit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from yosan.subsidy.season.outcome import Case, Outcome, play
from yosan.units import MILLION

_COUNTS = ("applications", "applicant_firms", "adopted", "adopted_firms")
_MONEY = ("award", "spent")
# by figure: the published rates that it is, or is computed from
RESTS_ON = {
    "applications": ("fy2019-round1-applications",),
    "applicant_firms": ("fy2019-round1-applicant-firms",),
    "adopted": ("fy2019-round1-adopted",),
    "adopted_firms": ("fy2019-round1-adopted-firms",),
    "award": ("fy2019-executed", "fy2019-administration", "fy2019-adoptions"),
    "spent": ("fy2019-executed", "fy2019-administration"),
}


def calibrate(case: Case, published: Mapping[str, float], draws: int, seed: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Compare seasons whose costs were fitted to either reading of the adoptions: firms, or consortia.

    Parameters
    ----------
    case : the rules and season of the year; the low end of its cost range reads the adoptions as consortia.
    published : values by ``rate_id`` of the base rates.

    Returns
    -------
    Counts: columns ``figure_id, published``, and the season's own value ``if_firms`` and
    ``if_consortia``. Money: the same, as ``published_million_yen, if_firms_million_yen, if_consortia_million_yen``.
    """
    season = case.programme.varied("applicants", int(published["fy2019-round1-applications"]))
    other = season.varied("cost_median_yen", season.cost_median_yen.low)
    firms, consortia = play([Case(case.vintage, one) for one in (season, other)], "by_score", draws, seed)
    adoptions = published["fy2019-adoptions"]
    spent = published["fy2019-executed"] - published["fy2019-administration"]
    counted = {figure: published[RESTS_ON[figure][0]] for figure in _COUNTS}
    given = {**counted, "award": spent / adoptions, "spent": spent}
    seen = (
        given,
        _simulated(firms, adoptions, per_member=True),
        _simulated(consortia, adoptions, per_member=False),
    )
    return _table(_COUNTS, seen, ""), _table(_MONEY, seen, "_million_yen")


def _table(figures: Sequence[str], seen: Sequence[Mapping[str, float]], unit: str) -> pd.DataFrame:
    rows = [(figure, *(float(one[figure]) for one in seen)) for figure in figures]
    values = [f"{column}{unit}" for column in ("published", "if_firms", "if_consortia")]
    return pd.DataFrame(rows, columns=["figure_id", *values])


def _simulated(outcome: Outcome, adoptions: float, *, per_member: bool) -> dict[str, float]:
    """The season's counterpart of each published figure; the award is that of the fitted main type."""
    library, awards = outcome.library, outcome.member_awards_yen
    members = len(awards) / (library.consortium[-1] + 1)
    of_main = awards[~library.second[library.consortium]]
    paid = of_main if per_member else library.of_consortia(awards)[~library.second]
    award = float(paid[paid > 0].mean()) / MILLION
    applicants = outcome.case.programme.applicants.value
    often = outcome.tally.times_adopted[library.consortium] / outcome.tally.draws
    return {
        "applications": applicants,
        "applicant_firms": applicants * members,
        "adopted": outcome.adopted_mean,
        "adopted_firms": float(often.sum()),
        "award": award,
        "spent": award * adoptions,
    }

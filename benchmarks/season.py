"""Simulated seasons against other ways to draw them, all in one run.

``python benchmarks/season.py``. A season has 150 applicants, ranked by score, paid until the envelope is used up. The
plain ways draw from the same law with their own generators; before any timing counts, what they adopt and pay must
agree with the simulation within five standard errors. Ratios are medians over rounds in which the ways take turns.
"""

from __future__ import annotations

import argparse
import statistics
import time
import tracemalloc
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor

import numpy as np
import pandas as pd

from yosan.data.scenarios import list_scenarios, load_baseline, load_cases, load_scenario
from yosan.subsidy.season.applicants import award_library, draw_library
from yosan.subsidy.season.contest import Contest, Pool, Tally
from yosan.subsidy.season.simulate import simulate

BASELINE, APPLICANTS, SEED = "fy2020-request", 150, 2020
ENVELOPE_YEN = 1_005_000_000  # as enacted
Counts = tuple[np.ndarray, np.ndarray]  # consortia adopted and money paid, by draw


def contests_of(scenarios: int) -> tuple[Pool, list[Contest]]:
    """The baseline and the shipped scenarios that change it, as contests on one pool."""
    cases = [load_baseline(BASELINE)]
    for scenario in map(load_scenario, list_scenarios()):
        if scenario.baseline == BASELINE:
            cases.append(load_cases(scenario)[1])
    contests = []
    for place, case in enumerate(cases[:scenarios]):
        library = draw_library(case.programme, SEED)
        awards = library.of_consortia(award_library(library, case.programme, case.vintage))
        contests.append(Contest(awards, ENVELOPE_YEN + place, "by_score"))
    noise = float(cases[0].programme.jury_noise.value)
    return Pool(draw_library(cases[0].programme, SEED).merit, APPLICANTS, noise), contests


def whole_numpy(pool: Pool, contest: Contest, draws: int) -> Counts:
    """All draws in whole arrays."""
    rng = np.random.default_rng(SEED)
    arrived = rng.integers(0, len(pool.merit), (draws, pool.applicants))
    score = pool.merit[arrived] * (1 - pool.jury_noise) + rng.random(arrived.shape) * pool.jury_noise
    ranked = np.take_along_axis(arrived, np.argsort(-score, axis=1), axis=1)
    awards = contest.awards_yen[ranked]
    spent = awards.cumsum(axis=1)
    adopted = spent <= contest.envelope_yen
    np.bincount(ranked[adopted], minlength=len(pool.merit))
    return (adopted & (awards > 0)).sum(axis=1), np.where(adopted, awards, 0).sum(axis=1)


def pandas_loop(pool: Pool, contest: Contest, draws: int) -> Counts:
    """A table for each draw."""
    rng = np.random.default_rng(SEED)
    library = pd.DataFrame({"merit": pool.merit, "award_yen": contest.awards_yen})
    times = pd.Series(0, index=library.index)
    counts = []
    for _ in range(draws):
        season = library.sample(pool.applicants, replace=True, random_state=rng)
        luck = rng.random(len(season)) * pool.jury_noise
        season = season.assign(score=season["merit"] * (1 - pool.jury_noise) + luck)
        season = season.sort_values("score", ascending=False)
        paid = season[season["award_yen"].cumsum() <= contest.envelope_yen]
        times = times.add(paid.index.value_counts(), fill_value=0)
        counts.append(((paid["award_yen"] > 0).sum(), paid["award_yen"].sum()))
    adopted, paid_yen = np.array(counts).T
    return adopted, paid_yen


def check(tally: Tally, found: Counts, way: str) -> None:
    means = tally.adopted @ np.arange(len(tally.adopted)) / tally.draws, tally.paid_yen / tally.draws
    for mean, values in zip(means, found, strict=True):
        error = values.std() / len(values) ** 0.5
        assert abs(values.mean() - mean) < 5 * error, (way, values.mean(), mean, error)


def clock(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def compare(draws: int, sample: int, rounds: int) -> None:
    pool, contests = contests_of(10)
    one = contests[:1]
    [tally] = simulate(pool, one, draws, SEED)
    check(tally, whole_numpy(pool, one[0], draws // 5), "whole numpy")
    check(tally, pandas_loop(pool, one[0], sample), "pandas loop")
    with ThreadPoolExecutor(2) as two:
        ways: dict[str, tuple[float, Callable[[], object]]] = {
            "simulation, 1 worker": (1, lambda: simulate(pool, one, draws, SEED)),
            "simulation, 2 workers": (1, lambda: simulate(pool, one, draws, SEED, two)),
            f"{len(contests)} scenarios, 1 worker": (1, lambda: simulate(pool, contests, draws, SEED)),
            f"{len(contests)} scenarios, 2 workers": (1, lambda: simulate(pool, contests, draws, SEED, two)),
            "whole numpy": (1, lambda: whole_numpy(pool, one[0], draws)),
            "pandas loop": (draws / sample, lambda: pandas_loop(pool, one[0], sample)),
        }
        seconds: dict[str, list[float]] = {name: [] for name in ways}
        for _ in range(rounds):
            for name, (scale, work) in ways.items():
                seconds[name].append(scale * clock(work))
    report(seconds, draws)


def report(seconds: dict[str, list[float]], draws: int) -> None:
    print(f"{draws:,} draws of {APPLICANTS} applicants, median of {len(next(iter(seconds.values())))} rounds")
    for name, values in seconds.items():
        middle = statistics.median(values)
        print(f"{name:26s} {middle:9.3f} s {draws * APPLICANTS / middle / 1e6:8.2f} M applicants/s")
    alone, together = list(seconds)[:2], list(seconds)[2:4]
    for slow in ("whole numpy", "pandas loop"):
        for name in alone:
            print(f"{name} is {ratio(seconds, slow, name):,.1f} times as fast as {slow}")
    for many, name in zip(together, alone, strict=True):
        print(f"{many} cost {ratio(seconds, many, name):.2f} times {name}")


def ratio(seconds: dict[str, list[float]], slow: str, fast: str) -> float:
    return statistics.median(a / b for a, b in zip(seconds[slow], seconds[fast], strict=True))


def memory(draws: int) -> None:
    pool, contests = contests_of(10)
    for count in (draws, 4 * draws):
        tracemalloc.start()
        with ThreadPoolExecutor(2) as two:
            simulate(pool, contests, count, SEED, two)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        print(f"memory: {count:,} draws of {len(contests)} scenarios, 2 workers: {peak / 2**20:.0f} MB at most")


def same_everywhere(draws: int, cluster: Executor) -> None:
    pool, contests = contests_of(10)
    alone = simulate(pool, contests, draws, SEED)
    with ThreadPoolExecutor(2) as two:
        for name, executor in (("2 workers", two), ("a Dask LocalCluster", cluster)):
            for one, other in zip(alone, simulate(pool, contests, draws, SEED, executor), strict=True):
                for field, value in vars(one).items():
                    assert np.array_equal(value, getattr(other, field)), (name, field)
            print(f"1 worker and {name} give the same {draws:,} draws, number by number")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--draws", type=int, default=100_000)
    parser.add_argument("--sample", type=int, default=300, help="draws of the pandas loop, scaled up")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    compare(options.draws, options.sample, options.rounds)
    memory(options.draws)
    from distributed import Client, LocalCluster  # the only thing here that needs yosan[cluster]

    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as local, Client(local) as client:
        same_everywhere(options.draws // 2, client.get_executor())


if __name__ == "__main__":
    main()

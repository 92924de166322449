"""The government's 38,724 official items: reading them against pandas alone, and a report for each ministry and year.

``python benchmarks/items.py [read] [matrix]`` prints the ratios; ``RESULTS.md`` keeps some.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd
from clock import run
from reports import PLAIN_RUNS, YOSAN, plain, show, tell

from yosan.data.catalogue import load_catalogue
from yosan.data.items_mof import load_items
from yosan.data.paths import notebook
from yosan.render import batch, jobs

TABLE = Path(__file__).parents[1] / "examples/state-budget/data/budget/items_mof.csv.xz"
ROUNDS = 15


def processor(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def load_and_add() -> object:
    keys = ["fiscal_year", "account", "budget", "ministry"]
    return load_items(TABLE).rows.groupby(keys, observed=True)["amount_yen"].sum()


def compare_reading() -> None:
    """Read, check and add up, against only reading the same file."""
    ways = {"pandas alone": lambda: pd.read_csv(TABLE), "load, check, add up": load_and_add}
    found: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for name, work in ways.items():
            found[name].append(processor(work))
    tell("processor: load, check, add up / pandas alone", found["load, check, add up"], found["pandas alone"])


def compare_matrix(folder: Path) -> None:
    """A report for each ministry and year in both languages, against the plain loop over some of them."""
    (report,) = (one for one in load_catalogue() if one.slug == "items")
    declared = jobs.declared_parameters(jobs.parameters_cell(notebook(report.notebook)))
    out = folder / "items"
    whole = run([YOSAN, "batch", TABLE, "--notebook", "items", "--out", out])
    parts = sorted(path.stem for path in (out / batch.MEMBERS).glob("*.csv"))
    some = parts[:: len(parts) // (PLAIN_RUNS // 2)][: PLAIN_RUNS // 2]
    slow = plain(list(batch.jobs(report, declared, some, report.languages, out)), folder, 1)
    total, tried = 2 * len(parts), 2 * len(some)
    show(f"{total} reports on items", {"yosan batch": [whole], f"plain, {tried} reports": [slow]})
    tell("wall: plain / yosan batch", [slow.wall_s * total / tried], [whole.wall_s])
    tell("processor: plain / yosan batch", [slow.cpu_s * total / tried], [whole.cpu_s])
    print(f"peak memory of the parent: {whole.peak_mb:.0f} MB")


if __name__ == "__main__":
    chosen = sys.argv[1:] or ["read", "matrix"]
    if "read" in chosen:
        compare_reading()
    if "matrix" in chosen:
        with tempfile.TemporaryDirectory() as made:
            compare_matrix(Path(made))

"""The government's 38,724 official items: reading them against pandas alone, and a report for each ministry and year.

``python benchmarks/items.py [read] [matrix]`` prints the ratios; ``RESULTS.md`` keeps some.
"""

from __future__ import annotations

import lzma
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pandas as pd
from clock import run
from reports import YOSAN, plain, show, tell

from yosan.data.catalogue import load_catalogue
from yosan.data.items_mof import load_items, split_items
from yosan.data.paths import notebook
from yosan.render import batch, jobs

TABLE = Path(__file__).parents[1] / "examples/state-budget/data/budget/items_mof.csv.xz"
KEYS = ["fiscal_year", "account", "budget", "ministry"]
ROUNDS = 15
SAMPLE = 8  # reports of the matrix by the plain loop; the rest is extrapolated from their median


def processor(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def load_and_add(path: Path) -> object:
    return load_items(path).rows.groupby(KEYS, observed=True)["amount_yen"].sum()


def compare_reading(path: Path) -> None:
    """Read, check and add up, against only reading the same file."""
    print(f"\n{path.name}")
    ways = {
        "pandas alone": lambda: pd.read_csv(path),
        "load, check": lambda: load_items(path),
        "load, check, add up": lambda: load_and_add(path),
    }
    found: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for name, work in ways.items():
            found[name].append(processor(work))
    alone = found.pop("pandas alone")
    for name, taken in found.items():
        tell(f"processor: {name} / pandas alone", taken, alone)
        tell("the same, least of all rounds", [min(taken)], [min(alone)])


def write_parts(folder: Path) -> list[str]:
    """Write what each ministry's report of one year needs, as the batch does; their ids."""
    folder.mkdir(parents=True)
    made = dict(split_items(TABLE))
    for part, csv in made.items():
        (folder / f"{part}.csv").write_text(csv, "utf-8")
    return list(made)


def compare_matrix(folder: Path) -> None:
    """A report for each ministry and year in both languages, between two halves of a sample by the plain loop."""
    (report,) = (one for one in load_catalogue() if one.slug == "items")
    declared = jobs.declared_parameters(jobs.parameters_cell(notebook(report.notebook)))
    out = folder / "items"
    parts = write_parts(out / batch.MEMBERS)
    listed = list(batch.jobs(report, declared, parts, report.languages, out))
    some = listed[1 :: len(listed) // SAMPLE][:SAMPLE]  # of either language, the stride being odd or even
    slow = [plain([job], folder, 1) for job in some[::2]]
    whole = run([YOSAN, "batch", TABLE, "--notebook", "items", "--out", out])
    slow += [plain([job], folder, 1) for job in some[1::2]]
    show(f"{len(listed)} reports on items", {"yosan batch": [whole], "plain, one report": slow})
    print(whole.said.splitlines()[-1])
    for name in ("wall_s", "cpu_s"):
        each = statistics.median(getattr(one, name) for one in slow)
        tell(f"{name}: plain / yosan batch", [each * len(listed)], [getattr(whole, name)])
    quarter = len(whole.held_mb) // 4
    first, last = (statistics.mean(part) for part in (whole.held_mb[:quarter], whole.held_mb[-quarter:]))
    print(f"memory of the parent: first quarter {first:.1f} MB, last {last:.1f}, peak {whole.peak_mb:.1f}")
    print("same bytes as alone" if compare_alone(out, parts[:: len(parts) // 3], folder) else "DIFFERENT BYTES")


def compare_alone(out: Path, parts: Sequence[str], folder: Path) -> bool:
    """Whether a few parts' reports are the same when each part is a batch of its own."""
    for part in parts:
        alone = folder / part
        run([YOSAN, "batch", out / batch.MEMBERS / f"{part}.csv", "--notebook", "items", "--out", alone])
        for made in alone.glob(f"*/{part}.*"):
            if made.read_bytes() != (out / made.relative_to(alone)).read_bytes():
                return False
    return True


if __name__ == "__main__":
    chosen = sys.argv[1:] or ["read", "matrix"]
    with tempfile.TemporaryDirectory() as made:
        if "read" in chosen:
            unpacked = Path(made, TABLE.stem)
            unpacked.write_bytes(lzma.decompress(TABLE.read_bytes()))
            compare_reading(TABLE)
            compare_reading(unpacked)
        if "matrix" in chosen:
            compare_matrix(Path(made))

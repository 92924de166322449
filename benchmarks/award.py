"""The award engine against other ways to compute the same awards, all in one run.

``python benchmarks/award.py`` needs polars, which nothing else here does. Each way computes the three types
of the FY2020 request for one million consortia (about seven million rows kept by type) from the same integer
columns; the slow ways compute a part of it and are scaled. Every way is compared with the engine to the yen
before any timing counts. Ratios are medians over rounds in which the ways take turns.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import polars as pl
from award_blocks import cut_block, stream
from award_ways import apply_totals, as_lists, frames, loop_awards, loop_totals, polars_totals

from yosan.data.rules import load_vintage
from yosan.subsidy.award.engine import BINDINGS, compute_split, compute_totals
from yosan.subsidy.award.limits import Members
from yosan.subsidy.rules.terms import LARGE, flatten

VINTAGE = load_vintage("fy2020-request")
TERMS = {type_id: flatten(rule, VINTAGE.resolve()) for type_id, rule in VINTAGE.types.items()}
SHARES = {"inter_firm": (0.4, 10), "supply_chain": (0.4, 14), "local_government": (0.2, 12)}
Data = dict[str, Members]


def make(count: int, most: int, with_large: bool, rng: np.random.Generator) -> Members:
    counts = rng.integers(2, most + 1, count)
    offsets = np.concatenate([[0], np.cumsum(counts)])
    rows = int(offsets[-1])
    lead = np.zeros(rows, dtype=np.bool_)
    lead[offsets[:-1]] = True
    size = rng.integers(0, 2, rows).astype(np.int8)
    if with_large:
        size[lead & (rng.random(rows) < 0.5)] = LARGE
    cost = rng.integers(1_000_000, 120_000_000, rows)
    certification = rng.choice(np.array([0, 0, 1, 2], dtype=np.int8), rows)
    local = cost * rng.integers(0, 3, rows) // 4
    return Members(offsets, cost, size, certification, rng.random(rows) < 0.3, lead, rng.integers(1, 200, rows), local)


def part(data: Data, consortia: int) -> Data:
    """The first consortia of each type, in the types' proportions."""
    return {name: cut_block(data[name], 0, int(consortia * share)) for name, (share, _) in SHARES.items()}


def engine_totals(data: Data) -> dict[str, np.ndarray]:
    return {
        name: np.concatenate(list(stream(m, partial(compute_totals, terms=TERMS[name])))) for name, m in data.items()
    }


def engine_awards(data: Data) -> int:
    paid = 0
    for name, members in data.items():
        for block in stream(members, partial(compute_split, terms=TERMS[name], policy="proportional")):
            paid += int(block.award_yen.sum())
    return paid


def check(data: Data, tables: dict[str, pl.DataFrame], part: Data) -> None:
    """Every way agrees with the engine to the yen before any timing counts."""
    right = engine_totals(data)
    for name, found in polars_totals(tables, TERMS).items():
        assert (found.sort("id")["total"].to_numpy() == right[name]).all(), ("polars", name)
    right = engine_totals(part)
    for way, found in (
        ("loop", loop_totals(as_lists(part), TERMS)),
        ("apply", apply_totals(frames(part), TERMS)),
    ):
        for name, values in found.items():
            assert values == right[name].tolist(), (way, name)
    for name, (given, binding) in loop_awards(as_lists(part), TERMS).items():
        exact = compute_split(part[name], TERMS[name], "proportional")
        assert given == exact.award_yen.tolist(), name
        assert binding == [BINDINGS[code] for code in exact.binding], name


def clock(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds on the wall and of the processor."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - cpu


def compare(consortia: int, rounds: int) -> None:
    rng = np.random.default_rng(2020)
    data = {
        name: make(int(consortia * share), most, name == "supply_chain", rng) for name, (share, most) in SHARES.items()
    }
    tables = {
        name: pl.from_pandas(frame).with_columns(pl.col("id").set_sorted()) for name, frame in frames(data).items()
    }
    small, tiny = part(data, consortia // 20), part(data, consortia // 500)
    check(data, tables, tiny)
    lists, tiny_frames = as_lists(small), frames(tiny)
    ways: dict[str, tuple[int, Callable[[], object]]] = {
        "totals: engine": (1, lambda: engine_totals(data)),
        "totals: polars": (1, lambda: polars_totals(tables, TERMS)),
        "totals: loop": (20, lambda: loop_totals(lists, TERMS)),
        "totals: groupby.apply": (500, lambda: apply_totals(tiny_frames, TERMS)),
        "awards: engine": (1, lambda: engine_awards(data)),
        "awards: loop": (20, lambda: loop_awards(lists, TERMS)),
    }
    wall: dict[str, list[float]] = {name: [] for name in ways}
    cpu: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, (scale, work) in ways.items():
            on_wall, of_cpu = clock(work)
            wall[name].append(scale * on_wall)
            cpu[name].append(scale * of_cpu)
    rows = sum(len(members.cost_yen) for members in data.values())
    print(f"{consortia:,} consortia, {rows:,} members, medians of {rounds} rounds")
    for name, values in wall.items():
        middle = statistics.median(values)
        processor = statistics.median(cpu[name])
        print(f"{name:24s} {middle:9.4f} s {processor:9.4f} s of processor {rows / middle / 1e6:8.2f} M members/s")
    for slow, fast in (
        ("totals: loop", "totals: engine"),
        ("totals: groupby.apply", "totals: engine"),
        ("totals: polars", "totals: engine"),
        ("awards: loop", "awards: engine"),
        ("totals: loop", "awards: engine"),
    ):
        ratio = statistics.median(a / b for a, b in zip(wall[slow], wall[fast], strict=True))
        print(f"{fast} is {ratio:,.1f} times as fast as {slow}")


# --- a memory-mapped file -----------------------------------------------------------------------------------


def write_columns(folder: Path, consortia: int) -> None:
    """Columns of the inter-firm type in blocks, so that writing needs little memory too."""
    rng = np.random.default_rng(2021)
    ends = [0]
    with (folder / "cost").open("wb") as cost, (folder / "flags").open("wb") as flags:
        for first in range(0, consortia, 100_000):
            block = make(min(100_000, consortia - first), 12, True, rng)
            block.cost_yen.tofile(cost)
            np.stack([block.size, block.certification, block.expert, block.lead], axis=1).astype(np.int8).tofile(flags)
            ends.extend((block.offsets[1:] + ends[-1]).tolist())
    np.array(ends).tofile(folder / "offsets")


def own_memory_mb() -> float:
    """Memory of this process that no file backs."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("RssAnon")) / 1024


def stream_file(folder: Path) -> None:
    before = own_memory_mb()
    offsets = np.memmap(folder / "offsets", dtype=np.int64, mode="r")
    cost = np.memmap(folder / "cost", dtype=np.int64, mode="r")
    flags = np.memmap(folder / "flags", dtype=np.int8, mode="r").reshape(-1, 4)
    nobody = np.broadcast_to(np.int64(0), len(cost))
    members = Members(
        offsets,
        cost,
        flags[:, 0],
        flags[:, 1],
        flags[:, 2].view(np.bool_),
        flags[:, 3].view(np.bool_),
        nobody,
        nobody,
    )
    print(f"{len(offsets) - 1:,} consortia, {len(cost):,} members in a memory-mapped file")
    for name, compute in (("totals", compute_totals), ("awards", partial(compute_split, policy="proportional"))):
        start, most = time.perf_counter(), before
        for _ in stream(members, partial(compute, terms=TERMS["inter_firm"])):
            most = max(most, own_memory_mb())
        seconds = time.perf_counter() - start
        print(f"{name}: {seconds:.2f} s, {most - before:.0f} MB of own memory beside Python's {before:.0f} MB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--consortia", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--stream", type=int, default=5_000_000, help="consortia of the memory-mapped file")
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.folder:
        stream_file(options.folder)
        return
    compare(options.consortia, options.rounds)
    with tempfile.TemporaryDirectory() as folder:
        write_columns(Path(folder), options.stream)
        subprocess.run([sys.executable, __file__, "--folder", folder], check=True)


if __name__ == "__main__":
    main()

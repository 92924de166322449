"""Runs commands and measures them with all their descendants, beside what others did on the machine meanwhile."""

from __future__ import annotations

import ctypes
import os
import resource
import statistics
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Run:
    """What one command took."""

    wall_s: float
    cpu_s: float  # of it and all its descendants
    foreign_s: float  # processor time that others used on this machine meanwhile
    peak_mb: float  # most resident memory of the command's own process
    said: str
    held_mb: tuple[float, ...] = ()  # its resident memory, five times a second


def run(command: Sequence[str | Path], expect: int | None = 0) -> Run:
    """Run a command to the end of its last descendant."""
    adopt_orphans()
    busy, used, start = _busy_s(), _children_s(), time.perf_counter()
    with tempfile.TemporaryFile("w+") as output:
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)
        peaks_kb, held_kb = [0], list[int]()
        threading.Thread(target=_watch, args=(process.pid, peaks_kb, held_kb), daemon=True).start()
        process.wait()
        wall_s = time.perf_counter() - start
        output.seek(0)
        said = output.read()
    wait_for_orphans()
    assert expect is None or process.returncode == expect, (command, said)
    cpu_s = _children_s() - used
    held_mb = tuple(kb / 1024 for kb in held_kb)
    return Run(wall_s, cpu_s, max(0.0, _busy_s() - busy - cpu_s), peaks_kb[0] / 1024, said, held_mb)


def adopt_orphans() -> None:
    """Become the parent of descendants whose own parents end first, so that their time is counted."""
    ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER


def wait_for_orphans() -> None:
    """Wait until no descendant is left."""
    with suppress(ChildProcessError):
        while True:
            os.waitpid(-1, 0)


def _watch(pid: int, peaks_kb: list[int], held_kb: list[int]) -> None:
    """Note the most memory so far, and the memory at each look, until the process ends."""
    with suppress(OSError, KeyError):
        while True:
            lines = Path(f"/proc/{pid}/status").read_text().splitlines()
            told = dict(line.split(":", 1) for line in lines if line.startswith("Vm"))
            peaks_kb[0] = int(told["VmHWM"].split()[0])
            held_kb.append(int(told["VmRSS"].split()[0]))
            time.sleep(0.2)


def _children_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _busy_s() -> float:
    fields = [int(field) for field in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]]
    return (sum(fields) - fields[3] - fields[4]) / TICKS


def interleaved(ways: dict[str, Callable[[], Run]], rounds: int) -> dict[str, list[Run]]:
    """Let the ways take turns, so that what disturbs one disturbs all."""
    found: dict[str, list[Run]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            found[name].append(way())
    return found


def ratio(above: Sequence[float], below: Sequence[float]) -> float:
    """Median of the ratios of each round."""
    return statistics.median(a / b for a, b in zip(above, below, strict=True))

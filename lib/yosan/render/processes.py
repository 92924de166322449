"""Processes that others leave behind: found, ended, and told when they stand alone; on Linux alone."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Container
from contextlib import suppress

_SET_PARENT_DEATH_SIGNAL, _SET_CHILD_SUBREAPER = 1, 36  # prctl(2)
PATIENCE_S = 5  # for a killed process to be gone


def adopt_orphans() -> None:
    """Become the parent of whatever processes below this one lose theirs."""
    _control(_SET_CHILD_SUBREAPER, 1)


def signal_when_parent_dies(number: int) -> None:
    """Have the system tell this process that its parent died."""
    _control(_SET_PARENT_DEATH_SIGNAL, number)


def _control(option: int, value: int) -> None:
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(option, value, 0, 0, 0)


def runs(process: int) -> bool:
    """Whether a process is there and not only its exit code."""
    try:
        with open(f"/proc/{process}/stat", "rb") as file:
            return file.read().rpartition(b")")[2].split()[0] not in (b"Z", b"X")
    except OSError:
        return False


def children(process: int) -> set[int]:
    """Processes started by another one, or adopted by it."""
    found = set[int]()
    with suppress(OSError):
        for thread in os.listdir(f"/proc/{process}/task"):
            with suppress(OSError), open(f"/proc/{process}/task/{thread}/children") as file:
                found.update(map(int, file.read().split()))
    return found


def end_children(process: int, keep: Container[int] = ()) -> None:
    """Kill all children of a process that adopts orphans, and so their own children too."""
    end = time.monotonic() + PATIENCE_S
    while left := [child for child in children(process) if child not in keep and runs(child)]:
        for child in left:
            end_group(child)
            with suppress(OSError):
                os.kill(child, signal.SIGKILL)
        if time.monotonic() > end:
            return
        time.sleep(0.002)


def end_group(group: int) -> None:
    """Kill a group of processes, whether or not the one that it is named after still lives."""
    with suppress(OSError):
        os.killpg(group, signal.SIGKILL)

"""Calls a function in a process of its own; whatever happens there, only that call fails."""

from __future__ import annotations

import math
import multiprocessing
import os
import resource
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from time import monotonic
from typing import Any, TypeVar

from yosan.messages import Message

_T = TypeVar("_T")

# a fork of a warm process costs milliseconds; where fork is unsafe (macOS) or missing (Windows) a cold start must do
WARM = sys.platform == "linux"
_context: Any = multiprocessing.get_context("forkserver" if WARM else "spawn")
_to_parent: Connection | None = None  # set in the child


@dataclass(frozen=True)
class Allowance:
    """What one call may take."""

    timeout_s: float = 600
    memory_mb: int = 2048  # beyond what the warm process holds; enforced on Linux


class CallFailed(Exception):
    """The call raised, was killed or ran out of time; ``reason`` says which, ``place`` the last place it noted."""

    def __init__(self, reason: Message, place: Message | None = None) -> None:  # noqa: D107
        self.reason, self.place = reason, place
        super().__init__(reason)


def warm_up() -> None:
    """Start the process that calls are forked from, so that it imports while the caller does other work."""
    if WARM:
        from multiprocessing import forkserver

        _context.set_forkserver_preload(["yosan.render.warm"])
        forkserver.ensure_running()


def inside() -> bool:
    """Whether this process was started by ``call``."""
    return _to_parent is not None


def note(place: Message) -> None:
    """Say how far the call has come, for the message should the process die."""
    if _to_parent is not None:
        _to_parent.send(("note", place))


def call(function: Callable[..., _T], *args: object, allowance: Allowance = Allowance()) -> _T:
    """Return ``function(*args)``, computed in a new process.

    Function, arguments and result must pickle, and none may be defined in the program that was started.

    Raises
    ------
    CallFailed : when the function raised or the process crashed or used up its time or memory.
    """
    if multiprocessing.current_process().daemon:
        raise CallFailed(Message("reports.daemon"))
    warm_up()
    receiver, sender = _context.Pipe(duplex=False)
    child = _context.Process(target=_serve, args=(sender, allowance, function, args))
    try:
        child.start()
    except (EOFError, ConnectionRefusedError) as ended:
        raise CallFailed(Message("reports.no_start")) from ended
    sender.close()
    try:
        return _receive(child, receiver, allowance)
    finally:
        if child.is_alive():
            _kill_group(child.pid)
        child.join()
        receiver.close()


def _receive(child: Any, receiver: Connection, allowance: Allowance) -> Any:
    place: Message | None = None
    end = monotonic() + allowance.timeout_s
    while ready := wait([receiver, child.sentinel], max(0.0, end - monotonic())):
        # a dead child's last words may still be in the pipe
        if receiver in ready or receiver.poll():
            with suppress(EOFError):
                kind, value = receiver.recv()
                if kind == "returned":
                    return value
                if kind == "raised":
                    raise CallFailed(value, place)
                place = value
                continue
        child.join()
        raise CallFailed(_cause(child.exitcode), place)
    raise CallFailed(Message("reports.unfinished", seconds=allowance.timeout_s), place)


def _cause(code: int) -> Message:
    if code < 0:
        return Message("reports.killed", signal=signal.Signals(-code).name)
    return Message("reports.ended", code=code)


def _kill_group(group: int) -> None:
    with suppress(ProcessLookupError):
        os.killpg(group, signal.SIGKILL)


def _serve(sender: Connection, allowance: Allowance, function: Callable[..., object], args: tuple[object, ...]) -> None:
    global _to_parent
    _to_parent = sender
    _detach()
    _confine(allowance)
    try:
        answer = ("returned", function(*args))
    except CallFailed as failed:
        answer = ("raised", failed.reason)
    except BaseException as error:  # SystemExit of a cell too is an answer
        answer = ("raised", Message("reports.raised", kind=type(error).__name__, error=str(error)))
    sender.send(answer)


def _detach() -> None:
    """Leave the terminal: its Ctrl-C is for the parent, and native code may write to its streams."""
    os.setpgid(0, 0)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (1, 2):
        os.dup2(nowhere, stream)


def _confine(allowance: Allowance) -> None:
    # the parent's clock kills first; the alarm is for a child whose parent was killed
    signal.alarm(math.ceil(allowance.timeout_s) + 5)
    if sys.platform == "linux":
        with open("/proc/self/statm") as file:
            held = int(file.read().split()[5]) * resource.getpagesize()
        # private memory, not address space: libraries reserve gigabytes of that and never touch it
        resource.setrlimit(resource.RLIMIT_DATA, (held + allowance.memory_mb * 2**20,) * 2)

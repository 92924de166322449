"""Calls a function in a process of its own; whatever happens there, only that call fails."""

from __future__ import annotations

import math
import multiprocessing
import os
import resource
import select
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from threading import Event, Lock
from time import monotonic
from typing import Any, TypeVar

from yosan import root
from yosan.errors import CallFailed
from yosan.messages import Message
from yosan.render import environment, processes
from yosan.render.letters import Inbox, letter

_T = TypeVar("_T")

# a fork of a warm process costs milliseconds; where fork is unsafe (macOS) or missing (Windows) a cold start must do
WARM = sys.platform == "linux"
_context: Any = multiprocessing.get_context("forkserver" if WARM else "spawn")
_to_parent: Connection | None = None  # set in the child
# calls begin and end one at a time, so that who looks for what a call left behind finds none that just begins
_turn = Lock()
_running: set[int] = set()
_stopped = Event()
TRIES = 2
POLL_S = 0.5  # between looks at a process that the system does not tell us about


@dataclass(frozen=True)
class Allowance:
    """What one call may take."""

    timeout_s: float = 600
    memory_mb: int = 2048  # beyond what the warm process holds; enforced on Linux


def warm_up() -> None:
    """Start the process that calls are forked from, so that it imports while the caller does other work."""
    if WARM:
        from multiprocessing import forkserver

        processes.adopt_orphans()  # of the warm process, should it be killed
        _context.set_forkserver_preload(["yosan.render.warm"])
        forkserver.ensure_running()


def _warm() -> int:
    """The process that calls are forked from; 0 where there is none."""
    if not WARM:
        return 0
    from multiprocessing import forkserver

    return int(getattr(forkserver._forkserver, "_forkserver_pid", 0) or 0)


@contextmanager
def stopped() -> Iterator[None]:
    """End all calls of this process at once, and let none begin."""
    _stopped.set()
    if warm := _warm():  # it may be importing still, and whoever begins a call wait for it
        processes.end_group(warm)
        with suppress(OSError):
            os.kill(warm, signal.SIGKILL)
    with _turn:
        for process in _running:
            processes.end_group(process)
    try:
        yield
    finally:
        _stopped.clear()


def inside() -> bool:
    """Whether this process was started by ``call``."""
    return _to_parent is not None


def note(place: Message) -> None:
    """Say how far the call has come, for the message should the process die."""
    if inside():
        _tell("note", place)


def _tell(kind: str, value: object) -> None:
    assert _to_parent is not None
    text = memoryview(letter(kind, value))
    while text:
        text = text[os.write(_to_parent.fileno(), text) :]


def call(function: Callable[..., _T], *args: object, allowance: Allowance = Allowance(), project: str = "") -> _T:
    """Return ``function(*args)``, computed in a new process that works on a project, this process's own without one.

    Function, arguments and result must pickle, and none may be defined in the program that was started.

    Raises
    ------
    CallFailed : when the function raised or the process crashed or used up its time or memory.
    """
    if multiprocessing.current_process().daemon:
        raise CallFailed(Message("reports.daemon"))
    receiver, sender = _context.Pipe(duplex=False)
    with receiver:
        with sender:
            child = _begin(
                _context.Process(target=_serve, args=(sender, allowance, project or root.project(), function, args))
            )
        inbox = Inbox(receiver.fileno())
        try:
            return _receive(child, inbox, allowance)
        finally:
            _end(child)


def _begin(child: Any) -> Any:
    with _turn:
        for _ in range(TRIES):
            if _stopped.is_set():
                raise CallFailed(Message("reports.stopped"))
            with suppress(EOFError, OSError):  # the warm process was killed this moment: it is started again
                warm_up()
                child.start()
                _running.add(child.pid)
                return child
    raise CallFailed(Message("reports.no_start"))


def _end(child: Any) -> None:
    """End a process with all that it started, wherever that hid: who loses a parent is adopted by the warm process."""
    processes.end_group(child.pid)
    child.join()
    with _turn:
        _running.discard(child.pid)
        if warm := _warm():
            processes.end_children(warm, keep=_running)


def _receive(child: Any, inbox: Inbox, allowance: Allowance) -> Any:
    place: Message | None = None
    watched, end = [inbox.descriptor, child.sentinel], monotonic() + allowance.timeout_s
    while (left := end - monotonic()) > 0:
        ready = wait(watched, left if child.sentinel in watched else min(left, POLL_S))
        if inbox.descriptor in ready:
            for kind, value in inbox.letters():
                if kind == "returned":
                    return value
                if kind == "raised":
                    raise CallFailed(value, place)
                place = value
        elif child.sentinel in ready:
            watched.remove(child.sentinel)
        if inbox.closed or (not ready and child.sentinel not in watched and not _lives(child)):
            raise CallFailed(_cause(child), place)
    raise CallFailed(Message("reports.unfinished", seconds=allowance.timeout_s), place)


def _lives(child: Any) -> bool:
    """Whether a process lives, though the warm process that would tell of its end may have been killed."""
    return bool(child.is_alive()) or processes.runs(child.pid)


def _cause(child: Any) -> Message:
    child.join(POLL_S)
    code: int | None = child.exitcode
    if code is None:
        return Message("reports.silent")
    if code < 0:
        names = {number.value: number.name for number in signal.Signals}
        return Message("reports.killed", signal=names.get(-code, f"SIGRTMIN+{-code - signal.SIGRTMIN}"))
    return Message("reports.ended", code=code)


def _serve(
    sender: Connection, allowance: Allowance, project: str, function: Callable[..., object], args: tuple[object, ...]
) -> None:
    global _to_parent
    _to_parent = sender
    root.enter(project)
    _detach()
    _confine(allowance)
    try:
        answer = ("returned", function(*args))
    except CallFailed as failed:
        answer = ("raised", failed.reason)
    except BaseException as error:  # SystemExit of a cell too is an answer
        answer = ("raised", Message("reports.raised", kind=type(error).__name__, error=_said(error)))
    _tell(*answer)


def _said(error: BaseException) -> str:
    try:
        return str(error)
    except Exception:
        return "?"


def _detach() -> None:
    """Leave the terminal: its Ctrl-C is for the parent, and native code may write to its streams."""
    os.setpgid(0, 0)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    if not WARM:  # otherwise the warm process did
        environment.limit()
    processes.adopt_orphans()
    signal.signal(signal.SIGHUP, lambda *_: _end_alone())
    processes.signal_when_parent_dies(signal.SIGHUP)
    _end_alone()


def _end_alone() -> None:
    """End this process with all that it started if nobody waits for its answer any more."""
    assert _to_parent is not None
    line = select.poll()
    line.register(_to_parent, 0)
    if line.poll(0):
        processes.end_children(os.getpid())  # those in sessions of their own too: no process above is left to do so
        os.killpg(0, signal.SIGKILL)


def _confine(allowance: Allowance) -> None:
    # the parent's clock kills first; the alarm is for a child whose parent was killed
    signal.alarm(math.ceil(allowance.timeout_s) + 5)
    if sys.platform == "linux":
        with open("/proc/self/statm") as file:
            held = int(file.read().split()[5]) * resource.getpagesize()
        # private memory, not address space: libraries reserve gigabytes of that and never touch it
        resource.setrlimit(resource.RLIMIT_DATA, (held + allowance.memory_mb * 2**20,) * 2)

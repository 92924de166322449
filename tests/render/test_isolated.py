"""However a report's process ends, that is its own end alone, and nothing that it started outlives it."""

from __future__ import annotations

import multiprocessing
import os
import re
import signal
import subprocess
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest

from faults import processes_of, wait_until
from yosan.messages import Message
from yosan.render import isolated, processes
from yosan.render.letters import Inbox, letter

House = Any  # the class of conftest.py
pytestmark = pytest.mark.builds
HEAD = "import os, signal, subprocess, threading, time\nfrom yosan.render import isolated\n"
HALF = "os.write(isolated._to_parent.fileno(), bytes(5) + b'\\1\\0\\0half')"
SLEEP = "subprocess.Popen(['sleep', '700']{})"
FORKED = "os.fork() or (os.setsid(), os.fork() and os._exit(0), time.sleep(700))"
ENDS = {  # report -> how it ends, and what is said
    "realtime": ("os.kill(os.getpid(), signal.SIGRTMIN + 3)", r"process killed by SIGRTMIN\+3"),
    "kills-group": ("os.kill(0, signal.SIGKILL)", "process killed by SIGKILL"),
    "halfway": (f"{HALF}; os._exit(3)", "process ended with exit code 3"),
    "halfway-hangs": (f"{HALF}; time.sleep(700)", "not finished after 5 seconds"),
    "garbled": ("os.write(isolated._to_parent.fileno(), bytes(7) + b'\\1?'); time.sleep(700)", "the process closed"),
    "closes": ("os.closerange(3, 300); os._exit(5)", "process ended with exit code 5"),
    "stops": ("os.kill(os.getpid(), signal.SIGSTOP)", "not finished after 5 seconds"),
    "leaves-child": (f"{SLEEP.format('')}; os._exit(3)", "process ended with exit code 3"),
    "leaves-group": (f"{SLEEP.format(', process_group=0')}; os._exit(3)", "process ended with exit code 3"),
    "leaves-session": (f"{SLEEP.format(', start_new_session=True')}; os._exit(3)", "process ended with exit code 3"),
    "leaves-daemon": (f"{FORKED}; os._exit(3)", "process ended with exit code 3"),
    "unspeakable": ("class E(Exception):\n    __str__ = None\nraise E", "TypeError"),
}
GOES_ON = {  # what does no harm: it ends with the report
    "background": f"p = {SLEEP.format(', start_new_session=True')}; print('done')",
    "thread": "threading.Thread(target=time.sleep, args=(700,)).start(); print('done')",
    "kills-parent": "os.kill(os.getppid(), signal.SIGKILL); print('done')",
    "sound": "print('done')",
}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, house_type: type[House]) -> House:
    cells = {name: HEAD + cell for name, cell in {**{n: c for n, (c, _) in ENDS.items()}, **GOES_ON}.items()}
    return house_type(tmp_path_factory.mktemp("ends"), cells)


def test_no_notebook_ends_a_build_or_outlives_its_report(house: House) -> None:
    done = house.run("build", "--lang", "en", "--jobs", "4", "--timeout", "5")
    assert done.returncode == 1
    failed = dict(re.findall(r"yosan: en/([\w-]+) failed: [\w-]+\.ipynb, .*?: (.*)", done.stderr))
    assert failed.keys() == ENDS.keys()
    for name, (_, reason) in ENDS.items():
        assert re.match(reason, failed[name]), f"{name}: {failed[name]}"
    assert "Traceback" not in done.stderr
    assert {path.stem for path in house.out.glob("en/*.html")} == {*GOES_ON, "sources", "summary"}
    assert not processes_of(house.root)


def test_a_report_whose_builder_and_warm_process_are_killed_at_once_ends_with_all_that_it_started() -> None:
    builder, report = multiprocessing.Pipe(duplex=False)
    if not (warm := os.fork()):
        builder.close()
        if not os.fork():
            _start_and_wait(report)
        signal.pause()
    report.close()
    started = int(os.read(builder.fileno(), 20))
    builder.close()
    os.kill(warm, signal.SIGKILL)
    os.waitpid(warm, 0)
    assert wait_until(lambda: not processes.runs(started))


def _start_and_wait(report: Connection) -> None:
    isolated._to_parent = report
    isolated._detach()
    with subprocess.Popen(["sleep", "700"], start_new_session=True) as started:
        os.write(report.fileno(), str(started.pid).encode())
        signal.pause()


def test_letters_are_read_however_the_pipe_cuts_them(tmp_path: Path) -> None:
    text = letter("note", Message("places.page")) + letter("returned", {"x": 1}) + letter("returned", 2)[:5]
    for size in (1, 7, len(text)):
        with open(tmp_path / "pipe", "wb") as file:
            file.write(text)
        found = []
        for start in range(0, len(text), size):
            (tmp_path / "pipe").write_bytes(text[start : start + size])
            with open(tmp_path / "pipe", "rb") as file:
                inbox = inbox if start else Inbox(file.fileno())  # noqa: F821
                inbox.descriptor = file.fileno()
                found += list(inbox.letters())
        assert [kind for kind, _ in found] == ["note", "returned"]
        assert not inbox.closed

"""Forks the kernels of nbval from one process: each would take two seconds to import what all of them import.

As a plugin of pytest's it takes over the start of kernels; as a program it is that process, which forks a kernel for
each line that it reads.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from typing import Any

IMPORTED = (  # never what starts threads: they do not survive a fork
    "ipykernel.kernelapp",
    "matplotlib.pyplot",
    "matplotlib.backends.backend_svg",
    "matplotlib_inline.backend_inline",
    "seaborn",
    "nbconvert.filters",
    "scipy.stats",
    "yosan.show.page",
)


class Kernel:
    """What jupyter_client asks of the process that it started, for one that is another process's child."""

    stdin = stdout = stderr = None

    def __init__(self, pid: int) -> None:
        self.pid = pid

    def poll(self) -> int | None:
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return 0
        return None

    def wait(self) -> int:
        return 0  # asked only after ``poll`` found it gone

    def send_signal(self, number: int) -> None:
        os.kill(self.pid, number)


class Forks:
    """Starts the process at the first kernel."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None

    def launch(self, command: list[str], *, env: dict[str, str], cwd: str | None = None, **_: Any) -> Kernel:
        if self._process is None:
            pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
            self._process = subprocess.Popen([sys.executable, __file__], text=True, **pipes)  # type: ignore[call-overload]
        assert self._process.stdin
        assert self._process.stdout
        print(json.dumps([command, env, cwd or os.getcwd()]), file=self._process.stdin, flush=True)
        return Kernel(int(self._process.stdout.readline()))


def _serve() -> None:
    from importlib import import_module

    for name in IMPORTED:
        import_module(name)
    import pandas as pd

    pd.set_option("display.max_columns", 20)  # outside a kernel pandas takes itself to be in a terminal
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # who has ended is gone
    for line in sys.stdin:
        command, environment, folder = json.loads(line)
        if os.fork() == 0:
            _become(command, environment, folder)
            return


def _become(command: list[str], environment: dict[str, str], folder: str) -> None:
    os.setsid()
    print(os.getpid(), flush=True)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    sys.path[0] = ""
    sys.argv = command[command.index("-m") + 1 :]
    from ipykernel import kernelapp

    kernelapp.launch_new_instance()


def pytest_configure() -> None:
    from jupyter_client.provisioning import local_provisioner

    local_provisioner.launch_kernel = Forks().launch


if __name__ == "__main__":
    _serve()

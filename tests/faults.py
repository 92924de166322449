"""Faults of a machine while reports are built: kills, signals, a full disk, two builders at once, torn input.

``make faults`` runs many of them from one seed and checks that what stands in the folder afterwards is what a clean
build writes, with no file and no process left over. ``tests/render/test_faults.py`` runs a few of them.
"""

from __future__ import annotations

import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from yosan.render import processes

House = Any  # the class of conftest.py
CELL = """
import subprocess, time
from yosan.data.tables import load_table
sleeper = subprocess.Popen(["sleep", "0.4"])
print(len(load_table("glossary.csv")), open(file).read())
_ = sleeper.wait()
"""
SLUGS = ("one", "two")
DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda text: b"",
    "cut": lambda text: text[: len(text) // 2],
    "null": lambda text: b"null",
    "a list": lambda text: b"[]",
    "nothing in it": lambda text: b"{}",
    "not UTF-8": lambda text: b"\xff\xfe" + text,
    "deep": lambda text: b"[" * 200_000,
    "one letter": lambda text: text.replace(b"own.txt", b"owm.txt"),
    "longer": lambda text: text + b"\n",
}
SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGQUIT, signal.SIGUSR1, signal.SIGRTMIN + 5)
TORN = ("data/glossary.csv", "own.txt", "notebooks/one.ipynb", "reports/reports.yml")
PATIENCE_S = 120


def contents(folder: Path) -> dict[str, bytes]:
    """All files of a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def processes_of(root: Path) -> dict[int, str]:
    """Processes that were started for a house, with their command lines: all of them know where its library is."""
    found = {}
    for place in Path("/proc").glob("[0-9]*"):
        try:
            if os.fsencode(root) in (place / "environ").read_bytes():
                found[int(place.name)] = (place / "cmdline").read_text().replace("\0", " ")
        except OSError:
            continue
    return {process: line for process, line in found.items() if line}


def wait_until(holds: Callable[[], object]) -> bool:
    """Wait until something holds; whether it came to hold."""
    end = time.monotonic() + PATIENCE_S
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.005)
    return True


@dataclass
class Trial:
    """A house whose builds are disturbed, and what a clean build of it writes."""

    house: House
    chance: random.Random
    clean: dict[str, bytes] = field(default_factory=dict)
    hits: Counter[str] = field(default_factory=Counter)

    def begin(self) -> None:
        """Build once, undisturbed."""
        done = self.house.run("build")
        assert done.returncode == 0, done.stderr
        self.clean = contents(self.house.out)

    @contextmanager
    def building(self, *more: str) -> Iterator[subprocess.Popen[str]]:
        """A build of everything; when it is over no process of it is left."""
        with self.house.start("build", "--force", "--jobs", "2", *more) as process:
            yield process
            process.communicate()
        assert wait_until(lambda: not processes_of(self.house.root)), processes_of(self.house.root)

    def kill(self, victim: str, number: int = signal.SIGKILL) -> None:
        """Build, and kill one kind of its processes at a random moment."""
        with self.building() as process:
            roles = {
                "parent": lambda: [process.pid],
                "fork server": lambda: children(process.pid, "forkserver"),
                "worker": lambda: [w for f in children(process.pid, "forkserver") for w in children(f)],
                "child": lambda: [p for p, line in processes_of(self.house.root).items() if line.startswith("sleep")],
            }
            if victim != "parent" or self.chance.random() < 0.7:  # early too
                wait_until(lambda: roles[victim]() or process.poll() is not None)
            time.sleep(self.chance.random() * (1.5 if victim in ("parent", "fork server") else 0.2))
            there = sorted(roles[victim]())  # asked once: they come and go
            if there and process.poll() is None:
                with suppress(ProcessLookupError):
                    os.kill(self.chance.choice(there), number)
                    self.hits[f"{signal.Signals(number).name if number < 34 else number} {victim}"] += 1

    def fill_disk(self) -> None:
        """Build into a folder that has room for a part of it, or where files may only be small."""
        size = self.chance.randrange(4, 200) * 1024
        folder = self.house.root / "small"
        folder.mkdir(exist_ok=True)
        mounted = (
            subprocess.run(
                ["mount", "-t", "tmpfs", "-o", f"size={size}", "none", folder], capture_output=True, check=False
            ).returncode
            == 0
        )
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        try:
            if not mounted:
                resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
            done = self.house.run("build", "--out", "small/out")
            self.hits["full disk" if done.returncode else "nearly full disk"] += 1
            assert "Traceback" not in done.stderr, done.stderr
            assert all(line.startswith("yosan: ") for line in done.stderr.splitlines()), done.stderr
            assert not list(folder.rglob("*.part"))
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
            if mounted:
                subprocess.run(["umount", folder], check=True)
            shutil.rmtree(folder)

    def build_twice_at_once(self) -> None:
        """Let two builders write to one folder."""
        with self.building() as one:
            time.sleep(self.chance.random())
            other = self.house.run("build", "--force", self.chance.choice(SLUGS))
            one.communicate()
        assert (one.returncode, other.returncode) == (0, 0), other.stderr
        self.hits["two builders"] += 1
        assert contents(self.house.out) == self.clean

    def tear_input(self) -> None:
        """Build while a file that is read is half written, then let it be whole."""
        path = self.house.root / self.chance.choice(TORN)
        good = path.read_bytes()
        with self.building() as process:
            time.sleep(self.chance.random() * 2)
            path.write_bytes(good[: self.chance.randrange(len(good))])
            self.hits["torn input" if process.poll() is None else "torn input, too late"] += 1
            process.communicate()
        path.write_bytes(good)

    def damage_output(self) -> None:
        """Damage a file of the finished build."""
        path = self.chance.choice([path for path in sorted(self.house.out.rglob("*")) if path.is_file()])
        kind = self.chance.choice(sorted(DAMAGE))
        path.write_bytes(DAMAGE[kind](path.read_bytes()))
        self.hits["damage"] += 1

    def repair(self) -> None:
        """Build again; what stands there then is what a clean build writes, and nothing else."""
        done = self.house.run("build")
        assert done.returncode == 0, done.stderr
        found = contents(self.house.out)
        assert found.keys() == self.clean.keys(), found.keys() ^ self.clean.keys()
        assert found == self.clean, [name for name in found if found[name] != self.clean[name]]
        strays = [path for path in self.house.root.rglob("*.part")]
        assert not strays, strays


def children(process: int, word: str = "") -> list[int]:
    """Children of a process whose command line holds a word."""
    found = []
    for child in processes.children(process):
        with suppress(OSError):
            if word in Path(f"/proc/{child}/cmdline").read_text():
                found.append(child)
    return found


def main(seed: int = 1, kills: int = 50) -> int:
    """Run all kinds of faults, print what hit, and leave nothing behind."""
    from conftest import Fresh
    from conftest import House as Houses

    chance, start = random.Random(seed), time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        trial = Trial(Houses(Path(folder) / "house", dict.fromkeys(SLUGS, CELL), Fresh), chance)
        trial.begin()
        others = [trial.fill_disk, trial.build_twice_at_once, trial.tear_input, trial.damage_output]
        tries = 0
        while sum(n for hit, n in trial.hits.items() if hit.startswith("SIGKILL")) < kills:
            tries += 1
            assert tries < 3 * kills, "too few kills hit"
            trial.kill(("parent", "fork server", "worker", "child")[tries % 4])
            if tries % 5 == 0:
                trial.repair()
                chance.choice(others)()
                number = chance.choice(SIGNALS)
                trial.kill(chance.choice(["parent", "fork server", "worker"]), number)
                trial.repair()
                print(f"{tries} tries, {trial.hits.total()} hits, all mended", flush=True)
        for other in others:
            other()
            trial.repair()
    for hit, times in sorted(trial.hits.items()):
        print(f"{times:4} {hit}")
    print(f"seed {seed}, {time.monotonic() - start:.0f} s: nothing mixed, lost or left over")
    return 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))

"""The built reports, shared by all tests that read them, and a small copy of the project to change and build."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import nbformat
import pytest

import no_network

os.environ["LC_ALL"] = "C.UTF-8"  # what commands say follows the locale

import spoken
from repository import ROOT
from yosan import root
from yosan.cli.main import main

no_network.block()
no_network.block_children()
spoken.hold_messages()


@pytest.fixture
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the drawing of figures to the tests of figures: it is half of a page's time."""
    monkeypatch.setattr("yosan.show.framing.drawings", lambda *_: "")


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of the default reports; built only where an input changed, by one worker while the others wait."""
    shared = tmp_path_factory.getbasetemp().parent  # the same for all workers of a run
    with open(shared / "yosan-build.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert main(["build"]) == 0
    return ROOT / "reports" / "build"


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Path]:
    """An empty project that is worked on."""
    (tmp_path / root.PROJECT_FILE).write_text("name = {ja = '空', en = 'Empty'}\n", "utf-8")
    root.enter(tmp_path)
    yield tmp_path
    root.enter()


COMMAND = (sys.executable, "-c", "import sys; from yosan.cli.main import main; sys.exit(main())")
SERVE = """
import contextlib, io, json, sys
from yosan.cli.main import main
answers = sys.stdout
for line in sys.stdin:
    with contextlib.redirect_stdout(io.StringIO()) as out, contextlib.redirect_stderr(io.StringIO()) as err:
        code = main(json.loads(line))
    print(json.dumps([code, out.getvalue(), err.getvalue()]), file=answers, flush=True)
"""


def start(root: Path, command: Sequence[object], **streams: Any) -> subprocess.Popen[str]:
    """Start a command with the library of the project in ``root``."""
    environment = no_network.child_environment(root)
    return subprocess.Popen(
        command, cwd=root, env=environment, stdout=subprocess.PIPE, text=True, encoding="utf-8", **streams
    )


class Server:
    """Commands in one process that stays, whose warm process all builds of a project then share."""

    def __init__(self, root: Path) -> None:
        self._process = start(root, [sys.executable, "-c", SERVE], stdin=subprocess.PIPE)

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        self._process.stdin.write(json.dumps(arguments) + "\n")
        self._process.stdin.flush()
        return subprocess.CompletedProcess(arguments, *json.loads(self._process.stdout.readline()))

    def close(self) -> None:
        self._process.communicate()


class Fresh:
    """Commands as a user gives them, each in a process of its own."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        with start(self._root, [*COMMAND, *arguments], stderr=subprocess.PIPE) as process:
            stdout, stderr = process.communicate()
        return subprocess.CompletedProcess(arguments, process.returncode, stdout, stderr)


class House:
    """A copy of the project with small notebooks: each a cell of parameters, one of code and some prose."""

    def __init__(self, root: Path, cells: Mapping[str, str], make_server: Callable[[Path], Server | Fresh]) -> None:
        self.root, self.out = root, root / "reports" / "build"
        for part in ("lib", "data", "reports"):
            shutil.copytree(ROOT / part, root / part, ignore=shutil.ignore_patterns("*.pyc.*", "build"))
        shutil.copy(ROOT / "yosan.toml", root)
        (root / "README.md").write_text("read me\n")
        (root / "own.txt").write_text("the user's own\n")
        (root / "notebooks").mkdir()
        entries = ["reports:"]
        for slug, cell in cells.items():
            self.write_notebook(slug, cell)
            words = f"{{ja: {slug}, en: {slug}}}"
            entries += [f"  - {{slug: {slug}, notebook: {slug}.ipynb, title: {words}, question: {words}}}"]
        (root / "reports/reports.yml").write_text("\n".join(entries))
        self.run = make_server(root).run

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """Start a command as a user does, in a process of its own."""
        return start(self.root, [*COMMAND, *arguments], stderr=subprocess.PIPE)

    def write_notebook(self, slug: str, cell: str, prose: str = "Some prose.") -> None:
        kernel = {"name": "python3", "display_name": "", "language": "python"}
        parameters = (
            'lang: str = "ja"  # language\nfile: str = "../own.txt"  # a file\nconsortium_id: str = ""  # whose'
        )
        cells = [nbformat.v4.new_code_cell(parameters, id="a"), nbformat.v4.new_code_cell(cell, id="b")]
        cells[0].metadata["tags"] = ["parameters"]
        cells.append(nbformat.v4.new_markdown_cell(prose, id="c"))
        notebook = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})
        nbformat.write(notebook, self.root / "notebooks" / f"{slug}.ipynb")

    def why(self) -> dict[str, str]:
        lines = self.run("build", "--why").stdout.splitlines()
        return dict(line.split(": ", 1) for line in lines)

    def verified(self) -> list[str]:
        done = self.run("verify")
        assert done.returncode == bool(done.stdout)
        return done.stdout.splitlines()


@pytest.fixture(scope="module")
def make_server() -> Iterator[Callable[[Path], Server]]:
    servers: list[Server] = []

    def make(root: Path) -> Server:
        servers.append(Server(root))
        return servers[-1]

    yield make
    for server in servers:
        server.close()


@pytest.fixture(scope="session")
def house_type() -> Callable[[Path, Mapping[str, str]], House]:
    """A house whose commands are given one by one, for what a process that stays would hide or hold open."""
    return lambda root, cells: House(root, cells, Fresh)


@pytest.fixture(scope="module")
def make_house(
    tmp_path_factory: pytest.TempPathFactory, make_server: Callable[[Path], Server]
) -> Callable[[Mapping[str, str]], House]:
    return lambda cells: House(tmp_path_factory.mktemp("house"), cells, make_server)

"""Every command that the two READMEs show runs as it is written, in a copy of the project."""

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from no_network import child_environment
from repository import ROOT

READMES = ("README.md", "README.ja.md")
NOT_RUN = {"make test": "it would run this test again"}
MARKS = {
    "make reports": pytest.mark.slow,
    "build consortium": pytest.mark.slow,
    "yosan batch": pytest.mark.slow,
    "yosan build": pytest.mark.builds,
}


def shown(readme: str) -> list[str]:
    """Commands in the blocks of code of a README, in order."""
    blocks = re.findall(r"^```\n(.*?)^```$", (ROOT / readme).read_text("utf-8"), re.M | re.S)
    return [line for block in blocks for line in block.splitlines() if line]


def commands() -> list[object]:
    """Each command of either README once, those that build marked."""
    every = dict.fromkeys(line for readme in READMES for line in shown(readme) if line not in NOT_RUN)
    return [pytest.param(line, id=line, marks=[MARKS[part] for part in MARKS if part in line][:1]) for line in every]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project with this run's environment as its own."""
    root = tmp_path_factory.mktemp("readme")
    for part in ("lib", "data", "notebooks", "reports", "tests"):
        shutil.copytree(ROOT / part, root / part, ignore=shutil.ignore_patterns("*.pyc.*", "build", "batch"))
    for part in ("Makefile", "pyproject.toml", "constraints.txt", "yosan.toml", *READMES):
        shutil.copy2(ROOT / part, root / part)
    (root / ".venv").mkdir()
    (root / ".venv" / "bin").symlink_to(Path(sys.executable).parent)
    (root / ".venv" / "base").touch()  # made after what it is made from, so that make leaves it
    return root


def test_both_readmes_show_the_same_commands() -> None:
    en, ja = ([re.sub(r"--lang (ja|en)", "--lang", line) for line in shown(readme)] for readme in READMES)
    assert en == ja
    assert len(en) >= 11


@pytest.fixture(scope="module")
def server(copy: Path, make_server: Any) -> Any:
    return make_server(copy)


@pytest.mark.parametrize("command", commands())
def test_a_command_of_the_readme_runs_as_it_is_shown(copy: Path, server: Any, command: str) -> None:
    program, *arguments = shlex.split(command)
    if arguments[:1] == ["build"]:
        done = server.run(*arguments)
    else:
        environment = child_environment(copy)
        done = subprocess.run(
            [program, *arguments], cwd=copy, env=environment, capture_output=True, text=True, check=False
        )
    assert (done.returncode, "Traceback" in done.stderr) == (0, False), done.stderr
    assert done.stdout
    if " build " in command:
        assert (copy / "reports" / "build" / "index.html").is_file()  # and nothing in the checkout

"""Whatever happened before, a build leaves what a build from nothing writes."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from faults import DAMAGE, contents

House = Any  # the class of conftest.py
CELLS = {
    "table": "from yosan.data.tables import load_table\nprint(len(load_table('glossary.csv')))",
    "listing": "import glob, os; print(sorted(glob.glob('../data/*.csv')), os.path.exists('../data/may.txt'))",
    "mine": "import os; print(open(file).read(), sorted(os.environ.items()))",
}
WORDS = st.sampled_from(["a", "b", "c"])


def build_and_compare(house: House) -> None:
    """Build where everything stands, and again in an empty folder with nothing remembered."""
    done = house.run("build", "--lang", "en")
    assert (done.returncode, done.stderr) == (0, "")
    nothing = house.root / "nothing"
    shutil.rmtree(nothing, ignore_errors=True)
    shutil.rmtree(house.root / ".yosan_cache", ignore_errors=True)
    assert house.run("build", "--lang", "en", "--out", "nothing").returncode == 0
    assert contents(house.out) == contents(nothing)
    assert house.verified() == []


def machine(house: House, steps_per_build: int) -> type[RuleBasedStateMachine]:
    class Builder(RuleBasedStateMachine):
        """Random steps over what reports are made from, with builds between."""

        def __init__(self) -> None:
            super().__init__()
            self.steps = 0

        def change(self, place: str, edit: Callable[[str], str]) -> None:
            path = house.root / place
            path.write_text(edit(path.read_text("utf-8") if path.exists() else ""), "utf-8")
            self.steps += 1
            if self.steps % steps_per_build == 0:
                build_and_compare(house)

        @rule()
        def data(self) -> None:
            self.change("data/glossary.csv", lambda text: f"{text}{len(text)}{text.splitlines()[-1]}\n")

        @rule(name=WORDS)
        def a_file_more_or_less(self, name: str) -> None:
            for place in (f"data/new-{name}.csv", "data/may.txt"):
                path = house.root / place
                path.unlink() if path.exists() else path.write_text(name)
            self.change("own.txt", str)

        @rule(word=WORDS)
        def user_file(self, word: str) -> None:
            self.change("own.txt", lambda _: word)

        @rule(word=WORDS)
        def library(self, word: str) -> None:
            self.change("lib/yosan/writing.py", lambda text: f"{text}# {word}\n")

        @rule(word=WORDS)
        def template(self, word: str) -> None:
            self.change("reports/template/page.css", lambda text: f"{text}/* {word} */\n")

        @rule(slug=st.sampled_from(sorted(CELLS)), word=WORDS)
        def prose(self, slug: str, word: str) -> None:
            house.write_notebook(slug, CELLS[slug], prose=f"Prose {word}.")
            self.change("own.txt", str)

        @rule(word=WORDS)
        def parameters_and_titles(self, word: str) -> None:
            entry = f"parameters: {{consortium_id: {word}}}, title: {{ja: t, en: {word}}}"
            self.change("reports/reports.yml", lambda text: text.replace("title: {ja: mine, en: mine}", entry, 1))

        @rule(word=WORDS)
        def environment(self, word: str) -> None:
            os.environ["SECRET"], os.environ["TZ"], os.environ["MPLBACKEND"] = word, f"UTC{ord(word) - 96}", word
            (house.root / "matplotlibrc").write_text(f"lines.linewidth: {ord(word)}\n")
            self.change("own.txt", str)

        @rule(number=st.integers(0, 50), kind=st.sampled_from(sorted(DAMAGE)), gone=st.booleans())
        def outputs(self, number: int, kind: str, gone: bool) -> None:
            for path in [path for path in sorted(house.out.rglob("*")) if path.is_file()][number : number + 1]:
                path.unlink() if gone else path.write_bytes(DAMAGE[kind](path.read_bytes()))
            self.change("own.txt", str)

        def teardown(self) -> None:
            build_and_compare(house)

    return Builder


@pytest.fixture
def house(tmp_path: Path, house_type: type[House], monkeypatch: pytest.MonkeyPatch) -> House:
    for name in ("SECRET", "TZ", "MPLBACKEND"):
        monkeypatch.setenv(name, os.environ.get(name, ""))  # put back afterwards
    house = house_type(tmp_path / "house", CELLS)
    assert house.run("build", "--lang", "en").returncode == 0
    return house


def run(house: House, examples: int, steps: int, steps_per_build: int) -> None:
    bounds = settings(
        max_examples=examples,
        stateful_step_count=steps,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(lambda: machine(house, steps_per_build)(), settings=bounds)


@pytest.mark.slow
def test_a_build_after_any_steps_is_a_build_from_nothing(house: House) -> None:
    run(house, examples=6, steps=12, steps_per_build=3)

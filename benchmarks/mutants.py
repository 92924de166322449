"""Breaks the library in small ways, one at a time, and counts which ways no test notices; run by `make mutants`.

mutmut says in which ways, and writes each part of the library anew with all its broken functions beside the sound ones.
The tests about a part are collected once; each mutant is a fork of that process which runs those that come by its
function, quickest first, and stops at the first that fails. So a mutant costs little more than the tests that it needs.
"""

from __future__ import annotations

import argparse
import ast
import difflib
import fnmatch
import functools
import json
import math
import os
import random
import re
import resource
import shutil
import signal
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from mutmut.mutation.file_mutation import mutate_file_contents
from mutmut.mutation.trampoline import set_mutant_under_test
from mutmut.state import state

ROOT = Path(__file__).resolve().parents[1]
# without tests that read the source or take seconds; a doctest stands in every broken copy of its function too
LEFT_OUT = (
    "(not mutmut or mutmut_orig) and not rule_module and not linear_programme and not raised_limit "
    "and not allocation_adds_up and not money_not_awarded and not nothing_is_cheaper and not drawn and not check_tells "
    "and not slip_stops and not broken_insides and not 664_of_676 and not agrees_with_the_rules "
    "and not pool_of_processes and not (looks_up_nothing and mutmut)"
)


@dataclass(frozen=True)
class Part:
    """What is broken, the tests that should notice, and the share of mutants that they are asked to."""

    files: str
    tests: tuple[str, ...]
    least: float = 0.92

    def modules(self) -> dict[str, Path]:
        """Its files by the name of the module."""
        paths = (ROOT / "lib" / "yosan").glob(self.files)
        found = sorted(path for path in paths if path.suffix == ".py")
        return {".".join(path.relative_to(ROOT / "lib").with_suffix("").parts): path for path in found}


WORKED, SUBSIDY = "tests/subsidy/whatif/test_alternatives.py", "tests/subsidy"
TOLD, SEASONS = f"{SUBSIDY}/test_told.py", "tests/views/test_seasons.py"
READERS = ("tests/budget", f"{SUBSIDY}/rules")
PARTS = {
    "units": Part("units.py", ("tests/test_units.py",)),
    "budget": Part("budget/*", ("tests/budget", "tests/test_review.py")),
    "rules": Part("subsidy/rules/*", (f"{SUBSIDY}/rules", f"{SUBSIDY}/award/test_award.py", WORKED, TOLD)),
    "award": Part("subsidy/award/*", (f"{SUBSIDY}/award", WORKED, "tests/views/test_awards.py")),
    "whatif": Part("subsidy/whatif/*", (f"{SUBSIDY}/whatif", "tests/views/test_consortium.py", TOLD)),
    "plan": Part("subsidy/plan/*", (f"{SUBSIDY}/plan", f"{SUBSIDY}/season/test_simulate.py", SEASONS, TOLD)),
    "season": Part("subsidy/season/*", (f"{SUBSIDY}/season", f"{SUBSIDY}/test_draws.py", SEASONS, TOLD)),
    "views": Part("views/*", ("tests/views", WORKED, f"{SUBSIDY}/season/test_sensitivity.py"), 0.85),
    "spreadsheet": Part("data/spreadsheet/*", ("tests/data",)),
    "data": Part("data/[a-z_]*.py", ("tests/data", "tests/cli", *READERS)),
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}; all without one")
    parser.add_argument("--only", default="*", help="names of mutants, such as 'yosan.budget.growth*'")
    parser.add_argument("--sample", type=int, default=0, help="so many of each part, drawn")
    parser.add_argument("--seed", type=int, default=2020, help="of the draw (default: %(default)s)")
    asked = parser.parse_args()
    return max(_forked(lambda name=name: _try(name, asked)) for name in asked.parts or PARTS)  # type: ignore[misc]


def _try(name: str, asked: argparse.Namespace) -> int:
    part, house = PARTS[name], ROOT / "build" / "mutants" / name
    broken = _lay_out(part, house)
    names = [one for one in broken if fnmatch.fnmatch(one, asked.only)]
    if asked.sample:
        names = random.Random(asked.seed).sample(names, min(asked.sample, len(names)))
    os.chdir(house)
    sys.path[:0] = [str(house / "lib"), str(house)]
    doctests = [str(path.relative_to(ROOT)) for path in part.modules().values()]
    trial = Trial(names, broken)
    options = ["-q", "--no-header", "-p", "no:cacheprovider", "-p", "tests.needless", "-m", "not slow", "-k", LEFT_OUT]
    code = pytest.main([*options, *part.tests, *doctests], plugins=[trial])
    if code or not trial.tried:
        print(f"{part.files}: the tests do not pass as they are")
        return 1
    return trial.report(part)


def _lay_out(part: Part, house: Path) -> dict[str, str]:
    """Copy the project with a broken library; every mutant by its name, with what it changes."""
    shutil.rmtree(house, ignore_errors=True)
    for name in ("lib", "data", "examples", "notebooks", "tests", "reports"):
        shutil.copytree(ROOT / name, house / name, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info", "build"))
    for name in ("pyproject.toml", "yosan.toml"):
        shutil.copy(ROOT / name, house)
    found = {}
    for module, path in part.modules().items():
        made = mutate_file_contents(str(path), path.read_text("utf-8"))
        (house / path.relative_to(ROOT)).write_text(made.code, "utf-8")
        found |= {f"{module}.{name}": change for name, change in _changes(made.code, made.mutant_names)}
    return found


def _changes(code: str, names: Iterator[str]) -> Iterator[tuple[str, str]]:
    functions = {node.name: node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.FunctionDef)}
    lines = code.splitlines()

    def text(name: str) -> list[str]:
        node = functions[name]
        return [line for line in lines[node.lineno : node.end_lineno] if line.strip()]

    for name in names:
        compared = difflib.unified_diff(text(re.sub(r"\d+$", "orig", name)), text(name), n=0, lineterm="")
        yield name, "\n".join(line for line in compared if not line.startswith(("---", "+++", "@@")))


@dataclass(eq=False)  # pytest keeps its plugins in sets
class Trial:
    """A plugin of pytest's that runs the collected tests once for each mutant, each time in a fork."""

    names: list[str]
    broken: dict[str, str]
    tried: dict[str, bool] = field(default_factory=dict)  # whether a test noticed
    ways: dict[str, list[int]] = field(default_factory=dict)  # tests by function that they come by, quickest first
    took_s: list[float] = field(default_factory=list)
    prepared: dict[object, set[str]] = field(default_factory=dict)  # functions that a fixture comes by

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: pytest.FixtureDef[object]) -> Iterator[None]:
        """Whoever shares a fixture comes by what it came by, and not the first test alone."""
        before = set(state()._stats)
        state()._stats.clear()
        done = yield
        self.prepared[fixturedef] = set(state()._stats)
        state()._stats.update(before)
        return done  # type: ignore[return-value]

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool | None:
        if session.testsfailed or self._watch(session):
            return None  # pytest says why
        for name in self.names:
            tests = self.ways.get(re.sub(r"__mutmut_\d+$", "", name), [])
            patience_s = 20 + math.ceil(10 * sum(self.took_s[one] for one in tests))
            self.tried[name] = (
                bool(tests) and _forked(lambda n=name, t=tests: self._run(session, n, t), patience_s) != 0
            )  # type: ignore[misc]
            print("." if self.tried[name] else "x", end="", flush=True)
        return True

    def _watch(self, session: pytest.Session) -> int:
        """Run all tests on the sound library; what each comes by and takes. Not 0 where one fails."""
        told = Path("watched.json")
        code = _forked(lambda: self._run(session, "stats", list(range(len(session.items))), told))
        if not code:
            watched = json.loads(told.read_text("utf-8"))
            self.took_s = [took_s for took_s, _ in watched]
            ways = defaultdict(list)
            for one in sorted(range(len(watched)), key=lambda one: self.took_s[one]):
                for function in watched[one][1]:
                    ways[function.replace("__mutmut_orig", "")].append(one)
            self.ways = dict(ways)
        return code

    def _run(self, session: pytest.Session, mutant: str, tests: list[int], told: Path | None = None) -> int:
        """Run some tests with one mutant in force, to the first that fails; what they came by, if that is asked."""
        session.config.pluginmanager.unregister(name="terminalreporter")
        set_mutant_under_test(mutant)
        _forget()
        items, watched = [session.items[one] for one in tests], []
        for item, following in zip(items, [*items[1:], None], strict=True):
            state()._stats.clear()
            start = time.process_time()
            session.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            if told:
                watched.append((time.process_time() - start, sorted(self._came_by(item))))
                _forget()
            if session.testsfailed:
                return 1
        if told:
            told.write_text(json.dumps(watched), "utf-8")
        return 0

    def _came_by(self, item: pytest.Item) -> set[str]:
        fixtures = getattr(item, "_fixtureinfo", None)
        shared = [one for found in fixtures.name2fixturedefs.values() for one in found] if fixtures else []
        return state()._stats.union(*(self.prepared.get(one, set()) for one in shared))

    def report(self, part: Part) -> int:
        """Print what no test noticed, and the share that was noticed; 1 where it is too low."""
        missed = [name for name, noticed in self.tried.items() if not noticed]
        print(*(f"\n{name}\n{self.broken[name]}" for name in missed), sep="\n")
        all_of, noticed = len(self.tried), len(self.tried) - len(missed)
        low, high = _interval(noticed, all_of) if all_of < len(self.broken) else (noticed / all_of,) * 2
        print(
            f"{part.files}: {noticed} of {all_of} tried of {len(self.broken)} mutants noticed: {noticed / all_of:.1%}"
        )
        print(f"95 of 100 such draws lie between {low:.1%} and {high:.1%}; asked: {part.least:.0%}")
        return int(noticed / all_of < part.least)


def _forget() -> None:
    """Empty what functions keep: a value that came of the sound library would hide a broken one."""
    for module in [one for name, one in sys.modules.items() if name.startswith(("yosan", "test", "run"))]:
        for kept in vars(module).values():
            if isinstance(kept, functools._lru_cache_wrapper):
                kept.cache_clear()


def _forked(task: Callable[[], int], patience_s: int = 0) -> int:
    """What a task returns in a fork of this process; not 0 where that dies or runs on."""
    sys.stdout.flush()
    if not (process := os.fork()):
        code = 1
        try:
            if patience_s:
                resource.setrlimit(resource.RLIMIT_CPU, (patience_s, patience_s))  # a busy machine is no endless loop
                resource.setrlimit(resource.RLIMIT_DATA, (4 * 2**30,) * 2)
                signal.alarm(600 + patience_s)  # what waits without end takes no time of the processor
            code = task()
        finally:
            sys.stdout.flush()
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def _interval(noticed: int, tried: int, z: float = 1.96) -> tuple[float, float]:
    """Wilson's interval of a share of draws."""
    share, extra = noticed / tried, z * z / tried
    middle, half = share + extra / 2, z * math.sqrt(share * (1 - share) / tried + extra / tried / 4)
    return (middle - half) / (1 + extra), (middle + half) / (1 + extra)


if __name__ == "__main__":
    sys.exit(main())

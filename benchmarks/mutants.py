"""Breaks the library in small ways, one at a time, and counts which ways no test notices; run by `make mutants`.

Each part is broken on its own, against the tests that are about it. mutmut knows the layouts ``.``, ``src`` and
``source``, so it runs in build/mutants/<part>, where ``lib`` is linked as ``src``. Results stay there: a second run
tries only what is new, and ``mutmut show NAME`` there gives a diff.
"""

from __future__ import annotations

import argparse
import fnmatch
import json
import random
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mutmut.mutation.file_mutation import mutate_file_contents
from mutmut.stats import status_by_exit_code

ROOT = Path(__file__).resolve().parents[1]
MISSED = ("survived", "no tests", "suspicious")


@dataclass(frozen=True)
class Part:
    """What is broken, the tests that should notice, and the share of mutants that they are asked to."""

    files: str
    tests: tuple[str, ...]
    least: float = 0.92


WORKED, SUBSIDY = "tests/subsidy/whatif/test_alternatives.py", "tests/subsidy"
PARTS = {
    "units": Part("units.py", ("tests/test_units.py",)),
    "budget": Part("budget/*", ("tests/budget", "tests/test_review.py")),
    "rules": Part("subsidy/rules/*", (f"{SUBSIDY}/rules", f"{SUBSIDY}/award/test_award.py", WORKED)),
    "award": Part("subsidy/award/*", (f"{SUBSIDY}/award", WORKED, "tests/views/test_awards.py")),
    "whatif": Part("subsidy/whatif/*", (f"{SUBSIDY}/whatif", "tests/views/test_consortium.py")),
    "plan": Part("subsidy/plan/*", (f"{SUBSIDY}/plan", "tests/views/test_seasons.py")),
    "season": Part(
        "subsidy/season/*", (f"{SUBSIDY}/season", f"{SUBSIDY}/test_draws.py", "tests/views/test_seasons.py")
    ),
    "views": Part("views/*", ("tests/views", WORKED, f"{SUBSIDY}/season/test_sensitivity.py"), 0.85),
    "spreadsheet": Part("data/spreadsheet/*", ("tests/data",)),
    "data": Part("data/[a-z_]*.py", ("tests/data", "tests/cli")),
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}; all without one")
    parser.add_argument("--only", default="*", help="names of mutants, such as 'yosan.budget.growth*'")
    parser.add_argument("--sample", type=int, default=0, help="so many of each part, drawn")
    parser.add_argument("--seed", type=int, default=2020, help="of the draw (default: %(default)s)")
    asked = parser.parse_args()
    return max(_try(PARTS[name], ROOT / "build" / "mutants" / name, asked) for name in asked.parts or PARTS)


def _try(part: Part, house: Path, asked: argparse.Namespace) -> int:
    _lay_out(part, house)
    names = [name for name in _mutants(part) if fnmatch.fnmatch(name, asked.only)]
    if asked.sample:
        names = random.Random(asked.seed).sample(names, min(asked.sample, len(names)))
    whole = asked.only == "*" and not asked.sample
    command = [sys.executable, "-m", "mutmut", "run", "--max-children", "1", *([] if whole else names)]
    subprocess.run(command, cwd=house, check=True)
    return _report(part, house, set(names))


def _lay_out(part: Part, house: Path) -> None:
    (house / "mutants" / "reports").mkdir(parents=True, exist_ok=True)
    (house / "reports").mkdir(exist_ok=True)
    links = {"src": "lib", **{name: name for name in ("data", "notebooks", "tests")}}
    links |= {name: name for name in ("reports/reports.yml", "reports/constants.yml")}
    for link, target in links.items():
        if not (house / link).is_symlink():
            (house / link).symlink_to(ROOT / target)
    doctests = [str(Path("src") / path.relative_to(ROOT / "lib")) for path in _files(part)]
    own = {"only_mutate": doctests, "pytest_add_cli_args_test_selection": [*part.tests, *doctests]}
    written = "".join(f"{key} = {json.dumps(value)}\n" for key, value in own.items())
    (house / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text("utf-8") + written, "utf-8")


def _files(part: Part) -> list[Path]:
    return sorted(path for path in (ROOT / "lib" / "yosan").glob(part.files) if path.suffix == ".py")


def _mutants(part: Part) -> Iterator[str]:
    for path in _files(part):
        module = ".".join(path.relative_to(ROOT / "lib").with_suffix("").parts)
        made = mutate_file_contents(str(path), path.read_text("utf-8"))
        yield from (f"{module}.{name}" for name in made.mutant_names)


def _report(part: Part, house: Path, names: set[str]) -> int:
    """Print what no test noticed, and the share that was noticed; 1 where it is too low."""
    codes: dict[str, int | None] = {}
    for path in (house / "mutants" / "src").rglob("*.meta"):
        codes |= json.loads(path.read_text("utf-8"))["exit_code_by_key"]
    tried = sorted(name for name in names if codes.get(name) is not None)
    missed = [name for name in tried if status_by_exit_code[codes[name]] in MISSED]
    print(*(f"{name}: {status_by_exit_code[codes[name]]}" for name in missed), sep="\n")
    share = 1 - len(missed) / max(len(tried), 1)
    print(
        f"{part.files}: {len(tried) - len(missed)} of {len(tried)} mutants noticed: {share:.1%}, asked {part.least:.0%}"
    )
    return int(share < part.least)


if __name__ == "__main__":
    sys.exit(main())

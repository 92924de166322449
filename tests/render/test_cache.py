"""A build makes what changed and nothing else: exact sets, by content, and never on trust."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest

from no_network import child_environment

House = Any  # the class of conftest.py
pytestmark = pytest.mark.builds

# report -> what its second cell does
NOTEBOOKS = {
    "words": "from yosan.data.tables import load_table\nload_table('glossary.csv').shape",
    "prices": "from yosan.data.tables import load_table\nload_table('macro.csv').shape",
    "listing": "from yosan.data import paths\nsorted(path.name for path in paths.data('budget').glob('*.csv'))",
    "mine": "open(file).read()",
}
ALL = {f"{lang}/{slug}" for slug in NOTEBOOKS for lang in ("ja", "en")}


@pytest.fixture(scope="module")
def small(make_house: Any) -> House:
    house = make_house(NOTEBOOKS)
    done = house.run("build")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("8 of 8 reports built, 0 fresh in ")
    return house


@pytest.fixture
def house(small: House) -> Iterator[House]:
    """The built house, put back as it was after each test."""
    before = {path: path.read_bytes() for path in small.root.rglob("*") if path.is_file() and ".pyc" not in path.name}
    yield small
    for path in [path for path in small.root.rglob("*") if path.is_file() and ".pyc" not in path.name]:
        if path not in before:
            path.unlink()
    for path, content in before.items():
        if not path.exists() or path.read_bytes() != content:
            path.write_bytes(content)


def grow(path: Path, text: str = "\n# more\n") -> None:
    path.write_text(path.read_text("utf-8") + text, "utf-8")


def both(slug: str) -> set[str]:
    return {f"ja/{slug}", f"en/{slug}"}


def test_nothing_changed_nothing_runs(house: House) -> None:
    assert house.run("build").stdout.startswith("8 reports fresh in ")
    assert house.verified() == []


@pytest.mark.parametrize(
    ("changed", "made", "reason"),
    [
        ("data/glossary.csv", both("words"), "data/glossary.csv changed"),
        ("data/macro.csv", both("prices"), "data/macro.csv changed"),
        ("own.txt", both("mine"), "own.txt changed"),
        ("data/budget/items.csv", set(), ""),
        ("lib/yosan/writing.py", ALL, "the library changed"),
        ("lib/yosan/subsidy/new.py", ALL, "the library changed"),
        ("reports/template/page.css", ALL, "the template changed"),
        ("data/budget/new.csv", both("listing"), "data/budget changed"),
        ("README.md", set(), ""),
        ("reports/reports.yml", ALL, "reports/reports.yml changed"),
    ],
)
def test_a_changed_file_remakes_exactly_the_reports_made_from_it(
    house: House, changed: str, made: set[str], reason: str
) -> None:
    path = house.root / changed
    path.touch()
    grow(path)
    assert house.why() == dict.fromkeys(made, reason)
    assert house.verified() == sorted(f"{name}: {reason}" for name in made)


def test_a_change_undone_is_none(house: House) -> None:
    for changed in ("data/glossary.csv", "lib/yosan/writing.py", "reports/reports.yml"):
        before = (house.root / changed).read_bytes()
        grow(house.root / changed)
        (house.root / changed).write_bytes(before)
    assert house.why() == {}


def test_prose_remakes_its_notebook_and_stored_output_none(house: House) -> None:
    path = house.root / "notebooks/words.ipynb"
    stored = nbformat.read(path, as_version=4)
    stored.cells[1].outputs = [nbformat.v4.new_output("stream", text="an old output")]
    stored.cells[1].execution_count = 7
    nbformat.write(stored, path)
    assert house.why() == {}
    house.write_notebook("words", NOTEBOOKS["words"], prose="Other prose.")
    assert house.why() == dict.fromkeys(both("words"), "the notebook changed")


def test_a_title_or_a_parameter_remakes_its_report(house: House) -> None:
    catalogue = house.root / "reports/reports.yml"
    text = catalogue.read_text().replace("title: {ja: words, en: words}", "title: {ja: words, en: Words}")
    catalogue.write_text(text)
    neighbours = "reports/reports.yml changed"  # pages link to one another by title
    assert house.why() == {**dict.fromkeys(ALL, neighbours), "en/words": f"its title changed; {neighbours}"}
    assert house.run("build", "--why", "-p", "consortium_id=x", "mine").stdout == (
        "ja/mine: its parameters changed; reports/reports.yml changed\n"
        "en/mine: its parameters changed; reports/reports.yml changed\n"
    )


def test_an_output_is_trusted_by_its_content_alone(house: House) -> None:
    page, times = house.out / "ja/words.html", os.stat(house.out / "ja/words.html")
    page.write_text(page.read_text("utf-8").replace("prose", "PROSE"), "utf-8")
    os.utime(page, ns=(times.st_atime_ns, times.st_mtime_ns))
    (house.out / "en/mine.json").unlink()
    assert house.why() == {
        "ja/words": "ja/words.html is not what was written",
        "en/mine": "en/mine.json is not what was written",
    }
    assert house.run("build").stdout.startswith("2 of 2 reports built, 6 fresh in ")
    assert "PROSE" not in page.read_text("utf-8")
    assert house.run("build").stdout.startswith("8 reports fresh in ")


def test_a_failed_report_is_tried_again(house: House) -> None:
    good = (house.out / "ja/words.html").read_bytes()
    house.write_notebook("words", "1 / 0")
    done = house.run("build", "--lang", "ja")
    assert done.returncode == 1
    assert done.stderr == "yosan: ja/wordsを作れなかった：words.ipynb、セル2：ZeroDivisionError: division by zero\n"
    assert (house.out / "ja/words.html").read_bytes() == good
    assert house.why() == dict.fromkeys(both("words"), "the notebook changed")


def test_another_program_with_more_jobs_writes_the_same_bytes(house: House) -> None:
    program = house.root / "tools" / "build.py"
    program.parent.mkdir()
    program.write_text(
        "import sys\nfrom yosan.cli.main import main\nif __name__ == '__main__':\n    sys.exit(main())\n"
    )
    command = [sys.executable, program, "build", "--out", house.root / "again", "--jobs", "4"]
    subprocess.run(command, cwd=house.root, env=child_environment(house.root), check=True, capture_output=True)
    same = subprocess.run(["diff", "-r", house.out, house.root / "again"], capture_output=True, check=False)
    assert (same.returncode, same.stdout) == (0, b"")
    assert house.run("verify", "again").stdout == ""


def test_all_can_be_made_by_force(house: House) -> None:
    assert set(house.run("build", "--force", "--why").stdout.splitlines()) == {f"{name}: --force" for name in ALL}


def test_names_with_tabs_line_breaks_and_bytes_that_are_no_utf_8_are_remembered(house: House) -> None:
    own = house.root / "a\tfile\nof mine.txt"
    own.write_text("mine")
    command = ("build", "mine", "--out", "a\tfolder\nof mine\udcff", "-p", f"file={own}")
    assert house.run(*command).stdout.startswith("2 of 2 reports built, 0 fresh in ")
    again = house.run(*command)
    assert (again.returncode, again.stderr) == (0, "")
    assert again.stdout.startswith("2 reports fresh in ")
    grow(own)
    assert house.run(*command, "--why").stdout.count(" changed\n") == 2


def test_a_folder_without_receipts_is_refused(house: House) -> None:
    done = house.run("verify", "data")
    assert done.returncode == 2
    assert "no receipts; expected a folder that yosan build wrote" in done.stderr

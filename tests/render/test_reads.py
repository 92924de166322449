"""What a report read is noticed however it asks, and nothing else of the machine reaches it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from no_network import child_environment
from yosan import root
from yosan.render import environment, reads

House = Any  # the class of conftest.py
pytestmark = pytest.mark.builds

# report -> its second cell, what is changed then, and the name by which that is noticed
ASKS = {
    "exists": ("import os; os.path.exists('../data/optional.csv')", "data/optional.csv", "data/optional.csv/"),
    "access": ("import os; os.access('../data/may.csv', os.R_OK)", "data/may.csv", "data/may.csv/"),
    "globs": ("import glob; sorted(glob.glob('../data/sizes/*.csv'))", "data/sizes/new.csv", "data/sizes"),
    "lists": ("import os; sorted(os.listdir('../data/listed'))", "data/listed/new.csv", "data/listed"),
    "walks": ("from pathlib import Path; len(list(Path('../data/walked').rglob('*')))", "data/walked/n", "data/walked"),
    "above": ("import os; sorted(os.listdir('..'))", "above.txt", "."),
    "stats": ("import os; os.stat('../README.md').st_size", "README.md", "README.md/"),
    "beside": ("open('../library.txt').read()", "library.txt", "library.txt"),
    "notes": ("open('../reports/build-notes.txt').read()", "reports/build-notes.txt", "reports/build-notes.txt"),
    "links": ("open('../data/link.txt').read()", "data/target.txt", "data/link.txt"),
    "descends": ("import os; os.listdir(os.open('../data/opened', os.O_RDONLY))", "data/opened/n", "data/opened"),
    "imports": ("import sys; sys.path.append('.'); import helper", "notebooks/helper.py", "notebooks/helper.py"),
    "another": ("open('still.ipynb').read()[:10]", "notebooks/still.ipynb", "notebooks/still.ipynb"),
    "program": ("import subprocess; subprocess.call(['cat', '../data/cat.txt'])", "data/cat.txt", "data/cat.txt"),
    "mine": ("open(file).read()", "own.txt", "own.txt"),
}
STILL = {
    "still": "1",
    "looks": "import os; os.path.isdir('..')",
    "draws": "import os, matplotlib as m; print(dict(os.environ), m.rcParams['lines.linewidth'])",
}
THERE = ("library.txt", "reports/build-notes.txt", "data/target.txt", "notebooks/helper.py", "data/cat.txt")
LONG_LIVED = """
import sys
from pathlib import Path
from yosan.cli.main import main
for text in ("FIRST", "SECOND"):
    Path("data/long.txt").write_text(text)
    titles = Path("reports/reports.yml")
    titles.write_text(titles.read_text().replace("en: long", "en: FIRST").replace("en: FIRST", f"en: {text}"))
    assert main(["build", "long", "--lang", "en"]) == 0
"""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, house_type: type[House]) -> House:
    """A house that moved and left a link behind, where it is still called by its old name."""
    cells = {name: cell for name, (cell, *_) in ASKS.items()} | STILL
    house = house_type(
        tmp_path_factory.mktemp("old") / "house", cells | {"long": "print(open('../data/long.txt').read())"}
    )
    for name in ("sizes", "listed", "walked", "opened"):
        (house.root / "data" / name).mkdir(exist_ok=True)
    for name in THERE:
        (house.root / name).write_text("pass\n")
    (house.root / "data/long.txt").write_text("long")
    (house.root / "data/link.txt").symlink_to("target.txt")
    moved = tmp_path_factory.mktemp("new") / "house"
    house.root.rename(moved)
    house.root.symlink_to(moved)
    return house


def test_whatever_a_report_asked_for_remakes_it_in_a_checkout_behind_a_link(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    (house.root / "home/.config/matplotlib").mkdir(parents=True)
    for folder in ("home/.config/matplotlib", "."):
        (house.root / folder / "matplotlibrc").write_text("lines.linewidth: 77\n")
    monkeypatch.setenv("HOME", str(house.root / "home"))
    monkeypatch.setenv("SECRET", "of the user")
    monkeypatch.setenv("MPLBACKEND", "nonsense")
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    done = house.run("build", "--lang", "en")
    assert (done.returncode, done.stderr) == (0, "")
    page = (house.out / "en/draws.html").read_text("utf-8")
    assert "SECRET" not in page
    assert "&#39;} 1.5" in page  # matplotlib's own width
    for _, changed, _ in ASKS.values():
        path = house.root / changed
        path.write_text(path.read_text() + "\n" if path.exists() else "new")
    monkeypatch.setenv("HOME", "/")
    expected = {f"en/{name}": f"{noticed} changed" for name, (*_, noticed) in ASKS.items()}
    told = dict(line.split(": ", 1) for line in house.run("build", "--why", "--lang", "en").stdout.splitlines())
    program = told.pop("en/program").split("; ")  # nobody sees what it reads, so all of the data counts
    assert expected.pop("en/program") in program
    assert told == expected


def test_a_process_that_lives_on_forgets_what_it_read(house: House) -> None:
    environment = child_environment(house.root)
    subprocess.run([sys.executable, "-c", LONG_LIVED], cwd=house.root, env=environment, check=True)
    page = (house.out / "en/long.html").read_text("utf-8")
    assert "FIRST" not in page
    assert page.count("SECOND") > 1
    assert house.run("build", "long", "--lang", "en", "--why").stdout == ""


def test_a_notebook_sees_a_short_list_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    before = dict(os.environ)
    monkeypatch.setattr(os, "environ", dict(before, SECRET="x", LC_ALL="ja_JP.eucJP", PATH="/bin"))
    environment.limit()
    assert os.environ.keys() <= {*environment.HANDED_ON, *environment.FIXED, "MATPLOTLIBRC"}
    assert os.environ["PATH"] == "/bin"
    assert os.environ["LC_ALL"] == "C.UTF-8"
    assert Path(os.environ["MATPLOTLIBRC"]).is_file()


@pytest.mark.parametrize("shipped", ["/usr/src/app", "/usr/src/app/.venv/lib/yosan/shipped"])
@pytest.mark.parametrize(
    ("prefix", "excluded"), [("/usr", False), ("/usr/src/app/.venv", True), ("/usr/src/app2", False), ("/", False)]
)
def test_a_project_below_pythons_own_prefix_is_not_part_of_python(
    monkeypatch: pytest.MonkeyPatch, prefix: str, excluded: bool, shipped: str
) -> None:
    monkeypatch.setattr(root, "_project", "/usr/src/app")
    monkeypatch.setattr(root, "SHIPPED", shipped)
    monkeypatch.setattr(sys, "prefix", prefix)
    monkeypatch.setattr(sys, "base_prefix", "/usr")
    reads._watched_folders.cache_clear()
    assert reads._names("/usr/src/app/data/x.csv") == {"/usr/src/app/data/x.csv"}
    assert reads._names(f"{shipped}/data/y.csv") == {f"{shipped}/data/y.csv"}
    assert bool(reads._names(f"{prefix}/lib/x.py")) == (not excluded and prefix.startswith("/usr/src/app/"))


def test_no_receipt_is_sealed_without_a_file_that_was_read(house: House) -> None:
    for path in house.out.glob("en/*.receipt.json"):
        assert json.loads(path.read_text("utf-8"))["read"]

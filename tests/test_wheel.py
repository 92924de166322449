"""Only the wheel installed: every command works from any folder, and nothing is written beside the package."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import venv
from collections.abc import Callable
from pathlib import Path

import pytest

from repository import ROOT

pytestmark = pytest.mark.builds

Run = Callable[..., subprocess.CompletedProcess[str]]
PACKAGES = sysconfig.get_path("purelib")
FILL = """
import csv, sys
from openpyxl import load_workbook
book = load_workbook("data/budget/budget.xlsx")
rows = list(csv.DictReader(open(sys.argv[1], encoding="utf-8")))
for sheet, year in zip(book.worksheets, ("2019", "2020")):
    heads = {cell.value: cell.column for cell in sheet[1]}
    for number, row in enumerate((row for row in rows if row["年度"] == year), 2):
        for head in ("上の勘定", "単位", "印字の率"):
            sheet.cell(number, heads[head], row[head])
        sheet.cell(number, heads["勘定・項目"], row["勘定"])
        sheet.cell(number, heads["額"], int(row["額"]))
book.save("data/budget/budget.xlsx")
"""


def pip(*words: object) -> None:
    quiet = ("--quiet", "--disable-pip-version-check", "--no-deps", "--no-index")
    subprocess.run([sys.executable, "-m", "pip", *map(str, words), *quiet], check=True)


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment that has the wheel and what it depends on, but not this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    pip("wheel", "--no-build-isolation", "--wheel-dir", folder, ROOT)
    venv.create(folder / "env", with_pip=False)
    python = folder / "env/bin/python"
    (wheel,) = folder.glob("*.whl")
    pip("--python", python, "install", "--ignore-installed", wheel)
    (packages,) = folder.glob("env/lib/python*/site-packages")
    # its own .pth files, such as this checkout's, are not followed
    (packages / "dependencies.pth").write_text(f"{PACKAGES}\n")
    (folder / "env/share").mkdir()
    (folder / "env/share/jupyter").symlink_to(Path(sys.prefix) / "share/jupyter")
    return packages.parents[2]


@pytest.fixture
def run(installed: Path, tmp_path: Path) -> Run:
    environment = {**os.environ, "HOME": str(tmp_path), "PYTHONPATH": "", "PYTHONDONTWRITEBYTECODE": "1"}

    def start(*words: object, folder: str = ".", **options: object) -> subprocess.CompletedProcess[str]:
        program = installed / "bin" / str(words[0])
        command = [program, *map(str, words[1:])]
        place = {"cwd": tmp_path / folder, "env": environment}
        return subprocess.run(command, capture_output=True, text=True, check=False, **place, **options)  # type: ignore[call-overload]

    return start


def contents(folder: Path) -> dict[Path, tuple[int, int]]:
    return {path: (path.stat().st_size, path.stat().st_mtime_ns) for path in folder.rglob("*") if path.is_file()}


def test_with_only_the_wheel_commands_work_from_any_folder(installed: Path, run: Run, tmp_path: Path) -> None:
    before = contents(installed)
    (shipped,) = installed.glob("lib/python*/site-packages/yosan")
    assert (shipped / "py.typed").is_file()
    told = run("python", "-c", "import yosan; print(yosan.__file__)")
    assert told.stdout == f"{shipped / '__init__.py'}\n"
    award = run("yosan", "award", "data/consortia/seed-two-firms.csv")
    assert (award.returncode, award.stderr) == (0, "")
    assert "54,300,000" in award.stdout
    for kind in ("example", "budget", "programme"):
        made = run("yosan", "new", kind, f"--{kind}")
        assert (made.returncode, made.stderr) == (0, "")
        assert f"cd {kind}" in made.stdout
    assert run("yosan", "check", folder="example").stdout.endswith("reports: 1\n")
    assert contents(installed) == before
    assert not (tmp_path / "reports").exists()


def build_and_verify(run: Run, folder: str) -> None:
    built = run("yosan", "build", folder=folder)
    assert (built.returncode, built.stderr) == (0, "")
    assert "2 of 2 reports built" in built.stdout
    verified = run("yosan", "verify", folder=folder)
    assert (verified.returncode, verified.stdout) == (0, "")


@pytest.mark.slow
def test_an_example_and_a_budget_filled_by_a_script_build_from_the_wheel(
    installed: Path, run: Run, tmp_path: Path
) -> None:
    before = contents(installed)
    assert run("yosan", "new", "a", "--example").returncode == 0
    build_and_verify(run, "a")
    assert run("yosan", "new", "b", "--budget").returncode == 0
    amounts = ROOT / "examples/environment-fy2020/data/budget/budget.csv"
    assert run("python", "-c", FILL, amounts, folder="b").returncode == 0
    build_and_verify(run, "b")
    assert '"value": 0.423259' in (tmp_path / "b/reports/build/en/budget-growth.json").read_text("utf-8")
    assert run("yosan", "build", "consortium", "--lang", "en").returncode == 0  # no project: into the working folder
    assert (tmp_path / "reports/build/en/consortium.html").is_file()
    batch = run("yosan", "batch", "data/consortia/seed-two-firms.csv", "--lang", "en", "--out", "batch")
    assert (batch.returncode, batch.stderr) == (0, "")
    assert contents(installed) == before


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("setpriv"), reason="needs setpriv, to leave the rights of root behind")
def test_a_read_only_installation_builds_for_whoever_may_not_write_there(
    installed: Path, run: Run, tmp_path: Path
) -> None:
    for path in (installed, *installed.rglob("*")):
        if not path.is_symlink():
            path.chmod(path.stat().st_mode & ~0o222)
    assert run("yosan", "new", "a", "--example").returncode == 0
    bound = ["setpriv", "--bounding-set=-all", "--inh-caps=-all", str(installed / "bin/yosan")]

    def start(*words: str) -> str:
        done = subprocess.run([*bound, *words], cwd=tmp_path / "a", capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout

    assert "2 of 2 reports built" in start("build")
    for path in (tmp_path / "a", *(tmp_path / "a").rglob("*")):
        path.chmod(path.stat().st_mode & ~0o222)
    before = contents(tmp_path / "a")
    assert start("check").endswith("reports: 1\n")
    assert "2 of 2 reports built" in start("build", "--out", str(tmp_path / "out"))
    assert start("verify") == start("verify", str(tmp_path / "out")) == ""
    assert contents(tmp_path / "a") == before


@pytest.mark.slow
@pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("setpriv"), reason="needs root, to become another user")
def test_another_user_makes_and_builds_a_project_of_his_own(installed: Path) -> None:
    with tempfile.TemporaryDirectory() as place:
        home = Path(place)
        home.chmod(0o777)
        shutil.copytree(installed, home / "env", symlinks=True)
        nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", str(home / "env/bin/python")]
        yosan = [*nobody, "-m", "yosan.cli.main"]
        options = {"cwd": home, "env": {**os.environ, "HOME": place, "PYTHONPATH": ""}, "capture_output": True}
        if subprocess.run([*nobody, "-c", "import pandas"], check=False, **options).returncode:  # type: ignore[call-overload]
            pytest.skip("another user may not read this Python or its packages")
        for words in (("new", "a", "--example"), ("build", "--project", "a"), ("verify", "--project", "a")):
            done = subprocess.run([*yosan, *words], check=False, text=True, **options)  # type: ignore[call-overload]
            assert (done.returncode, done.stderr) == (0, "")
        assert (home / "a/reports/build/index.html").stat().st_uid == 65534

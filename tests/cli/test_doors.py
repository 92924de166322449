"""A relative path, and the name of an entry, mean the same in every command, in papermill and in JupyterLab."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

import pytest

from repository import NOTEBOOKS, ROOT
from run import run
from yosan.cli import reports
from yosan.cli.main import main
from yosan.data.consortia import load_consortium
from yosan.data.items_mof import load_items
from yosan.data.plan_files import load_plan_file
from yosan.errors import InputError, Problem
from yosan.messages import Message
from yosan.render import batch

MEMBERS, PLANS = "data/consortia/seed-two-firms.csv", "data/plans/illustrative-two-firms.csv"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's own folder, with a file for each reader; the consortium is called 1, the firms 1 and 2."""
    text = (ROOT / MEMBERS).read_text("utf-8").replace("\nseed,", "\n1,")
    (tmp_path / "members.csv").write_text(text, "utf-8")
    (tmp_path / "plans.csv").write_bytes((ROOT / PLANS).read_bytes())
    (tmp_path / "below").mkdir()
    monkeypatch.chdir(tmp_path / "below")
    return tmp_path


@pytest.mark.parametrize(
    ("command", "own", "sample"),
    [
        (("award",), "../members.csv", MEMBERS),
        (("solve", "--target", "1000000"), "../members.csv", MEMBERS),
        (("check",), "../members.csv", MEMBERS),
        (("plan",), "../plans.csv", PLANS),
    ],
)
def test_a_command_finds_a_file_from_the_working_folder_or_from_the_repository(
    folder: Path, command: tuple[str, ...], own: str, sample: str, capsys: pytest.CaptureFixture[str]
) -> None:
    told = []
    for file in (own, str(folder / own.removeprefix("../")), sample, str(ROOT / sample)):
        assert main([command[0], file, *command[1:]]) == 0
        told.append(capsys.readouterr().out)
    assert told[0] == told[1]
    assert told[2] == told[3]


@pytest.mark.parametrize("command", ["award", "batch", "check", "merge --out all.csv", "plan"])
def test_an_empty_name_is_no_folder(folder: Path, command: str, capsys: pytest.CaptureFixture[str]) -> None:
    name, *options = command.split()
    assert main([name, "", *options]) == 2
    assert capsys.readouterr().err.startswith("yosan: file: none is named; expected ")


@pytest.mark.parametrize("load", [load_consortium, load_plan_file, load_items])
def test_a_parameter_without_a_name_is_no_folder_either(load: Callable[[str], object]) -> None:
    with pytest.raises(InputError, match="none is named"):
        load("")


def test_forms_are_merged_from_either_too(folder: Path) -> None:
    assert main(["merge", "../members.csv", MEMBERS, "--out", "all.csv"]) == 0
    assert (folder / "below/all.csv").is_file()


@pytest.mark.parametrize(("given", "found"), [("../members.csv", None), (MEMBERS, ROOT / MEMBERS)])
def test_a_batch_finds_it_too(folder: Path, given: str, found: Path | None, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Path] = []

    def take_apart(file: Path, *_: object) -> None:
        asked.append(file)
        raise InputError(Problem("x", Message("errors.no_file")))

    monkeypatch.setattr(batch, "take_apart", take_apart)
    assert main(["batch", given, "--out", str(folder)]) == 2
    assert asked[0].is_absolute()
    assert asked[0].samefile(found or folder / "members.csv")


def parameter(*given: str) -> dict[str, object]:
    """Parameters of the one report that a command line asks for."""
    parser = argparse.ArgumentParser()
    reports.register(parser.add_subparsers())
    (job,) = reports._jobs(parser.parse_args(["build", "--lang", "en", *given]), ())
    return dict(job.parameters)


def test_a_build_finds_it_too(folder: Path) -> None:
    own = parameter("consortium", "-p", "file=../members.csv", "-p", "consortium_id=1")
    assert (own["file"], own["consortium_id"]) == (str(folder / "members.csv"), "1")
    both = parameter("growth-plan", "-p", "file=../plans.csv", "-p", "members=../members.csv")
    assert (both["file"], both["members"]) == (str(folder / "plans.csv"), str(folder / "members.csv"))
    assert parameter("consortium", "-p", f"file={MEMBERS}")["file"] == MEMBERS


def test_a_build_does_not_take_a_file_beside_the_notebooks_for_the_users(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (NOTEBOOKS / "README.md").is_file()
    (folder / "below/README.md").write_text("mine\n")
    assert main(["build", "consortium", "-p", "file=README.md"]) == 2
    assert "README.md: this is no form" in capsys.readouterr().err
    assert parameter("budget-growth")["lang"] == "en"


def test_a_notebook_finds_it_from_its_own_working_folder(folder: Path) -> None:
    ran = run("05_consortium.ipynb", lang="en", file="../members.csv", consortium_id=1)
    assert ran.value("award.total") == 54_300_000
    for consortium_id in ("1", ""):
        assert load_consortium("../members.csv", consortium_id).consortium_id == "1"


@pytest.mark.parametrize(("asked", "found"), [(1, "1"), (0, "0"), (7, "007"), (1.5, "1.5"), ("", "1"), ("0", "0")])
def test_an_entry_named_by_a_number_is_found_as_papermill_reads_it(
    folder: Path, asked: str | float, found: str
) -> None:
    row = ",A,A社,yes,medium,10,70000000,none,no"
    head = "consortium_id,member_id,name,lead,size,employees,eligible_cost_yen,certification,expert"
    rows = [f"{name}{row}" for name in ("1", "0", "007", "1.5")]
    (folder / "many.csv").write_text("\n".join([head, *rows]), "utf-8")
    assert load_consortium("../many.csv", asked).consortium_id == found


def test_what_no_entry_is_called_is_refused(folder: Path) -> None:
    with pytest.raises(InputError, match="'2' is not known; expected one of 1"):
        load_consortium("../members.csv", 2)
    with pytest.raises(InputError, match="'9' is not known"):
        load_plan_file("../plans.csv", 9)

"""Whatever a build finds broken it makes anew, and what it cannot do it says in one line."""

from __future__ import annotations

import argparse
import errno
import os
import signal
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from faults import DAMAGE, contents, processes_of
from repository import NOTEBOOKS
from yosan.cli import reports
from yosan.cli.main import main
from yosan.errors import CallFailed, InputError
from yosan.messages import Message
from yosan.render import build, jobs, receipt

House = Any  # the class of conftest.py
pytestmark = pytest.mark.builds
SLUGS = [f"r{letter}" for letter in "abcdefghi"]


@pytest.fixture(scope="module")
def house(make_house: Any) -> House:
    house = make_house(dict.fromkeys([*SLUGS, "waits"], "print(open(file).read())"))
    assert house.run("build", "--lang", "en").returncode == 0
    return house


def spoil(house: House, ending: str) -> set[str]:
    """Damage one file of each report in another way."""
    for slug, kind in zip(SLUGS, DAMAGE.values(), strict=True):
        path = house.out / f"en/{slug}.{ending}"
        path.write_bytes(kind(path.read_bytes()))
    return {f"en/{slug}" for slug in SLUGS}


@pytest.mark.parametrize("ending", ["receipt.json", "json", "html"])
def test_damage_of_any_kind_is_named_and_repaired(house: House, ending: str) -> None:
    good = contents(house.out)
    spoilt = spoil(house, ending)
    if ending != "receipt.json":  # a page that holds no name of a file stays as it is under one kind of damage
        spoilt = {
            f"en/{slug}" for slug in SLUGS if contents(house.out)[f"en/{slug}.{ending}"] != good[f"en/{slug}.{ending}"]
        }
    for path in (*house.root.glob(".yosan_cache/[!.]*"), house.out / receipt.LISTED):
        path.write_bytes(b"null")
    told = house.verified()
    assert {line.split(": ")[0] for line in told} >= spoilt
    other = house.run("build", "waits", "--lang", "en")  # the pages around it look at all reports
    assert (other.returncode, other.stderr) == (0, "")
    assert house.run("build", "--lang", "en").stdout.startswith(f"{len(spoilt)} of {len(spoilt)} reports built, ")
    assert contents(house.out) == good


def test_pages_that_are_not_ours_are_named_and_leftovers_removed(house: House) -> None:
    good = contents(house.out)
    page = house.out / "en/ra.html"
    for name in ("gone.html", "gone.json", "gone.receipt.json", "extra.html"):
        (house.out / "en" / name).write_bytes(page.read_bytes())
    (house.out / "index.html").write_text("mine")
    (house.out / "ja/sources.html").unlink()
    assert set(house.verified()) == {
        "index.html: index.html is not what was written",
        "ja/sources.html: ja/sources.html is not what was written",
        "en/gone: it is not on the list of reports any more; yosan clean --leftovers removes it",
        "en/extra: it is not on the list of reports any more; yosan clean --leftovers removes it",
    }
    assert house.run("clean", "--leftovers").stdout == "removed en/extra\nremoved en/gone\n"
    house.run("build", "--lang", "en")
    assert contents(house.out) == good
    assert house.run("clean", "data", "--leftovers").returncode == 2


def test_a_receipt_that_vanishes_while_others_are_made_is_not_remembered(tmp_path: Path) -> None:
    _, wrote = receipt.evidence(tmp_path, ["en/none"])
    assert wrote == {str(tmp_path / "en/none.receipt.json"): "gone since the report was made"}


def test_a_receipt_leads_to_no_file_that_its_report_does_not_name(tmp_path: Path) -> None:
    kept = {"report": {"notebook": "x.ipynb", "parameters": {"file": "/home/own.csv", "lang": "en"}}}
    found = {name: receipt._found(name, tmp_path, kept) for name in ("/dev/zero", "../../x", "./../x", "/home/own.csv")}
    assert found == {"/dev/zero": "", "../../x": "", "./../x": "", "/home/own.csv": "/home/own.csv"}
    assert receipt._found("data/x.csv", tmp_path, kept).endswith("/data/x.csv")
    assert receipt._found("./members/x.csv", tmp_path, kept) == f"{tmp_path}/members/x.csv"


@pytest.mark.parametrize("place", ["file", "file/below", "loop", "loop/below", "/proc/none", "/dev/null", "x" * 300])
def test_a_folder_that_cannot_be_written_to_is_refused_in_one_line(
    tmp_path: Path, place: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("mine")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    assert main(["build", "budget-growth", "--out", str(tmp_path / place)]) == 2
    told = capsys.readouterr().err
    assert told.startswith("yosan: --out /")
    assert told.endswith("; expected a writable place\n")
    assert told.count("\n") == 1


@pytest.mark.parametrize(
    ("option", "values"),
    [("--jobs", ["0", "-1", "9999999"]), ("--timeout", ["0", "-1", "inf", "nan", "1e300"]), ("--memory", ["0", "-5"])],
)
def test_what_no_run_can_use_is_refused(option: str, values: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    for value in values:
        assert main(["build", f"{option}={value}"]) == 2
        assert capsys.readouterr().err.startswith(f"yosan: {option}: ")


@pytest.mark.parametrize(
    "text", ["", "{", "null", "[]", '{"cells": []}', '{"cells": [null], "metadata": {}}', "[" * 10**5, "\udcff"]
)
def test_a_notebook_half_saved_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "half.ipynb"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(InputError, match=r"half\.ipynb: half saved, or no notebook"):
        jobs.load_notebook(path)
    with pytest.raises(InputError, match=r"none\.ipynb: No such file"):
        jobs.load_notebook(path.with_name("none.ipynb"))
    with pytest.raises(InputError, match="cannot be read as Python"):
        jobs.parameters_cell(_with_parameters(path, "lang: str = "))


def _with_parameters(path: Path, cell: str) -> Path:
    import nbformat

    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell, metadata={"tags": ["parameters"]})])
    nbformat.write(made, path)
    return path


def test_a_notebook_half_saved_stops_its_own_report_alone() -> None:
    asked = argparse.Namespace(slugs=["budget-growth"], lang=["en"], parameters=[])
    half = NOTEBOOKS / "05_consortium.ipynb"
    read = jobs.load_notebook
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jobs, "load_notebook", lambda path: read(path if path != half else path / "none"))
        assert [job.report.slug for job in reports._jobs(asked)] == ["budget-growth"]


@pytest.mark.parametrize(
    ("error", "code", "told"),
    [
        (OSError(errno.ENOSPC, "full"), 1, "yosan: No space left on device\n"),
        (
            OSError(errno.ELOOP, os.strerror(errno.ELOOP), "place"),
            1,
            "yosan: place, Too many levels of symbolic links\n",
        ),
        (CallFailed(Message("reports.silent")), 1, "yosan: the process closed the line that its answer takes\n"),
        (KeyboardInterrupt(), 130, "yosan: interrupted; what is finished stays\n"),
        (KeyboardInterrupt(signal.SIGTERM), 143, "yosan: interrupted; what is finished stays\n"),
        (BrokenPipeError(), 0, ""),
    ],
)
def test_what_ends_a_command_is_one_line_and_a_code(
    error: BaseException, code: int, told: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail() -> None:
        raise error

    monkeypatch.setattr(build, "looked_at", fail)
    with open(os.devnull, "w") as stream:
        monkeypatch.setattr(sys, "stdout", stream)
        assert main(["build", "budget-growth"]) == code
    assert capsys.readouterr().err == told


def test_output_that_nobody_takes_is_told(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    with open("/dev/full", "w") as full:
        for stream, told in ((full, "No space left on device"), (None, "it is closed")):
            monkeypatch.setattr(sys, "stdout", stream)
            assert main(["list", "--lang", "en"]) == 1
            error = capsys.readouterr().err
            assert error.startswith("yosan: ")
            assert error.endswith(f"{told}\n")
        sys.stdout.close()  # that which stood in for a closed one


def test_letters_that_an_encoding_lacks_are_escaped(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with open(tmp_path / "out", "w", encoding="ascii") as stream:
        monkeypatch.setattr(sys, "stdout", stream)
        assert main(["list", "--lang", "ja"]) == 0
    assert "\\u" in (tmp_path / "out").read_text("ascii")


def test_sigterm_ends_a_build_with_all_its_processes(house: House) -> None:
    house.write_notebook(
        "waits", "import subprocess, time; p = subprocess.Popen(['sleep', '600']); open('on', 'w').close(); p.wait()"
    )
    before = processes_of(house.root)
    with house.start("build", "waits", "--lang", "en") as process:
        while not (house.root / "notebooks/on").exists():
            assert process.poll() is None
            time.sleep(0.05)
        process.send_signal(signal.SIGTERM)
        _, told = process.communicate()
    assert (process.returncode, told) == (143, "yosan: interrupted; what is finished stays\n")
    assert processes_of(house.root) == before

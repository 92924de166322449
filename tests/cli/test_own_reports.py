"""Notebooks and lists of reports of a user's own, anywhere."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import pytest

from repository import DATA
from run import run
from yosan.cli import reports
from yosan.cli.main import main
from yosan.data.catalogue import load_catalogue, load_groups
from yosan.data.named import texts_beside
from yosan.errors import InputError, YosanError
from yosan.render.jobs import Job

LIST = """
groups:
  ours: {ja: 私たちの問い, en: Our questions}
reports:
  - {slug: ours, notebook: ./mine.ipynb, group: ours, title: {ja: 私, en: Ours}, question: {ja: 問, en: Why?}}
  - slug: alone
    notebook: 05_consortium.ipynb
    title: {ja: 一者, en: Alone}
    question: {ja: 問, en: Why?}
    parameters: {file: members.csv, type_id: local_government}
"""


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a notebook, its texts, a members file and a list of reports."""
    monkeypatch.chdir(tmp_path)
    assert main(["new", "--notebook", "mine.ipynb", "--lang", "en"]) == 0
    (tmp_path / "members.csv").write_bytes((DATA / "consortia/seed-two-firms.csv").read_bytes())
    (tmp_path / "list.yml").write_text(LIST, "utf-8")
    return tmp_path


def jobs(*slugs: str, listed: Path | None = None, **given: str) -> list[Job]:
    parameters = [f"{name}={value}" for name, value in given.items()]
    asked: dict[str, Any] = {"slugs": list(slugs), "reports": listed, "rules": None, "lang": ["en"]}
    return reports._jobs(argparse.Namespace(parameters=parameters, **asked), ())


def test_a_new_notebook_says_what_to_do_next_and_runs_in_both_languages(
    own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["new", "--notebook", "more.ipynb", "--lang", "en"]) == 0
    assert "wrote more.ipynb, more.yml; next: yosan build more.ipynb" in capsys.readouterr().out
    for lang, said in (("en", "The award is ¥"), ("ja", "補助額は")):
        ran = run(str(own / "mine.ipynb"), lang=lang)
        assert said in ran.answer
        assert ran.typed_numbers() == []


def test_nothing_is_overwritten(own: Path) -> None:
    (own / "mine.yml").unlink()
    before = (own / "mine.ipynb").read_bytes()
    assert main(["new", "--notebook", "mine.ipynb"]) == 2
    assert main(["new", "--notebook", "mine.txt"]) == 2
    assert (own / "mine.ipynb").read_bytes() == before


def test_a_notebook_outside_the_list_is_a_report_under_its_own_heading(own: Path) -> None:
    (job,) = jobs("./mine.ipynb")
    assert (job.name, job.title, job.notebook) == ("en/notebook--mine", "Title", own / "mine.ipynb")
    assert job.cwd == own
    assert str(own / "mine.yml") in job.named
    (job,) = jobs("./mine.ipynb", file="members.csv")
    assert job.parameters["file"] == str(own / "members.csv")


def test_the_texts_of_a_report_of_the_project_stand_in_the_project() -> None:
    assert texts_beside("05_consortium.ipynb") == []


def test_a_notebook_that_is_none_is_told(own: Path) -> None:
    (own / "half.ipynb").write_text('{"cells": [', "utf-8")
    for name in ("half.ipynb", "none.ipynb"):
        with pytest.raises(InputError, match=name):
            jobs(name)


def test_a_list_of_reports_names_notebooks_and_files_from_where_it_stands(
    own: Path, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    ours, alone = jobs(listed=own / "list.yml")
    assert (ours.name, ours.notebook) == ("en/ours", own / "mine.ipynb")
    assert (alone.name, alone.parameters["file"]) == ("en/alone", str(own / "members.csv"))
    assert load_groups(own / "list.yml")["ours"].en == "Our questions"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("./mine.ipynb", "./yours.ipynb", "line 5, reports.0.notebook: '.*yours.ipynb' is not known"),
        ("group: ours", "group: theirs", "line 5, reports.0.group: 'theirs' is not known"),
        ("file: members.csv", "file: none.csv", "none.csv"),
    ],
)
def test_what_is_wrong_with_a_list_is_told(own: Path, old: str, new: str, said: str) -> None:
    (own / "list.yml").write_text(LIST.replace(old, new), "utf-8")
    with pytest.raises(YosanError, match=said):
        jobs(listed=own / "list.yml")


def test_the_list_of_the_project_stays_as_it_is() -> None:
    assert all(not Path(report.notebook).is_absolute() for report in load_catalogue())


@pytest.mark.slow
def test_own_notebooks_and_lists_are_built_where_they_stand_and_stay_fresh(
    own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    build = ("build", "--lang", "en", "--jobs", "1")
    for command in ((*build, "./mine.ipynb", "--out", "out"), (*build, "--reports", "list.yml")):
        capsys.readouterr()
        assert main(list(command)) == 0
        assert main([*command, "--why"]) == 0
        assert "mine" not in capsys.readouterr().out.partition("\n")[2]
    assert json.loads((own / "build/en/ours.json").read_text("utf-8"))["values"]
    assert "Our questions" in (own / "build/index.html").read_text("utf-8")
    text = (own / "mine.yml").read_text("utf-8")
    (own / "mine.yml").write_text(text.replace("The award is", "Award:"), "utf-8")
    assert main([*build, "./mine.ipynb", "--out", "out", "--why"]) == 0
    assert "mine.yml changed" in capsys.readouterr().out
    assert main(["verify", "build"]) == 1

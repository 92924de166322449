"""A project is a folder: it is found, files it lacks are the shipped ones, and its reports follow its own files."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from repository import ROOT
from yosan import root
from yosan.cli.main import main
from yosan.data import applicable
from yosan.data import project as project_file
from yosan.data.budget import load_budget
from yosan.data.rules import list_vintages
from yosan.data.tables import load_table
from yosan.errors import InputError, RuleError
from yosan.render import receipt


def copy(kind: str, folder: Path) -> Path:
    return Path(
        shutil.copytree(ROOT / "examples" / kind, folder, ignore=shutil.ignore_patterns("build", ".yosan_cache"))
    )


def test_the_project_is_the_one_asked_for_then_the_nearest_upwards_then_what_is_shipped(
    project: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner, other = project / "a/b", copy("blank-budget", tmp_path_factory.mktemp("other") / "x")
    inner.mkdir(parents=True)
    monkeypatch.chdir(inner)
    root.enter()
    assert root.project() == str(project)
    monkeypatch.setenv(root.VARIABLE, str(other))
    root.enter()
    assert root.project() == root.home() == str(other)
    root.enter(project)
    assert root.project() == str(project)
    monkeypatch.delenv(root.VARIABLE)
    monkeypatch.chdir(other.parent)
    root.enter()
    assert root.project() == root.SHIPPED


@pytest.mark.parametrize("words", [["--project", "{}", "check"], ["check", "--project={}"]])
def test_a_folder_that_is_no_project_is_refused(
    words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([word.format(tmp_path) for word in words]) == 2
    told = capsys.readouterr().err
    assert told.startswith(f"yosan: {tmp_path}: no yosan.toml there; expected the folder of a project")


def test_what_a_project_lacks_is_shipped_but_no_budget_and_no_scenario_about_other_rules(project: Path) -> None:
    shipped = Path(root.SHIPPED)
    assert root.locate("data/forms/members.yaml") == str(shipped / "data/forms/members.yaml")
    assert root.locate("data/scenarios") == str(shipped / "data/scenarios")
    assert "fy2020-request" in list_vintages()
    assert len(load_budget().amounts) == 0
    (project / "data/rules").mkdir(parents=True)
    assert root.locate("data/scenarios") == str(project / "data/scenarios")
    assert list_vintages() == []


def test_a_project_adds_to_the_sources_and_words_that_are_shipped(project: Path) -> None:
    every = load_table("sources.csv")
    (project / "data").mkdir()
    own = every.head(1).assign(source_id="own", title_ja="私の", title_en="Mine")
    own.to_csv(project / "data/sources.csv", index=False)
    assert load_table("sources.csv")["source_id"].tolist() == ["own", *every["source_id"]]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("name = 1", "yosan.toml, name: "),
        ("name = {ja = 'a', en = 'b'}\nnaem = 1", "yosan.toml, naem: 'naem' is not known; expected one of name, "),
        ("name = [", "yosan.toml: not readable: "),
        ("name = {ja = 'a', en = 'b'}\nlanguages = ['fr']", "yosan.toml, languages.0: "),
    ],
)
def test_a_slip_in_the_projects_own_file_is_named(project: Path, text: str, told: str) -> None:
    (project / root.PROJECT_FILE).write_text(text, "utf-8")
    with pytest.raises(RuleError) as caught:
        project_file.load_project()
    assert str(caught.value.problems[0]).startswith(told)


def test_a_report_whose_tables_are_not_there_is_not_applicable(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["new", "a", "--budget", "--year", "2023"]) == 0
    assert "fill in data/budget/budget.xlsx" in capsys.readouterr().out
    listed = (tmp_path / "a/reports/reports.yml").read_text("utf-8")
    assert "base_year: 2022, base_stage: initial, target_year: 2023" in listed
    for _ in range(2):  # the second is answered from memory
        assert main(["build", "--project", "a"]) == 0
        assert capsys.readouterr().out.startswith(
            "not applicable, for want of amounts in data/budget/budget.xlsx: budget-growth\n"
        )
    page = (tmp_path / "a/reports/build/index.html").read_text("utf-8")
    assert "budget.xlsx" in page
    assert "<h1>a</h1>" in page
    assert main(["verify", "--project", "a"]) == 0
    assert main(["new", "a", "--example"]) == 2
    assert "there already, with something in it; expected a new folder" in capsys.readouterr().err
    root.enter()


def test_every_report_of_the_repository_is_applicable_to_it() -> None:
    assert applicable.list_absent() == {}


@pytest.mark.parametrize("kind", ["environment-fy2020", "blank-programme"])
def test_what_new_writes_is_sound(kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copy(kind, tmp_path / "a")
    assert main(["check", "--project", str(tmp_path / "a")]) == 0
    assert capsys.readouterr().out.endswith("reports: 1\n")
    root.enter()


def test_a_fingerprint_counts_the_projects_files_and_the_shipped_ones(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = copy("environment-fy2020", tmp_path / "a")

    def run(*words: str) -> str:
        assert main([*words, "--project", str(folder)]) in (0, 1)
        return capsys.readouterr().out

    assert run("build", "--lang", "en").startswith("1 of 1 reports built")
    kept = receipt.load(folder / "reports/build", "en/budget-growth")
    assert {"data/budget/budget.csv", "data/glossary.csv/", "shipped:data/glossary.csv"} <= kept["read"].keys()
    record = json.loads((folder / "reports/build/en/budget-growth.json").read_text("utf-8"))["values"]
    assert record["growth.total"]["value"] == 0.423259
    assert record["audit.rates_consistent"]["value"] == 3
    assert "Source: Ministry of the Environment" in (folder / "reports/build/en/budget-growth.html").read_text("utf-8")
    assert run("verify") == ""
    (folder / "data/glossary.csv").write_bytes((ROOT / "data/glossary.csv").read_bytes())
    assert run("build", "--why", "--lang", "en") == "en/budget-growth: data/glossary.csv/ changed\n"
    (folder / "data/glossary.csv").unlink()
    assert run("build", "--why", "--lang", "en") == ""
    book = folder / "data/budget/budget.csv"
    book.write_text(book.read_text("utf-8").replace("8378", "8379"), "utf-8")
    assert run("verify") == "en/budget-growth: data/budget/budget.csv changed\n"
    (folder / "reports/template").mkdir()
    assert "the project's template changed" in run("verify")


def test_a_workbook_that_is_wrong_is_told_before_anything_is_built(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = copy("environment-fy2020", tmp_path / "a")
    book = folder / "data/budget/budget.csv"
    book.write_text(book.read_text("utf-8").replace("127%", "140%"), "utf-8")
    assert main(["build", "--project", str(folder)]) == 2
    assert capsys.readouterr().err.startswith("yosan: budget.csv, row 7, ")
    with pytest.raises(InputError):
        load_table("budget/amounts.csv")

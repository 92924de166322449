"""A project is a folder: it is found, files it lacks are the shipped ones, and its reports follow its own files."""

from __future__ import annotations

import argparse
import errno
import json
import re
import runpy
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from openpyxl import load_workbook

from repository import ROOT
from run import run
from yosan import root
from yosan.budget import growth
from yosan.budget.accounts import State, compare_states
from yosan.budget.growth import growth_table
from yosan.cli.main import main
from yosan.cli.new import make_new
from yosan.data import applicable
from yosan.data import project as project_file
from yosan.data.budget import load_budget
from yosan.data.items_mof import load_budget_beside, load_own_items
from yosan.data.rules import list_vintages
from yosan.data.tables import load_table
from yosan.errors import InputError, RuleError
from yosan.render import receipt


@pytest.fixture(autouse=True)
def _left() -> Iterator[None]:
    yield
    root.enter()


def changes(base: State, target: State) -> dict[str, Any]:
    """What moved between two states of the project that is worked on, in 億円 by name."""
    budget = load_budget()
    table = growth_table(compare_states(budget.accounts, budget.amounts, base, target))
    return dict(zip(table["name_ja"], table["change_oku"], strict=True))


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


@pytest.mark.parametrize("words", [["check", "--project"], ["--project=", "check"], ["--project", "", "check"]])
def test_a_project_that_is_asked_for_without_a_name_is_no_other_one(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        main(words)
    assert left.value.code == 2
    assert "--project: expected one argument" in capsys.readouterr().err


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
        (
            "name = {ja = 'a', en = 'b'}\nvintage = 'fy2019-cal'",
            "yosan.toml, vintage: 'fy2019-cal' is not known; expected one of fy2019-call, ",
        ),
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


@pytest.mark.parametrize(
    "name", ["two words", '予算 "令和"', "O'Brien & co", "a<b>", "{x}", "new\nline", "back\\slash", "$HOME"]
)
def test_a_folder_of_any_name_is_a_project_of_that_name_and_can_be_entered_as_told(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["new", name, "--programme", "--lang", "en"]) == 0
    enter = capsys.readouterr().out.partition("Next: ")[2].partition("; change")[0]
    assert shlex.split(enter) == ["cd", name.replace("\n", "\\n")]  # commands write a line break as two letters
    root.enter(name)
    assert project_file.load_project().name.en == name


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--budget", "--year", "0"], "--year: '0'; expected a fiscal year from 2001 to 2100"),
        (["--budget", "--year", "2000"], "--year: '2000'; expected a fiscal year from 2001 to 2100"),
        (["--budget", "--year", "soon"], "--year: 'soon'; expected a fiscal year from 2001 to 2100"),
        (
            ["--example", "--year", "2023"],
            "--year: only the project of a budget has a year; expected it beside --budget",
        ),
    ],
)
def test_a_year_that_is_refused_leaves_no_folder_behind(
    words: list[str], told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["new", str(tmp_path / "a"), *words]) == 2
    assert told in capsys.readouterr().err
    assert not (tmp_path / "a").exists()


@pytest.mark.parametrize("kind", ["example", "budget", "programme"])
@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt()])
@pytest.mark.parametrize("there", [False, True])
def test_a_project_that_cannot_be_finished_leaves_nothing_behind(
    kind: str, error: BaseException, there: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied = list[Path]()

    def fail_later(source: Path, target: Path) -> None:
        copied.append(target)
        if len(copied) > 1:
            raise error
        target.write_bytes(source.read_bytes())

    if there:
        (tmp_path / "a").mkdir()
    monkeypatch.setattr(shutil, "copyfile", fail_later)
    if isinstance(error, OSError):
        assert main(["new", str(tmp_path / "a"), f"--{kind}"]) == 2
    else:
        with pytest.raises(KeyboardInterrupt):
            make_new(argparse.Namespace(notebook=None, folder=tmp_path / "a", kind=kind, year=None))
    assert len(copied) == 2
    assert [path.name for path in tmp_path.rglob("*")] == ["a"] * there


def test_a_project_below_a_file_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").touch()
    assert main(["new", str(tmp_path / "file/a"), "--example"]) == 2
    assert capsys.readouterr().err.endswith("/file/a: Not a directory; expected a writable place\n")


def test_the_workbook_of_a_budget_takes_any_year_and_unit(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "a"
    assert main(["new", str(folder), "--budget", "--year", "令和5年度"]) == 0
    book = load_workbook(folder / "data/budget/budget.xlsx")
    assert book.sheetnames[:2] == ["2022当初", "2023要求"]
    filled = (("千円", 900_001, 600_001, 300_000), ("百万円", 1_200, 700, 500))
    for sheet, (unit, *amounts) in zip(book.worksheets, filled, strict=False):
        heads = {cell.value: cell.column for cell in sheet[1]}
        for row, (name, amount) in enumerate(zip(("合計", "甲", "乙"), amounts, strict=True), 2):
            for head, value in (("勘定・項目", name), ("額", amount), ("単位", unit)):
                sheet.cell(row, heads[head], value)
            sheet.cell(row, heads["上の勘定"], None if name == "合計" else "合計")
    book.save(folder / "data/budget/budget.xlsx")
    capsys.readouterr()
    assert main(["check", "--project", str(folder)]) == 0
    assert (
        "amounts: 6 figures; all sums that can be checked (2) hold within rounding, 2 of them to"
        in capsys.readouterr().out
    )
    assert [float(change) for change in changes((2022, "initial"), (2023, "request")).values()] == [2.99999, 0.99999, 2]


def test_a_report_on_seasons_is_not_applicable_to_rules_that_have_none(tmp_path: Path) -> None:
    folder, listed = copy("blank-programme", tmp_path / "a"), (ROOT / "reports/reports.yml").read_text("utf-8")
    (folder / "reports/reports.yml").write_text(listed, "utf-8")
    root.enter(folder)
    absent = applicable.list_absent()
    assert {"sensitivity", "scenarios", "programme-envelope"} <= absent.keys()
    assert [str(lacking) for lacking in absent["sensitivity"]] == ["a season in the rules"]
    assert "sensitivity" not in applicable.list_absent(vintage=str(ROOT / "tests/programmes/monozukuri-19.yaml"))


def test_every_report_of_the_repository_is_applicable_to_it() -> None:
    assert applicable.list_absent() == {}


@pytest.mark.parametrize(
    ("kind", "reports"),
    [("environment-fy2020", 1), ("fuji-city-fy2025", 2), ("state-budget", 4), ("blank-programme", 1)],
)
def test_every_example_is_sound(kind: str, reports: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copy(kind, tmp_path / "a")
    assert main(["check", "--project", str(tmp_path / "a")]) == 0
    assert capsys.readouterr().out.endswith(f"reports: {reports}\n")


def test_the_citys_chapters_differ_from_the_year_before_as_its_budget_book_prints() -> None:
    root.enter(ROOT / "examples/fuji-city-fy2025")
    rises = {name: change * 100_000 for name, change in changes((2024, "initial"), (2025, "initial")).items()}  # 千円
    assert len(rises) == 15
    printed = {"歳出合計": 2_700_000, "民生費": 4_117_341, "土木費": -225_400, "教育費": -3_670_382}
    assert printed.items() <= rises.items()


def test_a_project_of_items_has_their_names_and_no_requests_amounts() -> None:
    root.enter(ROOT / "examples/state-budget")
    own = load_own_items()
    assert {"mhlw", "mod", "meti"} <= {*own.rows["ministry"]} <= {*own.names["name_id"], ""}
    assert load_budget_beside().amounts.empty


def test_items_are_never_set_beside_a_workbook_whose_accounts_are_named_alike(project: Path) -> None:
    (project / "data/budget").mkdir(parents=True)
    (project / "data/budget/items_mof.csv").write_bytes((ROOT / "data/budget/items_mof.csv").read_bytes())
    assert len(load_own_items().rows) > 0
    (project / "data/budget/budget.csv").write_text(
        "年度,段階,勘定,上の勘定,額,単位\n2020,当初,Total,,2,億円\n2020,当初,general,Total,2,億円\n", "utf-8"
    )
    assert "general" in {*load_budget().accounts["account_id"]}
    assert load_own_items().rows.empty
    assert load_budget_beside().amounts.empty


@pytest.mark.parametrize("words", [("皆増", "皆増"), ("皆減", "皆増")])
def test_a_budget_of_new_and_ended_accounts_has_a_report(project: Path, words: tuple[str, str], undrawn: None) -> None:
    lines = ["年度,段階,勘定,上の勘定,額,単位,印字の率", "2023,当初,合計,,0,億円,", "2024,要求,合計,,1,億円,"]
    rows = zip("甲乙", (0, 1), words, strict=True)
    lines += [f"2024,要求,{name},合計,{amount},億円,{word}" for name, amount, word in rows]
    (project / "data/budget").mkdir(parents=True)
    (project / "data/budget/budget.csv").write_text("\n".join(lines), "utf-8")
    ran = run("01_budget_growth.ipynb", lang="en", base_year=2023, target_year=2024)
    assert "The FY2024 request is ¥0.1 bn" in ran.answer
    assert ran.value("growth.total") is None


def test_a_sentence_names_no_more_accounts_than_can_be_read() -> None:
    table = pd.DataFrame({"account_id": list("abcdefgh"), "change_oku": [1, -9, 2, 8, 3, 7, 4, 6]})
    assert growth.pick_movers(table, 3)["account_id"].tolist() == ["b", "d", "f"]
    assert len(growth.pick_movers(table, 8)) == 8


@pytest.mark.slow
def test_every_example_builds_and_one_page_leads_to_all_of_them(tmp_path: Path) -> None:
    kinds = [folder.name for folder in (ROOT / "examples").iterdir() if (folder / root.PROJECT_FILE).is_file()]
    for kind in kinds:
        copy(kind, tmp_path / "examples" / kind)
    page = tmp_path / "build/examples.html"
    build = runpy.run_path(str(ROOT / "tools" / "examples.py"))["build"]
    assert build(tmp_path / "examples", page) == 0
    links = re.findall('href="([^"#]+)#(?:ja|en)"', page.read_text("utf-8"))
    assert len(links) == 2 * len(kinds)
    assert all((page.parent / link).is_file() for link in links)


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
    assert "Ministry of the Environment<" in (folder / "reports/build/en/budget-growth.html").read_text("utf-8")
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

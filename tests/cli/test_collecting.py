"""A form for each firm, and the forms that come back as one members file."""

from __future__ import annotations

import json
import re
from pathlib import Path

import openpyxl
import pytest

from repository import DATA
from yosan.cli.main import main
from yosan.data.members import load_members
from yosan.data.plans import read_plans

SAMPLE = DATA / "consortia/illustrative-mixed-certification.csv"
HEAD, *ROWS = SAMPLE.read_text("utf-8").splitlines()


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def fill(path: Path, **values: object) -> None:
    book = openpyxl.load_workbook(path)
    form = book.worksheets[0]
    heads = {cell.comment.text.splitlines()[0]: cell.column for cell in form[1]}
    for name, value in values.items():
        form.cell(2, heads[name], value)
    book.save(path)


def test_forms_for_each_firm_come_back_as_the_consortium(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["template", "--for", "A社,B社,C社"]) == 0
    assert sorted(path.name for path in folder.iterdir()) == [f"members-{x}社.xlsx" for x in "ABC"]
    assert "yosan merge members-*.xlsx --out all.csv" in capsys.readouterr().out
    forms = sorted(folder.glob("*.xlsx"))
    for cost, form in enumerate(forms, start=1):
        fill(form, size="中小企業者", eligible_cost_yen=cost * 10_000_000, certification="なし", expert="いいえ")
    assert main(["merge", *map(str, forms), "--out", "all.csv"]) == 0
    members = load_members("all.csv")
    assert members["name"].tolist() == ["A社", "B社", "C社"]
    assert members["lead"].tolist() == [True, False, False]
    assert members["member_id"].tolist() == ["1", "2", "3"]
    assert set(members["consortium_id"]) == {"A社"}
    assert members["eligible_cost_yen"].tolist() == [10_000_000, 20_000_000, 30_000_000]


def test_forms_of_plans_for_each_firm_carry_the_numbers_of_the_members_forms(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["template", "--plans", "--for", "A社,B社"]) == 0
    assert "run yosan plan plan-A社.xlsx" in capsys.readouterr().out
    book = openpyxl.load_workbook(folder / "plan-B社.xlsx")
    sheet = book.active
    assert [[cell.value for cell in row[:2]] for row in sheet["A1:B2"]] == [["構成員ID", "2"], ["事業者名", "B社"]]
    for row in sheet.iter_rows(min_row=4, max_row=sheet.max_row):
        for year, cell in enumerate(row[1:5] if "時間" not in row[0].value else (), start=10):
            cell.value = year
    book.save(folder / "filled.xlsx")
    [plan] = read_plans("filled.xlsx").plans
    assert (plan.firm_id, plan.years[0].payroll_yen) == ("2", 10_000)


def test_the_lead_firms_own_row_fills_in_its_form(folder: Path) -> None:
    sample = DATA / "consortia/seed-two-firms.csv"
    whole = load_members(sample)
    lead = str(whole[whole["lead"]]["name"].item())
    assert main(["template", "form.xlsx", "--for", f"X社,{lead}", "--lead", str(sample)]) == 0
    fill(folder / "form-X社.xlsx", size="medium", eligible_cost_yen=1_000_000, certification="none", expert="no")
    assert main(["merge", "form-X社.xlsx", f"form-{lead}.xlsx", "--out", "all.csv"]) == 0
    own = load_members("all.csv").set_index("name").loc[lead].drop("member_id")
    assert own.to_dict() == whole.set_index("name").loc[lead].drop("member_id").to_dict()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--for", " , "], "--for: no name of a firm"),
        (["--for", "A社,Ａ社"], "--for: 'Ａ社' twice"),
        (["form.csv", "--for", "A社"], "not named as a workbook"),
        (["--for", "X社", "--lead", str(DATA / "consortia/seed-two-firms.csv")], "is not known; expected one of X社"),
        (["--plans", "--for", "X社", "--lead", "lead.csv"], "--lead: together with --plans"),
        (["--plans", "--budget"], "--budget: together with --plans; expected one of the two"),
        (["--year", "2024"], "--year: no --budget"),
        (["--lead", "lead.csv"], "--lead: no --for"),
        (["--for", "X社", "--lead", "none.csv"], "none.csv: cannot be read"),
    ],
)
def test_forms_that_cannot_be_written_are_refused(
    folder: Path, arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["template", *arguments]) == 2
    assert told in capsys.readouterr().err
    assert not list(folder.iterdir())


def test_all_forms_are_written_or_none(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "members-B社.xlsx").write_bytes(b"mine")
    assert main(["template", "--for", "A社,B社,C社"]) == 2
    assert "members-B社.xlsx: exists already" in capsys.readouterr().err
    assert [path.read_bytes() for path in folder.iterdir()] == [b"mine"]


def test_a_firms_name_leads_nowhere_and_computes_nothing(folder: Path) -> None:
    assert main(["template", "--for", '../A 社,=1+1,"B Co., Ltd."']) == 0
    names = {openpyxl.load_workbook(path).worksheets[0]["C2"].value for path in folder.iterdir()}
    assert names == {"../A 社", "=1+1", "B Co., Ltd."}
    for path in folder.iterdir():
        cell = openpyxl.load_workbook(path).worksheets[0]["C2"]
        assert cell.data_type == "s"


def split(folder: Path) -> list[str]:
    """A file for each row of the sample."""
    files = [folder / f"{place}.csv" for place in range(len(ROWS))]
    for file, row in zip(files, ROWS, strict=True):
        file.write_text(f"{HEAD}\n{row}\n", "utf-8")
    return list(map(str, files))


def test_the_merged_file_gets_the_award_of_its_parts(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["merge", *split(folder), "--out", "all.csv"]) == 0
    capsys.readouterr()
    awards = []
    for file in (str(SAMPLE), "all.csv"):
        assert main(["award", file, "--json"]) == 0
        awards.append(json.loads(capsys.readouterr().out))
    assert awards[0] == awards[1]


def test_every_problem_is_told_with_its_file_and_nothing_is_written(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = split(folder)
    (folder / "again").mkdir()
    (folder / "again/0.csv").write_text((folder / "0.csv").read_text("utf-8"), "utf-8")
    (folder / "empty.csv").write_text("", "utf-8")
    (folder / "1.csv").write_text(f"{HEAD}\n{ROWS[1].replace('000', 'x')}\n", "utf-8")
    assert main(["merge", *files, "again/0.csv", "empty.csv", "--out", "all.csv"]) == 2
    told = capsys.readouterr().err
    assert "yosan: 1.csv, row 2" in told
    assert "yosan: again, 0.csv, row 2, column member_id: " in told
    assert "is in another file too" in told
    assert "yosan: empty.csv: " in told
    assert "lead firms" not in told  # what is missing may be in the file that cannot be read
    assert not (folder / "all.csv").exists()


@pytest.mark.parametrize(("leads", "told"), [("yes", "1.csv, column lead"), ("no", "column lead")])
def test_leads_are_counted_over_all_files(
    folder: Path, leads: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    files = split(folder)[:2]
    for file in files:
        text = Path(file).read_text("utf-8").replace(",yes,", f",{leads},", 1).replace(",no,", f",{leads},", 1)
        Path(file).write_text(text, "utf-8")
    assert main(["merge", *files, "--out", "all.csv"]) == 2
    error = capsys.readouterr().err
    assert f"has {2 if leads == 'yes' else 0} lead firms" in error
    assert told in error


@pytest.mark.parametrize(("out", "told"), [("1.csv", "exists already"), ("all.xlsx", "not named as CSV")])
def test_a_merge_never_overwrites(folder: Path, out: str, told: str, capsys: pytest.CaptureFixture[str]) -> None:
    files = split(folder)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert main(["merge", *files, "--out", out]) == 2
    assert told in capsys.readouterr().err
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_a_file_that_is_named_twice_is_told_so(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, second = split(folder)[:2]
    assert main(["merge", first, second, f"./{Path(first).name}", "--out", "all.csv"]) == 2
    assert capsys.readouterr().err == "yosan: 0.csv: is named twice; expected each file once\n"


def test_a_firm_that_sent_two_forms_is_pointed_out(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, second = split(folder)[:2]
    consortium, member, *rest = ROWS[1].split(",")
    Path("again.csv").write_text(f"{HEAD}\n{','.join([consortium, member + 'x', *rest])}\n", "utf-8")
    assert main(["merge", first, second, "again.csv", "--out", "all.csv"]) == 0
    assert "again.csv, row 2, column name: " in (told := capsys.readouterr().err)
    assert "is in another file too (1.csv, row 2, column name); see that it is not one firm twice" in told
    assert main(["merge", first, second, "--out", "two.csv", "--strict"]) == 0


def test_a_folder_is_told_to_be_one(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "forms").mkdir()
    for named in ("forms", "."):
        assert main(["merge", named, "--out", "all.csv"]) == 2
        assert f"{(folder / named).name}: cannot be read (Is a directory)" in capsys.readouterr().err


@pytest.mark.parametrize("named", ["./0.csv", "notes.csv"])
def test_problems_are_written_over_no_file_but_those_of_the_last_time(
    folder: Path, named: str, capsys: pytest.CaptureFixture[str]
) -> None:
    split(folder)
    for file in (folder / "0.csv", folder / "notes.csv"):
        file.write_text(f"{HEAD}\n", "utf-8")
    assert main(["award", "0.csv", "--problems", named]) == 2
    assert f"{Path(named).name}: exists already and is not overwritten" in capsys.readouterr().err
    assert Path(named).read_text("utf-8") == f"{HEAD}\n"
    for lang in ("ja", "en"):
        assert main(["award", "0.csv", "--problems", "problems.csv", "--lang", lang]) == 2
        assert "problems.csv" not in capsys.readouterr().err
    assert Path("problems.csv").read_text("utf-8-sig").splitlines()[1].startswith("0.csv,no row below the header")


def test_remarks_are_told_apart_and_strict_refuses_them(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = split(folder)
    text = (folder / "0.csv").read_text("utf-8")
    (folder / "0.csv").write_text("title\n" + text, "utf-8")
    assert main(["merge", *files, "--out", "all.csv", "--strict"]) == 2
    assert not (folder / "all.csv").exists()
    capsys.readouterr()
    assert main(["merge", *files, "--out", "all.csv"]) == 0
    told = capsys.readouterr()
    assert "yosan: remark: 0.csv: " in told.err
    assert "remark" not in told.out


@pytest.mark.parametrize(
    ("made", "read"),
    [
        (("form.xlsx",), ("award", "form.xlsx")),
        (("--plans", "form.xlsx"), ("plan", "form.xlsx")),
        (("--plans", "--for", "A,B"), ("plan", "plan-A.xlsx")),
        (("--budget", "form.xlsx"), ("check", "--budget", "form.xlsx")),
    ],
    ids=str,
)
def test_a_form_as_it_is_handed_out_is_told_to_be_empty_and_no_other_form(
    made: tuple[str, ...], read: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["template", *made]) == 0
    assert main([*read, "--lang", "en"]) == 2
    [told] = capsys.readouterr().err.splitlines()
    assert re.search("no amount|no row|row for each", told)
    assert "no form" not in told

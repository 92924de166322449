"""A lead firm's spreadsheet becomes the engine's frame, or every problem of it is told at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from repository import DATA
from spoken import in_english
from yosan.data.members import load_members, read_members
from yosan.data.members_apart import split_members
from yosan.data.sizes import load_thresholds
from yosan.data.spreadsheet.forms import load_form
from yosan.errors import InputError, Remark

SAMPLES = DATA / "consortia"
HEADER = "consortium_id,member_id,name,lead,size,eligible_cost_yen,certification,expert"


def save(folder: Path, *rows: str, header: str = HEADER) -> Path:
    path = folder / "members.csv"
    path.write_text("\n".join((header, *rows)), "utf-8")
    return path


def problems(path: Path) -> list[str]:
    with pytest.raises(InputError) as caught:
        load_members(path)
    return in_english(caught.value.problems)


def test_the_seeds_two_firms_are_read_exactly() -> None:
    frame = load_members(SAMPLES / "seed-two-firms.csv")
    assert frame["eligible_cost_yen"].tolist() == [70_000_000, 40_000_000]
    assert frame["certification"].tolist() == ["equipment_plan", "none"]
    assert frame["expert"].tolist() == frame["lead"].tolist() == [True, False]
    assert frame["local_support_yen"].tolist() == [0, 0]
    assert {name: str(frame[name].dtype) for name in ("lead", "employees", "eligible_cost_yen")} == {
        "lead": "bool",
        "employees": "Int64",
        "eligible_cost_yen": "int64",
    }


def test_the_cp932_sample_is_read_with_derived_sizes_and_any_digits() -> None:
    frame = load_members(SAMPLES / "illustrative-japanese-headers-cp932.csv")
    assert frame["size"].tolist() == ["medium", "medium", "small"]
    assert frame["eligible_cost_yen"].tolist() == [45_000_000, 18_500_000, 6_200_000]
    assert frame["name"].tolist() == ["西山製作所", "㈱高田商店", "ミナトソフト"]


def test_the_workbook_sample_is_read_with_derived_sizes() -> None:
    frame = load_members(SAMPLES / "illustrative-workbook.xlsx")
    assert frame["size"].tolist() == ["medium", "medium", "small", "medium"]
    assert frame["employees"].tolist() == [120, 21, 5, 18]


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.[cx]*")), ids=lambda path: path.name)
def test_every_sample_is_read(path: Path) -> None:
    frame = load_members(path)
    assert frame.groupby("consortium_id")["lead"].sum().eq(1).all()
    assert path.name.startswith(("seed-", "illustrative-"))
    assert path.name in (SAMPLES / "README.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("industry", "capital", "employees", "size"),
    [
        ("manufacturing_other", 300_000_000, 301, "medium"),
        ("manufacturing_other", 300_000_001, 300, "medium"),
        ("manufacturing_other", 300_000_001, 301, "large"),
        ("manufacturing_other", 10**12, 20, "small"),
        ("wholesale", 100_000_001, 100, "medium"),
        ("wholesale", 100_000_001, 101, "large"),
        ("service", 50_000_001, 100, "medium"),
        ("service", 50_000_001, 101, "large"),
        ("retail", 50_000_001, 50, "medium"),
        ("retail", 50_000_001, 51, "large"),
        ("retail", 1, 5, "small"),
        ("retail", 1, 6, "medium"),
        ("retail", None, 51, "large"),
    ],
)
def test_capital_or_staff_makes_an_sme_and_staff_alone_a_small_one(
    industry: str, capital: int | None, employees: int, size: str
) -> None:
    assert load_thresholds()[industry].size(capital, employees) == size


def test_each_industry_of_the_form_has_thresholds() -> None:
    assert set(load_form("members")["industry"].words) == set(load_thresholds())


def test_members_of_one_consortium_are_brought_together(tmp_path: Path) -> None:
    rows = ("b,1,x,yes,small,1000000,none,no", "a,1,y,yes,small,2000000,none,no", "b,2,z,no,small,3000000,none,no")
    frame = load_members(save(tmp_path, *rows))
    assert frame["eligible_cost_yen"].tolist() == [1_000_000, 3_000_000, 2_000_000]
    assert frame.index.tolist() == [0, 1, 2]


def test_a_single_member_is_read_because_the_rules_judge_it(tmp_path: Path) -> None:
    assert len(load_members(save(tmp_path, "a,1,x,yes,small,1000000,none,no"))) == 1


def test_everything_wrong_with_the_cells_is_told_at_once(tmp_path: Path) -> None:
    path = save(
        tmp_path,
        "a,1,x,yes,small,-5,none,no",
        "a,1,x,no,huge,1.5,gold,perhaps",
        "",
        "a,,x,no,large,,none,no",
        "b,1,x,no,medium,many,none,no",
    )
    assert problems(path) == [
        "members.csv, row 5, column member_id: empty; expected a text",
        "members.csv, row 3, column size: 'huge'; expected small (小規模企業者), medium (中小企業者), large (大企業)",
        "members.csv, row 2, column eligible_cost_yen: '-5' is negative; expected a whole number of yen, 0 or more",
        "members.csv, row 3, column eligible_cost_yen: '1.5' has a fraction; expected a whole number of yen, 0 or more",
        "members.csv, row 5, column eligible_cost_yen: empty; expected a whole number of yen, 0 or more",
        "members.csv, row 6, column eligible_cost_yen: 'many' is not a number; "
        "expected a whole number of yen, 0 or more",
        "members.csv, row 3, column certification: 'gold'; "
        "expected none (なし), equipment_plan (先端設備等導入計画), innovation_plan (経営革新計画)",
        "members.csv, row 3, column expert: 'perhaps'; expected yes (はい), no (いいえ)",
        "members.csv, row 3, column member_id: '1' is already in row 2; expected each member once",
        "members.csv, row 6, column lead: consortium 'b' has 0 lead firms; expected exactly one",
    ]


def test_a_missing_column_does_not_hide_what_else_is_wrong(tmp_path: Path) -> None:
    header = HEADER.replace(",certification", "")
    assert problems(save(tmp_path, "a,1,x,yes,small,zero,no", header=header)) == [
        "members.csv, row 1, column certification: missing; expected certification (認定・承認)",
        "members.csv, row 2, column eligible_cost_yen: 'zero' is not a number; "
        "expected a whole number of yen, 0 or more",
    ]


def test_a_size_must_be_stated_or_derivable(tmp_path: Path) -> None:
    none = HEADER.replace(",size", "")
    assert problems(save(tmp_path, "a,1,x,yes,1,none,no", header=none)) == [
        "members.csv, column size: missing; expected size (規模), or industry and employees"
    ]
    blank = HEADER + ",industry,employees"
    assert problems(save(tmp_path, "a,1,x,yes,,1,none,no,retail,", header=blank)) == [
        "members.csv, row 2, column size: empty; "
        "expected small, medium or large, or both industry and employees to derive it"
    ]


def test_a_stated_size_stands_above_the_thresholds(tmp_path: Path) -> None:
    header = HEADER + ",industry,capital_yen,employees"
    frame = load_members(save(tmp_path, "a,1,x,yes,large,1000000,none,no,retail,1000000,1", header=header))
    assert frame["size"].tolist() == ["large"]


def test_a_file_is_taken_apart_by_consortium_and_one_wrong_row_refuses_its_own_alone(tmp_path: Path) -> None:
    path = save(tmp_path, "a,1,x,yes,small,10,none,no", "b,1,x,yes,small,ten,none,no", "a,2,y,no,small,20,none,no")
    remarks: list[Remark] = []
    first, second = split_members(path, remarks)
    assert (first.consortium_id, first.problems) == ("a", ())
    header, *rows = first.csv.splitlines()
    again = read_members(save(tmp_path, *rows, header=header)).members
    assert again[["member_id", "eligible_cost_yen"]].to_numpy().tolist() == [["1", 10], ["2", 20]]
    assert second.consortium_id == "b"
    assert in_english(second.problems)[0].startswith("members.csv, row 3, column eligible_cost_yen: 'ten'")
    assert len(remarks) == 1  # a's total is small; b's is not asked about
    with pytest.raises(InputError, match="column name: missing"):
        list(split_members(save(tmp_path, "a,1", header=HEADER.replace("name", "nom")), []))


def test_a_size_is_not_derived_from_an_industry_that_nobody_knows(tmp_path: Path) -> None:
    header = "consortium_id,member_id,name,lead,industry,employees,eligible_cost_yen,certification,expert"
    found = problems(save(tmp_path, "a,1,x,yes,mining of moons,5,10,none,no", header=header))
    assert len(found) == 1
    assert found[0].startswith("members.csv, row 2, column industry: 'mining of moons'")


def test_of_several_small_totals_the_first_is_named_and_the_others_counted(tmp_path: Path) -> None:
    rows = [f"{one},1,x,yes,small,10,none,no" for one in "abc"]
    [remark] = read_members(save(tmp_path, *rows)).remarks
    assert in_english([remark])[0].endswith("is 10 yen only (a and 2 more); is it in thousands, or in 万円?")

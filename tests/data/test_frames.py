"""An analyst's frame is read as a file of the same cells is, or refused with row and column."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pytest

from spoken import in_english
from yosan.data.frames import read_frame
from yosan.data.rules import load_vintage
from yosan.errors import InputError
from yosan.subsidy.award.award import compute_awards
from yosan.subsidy.award.intake import COLUMNS
from yosan.subsidy.rules.in_force import Rules

RULES = Rules(load_vintage("fy2020-request"), "inter_firm")
FRAME = pd.DataFrame(
    {
        "consortium_id": "c1",
        "member_id": ["A", "B"],
        "name": ["A社", "B社"],
        "lead": [True, False],
        "size": "medium",
        "employees": [50, 20],
        "eligible_cost_yen": [70_000_000, 40_000_000],
        "certification": ["equipment_plan", "none"],
        "expert": [True, False],
        "local_support_yen": 0,
    }
)


def awards_yen(frame: pd.DataFrame) -> list[int]:
    return compute_awards(read_frame(frame), RULES).members["award_yen"].tolist()


def problems(frame: pd.DataFrame) -> list[str]:
    with pytest.raises(InputError) as caught:
        read_frame(frame)
    return in_english(caught.value.problems)


COSTS: list[Any] = [
    [7e7, 4e7],
    np.array([7e7, 4e7], dtype=np.float32),
    ["70,000,000", "４０００００００"],
    [Decimal("70000000"), Decimal("4E+7")],
    np.array([70_000_000, 40_000_000], dtype=np.uint64),
    pd.array([70_000_000, 40_000_000], dtype="Int64"),
    pd.Categorical(["70000000", "40000000"]),
    np.array([np.float64(7e7), np.int64(40_000_000)], dtype=object),
]


@pytest.mark.parametrize("costs", COSTS, ids=lambda costs: str(getattr(costs, "dtype", type(costs[0]).__name__)))
def test_a_cost_is_read_whatever_type_holds_it(costs: Any) -> None:
    assert awards_yen(FRAME.assign(eligible_cost_yen=costs)) == [34_300_000, 20_000_000]


@pytest.mark.parametrize(
    ("cost", "said"),
    [
        (40_000_000.5, "has a fraction"),
        (-1, "is negative"),
        (10**15 + 1, "is too large"),
        (2.0**63, "is too large"),
        (float("nan"), "empty"),
        (pd.NA, "empty"),
        (Decimal("NaN"), "empty"),
        (Decimal("Infinity"), "is not a number"),
        (Decimal("0.5"), "has a fraction"),
        (float("inf"), "is not a number"),
        (True, "is not a number"),
        ("4千5百万", "is not a number"),
        (pd.Timestamp("2020-01-01"), "is a date"),
    ],
)
def test_a_cost_that_is_no_whole_yen_is_refused_with_row_and_column(cost: object, said: str) -> None:
    (problem,) = problems(FRAME.assign(eligible_cost_yen=pd.Series([70_000_000, cost], dtype=object)))
    assert problem.startswith("frame, row 2, column eligible_cost_yen: ")
    assert said in problem


@pytest.mark.parametrize(
    "words", [["yes", "no"], ["はい", "いいえ"], ["有", "無"], [1, 0], [1.0, 0.0], ["TRUE", "false"], [True, False]]
)
@pytest.mark.parametrize("column", ["lead", "expert"])
def test_yes_and_no_are_read_by_the_forms_words(column: str, words: list[object]) -> None:
    assert read_frame(FRAME.assign(**{column: words}))[column].tolist() == [True, False]


def test_a_text_no_is_never_true() -> None:
    """The truth of a text once gave two experts, and 64,600,000 yen instead of 64,000,000."""
    at_cap = FRAME.assign(eligible_cost_yen=100_000_000, certification="none")
    assert sum(awards_yen(at_cap.assign(expert=["no", "no"]))) == 64_000_000
    assert sum(awards_yen(at_cap.assign(expert=["yes", "有"]))) == 64_600_000


@pytest.mark.parametrize("cell", [None, float("nan"), pd.NA, "maybe", 2, 0.5])
def test_what_is_neither_yes_nor_no_is_refused(cell: object) -> None:
    (problem,) = problems(FRAME.assign(expert=pd.Series([True, cell], dtype=object)))
    assert problem.startswith("frame, row 2, column expert: ")


def test_words_are_those_of_the_form_and_a_missing_certification_is_none() -> None:
    read = read_frame(FRAME.assign(size=["中小企業", "小規模"], certification=["経営革新計画", None]))
    assert read["size"].tolist() == ["medium", "small"]
    assert read["certification"].tolist() == ["innovation_plan", "none"]
    assert [problem.split(":")[0] for problem in problems(FRAME.assign(size=["huge", None], employees=None))] == [
        "frame, row 1, column size",
        "frame, row 2, column size",
    ]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"lead": True}, "frame, row 1, column lead: consortium 'c1' has 2 lead firms; expected exactly one"),
        ({"lead": "no"}, "frame, row 1, column lead: consortium 'c1' has 0 lead firms; expected exactly one"),
        (
            {"member_id": ["A", "Ａ"]},
            "frame, row 2, column member_id: 'A' is already in row 1; expected each member once",
        ),
        ({"consortium_id": ["c1", None]}, "frame, row 2, column consortium_id: empty; expected a text"),
    ],
)
def test_a_consortium_has_one_lead_and_each_member_once(changes: dict[str, Any], said: str) -> None:
    assert said in problems(FRAME.assign(**changes))


def test_every_problem_of_a_frame_comes_at_once() -> None:
    bad = FRAME.assign(expert=["maybe", "no"], eligible_cost_yen=[-1, 0.5], size="huge").drop(columns="name")
    assert [problem.split(": ")[0] for problem in problems(bad)] == [
        "frame, column name",
        "frame, row 1, column size",
        "frame, row 2, column size",
        "frame, row 1, column eligible_cost_yen",
        "frame, row 2, column eligible_cost_yen",
        "frame, row 1, column expert",
    ]


INDEXES: list[Any] = [
    [7, 7],
    ["x", "y"],
    [1, 0],
    pd.MultiIndex.from_tuples([("a", 1), ("a", 2)]),
    pd.DatetimeIndex(["2020-01-01", "2020-01-02"]),
]


@pytest.mark.parametrize("index", INDEXES, ids=lambda index: type(index).__name__)
def test_the_index_of_a_frame_does_not_matter(index: Any) -> None:
    assert awards_yen(FRAME.set_axis(index, axis="index")) == [34_300_000, 20_000_000]
    assert compute_awards(FRAME.set_axis(index, axis="index"), RULES).members["award_yen"].sum() == 54_300_000


def test_index_levels_named_like_columns_are_columns() -> None:
    assert awards_yen(FRAME.set_index(["consortium_id", "member_id"])) == [34_300_000, 20_000_000]


def test_what_may_be_left_out_is_left_out_and_what_else_is_there_is_kept() -> None:
    read = read_frame(
        FRAME.drop(columns=["employees", "local_support_yen"]).assign(region=["北", "南"], rank=[2.5, 1.5])
    )
    assert list(read) == [*COLUMNS, "region", "rank"]
    assert read["employees"].isna().all()
    assert read["local_support_yen"].tolist() == [0, 0]
    assert compute_awards(read, RULES).members["region"].tolist() == ["北", "南"]


def test_rows_of_a_consortium_apart_are_brought_together_with_what_stands_beside_them() -> None:
    other = FRAME.assign(consortium_id="c2", name=["C社", "D社"])
    mixed = pd.concat([FRAME, other]).iloc[[0, 2, 1, 3]].assign(rank=[1, 3, 2, 4])
    read = read_frame(mixed)
    assert read["name"].tolist() == ["A社", "B社", "C社", "D社"]
    assert read["rank"].tolist() == [1, 2, 3, 4]
    assert compute_awards(read, RULES).consortia["award_yen"].tolist() == [54_300_000, 54_300_000]


def test_categories_string_types_and_filtered_views_are_read() -> None:
    texts = ["consortium_id", "member_id", "name", "size", "certification"]
    for kind in ("category", "string", object):
        assert awards_yen(FRAME.astype(dict.fromkeys(texts, kind))) == [34_300_000, 20_000_000]
        engine_own = compute_awards(FRAME.astype(dict.fromkeys(texts, kind)), RULES)
        assert engine_own.members["award_yen"].tolist() == [34_300_000, 20_000_000]
    both = pd.concat([FRAME.assign(consortium_id="c0", member_id=["X", "Y"]), FRAME], ignore_index=True)
    view = both[both["consortium_id"] == "c1"]
    assert awards_yen(view) == compute_awards(view, RULES).members["award_yen"].tolist() == [34_300_000, 20_000_000]


def test_headers_of_the_form_in_japanese_are_read() -> None:
    assert awards_yen(FRAME.rename(columns={"eligible_cost_yen": "補助対象経費（税抜、円）", "lead": "幹事企業"})) == [
        34_300_000,
        20_000_000,
    ]


def test_one_row_is_read_for_the_rules_judge_it_and_none_is_refused() -> None:
    assert awards_yen(FRAME.head(1)) == [0]
    assert problems(FRAME.head(0)) == ["frame: no row; expected one row for each member"]


def test_a_frame_that_is_read_once_reads_the_same_again() -> None:
    read = read_frame(FRAME)
    pd.testing.assert_frame_equal(read_frame(read), read)
    pd.testing.assert_frame_equal(read_frame(compute_awards(read, RULES).members)[list(COLUMNS)], read)


def kinds() -> dict[str, pd.DataFrame]:
    """A frame of each kind that once gave another award than its cells say, or might."""
    apart = pd.concat([FRAME, FRAME.assign(consortium_id="c2")], ignore_index=True).iloc[[0, 2, 1, 3]]
    cells: dict[str, dict[str, Any]] = {
        "experts as English words": {"expert": ["yes", "no"]},
        "experts as Japanese words": {"expert": ["はい", "いいえ"]},
        "experts as numbers": {"expert": [1, 0]},
        "an expert missing": {"expert": [True, np.nan]},
        "leads as words": {"lead": ["yes", "no"]},
        "two leads": {"lead": True},
        "no lead": {"lead": False},
        "a member twice": {"member_id": "A"},
        "costs as whole floats": {"eligible_cost_yen": [7e7, 4e7]},
        "a cost with a fraction": {"eligible_cost_yen": [7e7, 4e7 + 0.5]},
        "costs as texts": {"eligible_cost_yen": ["70,000,000", "40,000,000"]},
        "a negative cost": {"eligible_cost_yen": [70_000_000, -1]},
        "a cost too large": {"eligible_cost_yen": [70_000_000, 10**15 + 1]},
        "a cost missing": {"eligible_cost_yen": pd.array([70_000_000, None], dtype="Int64")},
        "unsigned costs": {"eligible_cost_yen": np.array([70_000_000, 40_000_000], dtype=np.uint64)},
        "decimal costs": {"eligible_cost_yen": [Decimal(70_000_000), Decimal(40_000_000)]},
        "costs that are true": {"eligible_cost_yen": True},
        "an unknown size": {"size": ["medium", "huge"]},
        "a size missing": {"size": ["medium", None], "employees": None},
        "sizes in Japanese": {"size": "中小企業"},
        "a certification missing": {"certification": ["equipment_plan", None]},
        "certifications in Japanese": {"certification": ["先端設備等導入計画", "なし"]},
        "an extra column": {"region": "北"},
    }
    frames = {name: FRAME.assign(**changed) for name, changed in cells.items()}
    frames |= {name: FRAME.drop(columns=name) for name in ("employees", "local_support_yen", "expert")}
    frames |= {"rows apart": apart, "no row": FRAME.head(0), "one row": FRAME.head(1)}
    return frames | {str(index): FRAME.set_axis(index, axis="index") for index in INDEXES}


def outcome(frame: pd.DataFrame) -> list[int] | str:
    try:
        return compute_awards(frame, RULES).members["award_yen"].tolist()
    except InputError as error:
        return str(error)


REFUSED = {
    **dict.fromkeys(("an expert missing",), "row 2, column expert"),
    **dict.fromkeys(("two leads", "no lead"), "row 1, column lead"),
    "a member twice": "row 2, column member_id",
    **dict.fromkeys(
        ("a cost with a fraction", "a negative cost", "a cost too large"), "row 2, column eligible_cost_yen"
    ),
    "a cost missing": "row 2, column eligible_cost_yen",
    "costs that are true": "row 1, column eligible_cost_yen",
    **dict.fromkeys(("an unknown size", "a size missing"), "row 2, column size"),
    "expert": "column expert",
    "no row": "no row",
}


@pytest.mark.parametrize("kind", kinds())
def test_every_kind_of_frame_is_read_right_or_refused_by_reader_and_engine(kind: str) -> None:
    frame, seed = kinds()[kind], [34_300_000, 20_000_000]
    right = {"one row": [0], "rows apart": seed * 2}.get(kind, seed)
    found = outcome(frame)
    if kind in REFUSED:
        assert any(REFUSED[kind] in problem for problem in problems(frame))
        assert isinstance(found, str)
    else:
        assert awards_yen(frame) == right
        assert found == right or (isinstance(found, str) and "expected" in found)


def test_a_frame_without_certifications_is_told_the_column() -> None:
    with pytest.raises(InputError, match="frame, column certification: missing"):
        read_frame(FRAME.drop(columns="certification"))

"""What stands near the kinds of test_kinds: units, signs, lines, examples and headers in other places and spellings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from spoken import in_english
from workbooks import (
    DOLLARS,
    MAN_YEN,
    STRUCK,
    UNSHOWN,
    WHITE,
    WHITE_ON_BLUE,
    ZERO_UNSHOWN,
    Page,
    Styled,
    archive,
    ods,
    xlsx,
)
from yosan.data.members import MembersRead, read_members
from yosan.data.plans import PlansRead, read_plans
from yosan.data.spreadsheet.file import Upload
from yosan.errors import InputError

HEADER = ["連携体ID", "構成員ID", "事業者名", "幹事企業", "規模", "補助対象経費", "認定・承認", "専門家の活用"]
A: list[Any] = ["甲", "A", "山川製作所", "はい", "中小企業者", 70_000_000, "先端設備等導入計画", "はい"]
B: list[Any] = ["甲", "B", "海野工業", "いいえ", "中小企業者", 40_000_000, "なし", "いいえ"]
COST = 5


def put(row: list[Any], place: int, cell: Any) -> list[Any]:
    """A row with another cell."""
    return [*row[:place], cell, *row[place + 1 :]]


def read(rows: list[list[Any]], merges: tuple[str, ...] = (), name: str = "in.xlsx") -> MembersRead:
    return read_members(Upload(name, xlsx(Page(rows, merges=merges))))


def costs(found: MembersRead) -> list[int]:
    return [int(yen) for yen in found.members["eligible_cost_yen"]]


def said(found: MembersRead | PlansRead) -> str:
    return "\n".join(in_english(found.remarks))


def refused(rows: list[list[Any]], merges: tuple[str, ...] = ()) -> list[str]:
    with pytest.raises(InputError) as caught:
        read(rows, merges)
    return in_english(caught.value.problems)


@pytest.mark.parametrize(
    "header",
    [
        "補助対象経費／千円",
        "補助対象経費・千円",
        "補助対象経費 税抜 千円",
        "千円\u3000補助対象経費",
        "補助対象経費（千円単位）",
        "補助対象経費（単位 千円）",
        "eligible cost (JPY thousand)",
        "⑧補助対象経費（千円）",
        "補助対象経費（千円）（注1）",
    ],
)
def test_a_unit_is_read_wherever_a_header_says_it(header: str) -> None:
    found = read([put(HEADER, COST, header), put(A, COST, 70_000), put(B, COST, 40_000)])
    assert costs(found) == [70_000_000, 40_000_000]
    assert "taken times 1,000, from 千円 to yen" in said(found)


@pytest.mark.parametrize(
    "header", ["(8) 補助対象経費", "8.補助対象経費（円）", "補助対象経費①", "補助対象経費（A）", "補助対象経費※1"]
)
def test_the_number_of_an_item_is_no_part_of_its_header(header: str) -> None:
    assert costs(read([put(HEADER, COST, header), A, B])) == [70_000_000, 40_000_000]


@pytest.mark.parametrize(
    "header", ["補助対象経費_税込", "税込補助対象経費", "補助対象経費（内税）", "補助対象経費（消費税等を含む）"]
)
def test_amounts_with_tax_are_refused_however_a_header_says_it(header: str) -> None:
    assert any("includes consumption tax" in line for line in refused([put(HEADER, COST, header), A, B]))


@pytest.mark.parametrize(
    "header",
    ["補助対象経費（千円）（万円）", "補助対象経費（ドル）", "補助対象経費（千円未満切捨て）", "補助対象経費（当初）"],
)
def test_a_header_that_nobody_can_convert_is_refused_by_its_name(header: str) -> None:
    assert any(f"column {header}: unknown column" in line for line in refused([put(HEADER, COST, header), A, B]))


@pytest.mark.parametrize(
    "header", ["代表者名", "代表者氏名", "担当者名", "会社名（カナ）", "業種コード", "認定日", "専門家名"]
)
def test_a_column_beside_those_of_the_form_is_none_of_them(header: str) -> None:
    found = read([[*row, header if row is HEADER else "x"] for row in (HEADER, A, B)])
    assert costs(found) == [70_000_000, 40_000_000]
    assert f"not used: {header}" in said(found)


@pytest.mark.parametrize("place", ["above", "below"])
@pytest.mark.parametrize(
    ("note", "told"), [("単位：ドル", "an unknown unit"), ("（単位：千円）", ""), ("単位：千円（税抜）", "")]
)
def test_a_unit_beside_the_table_is_converted_or_refused(place: str, note: str, told: str) -> None:
    table = [HEADER, put(A, COST, 70_000), put(B, COST, 40_000)]
    rows = [[note], *table] if place == "above" else [*table, [note]]
    if told:
        assert any(told in line for line in refused(rows))
    else:
        assert costs(read(rows)) == [70_000_000, 40_000_000]


BARE = put(HEADER, COST, "補助対象経費")


@pytest.mark.parametrize(
    ("note", "factor"),
    [("（単位：人、千円）", 1000), ("単位＝千円", 1000), ("（千円未満切捨て）", 1), ("上限3千万円", 1)],
)
def test_a_unit_among_others_counts_and_one_of_a_limit_does_not(note: str, factor: int) -> None:
    rows = [[note], BARE, put(A, COST, 70_000_000 // factor), put(B, COST, 40_000_000 // factor)]
    assert costs(read(rows)) == [70_000_000, 40_000_000]


@pytest.mark.parametrize("note", ["令和2年度 構成員一覧（千円）", "以下、金額は千円", "Amounts in thousand yen"])
def test_a_unit_that_a_title_mentions_is_refused_where_no_header_names_one(note: str) -> None:
    rows = [[note], BARE, put(A, COST, 70_000), put(B, COST, 40_000)]
    assert any("names a unit, but not of which amounts" in line for line in refused(rows))
    assert costs(read([["総事業費（千円）", "110,000"], BARE, A, B])) == [70_000_000, 40_000_000]  # of its own number
    assert costs(read([[note], put(HEADER, COST, "補助対象経費（円）"), A, B])) == [70_000_000, 40_000_000]


@pytest.mark.parametrize("head", ["単位", ""])
def test_a_unit_in_a_column_of_its_own_is_refused(head: str) -> None:
    def beside(cell: str) -> list[list[Any]]:
        return [[*row[: COST + 1], text, *row[COST + 1 :]] for row, text in ((BARE, head), (A, cell), (B, cell))]

    assert any("'千円': a unit in a column of its own" in line for line in refused(beside("千円")))
    assert costs(read(beside("円"))) == [70_000_000, 40_000_000]


def test_two_units_around_one_table_are_refused() -> None:
    rows = [["（単位：千円）"], BARE, A, B, ["※資本金の単位は万円"]]
    assert any("several units (千円, 万円)" in line for line in refused(rows))


@pytest.mark.parametrize(
    "cell",
    [
        "70,000,000円（税抜）",
        "￥70,000,000-",
        "￥70,000,000.-",
        "金70,000,000円",
        "70000000.0",
        Styled(7000, MAN_YEN),
        "70’000’000",
        "70百万円",
    ],
)
def test_an_amount_is_read_as_it_is_shown(cell: Any) -> None:
    assert costs(read([HEADER, put(A, COST, cell), B])) == [70_000_000, 40_000_000]


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("77,000,000円（税込）", "includes consumption tax"),
        (Styled(700_000, DOLLARS), "is not a number"),
        ("70.000", "has a fraction"),
        ("1,200,000-", "is not a number"),
        (Styled(70_000_000, STRUCK), "has a line through it"),
    ],
)
def test_an_amount_that_is_shown_as_something_else_is_refused(cell: Any, told: str) -> None:
    [line] = refused([HEADER, put(A, COST, cell), B])
    assert told in line
    assert "row 2, column 補助対象経費" in line


def test_a_number_in_ods_counts_as_it_is_shown() -> None:
    sheet = ods(Page([HEADER, put(A, COST, 7_000), B]))
    shown = sheet_with(
        sheet, 'office:value="7000"/>', 'office:value="7000"><text:p>7,000万円</text:p></table:table-cell>'
    )
    assert costs(read_members(Upload("in.ods", shown))) == [70_000_000, 40_000_000]
    dollars = sheet_with(sheet, 'office:value="7000"/>', 'office:value="7000" office:currency="USD"/>')
    with pytest.raises(InputError, match="'7000USD' is not a number"):
        read_members(Upload("in.ods", dollars))


def sheet_with(book: bytes, old: str, new: str) -> bytes:
    """An .ods workbook with other XML in its content."""
    import io
    import zipfile

    sound = zipfile.ZipFile(io.BytesIO(book))
    parts = {name: sound.read(name).decode() for name in sound.namelist()}
    assert old in parts["content.xml"]
    return archive({**parts, "content.xml": parts["content.xml"].replace(old, new, 1)})


def test_a_row_with_a_line_through_it_is_refused_as_one() -> None:
    row = [Styled(cell, STRUCK) for cell in ["甲", "C", "取消社", "いいえ", "中小企業者", 60_000_000, "なし", "いいえ"]]
    assert refused([HEADER, A, B, row]) == [
        "in.xlsx, row 4, column 連携体ID: a row with a line through it; expected rows that count; "
        "delete the row, or take the line away"
    ]
    unused = [[*HEADER, "備考"], [*A, Styled("旧", STRUCK)], [*B, ""]]
    assert costs(read(unused)) == [70_000_000, 40_000_000]
    style = '<style:style style:name="off" style:family="table-cell"><style:text-properties '
    style += 'style:text-line-through-style="solid"/></style:style></office:automatic-styles>'
    book = sheet_with(ods(Page([HEADER, A, B])), "</office:automatic-styles>", style)
    off = sheet_with(book, '<table:table-cell office:value-type="string"><text:p>海野', '<table:table-cell '
                     'table:style-name="off" office:value-type="string"><text:p>海野')  # fmt: skip
    with pytest.raises(InputError, match="'海野工業' has a line through it"):
        read_members(Upload("in.ods", off))


def test_a_cell_that_shows_nothing_is_read_with_a_remark(tmp_path: Path) -> None:
    unshown = "cells that show nothing, by white letters or their format, were read like the others"
    hidden = [put(A, COST, Styled(70_000_000, WHITE)), put(B, COST, Styled(40_000_000, UNSHOWN))]
    found = read([HEADER, *hidden])
    assert costs(found) == [70_000_000, 40_000_000]
    assert said(found) == f"in.xlsx: {unshown} (F2, F3; 2 in all); clear what is not meant"
    rows = [["", *YEARS], *([item, *row] for item, row in zip(ITEMS, AMOUNTS, strict=True))]
    rows[1][1] = Styled(10_000, WHITE)
    assert f"{unshown} (B3; 1 in all)" in said(plan(rows, tmp_path))
    seen = [[Styled(cell, WHITE_ON_BLUE) for cell in HEADER], put(A, COST, Styled(70_000_000, ZERO_UNSHOWN)), B]
    assert said(read(seen)) == ""
    beside = [[*HEADER, "備考"], [*A, Styled("旧", WHITE)], [*B, ""]]
    assert unshown not in said(read(beside))  # of a column that is not read


@pytest.mark.parametrize(
    ("column", "cell", "style", "told"),
    [
        ("", "ce1", '<style:text-properties fo:color="#ffffff"/>', "F2; 1 in all"),
        ("ce1", "", '<style:text-properties fo:color="#ffffff"/>', "F2, F3; 2 in all"),
        ("ce1", "seen", '<style:text-properties fo:color="#ffffff"/>', "F3; 1 in all"),
        ("", "ce1", '<style:text-properties fo:color="#ff0000"/>', ""),
        (
            "",
            "ce1",
            '<style:table-cell-properties fo:background-color="#000080"/><style:text-properties fo:color="#ffffff"/>',
            "",
        ),
        ("", "blank", "", "F2; 1 in all"),
        ("", "plain", "", ""),
    ],
)
def test_a_cell_of_an_opendocument_that_shows_nothing_is_read_with_a_remark(
    column: str, cell: str, style: str, told: str
) -> None:
    formats = '<number:number-style style:name="N1P0"/><number:text-style style:name="N1"><style:text-properties/>'
    formats += '<style:map style:condition="value()&gt;0" style:apply-style-name="N1P0"/></number:text-style>'
    formats += '<number:number-style style:name="N2"><number:number/></number:number-style>'
    formats += f'<style:style style:name="ce1" style:family="table-cell">{style}</style:style>'
    formats += '<style:style style:name="blank" style:data-style-name="N1"/>'
    formats += '<style:style style:name="plain" style:data-style-name="N2"/></office:automatic-styles>'
    columns = '<table:table-column table:number-columns-repeated="5"/>'
    columns += f'<table:table-column table:default-cell-style-name="{column}"/>'
    book = sheet_with(ods(Page([HEADER, A, B], columns=columns)), "</office:automatic-styles>", formats)
    number = 'office:value-type="float" office:value="70000000"'
    book = sheet_with(book, number, f'table:style-name="{cell}" {number}')
    found = read_members(Upload("in.ods", book))
    assert costs(found) == [70_000_000, 40_000_000]
    assert (f"({told})" in said(found)) if told else said(found) == ""


@pytest.mark.parametrize("place", [0, 1, 2])
@pytest.mark.parametrize("word", ["記入例", "例）", "例2", "（例）○○製作所", "サンプル"])
def test_an_example_is_known_in_any_cell_that_names_an_entry(place: int, word: str) -> None:
    example = put(put(put(A, 1, "Z"), 3, "いいえ"), place, word)
    found = read([HEADER, example, A, B])
    assert costs(found) == [70_000_000, 40_000_000]
    assert "left out: row 2" in said(found)


def test_the_sheet_of_an_example_is_not_taken_before_the_form() -> None:
    example = Page([HEADER, put(A, COST, 1_000_000), B], "記入例")
    found = read_members(Upload("in.xlsx", xlsx(example, Page([HEADER, A, B], "提出用"))))
    assert costs(found) == [70_000_000, 40_000_000]
    assert "sheet '提出用' was read; '記入例' would fit too" in said(found)


def test_a_total_that_is_filled_in_like_a_member_is_refused() -> None:
    row = ["甲", "計", "合計", "いいえ", "中小企業者", 110_000_000, "なし", "いいえ"]
    assert any("'合計', but filled in like an entry" in line for line in refused([HEADER, A, B, row]))


def test_a_total_above_the_entries_is_compared_with_those_below() -> None:
    total = ["合計", *[""] * 4, 110_000_000]
    assert "as the total" not in said(read([HEADER, total, A, B]))
    assert "gives 120,000,000 as the total of 補助対象経費, but the rows that were read sum to 110,000,000" in said(
        read([HEADER, put(total, COST, 120_000_000), A, B])
    )


def test_tax_and_a_choice_below_their_group_belong_to_its_header() -> None:
    upper = [*HEADER[:6], "", *HEADER[6:], ""]
    lower = [*[""] * 5, "税込", "税抜", "", "有無", "費用"]
    rows = [[*row[:5], row[5] * 11 // 10, *row[5:], 0] for row in (A, B)]
    assert costs(read([upper, lower, *rows], merges=("F1:G1", "I1:J1"))) == [70_000_000, 40_000_000]


def test_what_keeps_a_text_for_excel_is_no_part_of_a_cell() -> None:
    rows = [HEADER, put(A, 1, '"=""001"""'), B]
    found = read_members(Upload("in.csv", "".join(",".join(map(str, row)) + "\n" for row in rows).encode()))
    assert costs(found) == [70_000_000, 40_000_000]
    assert found.members["member_id"].tolist() == ["001", "B"]


def test_a_text_file_has_no_sheets_to_choose_from() -> None:
    with pytest.raises(InputError, match="'x', but a text file has no sheets"):
        read_members(Upload("in.csv", b"a,b\n1,2\n"), "x")


def test_an_archive_of_other_files_is_named() -> None:
    with pytest.raises(InputError, match="a ZIP archive of other files"):
        read_members(Upload("in.xlsx", archive({"members.csv": "x"})))


@pytest.mark.parametrize("cell", ["-", "N/A", "nan", "未定"])
def test_what_stands_for_an_unknown_name_is_none(cell: str) -> None:
    assert any("expected the name of a firm" in line for line in refused([HEADER, put(A, 2, cell), B]))


def test_a_number_that_lost_its_digits_names_nobody() -> None:
    assert any("'1.23E+12' has lost digits" in line for line in refused([HEADER, put(A, 0, "1.23E+12"), B]))


ITEMS = ["営業利益", "人件費", "減価償却費", "経常利益", "労働者数", "給与支給総額"]
AMOUNTS = [[10_000, 16_000], [60_000, 67_500], [5_000, 5_000], [9_000, 12_000], [12, 12], [50_000, 56_000]]
YEARS = ["基準年度", "3年後"]


def plan(rows: list[list[Any]], tmp_path: Path) -> PlansRead:
    path = tmp_path / "in.xlsx"
    path.write_bytes(xlsx(Page([["事業者名", "A社"], *rows])))
    return read_plans(path)


def in_thousands(found: PlansRead) -> bool:
    year = found.plans[0].years[-1]
    return (year.operating_profit_yen, year.payroll_yen, year.labour_input) == (16_000_000, 56_000_000, 12)


def test_a_plan_says_its_unit_beside_each_item_or_below_the_table(tmp_path: Path) -> None:
    units = [*["千円"] * 4, "人", "千円"]
    beside = [
        ["項目", "単位", *YEARS],
        *([item, unit, *row] for item, unit, row in zip(ITEMS, units, AMOUNTS, strict=True)),
    ]
    assert in_thousands(plan(beside, tmp_path))
    below = [["", *YEARS], *([item, *row] for item, row in zip(ITEMS, AMOUNTS, strict=True)), ["※単位：千円"]]
    assert in_thousands(plan(below, tmp_path))
    with pytest.raises(InputError, match="an unknown unit"):
        plan([*below[:-1], ["単位：ドル"]], tmp_path)
    assert "in 人件費; is it in thousands" in said(plan(below[:-1], tmp_path))


def test_a_unit_that_the_title_of_a_plan_mentions_is_refused_where_no_item_names_one(tmp_path: Path) -> None:
    rows = [["", *YEARS], *([item, *row] for item, row in zip(ITEMS, AMOUNTS, strict=True))]
    with pytest.raises(InputError, match="names a unit, but not of which amounts"):
        plan([["損益計画（千円）"], *rows], tmp_path)


@pytest.mark.parametrize("heads", [("2018年度（実績）", "2019年度（実績）"), ("2018年度", "2019年度（直近期末）")])
def test_years_before_the_base_year_are_refused_and_not_counted_from(heads: tuple[str, str], tmp_path: Path) -> None:
    years = [*heads, *(f"{year}年度計画" for year in (2020, 2021, 2022))][: len(YEARS)]
    rows = [["", *years], *([item, *row] for item, row in zip(ITEMS, AMOUNTS, strict=True))]
    with pytest.raises(InputError, match=f"stand before '{heads[1]}'; expected the base year"):
        plan([["（単位：千円）"], *rows], tmp_path)


def test_what_stands_beside_the_years_of_a_plan_is_named(tmp_path: Path) -> None:
    rows = [["", "前期", *YEARS, "伸び率"], *([item, 1, *row, "6%"] for item, row in zip(ITEMS, AMOUNTS, strict=True))]
    found = plan([["（単位：千円）"], *rows], tmp_path)
    assert in_thousands(found)
    assert {"in.xlsx: not used: 前期", "in.xlsx: not used: 伸び率"} <= set(in_english(found.remarks))


@pytest.mark.parametrize("label", ["Ⅰ {}", "（Ａ）{}", "・{}", "{}（注1）", "ア．{}"])
def test_items_of_a_plan_are_numbered_in_any_way_and_may_stand_behind_a_group(label: str, tmp_path: Path) -> None:
    rows = [["損益", label.format(item), *row] for item, row in zip(ITEMS, AMOUNTS, strict=True)]
    assert in_thousands(plan([["", "（単位：千円）", *YEARS], *rows], tmp_path))

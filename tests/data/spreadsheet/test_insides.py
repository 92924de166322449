"""What other programs put inside a workbook, element by element: read as it is shown, or refused."""

from __future__ import annotations

import os
import pickle
from pathlib import Path
from typing import Any

import pytest

from spoken import in_english
from workbooks import MAIN, OFFICE, RELATION, Page, archive, ods, xlsx
from yosan.data.plans import read_plans
from yosan.data.spreadsheet import archive as archives
from yosan.data.spreadsheet import opendocument, textfile
from yosan.data.spreadsheet.amounts import parse_amount
from yosan.data.spreadsheet.cells import read_labour
from yosan.data.spreadsheet.file import read_tabs
from yosan.data.spreadsheet.grid import LAST_COLUMN, Area, Grid, Marked
from yosan.data.spreadsheet.refusal import Refusal
from yosan.errors import InputError

ODS_SPACES = " ".join(f'xmlns:{name}="{OFFICE}{name}:1.0"' for name in ("office", "table", "text", "style"))


def area(folder: Path, content: bytes, name: str) -> Area:
    path = folder / name
    path.write_bytes(content)
    return read_tabs(path)[0].read(None)


def sheet(folder: Path, rows: str, book: str = "", shared: str = "", formats: str = "") -> Area:
    """The sheet of a workbook, from the XML of its rows, and of its shared strings and formats."""
    kinds = {"worksheet": "sheet.xml", "sharedStrings": "shared.xml", "styles": "styles.xml"}
    targets = "".join(f'<Relationship Id="{k}" Type="{RELATION}/{k}" Target="{part}"/>' for k, part in kinds.items())
    parts = {
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATION}">{book}<sheets>'
        '<sheet name="S" r:id="worksheet"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f"<Relationships>{targets}</Relationships>",
        "_rels/.rels": "<Relationships/>",
        "xl/sheet.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>',
        "xl/shared.xml": f'<sst xmlns="{MAIN}">{shared}</sst>',
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="0"/>{formats}</cellXfs></styleSheet>',
    }
    return area(folder, archive(parts), "in.xlsx")


def cells(found: Area) -> list[list[str]]:
    return [row for _, row in found.grid]


def document(folder: Path, rows: str, styles: str = "") -> Area:
    """The sheet of an OpenDocument spreadsheet, from the XML of its rows."""
    body = f'<office:spreadsheet><table:table table:name="S">{rows}</table:table></office:spreadsheet>'
    content = (
        f"<office:document-content {ODS_SPACES}>{styles}<office:body>{body}</office:body></office:document-content>"
    )
    return area(folder, archive({"content.xml": content, "META-INF/manifest.xml": "<manifest/>"}), "in.ods")


def test_a_shared_string_is_its_runs_without_readings_in_kana_and_with_its_escapes(tmp_path: Path) -> None:
    shared = (
        "<si><t>費用</t><rPh><t>ヒヨウ</t></rPh></si><si><r><rPr/><t>a</t></r><r><t>_x000A_b</t></r><r><t/></r></si>"
    )
    rows = '<row r="2"><c r="B2" t="s"><v>0</v></c><c t="s"><v>1</v></c></row>'
    assert sheet(tmp_path, rows, shared=shared).grid == [(2, ["", "費用", "a\nb"])]


def test_a_cell_is_what_its_kind_says(tmp_path: Path) -> None:
    rows = (
        '<row><c t="b"><v>1</v></c><c t="b"><v>0</v></c><c t="e"><v>#N/A</v></c><c t="d"><v>2020-04-01</v></c>'
        '<c t="str"><f>A1</f><v>x_x0041_</v></c><c><f>A1</f></c><c t="str"><f>A1</f><v></v></c>'
        "<c><v>12.50</v></c></row>"
    )
    [found] = cells(sheet(tmp_path, rows))
    assert found == ["true", "false", "#N/A", "2020-04-01", "xA", "=A1", "", "12.5"]
    kinds = [cell.mark if isinstance(cell, Marked) else "" for cell in found]
    assert kinds == ["", "", "error", "date", "", "formula", "", ""]


@pytest.mark.parametrize(
    ("book", "days", "shown"),
    [
        ("", "43922", "2020-04-01"),
        ("", "59", "1900-02-28"),
        ("", "61", "1900-03-01"),
        ("", "1", "1900-01-01"),
        ('<workbookPr date1904="1"/>', "42460", "2020-04-01"),
        ('<workbookPr date1904="0"/>', "43922", "2020-04-01"),
    ],
)
def test_a_date_counts_its_days_from_the_workbooks_epoch(tmp_path: Path, book: str, days: str, shown: str) -> None:
    [[found]] = cells(sheet(tmp_path, f'<row><c s="1"><v>{days}</v></c></row>', book, formats='<xf numFmtId="14"/>'))
    assert (found, found.mark, found.kept) == (shown, "date", days)  # type: ignore[attr-defined]


@pytest.mark.parametrize("days", ["9999999", "-700000"])
def test_a_number_of_days_that_no_calendar_has_stays_a_number(tmp_path: Path, days: str) -> None:
    [[found]] = cells(sheet(tmp_path, f'<row><c s="1"><v>{days}</v></c></row>', formats='<xf numFmtId="14"/>'))
    assert found == days


SHOWN = [  # format, number in the file, what is read
    ('#,##0"万"', "7000", "7000万"),
    ("#,##0\\千", "70000", "70000千"),
    ('"約"#,##0"万円"', "7000", "約7000万円"),
    ('G/標準"万円"', "7000", "7000万円"),
    ('0"0000"', "7000", "70000000"),
    ('#,##0",000"', "70", "70,000"),
    ('0"万"0000"円"', "70000000", "70000000万…円"),
    ('"▲"#,##0', "1200", "▲1200"),
    ('"▲"0.0%', "0.151", "▲15.1%"),
    ('[&lt;0]"▲"#,##0;#,##0', "1200", "1200"),
    ('#,##0;"▲"#,##0', "-1200", "-1200"),
    ('"令和"0"年度"', "2", "令和2年度"),
    ('"¥"#,##0"円"', "1200", "1200"),
    ("+#,##0", "1200", "1200"),
    ('"-"', "1200", "1200"),
]


@pytest.mark.parametrize(("code", "kept", "read"), SHOWN)
def test_a_number_is_read_with_what_its_format_writes_around_it(
    tmp_path: Path, code: str, kept: str, read: str
) -> None:
    formats = f"<numFmt numFmtId='164' formatCode='{code}'/><xf numFmtId='164'/>"
    assert cells(sheet(tmp_path, f'<row><c s="1"><v>{kept}</v></c></row>', formats=formats)) == [[read]]


def test_amounts_that_some_parts_of_a_format_scale_are_not_what_they_seem(tmp_path: Path) -> None:
    formats = "<numFmt numFmtId='164' formatCode='[&lt;1000]0;#,##0,'/><xf numFmtId='164'/>"
    [[found]] = cells(sheet(tmp_path, '<row><c s="1"><v>70000000</v></c></row>', formats=formats))
    assert getattr(found, "mark", "") == "scaled"


@pytest.mark.parametrize(
    ("shown", "kept", "read"),
    [
        ("約7,000万円", "7000", "約7,000万円"),
        ("7,000万", "7000", "7,000万"),
        ("70,000,000", "7000", "70,000,000"),
        ("▲1,200", "1200", "▲1,200"),
        ("▲1,200", "-1200", "-1200"),
        ("令和2年度", "2", "令和2年度"),
        ("+1,200", "1200", "1200"),
        ("1,200千円", "1200499", "1200499"),
        ("1.2E+07", "12000000", "12000000"),
        ("70,000,000", "69999999.6", "69999999.6"),
        ("1,200", "NaN", "nan"),
    ],
)
def test_a_number_in_ods_is_read_with_what_is_shown_around_it(tmp_path: Path, shown: str, kept: str, read: str) -> None:
    cell = f'<table:table-cell office:value-type="float" office:value="{kept}"><text:p>{shown}</text:p>'
    assert cells(document(tmp_path, f"<table:table-row>{cell}</table:table-cell></table:table-row>")) == [[read]]


def test_rows_and_cells_without_a_reference_follow_the_one_before(tmp_path: Path) -> None:
    rows = '<row r="3"><c r="C3"><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row><row><c/></row>'
    assert sheet(tmp_path, rows).grid == [(3, ["", "", "1", "2"]), (4, ["3"])]


def test_what_nobody_sees_is_noted_by_row_and_column(tmp_path: Path) -> None:
    rows = (
        '<row hidden="1"><c><v>1</v></c></row><row ht="0"><c><v>2</v></c></row><row ht="9"><c><v>3</v></c></row>'
        '<row hidden="true"><c/></row>'
    )
    found = sheet(tmp_path, rows)
    assert (found.hidden_rows, found.filtered) == ({1, 2}, False)
    columns = '<cols><col min="2" max="3" hidden="1"/><col min="5" max="5"/></cols>'
    found = area(
        tmp_path, xlsx(Page([["a", "b", "c"]], columns=columns, merges=("A1:B1", "C1"), filtered=True)), "a.xlsx"
    )
    assert (found.hidden_columns, found.filtered) == ({1, 2}, True)
    assert [(one.top, one.left, one.bottom, one.right) for one in found.merges] == [(1, 0, 1, 1)]


def test_a_document_repeats_its_cells_and_rows_and_leaves_out_comments_and_readings(tmp_path: Path) -> None:
    rows = (
        '<table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="2"'
        ' office:value-type="float" office:value="7.0"/><table:covered-table-cell/><table:other/>'
        '<table:table-cell office:value-type="string"><office:annotation><text:p>said</text:p></office:annotation>'
        "<text:p>a<text:s text:c='2'/>b<text:span>c<text:s/></text:span>d<text:tab/>e<text:line-break/>f</text:p>"
        "<text:p><text:ruby><text:ruby-base>費</text:ruby-base><text:ruby-text>ひ</text:ruby-text></text:ruby></text:p>"
        "</table:table-cell></table:table-row>"
    )
    assert document(tmp_path, rows).grid == [
        (1, ["7", "7", "", "a  bc d\te\nf\n費"]),
        (2, ["7", "7", "", "a  bc d\te\nf\n費"]),
    ]


def test_a_documents_dates_flags_formulas_and_errors_are_what_they_are(tmp_path: Path) -> None:
    rows = (
        '<table:table-row><table:table-cell office:value-type="date" office:date-value="2020-04-01T00:00:00">'
        '<text:p>R2.4.1</text:p></table:table-cell><table:table-cell office:value-type="boolean"'
        ' office:boolean-value="true"/><table:table-cell table:formula="of:=A1"/><table:table-cell'
        ' office:value-type="string"><text:p>Err:502</text:p></table:table-cell><table:table-cell'
        ' office:value-type="percentage" office:value="0.5"/></table:table-row>'
    )
    [found] = cells(document(tmp_path, rows))
    assert found == ["2020-04-01", "true", "of:=A1", "Err:502", "0.5"]
    kinds = [cell.mark if isinstance(cell, Marked) else "" for cell in found]
    assert kinds == ["date", "", "formula", "error", ""]


def test_a_documents_merges_and_hidden_parts_are_noted(tmp_path: Path) -> None:
    rows = (
        '<table:table-column/><table:table-column table:visibility="collapse" table:number-columns-repeated="2"/>'
        '<table:table-row><table:table-cell table:number-rows-spanned="2" table:number-columns-spanned="3">'
        '<text:p>a</text:p></table:table-cell></table:table-row><table:table-row table:visibility="filter">'
        "<table:table-cell><text:p>b</text:p></table:table-cell></table:table-row>"
    )
    found = document(tmp_path, rows)
    assert [(one.top, one.left, one.bottom, one.right) for one in found.merges] == [(1, 0, 2, 2)]
    assert (found.hidden_columns, found.hidden_rows, found.filtered) == ({1, 2}, {2}, True)


def refused(folder: Path, content: bytes, name: str) -> str:
    path = folder / name
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        read_tabs(path)[0].read(None)
    return in_english(caught.value.problems)[0]


def test_a_protected_document_is_refused_by_that_name(tmp_path: Path) -> None:
    parts = {"content.xml": "<x/>", "META-INF/manifest.xml": "<manifest><encryption-data/></manifest>"}
    assert "password" in refused(tmp_path, archive(parts), "in.ods")


def test_a_file_larger_than_any_form_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.touch()
    os.truncate(path, archives.UNPACKED_LIMIT + 1)
    with pytest.raises(InputError, match=f"{archives.UNPACKED_LIMIT + 1:,} bytes"):
        read_tabs(path)


def test_more_rows_than_a_form_holds_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(textfile, "ROWS_LIMIT", 3)
    path = tmp_path / "in.csv"
    path.write_text("a\n1\n2\n", "utf-8")
    grid: Grid = read_tabs(path)[0].read(None).grid
    assert len(grid) == 3
    assert "3" in refused(tmp_path, b"a\n1\n2\n3\n", "in.csv")


def test_a_private_character_is_refused_with_its_line_or_as_a_wrong_encoding(tmp_path: Path) -> None:
    assert "line 2" in refused(tmp_path, "a\n\ue000\n".encode(), "in.csv")
    assert "line" not in refused(tmp_path, b"a\n\xf0\x40\n", "in.csv")


@pytest.mark.parametrize("cell", ["many", "", "0", "-1"])
def test_workers_are_a_number_above_nothing(cell: str) -> None:
    with pytest.raises(Refusal):
        read_labour(cell)


ITEMS = ("営業利益", "人件費", "減価償却費", "経常利益", "従業員数", "給与支給総額")


def across(*items: str) -> list[list[Any]]:
    return [["（単位：千円）", "基準年度", "1年後", "2年後", "3年後"], *([item, 10, 11, 12, 13] for item in items)]


@pytest.mark.parametrize(("write", "name"), [(xlsx, "A.xlsx"), (ods, "A.ods")])
def test_a_plan_across_tells_what_of_it_nobody_sees_and_that_another_sheet_has_one(
    tmp_path: Path, write: Any, name: str
) -> None:
    path = tmp_path / name
    hidden = {
        xlsx: '<cols><col min="3" max="3" hidden="1"/></cols>',
        ods: '<table:table-column table:number-columns-repeated="2"/><table:table-column table:visibility="collapse"/>',
    }[write]
    first = Page(across(*ITEMS), name="一", hidden=(3,), columns=hidden)
    path.write_bytes(write(first, Page(across(*ITEMS), name="二")))
    read = read_plans(path)
    told = "\n".join(in_english(read.remarks))
    assert "二" in told
    assert "1年後" in told
    assert [year.labour_cost_yen for year in read.plans[0].years] == [10_000, 11_000, 12_000, 13_000]


def test_an_item_that_stands_twice_is_refused_with_its_row(tmp_path: Path) -> None:
    path = tmp_path / "A.xlsx"
    path.write_bytes(xlsx(Page(across(*ITEMS, "人件費"))))
    with pytest.raises(InputError) as caught:
        read_plans(path)
    assert [line for line in in_english(caught.value.problems) if "row 8" in line and "人件費" in line]


def test_an_element_that_no_cell_has_of_its_own_is_passed_over(tmp_path: Path) -> None:
    assert cells(sheet(tmp_path, "<row><c><extLst/><v>5</v></c></row>")) == [["5"]]


def test_a_document_beyond_the_rows_or_columns_of_a_form_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def written(rows: int, columns: int) -> str:
        cell = '<table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated='
        return f'<table:table-row table:number-rows-repeated="{rows}">{cell}"{columns}"/></table:table-row>'

    monkeypatch.setattr(opendocument, "ROWS_LIMIT", 3)
    assert len(document(tmp_path, written(3, LAST_COLUMN)).grid) == 3
    with pytest.raises(InputError, match="3"):
        document(tmp_path, written(4, 1))
    with pytest.raises(InputError, match="A1"):
        document(tmp_path, written(1, LAST_COLUMN + 1))


@pytest.mark.parametrize(
    ("text", "yen"),
    [
        *[("86655,543", None), ("86,655,543", 86_655_543), ("12.35.33", None), ("2325,550、023円", None)],
        *[("1億2千", None), ("1億2千円", 100_002_000), ("1億2千万", 120_000_000), ("1億2億", None), ("1億1億", None)],
    ],
)
def test_digits_that_could_be_grouped_in_two_ways_are_no_amount(text: str, yen: int | None) -> None:
    found = parse_amount(text)
    assert (found.value if found else None) == yen


def test_a_table_of_years_with_few_items_of_a_plan_is_no_plan_across(tmp_path: Path) -> None:
    path = tmp_path / "A.xlsx"
    path.write_bytes(xlsx(Page(across("営業利益", "売上高", "気温"))))
    with pytest.raises(InputError):
        read_plans(path)


def test_a_year_that_stands_twice_across_is_told_with_both_columns(tmp_path: Path) -> None:
    rows = across(*ITEMS)
    rows[0][3] = "1年後"
    path = tmp_path / "A.xlsx"
    path.write_bytes(xlsx(Page(rows)))
    with pytest.raises(InputError, match="column 1年後"):
        read_plans(path)


def test_a_text_longer_than_any_cell_and_a_row_wider_than_any_sheet_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("yosan.data.spreadsheet.archive.STRETCH_LIMIT", 200_000)
    long = archive({"content.xml": f"<x>{'a' * 400_000}</x>", "META-INF/manifest.xml": "<manifest/>"})
    assert "expected at most 200,000" in refused(tmp_path, long, "in.ods")
    monkeypatch.setattr("yosan.data.spreadsheet.opendocument.SHEET_COLUMNS", 2)
    with pytest.raises(InputError, match="corrupt workbook"):
        document(tmp_path, f"<table:table-row>{'<table:table-cell/>' * 3}</table:table-row>")


def test_blank_cells_beyond_the_last_column_are_no_cells(tmp_path: Path) -> None:
    assert area(tmp_path, b"a" + b"," * 600 + b"\nb\n", "in.csv").grid == [(1, ["a", *[""] * 499]), (2, ["b"])]


def test_what_a_cell_is_marked_as_goes_from_one_process_to_another() -> None:
    cell = pickle.loads(pickle.dumps(Marked("2020-01-01", "date", "43831")))
    assert (cell, cell.mark, cell.kept) == ("2020-01-01", "date", "43831")

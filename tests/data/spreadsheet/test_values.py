"""Every kind of cell, sheet and remark is read and told as it is on record."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from recorded import Calls, answer, on_record
from workbooks import (
    DATE,
    MAIN,
    MAN_YEN,
    STRUCK,
    THOUSANDS,
    UNSHOWN,
    WHITE,
    Fault,
    Formula,
    Page,
    Styled,
    archive,
    ods,
    xlsx,
)
from yosan.data.budget_book import read_budget_book
from yosan.data.members import read_members
from yosan.data.plans import read_plans
from yosan.data.spreadsheet import amounts, cells, file, looks, noted, places, said, sheet_units, spellings, years
from yosan.data.spreadsheet.archive import attribute, elements, open_archive, whole
from yosan.data.spreadsheet.forms import load_form
from yosan.data.spreadsheet.grid import Area, Marked, column_letters
from yosan.data.spreadsheet.headings import match_header
from yosan.data.spreadsheet.refusal import Refusal
from yosan.data.spreadsheet.workbook import write_number
from yosan.errors import Problem, Remark
from yosan.messages import Message
from yosan.writing import Text

pytestmark = pytest.mark.wide
RECORDS = Path(__file__).with_name("values.yml")
HEADER = ["連携体ID", "構成員ID", "事業者名", "幹事企業", "規模", "業種", "資本金（円）", "従業員数"]
HEADER += ["補助対象経費（税抜、円）", "認定・承認", "専門家の活用", "地方公共団体の支援額（円）"]
A: list[Any] = ["甲", "A", "山川製作所", "はい", "中小企業者", "", "", "", 70_000_000, "先端設備等導入計画", "はい", ""]
B: list[Any] = ["甲", "B", "海野工業", "いいえ", "", "小売業", "", 51, 40_000_000, "なし", "いいえ", 5_000_000]


def tried(call: Callable[[str], Any], texts: Sequence[str]) -> list[str]:
    """What a reader of cells gives for each text, or says that it is."""
    found = []
    for text in texts:
        try:
            told = call(text)
            told = f"{told}, {told.mark}" if isinstance(told, Marked) else str(told)
        except Refusal as refusal:
            told = str(refusal)
        found.append(f"{str(text)[:30]!r} {told}")
    return found


AMOUNTS = (
    "", "0", "1,234", "12,34", "1 234", "70,000,000円", "¥70,000,000", "7000万円", "7千万円", "2千5百万",
    "1億2,000万円", "1兆", "▲5", "-5", "－5", "(5)", "（1,200）", "△1.5億円", "1.5", "1.50", "5.", ".5", "1e6",
    "1E+08", "$5", "5ドル", "5%", "５０", "0.1千円", "円", "万", "5人", "12.5人", "5名", "--5", "-(5)", "5-", "約5",
    "1'234", "1.234.567", "7千円（税抜）", "7千円（税込）", "100円 (税抜)", "5円 6円", "2020-01-02", "1月2日",
    "2-Jan", "Jan-20", "#REF!", "＃N/A", "なし", "－", "1.0", "1.00", "1.000", "999999999999999",
    "1000000000000001", "9999999999999999", "a\u200bb", "\u202e5", "x" * 201, "#", "E", "Err:502", "5 ", "千",
)  # fmt: skip
YEARS = (
    "0", "1", "9", "10", "基準年度", "基準年", "１年後", "2年目", "令和元年度", "令和2年度", "R2", "H31",
    "平成31年3月期", "2019", "2019年度", "1899", "2200", "FY2020", "2020/3", "2020年3月期",
    "基準年度 [2019年3月期]", "(2020)", "第1期", "x", "", "元年", "30", "西暦2020年", "2020-03-31",
)  # fmt: skip
TEXTS = (
    "",
    " ",
    "甲 乙",
    "Ａ１",
    "A\n1",
    "「甲」",
    "none",
    "無し",
    "合 計",
    "※注",
    "例",
    "（例）甲",
    "1E5",
    "2E+10",
    "不明",
    "a" * 200,
)
UNITS = (
    "（単位：千円）",
    "単位：円",
    "千円",
    "[百万円]",
    "単位：ドル",
    "金額は千円単位",
    "単位は万円",
    "単位：人",
    "単位未満切捨て",
    "（単位：円、人）",
)


def of_cells() -> Calls:
    marks = [Marked("5", "scaled", "5"), Marked("=A1", "formula"), Marked("#N/A", "error"), Marked("x", "struck")]
    marks += [Marked("2020-01-02", "date", "43832"), Marked("2020-01-02", "date")]
    told = (
        said.Told(texts=("maybe",), ja="甲", en="perhaps", read_as="yes"),
        said.Told(texts=("so",), ja="乙", en="so"),
    )
    words = cells.read_word({"yes": ["はい", "有"], "no": ["いいえ"]}, told)
    spelt = spellings.load_spellings()
    readers: dict[str, Callable[[str], Any]] = {
        "an amount": amounts.parse_amount,
        "whole yen": cells.read_whole("yen"),
        "whole yen in thousands": cells.read_whole("yen", 1000),
        "persons": cells.read_whole("persons"),
        "yen or a loss": cells.read_signed(),
        "labour": cells.read_labour,
        "no mark": cells.check_cell,
        "like a date": cells.looks_like_date,
        "blank": cells.is_blank,
        "optional": cells.read_optional(cells.read_whole("yen")),
    }
    return {
        **{name: partial(tried, read, (*AMOUNTS, *marks)) for name, read in readers.items()},
        **{
            f"{name}, {len(UNITS)} units": partial(tried, read, UNITS)
            for name, read in (("unknown", sheet_units.unknown_unit),)
        },
        "units found": lambda: [sheet_units.find_unit([(1, "x"), (2, text)]) for text in UNITS],
        "years": partial(tried, years.read_year, YEARS),
        "are years": partial(tried, years.is_year, YEARS),
        "counted": lambda: [
            years.count_years([years.read_year(text) for text in texts])
            for texts in (
                ("0", "1"),
                ("2019", "2020"),
                ("0", "2020", "2021"),
                ("1", "2020"),
                ("0", "1", "2020"),
                ("3",),
            )
        ],
        "texts": partial(tried, cells.read_text, TEXTS),
        "ids": partial(tried, cells.read_id, (*TEXTS, "a\u200bb", "a\tb")),
        "names": partial(tried, cells.read_name, TEXTS),
        "words": partial(tried, words, ("yes", "有", "いいえ", "maybe", "so", "x", "", "ＹＥＳ", " は い ")),
        "cleaned": partial(tried, spellings.clean, (*TEXTS, "a\r\nb", "\u3000x\u3000", "a\u00a0b")),
        "folded": partial(tried, spellings.fold, TEXTS),
        "bare": partial(tried, spelt.bare, TEXTS),
        "examples": partial(tried, spelt.is_example, TEXTS),
        "letters": lambda: [column_letters(place) for place in (0, 25, 26, 701, 702, 16_383)],
        "numbers": lambda: [
            write_number(one) for one in (77000000.00000001, 12.5, 1e20, -0.0, float("nan"), 1e-7, 0.1)
        ],
        "whole": lambda: [whole(text, 7) for text in (None, "", "5", "-5", "x", "５", "05")],
    }


def of_remarks() -> Calls:
    f, area = "f.xlsx", Area([], unshown=frozenset({(2, 0), (3, 1), (9, 9)}))
    told = said.Told(texts=("x",), ja="甲", en="y")
    rows = ([4], [4, 5], [1, 3, 5, 7, 9, 11])
    entry = Message("places.row", row=3)
    remarks: dict[str, Remark] = {
        "read from": noted.read_from(f, "", 3, 4, 9, 5),
        "read from a sheet": noted.read_from(f, "s", 3, 4, 9, 5),
        "other sheets": noted.other_sheets(f, "s", ["a", "b"]),
        **{f"hidden rows, {len(one)}": noted.hidden_rows(f, one, False) for one in rows},
        "filtered rows": noted.hidden_rows(f, [4], True),
        "hidden columns": noted.hidden_columns(f, ["a", "b"]),
        "unused": noted.unused_column(f, "h", ""),
        "unused near": noted.unused_column(f, "h", "m"),
        **{f"left out, {len(one)}": noted.left_out(f, one, "w") for one in rows},
        "total": noted.total_differs(f, 3, "h", 1000, 2000),
        "filled": noted.filled_down(f, "h", [3, 4]),
        "no header": noted.no_header(f, "C"),
        "converted": noted.converted(f, ["h", "i"], "千円"),
        "no capital": noted.no_capital(f, [3]),
        "small total": noted.small_total(f, "h", [("a", 5)]),
        "small totals": noted.small_total(f, "h", [("a", 5), ("b", 6), ("c", 7)]),
        "small": noted.small_amount(f, "h", entry, 5),
        "large": noted.large_amount(f, "h", entry, 5000),
        "explained": noted.explained(f, "w", [3, 5], told),
        "dated": noted.dated_id(f, "h", 3, "1-2"),
        "years": noted.years_read(f, "2019", "2022", 3),
        "firm": noted.firm_named(f, "A"),
        "ends": noted.ends_only(f, "A", 5),
        "crosswise": noted.crosswise(f),
    }
    title = Text("甲", "A form")
    return {
        **{name: partial(lambda one: [one.of("ja"), one.of("en")], one) for name, one in remarks.items()},
        "unshown": lambda: [one.of("en") for one in noted.unshown_cells(f, area, [2, 3], [0, 1])],
        "all shown": lambda: list(noted.unshown_cells(f, Area([]), [2], [0])),
        "no form": lambda: str(said.no_form(f, title, ["a\nb", *"cdefghij"], ["x"], [])),
        "no form but a hidden one": lambda: str(said.no_form(f, title, ["a" * 31], ["x"], ["s"])),
        "unseen": lambda: str(said.unseen_letter("a" * 81, "\u200b")),
        "no cell": lambda: [str(said.no_cell(cell, Message("sheets.text"))) for cell in ("", "x")],
        "places": lambda: [
            str(Problem(place, Message("sheets.no_row")))
            for place in (
                places.in_row(f, 3),
                places.in_column(f, "c"),
                places.in_column(places.in_row(places.in_sheet(f, "s"), 3), "c", "C3"),
            )
        ],
    }


CODES = (
    "", "General", "標準", "0", "#,##0", "#,##0,", "#,##0,,", '#,##0"千円"', '#,##0"円"', '"¥"#,##0',
    "[$¥-411]#,##0", "[$$-409]#,##0", "[$€-2] #,##0", "0%", "0.0%", "0.00%", "yyyy/m/d", "[$-411]ge.m.d",
    'm"月"d"日"', "h:mm", ";;;", "[White];;;", "#,##0;;", "@", "#,##0_ ", "0.00E+00", '#,##0"個"', "#,##0\\万",
    '"FY"0', "0;-0;;@", '#,##0 "ドル"', "# ?/?", "* #,##0",
)  # fmt: skip
FONTS = (
    "", "<strike/>", '<strike val="0"/>', '<strike val="false"/>', '<color rgb="FFFFFFFF"/>', '<color theme="0"/>',
    '<color theme="1"/>', '<color indexed="9"/>', '<color indexed="1"/>', '<color indexed="8"/>',
    '<color theme="0" tint="-0.5"/>', '<color rgb="FF000000"/>',
)  # fmt: skip
FILLS = ('<patternFill patternType="none"/>', '<patternFill patternType="solid"/>', "<patternFill/>", "")


def of_looks() -> Calls:
    codes = "".join(
        f'<numFmt numFmtId="{number}" formatCode="{code.replace(chr(34), "&quot;")}"/>'
        for number, code in enumerate(CODES, 164)
    )
    fonts, fills = (
        "".join(f"<{kind}>{one}</{kind}>" for one in all_of) for kind, all_of in (("font", FONTS), ("fill", FILLS))
    )
    formats = "".join(f'<xf numFmtId="{164 + at}"/>' for at in range(len(CODES)))
    formats += "".join(
        f'<xf numFmtId="{number}"/>' for number in (*range(8, 24), 26, 27, 36, 37, 44, 45, 47, 48, 49, 50, 58, 59)
    )
    formats += "".join(
        f'<xf fontId="{font}" fillId="{fill}"/>' for font in range(len(FONTS) + 1) for fill in (0, 1, 2, 3, 9)
    )
    inner = f"<numFmts>{codes}</numFmts><fonts>{fonts}</fonts><fills>{fills}</fills>"
    styles = (
        f'<styleSheet xmlns="{MAIN}">{inner}<cellXfs>{formats}</cellXfs><cellStyleXfs><xf/></cellStyleXfs></styleSheet>'
    )
    found = looks.read_looks(open_archive(archive({"s.xml": styles})), "s.xml")
    names = [*CODES, *map(str, (*range(8, 24), 26, 27, 36, 37, 44, 45, 47, 48, 49, 50, 58, 59))]
    rest = found[len(names) :]
    return {
        "codes": lambda: [f"{name!r} {look}" for name, look in zip(names, found, strict=False)],
        "fonts and fills": lambda: [f"{at // 5} {at % 5} {look.struck} {look.shown}" for at, look in enumerate(rest)],
        "none": lambda: looks.read_looks(open_archive(archive({"s.xml": styles})), ""),
    }


def tabs(content: bytes, name: str = "f.xlsx") -> Any:
    """All that is read of the sheets of a file, cell by cell."""

    def cell(text: str) -> str:
        return f"{text}<{text.mark} {text.kept}>" if isinstance(text, Marked) else text

    found = []
    for tab in file.read_tabs(file.Upload(name, content)):
        area = tab.read(None)
        found += [f"{tab.name}, {'hidden' if tab.hidden else 'shown'}, filtered {area.filtered}, merges {area.merges}"]
        found += [f"{number} {'|'.join(map(cell, row))}" for number, row in area.grid]
        hidden = (area.hidden_rows, area.hidden_columns, area.unshown)
        found += [f"hidden {sorted(area.hidden_rows)} {sorted(area.hidden_columns)} unshown {sorted(hidden[2])}"]
        found += [f"to row 2: {len(tab.read(2).grid)}"]
    return found


GRID: list[list[Any]] = [
    ["a", "", "b_x000a_c", Formula("1+1", 2), Formula("A1"), Formula("A1", "t"), Fault("#N/A"), "", ""],
    ["", ""],
    [
        Styled(43_832, DATE),
        Styled(59, DATE),
        Styled(60, DATE),
        Styled(10**9, DATE),
        Styled(7000, MAN_YEN),
        Styled(7, THOUSANDS),
    ],
    [Styled("x", STRUCK), Styled(5, WHITE), Styled(5, UNSHOWN), 1.5, 77000000.00000001, 10**16, " "],
]
OLD: list[list[Any]] = [["a", "", Formula("1+1", 2), Formula("A1"), Fault("#N/A"), 5]]
RICH = Path(__file__).with_name("rich.xml").read_text("utf-8")  # and one of Excel's
STRINGS = (
    f'<sst xmlns="{MAIN}"><si><t>one</t></si><si><r><t>t</t></r><r><rPr><b/></rPr><t>wo</t></r>'
    "<rPh><t>kana</t></rPh></si></sst>"
)


def rich(properties: str = "", sheet: str = RICH) -> bytes:
    """A workbook with shared strings, its main part elsewhere, and a sheet of charts."""
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

    def relations(*named: tuple[str, str, str]) -> str:
        inner = "".join(f'<Relationship Id="{one}" Type="{kinds}/{kind}" Target="{to}"/>' for one, kind, to in named)
        space = "http://schemas.openxmlformats.org/package/2006/relationships"
        return f'<Relationships xmlns="{space}">{inner}</Relationships>'

    sheets = (
        '<sheet name="one" r:id="r1"/><sheet name="chart" r:id="r2"/><sheet name="two" state="veryHidden" r:id="r3"/>'
    )
    return archive(
        {
            "_rels/.rels": relations(("a", "extended", "docs/x.xml"), ("b", "officeDocument", "/book/main.xml")),
            "book/main.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{kinds}">{properties}{sheets}</workbook>',
            "book/_rels/main.xml.rels": relations(
                ("r1", "worksheet", "s/one.xml"),
                ("r2", "chartsheet", "s/chart.xml"),
                ("r3", "worksheet", "../other/two.xml"),
                ("r4", "sharedStrings", "strings.xml"),
            ),
            "book/s/one.xml": sheet,
            "book/s/chart.xml": "<chart/>",
            "book/strings.xml": STRINGS,
            "other/two.xml": f'<worksheet xmlns="{MAIN}"><row r="2"><c><v>5</v></c></row></worksheet>',
        }
    )


def sheet_of(rows: str) -> bytes:
    return rich("", f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>')


OPEN = Path(__file__).with_name("open.xml").read_text("utf-8")  # every turn that an OpenDocument sheet may take
TEXT_FILES: dict[str, bytes] = {
    "commas": b"a,b\n1,2\n\n , \n3,4\n",
    "a mark before it": "\ufeffa,b\n1,2\n".encode(),
    "two marks before it": "\ufeff\ufeffa,b\ufeff\n1,2\n".encode(),
    "tabs": b"a\tb\n1,5\t2\n",
    "semicolons": b"a;b\n1,5;2\n",
    "sep line": b"sep=;\na;b\n1;2,2,2\n",
    "sep line in quotes": b'"SEP=|"\r\na|b\r\n1|2\r\n',
    "UTF-16": "a\tb\n甲\t2\n".encode("utf-16"),
    "CP932": "甲,b\n①,2\n".encode("cp932"),
    "EUC-JP": "甲乙丙,b\n1,2\n".encode("euc_jp"),
    "ISO-2022-JP": "甲,b\n".encode("iso2022_jp"),
    "zeros": b"a\x00,b\n",
    "control in CP932": b"\x8db\x01,b\n",
    "gaiji": "a,b\n\ue000,2\n".encode(),
    "gaiji in CP932": b"\xf0\x40,b\n",
    "kept as text": b'="001",="2\n',
    "an open quote": b'a,b,c,d\n"1,2,3,4\n5,6,7,8\n9,9,9,9"\n',
    "a broken quote": b'a,b\n"1"x,2\n',
    "quoted lines": b'"a\nb",c\n1,2\n',
    "commas in quotes": b'"a,b,c,d,e";f\n1;2\n',
}
OTHERS: dict[str, bytes] = {
    "pdf": b"%PDF-1.4",
    "rtf": b"{\\rtf1",
    "html": b" <HTML>",
    "doctype": b"<!DOCTYPE html>",
    "table": b"<table>",
    "meta": b"<meta x>",
    "xml": b"\xef\xbb\xbf<?xml version='1.0'?>",
    "png": b"\x89PNG",
    "jpeg": b"\xff\xd8\xff",
    "xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    "protected": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
    "cut": b"PK\x03\x04",
    "empty": b"",
    "xlsb": archive({"xl/workbook.bin": ""}),
    "word": archive({"word/document.xml": ""}),
    "numbers": archive({"Index/Document.iwa": ""}),
    "zip": archive({"a.txt": ""}),
    "no sheets": archive({"[Content_Types].xml": ""}),
    "bad xml": archive({"_rels/.rels": "<a>"}),
    "protected ods": archive({"content.xml": "<a/>", "META-INF/manifest.xml": "<encryption-data/>"}),
    "bad ods": archive({"content.xml": "<a", "META-INF/manifest.xml": ""}),
}


def of_files() -> Calls:
    def limited(limit: str, value: int, content: bytes, name: str = "f.xlsx") -> Any:
        with patch(f"yosan.data.spreadsheet.{limit}", value):
            return tabs(content, name)

    row = '<row r="{0}"><c><v>1</v></c></row>'
    two = Page(
        [["a", 1]],
        "t",
        "hidden",
        ("A1:B1",),
        (1,),
        filtered=True,
        columns='<cols><col min="2" max="2" hidden="1"/></cols>',
    )
    dense = io.BytesIO()
    with zipfile.ZipFile(dense, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("_rels/.rels", "x" * 6_000_000)
    open_parts = {"content.xml": OPEN, "META-INF/manifest.xml": "<manifest/>"}
    one = xlsx(Page([["a"], ["b"], ["c"]]))
    return {
        "a workbook": partial(tabs, xlsx(Page(GRID, "s"), two)),
        "of the strict standard": lambda: tabs(
            xlsx(Page(GRID[:1]), main="http://purl.oclc.org/ooxml/spreadsheetml/main")
        )[:3],
        "a rich one": partial(tabs, rich()),
        "one from 1904": partial(tabs, rich('<workbookPr date1904="1"/>')),
        "rows out of order": partial(tabs, sheet_of(row.format(2) + row.format(2))),
        "a row too far": partial(tabs, sheet_of(row.format(1_048_577))),
        "the last row": partial(tabs, sheet_of(row.format(1_048_576))),
        "a cell too far": partial(tabs, sheet_of('<row r="1"><c r="SG1"><v>1</v></c></row>')),
        "the last column": lambda: tabs(sheet_of('<row r="1"><c r="SF1"><v>1</v></c></row>'))[1].count("|"),
        "too many cells": partial(tabs, sheet_of(f'<row r="1">{"<c/>" * 16_385}</row>')),
        "OpenDocument": partial(tabs, archive(open_parts), "f.ods"),
        "as LibreOffice writes": partial(
            tabs, ods(Page(OLD, "s"), Page([["a", 1]], "t", "hidden", hidden=(1,))), "f.ods"
        ),
        **{f"text: {name}": partial(tabs, content, "f.csv") for name, content in TEXT_FILES.items()},
        **{f"no table: {name}": partial(tabs, content) for name, content in OTHERS.items()},
        "too large unpacked": partial(limited, "archive.UNPACKED_LIMIT", 100, one),
        "too many parts": partial(limited, "archive.PARTS_LIMIT", 4, one),
        "as many parts as may be": lambda: len(limited("archive.PARTS_LIMIT", 5, one)),
        "too many elements": partial(limited, "archive.ELEMENTS_LIMIT", 10, one),
        "too dense": partial(tabs, dense.getvalue()),
        "too long a stretch": lambda: _stretched(one),
        "too many rows": partial(limited, "textfile.ROWS_LIMIT", 2, b"a,b\n1,2\n3,4\n", "f.csv"),
        "as many rows as may be": partial(limited, "textfile.ROWS_LIMIT", 3, b"a,b\n1,2\n3,4\n", "f.csv"),
        "too many rows of OpenDocument": partial(limited, "opendocument.ROWS_LIMIT", 3, archive(open_parts), "f.ods"),
        "attributes": lambda: [
            f"{name} {attribute(element, 'name')}"
            for name, element in elements(
                open_archive(archive({"a": '<a xmlns:x="y"><b x:name="n"/><c name="m"/></a>'})), "a", "b"
            )
        ],
    }


def _stretched(content: bytes) -> Any:
    with patch("yosan.data.spreadsheet.archive.STRETCH_LIMIT", 50):
        return tabs(content)


Rows = list[list[Any]]
BARE = [head.replace("、円", "").replace("（円）", "") for head in HEADER]  # no unit


def change(row: list[Any], **places: Any) -> list[Any]:
    return [places.get(f"c{place}", cell) for place, cell in enumerate(row)]


NARROW = [head for head in HEADER if head not in ("業種", "資本金（円）")]
THIN = [cell for place, cell in enumerate(A) if place not in (5, 6)]
LAYOUTS: dict[str, Rows] = {
    "plain": [HEADER, A, B],
    "title, unit, note and total": [
        ["令和2年度"],
        ["（単位：千円）"],
        BARE,
        change(A, c8=70_000),
        change(B, c8=40_000, c11=5_000),
        ["", "", "合計", "", "", "", "", "", 110_001],
        ["※ 税抜"],
    ],
    "two totals": [
        HEADER,
        A,
        ["", "", "小計", *[""] * 5, 70_000_000],
        B,
        ["", "", "小計", *[""] * 5, 1],
        ["計", *[""] * 7, 110_000_000],
    ],
    "example, repeated header, blank rows": [HEADER, change(A, c0="例"), [], A, HEADER, B],
    "unused columns and one without a header": [[*HEADER, "備考", "", "資本"], [*A, "x", "y", "z"], [*B, "", "", ""]],
    "overlong rows": [HEADER, [*A, "x"], B],
    "units in headers that disagree": [["（単位：百万円）"], change(HEADER, c8="補助対象経費（税抜、千円）"), A, B],
    "unknown unit and gross": [["（単位：ドル）"], ["金額は税込"], HEADER, A, B],
    "no entries": [HEADER],
    "a form that is none": [["a", "b", "c"], [1, 2, 3]],
    "doubled and missing columns": [[*NARROW[:3], *NARROW[4:], "規模"], [*THIN[:3], *THIN[4:], "x"]],
    "a total as an entry": [HEADER, A, change(B, c2="合計")],
    "dates as ids": [HEADER, change(A, c1="1-Feb", c0=Styled(43_832, DATE)), change(B, c1="1月2日")],
    "marks": [
        HEADER,
        change(A, c8=Formula("A1"), c2=Styled("x", STRUCK)),
        change(B, c8=Styled(40_000, THOUSANDS), c11=Fault("#REF!")),
    ],
    "a row struck through": [HEADER, A, [Styled(cell or "-", STRUCK) for cell in B]],
    "cells that show nothing": [
        HEADER,
        change(A, c8=Styled(70_000_000, UNSHOWN)),
        change(B, c8=Styled(40_000_000, WHITE)),
    ],
    "two header rows": [
        [*HEADER[:8], "経費", "", *HEADER[9:]],
        [*[""] * 8, "補助対象経費（税抜、円）", "うち機械", "", "", ""],
        [*A[:9], 5, *A[9:]],
        [*B[:9], 6, *B[9:]],
    ],
    "words that are explained": [HEADER, change(A, c4="中堅企業", c9="経営力向上計画"), change(B, c3="否", c10="未定")],
    "small and large amounts": [["単位：千円"], BARE, change(A, c8=70_000_000), change(B, c8=5, c11="")],
    "small amounts": [HEADER, change(A, c8=70_000), change(B, c8=40, c11=0)],
    "large by staff": [HEADER, A, change(B, c7=500)],
}
SPLIT = (
    "連携体ID,構成員ID,事業者名,幹事企業,規模,補助対象経費（税抜、円）,備考1,備考2,認定・承認,専門家の活用\n"
    "甲,A,x,はい,中小企業者,70,000,000,なし,はい\n"
)
DOWN: list[list[Any]] = [
    ["事業計画", "", "", "", ""],
    ["（単位：千円）", "", "", "", ""],
    ["企業名", "甲社", "", "", ""],
    ["", "基準年度", "1年後", "2年後", "3年後", "備考"],
    ["①営業利益", 100, "▲5", 120, 130, "x"],
    ["②人件費", 200, 201, 202, 203],
    ["③減価償却費", 9, 9, 9, 9],
    ["④経常利益", 90, 91, 92, 93],
    ["従業員数", 10, 10, 11, "12.5人"],
    ["給与支給総額", 150, 151, 152, 153],
    ["付加価値額（①＋②＋③）", 309, 205, 331, 342],
]


def of_layouts() -> Calls:
    def members(content: bytes, name: str = "f.xlsx", sheet: str = "") -> Any:
        read = read_members(file.Upload(name, content), sheet)
        return [*map(str, read.remarks), *read.members.to_csv(index=False).splitlines()]

    def plans(content: bytes, sheet: str = "") -> Any:
        read = read_plans(file.Upload("f.xlsx", content), sheet)  # type: ignore[arg-type]
        return [*map(str, read.remarks), *map(str, read.plans)]

    merged = [HEADER, A, change(B, c0=""), change(B, c0="乙", c1="C", c3="はい"), change(B, c0="", c1="D")]

    def headed(*names: str) -> Any:
        problems: list[Problem] = []
        matched = match_header("f", names, load_form("members"), problems)
        return [str(matched.places), str(matched.units), str(matched.unused), *map(str, problems)]

    lacking = [row for row in DOWN if row[0] != "③減価償却費"]
    return {
        **{name: partial(members, xlsx(Page(rows))) for name, rows in LAYOUTS.items()},
        **{
            f"{name}, OpenDocument": partial(members, ods(Page(LAYOUTS[name])), "f.ods")
            for name in ("plain", "two totals")
        },
        "sheets": partial(
            members, xlsx(Page([["x"]], "note"), Page(LAYOUTS["plain"], "one"), Page(LAYOUTS["plain"], "two"))
        ),
        "a hidden sheet": partial(members, xlsx(Page([["x"]], "note"), Page(LAYOUTS["plain"], "one", "hidden"))),
        "a sheet by its name": partial(
            members, xlsx(Page([["x"]], "note"), Page(LAYOUTS["plain"], "one", "hidden")), "f.xlsx", "one"
        ),
        "no such sheet": partial(members, xlsx(Page(LAYOUTS["plain"], "one")), "f.xlsx", "onne"),
        "hidden rows and columns": partial(
            members, xlsx(Page(LAYOUTS["plain"], hidden=(3,), columns='<cols><col min="9" max="9" hidden="1"/></cols>'))
        ),
        "filtered rows": partial(members, xlsx(Page(LAYOUTS["plain"], hidden=(2, 3), filtered=True))),
        "merged cells": partial(members, xlsx(Page(merged, merges=("A2:A3", "A4:A5")))),
        "merged amounts": partial(members, xlsx(Page(merged, merges=("A2:A3", "A4:A5", "I2:I3", "C4:D5")))),
        "too many merges": lambda: _few_merges(xlsx(Page(merged, merges=("A2:A3", "A4:A5")))),
        "a split amount": partial(members, SPLIT.encode(), "f.csv"),
        "headers": partial(
            headed,
            "企業名",
            "ＩＤ",
            "lead",
            "規模 ",
            "補助対象経費（千円）",
            "経費（税込）",
            "資本",
            "",
            "employees (人)",
        ),
        "doubled headers": partial(headed, "name", "事業者名", "規模", "size", "補助対象経費"),
        "a plan down": partial(plans, xlsx(Page(DOWN))),
        "a plan down without its firm": partial(plans, xlsx(Page([*DOWN[:2], *DOWN[3:]]))),
        "a plan down that lacks an item": partial(plans, xlsx(Page(lacking))),
        "a plan down with an item twice": partial(plans, xlsx(Page([*DOWN, DOWN[5]]))),
        "two plans down": partial(plans, xlsx(Page(DOWN, "one"), Page(DOWN, "two"))),
        "a plan down with wrong cells": partial(
            plans,
            xlsx(
                Page(
                    [*DOWN[:4], ["①営業利益", "x", Formula("A1"), "", 1], *DOWN[5:7], ["④経常利益", 1, 1, 1], *DOWN[8:]]
                )
            ),
        ),
        "years of the calendar": partial(plans, xlsx(Page([*DOWN[:3], ["", "R1", "R2", "R3", "R4"], *DOWN[4:]]))),
        "an unknown unit": partial(plans, xlsx(Page([DOWN[0], ["（単位：ドル）"], *DOWN[2:]]))),
        "budget by sheets": lambda: _budget(
            xlsx(
                Page(
                    [["勘定・項目", "額", "単位"], ["合計", 100, "億円"], ["甲", "60億円", ""], ["乙", "40億円", ""]],
                    "令和2年度概算要求",
                ),
                Page([["勘定・項目", "額（百万円）"], ["合計", 9_000], ["甲", "5,000"], ["乙", 4_000]], "R1当初"),
                Page([["メモ"]], "Sheet3"),
            )
        ),
    }


def _few_merges(content: bytes) -> Any:
    with patch("yosan.data.spreadsheet.merges.MERGES_LIMIT", 1):
        return read_members(file.Upload("f.xlsx", content)).remarks


def _budget(content: bytes) -> Any:
    read = read_budget_book(file.Upload("f.xlsx", content))
    return [
        *map(str, read.remarks),
        *read.budget.amounts.to_csv(index=False).splitlines(),
        *read.budget.accounts["account_id"],
    ]


CALLS = {"cells": of_cells, "remarks": of_remarks, "looks": of_looks, "files": of_files, "layouts": of_layouts}


@pytest.mark.parametrize("part", CALLS)
def test_what_is_read_of_a_spreadsheet_is_what_is_on_record(part: str) -> None:
    known = on_record(RECORDS)[part]
    assert {name: answer(call) for name, call in CALLS[part]().items()} == known

"""Workbooks that are small on the disk and endless when read, made anew for each test."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

HEADER = [
    "consortium_id",
    "member_id",
    "name",
    "lead",
    "size",
    "eligible_cost_yen",
    "certification",
    "expert",
    "employees",
    "local_support_yen",
]
ROW = ["K", "1", "A", "yes", "medium", "70000000", "none", "no", "50", "0"]
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_ODF = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
)


def archive(parts: dict[str, str | bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return packed.getvalue()


def _row(cells: list[str], number: int) -> str:
    inside = "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in cells)
    return f'<row r="{number}">{inside}</row>'


GOOD = _row(HEADER, 1) + _row(ROW, 2)


def xlsx(
    rows: str = GOOD, after: str = "", sheets: int = 1, strings: str = "", head: str = "", filler: int = 0
) -> bytes:
    """A members form whose sheet, shared strings and further sheets are given as XML."""
    ids = range(1, sheets + 1)
    sheet = f'{head}<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData>{after}</worksheet>'
    book = "".join(f'<sheet name="S{n}" sheetId="{n}" r:id="r{n}"/>' for n in ids)
    links = "".join(f'<Relationship Id="r{n}" Type="{_OFFICE}/worksheet" Target="worksheets/s.xml"/>' for n in ids)
    links += f'<Relationship Id="s" Type="{_OFFICE}/sharedStrings" Target="strings.xml"/>'
    top = f'<Relationship Id="a" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
    return archive(
        {
            "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}">{top}</Relationships>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_RELATIONS}">{links}</Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{book}</sheets></workbook>',
            "xl/worksheets/s.xml": sheet,
            "xl/strings.xml": f'<sst xmlns="{_MAIN}">{strings}</sst>',
            **({"filler.bin": _noise(filler)} if filler else {}),
        }
    )


def _noise(size: int) -> bytes:
    """What does not pack, so that the ratio of the archive looks harmless."""
    import random

    return random.Random(0).randbytes(size)


def ods(table: str) -> bytes:
    body = f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body>"
    return archive({"content.xml": f"<office:document-content {_ODF}>{body}</office:document-content>"} | _MANIFEST)


_MANIFEST = {"META-INF/manifest.xml": "<manifest/>"}


def _ods_row(cells: list[str], more: str = "") -> str:
    inside = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>' for cell in cells
    )
    return f"<table:table-row>{inside}{more}</table:table-row>"


def _ods_table(more: str = "", rows: str = "") -> str:
    good = _ods_row(HEADER) + _ods_row(ROW, more) + rows
    return f'<table:table table:name="S">{good}</table:table>'


_WIDE = '<table:table-cell table:number-columns-repeated="16384"/>'
_ENTITIES = "<!DOCTYPE x [<!ENTITY a '0123456789'>" + "".join(
    f"<!ENTITY {after} '{f'&{before};' * 10}'>" for before, after in zip("abcdefgh", "bcdefghi", strict=True)
)

HEAD = ",".join(HEADER).encode() + b"\n"

# what is wrong -> the file, and its ending; each must be answered within the bounds of time and memory of the test
BOMBS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "a text of one row": (".csv", lambda: HEAD + b"a," * 15_000_000),
    "a text of blank rows": (".csv", lambda: HEAD + b"\n" * 15_000_000),
    "a text whose row goes on over lines": (".csv", lambda: HEAD + b'"a\n",' * 90_000),
    "a text with one line of 5 MB": (".csv", lambda: HEAD + b"a" * 5_000_000),
    "a text with a cell in the 501st column": (".csv", lambda: HEAD + b"," * 500 + b"a\n"),
    "a row numbered beyond the end": (".xlsx", lambda: xlsx(_row(HEADER, 1) + _row(ROW, 999_999_999))),
    "a row numbered beyond any number": (".xlsx", lambda: xlsx(_row(HEADER, 1) + _row(ROW, 10**30))),
    "50 MB of blank rows": (".xlsx", lambda: xlsx(GOOD + "<row/>" * 8_000_000)),
    "blank rows beside what does not pack": (".xlsx", lambda: xlsx(GOOD + "<row/>" * 8_000_000, filler=600_000)),
    "one row over and over": (".xlsx", lambda: xlsx(GOOD + '<row r="3"/>' * 3_000_000, filler=600_000)),
    "one cell over and over": (
        ".xlsx",
        lambda: xlsx(GOOD + '<row r="3">' + '<c r="A3"/>' * 4_000_000 + "</row>", filler=700_000),
    ),
    "a cell in column XFD of each row": (
        ".xlsx",
        lambda: xlsx(GOOD + "".join(f'<row r="{n}"><c r="XFD{n}"><v>1</v></c></row>' for n in range(3, 200_000))),
    ),
    "a string of 60 MB": (".xlsx", lambda: xlsx(strings=f"<si><t>{'x' * 60_000_000}</t></si>", filler=800_000)),
    "a shared string of 40 MB in each cell": (
        ".xlsx",
        lambda: xlsx(
            _row(HEADER, 1) + '<row r="2">' + '<c t="s"><v>0</v></c>' * 10 + "</row>",
            strings=f"<si><t>{'x' * 40_000_000}</t></si>",
            filler=600_000,
        ),
    ),
    "shared strings of 490 MB": (".xlsx", lambda: xlsx(strings="<si><t>xxxxxxxx</t></si>" * 20_000_000)),
    "nested elements": (".xlsx", lambda: xlsx("<row>" * 300_000 + "</row>" * 300_000, filler=100_000)),
    "400 sheets of 100,000 rows": (
        ".xlsx",
        lambda: xlsx("".join(f'<row r="{n}"><c><v>1</v></c></row>' for n in range(100_000)), sheets=400),
    ),
    "merged over all, many times": (
        ".xlsx",
        lambda: xlsx(
            _row(HEADER, 1) + "".join(_row(ROW, n) for n in range(2, 20_000)),
            after="<mergeCells>" + '<mergeCell ref="A2:A1048576"/>' * 50_000 + "</mergeCells>",
        ),
    ),
    "entities of entities": (".xlsx", lambda: xlsx(f"&i;{GOOD}", head=f"{_ENTITIES}]>")),
    "10,001 parts": (".xlsx", lambda: archive({str(n): "" for n in range(10_001)})),
    "a row that stands a thousand million times": (
        ".ods",
        lambda: ods(
            _ods_table(rows=_ods_row(ROW).replace("-row>", '-row table:number-rows-repeated="1000000000">', 1))
        ),
    ),
    "a cell that stands sixteen thousand times, again and again": (".ods", lambda: ods(_ods_table(_WIDE * 200_000))),
    "blank rows without end": (
        ".ods",
        lambda: ods(_ods_table(rows='<table:table-row table:number-rows-repeated="999999999999"/>' * 9)),
    ),
    "columns hidden without end": (
        ".ods",
        lambda: ods(
            _ods_table().replace(
                "><table:table-row>",
                '><table:table-column table:visibility="collapse" table:number-columns-repeated="999999999"/>'
                "<table:table-row>",
                1,
            )
        ),
    ),
}

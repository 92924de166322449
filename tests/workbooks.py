"""Writes small workbooks and text files as other programs do: what openpyxl would not write, and faster."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

from yosan.data.spreadsheet.grid import column_letters

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OFFICE = "urn:oasis:names:tc:opendocument:xmlns:"
PLAIN, DATE, THOUSANDS, MAN_YEN, DOLLARS, STRUCK, WHITE, WHITE_ON_BLUE, UNSHOWN, ZERO_UNSHOWN = range(10)  # formats

_CODES = ("#,##0,", '#,##0"万円"', "$#,##0")
_MORE_CODES = ("[White];;;", "#,##0;-#,##0;;@")
_FONTS = '<font/><font><strike/></font><font><color rgb="FFFFFFFF"/></font><font><color theme="0"/></font>'
_FILLS = '<fill><patternFill patternType="none"/></fill><fill><patternFill patternType="solid"/></fill>'


@dataclass(frozen=True)
class Formula:
    """A formula with the value that was stored, if any."""

    text: str
    value: Any = None


@dataclass(frozen=True)
class Styled:
    """A number or text in another format."""

    number: Any
    style: int


@dataclass(frozen=True)
class Fault:
    """An error such as #N/A."""

    text: str


@dataclass(frozen=True)
class Page:
    """A sheet to write; merges as A1:A2, hidden rows by number."""

    rows: Sequence[Sequence[Any]]
    name: str = "Sheet1"
    state: str = "visible"
    merges: tuple[str, ...] = ()
    hidden: tuple[int, ...] = ()
    filtered: bool = False
    columns: str = ""
    numbers: tuple[int, ...] = field(default=())


def xlsx(*pages: Page, main: str = MAIN) -> bytes:
    """Write an .xlsx workbook."""
    sheets = "".join(
        f'<sheet name="{escape(page.name)}" sheetId="{place}" state="{page.state}" r:id="rId{place}"/>'
        for place, page in enumerate(pages, 1)
    )
    targets = "".join(
        f'<Relationship Id="rId{place}" Type="{RELATION}/worksheet" Target="worksheets/sheet{place}.xml"/>'
        for place in range(1, len(pages) + 1)
    )
    formats = "".join(f'<xf numFmtId="{number}"/>' for number in (0, 14, *range(164, 164 + len(_CODES))))
    formats += '<xf numFmtId="0" fontId="1"/><xf fontId="2" fillId="0"/><xf fontId="3" fillId="1"/>'
    formats += "".join(f'<xf numFmtId="{164 + len(_CODES) + at}"/>' for at in range(len(_MORE_CODES)))
    written = enumerate((*_CODES, *_MORE_CODES), 164)
    codes = "".join(f'<numFmt numFmtId="{number}" formatCode="{escape(code)}"/>' for number, code in written)
    parts = {
        "_rels/.rels": _relations(f'<Relationship Id="a" Type="{RELATION}/officeDocument" Target="xl/workbook.xml"/>'),
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{RELATION}"><sheets>{sheets}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _relations(
            f'{targets}<Relationship Id="s" Type="{RELATION}/styles" Target="styles.xml"/>'
        ),
        "xl/styles.xml": f'<styleSheet xmlns="{main}"><numFmts>{codes}</numFmts>'
        f"<fonts>{_FONTS}</fonts><fills>{_FILLS}</fills><cellXfs>{formats}</cellXfs></styleSheet>",
    }
    parts |= {f"xl/worksheets/sheet{place}.xml": _sheet(page, main) for place, page in enumerate(pages, 1)}
    return archive(parts)


def archive(parts: dict[str, str]) -> bytes:
    """Pack files."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in parts.items():
            packed.writestr(name, text)
    return stream.getvalue()


def _relations(inner: str) -> str:
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>'
    )


def _sheet(page: Page, main: str) -> str:
    rows = []
    for number, row in zip(page.numbers or range(1, len(page.rows) + 1), page.rows, strict=True):
        cells = "".join(_cell(f"{column_letters(place)}{number}", value) for place, value in enumerate(row))
        hidden = ' hidden="1"' if number in page.hidden else ""
        rows.append(f'<row r="{number}"{hidden}>{cells}</row>')
    merges = "".join(f'<mergeCell ref="{merge}"/>' for merge in page.merges)
    kept = '<autoFilter ref="A1:L9"><filterColumn colId="0"/></autoFilter>' if page.filtered else ""
    return (
        f'<worksheet xmlns="{main}">{page.columns}<sheetData>{"".join(rows)}</sheetData>{kept}'
        f"{f'<mergeCells>{merges}</mergeCells>' if merges else ''}</worksheet>"
    )


def _cell(place: str, value: Any) -> str:
    if isinstance(value, Formula):
        kept = "" if value.value is None else f"<v>{escape(str(value.value))}</v>"
        kind = ' t="str"' if isinstance(value.value, str) else ""
        return f'<c r="{place}"{kind}><f>{escape(value.text)}</f>{kept}</c>'
    if isinstance(value, Styled):
        return _cell(place, value.number).replace("<c ", f'<c s="{value.style}" ', 1)
    if isinstance(value, Fault):
        return f'<c r="{place}" t="e"><v>{value.text}</v></c>'
    if isinstance(value, (int, float)):
        return f'<c r="{place}"><v>{value!r}</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t>{escape(value)}</t></is></c>' if value else ""


def ods(*pages: Page) -> bytes:
    """Write an .ods workbook; merges are left out."""
    spaces = " ".join(
        f'xmlns:{name}="{OFFICE}{name}:1.0"' for name in ("office", "table", "text", "style", "number", "fo")
    )
    styles = (
        '<office:automatic-styles><style:style style:name="away" style:family="table">'
        '<style:table-properties table:display="false"/></style:style></office:automatic-styles>'
    )
    away = {page.name: "" if page.state == "visible" else ' table:style-name="away"' for page in pages}
    tables = "".join(
        f'<table:table table:name="{escape(page.name)}"{away[page.name]}>{page.columns}'
        f"{''.join(_ods_row(number, row, page) for number, row in enumerate(page.rows, 1))}"
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell'
        ' table:number-columns-repeated="16384"/></table:table-row></table:table>'
        for page in pages
    )
    body = f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
    return archive(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": "<manifest/>",
            "content.xml": f"<office:document-content {spaces}>{styles}{body}</office:document-content>",
        }
    )


def _ods_row(number: int, row: Sequence[Any], page: Page) -> str:
    hidden = ' table:visibility="collapse"' if number in page.hidden else ""
    return f"<table:table-row{hidden}>{''.join(map(_ods_cell, row))}</table:table-row>"


def _ods_cell(value: Any) -> str:
    if isinstance(value, Formula):
        kept = "" if value.value is None else f' office:value-type="float" office:value="{value.value}"'
        return f'<table:table-cell table:formula="of:={escape(value.text)}"{kept}/>'
    if isinstance(value, (int, float)):
        return f'<table:table-cell office:value-type="float" office:value="{value}"/>'
    value = value.text if isinstance(value, Fault) else value
    if not value:
        return "<table:table-cell/>"
    paragraphs = "".join(f"<text:p>{escape(line)}</text:p>" for line in str(value).split("\n"))
    return f'<table:table-cell office:value-type="string">{paragraphs}</table:table-cell>'

"""What a batch amounts to: an index with totals, its numbers as CSV and workbook, and who was refused."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.xml.functions import tostring

from yosan.errors import Remark
from yosan.escape import to_csv
from yosan.render import english, names, receipt, site, template
from yosan.render.batch import CONSORTIA, ITEMS, Refused
from yosan.render.workbook import write_row
from yosan.writing import Lang, format_value, visible

READERS = "user-input"  # source of what rests on a file of the reader's
ADDABLE = {"yen", "million_yen", "oku", "count"}  # units whose numbers may be summed over consortia
_SAVED = datetime(2020, 1, 1)  # workbooks carry the moment of saving; the same numbers shall give the same bytes


@dataclass(frozen=True)
class Summed:
    """What one consortium's report published."""

    consortium_id: str
    numbers: Mapping[str, Mapping[str, Any]]  # value and unit by name
    cards: Sequence[Mapping[str, str]]

    @property
    def title(self) -> str:
        """What tables call it."""
        return visible(self.consortium_id)

    @property
    def slug(self) -> str:
        """The name of its files."""
        return names.slug(self.consortium_id)


def write_summary(
    consortium_ids: Iterable[str],
    refused: Sequence[Refused],
    langs: Sequence[Lang],
    out: Path,
    remarks: Iterable[Remark] = (),
    kind: str = CONSORTIA,
) -> dict[str, str]:
    """Write the summary of the reports in a folder.

    Parameters
    ----------
    consortium_ids : those whose reports are there in every language.
    refused : the others, each with its reason, which is told in the first of the languages.
    remarks : what was done to read the file.
    kind : what they are, see ``batch.kind_of``; only consortia have totals, for ministries share accounts and a year's
        budget is not added to another's.

    Returns
    -------
    Fingerprints of the files written, by path.
    """
    rows = [_row(consortium_id, langs[0], out) for consortium_id in consortium_ids]
    units, reasons = (
        _units(rows, kind),
        [(visible(consortium_id), reason.of(langs[0])) for consortium_id, reason in refused],
    )
    first, totals = (kind, _totals(rows, units)) if kind == CONSORTIA else ("report", {})
    last = [["total", *(totals.get(name) for name in units)]] if kind == CONSORTIA else []
    heads = [f"{name} ({unit})" for name, unit in units.items()]  # of ministries in oku, of consortia in yen
    table = [[first, *heads], *([r.consortium_id, *(r.numbers[n]["value"] for n in units)] for r in rows)]
    around = site.pages([], {}, out).items()
    pages: dict[str, str | bytes] = {
        "summary.csv": to_csv(table),
        "summary.xlsx": _workbook(table, last),
        "refused.csv": to_csv([[first, "reason"], *reasons]),
        "index.html": _index(
            rows, units, totals, kind, reasons, langs, [remark.said.of(langs[0]) for remark in dict.fromkeys(remarks)]
        ),
        **{name: page for name, page in around if name.endswith("sources.html")},  # reports lead there
    }
    reports = [f"{lang}/{row.slug}" for row in rows for lang in langs]
    return receipt.write_pages(pages, reports, out)


def _row(consortium_id: str, lang: Lang, out: Path) -> Summed:
    name = f"{lang}/{names.slug(consortium_id)}"
    values = json.loads((out / f"{name}.json").read_text("utf-8"))["values"]
    numbers = {name: number for name, number in values.items() if isinstance(number["value"], (int, float))}
    return Summed(consortium_id, numbers, receipt.load(out, name).get("answer", {}).get("cards", []))


def _units(rows: Sequence[Summed], kind: str) -> dict[str, str]:
    """Units of the numbers that every report published, by name; none by a rank, which each has its own of."""
    first = rows[0].numbers if rows else {}
    ranked = re.compile(r"\.\d" if kind == ITEMS else r"(?!)")
    shared = [name for name in first if all(name in row.numbers for row in rows)]
    return {name: first[name]["unit"] for name in shared if not ranked.search(name)}


def _totals(rows: Sequence[Summed], units: Mapping[str, str]) -> dict[str, int | float]:
    """Sums of what can be added; where some of it rests on the reader's file, of that alone and of no rule's value."""
    addable = [name for name, unit in units.items() if unit in ADDABLE]
    own = [name for name in addable if any(one["source_id"] == READERS for one in rows[0].numbers[name]["sources"])]
    return {name: sum(row.numbers[name]["value"] for row in rows) for name in own or addable}


def _workbook(table: Sequence[Sequence[Any]], last: Sequence[Sequence[Any]]) -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title, sheet.freeze_panes = "summary", "B2"
    for line in (*table, *last):
        write_row(sheet, line)
    for cell in (*sheet[1], *(sheet[sheet.max_row] if last else ())):
        cell.font = Font(bold=True)
    saved, stable = io.BytesIO(), io.BytesIO()
    book.save(saved)
    book.properties.created = book.properties.modified = _SAVED
    with ZipFile(saved) as archive, ZipFile(stable, "w") as copy:
        for name in archive.namelist():
            core = name == "docProps/core.xml"
            copy.writestr(
                ZipInfo(name), tostring(book.properties.to_tree()) if core else archive.read(name), ZIP_DEFLATED
            )
    return stable.getvalue()


def _index(
    rows: Sequence[Summed],
    units: Mapping[str, str],
    totals: Mapping[str, int | float],
    kind: str,
    refused: Sequence[tuple[str, str]],
    langs: Sequence[Lang],
    remarks: Sequence[str],
) -> str:
    """Show each report's cards, and their totals where they may be added."""
    cards = [card for card in (rows[0].cards if rows else []) if card["name"] in units]
    written = {name: format_value(total, units[name], langs[0]) for name, total in totals.items()}
    page = template.render(
        "batch.html.j2",
        rows=[(row, {card["name"]: card.get("exact", card["value"]) for card in row.cards}) for row in rows],
        consortia=kind == CONSORTIA,
        cards=cards,
        totals=written,
        refused=refused,
        remarks=remarks,
        langs=langs,
        policy=template.content_policy(""),
        receipt={name: mark[:12] for name, mark in receipt.surroundings().items()},
    )
    given = [row.title for row in rows] + [said for pair in refused for said in pair] + [*remarks]  # words of the file
    return english.mark_japanese(page, given) if langs[0] == "en" else page

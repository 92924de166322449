"""Each format has one door, and nothing that goes through it is markup, a formula or a command."""

from __future__ import annotations

import ast
import csv
import html
import io
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import pytest
from nbconvert.filters import markdown2html

from hostile.hostile import ALL
from repository import ROOT
from yosan import escape
from yosan.errors import Problem
from yosan.messages import Message
from yosan.render import workbook
from yosan.show.style import lettered

each = pytest.mark.parametrize("text", ALL, ids=ascii)
LIB = ROOT / "lib" / "yosan"
ACTING = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufffe\uffff]")
# what writes a format -> the modules that may, and why another way than ``escape`` is right there
WRITERS = {
    "html.escape": {"escape"},
    "html.unescape": set(),
    "csv.writer": {"data/members"},  # the members' round trip: read back as it was
    ".to_csv": {"explore/sheet", "data/items_mof"},  # the same for the form, and for parts that reports read again
    "json.dumps": {
        "escape",
        "cli/main",  # one letter that an encoding lacks, as JSON writes it
        "cli/new",  # a folder's name in TOML, whose texts are written as JSON's are
        "render/cache",  # records of the project's own, which nobody opens
        "render/receipt",
        "render/verify",
        "render/files",
    },
    "sheet.append": {"render/workbook", "cli/members_form", "cli/plan_form"},  # these two the form's own words
    ".to_excel": set(),
    "widgets.HTML": {"explore/form"},  # filled with what ``explore.sheet`` escapes
}


class Seen(HTMLParser):
    """What a browser would see: names of elements with those of their attributes, and the text."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, ...]] = []
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, *sorted(name for name, _ in attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


@each
def test_no_text_leaves_a_door_as_anything_but_text(text: str) -> None:
    seen = Seen(f'<p title="{escape.to_html(text)}">{escape.to_html(text)}</p>')
    assert (seen.elements, seen.text.replace("\r", "")) == ([("p", "title")], text.replace("\r", ""))
    sentence = Seen(markdown2html(f"{escape.to_markdown(text)} gets 5 yen."))
    assert sentence.elements == [("p",)]
    assert sentence.text.strip().endswith("gets 5 yen.")
    assert "\n" not in sentence.text.strip()
    assert re.fullmatch(r"[\w.~\-]*", escape.to_anchor(text))
    assert json.loads(written := escape.to_json([text], indent=1)) == [text]
    assert not ACTING.search(written.replace("\n", ""))
    assert not ACTING.search(escape.to_screen(text))
    assert not ACTING.search(Problem(text, Message("errors.none_of", name=text, known=(text,))).of("ja"))
    lettered(text)


@each
def test_no_cell_for_readers_is_a_formula_and_each_reads_back(text: str) -> None:
    table = escape.to_csv([["id", text], [text, -5]])
    (_, first), (second, number) = csv.reader(io.StringIO(table.removeprefix("\ufeff"), newline=""))
    assert first == second
    assert first.replace("'", "") == text.replace("'", "")
    assert first == text or not text.isalnum()
    assert not re.match(r"[\t\r\n]|\s*[=+\-@＝＋－＠]", first) or re.fullmatch(r"[-+]?[\d,.]+", first)
    assert number == "-5"  # a number stays one
    for other in ";\t":  # where a comma is the sign of decimals
        cells = [cell for row in csv.reader(io.StringIO(table, newline=""), delimiter=other) for cell in row]
        assert not any(cell.startswith(("=", "@", "+")) for cell in cells)


def test_no_cell_of_a_workbook_is_a_formula_and_each_is_saved() -> None:
    book = openpyxl.Workbook()
    for text in ALL:
        workbook.write_row(book.active, [text, 7])
    saved = io.BytesIO()
    book.save(saved)
    for text, (first, second) in zip(ALL, openpyxl.load_workbook(saved).active.iter_rows(), strict=True):
        assert (first.data_type, second.value) == ("s", 7), text
        assert not str(first.value).startswith("=") or first.quotePrefix


@pytest.mark.parametrize("module", sorted(LIB.rglob("*.py")), ids=lambda path: path.relative_to(LIB).as_posix())
def test_every_format_is_written_through_its_door(module: Path) -> None:
    here = module.relative_to(LIB).with_suffix("").as_posix()
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        called = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
        for writer, homes in WRITERS.items():
            if called == writer or (writer.startswith(".") and called.endswith(writer)):
                assert here in homes, f"line {node.lineno}: {called}"


# the project's own, and parts of its pages: of the search's index no letter opens an element
MARKUP = {"policy", "script", "entry.thumbnail", "searched[lang].index"} | {
    f"opening.{part}" for part in ("sentence", "notice", "title", "drawing")
}


def test_what_templates_take_as_markup_is_written_by_the_project() -> None:
    for path in (ROOT / "reports" / "template").glob("*.j2"):
        for name in re.findall(r"\{\{ *([\w.\[\]']+) *\| *safe", path.read_text("utf-8")):
            assert name in MARKUP, f"{path.name}: {name}"


def test_an_anchor_tells_names_apart() -> None:
    assert len({escape.to_anchor(text) for text in ALL}) == len(set(ALL))
    assert html.unescape(escape.to_html("&amp;lt;")) == "&amp;lt;"

"""What a user brings is read as it was written, or refused with file, row and reason."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spoken import in_english
from yosan.data.spreadsheet.cells import read_optional, read_whole, read_word
from yosan.data.spreadsheet.file import read_tabs
from yosan.data.spreadsheet.forms import Column, Form
from yosan.data.spreadsheet.grid import Grid
from yosan.data.spreadsheet.refusal import Refusal
from yosan.data.spreadsheet.sheets import Sheet, read_sheet
from yosan.data.spreadsheet.spellings import fold
from yosan.data.spreadsheet.table import find_table
from yosan.errors import InputError, Problem
from yosan.messages import written

FORM = Form(
    title_ja="試し",
    title_en="Trial",
    columns=(
        Column(name="firm", name_ja="事業者", note_ja="", note_en=""),
        Column(name="cost_yen", name_ja="経費（円）", also=("経費",), note_ja="", note_en=""),
        Column(name="remark", name_ja="備考", required=False, note_ja="", note_en=""),
    ),
)


def save(folder: Path, content: bytes, name: str = "in.csv") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def workbook(rows: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def read_grid(path: Path) -> Grid:
    return read_tabs(path)[0].read(None).grid


def columns_of(path: Path, problems: list[Problem]) -> Sheet:
    return read_sheet(path, FORM, problems, [])


def refusal(path: Path) -> str:
    with pytest.raises(InputError) as caught:
        read_grid(path)
    [told] = in_english(caught.value.problems)
    return told


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
def test_japanese_text_is_read_in_each_accepted_encoding(tmp_path: Path, encoding: str) -> None:
    path = save(tmp_path, "事業者,経費\n髙田㈱,①\n".encode(encoding))
    assert read_grid(path) == [(1, ["事業者", "経費"]), (2, ["髙田㈱", "①"])]


def test_half_width_katakana_in_cp932_is_not_taken_for_another_encoding(tmp_path: Path) -> None:
    assert read_grid(save(tmp_path, "firm\nｶ)ﾔﾏﾀﾞ\n".encode("cp932"))) == [(1, ["firm"]), (2, ["ｶ)ﾔﾏﾀﾞ"])]


@pytest.mark.parametrize("encoding", ["utf-16-le", "euc_jp", "iso2022_jp"])
def test_another_encoding_is_refused_and_named(tmp_path: Path, encoding: str) -> None:
    message = refusal(save(tmp_path, "事業者,経費\n西山製作所,1\n".encode(encoding)))
    assert message.startswith("in.csv: unknown encoding; expected UTF-8, UTF-16 or CP932")


def test_rows_are_numbered_as_a_spreadsheet_shows_them(tmp_path: Path) -> None:
    path = save(tmp_path, b'\n,\nfirm,cost\n"two\nlines",1\n\nB,2\n')
    assert [number for number, _ in read_grid(path)] == [3, 4, 6]


def test_a_workbook_keeps_blank_rows_in_its_numbering(tmp_path: Path) -> None:
    path = save(tmp_path, workbook([["firm", "cost_yen"], [None, None], ["A", 70000000.0], ["B", 0.5]]), "in.xlsx")
    assert read_grid(path) == [(1, ["firm", "cost_yen"]), (3, ["A", "70000000"]), (4, ["B", "0.5"])]


def test_a_workbook_is_known_by_its_content(tmp_path: Path) -> None:
    assert read_grid(save(tmp_path, workbook([["firm"], ["A"]]), "in.csv")) == [(1, ["firm"]), (2, ["A"])]


def test_a_protected_workbook_is_named_as_such(tmp_path: Path) -> None:
    protected = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le")
    assert "in.xlsx: password-protected workbook" in refusal(save(tmp_path, protected, "in.xlsx"))


def test_an_old_workbook_is_named_as_such(tmp_path: Path) -> None:
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "Workbook".encode("utf-16-le")
    assert "in.xls: workbook in the old .xls format" in refusal(save(tmp_path, old, "in.xls"))


@pytest.mark.parametrize("cut", [0, 3, 100, 2000])
def test_a_corrupt_workbook_is_refused(tmp_path: Path, cut: int) -> None:
    message = refusal(save(tmp_path, workbook([["firm"], ["A"]])[:cut], "in.xlsx"))
    assert message.startswith("in.xlsx: corrupt workbook")


def test_a_workbook_with_broken_insides_is_refused(tmp_path: Path) -> None:
    content = workbook([["firm"], ["A"]])
    assert "corrupt workbook" in refusal(save(tmp_path, content.replace(b"worksheets", b"workspoons"), "in.xlsx"))


@pytest.mark.parametrize("content", [b"", b"\n\n", b" , ,\n", "\ufeff".encode()])
def test_an_empty_sheet_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(InputError, match=r"in\.csv: the sheet is empty"):
        find_table(save(tmp_path, content), FORM, "", [])


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path / "absent.csv").startswith("absent.csv: cannot be read")


def test_an_unclosed_quote_is_refused_with_its_row(tmp_path: Path) -> None:
    assert refusal(save(tmp_path, b'firm,cost\nA,1\n"B,2\n')).startswith("in.csv: row 3: broken CSV")


def test_headers_match_in_either_language_width_and_case(tmp_path: Path) -> None:
    problems: list[Problem] = []
    sheet = columns_of(save(tmp_path, "Ｆｉｒｍ,経費(円),電話\nA,1,03\n".encode()), problems)
    assert not problems
    assert sheet.cells == {"firm": ("A",), "cost_yen": ("1",)}
    assert written(sheet.where(0, "cost_yen"), "en") == "in.csv, row 2, column 経費(円)"


def test_all_header_problems_are_told_at_once(tmp_path: Path) -> None:
    problems: list[Problem] = []
    columns_of(save(tmp_path, "firm,事業者,remarc\nA,B,1,extra\n".encode()), problems)
    assert in_english(problems) == [
        "in.csv, row 1, column 事業者: a second firm; expected each column once",
        "in.csv, row 1, column remarc: unknown column; expected remark (備考)",
        "in.csv, row 1, column cost_yen: missing; expected cost_yen (経費（円）)",
        "in.csv, row 2, column 4: more cells than the header has; expected 3 cells; "
        'put an amount that has commas between quotes: "70,000,000"',
    ]


def test_a_header_without_entries_is_refused(tmp_path: Path) -> None:
    problems: list[Problem] = []
    columns_of(save(tmp_path, b"firm,cost_yen\n"), problems)
    assert [problem.what for problem in problems] == ["no row below the header"]


@given(st.integers(0, 10**15), st.booleans(), st.booleans())
def test_any_writing_of_a_whole_number_gives_it_back(value: int, grouped: bool, wide: bool) -> None:
    written = f"{value:,}" if grouped else str(value)
    if wide:
        written = written.translate(str.maketrans("0123456789,", "０１２３４５６７８９，"))
    assert read_whole("yen")(written) == value


@pytest.mark.parametrize(
    ("cell", "what"),
    [
        ("", "empty"),
        ("-1", "'-1' is negative"),
        ("▲1,000", "'▲1,000' is negative"),
        ("－５", "'－５' is negative"),
        ("1.5", "'1.5' has a fraction"),
        ("１．５", "'１．５' has a fraction"),
        ("1,000.0", "'1,000.0' has a fraction"),
        ("1,00,000", "'1,00,000' is not a number"),
        ("10²", "'10²' is not a number"),
        ("2千5百万", "'2千5百万' is not a number"),
        ("0.5円", "'0.5円' has a fraction"),
        ("1e6", "'1e6' is not a number"),
        ("#REF!", "'#REF!' is not a number"),
        ("1000000000000001", "'1000000000000001' is too large"),
        ("9" * 5000, None),
    ],
)
def test_what_is_not_a_whole_number_of_yen_is_refused(cell: str, what: str | None) -> None:
    with pytest.raises(Refusal) as refused:
        read_whole("yen")(cell)
    assert what is None or refused.value.said.of("en", "what") == what


def test_a_word_is_read_in_either_language_and_others_are_refused_with_the_list() -> None:
    column = Column(name="size", name_ja="規模", note_ja="", note_en="", words={"small": ("小規模",), "large": ("大",)})
    read = read_word(column.words)
    assert [read("Small"), read(" 小規模"), read_optional(read)("")] == ["small", "small", None]
    with pytest.raises(Refusal) as refused:
        read("huge")
    assert str(refused.value) == "'huge'; expected small (小規模), large (大)"


def test_two_columns_of_the_shipped_forms_never_share_a_header() -> None:
    from yosan.data.spreadsheet.forms import READ, load_form

    for name in READ:
        headers = [fold(text) for column in load_form(name).columns for text in {*column.headers}]
        assert len(headers) == len(set(headers)), name

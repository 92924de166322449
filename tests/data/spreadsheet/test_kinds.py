"""Each kind of spreadsheet that people really have: read right and said, or refused with its place."""

from __future__ import annotations

import io
import subprocess
import sys
import tracemalloc
import zipfile
from pathlib import Path
from random import Random
from typing import Any

import pytest

from spoken import in_english
from workbooks import DATE, STRICT, THOUSANDS, Fault, Formula, Page, Styled, archive, ods, xlsx
from yosan.cli.main import main
from yosan.data.consortia import load_consortium
from yosan.data.members import MembersRead, load_members, read_members
from yosan.data.spreadsheet.file import Upload
from yosan.errors import InputError, RemarkWarning

HEADER = ["連携体ID", "構成員ID", "事業者名", "幹事企業", "規模", "業種", "資本金（円）", "従業員数"]
HEADER += ["補助対象経費（税抜、円）", "認定・承認", "専門家の活用", "地方公共団体の支援額（円）"]
A: list[Any] = ["甲", "A", "山川製作所", "はい", "中小企業者", "", "", "", 70_000_000, "先端設備等導入計画", "はい", ""]
B: list[Any] = ["甲", "B", "海野工業", "いいえ", "中小企業者", "", "", "", 40_000_000, "なし", "いいえ", ""]
TABLE = [HEADER, A, B]
COST, CAPITAL, CERTIFICATION, EXPERT = 8, 6, 9, 10


def changed(row: list[Any], **cells: Any) -> list[Any]:
    """A row with other cells, named c0, c1, …."""
    return [cells.get(f"c{place}", cell) for place, cell in enumerate(row)]


def save(folder: Path, content: bytes | str, name: str = "in.xlsx") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def csv(rows: list[list[Any]], delimiter: str = ",") -> str:
    return "".join(delimiter.join(map(str, row)) + "\n" for row in rows)


def refused(path: Path, sheet: str = "") -> list[str]:
    with pytest.raises(InputError) as caught:
        read_members(path, sheet)
    return in_english(caught.value.problems)


def said(read: MembersRead) -> str:
    return "\n".join(in_english(read.remarks))


def facts(read: MembersRead) -> list[list[Any]]:
    columns = ["consortium_id", "member_id", "name", "lead", "size", "eligible_cost_yen", "certification", "expert"]
    return read.members[columns].to_numpy().tolist()


TRUE = [
    ["甲", "A", "山川製作所", True, "medium", 70_000_000, "equipment_plan", True],
    ["甲", "B", "海野工業", False, "medium", 40_000_000, "none", False],
]


@pytest.mark.parametrize("content", [xlsx(Page(TABLE)), xlsx(Page(TABLE), main=STRICT), ods(Page(TABLE))])
def test_either_standard_of_xlsx_and_ods_give_the_same_without_a_remark(tmp_path: Path, content: bytes) -> None:
    read = read_members(save(tmp_path, content, "in.ods"))
    assert facts(read) == TRUE
    assert not read.remarks


@pytest.mark.parametrize("write", [xlsx, ods])
@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_sheet_is_never_taken_for_the_data(tmp_path: Path, write: Any, state: str) -> None:
    draft = Page([HEADER, changed(A, c8=1), B], "旧案", state)
    read = read_members(save(tmp_path, write(draft, Page(TABLE, "提出用"))))
    assert facts(read) == TRUE
    assert "read sheet '提出用', rows 2 to 3 (2), under the header in row 1" in said(read)
    [alone] = refused(save(tmp_path, write(draft, Page([["様式一覧"]], "表紙"))))
    assert "a hidden sheet has it (旧案)" in alone
    assert read_members(tmp_path / "in.xlsx", "旧案").members["eligible_cost_yen"].tolist() == [1, 40_000_000]


@pytest.mark.parametrize("write", [xlsx, ods])
def test_a_formula_counts_by_its_stored_value_and_is_refused_without_one(tmp_path: Path, write: Any) -> None:
    stored = save(tmp_path, write(Page([HEADER, changed(A, c8=Formula("7*10^7", 70_000_000)), B])))
    assert facts(read_members(stored)) == TRUE
    firm = changed(A, c4="", c5="卸売業", c6=Formula("5000*10000"), c7=150)
    [told] = refused(save(tmp_path, write(Page([HEADER, firm, B]))))
    assert told.startswith("in.xlsx, row 2, column 資本金（円） (cell G2): the formula ")
    assert "has no stored value; expected a value; open the file in a spreadsheet program and save it" in told


@pytest.mark.parametrize("filtered", [False, True])
def test_rows_that_nobody_sees_are_counted_and_said(tmp_path: Path, filtered: bool) -> None:
    rows = [*TABLE, changed(B, c1="C")]
    read = read_members(save(tmp_path, xlsx(Page(rows, hidden=(4,), filtered=filtered))))
    assert len(read.members) == 3
    assert f"row 4 is {'filtered out' if filtered else 'hidden'} but read like the others (1 in all)" in said(read)


@pytest.mark.parametrize(
    ("write", "columns"),
    [
        (xlsx, '<cols><col min="10" max="10" hidden="1"/></cols>'),
        (
            ods,
            '<table:table-column table:number-columns-repeated="9"/><table:table-column table:visibility="collapse"/>',
        ),
    ],
)
def test_a_hidden_column_that_counts_is_said(tmp_path: Path, write: Any, columns: str) -> None:
    read = read_members(save(tmp_path, write(Page(TABLE, columns=columns))))
    assert "hidden columns were read: 認定・承認" in said(read)


@pytest.mark.parametrize(("header", "meant"), [("県の補助額（円）", "地方公共団体の支援額（円）"), ("電話", "")])
def test_a_column_that_is_not_used_is_named(tmp_path: Path, header: str, meant: str) -> None:
    rows = [[*row[:11], "5" if place else header] for place, row in enumerate(TABLE)]
    told = said(read_members(save(tmp_path, xlsx(Page(rows)))))
    assert f"not used: {header}" + (f"; did you mean {meant}?" if meant else "") in told.splitlines()[0]


def test_a_column_that_nothing_heads_is_named(tmp_path: Path) -> None:
    rows = [[*row[:3], "" if row is HEADER else 5, *row[3:]] for row in TABLE]
    read = read_members(save(tmp_path, xlsx(Page(rows))))
    assert facts(read) == TRUE
    assert "not used: column D, which has no header" in said(read)


def test_a_column_that_holds_nothing_needs_no_word(tmp_path: Path) -> None:
    read = read_members(save(tmp_path, "".join(f"{line},,\n" for line in csv(TABLE).splitlines()), "in.csv"))
    assert facts(read) == TRUE
    assert "no header" not in said(read)


@pytest.mark.parametrize("header", ["資本金(千円未満切捨)", "資本金（2020年3月末）", "区分（規模）"])
def test_no_size_is_derived_beside_a_column_that_may_say_it(tmp_path: Path, header: str) -> None:
    firm = changed(A, c4="", c5="製造業", c6=50_000_000, c7=400)
    place = 4 if "規模" in header else CAPITAL
    rows = [changed(HEADER, **{f"c{place}": header}), firm, B]
    assert any(f"column {header}: unknown column" in line for line in refused(save(tmp_path, xlsx(Page(rows)))))


def test_a_firm_that_is_large_by_its_staff_alone_is_said(tmp_path: Path) -> None:
    firm = changed(A, c4="", c5="製造業", c7=400)
    assert "large by their staff alone, since the capital is blank: row 2" in said(
        read_members(save(tmp_path, xlsx(Page([HEADER, firm, B]))))
    )


@pytest.mark.parametrize("name", [Fault("#N/A"), "#N/A", "＃REF!"])
def test_an_error_is_no_name(tmp_path: Path, name: Any) -> None:
    [told] = refused(save(tmp_path, xlsx(Page([HEADER, changed(A, c2=name), B]))))
    assert "row 2, column 事業者名" in told
    assert "is an error of a formula" in told


def test_a_date_where_a_number_or_an_id_should_be_says_what_excel_did(tmp_path: Path) -> None:
    rows = [HEADER, changed(A, c7=Styled(12, DATE)), changed(B, c1=Styled(43831, DATE))]
    staff, member = sorted(refused(save(tmp_path, xlsx(Page(rows)))))
    assert "(cell H2): '1900-01-12' is a date, which the file keeps as 12" in staff
    assert "(cell B3): '2020-01-01' is a date, which the file keeps as 43831" in member
    told = said(read_members(save(tmp_path, csv([HEADER, changed(A, c1="1月2日"), B]), "in.csv")))
    assert "row 2 has '1月2日' in 構成員ID; Excel makes such dates of numbers like 1-2" in told


def test_titles_totals_notes_and_merged_ids_are_read_around_with_a_remark(tmp_path: Path) -> None:
    rows = [
        ["名簿"],
        [""] * 11 + ["（単位：円）"],
        HEADER,
        A,
        changed(B, c0=""),
        ["合計", *[""] * 7, 110_000_000],
        ["※税抜。"],
    ]
    read = read_members(save(tmp_path, xlsx(Page(rows, merges=("A1:L1", "A4:A5")))))
    assert facts(read) == TRUE
    for remark in (
        "under the header in row 3",
        "merged cells was taken for each of their rows (連携体ID, row 5)",
        "left out: row 6 (合計)",
        "left out: row 7 (※税抜。)",
    ):
        assert remark in said(read)
    rows[5] = ["合計", *[""] * 7, 70_000_000]
    told = said(read_members(save(tmp_path, xlsx(Page(rows, merges=("A4:A5",))))))
    assert (
        "row 6 gives 70,000,000 as the total of 補助対象経費（税抜、円）, but the rows that were read sum to 110,"
        in told
    )


def test_a_merged_cost_is_nobodys(tmp_path: Path) -> None:
    rows = [HEADER, A, changed(B, c8="")]
    told = refused(save(tmp_path, xlsx(Page(rows, merges=("I2:I3",)))))
    assert any("row 2, column 補助対象経費（税抜、円）: merged with other cells" in line for line in told)
    firms = [HEADER, changed(A, c4="", c5="小売業", c6=10**9, c7=60), changed(B, c4="", c5="小売業", c7=60)]
    [told_capital] = refused(save(tmp_path, xlsx(Page(firms, merges=("G2:G3",)))))
    assert "column 資本金（円）: merged with other cells" in told_capital


def test_a_header_over_two_rows_and_a_summary_sheet_before_the_form(tmp_path: Path) -> None:
    upper = ["連携体ID", "構成員ID", "事業者名", "幹事企業", "規模", "経費", "", "認定・承認", "専門家の活用"]
    lower = ["", "", "", "", "", "補助対象経費（税抜、円）", "うち機械装置費", "", ""]
    rows = [[*row[:5], row[8], 1, *row[9:11]] for row in (A, B)]
    cover = Page([["様式一覧"], ["項目", "説明"], ["様式1", "構成員"]], "書き出しのサマリー")
    read = read_members(save(tmp_path, xlsx(cover, Page([upper, lower, *rows], "様式1", merges=("A1:A2", "F1:G1")))))
    assert facts(read) == TRUE
    assert "read sheet '様式1', rows 3 to 4 (2), under the header in row 2" in said(read)
    assert "not used: うち機械装置費" in said(read)


@pytest.mark.parametrize("merges", [(), ("A1:A2", "B1:B2")])
def test_a_row_of_units_below_the_header_belongs_to_it(tmp_path: Path, merges: tuple[str, ...]) -> None:
    upper = ["連携体ID", "構成員ID", "事業者名", "幹事企業", "規模", "業種", "資本金", "従業員数", "補助対象経費"]
    lower = ["", "", "（必須）", "", "", "", "（千円）", "（人）", "千円"]
    firms = [changed(A, c8=70_000), changed(B, c8="40,000")]
    rows = [[*upper, *HEADER[9:11]], lower, *(firm[:11] for firm in firms)]
    read = read_members(save(tmp_path, xlsx(Page(rows, merges=merges))))
    assert facts(read) == TRUE
    assert "taken times 1,000, from 千円 to yen: 資本金（千円）, 補助対象経費（千円）" in said(read)


def test_several_sheets_that_fit_are_said_and_can_be_chosen(tmp_path: Path) -> None:
    path = save(tmp_path, xlsx(Page(TABLE, "案1"), Page([HEADER, changed(A, c8=60_000_000), B], "案2")))
    read = read_members(path)
    assert facts(read) == TRUE
    assert "sheet '案1' was read; '案2' would fit too: choose with --sheet" in said(read)
    assert read_members(path, "案2").members["eligible_cost_yen"].tolist() == [60_000_000, 40_000_000]
    assert "'案3' is not known; expected one of 案1, 案2" in refused(path, "案3")[0]


def test_a_file_of_another_kind_is_one_line(tmp_path: Path) -> None:
    path = save(tmp_path, csv([["売上高", "利益"], *[[n, n] for n in range(60)]]), "in.csv")
    [told] = refused(path)
    assert told.startswith("in.csv: this is no form of 'Members of a consortium': it has 売上高, 利益, 0, 0")


@pytest.mark.parametrize(
    ("header", "factor"),
    [
        ("補助対象経費（税抜、千円）", 1000),
        ("補助対象経費（万円）", 10_000),
        ("補助対象経費【百万円】", 1_000_000),
        ("補助対象経費_千円", 1000),
        ("※補助対象経費（税抜）（単位：千円）", 1000),
        ("eligible cost (thousand yen)", 1000),
    ],
)
def test_a_header_in_another_unit_is_converted_and_said(tmp_path: Path, header: str, factor: int) -> None:
    rows = [changed(HEADER, c8=header), changed(A, c8=70_000_000 / factor), changed(B, c8=40_000_000 // factor)]
    read = read_members(save(tmp_path, xlsx(Page(rows))))
    assert facts(read) == TRUE
    assert f"taken times {factor:,}" in said(read)


def test_a_unit_above_the_table_counts_for_headers_without_one(tmp_path: Path) -> None:
    plain, title = changed(HEADER, c6="資本金", c8="補助対象経費", c11="地方公共団体の支援額"), [["（単位：千円）"]]
    rows = [changed(A, c8="70,000"), changed(B, c8=40_000)]
    assert facts(read_members(save(tmp_path, xlsx(Page([*title, plain, *rows]))))) == TRUE
    told = refused(save(tmp_path, xlsx(Page([*title, HEADER, *rows]))))
    assert all("the sheet says 千円 for its amounts, this header another unit" in line for line in told)


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"c8": 0.0005}, "has a fraction"),
        ({"c8": "70,000円"}, "in a column that counts in 1,000 yen"),
        ({"c8": Styled(70_000_000, THOUSANDS)}, "its format shows it in thousands"),
    ],
)
def test_what_contradicts_its_unit_is_refused(tmp_path: Path, cells: dict[str, Any], told: str) -> None:
    header = changed(HEADER, c8="補助対象経費（千円）")
    [line] = refused(save(tmp_path, xlsx(Page([header, changed(A, **cells), changed(B, c8=40_000)]))))
    assert "row 2, column 補助対象経費（千円）" in line
    assert told in line


def test_amounts_with_tax_are_refused_with_what_to_do(tmp_path: Path) -> None:
    header = changed(HEADER, c8="補助対象経費（税込、円）")
    told = refused(save(tmp_path, xlsx(Page([header, A, B]))))
    assert [line for line in told if "'補助対象経費（税込、円）' includes consumption tax" in line]
    assert len(told) == 1
    [note] = refused(save(tmp_path, xlsx(Page([*TABLE, ["※金額は税込"]]))))
    assert "row 4: '※金額は税込' includes consumption tax" in note
    both = [[*row, row[8] * 1.1 if place else "補助対象経費（税込）"] for place, row in enumerate(TABLE)]
    assert facts(read_members(save(tmp_path, xlsx(Page(both))))) == TRUE


def test_implausible_totals_get_a_remark(tmp_path: Path) -> None:
    rows = [changed(HEADER, c8="補助対象経費"), changed(A, c8=70_000), changed(B, c8=40_000)]
    told = said(read_members(save(tmp_path, xlsx(Page(rows)))))
    assert "the total of 補助対象経費 is 110,000 yen only (甲); is it in thousands, or in 万円?" in told
    rows = [changed(HEADER, c8="補助対象経費（千円）"), changed(A, c8=70_000_000), changed(B, c8=40_000)]
    assert "row 2 has 70,000,000,000 yen in 補助対象経費（千円）; is the unit right?" in said(
        read_members(save(tmp_path, xlsx(Page(rows))))
    )


SEVENTY = [
    "￥70,000,000",
    "¥70,000,000",
    "70,000,000円",
    "7,000万円",
    "7千万円",
    "７千万円",
    "70,000千円",
    "70百万円",
    "0.7億円",
]
SEVENTY += [
    "70\u00a0000\u00a0000",
    "70\u2009000\u2009000",
    "７０，０００，０００",
    "70、000、000",
    "70'000'000",
    " 70000000 ",
]
SEVENTY += ["70 000 000 yen", "70,000,000 円也", "7000万"]


@pytest.mark.parametrize("cost", [*SEVENTY, 70000000.00000001, 7e7])
def test_an_amount_is_read_in_every_spelling(tmp_path: Path, cost: Any) -> None:
    assert facts(read_members(save(tmp_path, xlsx(Page([HEADER, changed(A, c8=cost), B]))))) == TRUE


@pytest.mark.parametrize(
    "loss", ["▲1,200,000", "△ 1200000", "▼1200000", "−1200000", "‐1200000", "ー1,200,000", "－ 120万円"]
)
def test_a_negative_cost_is_refused_in_every_spelling(tmp_path: Path, loss: str) -> None:
    [told] = refused(save(tmp_path, xlsx(Page([HEADER, changed(A, c8=loss), B]))))
    assert f"{loss!r} is negative" in told


@pytest.mark.parametrize(
    ("place", "words", "value"),
    [
        ("c3", ["◯", "○", "〇", "有り", "Y", "幹事", "TRUE", "1"], True),
        ("c10", ["◯", "有り", "Y", "あり", "✓"], True),
        ("c4", ["中小企業者等", "中小企業", "ＭＥＤＩＵＭ"], "medium"),
        ("c9", ["先端設備", "先端設備等導入計画の認定"], "equipment_plan"),
    ],
)
def test_words_are_read_in_every_spelling(tmp_path: Path, place: str, words: list[str], value: Any) -> None:
    for word in words:
        assert facts(read_members(save(tmp_path, csv([HEADER, changed(A, **{place: word}), B]), "in.csv"))) == TRUE, (
            word
        )
    for word in ("無し", "該当なし", "－", "N", "×", "ー"):
        second = changed(B, c3=word, c10=word, c9="－")
        assert facts(read_members(save(tmp_path, csv([HEADER, A, second]), "in.csv"))) == TRUE, word


@pytest.mark.parametrize(
    ("word", "size"),
    [("小規模企業", "small"), ("小規模事業者等", "small"), ("みなし大企業", "large"), ("大企業", "large")],
)
def test_sizes_are_told_apart(tmp_path: Path, word: str, size: str) -> None:
    read = read_members(save(tmp_path, csv([HEADER, changed(A, c4=word), B]), "in.csv"))
    assert read.members.loc[0, "size"] == size
    assert ("'みなし大企業' (row 2): a firm that a large one controls counts as large" in said(read)) == (
        word[0] == "み"
    )


def test_what_is_no_size_and_lifts_no_rate_is_explained(tmp_path: Path) -> None:
    [told] = refused(save(tmp_path, csv([HEADER, changed(A, c4="中堅企業"), B]), "in.csv"))
    assert "'中堅企業'; expected small (小規模企業者)" in told
    assert "the SME Basic Act has no such class; write 中小企業者 (medium)" in told
    read = read_members(save(tmp_path, csv([HEADER, changed(A, c9="経営力向上計画"), B]), "in.csv"))
    assert read.members.loc[0, "certification"] == "none"
    assert "'経営力向上計画' (row 2): this certificate lifts no rate, so it was read as none" in said(read)


TEXTS = {
    "tabs": csv(TABLE, "\t").encode(),
    "semicolons": csv(TABLE, ";").encode("utf-8-sig"),
    "sep line": b"sep=,\r\n" + csv(TABLE).encode("cp932"),
    "utf-16": csv(TABLE, "\t").encode("utf-16"),
    "double BOM": b"\xef\xbb\xbf" + csv(TABLE).encode("utf-8-sig"),
    "zero-width letters": csv([["\u200b" + cell for cell in HEADER], ["\ufeff甲\u200b", *A[1:]], B]).encode(),
    "staff in persons": csv([changed(HEADER, c7="従業員数（人）"), A, B]).encode(),
}


@pytest.mark.parametrize("content", TEXTS.values(), ids=TEXTS)
def test_text_files_are_read_as_programs_write_them(tmp_path: Path, content: bytes) -> None:
    assert facts(read_members(save(tmp_path, content, "in.csv"))) == TRUE


def test_escaped_line_ends_in_a_header_are_line_ends(tmp_path: Path) -> None:
    header = changed(HEADER, c8="補助対象経費_x000D_\n（税抜、円）")
    assert facts(read_members(save(tmp_path, xlsx(Page([header, A, B]))))) == TRUE


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (archive({"xl/workbook.bin": "x"}), "a binary workbook (.xlsb); expected an .xlsx, .ods or CSV file"),
        ("\n<html><table><tr><td>連携体ID</td></tr></table></html>", "a web page (HTML), whatever its name says"),
        (b"%PDF-1.7", "a PDF document"),
        (archive({"word/document.xml": "x"}), "a Word document"),
        ("連携体ID,事業者名\n甲,\ue000社\n", "line 2 has U+E000, a private character"),
        (
            csv([HEADER, changed(A, c2='"山川,はい,a,b\n甲'), changed(B, c2='海野"')]),
            "row 2: a quote stays open over 3 lines",
        ),
    ],
)
def test_other_files_are_named_for_what_they_are(tmp_path: Path, content: bytes | str, told: str) -> None:
    [line] = refused(save(tmp_path, content, "in.xls"))
    assert told in line


def test_an_amount_that_its_commas_part_is_refused(tmp_path: Path) -> None:
    header = "consortium_id,member_id,name,lead,size,certification,expert,eligible_cost_yen,備考1,備考2"
    path = save(tmp_path, f"{header}\nK,1,A,yes,medium,none,no,70,000,000\n", "in.csv")
    assert "'70', and '000' in the column behind it; expected an amount in one cell" in refused(path)[0]


@pytest.mark.parametrize(
    ("page", "told"),
    [
        (Page([HEADER, A], numbers=(1, 999_999_999)), "a row numbered 999,999,999; expected at most 1,048,576 rows"),
        (Page([HEADER, [*A, *[""] * 600, "x"]]), "holds 'x'; expected at most 500 columns"),
    ],
)
def test_a_workbook_is_bounded_before_it_takes_the_memory(tmp_path: Path, page: Page, told: str) -> None:
    path = save(tmp_path, xlsx(page))
    tracemalloc.start()
    [line] = refused(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert told in line
    assert peak < 20_000_000


@pytest.mark.parametrize("write", [xlsx, ods])
def test_a_workbook_with_broken_insides_is_read_or_refused_and_nothing_else(write: Any) -> None:
    sound = zipfile.ZipFile(io.BytesIO(write(Page(TABLE, merges=("A2:A3",)))))
    parts, random = {name: sound.read(name).decode() for name in sound.namelist()}, Random(1)
    outcomes = set()
    for _ in range(150):
        name = random.choice(sorted(parts))
        at, length = random.randrange(len(parts[name])), random.randint(1, 30)
        broken = archive(
            {**parts, name: parts[name][:at] + random.choice(["", "9", '"', "<"]) + parts[name][at + length :]}
        )
        flipped = bytearray(broken)
        flipped[random.randrange(len(flipped))] ^= random.choice([0, 0, 255])
        try:
            outcomes.add(len(read_members(Upload("in.xlsx", bytes(flipped))).members))
        except InputError as error:
            outcomes.add(str(error.problems[0]).partition(";")[0])
    assert len(outcomes) > 3


def test_an_archive_that_unpacks_to_too_much_is_refused_unread(tmp_path: Path) -> None:
    bomb = bytearray(archive({"xl/workbook.xml": "x"}))
    place = bomb.index(b"PK\x01\x02") + 24
    bomb[place : place + 4] = (1 << 31).to_bytes(4, "little")
    [line] = refused(save(tmp_path, bytes(bomb)))
    assert "unpacks to 2,147,483,648 bytes; expected at most 200,000,000" in line


def test_a_row_is_a_total_only_where_it_could_be_no_entry(tmp_path: Path) -> None:
    firms = [changed(A, c2="中央会計", c1="計"), changed(B, c0="甲", c2="合計商事")]
    assert read_members(save(tmp_path, xlsx(Page([HEADER, *firms])))).members["name"].tolist() == [
        "中央会計",
        "合計商事",
    ]
    rows = [*TABLE, ["甲 合計", *[""] * 7, 110_000_000], HEADER, ["記入例", "Z", "例社", *A[3:]], ["", "", *A[2:]]]
    told = refused(save(tmp_path, xlsx(Page(rows))))
    assert [line for line in told if "row 7, column 構成員ID: empty" in line]
    read = read_members(save(tmp_path, xlsx(Page(rows[:-1]))))
    assert facts(read) == TRUE
    assert "left out: row 4 (甲 合計)" in said(read)
    assert "left out: rows 5-6 (連携体ID)" in said(read)


@pytest.mark.parametrize(("capital", "asked"), [(400_000, True), (400_000_000, False)])
def test_a_capital_that_may_be_in_thousands_is_asked_about(tmp_path: Path, capital: int, asked: bool) -> None:
    firm = changed(A, c4="", c5="卸売業", c6=capital, c7=150)
    told = said(read_members(save(tmp_path, xlsx(Page([HEADER, firm, B])))))
    assert ("row 2 has 400,000 yen only in 資本金（円）; is it in thousands, or in 万円?" in told) == asked


def test_a_report_on_a_consortium_has_the_remarks_of_its_file(tmp_path: Path) -> None:
    path = save(tmp_path, xlsx(Page([*TABLE, ["合計"]])))
    assert load_consortium(str(path)).remarks == read_members(path).remarks
    with pytest.warns(RemarkWarning, match=r"in\.xlsx: left out: row 4"):
        load_members(path)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_two_hundred_thousand_rows_are_checked_and_awarded_under_a_gibibyte(tmp_path: Path, kind: str) -> None:
    firms = (
        [f"K{n // 5}", f"M{n}", f"会社{n}", "いいえ" if n % 5 else "はい", *A[4:8], 5_000_000 + n]
        for n in range(200_000)
    )
    rows = [HEADER, *([*firm, *A[9:]] for firm in firms)]
    path = save(tmp_path, xlsx(Page(rows)) if kind == "xlsx" else csv(rows), f"in.{kind}")
    code = (
        "import resource, sys; from yosan.cli.main import main;"
        f"done = main(['check', {str(path)!r}]) or main(['award', {str(path)!r}, '--type', 'inter_firm']);"
        "sys.exit(done or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss > 1024 * 1024)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "consortia 40,000, members 200,000" in done.stdout
    assert "and 39,950 more consortia" in done.stdout


def test_strict_makes_a_problem_of_every_remark(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = save(tmp_path, xlsx(Page([*TABLE, ["合計"]])))
    for command in (["check"], ["award"], ["solve", "--target", "1000000"]):
        assert main([command[0], str(path), *command[1:]]) == 0
        assert "yosan: remark: in.xlsx: left out: row 4 (合計)" in capsys.readouterr().err
        assert main([command[0], str(path), *command[1:], "--strict"]) == 2
        told = capsys.readouterr()
        assert "in.xlsx: left out: row 4 (合計); expected a file that is read as it stands" in told.err
        assert not told.out


def test_of_many_problems_the_first_are_printed_and_all_are_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [HEADER, *(changed(A, c1=str(n), c3="いいえ" if n else "はい", c8="x") for n in range(10_000))]
    path, kept = save(tmp_path, csv(rows), "in.csv"), tmp_path / "problems.csv"
    assert main(["award", str(path), "--problems", str(kept)]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 21
    assert lines[-1] == "yosan: and 9,980 more, 10,000 problems in all"
    written = kept.read_text("utf-8-sig").splitlines()
    assert len(written) == 10_001
    assert written[1].startswith('"in.csv, row 2, column 補助対象経費（税抜、円）",')

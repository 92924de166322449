"""Reads the rows of a budget workbook: one account in one state each, its amount as it was printed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from yosan.budget.accounts import State
from yosan.data.printed import PrintedAmount, PrintedLine, PrintedTerm, parse_printed
from yosan.data.printed_tokens import PrintedRate, fold_widths, parse_printed_rate, tokens
from yosan.data.spreadsheet.amounts import parse_amount
from yosan.data.spreadsheet.cells import check_cell, is_blank, read_optional, read_text, read_word
from yosan.data.spreadsheet.file import File
from yosan.data.spreadsheet.forms import Form, load_form
from yosan.data.spreadsheet.grid import Marked
from yosan.data.spreadsheet.refusal import Refusal
from yosan.data.spreadsheet.sheets import Sheet, sheet_of
from yosan.data.spreadsheet.spellings import fold, load_spellings
from yosan.data.spreadsheet.table import find_tables
from yosan.data.spreadsheet.years import read_year
from yosan.errors import Place, Problem, Remark
from yosan.messages import Message
from yosan.units import OKU

YEARS = range(2000, 2101)
FROM_NOTHING, TO_NOTHING = PrintedRate(()), PrintedRate(("-100",))  # 皆増, 皆減
OTHER = "other"  # stage of what is neither request nor initial budget, and is not compared


@dataclass(frozen=True)
class BudgetRow:
    """One account in one state, as it is printed."""

    sheet: Sheet
    index: int
    state: State
    account: str
    parent: str
    name_en: str
    note: str
    source: str
    printed: PrintedTerm
    tab: str = ""

    def where(self, column: str) -> Place:
        """Sheet, row and column."""
        return self.sheet.where(self.index, column)

    @property
    def locator(self) -> str:
        """Sheet and cell of the amount, as a spreadsheet names it."""
        cell = f"{self.sheet.letters['amount']}{self.sheet.numbers[self.index]}"
        return f"{self.tab}!{cell}" if self.tab else cell


def read_rows(path: File, sheet: str, problems: list[Problem], remarks: list[Remark]) -> list[BudgetRow]:
    """Read every sheet that is a budget, or the one that is named; what is wrong is added to ``problems``.

    Raises
    ------
    InputError : the file cannot be read, or holds no budget.
    """
    form = load_form("budget")
    tables = find_tables(path, form, sheet)
    filled = [table for table in tables if table.below] or tables[:1]
    rows: list[BudgetRow] = []
    for table in filled:
        found = sheet_of(path.name, table, form, problems, remarks)
        rows += _rows(found, table.tab.name, form, problems, remarks)
    return rows


def _rows(sheet: Sheet, tab: str, form: Form, problems: list[Problem], remarks: list[Remark]) -> Iterator[BudgetRow]:
    readers: dict[str, Any] = {
        "account": read_text,
        **{name: read_optional(read_text) for name in ("name_en", "parent", "note", "source")},
        "fiscal_year": read_optional(read_fiscal_year),
        "stage": read_optional(read_word(form["stage"].words)),
        "unit": read_optional(_read_unit),
        "precision": read_optional(_read_precision),
        "rate": read_optional(_read_rate),
    }
    columns: dict[str, list[Any]] = {name: sheet.parse(name, read, problems) for name, read in readers.items()}
    of_sheet: Any = state_of_sheet(tab, form) or (0, "")
    unsaid, others = False, 0
    for index in range(len(sheet.numbers)):
        row = {name: column[index] for name, column in columns.items()}
        year, stage = row["fiscal_year"] or of_sheet[0], row["stage"] or of_sheet[1]
        if stage == OTHER:
            others += 1
            continue
        printed = _printed(sheet, index, row, problems, remarks)
        refused = any(row[name] is None and not is_blank(sheet.cell(index, name)) for name in ("fiscal_year", "stage"))
        if not ((year and stage) or refused or unsaid):
            unsaid = True  # told once of a sheet: its name is what is missing
            problems.append(Problem(sheet.where(index, "stage"), Message("budgets.no_state", sheet=tab)))
        if row["account"] and year and stage and not refused:
            texts = {name: row[name] or "" for name in ("account", "parent", "name_en", "note", "source")}
            yield BudgetRow(sheet, index, (year, stage), **texts, printed=printed, tab=tab)
    if others:
        remarks.append(Remark(sheet.file, Message("budgets.other_state", rows=others)))


def _printed(
    sheet: Sheet, index: int, row: dict[str, Any], problems: list[Problem], remarks: list[Remark]
) -> PrintedTerm:
    """What the amount's cell says, with the rate beside it; no amount for a cell that cannot be read."""
    cell = sheet.cell(index, "amount")
    if row["unit"] is None and not is_blank(sheet.cell(index, "unit")):
        return PrintedTerm()  # the unit is what is wrong
    unit = row["unit"] or (sheet.factor("amount") if "amount" in sheet.units else 0)
    try:
        check_cell(cell)
        if is_blank(cell):
            return _with_rate(PrintedTerm(), row["rate"], unit)
        line = _line_of(cell, unit)
        term = _own_amount(line, cell, unit, row["precision"])
    except Refusal as refusal:
        problems.append(Problem(sheet.where(index, "amount", cell), refusal.said))
        return PrintedTerm()
    aside = line.grants or term.change or "previous_within" in term.said or (term.amount and "unpriced" in term.said)
    if aside or line.label not in ("", row["account"]):
        remarks.append(Remark(sheet.file, Message("budgets.beside", row=sheet.numbers[index], cell=str(cell))))
    return _with_rate(term, row["rate"] or term.rate, unit)


def _with_rate(term: PrintedTerm, rate: PrintedRate | None, unit: int) -> PrintedTerm:
    """The term with the rate beside it; 皆増 says that nothing stood there the year before, 皆減 that nothing does."""
    nought = PrintedAmount(0, 0, unit or OKU)
    if rate == FROM_NOTHING:
        term = replace(term, previous=term.previous or nought)
    if rate == TO_NOTHING and not term.said:
        term = replace(term, amount=term.amount or nought)
    return replace(term, rate=rate)


def _line_of(cell: str, unit: int) -> PrintedLine:
    if isinstance(cell, Marked) and unit != 1:
        raise Refusal(Message("sheets.scaled_twice", kept=cell.kept))
    if re.fullmatch(r"\([^()]*\)", fold_widths(cell)[0].strip()):
        raise Refusal(Message("budgets.in_brackets", cell=str(cell)))
    return parse_printed(cell, unit)


def _own_amount(line: PrintedLine, cell: str, unit: int, precision: tuple[Fraction, bool] | None) -> PrintedTerm:
    term = line.own
    if term is None or term.within:
        raise Refusal(Message("budgets.within", cell=str(cell)))
    if term.amount is None:
        return term
    if unit and term.amount.unit_yen != unit:
        raise Refusal(Message("sheets.two_units", cell=str(cell), factor=unit))
    return replace(term, amount=_sharpened(term.amount, precision, cell)) if precision else term


def _sharpened(amount: PrintedAmount, precision: tuple[Fraction, bool], cell: str) -> PrintedAmount:
    """The amount with the worth of its last digit as the row says it."""
    worth, in_yen = precision
    step = worth if in_yen else worth * amount.unit_yen
    if step.denominator != 1 or amount.yen % step:
        raise Refusal(Message("budgets.finer", cell=str(cell)))
    return replace(amount, step_yen=int(step))


def read_fiscal_year(cell: str) -> int:
    """Read a fiscal year by either calendar.

    >>> read_fiscal_year("令和元年度"), read_fiscal_year("R2"), read_fiscal_year("2020")
    (2019, 2020, 2020)

    Raises
    ------
    Refusal : it is none, or not one of ``YEARS``.
    """
    try:
        label = read_year(cell)
    except Refusal:
        label = None
    if label is None or not label.calendar or label.number not in YEARS:
        raise Refusal(Message("budgets.year", cell=cell))
    return label.number


def state_of_sheet(name: str, form: Form) -> State | None:
    """Year and stage that the name of a sheet says.

    >>> form = load_form("budget")
    >>> [state_of_sheet(name, form) for name in ("令和2年度概算要求", "FY2019 initial", "Sheet1")]
    [(2020, 'request'), (2019, 'initial'), None]
    """
    folded = fold(name).removeprefix("fy")
    words = [(fold(text), stage) for stage, texts in form["stage"].words.items() for text in (stage, *texts)]
    for text, stage in sorted(words, key=lambda word: -len(word[0])):
        if text in folded:
            try:
                return read_fiscal_year(folded.replace(text, "", 1).strip("-・.")), stage
            except Refusal:
                return None
    return None


def _read_unit(cell: str) -> int:
    amount = parse_amount(f"1{cell}")  # 億 as well as 億円
    yen = load_spellings().unit_yen.get(fold(cell)) or (amount.unit if amount else 0)
    if not yen:
        raise Refusal(Message("sheets.cell", cell=cell, expected=Message("printed.a_unit")))
    return yen


def _read_precision(cell: str) -> tuple[Fraction, bool]:
    """Worth of the last digit: yen for the name of a unit, otherwise in the unit of the amount."""
    units, plain = load_spellings().unit_yen, fold(cell).replace(",", "")
    if plain in units:
        return Fraction(units[plain]), True
    if not re.fullmatch(r"10*|0\.0*1", plain):
        raise Refusal(Message("sheets.cell", cell=cell, expected=Message("budgets.a_precision")))
    return Fraction(plain), False


def _read_rate(cell: str) -> PrintedRate:
    """A printed rate, or the word for one from nothing (皆増) or to nothing (皆減)."""
    plain = fold_widths(cell)[0].strip()
    if tokens().words["new"].fullmatch(plain):
        return FROM_NOTHING
    return TO_NOTHING if tokens().words["ended"].fullmatch(plain) else parse_printed_rate(cell)

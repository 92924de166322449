"""What the readers of spreadsheets refuse: one function for each message, so that each has one home."""

from __future__ import annotations

from collections.abc import Sequence

from yosan.data.grid import Marked
from yosan.data.refusal import Refusal
from yosan.errors import Problem
from yosan.models import Frozen
from yosan.subsidy.rules.type_rule import NonEmpty

_EXCEL_DATE = "set the cell's format to text or number and type it again"


class Told(Frozen):
    """Words of a column that a form explains: read as one of its own (None: refused), and what is said of them."""

    texts: tuple[NonEmpty, ...]
    ja: NonEmpty
    en: NonEmpty
    read_as: NonEmpty | None = None


def not_a_value(cell: Marked) -> Refusal:
    """A cell that holds no value of its own."""
    if cell.mark == "formula":
        todo = "open the file in a spreadsheet program and save it, or type the value"
        return Refusal(f"the formula {str(cell)!r} has no stored value", "a value", todo)
    if cell.mark == "error":
        return Refusal(f"{str(cell)!r} is an error of a formula", "a value", "mend the formula, or type the value")
    kept = f", which the file keeps as {cell.kept}" if cell.kept else ""
    return Refusal(f"{str(cell)!r} is a date{kept}", "no date; Excel may have made one of what was typed", _EXCEL_DATE)


def two_units(cell: str, factor: int) -> Refusal:
    """A cell that names another unit than its header."""
    return Refusal(
        f"{str(cell)!r} in a column that counts in {factor:,} yen", "one unit", "leave the unit out of the cell"
    )


def scaled_twice(cell: Marked) -> Refusal:
    """A cell whose format shows it in thousands, under a header that says thousands."""
    what = f"the cell keeps {cell.kept}, but its format shows it in thousands"
    return Refusal(what, "a number that is shown as it is kept", "take the format away, then see which number is meant")


def no_form(file: str, title: str, has: Sequence[str], needed: Sequence[str], hidden: Sequence[str]) -> Problem:
    """No sheet has the header of a form."""
    todo = f"a hidden sheet has it ({', '.join(hidden)}): show it, or name it with --sheet" if hidden else ""
    written = ", ".join(text.replace("\n", " ")[:30] for text in has[:8])
    what = f"this is no form of {title!r}: it has {written}"
    return Problem(file, what, f"a header row with {', '.join(needed)} in the first 30 rows", todo)


def gross_amounts(where: str, text: str, net: str) -> Problem:
    """Amounts that include consumption tax."""
    todo = "write what each firm pays without the tax; it may differ by the firm's own tax position"
    return Problem(where, f"{text!r} includes consumption tax", net, todo)


def units_disagree(where: str, header: str, sheet_unit: str) -> Problem:
    """A header and a line above the table name two units."""
    what = f"the sheet says {sheet_unit} for its amounts, this header another unit"
    return Problem(f"{where}, column {header}", what, "one unit", "remove the one that does not hold")


def merged(where: str) -> Problem:
    """Merged cells of which nobody knows whose value they hold."""
    return Problem(
        where, "merged with other cells", "one cell for each row and column", "unmerge it and fill in each cell"
    )

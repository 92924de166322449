"""What the readers of spreadsheets refuse: one function for each message, so that each has one home."""

from __future__ import annotations

from collections.abc import Sequence

from yosan.data.spreadsheet.grid import Marked
from yosan.data.spreadsheet.refusal import Refusal
from yosan.errors import Problem
from yosan.messages import Message
from yosan.models import Frozen, NonEmpty
from yosan.writing import Text


class Told(Frozen):
    """Words of a column that a form explains: read as one of its own (None: refused), and what is said of them."""

    texts: tuple[NonEmpty, ...]
    ja: NonEmpty
    en: NonEmpty
    read_as: NonEmpty | None = None

    @property
    def words(self) -> Text:
        """What is said of them."""
        return Text(self.ja, self.en)


def not_a_value(cell: Marked) -> Refusal:
    """A cell that holds no value of its own."""
    if cell.mark == "formula":
        return Refusal(Message("sheets.formula", cell=str(cell)))
    if cell.mark == "error":
        return Refusal(Message("sheets.formula_error", cell=str(cell)))
    if cell.mark == "struck":
        return Refusal(Message("sheets.struck", cell=str(cell)))
    if cell.kept:
        return Refusal(Message("sheets.date_kept", cell=str(cell), kept=cell.kept))
    return Refusal(Message("sheets.date", cell=str(cell)))


def unseen_letter(cell: str, letter: str) -> Refusal:
    """A cell with a letter that nobody sees, or that acts on those beside it."""
    return Refusal(Message("sheets.unseen", cell=str(cell)[:80], code=f"U+{ord(letter):04X}"))


def no_cell(cell: str, expected: Message | tuple[Message, ...]) -> Refusal:
    """A cell that is blank, or holds another word than those that are expected."""
    if not cell:
        return Refusal(Message("sheets.empty", expected=expected))
    return Refusal(Message("sheets.cell", cell=str(cell), expected=expected))


def no_form(file: str, title: Text, has: Sequence[str], needed: Sequence[str], hidden: Sequence[str]) -> Problem:
    """No sheet has the header of a form."""
    written = tuple(text.replace("\n", " ")[:30] for text in has[:8])
    if hidden:
        parts = {"has": written, "needed": tuple(needed), "hidden": tuple(hidden)}
        return Problem(file, Message("sheets.no_form_but_hidden", title=title, **parts))
    return Problem(file, Message("sheets.no_form", title=title, has=written, needed=tuple(needed)))

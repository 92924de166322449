"""Reads a printed line of a budget document: ``…【422億(321億) + IPA交付金62億(46億)の内数】``.

::

    line   = label [ "【" ] term { "+" term } [ "】" ] { aside }
    term   = [ name ] amount { aside }        the first without a name is the line's own; one in 【】 may have one
    aside  = "(" item { "、" item } ")" | rate | word   a word says 新規, 皆減, 復興, 事項要求, の内数
    item   = previous amount | change with its sign | rate | word
    amount = number [ unit ] | 事項要求 | 皆減 | "－"     1兆2,719億円, 69.9億円, 12,345百万円; + 事項要求 has none

A unit may follow the brackets instead: 12,345(11,234)百万円. Brackets are 【】〔〕（）［］＜＞, letters of any width.
The words stand in ``data/spellings.yaml``.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction

from yosan.data.printed_scanner import Scanner
from yosan.data.printed_tokens import PrintedNumber, PrintedRate, tokens
from yosan.data.spreadsheet.refusal import Refusal
from yosan.messages import Message
from yosan.units import LIMIT_YEN, OKU, Figure, Interval

LINE_LETTERS = 500  # of a line; longer ones are paragraphs
_CLOSING = {"【": "】", "〔": "〕", "(": ")", "[": "]", "<": ">", "〈": "〉", "《": "》", "「": "」", "『": "』"}


@dataclass(frozen=True)
class PrintedAmount:
    """An amount as it is printed.

    ``step_yen``: what one of its last digit is worth, 0 for a nought that words say (新規). ``unit_yen``: its unit.
    """

    yen: int
    step_yen: int
    unit_yen: int

    @property
    def interval_yen(self) -> Interval:
        """All amounts that are printed like this one."""
        half = Fraction(self.step_yen, 2)
        return Interval(max(self.yen - half, Fraction(0)) if self.yen >= 0 else self.yen - half, self.yen + half)

    def agrees(self, other: PrintedAmount) -> bool:
        """Whether one amount may be printed as either, each in its own unit.

        >>> coarse, fine = (PrintedAmount(yen, unit, unit) for yen, unit in ((600_000_000, 10**6), (600_001_000, 1000)))
        >>> coarse.agrees(fine), coarse.agrees(PrintedAmount(601_000_000, 10**6, 10**6))
        (True, False)
        """
        return self.yen == other.yen or 2 * abs(self.yen - other.yen) < self.step_yen + other.step_yen

    @property
    def oku(self) -> Figure:
        """The amount in 億円 with its printed precision, as the frames of a budget hold it.

        >>> PrintedAmount(204_610_000_000, 1_000_000, 1_000_000).oku, PrintedAmount(42_200_000_000, OKU, OKU).oku
        (Decimal('2046.10'), 422)
        """
        exact, step = Decimal(self.yen).scaleb(-8), self.step_yen or self.unit_yen
        return int(exact) if step == OKU else exact.quantize(Decimal(1).scaleb(len(str(step)) - 9))


@dataclass(frozen=True)
class PrintedTerm:
    """An amount of a line with what is said of it.

    ``amount`` and ``previous`` (of the year before) are None where none is printed; ``change``: from the year before.
    ``within``: it is part of that amount (の内数). ``said``: ``new``, ``ended``, ``reconstruction``, ``unpriced``,
    ``previous_within``.
    """

    name: str = ""
    amount: PrintedAmount | None = None
    previous: PrintedAmount | None = None
    change: PrintedAmount | None = None
    rate: PrintedRate | None = None
    within: bool = False
    said: frozenset[str] = frozenset()


@dataclass(frozen=True)
class PrintedLine:
    """A line: the words before its amounts, its own amount, and named ones beside it, such as shared grants."""

    label: str
    own: PrintedTerm | None
    grants: tuple[PrintedTerm, ...]


@dataclass
class _Draft:
    """A term whose numbers may still wait for their unit."""

    name: str = ""
    amount: PrintedNumber | None = None
    previous: PrintedNumber | None = None
    change: PrintedNumber | None = None
    rate: PrintedRate | None = None
    said: set[str] = field(default_factory=set)


def parse_printed(text: str, unit_yen: int = 0) -> PrintedLine:
    """Read a printed line.

    Parameters
    ----------
    unit_yen : unit of numbers that name none, such as that of a whole table; 0: each must have its own.

    >>> line = parse_printed("①**Connected Industriesの実現【422億(321億) + IPA交付金62億(46億)の内数】**")
    >>> line.own.amount.oku, line.own.previous.oku, line.own.within
    (422, 321, False)
    >>> [(grant.name, grant.amount.oku, grant.within) for grant in line.grants]
    [('IPA交付金', 62, True)]
    >>> parse_printed("12,345(新規)", unit_yen=1_000_000).own.amount.oku
    Decimal('123.45')

    Raises
    ------
    Refusal : for a line without amounts, or with something beside them that the grammar does not know; says at
        which letter and what was expected there.
    """
    if len(text) > LINE_LETTERS:
        raise Refusal(Message("sheets.long_text", cell=text[:20], letters=len(text), limit=LINE_LETTERS))
    scanner = Scanner(text, unit_yen)
    for start in scanner.starts(_CLOSING):
        scanner.at = start
        if terms := _line(scanner):
            own = None if terms[0].name else terms[0]
            label = scanner.written(0, start).strip(" \u3000*")
            if own and scanner.comes_second(start):
                raise scanner.only("printed.one_amount", 0)
            return PrintedLine(label, own, tuple(terms[1:] if own else terms))
    raise scanner.refusal()


def _line(scanner: Scanner) -> list[PrintedTerm] | None:
    opened = scanner.bracket(_CLOSING)
    drafts: list[_Draft] = []
    while not drafts or scanner.sign("+"):
        if drafts and scanner.word(("unpriced",)):
            drafts[0].said.add("unpriced")
            continue
        draft = _draft(scanner, named=opened in ("【", "〔") or bool(drafts))
        if draft is None or (drafts and not draft.name and not scanner.missing("printed.a_name")):
            return None
        drafts.append(draft)
    if opened and not (scanner.close(_CLOSING[opened]) and _asides(scanner, drafts[0])):
        return None
    if not scanner.end():
        return None
    return [_finish(scanner, draft) for draft in drafts]


def _draft(scanner: Scanner, named: bool) -> _Draft | None:
    """A term up to a + or a bracket; its name may hold a number (5G基金), but none with a unit."""
    start = at = scanner.at
    while True:
        draft = _Draft(scanner.written(start, at).strip())
        found = (at == start and scanner.nothing()) or _amount(scanner, draft)
        if found and _asides(scanner, draft) and (not named or scanner.at_edge(_CLOSING)):
            return draft
        scanner.at = at
        if not named or (draft.amount and draft.amount.unit) or not scanner.skip_letter(_CLOSING):
            return None
        at = scanner.at


def _amount(scanner: Scanner, draft: _Draft) -> bool:
    if word := scanner.word(("unpriced", "ended")):
        draft.said.add(word)
    else:
        draft.amount = scanner.number()
    return bool(word or draft.amount)


def _asides(scanner: Scanner, draft: _Draft) -> bool:
    """What stands behind an amount; False for a bracket that does not close or holds something else."""
    while True:
        if opened := scanner.bracket(_CLOSING):
            while _item(scanner, draft) and scanner.comma():
                pass
            if not scanner.close(_CLOSING[opened]):
                return False
        elif draft.amount and not draft.amount.unit and (unit := scanner.unit()):
            draft.amount = replace(draft.amount, unit=unit)
        elif not _word_or_rate(scanner, draft):
            return True


def _word_or_rate(scanner: Scanner, draft: _Draft) -> bool:
    if word := scanner.word(tokens().words):
        draft.said.add(word)
    elif not draft.rate:
        draft.rate = scanner.rate()
        return draft.rate is not None
    return bool(word)


def _item(scanner: Scanner, draft: _Draft) -> bool:
    if _word_or_rate(scanner, draft) or scanner.no_previous():
        return True
    if not draft.change and (change := scanner.number(signed=True)):
        draft.change = change
    elif not draft.previous and (previous := scanner.previous()):
        draft.previous = previous
        if scanner.word(("within",)):  # a bound, and no amount
            draft.previous, draft.said = None, draft.said | {"previous_within"}
    else:
        return False
    return True


def _finish(scanner: Scanner, draft: _Draft) -> PrintedTerm:
    """Give every number its unit: its own, that of the amount, or that of the table."""
    unit = (draft.amount.unit if draft.amount else 0) or scanner.unit_yen
    numbers = (draft.amount, draft.previous, draft.change)
    amount, previous, change = (_in_yen(scanner, number, unit) if number else None for number in numbers)
    nought = PrintedAmount(0, 0, unit or OKU)
    if "ended" in draft.said:
        amount = amount or nought
    if "new" in draft.said:
        previous = previous or nought
    said = frozenset(draft.said - {"within"})
    return PrintedTerm(draft.name, amount, previous, change, draft.rate, "within" in draft.said, said)


def _in_yen(scanner: Scanner, number: PrintedNumber, unit: int) -> PrintedAmount:
    unit = number.unit or unit
    if not unit:
        raise scanner.only("printed.a_unit", number.end)
    exact = number.in_yen(unit)
    if exact is None or abs(exact[0]) > LIMIT_YEN:
        raise scanner.only("printed.whole_yen", number.start)
    return PrintedAmount(*exact, unit)

"""A place in a printed line: takes what stands there, and remembers how far anything could be read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from yosan.data.printed_tokens import MINUS, SIGN, PrintedNumber, PrintedRate, fold_widths, rate_of, tokens
from yosan.data.spreadsheet.amounts import parse_amount
from yosan.data.spreadsheet.refusal import Refusal
from yosan.messages import Message

_DASH = r"[-\u2010\u2012-\u2015\u2212\u30fc]"
_NOTHING = re.compile(rf"{_DASH}(?=\s*([^\w\s]|$))")
_NONE_NOW = re.compile(rf"{_DASH}\s*[(\[【〔<]")  # nothing, with the year before in brackets


class Scanner:
    """A place in a line; what is asked for and not there is remembered, of the furthest place only."""

    def __init__(self, line: str, unit_yen: int) -> None:
        """Begin at the start, where an amount is expected."""
        self.line, self.unit_yen = line, unit_yen
        self.text, self._places = fold_widths(line)
        self.at = self._furthest = 0
        self._expected = {Message("printed.an_amount"): None}

    def written(self, start: int, end: int) -> str:
        """What the line has between two places, as it is written."""
        return self.line[self._places[start] : self._places[end]]

    def refusal(self) -> Refusal:
        """Say at which letter reading ended and what was expected there."""
        at = self._places[self._furthest]
        rest = self.line[at : at + 12] or Message("printed.the_end")
        return Refusal(Message("printed.unread", rest=rest, letter=at + 1, expected=tuple(self._expected)))

    def missing(self, id: str, **values: object) -> Literal[False]:
        """Remember what was expected here; always False."""
        if self.at > self._furthest:
            self._furthest, self._expected = self.at, {}
        if self.at == self._furthest:
            self._expected[Message(id, **values)] = None
        return False

    def only(self, id: str, at: int) -> Refusal:
        """Say what was expected at a place, whatever could be read behind it."""
        self._furthest, self._expected = at, {Message(id): None}
        return self.refusal()

    def _take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        while self.text[self.at : self.at + 1].isspace():
            self.at += 1
        if found := pattern.match(self.text, self.at):
            self.at = found.end()
        return found

    def starts(self, brackets: Mapping[str, str]) -> Iterator[int]:
        """Where amounts may begin: at a bracket, at a word, or at the first digit of a number that has no sign.

        Where 【 or 〔 stands, none begins behind it.
        """
        last = next((place for place, letter in enumerate(self.text) if letter in "【〔"), len(self.text))
        for place, letter in enumerate(self.text[: last + 1]):
            before = self.text[place - 1 : place]
            if (
                letter in [*brackets, "¥"]
                or (letter.isdigit() and not (before.isdigit() or before in [*",.¥", *SIGN]))
                or (not before.strip() and _NONE_NOW.match(self.text, place))
                or any(self._word_at(kind, place) for kind in ("unpriced", "ended"))
            ):
                yield place

    def comes_second(self, start: int) -> bool:
        """Whether the words before an amount hold another one, or a number that goes on in it, as in 1 234."""
        label, begins = self.text[:start], self.text[start]
        if begins in "【〔":
            return False
        before = tokens().amount_before.search(label)
        return before is not None or (begins.isdigit() and tokens().number_before.search(label) is not None)

    def _word_at(self, kind: str, place: int) -> bool:
        return tokens().words[kind].match(self.text, place) is not None

    def bracket(self, brackets: Mapping[str, str]) -> str:
        """Take an opening bracket and return it."""
        found = self._take(re.compile("[" + re.escape("".join(brackets)) + "]"))
        return found[0] if found else ""

    def close(self, bracket: str) -> bool:
        """Take a closing bracket."""
        return self.sign(bracket) or self.missing("printed.a_sign", sign=bracket)

    def sign(self, sign: str) -> bool:
        """Take a sign."""
        return self._take(re.compile(re.escape(sign))) is not None

    def comma(self) -> bool:
        """Take what parts the items of a bracket."""
        return self._take(re.compile("[,、・/;]")) is not None

    def nothing(self) -> bool:
        """Take a dash that says that no amount is there."""
        return self._take(_NOTHING) is not None

    def at_edge(self, brackets: Mapping[str, str]) -> bool:
        """Whether a term may end here."""
        rest = self.text[self.at :].lstrip()
        return rest[:1] in {"", "+", *brackets.values()} or self.missing("printed.an_edge")

    def end(self) -> bool:
        """Whether nothing is left but emphasis and a full stop."""
        self._take(re.compile(r"[\s*。]*"))
        return self.at == len(self.text) or self.missing("printed.an_end")

    def word(self, kinds: Iterable[str]) -> str:
        """Take a word of some kinds and return its kind; the longest of all."""
        words = {kind: tokens().words[kind] for kind in kinds}
        self._take(re.compile(r"\s*※?"))
        found = {kind: one.end() for kind, word in words.items() if (one := word.match(self.text, self.at))}
        if not found:
            return ""
        kind = max(found, key=lambda one: found[one])
        self.at = found[kind]
        return kind

    def unit(self) -> int:
        """Take a unit alone and return its yen."""
        found = self._take(tokens().unit)
        amount = parse_amount(f"1{found[0]}") if found else None
        return amount.unit if amount else 0

    def number(self, signed: bool = False) -> PrintedNumber | None:
        """Take a number, or one that must have a sign; not where a per cent sign follows."""
        start = self.at
        sign = self._take(re.compile(f"[{re.escape(SIGN)}]")) if signed else None
        found = self._take(tokens().number) if sign or not signed else None
        amount = parse_amount(("-" if sign and sign[0] in MINUS else "") + found[0]) if found else None
        if found is None or amount is None or self._take(re.compile("%")):
            self.at = start
            self.missing("printed.a_change" if signed else "printed.an_amount")
            return None
        return PrintedNumber(
            ("-" if sign and sign[0] in MINUS else "") + found[0], amount.unit, found.start(), found.end()
        )

    def previous(self) -> PrintedNumber | None:
        """Take the amount of the year before, with the words that may call it so."""
        start = self.at
        self._take(tokens().previous)
        if number := self.number():
            return number
        self.at = start
        return None

    def no_previous(self) -> bool:
        """Take a dash that says that there is no amount of the year before, with the words that may call it so."""
        start = self.at
        self._take(tokens().previous)
        if self.nothing():
            return True
        self.at = start
        return False

    def rate(self) -> PrintedRate | None:
        """Take a rate that its words or its per cent sign show to be one."""
        start = self.at
        found = self._take(tokens().rate)
        if found and (found["over"] or found["growth"] or found["per_cent"]):
            return rate_of(found)
        self.at = start
        return None

    def skip_letter(self, brackets: Mapping[str, str]) -> bool:
        """Take a letter of a name, or a number in it; False at the end of what may be a name."""
        self.at += 1
        while self.at < len(self.text) and self.text[self.at - 1].isdigit() and self.text[self.at].isdigit():
            self.at += 1
        ends = {"+", *brackets, *brackets.values()}
        return self.at < len(self.text) and self.text[self.at - 1] not in ends

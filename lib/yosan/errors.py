"""How Yosan says that something is wrong: what, where, what was expected, what to do."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TypeVar

_T = TypeVar("_T")

Steps = tuple[str | int, ...]  # keys and places that lead to a value inside a file


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with an input.

    Parameters
    ----------
    where : file, row (as a spreadsheet shows it) and column, or the name of the parameter.
    what : what was found there.
    expected : what would have been right.
    todo : what the reader can do about it; may be empty where ``expected`` says it all.
    path : keys and places inside a file that lead there, for a file that nests.
    line : its line in the file; 0 where there is none.
    """

    where: str
    what: str
    expected: str
    todo: str = ""
    path: Steps = ()
    line: int = 0

    @property
    def place(self) -> str:
        """Where it is, in full.

        >>> Problem("rules.yaml", "'x'", "a rate", path=("types", "rate"), line=3).place
        'rules.yaml, line 3, types.rate'
        """
        line = f"line {self.line}" if self.line else ""
        return ", ".join(part for part in (self.where, line, ".".join(map(str, self.path))) if part)

    def __str__(self) -> str:
        """One line.

        >>> print(Problem("members.csv, row 3, column size", "'huge'", "small, medium or large"))
        members.csv, row 3, column size: 'huge'; expected small, medium or large
        """
        line = f"{self.place}: {self.what}; expected {self.expected}"
        return f"{line}; {self.todo}" if self.todo else line


@dataclass(frozen=True)
class Remark:
    """One thing that was done for the user, or looks odd, while an input was read; nothing is wrong with it.

    Parameters
    ----------
    where : the file.
    ja, en : one sentence in each language, with rows and columns, without the full stop.
    """

    where: str
    ja: str
    en: str

    def __str__(self) -> str:
        """One line.

        >>> print(Remark("members.xlsx", "4行目は非表示です", "row 4 is hidden"))
        members.xlsx: row 4 is hidden
        """
        return f"{self.where}: {self.en}"

    def as_problem(self) -> Problem:
        """Refuse what was done, for a reader who wants nothing done for him."""
        return Problem(self.where, self.en, "a file that is read as it stands")


class RemarkWarning(UserWarning):
    """A remark, where nobody asks for them."""


def warn(remarks: Iterable[Remark]) -> None:
    """Give remarks to whoever called the caller, as warnings."""
    for remark in remarks:
        warnings.warn(str(remark), RemarkWarning, stacklevel=3)


def nearest(name: str, known: Iterable[str], cutoff: float = 0.6) -> str:
    """Return the known name that is spelt most alike; nothing where none is alike enough (1: equal, 0: any).

    >>> nearest("titel_ja", ["title_ja", "title_en"]), nearest("capital", ["employees"])
    ('title_ja', '')
    """
    return next(iter(get_close_matches(name, list(known), 1, cutoff)), "")


def unknown(where: str, name: object, known: Iterable[str], path: Steps = ()) -> Problem:
    """Say that there is nothing of a name, what there is, and which of it may have been meant.

    >>> print(unknown("report", "budgets", ["budget", "plan"]))
    report: 'budgets' is not known; expected one of budget, plan; did you mean 'budget'?
    """
    names = list(known)
    near = nearest(str(name), names)
    todo = f"did you mean {near!r}?" if near else ""
    return Problem(where, f"{name!r} is not known", f"one of {', '.join(names)}", todo, path)


class YosanError(Exception):
    """Base of every error that Yosan raises on purpose; shown without a traceback, exit code 2."""

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        """Keep one problem, or all that were found."""
        self.problems = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


class DataError(YosanError):
    """A table under ``data/`` breaks its schema, a key, a sum or a printed rate."""


class InputError(YosanError):
    """A user's file or parameter is not acceptable."""


class RuleError(YosanError):
    """A file of rules, readings, scenarios, assumptions, forms or reports is not acceptable."""


def choose(where: str, name: str, known: Sequence[_T]) -> _T:
    """Return the known word that a name is.

    >>> choose("parameter size", "small", ("small", "large"))
    'small'

    Raises
    ------
    InputError : for another one; names those there are.
    """
    for word in known:
        if name == word:
            return word
    raise InputError(Problem(where, repr(name), f"one of {', '.join(map(str, known))}"))

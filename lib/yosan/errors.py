"""How Yosan says that something is wrong: what, where, what was expected, what to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with an input.

    Parameters
    ----------
    where : file, row (as a spreadsheet shows it) and column, or the name of the parameter.
    what : what was found there.
    expected : what would have been right.
    todo : what the reader can do about it; may be empty where ``expected`` says it all.
    """

    where: str
    what: str
    expected: str
    todo: str = ""

    def __str__(self) -> str:
        """One line.

        >>> print(Problem("members.csv, row 3, column size", "'huge'", "small, medium or large"))
        members.csv, row 3, column size: 'huge'; expected small, medium or large
        """
        line = f"{self.where}: {self.what}; expected {self.expected}"
        return f"{line}; {self.todo}" if self.todo else line


class YosanError(Exception):
    """Base of every error that Yosan raises on purpose; shown without a traceback, exit code 2."""

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        """Keep one problem, or all that were found."""
        self.problems = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


class DataError(YosanError):
    """A file under ``data/`` breaks its schema, a key, a sum or a printed rate."""


class InputError(YosanError):
    """A user's file or parameter is not acceptable."""


class RuleError(YosanError):
    """A rule, reading or scenario file is not acceptable."""

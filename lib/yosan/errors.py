"""How Yosan says that something is wrong: what, where, what was expected, what to do."""

from __future__ import annotations

import errno
import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TypeVar

from yosan.messages import Message, written
from yosan.writing import Lang, Text

_T = TypeVar("_T")

Steps = tuple[str | int, ...]  # keys and places that lead to a value inside a file
_LINE = Text("{place}：{what}。正しくは、{expected}", "{place}: {what}; expected {expected}")
_LINE_TODO = Text(f"{_LINE.ja}。{{todo}}", f"{_LINE.en}; {{todo}}")
Place = str | Message | tuple["Place", ...]  # from the file inwards; a plain name is the same in any language


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with an input.

    Parameters
    ----------
    where : file, row (as a spreadsheet shows it) and column, or the name of the parameter.
    said : the message whose parts say ``what`` was found there, what was ``expected`` and, where that does not say it
        all, what is ``todo``.
    path : keys and places inside a file that lead there, for a file that nests.
    line : its line in the file; 0 where there is none.
    """

    where: Place
    said: Message
    path: Steps = ()
    line: int = 0

    @property
    def place(self) -> str:
        """Where it is, in full, in English.

        >>> wrong = Message("errors.none_of", name="x", known=("y", "z"))
        >>> Problem("rules.yaml", wrong, path=("types", 0), line=3).place
        'rules.yaml, line 3, types.0'
        """
        return self.told("en")["place"]

    @property
    def what(self) -> str:
        """What was found there, in English."""
        return self.told("en")["what"]

    def told(self, lang: Lang) -> dict[str, str]:
        """All of it in one language: ``place``, ``what``, ``expected`` and ``todo``."""
        line = Message("places.line", line=self.line) if self.line else ""
        place = [one for one in (self.where, line, ".".join(map(str, self.path))) if one]
        parts = {part: self.said.of(lang, part) for part in ("what", "expected", "todo")}
        return {"place": str(written(place, lang)), **parts}

    def of(self, lang: Lang) -> str:
        """One line that says it all in one language.

        >>> where = ("members.csv", Message("places.row", row=3), Message("places.column", column="size"))
        >>> print(Problem(where, Message("errors.none_of", name="huge", known=("small", "large"))).of("ja"))
        members.csv、3行目、size列：「huge」。正しくは、small、largeのいずれか
        """
        told = self.told(lang)
        return (_LINE_TODO if told["todo"] else _LINE).of(lang).format_map(told)

    def __str__(self) -> str:
        """Say it in English, for tracebacks and programs."""
        return self.of("en")


@dataclass(frozen=True)
class Remark:
    """One thing that was done for the user, or looks odd, while an input was read; nothing is wrong with it.

    Parameters
    ----------
    where : the file or sheet.
    said : one sentence with rows and columns, without the full stop.
    """

    where: Place
    said: Message

    def of(self, lang: Lang) -> str:
        """One line in one language.

        >>> print(Remark("plan.xlsx", Message("remarks.crosswise")).of("ja"))
        plan.xlsx：項目が縦、年度が横の表として読みました
        """
        return f"{written(self.where, lang)}{'：' if lang == 'ja' else ': '}{self.said.of(lang)}"

    def __str__(self) -> str:
        """One line in English."""
        return self.of("en")

    def as_problem(self) -> Problem:
        """Refuse what was done, for a reader who wants nothing done for him."""
        return Problem(self.where, Message("remarks.strict", remark=self.said))


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
    if len(name) > 80:
        return ""  # no slip of anything, and comparing takes time with the square of the length
    return next(iter(get_close_matches(name, list(known), 1, cutoff)), "")


def unknown(where: Place, name: object, known: Iterable[str], path: Steps = ()) -> Problem:
    """Say that there is nothing of a name, what there is, and which of it may have been meant.

    >>> print(unknown("report", "budgets", ["budget", "plan"]))
    report: 'budgets' is not known; expected one of budget, plan; did you mean 'budget'?
    """
    names = tuple(known)
    if near := nearest(str(name), names):
        return Problem(where, Message("errors.unknown_near", name=name, known=names, near=near), path=path)
    return Problem(where, Message("errors.unknown", name=name, known=names), path=path)


class YosanError(Exception):
    """Base of every error that Yosan raises on purpose; shown without a traceback, exit code 2."""

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        """Keep one problem, or all that were found."""
        self.problems = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        """Say all in English, a line each."""
        return "\n".join(map(str, self.problems))


class DataError(YosanError):
    """A table under ``data/`` breaks its schema, a key, a sum or a printed rate."""


class InputError(YosanError):
    """A user's file or parameter is not acceptable."""


class RuleError(YosanError):
    """A file of rules, readings, scenarios, assumptions, forms or reports is not acceptable."""


class CallFailed(Exception):
    """A call into a process of its own raised, was killed or ran out of time; no report without it, exit code 1.

    ``reason`` says which, ``place`` the last place it noted.
    """

    def __init__(self, reason: Message, place: Message | None = None) -> None:  # noqa: D107
        self.reason, self.place = reason, place
        super().__init__(reason)


_SYSTEM = {
    errno.ENOENT: Message("errors.no_file"),
    errno.EACCES: Message("errors.no_permission"),
    errno.EISDIR: Message("errors.a_folder"),
    errno.ENOTDIR: Message("errors.no_folder"),
    errno.ENOSPC: Message("errors.no_space"),
    errno.EROFS: Message("errors.read_only"),
    errno.ENAMETOOLONG: Message("errors.long_name"),
}


def why(error: OSError) -> Message:
    """Say why the system refused a file.

    >>> print(why(FileNotFoundError(errno.ENOENT, "no such file")))
    No such file or directory
    """
    other = Message("errors.system", detail=error.strerror or str(error))
    return _SYSTEM.get(error.errno or 0, other)


def choose(where: Place, name: str, known: Sequence[_T]) -> _T:
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
    raise InputError(Problem(where, Message("errors.none_of", name=name, known=tuple(known))))

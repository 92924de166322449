"""What all commands that read a user's spreadsheet share: options, remarks to standard error, many problems."""

from __future__ import annotations

import argparse
import csv
import io
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from yosan.errors import InputError, Problem, Remark

SHOWN = 20  # problems printed; more than that nobody reads on a screen


def add_file_options(parser: argparse.ArgumentParser) -> None:
    """Add what a command that reads a spreadsheet takes."""
    parser.add_argument("--sheet", default="", metavar="NAME", help="sheet to read (default: the first that fits)")
    parser.add_argument("--strict", action="store_true", help="refuse what would be read with a remark")
    parser.add_argument("--problems", type=Path, metavar="FILE.csv", help="write every problem to a file")


def say_remarks(remarks: Iterable[Remark], strict: bool) -> None:
    """Print what was done to read a file to standard error.

    Raises
    ------
    InputError : ``strict``, and there are remarks.
    """
    remarks = tuple(dict.fromkeys(remarks))
    if strict and remarks:
        raise InputError(remark.as_problem() for remark in remarks)
    for remark in remarks:
        print(f"yosan: remark: {remark}", file=sys.stderr)


def tell_problems(problems: Sequence[Problem], arguments: argparse.Namespace) -> None:
    """Print problems to standard error: of a spreadsheet the first, and write all to the file that was asked for."""
    file = getattr(arguments, "problems", None)
    of_sheet = "problems" in arguments and arguments.file is not None
    shown = problems[:SHOWN] if of_sheet else problems
    for problem in shown:
        print(f"yosan: {problem}", file=sys.stderr)
    if len(problems) > len(shown):
        hint = "" if file else "; --problems FILE.csv writes all"
        print(
            f"yosan: and {len(problems) - len(shown):,} more, {len(problems):,} problems in all{hint}", file=sys.stderr
        )
    if file:
        _write(file, problems)


def _write(path: Path, problems: Sequence[Problem]) -> None:
    text = io.StringIO()
    rows = ([problem.place, problem.what, problem.expected, problem.todo] for problem in problems)
    csv.writer(text, lineterminator="\n").writerows([["where", "what", "expected", "what to do"], *rows])
    try:
        path.write_text(text.getvalue(), "utf-8-sig")
    except OSError as error:
        print(f"yosan: {path}: {error.strerror}; expected a writable place", file=sys.stderr)

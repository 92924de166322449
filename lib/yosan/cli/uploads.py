"""What all commands that read a user's spreadsheet share: options, remarks to standard error, many problems."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from yosan.cli.language import spoken
from yosan.errors import InputError, Problem, Remark, why
from yosan.escape import to_csv
from yosan.messages import Message
from yosan.writing import LANGS, Lang

_HEADS = ("commands.where", "commands.what", "commands.expected", "commands.todo")
SHOWN, MOST = 20, 100  # problems printed, of a spreadsheet and of all else; more than that nobody reads on a screen


def add_file_options(parser: argparse.ArgumentParser) -> None:
    """Add what a command that reads a spreadsheet takes."""
    parser.add_argument("--sheet", default="", metavar="NAME", help="sheet to read (default: the first that fits)")
    parser.add_argument("--strict", action="store_true", help="refuse what would be read with a remark")
    parser.add_argument("--problems", type=Path, metavar="FILE.csv", help="write every problem to a file")


def say_remarks(remarks: Iterable[Remark], arguments: argparse.Namespace) -> None:
    """Print what was done to read a file to standard error.

    Raises
    ------
    InputError : ``--strict``, and there are remarks.
    """
    remarks = tuple(dict.fromkeys(remarks))
    if arguments.strict and remarks:
        raise InputError(remark.as_problem() for remark in remarks)
    tell_remarks(remarks, spoken(arguments))


def tell_remarks(remarks: Iterable[Remark], lang: Lang) -> None:
    """Print remarks to standard error."""
    for remark in remarks:
        print(Message("commands.remark", where=remark.where, remark=remark.said).of(lang), file=sys.stderr)


def tell_problems(problems: Sequence[Problem], arguments: argparse.Namespace) -> None:
    """Print problems to standard error: of a spreadsheet the first, and write all to the file that was asked for."""
    file, lang = getattr(arguments, "problems", None), spoken(arguments)
    of_sheet = "problems" in arguments and arguments.file is not None
    shown = problems[: SHOWN if of_sheet else MOST]
    for problem in shown:
        print(f"yosan: {problem.of(lang)}", file=sys.stderr)
    if more := len(problems) - len(shown):
        told = Message("commands.more_hint" if of_sheet and not file else "commands.more", more=more, all=len(problems))
        print(told.of(lang), file=sys.stderr)
    if file:
        _write(file, problems, lang)


def _write(path: Path, problems: Sequence[Problem], lang: Lang) -> None:
    """Write them all, over those of the last time and over no other file."""
    heads = {one: [Message(head).of(one) for head in _HEADS] for one in LANGS}
    ours = tuple(to_csv([head]).encode() for head in heads.values())
    rows = (problem.told(lang).values() for problem in problems)
    try:
        if path.is_file() and not path.read_bytes().startswith(ours):
            unwritten = Message("commands.exists")
        else:
            path.write_text(to_csv([heads[lang], *rows]), "utf-8")
            return
    except OSError as error:
        unwritten = Message("commands.unwritable", why=why(error))
    print(f"yosan: {Problem(str(path), unwritten).of(lang)}", file=sys.stderr)

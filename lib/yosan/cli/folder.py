"""Commands about a folder of reports: verify says what differs, clean removes what is left over."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from yosan.cli.language import add_language, spoken
from yosan.data.paths import reports_folder
from yosan.messages import Message


def register(commands: Any) -> None:
    """Add the commands of this module."""
    verifying = commands.add_parser("verify", help="compare built reports with what they were made from")
    verifying.set_defaults(run=verify)
    cleaning = commands.add_parser("clean", help="remove reports that are not on a folder's list any more")
    cleaning.add_argument("--leftovers", action="store_true", required=True, help="say that they shall be removed")
    cleaning.set_defaults(run=clean_folder)
    for parser in (verifying, cleaning):
        parser.add_argument("folder", type=Path, nargs="?", help="default: where the project's reports are built")
        add_language(parser)


def _folder(arguments: argparse.Namespace) -> Path:
    return (arguments.folder or reports_folder()).absolute()


def verify(arguments: argparse.Namespace) -> int:
    """Compare a folder's reports with what they would be made from now; exit code 1 if any differs."""
    from yosan.render.verify import find_changes

    found = find_changes(_folder(arguments))
    for name, why in found:
        print(f"{name}: {why.of(spoken(arguments))}")
    return 1 if found else 0


def clean_folder(arguments: argparse.Namespace) -> int:
    """Remove the files of reports that are not on the folder's list."""
    from yosan.render.verify import remove_leftovers

    for name in remove_leftovers(_folder(arguments)):
        print(Message("commands.removed", report=name).of(spoken(arguments)))
    return 0

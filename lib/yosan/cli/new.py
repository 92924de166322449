"""The command ``new``: writes something to begin with."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from yosan.cli.language import add_language, spoken
from yosan.messages import Message


def register(commands: Any) -> None:
    """Add the command."""
    new = commands.add_parser("new", help="write a notebook to begin an analysis with")
    kinds = new.add_mutually_exclusive_group(required=True)
    kinds.add_argument("--notebook", type=Path, metavar="FILE.ipynb", help="a notebook, and its texts beside it")
    add_language(new)
    new.set_defaults(run=make_new)


def make_new(arguments: argparse.Namespace) -> int:
    """Write what was asked for, and say what to do next."""
    from yosan.cli.notebook_form import write_notebook

    written = write_notebook(arguments.notebook)
    command = f"yosan build {arguments.notebook}"
    print(Message("commands.begun", files=[str(file) for file in written], command=command).of(spoken(arguments)))
    return 0

"""What a run may use: options that commands which build share, and their bounds."""

from __future__ import annotations

import argparse
import os

from yosan.errors import InputError, Problem
from yosan.messages import Message

LIMITS = {  # of what a run may use; a week is longer than any report takes
    "jobs": (1, 1024),
    "timeout": (0.1, 604_800),
    "memory": (1, 2**20),
}


def add_resources(parser: argparse.ArgumentParser) -> None:
    """Add the options that say what a run may use."""
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="reports at a time (default: all cores)")
    parser.add_argument(
        "--timeout", type=float, default=600, metavar="SECONDS", help="longest that one report may take"
    )
    parser.add_argument("--memory", type=int, default=2048, metavar="MB", help="most memory that one report may take")
    parser.add_argument("--dask", metavar="ADDRESS", help="run on a Dask cluster that shares this file system")


def check_resources(arguments: argparse.Namespace) -> None:
    """Refuse what no run can use.

    Raises
    ------
    InputError : names each option that is out of its bounds.
    """
    problems = []
    for option, (least, most) in LIMITS.items():
        value = getattr(arguments, option)
        if not least <= value <= most:
            problems.append(Problem(f"--{option}", Message("reports.limits", value=value, least=least, most=most)))
    if problems:
        raise InputError(problems)

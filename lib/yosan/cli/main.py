"""The ``yosan`` command: reads its arguments, runs one command, turns errors into messages and exit codes."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from yosan import __version__
from yosan.cli import reports, subsidy
from yosan.errors import YosanError

# argparse and imports inside the commands: an unchanged build must cost little more than starting Python


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 1 a report failed, 2 the input is not acceptable."""
    parser = argparse.ArgumentParser(prog="yosan", description="予算: a budget request and its subsidy programme.")
    parser.add_argument("--version", action="version", version=f"yosan {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    reports.register(commands)
    subsidy.register(commands)
    arguments = parser.parse_args(argv)
    try:
        return int(arguments.run(arguments))
    except YosanError as error:
        for problem in error.problems:
            print(f"yosan: {problem}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())

"""The ``yosan`` command: reads its arguments, runs one command, turns errors into messages and exit codes."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence

from yosan.cli import language
from yosan.render import cache

# everything else is imported where it is needed: an unchanged build must cost little more than starting Python


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 1 a report failed, 2 the input is not acceptable."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # an encoding may lack a letter of a firm's name
    command_line = list(sys.argv[1:] if argv is None else argv)
    asked = [language.of_locale(os.environ), *command_line]
    if said := cache.recall(asked):
        print(said)
        return 0
    return _run(command_line, asked)


def _run(command_line: list[str], asked: list[str]) -> int:
    """Run a command; ``asked`` is what its answer may be remembered by."""
    import argparse

    from yosan import __version__
    from yosan.cli import batch, check, collecting, plan, reports, subsidy, uploads
    from yosan.errors import YosanError
    from yosan.messages import Message

    parser = argparse.ArgumentParser(prog="yosan", description="予算: a budget request and its subsidy programme.")
    parser.add_argument("--version", action="version", version=f"yosan {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    reports.register(commands)
    batch.register(commands)
    check.register(commands)
    subsidy.register(commands)
    collecting.register(commands)
    plan.register(commands)
    arguments = parser.parse_args(command_line, argparse.Namespace(asked=asked))
    try:
        return int(arguments.run(arguments))
    except YosanError as error:
        uploads.tell_problems(error.problems, arguments)
        return 2
    except BrokenPipeError:
        # whoever reads the output, such as head, has seen enough; the interpreter must not try to write the rest
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print(Message("commands.interrupted").of(language.spoken(arguments)), file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())

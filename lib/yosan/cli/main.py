"""The ``yosan`` command: reads its arguments, runs one command, turns errors into messages and exit codes."""

from __future__ import annotations

import codecs
import json
import os
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from yosan import root
from yosan.cli import language
from yosan.render import cache

_LACKING = "yosan.lacking"

# everything else is imported where it is needed: an unchanged build must cost little more than starting Python

OPTION = "--project"


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 1 a report failed, 2 the input is not acceptable.

    130 and 143 stand for an interrupt and for SIGTERM, as shells count them.
    """
    command_line = _enter_project(list(sys.argv[1:] if argv is None else argv))
    closed = _open_streams()
    asked = [language.of_locale(os.environ), *command_line]
    said, code = cache.recall(asked), 0
    try:
        if said:
            print(said)
        else:
            code = _run(command_line, asked)
        sys.stdout.flush()
    except BrokenPipeError:
        return _leave_reader(code)
    except OSError as error:
        _leave_reader(code)
        return code or _untold(error)
    return code or (_untold(None) if closed else 0)


def _enter_project(command_line: list[str]) -> list[str]:
    """Work on the project that ``--project`` names, wherever it stands; return the command line without it."""
    end = command_line.index("--") if "--" in command_line else len(command_line)
    left, folder = list[str](), ""
    words = iter(command_line[:end])
    for word in words:
        name, given, value = word.partition("=")
        if name != OPTION:
            left.append(word)
        elif not (folder := value if given else next(words, "")):
            root.enter()
            return [OPTION]  # argparse says what is missing
    root.enter(folder)
    return left + command_line[end:]


def _open_streams() -> bool:
    """Let output be written in whatever encoding it has, and say whether its stream is closed.

    The number of a closed stream would be given to the next file that is opened, and what is printed written there.
    """
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)
    closed = sys.stdout is None
    sys.stdout = sys.stdout or open(os.devnull, "w")  # noqa: SIM115
    sys.stderr = sys.stderr or open(os.devnull, "w")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors=_LACKING)
    return closed


def _escape(error: UnicodeError) -> tuple[str, int]:
    """Write what an encoding lacks as JSON does, so that JSON stays JSON in every encoding."""
    assert isinstance(error, UnicodeEncodeError)  # nothing is read from these streams
    return json.dumps(error.object[error.start : error.end])[1:-1], error.end


codecs.register_error(_LACKING, _escape)


def _leave_reader(code: int) -> int:
    # whoever reads the output, such as head, has seen enough; the interpreter must not try to write the rest
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return code


def _untold(error: OSError | None) -> int:
    """Tell that what was done could not be printed; a command whose answer is lost has failed."""
    from yosan.errors import why
    from yosan.messages import Message

    reason = why(error) if error else Message("commands.closed")
    print(Message("commands.unsaid", why=reason).of(language.of_locale(os.environ)), file=sys.stderr)
    return 1


def _run(command_line: list[str], asked: list[str]) -> int:
    """Run a command; ``asked`` is what its answer may be remembered by."""
    import argparse

    from yosan import __version__
    from yosan.cli import batch, check, collecting, compare, folder, new, plan, reports, subsidy, uploads
    from yosan.data.project import check_folder
    from yosan.errors import CallFailed, YosanError, why
    from yosan.messages import Message

    parser = argparse.ArgumentParser(
        prog="yosan", allow_abbrev=False, description="予算: a budget request and its subsidy programme."
    )
    parser.add_argument("--version", action="version", version=f"yosan {__version__}")
    parser.add_argument(OPTION, metavar="DIR", help="project to work on (default: the nearest upwards from here)")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for module in (reports, new, folder, compare, batch, check, subsidy, collecting, plan):
        module.register(commands)
    arguments = parser.parse_args(command_line, argparse.Namespace(asked=asked))
    lang = language.spoken(arguments)
    cache.forget()
    try:
        check_folder()
        with _heeding_sigterm():
            return int(arguments.run(arguments))
    except YosanError as error:
        uploads.tell_problems(error.problems, arguments)
        return 2
    except BrokenPipeError:
        return _leave_reader(0)
    except CallFailed as failed:
        print(Message("commands.stopped", why=failed.reason).of(lang), file=sys.stderr)
        return 1
    except OSError as error:
        place = [str(error.filename)] if error.filename else []
        print(Message("commands.stopped", why=[*place, why(error)]).of(lang), file=sys.stderr)
        return 1
    except KeyboardInterrupt as interrupt:
        print(Message("commands.interrupted").of(lang), file=sys.stderr)
        return 143 if interrupt.args else 130


@contextmanager
def _heeding_sigterm() -> Iterator[None]:
    """Let SIGTERM end a command as an interrupt does."""

    def interrupt(number: int, _: object) -> None:
        raise KeyboardInterrupt(number)

    if threading.current_thread() is not threading.main_thread():  # only that one may say so
        yield
        return
    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


if __name__ == "__main__":
    sys.exit(main())

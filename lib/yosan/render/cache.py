"""What an unchanged build costs: whether a command line was answered before and nothing it looked at has changed.

The files it looked at are compared by content. Of the files it wrote, whose size grows with the reports, the content
was compared once; after that the file system's own marks (size, times, inode) must still be those of that moment.
This module imports almost nothing, since here starting Python is most of the time.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress

from yosan import root
from yosan.render.files import digest, digest_text, sealed, unseal, write_file

TICK_S = 0.02  # longer than the step in which file systems count time
_KEEPS = ("yosan.data.", "yosan.messages")  # modules that keep what they read from files


def folder() -> str:
    """Where commands' answers are kept."""
    return os.path.join(root.home(), root.CACHE)


def distributions() -> list[str]:
    """Every installed package with its version, ``numpy-2.4.6``, as the names of their folders tell."""
    names = list[str]()
    for folder in sys.path:
        with suppress(OSError):
            names += os.listdir(folder)
    return sorted(name.removesuffix(".dist-info") for name in names if name.endswith(".dist-info"))


def environment() -> str:
    """Fingerprint of Python and all packages: one more of them can change what another does (pandas and numexpr).

    How Python was started counts too where it changes what code does: asserts left out, warnings raised, text decoded.
    """
    started = (sys.flags.optimize, sys.warnoptions, sys.getfilesystemencoding())
    return digest_text("\n".join([sys.version, repr(started), *distributions()]))


def recall(command: Sequence[str]) -> str:
    """Return what ``remember`` was told to say, if everything is as it was then; otherwise nothing."""
    with suppress(OSError):  # the working folder may be gone
        record = unseal(_record(command))
        if record.get("made_with") == environment():
            looks = ((digest, "read"), (_mark, "wrote"))
            if all(look(path) == expected for look, kind in looks for path, expected in record[kind].items()):
                return str(record["said"])
    return ""


def remember(command: Sequence[str], said: str, read: Mapping[str, str], wrote: Mapping[str, str]) -> None:
    """Keep a command's answer with the fingerprints of what it read and of what it wrote, by path.

    Where nothing can be kept, the next build looks at everything again.
    """
    time.sleep(TICK_S)  # a change after the marks are taken shall not fall into the same step of the clock
    marks = {path: _mark(path) for path in wrote}
    if any(digest(path) != expected for path, expected in wrote.items()):
        return
    record = {"made_with": environment(), "said": said, "read": dict(read), "wrote": marks}
    with suppress(OSError):
        write_file(os.path.join(folder(), ".gitignore"), "*\n")
        write_file(_record(command), sealed(record))


def forget() -> None:
    """Drop what this process keeps of files that it read, which may be others by now."""
    for name, module in list(sys.modules.items()):
        if name.startswith(_KEEPS):
            for kept in vars(module).values():
                if hasattr(kept, "cache_clear"):
                    kept.cache_clear()


def _record(command: Sequence[str]) -> str:
    return os.path.join(folder(), digest_text(repr((root.project(), os.getcwd(), list(command)))))


def _mark(path: str) -> str:
    try:
        seen = os.stat(path)
    except OSError:
        return "missing"
    return f"{seen.st_size} {seen.st_mtime_ns} {seen.st_ctime_ns} {seen.st_ino}"

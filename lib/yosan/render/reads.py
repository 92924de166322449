"""Which files of the repository this process has read, watched from its start and fingerprinted before each is read."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from yosan.data.paths import remarks_beside
from yosan.render import cache

seen: dict[str, str] = {}  # path -> fingerprint
_given: set[str] = set()
# the library and the template count as a whole, a notebook by its source alone; packages may live in the repository
_ELSEWHERE = tuple(os.path.join(cache.PROJECT, name) for name in ("lib", "reports/template", "reports/build"))
_ELSEWHERE += (cache.FOLDER, sys.prefix, sys.base_prefix)


def watch() -> None:
    """Start to watch; there is no end to it but that of the process."""
    sys.addaudithook(_look)


def give(values: Iterable[object], folder: str) -> None:
    """Count a user's own files too: those that parameters name, as seen from the folder it runs in."""
    paths = (os.path.abspath(os.path.join(folder, value)) for value in values if isinstance(value, str))
    files = [path for path in paths if os.path.isfile(path)]
    beside = [str(remarks_beside(Path(path))) for path in files]
    _given.update([*files, *filter(os.path.isfile, beside)])


def assume_all() -> None:
    """Take all of ``data/`` and all texts as read: a kernel in another process cannot be watched."""
    for folder in ("data", "notebooks/texts"):
        seen.update(cache.tree(os.path.join(cache.PROJECT, folder)))
    seen.update((path, cache.digest(path)) for path in (os.path.join(cache.PROJECT, "reports", "reports.yml"), *_given))


def outside(folder: str | os.PathLike[str]) -> dict[str, str]:
    """What was read elsewhere than in a folder, such as the one that is written to."""
    return {path: mark for path, mark in seen.items() if not path.startswith(f"{folder}{os.sep}")}


def _look(event: str, details: tuple[Any, ...]) -> None:
    if event not in ("open", "os.listdir", "os.scandir"):
        return
    path = "." if details[0] is None else details[0]
    if isinstance(path, int) or (event == "open" and details[2] & os.O_WRONLY):
        return
    path = os.path.abspath(os.fsdecode(path))
    if path not in seen and _counts(path):
        seen[path] = ""  # the fingerprint opens the file too
        seen[path] = cache.digest(path)


def _counts(path: str) -> bool:
    ours = path.startswith(cache.PROJECT + os.sep) and not path.startswith(_ELSEWHERE) and not path.endswith(".ipynb")
    ours = ours and path not in sys.path  # listed by imports
    return ours or path in _given

"""Which files this process has read, of the project or shipped: watched, and fingerprinted before each is read.

Asking whether a file is there, and what a folder holds, is reading too. A file's times are no content.
"""

from __future__ import annotations

import importlib
import os
import pkgutil
import sys
from collections.abc import Callable, Iterable
from functools import lru_cache
from importlib.util import source_from_cache
from inspect import currentframe
from pathlib import Path
from threading import local
from types import CodeType
from typing import Any

from yosan import root
from yosan.data import paths
from yosan.data.named import files_named
from yosan.render import cache, files, isolated

seen: dict[str, str] = {}  # path -> fingerprint
_given: dict[str, set[str]] = {}  # a user's own files, with links and without -> as parameters name them
_looking = local()  # in a thread that takes a fingerprint, which reads too
_READS = ("open", "os.listdir", "os.scandir", "sqlite3.connect")
_STARTS = ("subprocess.Popen", "os.system", "os.fork", "os.forkpty", "os.posix_spawn")
_HEARD = frozenset((*_READS, *_STARTS))
# what looks for modules and packages; these have a fingerprint of their own
_SEARCHING = (
    "<frozen importlib",
    os.path.join(os.path.dirname(importlib.__file__), ""),
    pkgutil.__file__,
    cache.__file__,
)
_ASKS = ("stat", "lstat", "access", "readlink")


@lru_cache(maxsize=8)
def _watched_folders(project: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The folders whose files count, each with what does not count in it one by one.

    That is the library and the templates, which count as a whole, what is written, and others' packages.
    """
    prefixes = (sys.prefix, sys.base_prefix, os.path.dirname(root.CODE))
    packages = [spelt(path) for path in prefixes for spelt in (os.path.abspath, os.path.realpath)]
    found = []
    for folder in dict.fromkeys((project, root.SHIPPED)):
        ours = [os.path.join(folder, name) for name in ("reports/template", "reports/build", root.CACHE)]
        inside = [path for path in packages if _within(path, folder)]  # a folder may itself lie below Python's prefix
        found.append((os.path.join(folder, ""), tuple(os.path.join(path, "") for path in (*ours, *inside))))
    return tuple(found)


def _within(path: str, folder: str) -> bool:
    return path.startswith(os.path.join(folder, ""))


def _counts(path: str) -> bool | None:
    """Whether what is read there counts; None for a place that is none of ours."""
    name = os.path.join(path, "")
    among = [elsewhere for folder, elsewhere in _watched_folders(root.project()) if name.startswith(folder)]
    return not all(name.startswith(elsewhere) for elsewhere in among) if among else None


def watch() -> None:
    """Start to watch; there is no end to it but that of the process."""
    sys.addaudithook(_hear)
    for name in _ASKS:  # Python has no event for these
        setattr(os, name, _watched(getattr(os, name)))


def give(values: Iterable[object], folder: str) -> None:
    """Count a user's own files too: those that parameters name, as seen from the folder it runs in."""
    sound = list(files_named(values, folder))
    for path in (*sound, *(str(paths.remarks_beside(Path(path))) for path in sound)):
        for name in {path, os.path.realpath(path)}:
            _given.setdefault(name, set()).add(path)


def assume_all() -> None:
    """Take all of ``data/`` and all texts as read: what another process reads cannot be watched."""
    folders = [folder for name in ("data", "notebooks/texts") for folder in paths.both(name)]
    found = {path: mark for folder in folders for path, mark in files.tree(str(folder)).items()}
    given = (path for names in _given.values() for path in names if os.path.isfile(path))
    lists = map(str, paths.both("reports/reports.yml"))
    found.update((path, files.digest(path)) for path in (*lists, *given))
    seen.update({**found, **seen})  # what was read before is known as it was then


def outside(folder: str | os.PathLike[str]) -> dict[str, str]:
    """What was read elsewhere than in a folder, such as the one that is written to."""
    return {path: mark for path, mark in seen.items() if not _within(os.path.join(path, ""), os.fspath(folder))}


def _hear(event: str, details: tuple[Any, ...]) -> None:
    if event not in _HEARD or getattr(_looking, "now", False):
        return
    if event in _STARTS:
        if isolated.inside():
            _looking.now = True
            try:
                assume_all()
            finally:
                _looking.now = False
    elif not (event == "open" and details[2] & os.O_WRONLY) and not (event != "open" and _searches(_caller(1))):
        _look("." if details[0] is None else details[0])


def _searches(code: CodeType) -> bool:
    """Whether Python itself looks around: for a module or package, which is then opened, or for links on the way."""
    return code.co_name == "_joinrealpath" or code.co_filename.startswith(_SEARCHING)


def _caller(above: int) -> CodeType:
    """The code that called the function that asks, or what stands so many calls above it."""
    frame = currentframe()
    for _ in range(above + 1):
        frame = frame.f_back if frame and frame.f_back else frame
    assert frame is not None
    return frame.f_code


def _watched(ask: Callable[..., Any]) -> Callable[..., Any]:
    def asked(path: Any, *args: Any, **options: Any) -> Any:
        if not getattr(_looking, "now", False) and not _searches(_caller(1)):
            _look(path, options.get("dir_fd"), asks=True)
        return ask(path, *args, **options)

    for known in (os.supports_dir_fd, os.supports_fd, os.supports_follow_symlinks, os.supports_effective_ids):
        if ask in known:
            known.add(asked)
    return asked


def _look(place: Any, within: int | None = None, asks: bool = False) -> None:
    _looking.now = True
    try:
        path = _path(place, within)
        for name in _names(path) if path else ():
            key = os.path.join(name, "") if asks else name  # who only asks has not read what it holds
            if key not in seen and name not in seen:
                seen[key] = files.digest(key)
                if not asks:  # what is read was often asked for before
                    seen.pop(os.path.join(name, ""), None)
    finally:
        _looking.now = False


def _path(place: Any, within: int | None) -> str:
    """Full name of what is read; nothing for what is open already or has no name."""
    try:
        if isinstance(place, int):
            path = os.readlink(f"/proc/self/fd/{place}")
            return path if path.startswith(os.sep) else ""
        start = os.readlink(f"/proc/self/fd/{within}") if within is not None else ""
        return os.path.abspath(os.path.join(start, os.fsdecode(place)))
    except (OSError, TypeError, ValueError):
        return ""


def _names(path: str) -> set[str]:
    """The names to remember a path by: as it was spelt, so that a link that leads elsewhere one day is noticed."""
    if "\0" in path or (_counts(path) is False and path not in _given):
        return set()
    if path.endswith(".pyc"):
        path = _source(path)
    real = os.path.realpath(path)
    ours = path if _counts(path) is not None else real
    return _given.get(real, set()) | ({ours} if _counts(ours) else set())


def _source(compiled: str) -> str:
    try:
        return source_from_cache(compiled)
    except ValueError:
        return compiled

"""Files as a build sees them: compared by content, written whole or not at all, believed only as they were written."""

from __future__ import annotations

import hashlib
import json
import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from io import BufferedReader
from typing import Any

from yosan.root import CACHE, INSIDE

PART = ".part"  # ends the name of a file that is being written
_WRITTEN = ("__pycache__", CACHE)  # folders that a build itself adds
_SEAL = b',\n "seal": "'


def digest(path: str) -> str:
    """Fingerprint of a file's content or of the names in a folder; ``missing`` when there is neither.

    With a separator at its end a path asks only what is there: a ``folder``, or a ``file`` of which size. What is
    neither, such as a device without end, counts as missing.
    """
    if path.endswith(os.sep):
        return _kind(path.rstrip(os.sep))
    try:
        with _open(path) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except IsADirectoryError:
        with suppress(OSError), os.scandir(path) as entries:
            names = {entry.name + os.sep * entry.is_dir() for entry in entries}
            return digest_text("\n".join(sorted(names - {f"{name}{os.sep}" for name in _WRITTEN})))
    except (OSError, ValueError):
        pass
    return "missing"


def _kind(path: str) -> str:
    try:
        found = os.stat(path)
    except (OSError, ValueError):
        return "missing"
    if stat.S_ISREG(found.st_mode):  # what a notebook holds beside its source is no input
        return "file" if path.endswith(".ipynb") else f"file of {found.st_size} bytes"
    return "folder" if stat.S_ISDIR(found.st_mode) else "missing"


def _open(path: str | os.PathLike[str]) -> BufferedReader:
    # a pipe that nobody writes to would be waited for
    file = open(path, "rb", opener=lambda name, flags: os.open(name, flags | os.O_NONBLOCK))  # noqa: SIM115
    if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        file.close()
        raise OSError("no file")
    return file


def read(path: str | os.PathLike[str]) -> bytes:
    """Read a file, and nothing that is none.

    Raises
    ------
    OSError : it cannot be read, or is a folder, a device or a pipe.
    """
    with _open(path) as file:
        return file.read()


def digest_text(text: str) -> str:
    """Fingerprint of a text."""
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()


def tree(folder: str) -> dict[str, str]:
    """Fingerprints of a folder, its files and the folders below, without what is compiled or shipped."""
    found = {}
    for path, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if name not in ("__pycache__", INSIDE)]
        found[path] = digest(path)
        found.update((name, digest(name)) for name in (os.path.join(path, file) for file in files))
    return found


def write_file(path: str | os.PathLike[str], content: str | bytes) -> str:
    """Write a file whole or not at all, and return the fingerprint of what was written.

    Raises
    ------
    OSError : it cannot be written; nothing is left behind.
    """
    os.makedirs(os.path.dirname(path), exist_ok=True)
    # a name of bytes that are no text is written as its escape, which JSON reads back
    data = content.encode("utf-8", "backslashreplace") if isinstance(content, str) else content
    part = f"{os.fspath(path)}.{os.urandom(6).hex()}{PART}"
    try:
        with open(part, "xb") as file:
            with suppress(OSError):  # some file systems know no locks, and there nothing is swept
                _lock(file.fileno())
            if not os.fstat(file.fileno()).st_nlink:  # swept before it was locked
                return write_file(path, content)
            file.write(data)
            file.flush()
            os.replace(part, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(part)
        raise
    return _mark(data)


def _lock(descriptor: int, wait: bool = True) -> None:
    """Lock a file for as long as this process holds it open, however it ends."""
    import fcntl

    fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))


@contextmanager
def held(folder: str | os.PathLike[str]) -> Iterator[None]:
    """Let no other builder write the pages around a folder's reports before those that are written here are there."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # some file systems know no locks
            _lock(descriptor)
        yield
    finally:
        os.close(descriptor)


def sweep(*folders: str | os.PathLike[str]) -> None:
    """Remove from folders what writers that were killed left half written."""
    for folder in folders:
        with suppress(OSError), os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.endswith(PART) and entry.is_file(follow_symlinks=False):
                    _remove_unowned(entry.path)


def _remove_unowned(part: str) -> None:
    with suppress(OSError), open(part, "rb") as file:
        _lock(file.fileno(), wait=False)  # refused while its writer lives
        os.unlink(part)


def sealed(content: Mapping[str, Any]) -> str:
    """Write a record as JSON whose last entry is the fingerprint of all before it."""
    text = json.dumps(content, ensure_ascii=False, indent=1).removesuffix("\n}")
    return f'{text}{_SEAL.decode()}{_mark(text.encode("utf-8", "backslashreplace"))}"\n}}\n'


def unseal(path: str | os.PathLike[str]) -> dict[str, Any]:
    """Read a record; empty where it is missing or not byte for byte as it was written."""
    try:
        text, _, last = read(path).rpartition(_SEAL)
    except (OSError, ValueError):
        return {}
    if last != f'{_mark(text)}"\n}}\n'.encode():
        return {}
    content: dict[str, Any] = json.loads(text + b"\n}")
    return content


def _mark(text: bytes) -> str:
    return hashlib.sha256(text).hexdigest()

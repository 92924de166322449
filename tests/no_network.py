"""Tests reach no network: a process that is told so, and all Python that it starts, reaches its own machine alone."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

_OFFLINE = Path(__file__).with_name("offline")
_EVENTS = ("socket.connect", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname")


class NetworkReached(RuntimeError):
    """A test, or what it runs, asked for another machine."""


def block() -> None:
    """Refuse every other machine; there is no end to it but that of the process."""
    sys.addaudithook(_refuse)


def block_children() -> None:
    """Let all Python that this process starts refuse them too: it finds ``offline/sitecustomize.py`` on its path."""
    os.environ["PYTHONPATH"] = _paths(_OFFLINE, *os.environ.get("PYTHONPATH", "").split(os.pathsep))


def child_environment(root: Path) -> dict[str, str]:
    """Environment of a process that is started with the library of the project in ``root``."""
    # compiled once for all runs, whatever the caller's environment says
    return {**os.environ, "PYTHONPATH": _paths(root / "lib", _OFFLINE), "PYTHONDONTWRITEBYTECODE": ""}


def _paths(*folders: str | Path) -> str:
    return os.pathsep.join(filter(None, dict.fromkeys(map(str, folders))))


def _refuse(event: str, details: tuple[Any, ...]) -> None:
    if event not in _EVENTS:
        return
    asked = details[0] if event.startswith("socket.get") else details[1]
    host = asked[0] if isinstance(asked, tuple) else asked
    in_files = not (event.startswith("socket.get") or isinstance(asked, tuple))  # a socket of the file system
    if not in_files and not _is_own(host):
        raise NetworkReached(f"{event} of {host!r}")


def _is_own(host: object) -> bool:
    from ipaddress import ip_address  # most processes ask for no machine

    name = host.decode() if isinstance(host, bytes) else str(host or "localhost")
    try:
        return ip_address(name.partition("%")[0]).is_loopback or name in ("0.0.0.0", "::")
    except ValueError:
        return name == "localhost"

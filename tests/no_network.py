"""Tests reach no network: from here on this process connects to itself and to its own machine alone."""

from __future__ import annotations

import sys
from ipaddress import ip_address
from typing import Any

_EVENTS = ("socket.connect", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname")


class NetworkReached(RuntimeError):
    """A test, or what it runs, asked for another machine."""


def block() -> None:
    """Refuse every other machine; there is no end to it but that of the process."""
    sys.addaudithook(_refuse)


def _refuse(event: str, details: tuple[Any, ...]) -> None:
    if event not in _EVENTS:
        return
    asked = details[0] if event.startswith("socket.get") else details[1]
    host = asked[0] if isinstance(asked, tuple) else asked
    in_files = not (event.startswith("socket.get") or isinstance(asked, tuple))  # a socket of the file system
    if not in_files and not _is_own(host):
        raise NetworkReached(f"{event} of {host!r}")


def _is_own(host: object) -> bool:
    name = host.decode() if isinstance(host, bytes) else str(host or "localhost")
    try:
        return ip_address(name.partition("%")[0]).is_loopback or name in ("0.0.0.0", "::")
    except ValueError:
        return name == "localhost"

"""What a report's process tells the one that waits for it, through a pipe that the notebook may break at any moment."""

from __future__ import annotations

import os
import pickle
from collections.abc import Iterator
from typing import Any

_HEAD = 8  # bytes that say how long a letter is


def letter(kind: str, value: object) -> bytes:
    """Write a letter as it goes through the pipe."""
    text = pickle.dumps((kind, value))
    return len(text).to_bytes(_HEAD, "big") + text


class Inbox:
    """Letters as they come, never waiting for the rest of one.

    Parameters
    ----------
    descriptor : the end of the pipe that is read.
    """

    def __init__(self, descriptor: int) -> None:  # noqa: D107
        self.descriptor, self.closed = descriptor, False
        self._held = bytearray()

    def letters(self) -> Iterator[tuple[str, Any]]:
        """Yield all letters that are complete once more of them can be read; what is none closes the box."""
        more = os.read(self.descriptor, 2**20)
        self.closed = not more
        self._held += more
        while len(self._held) >= _HEAD:
            end = _HEAD + int.from_bytes(self._held[:_HEAD], "big")
            if len(self._held) < end:
                return
            text = bytes(self._held[_HEAD:end])
            del self._held[:end]
            try:
                kind, value = pickle.loads(text)
            except Exception:
                self.closed = True
                return
            yield kind, value

"""What a reader of a cell or a file raises before anyone knows the place."""

from __future__ import annotations


class Refusal(ValueError):
    """Something cannot be read: what was found in it, what was expected, and what to do."""

    def __init__(self, what: str, expected: str, todo: str = "") -> None:
        """Keep all for the message, which knows the place."""
        self.what, self.expected, self.todo = what, expected, todo
        super().__init__(f"{what}; expected {expected}")

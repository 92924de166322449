"""What a reader of a cell or a file raises before anyone knows the place."""

from __future__ import annotations

from yosan.messages import Message


class Refusal(ValueError):
    """Something cannot be read; ``said`` has the parts of a problem."""

    def __init__(self, said: Message) -> None:
        """Keep it for the message, which knows the place."""
        self.said = said
        super().__init__(said)

    def __str__(self) -> str:
        """Say it in English."""
        return f"{self.said.of('en', 'what')}; expected {self.said.of('en', 'expected')}"

"""What collects what an explorer displays."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from IPython.core.history import HistoryManager
from IPython.core.interactiveshell import InteractiveShell


@pytest.fixture(scope="module", autouse=True)
def shell() -> Iterator[None]:
    """A shell that keeps no history."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(HistoryManager, "enabled", False)
        InteractiveShell.instance()
        yield
        InteractiveShell.clear_instance()

"""Loaded before any plugin of pytest's: keeps from being done, in each of the processes, what no test asks for.

jsonschema takes a second to compile a grammar of IRIs, and does without where it is missing. Python looks through all
that was imported and collected for garbage, over and over.
"""

from __future__ import annotations

import gc
import sys

sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]  # Python takes it to be missing
gc.set_threshold(50_000, 20, 50)


def pytest_collection_finish() -> None:
    gc.freeze()

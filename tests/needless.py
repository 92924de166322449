"""Loaded before any plugin of pytest's: keeps a grammar of IRIs, which no test asks for, from being compiled.

jsonschema takes a second for it in each process, and does without where it is missing.
"""

from __future__ import annotations

import sys

sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]  # Python takes it to be missing

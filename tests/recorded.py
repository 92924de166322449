"""Values on record: what functions give today, column by column, so that any that moves is named.

Run as a program, this file records the values anew: ``python tests/recorded.py``. Whoever does looks at what moved, and
says why; a value on record is no proof that it is right, but none moves unseen.
"""

from __future__ import annotations

import runpy
import zlib
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import yaml
from pydantic import BaseModel

from repository import ROOT
from yosan.errors import YosanError

Calls = Mapping[str, Callable[[], Any]]


def shown(value: Any) -> Any:
    """A value as a record keeps it: of a frame or an array a line for each column, ends and a checksum of the rest."""
    if isinstance(value, pd.DataFrame):
        return [f"{name} {line(value[name])}" for name in value.columns] + [f"index {line(pd.Series(value.index))}"]
    if isinstance(value, pd.Series | pd.Index | np.ndarray):
        return [line(pd.Series(np.ravel(value) if isinstance(value, np.ndarray) else value))]
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: shown(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, BaseModel):
        return type(value).__name__  # a rule or what else a file states, held where that is read
    if isinstance(value, Mapping):
        return {str(name): shown(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        found = [shown(one) for one in value]
        nested = any(isinstance(one, dict | list) for one in found)
        return found if nested or sum(map(len, found)) > 100 else ", ".join(found)
    return plain(value)


def line(column: pd.Series) -> str:
    told = [plain(one) for one in column.astype(object)]
    sum_of_all = zlib.crc32("\n".join(told).encode())
    ends = told if len(told) < 5 else [told[0], told[1], "…", told[-1]]
    kind = "text" if isinstance(column.dtype, pd.StringDtype) else column.dtype
    return f"{kind}: {' | '.join(ends)} ({len(told)}: {sum_of_all:08x})"


def plain(value: Any) -> str:
    """A single value: a float to nine digits, as machines differ in the last ones; files from the project's root."""
    if isinstance(value, tuple | list):
        return f"({', '.join(map(plain, value))})"
    if isinstance(value, float | np.floating) and value == value:
        return f"{value:.9g}"
    missing = value is not None and pd.api.types.is_scalar(value) and pd.isna(value)
    return "missing" if missing else str(value).replace(f"{ROOT}/", "")


def answer(call: Callable[[], Any]) -> Any:
    """What a call gives, or all that it refuses."""
    try:
        return shown(call())
    except YosanError as error:
        return [plain(str(problem)) for problem in error.problems]


def record(parts: Mapping[str, Callable[[], Calls]], place: Path) -> None:
    """Write what calls give, by part, to a file of records."""
    found = {part: {name: answer(call) for name, call in calls().items()} for part, calls in parts.items()}
    text = yaml.safe_dump(found, allow_unicode=True, sort_keys=False, width=10_000)
    place.write_text(text, "utf-8")


def on_record(place: Path) -> dict[str, Any]:
    """What a file of records holds, by part and call."""
    found: dict[str, Any] = yaml.load(place.read_text("utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return found


if __name__ == "__main__":
    for held in sorted(Path(__file__).parent.rglob("test_*.py")):
        if "from recorded import" in held.read_text("utf-8"):
            names = runpy.run_path(str(held))
            record(names["CALLS"], names["RECORDS"])

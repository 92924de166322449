"""The list of hostile strings, and files of members and plans that carry them."""

from __future__ import annotations

import csv
import io
import json
import random
from collections.abc import Sequence
from pathlib import Path

STRINGS: dict[str, list[str]] = json.loads(Path(__file__).with_name("strings.json").read_text("utf-8"))
ALL = [text for texts in STRINGS.values() for text in texts]
SAMPLE = [text for texts in STRINGS.values() for text in random.Random(16).sample(texts, 3)]  # in the usual run
HEADER = ["consortium_id", "member_id", "name", "lead", "size", "eligible_cost_yen", "certification", "expert"]
PLANS = "firm_id,year,operating_profit_yen,labour_cost_yen,depreciation_yen,ordinary_profit_yen,workers,payroll_yen"


def written(rows: Sequence[Sequence[object]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode("utf-8", "surrogatepass")


def members(consortium_id: str, member_id: str, name: str) -> bytes:
    """A consortium of two, whose first member carries the texts."""
    first = [consortium_id, member_id, name, "yes", "medium", 70_000_000, "none", "no"]
    return written([HEADER, first, [consortium_id, "second", "乙", "no", "small", 40_000_000, "equipment_plan", "yes"]])


def plans(firm: str) -> bytes:
    rows = [[firm, year, 10_000_000 + year, 50_000_000, 2_000_000, 9_000_000, 20, 40_000_000] for year in range(4)]
    return written([PLANS.split(","), *rows])

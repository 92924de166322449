"""Official items by their number: to load and check them, and to draw a report of them, takes time in proportion.

``python benchmarks/rows.py`` prints processor times of 1, 2, 4 and 8 parts of the rows, and their ratios; of them
``RESULTS.md`` keeps some. Loading takes every eighth row of the government's items, and so on up to all 38,724; the
report is on one ministry's account, each of whose items stands there once, twice, four and eight times.
"""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import CodeType

import pandas as pd
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from items import TABLE

from yosan.data.items_mof import load_items
from yosan.data.paths import notebook

PARTS = (1, 2, 4, 8)
MINISTRY, YEAR = "mlit", 2024


def processor(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def compare(what: str, works: dict[int, Callable[[], object]], rounds: int) -> None:
    """Least processor time of the rounds, which take turns, and its ratio to that of half as many rows."""
    taken = {part: float("inf") for part in works}
    for _ in range(rounds):
        for part, work in works.items():
            taken[part] = min(taken[part], processor(work))
    for part, seconds in taken.items():
        step = f"{seconds / taken[part // 2]:.2f}" if part > 1 else ""
        print(f"{what}, rows x{part}: {seconds:.3f} s {step}")
    print(f"{what}: x8 / x1 {taken[8] / taken[1]:.2f}")


def loading(folder: Path) -> dict[int, Callable[[], object]]:
    rows = pd.read_csv(TABLE, dtype=str, keep_default_na=False)
    works: dict[int, Callable[[], object]] = {}
    for part in PARTS:
        file = folder / f"loaded-{part}.csv"
        rows[rows.index % max(PARTS) < part].to_csv(file, index=False)
        works[part] = partial(load_items, file)
    return works


def drawing(folder: Path) -> dict[int, Callable[[], object]]:
    rows = pd.read_csv(TABLE, dtype=str, keep_default_na=False)
    own = rows[(rows["ministry"] == MINISTRY) & (rows["account"] == "general") & (rows["budget"] == "initial")]
    own = own[own["fiscal_year"].isin([str(YEAR - 1), str(YEAR)])]
    cells = json.loads(notebook("12_items.ipynb").read_text("utf-8"))["cells"]
    code = [compile("".join(cell["source"]), "items", "exec") for cell in cells if cell["cell_type"] == "code"]
    works: dict[int, Callable[[], object]] = {}
    for part in PARTS:
        file = folder / f"drawn-{part}.csv"
        copies = [own.assign(item=own["item"] + ("" if copy == 0 else f"（{copy}）")) for copy in range(part)]
        pd.concat(copies).to_csv(file, index=False)
        works[part] = partial(draw, code, file)
    return works


def draw(code: list[CodeType], file: Path) -> None:
    """Run a notebook's cells, with parameters behind the cell that declares them."""
    names: dict[str, object] = {}
    with capture_output():
        for place, cell in enumerate(code):
            exec(cell, names)
            if place == 1:
                names |= {"file": str(file), "ministry": MINISTRY, "account": "general", "fiscal_year": YEAR}


if __name__ == "__main__":
    InteractiveShell.instance()
    with tempfile.TemporaryDirectory() as made:
        compare("load and check", loading(Path(made)), 15)
        compare("draw a report on items", drawing(Path(made)), 2)

"""Runs a notebook with parameters and returns it with its outputs."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nbformat
import papermill

from yosan.render import isolated


def run(notebook: Path, parameters: Mapping[str, Any], cwd: Path) -> nbformat.NotebookNode:
    """Execute a notebook in a folder, noting each cell as it starts.

    Raises
    ------
    isolated.CallFailed : a cell raised.
    """
    cells = nbformat.read(notebook, as_version=4).cells
    numbers = {cell.get("id", ""): number for number, cell in enumerate(cells, 1)}

    def announce(cell: nbformat.NotebookNode, cell_index: int) -> None:
        number = numbers.get(cell.get("id", ""))
        isolated.note(f"cell {number}" if number else "the cell of the given parameters")

    try:
        return papermill.execute_notebook(
            str(notebook),
            None,
            parameters=dict(parameters),
            engine_name="yosan",
            kernel_name="python3",
            progress_bar=False,
            cwd=str(cwd),
            on_cell_start=announce,
        )
    except papermill.PapermillExecutionError as failed:
        raise isolated.CallFailed(f"{failed.ename}: {failed.evalue}") from failed

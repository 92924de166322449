"""Runs a notebook with parameters and returns it with its outputs."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import chdir
from pathlib import Path
from typing import Any

import nbformat
import papermill
from papermill.engines import papermill_engines
from papermill.execute import raise_for_execution_errors

from yosan.errors import CallFailed
from yosan.messages import Message
from yosan.render import isolated, reads


def run_notebook(notebook: Path, parameters: Mapping[str, Any], cwd: Path) -> nbformat.NotebookNode:
    """Execute a notebook in a folder, noting each cell as it starts.

    Raises
    ------
    CallFailed : a cell raised.
    """
    kernel = {"kernel_name": "python3", "progress_bar": False}
    # in two steps: papermill's one step would also write the executed notebook, drawings and all, as text for nobody
    prepared = papermill.execute_notebook(str(notebook), None, dict(parameters), prepare_only=True, **kernel)
    reads.seen.pop(str(notebook), None)  # its source counts, whatever output it holds
    injected = "injected-parameters"
    written = [cell.get("id", "") for cell in prepared.cells if injected not in cell.metadata.get("tags", [])]
    numbers = {name: number for number, name in enumerate(written, 1)}

    def announce(cell: nbformat.NotebookNode, cell_index: int) -> None:
        number = numbers.get(cell.get("id", ""))
        isolated.note(Message("places.cell", cell=number) if number else Message("places.given_parameters"))

    try:
        with chdir(cwd):
            executed = papermill_engines.execute_notebook_with_engine(
                "yosan", prepared, on_cell_start=announce, **kernel
            )
        raise_for_execution_errors(executed, None)
    except papermill.PapermillExecutionError as failed:
        raise CallFailed(Message("reports.raised", kind=failed.ename, error=failed.evalue)) from failed
    return executed

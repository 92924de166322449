"""Runs a notebook with parameters and returns it with its outputs."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nbformat
import papermill
from traitlets.config import Config

# ipykernel warns of unencrypted local ports unless it may encrypt them
_QUIET = Config({"KernelManager": {"transport_encryption": "auto"}})


def run(notebook: Path, parameters: Mapping[str, Any]) -> nbformat.NotebookNode:
    """Execute a notebook from its own folder.

    Raises
    ------
    papermill.PapermillExecutionError : names the cell that failed.
    """
    with tempfile.TemporaryDirectory() as folder:
        return papermill.execute_notebook(
            str(notebook),
            str(Path(folder) / notebook.name),
            parameters=dict(parameters),
            kernel_name="python3",
            progress_bar=False,
            cwd=str(notebook.parent),
            config=_QUIET,
        )


def parameters_cell(notebook: Path) -> str:
    """Return the source of the one cell tagged ``parameters``.

    Raises
    ------
    ValueError : when there is none or more than one.
    """
    cells = nbformat.read(notebook, as_version=4).cells
    tagged = [cell.source for cell in cells if "parameters" in cell.metadata.get("tags", [])]
    if len(tagged) != 1:
        raise ValueError(f"{notebook.name}: {len(tagged)} cells tagged 'parameters', expected one")
    return str(tagged[0])

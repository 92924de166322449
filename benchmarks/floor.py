"""The least that reports can cost: their cells' own compute and their export, in one process that is warm for both.

``python benchmarks/floor.py JOBS`` takes a pickled list of jobs and prints processor seconds for all of them.
"""

from __future__ import annotations

import os
import pickle
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import nbformat
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

from yosan.data import tables
from yosan.render import execute, export, isolated, warm
from yosan.render.jobs import Job


def compute(shell: InteractiveShell, job: Job) -> None:
    """Run the cells as they are, with the parameters after their cell; what they show is thrown away."""
    shell.reset(new_session=False)
    tables._checked.cache_clear()  # what one report reads and checks is no other report's
    os.chdir(job.cwd)
    for cell in nbformat.read(job.notebook, as_version=4).cells:
        if cell.cell_type == "code":
            with capture_output():
                shell.run_cell(cell.source).raise_error()
        if "parameters" in cell.metadata.get("tags", []):
            shell.user_ns.update(job.parameters)


def main(jobs: Sequence[Job]) -> None:
    assert warm.SURROUNDINGS
    shell = InteractiveShell.instance()
    executed = [isolated.call(execute.run_notebook, job.notebook, job.parameters, job.cwd) for job in jobs]
    for _ in range(2):  # the first time warms what only cells use
        start = time.process_time()
        for job, notebook in zip(jobs, executed, strict=True):
            compute(shell, job)
            export.page_html(notebook, job, {})
            export.values_json(notebook, job)
        spent_s = time.process_time() - start
    print(spent_s)


if __name__ == "__main__":
    main(pickle.loads(Path(sys.argv[1]).read_bytes()))

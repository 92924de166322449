"""Reports run in warm forks: same output as an ordinary kernel, faults stay with their report."""

from __future__ import annotations

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import papermill
import pytest

import yosan.render.engine  # noqa: F401  two threads must not be the first to import it
from repository import NOTEBOOKS
from yosan.data.catalogue import Report
from yosan.render import build as building
from yosan.render import export, isolated
from yosan.render.isolated import Allowance, CallFailed
from yosan.render.jobs import Job
from yosan.writing import Text

pytestmark = pytest.mark.builds
USUAL = "06_local_government"  # compared in the usual run too, the others in the slow one
SHIPPED = [
    pytest.param(path, id=path.stem, marks=[] if path.stem == USUAL else [pytest.mark.slow])
    for path in sorted(NOTEBOOKS.glob("*.ipynb"))
]
FAULTS = {
    "raises": ("1 / 0", "ZeroDivisionError: division by zero"),
    "leaves": ("import sys; sys.exit(3)", "SystemExit: 3"),
    "loops": ("while True: pass", "not finished after 4 seconds"),
    "crashes": ("import ctypes; ctypes.string_at(0)", "process killed by SIGSEGV"),
    "exits": ("import os; os._exit(3)", "process ended with exit code 3"),
    "eats": ("block = bytearray(3 * 2**30)", "MemoryError"),
}


def notebook(path: Path, *cells: str) -> Path:
    """Write a notebook whose first cell takes the language."""
    made = nbformat.v4.new_notebook(
        metadata={"kernelspec": {"name": "python3", "display_name": "", "language": "python"}}
    )
    sources = ('lang: str = "ja"  # language', *cells)
    made.cells = [nbformat.v4.new_code_cell(source, id=f"cell-{n}") for n, source in enumerate(sources, 1)]
    made.cells[0].metadata["tags"] = ["parameters"]
    nbformat.write(made, path)
    return path


def job(path: Path, slug: str = "report") -> Job:
    words = Text(ja=slug, en=slug)
    return Job(Report(slug=slug, notebook=str(path), title=words, question=words), "en", {"lang": "en"}, ())


def build(jobs: Sequence[Job], out: Path, timeout_s: float = 100) -> dict[str, str]:
    """Build what is not fresh; the failures by report."""
    with ThreadPoolExecutor(2) as executor:
        failed = building.build(building.plan(jobs, out), out, executor, Allowance(timeout_s), lambda built: None)
    return {built.job.report.slug: str(built.failure) for built in failed}


def executed(path: Path, engine: str | None = "yosan") -> nbformat.NotebookNode:
    """The notebook as papermill's engine returns it; its stock engine, None, starts an ordinary kernel."""
    return papermill.execute_notebook(
        str(path),
        None,
        {"lang": "en"},
        engine_name=engine,
        kernel_name="python3",
        progress_bar=False,
        coalesce_streams=True,
    )


def outputs(path: Path, engine: str | None = "yosan") -> str:
    """All outputs; a stream that the kernel's timer cut in two counts as one."""
    return json.dumps([cell.outputs for cell in executed(path, engine).cells if cell.cell_type == "code"])


@pytest.mark.parametrize("shipped", SHIPPED)
def test_a_warm_fork_writes_the_bytes_of_an_ordinary_kernel(shipped: Path) -> None:
    with ThreadPoolExecutor(1) as beside:
        fork = beside.submit(executed, shipped)
        own, warm = executed(shipped, engine=None), fork.result()
    assert export.page_html(warm, job(shipped), {}) == export.page_html(own, job(shipped), {})
    assert export.values_json(warm, job(shipped)) == export.values_json(own, job(shipped))


def test_odd_cells_mean_what_they_mean_in_a_kernel(tmp_path: Path) -> None:
    cells = (
        "import sys; print('out'); print('error', file=sys.stderr)",
        "import asyncio; await asyncio.sleep(0); print('awaited')",
        "!echo from the shell",
        "import threading; t = threading.Thread(target=print, args=['threaded']); t.start(); t.join()",
        "handle = display('one', display_id=True); handle.update('two')",
        "from IPython.display import clear_output; print('gone'); clear_output(); print('kept')",
        "import multiprocessing as m\nwith m.get_context('fork').Pool(1) as pool: print(pool.map(abs, [-1]))",
        "import signal; _ = signal.signal(signal.SIGINT, lambda *_: None)",
        "import pandas as pd; pd.DataFrame([range(30)])",
        "import matplotlib.pyplot as plt; plt.plot([1, 2]); plt.show(); print('after the figure')",
        "len(In), Out[11].shape, lang",
    )
    path = notebook(tmp_path / "odd.ipynb", *cells)
    assert outputs(path) == outputs(path, engine=None)


def test_a_fault_stays_with_its_report_and_is_named_with_its_cell(tmp_path: Path) -> None:
    jobs = [
        job(notebook(tmp_path / f"{name}.ipynb", "print('fine')", fault), name) for name, (fault, _) in FAULTS.items()
    ]
    jobs.insert(3, job(notebook(tmp_path / "sound.ipynb", "print('sound')"), "sound"))
    failed = build(jobs, tmp_path / "out", timeout_s=4)
    assert failed.keys() == FAULTS.keys()
    assert "sound" in (tmp_path / "out/en/sound.html").read_text("utf-8")
    for name, (_, reason) in FAULTS.items():
        assert failed[name].startswith(f"{tmp_path}/{name}.ipynb, cell 3: {reason}")
        assert not (tmp_path / f"out/en/{name}.html").exists()


def test_the_last_good_report_stays_when_a_new_one_fails(tmp_path: Path) -> None:
    path, page = tmp_path / "report.ipynb", tmp_path / "out/en/report.html"
    assert not build([job(notebook(path, "print('good')"))], tmp_path / "out")
    good = page.read_bytes()
    assert build([job(notebook(path, "print('bad'); 1 / 0"))], tmp_path / "out").keys() == {"report"}
    assert page.read_bytes() == good


def test_nothing_of_one_report_reaches_the_next(tmp_path: Path) -> None:
    leave = "import builtins, os, pandas as pd; builtins.left = os.environ['LEFT'] = 'here'; pd.left = 1"
    look = "import builtins, os, pandas as pd; hasattr(builtins, 'left'), 'LEFT' in os.environ, hasattr(pd, 'left')"
    outputs(notebook(tmp_path / "first.ipynb", leave))
    assert "(False, False, False)" in outputs(notebook(tmp_path / "second.ipynb", look))


def test_papermill_runs_the_engine_by_name_and_keeps_its_own_records(tmp_path: Path) -> None:
    path = notebook(tmp_path / "named.ipynb", "lang")
    made = executed(path)
    assert made.cells[-1].outputs[0].data == {"text/plain": "'en'"}
    assert made.metadata.papermill.exception is None
    assert [cell.metadata.papermill.status for cell in made.cells] == ["completed"] * 3
    with pytest.raises(papermill.PapermillExecutionError) as failed:
        executed(notebook(path, "1 / 0"))
    assert failed.value.ename == "ZeroDivisionError"


def test_a_call_returns_raises_or_dies_but_always_ends() -> None:
    assert isolated.call(divmod, 7, 2) == (3, 1)
    with pytest.raises(CallFailed, match="invalid literal for int"):
        isolated.call(int, "x")
    assert not isolated.inside()

"""A JupyterLab of the tests' own, and what a page of it does."""

import os
import re
import shutil
import subprocess
import sys
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Page, TimeoutError

from repository import ROOT

LAB = ROOT / "lab"
NOTEBOOKS = sorted(path.name for path in (ROOT / "notebooks").glob("*.ipynb"))
EXPLORED = [name for name in NOTEBOOKS if name.startswith("2")]
PATIENCE = 120_000  # milliseconds; a kernel's first imports take long on a busy machine
CONNECTED = """async () => {
    const kernels = await (await fetch('/api/kernels')).json();
    return kernels.length > 0 && kernels.every(k => k.execution_state === 'idle' && k.connections > 0);
}"""
FINISHED = """() => {
    const prompts = [...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')].map(e => e.textContent);
    return prompts.length > 0 && prompts.every(text => /\\[\\d+\\]:/.test(text));
}"""
COUNT = re.compile(r'"execution_count": \d+')
TROUBLE = ", ".join(f'[data-mime-type="application/vnd.jupyter.{kind}"]' for kind in ("error", "stderr"))


@dataclass(frozen=True)
class Lab:
    """A running server: the address that it opens, and what stands before it."""

    address: str

    @property
    def server(self) -> str:
        return self.address.split("/lab")[0]

    @property
    def token(self) -> str:
        return self.address.split("token=")[1]

    def run(self, page: Page, path: str) -> None:
        """Open a notebook and run all its cells."""
        page.set_default_timeout(PATIENCE)
        page.goto(f"{self.server}/lab/tree/{path}?token={self.token}&reset")
        page.locator(".jp-NotebookPanel .jp-CodeCell").first.wait_for()
        page.wait_for_function(CONNECTED)
        page.locator(".jp-Toolbar-kernelName", has_text="Python 3").first.wait_for()
        for patience in (PATIENCE // 4, PATIENCE // 4, PATIENCE):  # on a busy machine a first click can be lost
            for select in page.locator(".jp-Dialog", has_text="Select Kernel").locator(".jp-mod-accept").all():
                select.click()  # JupyterLab asks who runs a cell before the page knows of its kernel
            page.get_by_role("menuitem", name="Run", exact=True).click()
            page.locator('[data-command="runmenu:run-all"]').click()
            with suppress(TimeoutError):
                page.wait_for_function(FINISHED, timeout=patience)
                return
        pytest.fail(f"Run All did not finish: {page.locator('.jp-InputPrompt').all_inner_texts()}")

    def stop_kernels(self, page: Page) -> None:
        secret = {"Authorization": f"token {self.token}"}
        for kernel in page.request.get(f"{self.server}/api/kernels", headers=secret).json():
            page.request.delete(f"{self.server}/api/kernels/{kernel['id']}", headers=secret)


def not_yet_run(name: str) -> str:
    """A notebook without the counts of an earlier run, by which it would look finished before it runs."""
    return COUNT.sub('"execution_count": null', (ROOT / "notebooks" / name).read_text("utf-8"))


@contextmanager
def start_lab(home: Path) -> Iterator[Lab]:
    """Start JupyterLab as `make lab` does, on copies of the notebooks and with settings of its own."""
    shutil.copytree(ROOT / "notebooks", home / "root" / "notebooks")
    for name in NOTEBOOKS:
        (home / "root" / "notebooks" / name).write_text(not_yet_run(name), "utf-8")
    for name in EXPLORED:
        text = not_yet_run(name).replace('lang: str = \\"ja\\"', 'lang: str = \\"en\\"')
        (home / "root" / name).write_text(text, "utf-8")
    kept = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTERLAB_SETTINGS_DIR", "JUPYTERLAB_WORKSPACES_DIR")
    places = {name: str(home / name) for name in kept}
    environment = os.environ | places | {"JUPYTER_CONFIG_PATH": str(LAB)}
    settings = home / "JUPYTERLAB_SETTINGS_DIR" / "@jupyterlab/notebook-extension/tracker.jupyterlab-settings"
    settings.parent.mkdir(parents=True)
    settings.write_text('{"windowingMode": "none"}', "utf-8")  # cells out of sight are on the page too
    command = [sys.executable, "-m", "jupyter", "lab"]
    workspace = [*command, "workspaces", "import", str(LAB / "yosan.jupyterlab-workspace")]
    subprocess.run(workspace, env=environment, check=True, capture_output=True)
    server = subprocess.Popen(
        [*command, "--no-browser", "--allow-root"],
        cwd=home / "root",
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert server.stderr is not None
    said = deque(maxlen=20)
    for line in server.stderr:
        said.append(line)
        if address := re.search(r"http://127\.0\.0\.1:\S+token=\w+", line):
            break
    else:
        pytest.fail("JupyterLab did not start: " + "".join(said))
    rest = Thread(target=deque, args=(server.stderr, 0))  # a full pipe would stop the server
    rest.start()
    yield Lab(address.group())
    server.terminate()
    server.wait()
    rest.join()
    server.stderr.close()

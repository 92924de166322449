"""A Chromium for the tests, without a network; where there is none they are skipped, unless it is required."""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from lab_server import Lab, start_lab

NAMES = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        missing = f"no Chromium found (looked for {', '.join(NAMES)}): the pages were not opened in a browser"
        if os.environ.get("YOSAN_REQUIRE_BROWSER") == "1":
            pytest.fail(missing)
        pytest.skip(missing)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=QUIET.split())
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def lab(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """A running JupyterLab; where there is no browser it is not started."""
    with start_lab(tmp_path_factory.mktemp("lab")) as running:
        yield running


@pytest.fixture(scope="module")
def explorer(browser: Browser, lab: Lab) -> Iterator[Page]:
    """The consortium's explorer after Run All, in Japanese."""
    context = browser.new_context(viewport={"width": 1400, "height": 1400})
    page = context.new_page()
    lab.run(page, "notebooks/21_explore_consortium.ipynb")
    yield page
    lab.stop_kernels(page)
    context.close()

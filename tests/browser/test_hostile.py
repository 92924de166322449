"""Hostile names in a real browser: nothing runs, no page is broken, in reports, in their index and in JupyterLab."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from hostile.hostile import ALL, HEADER, STRINGS, members, written
from lab_server import PATIENCE, TROUBLE, Lab, not_yet_run, start_lab
from yosan.cli.main import main
from yosan.data.members import load_members, read_members
from yosan.data.spreadsheet.file import Upload
from yosan.errors import InputError

pytestmark = pytest.mark.slow  # builds a report for every few strings, and starts kernels
PHONE = {"width": 390, "height": 844}
EACH = 6  # strings of a consortium
RAN = "() => [window.EVIL, document.title.includes('PWNED'), !!document.querySelector('[href^=\"javascript:\"]')]"
SAFE = [None, False, False]


def read(text: str) -> bool:
    try:
        read_members(Upload("members.csv", members(text, text, text)))
    except InputError:
        return False
    return True


def consortia(texts: list[str]) -> list[list[object]]:
    """Rows of consortia whose ids and members are called by the texts, a few to each."""
    rows: list[list[object]] = []
    for start in range(0, len(texts), EACH):
        chosen = texts[start : start + EACH]
        for place, text in enumerate(chosen):
            lead = "no" if place else "yes"
            rows.append([chosen[0], f"{text[:150]}{place}", text, lead, "medium", 9_000_000 + start, "none", "yes"])
    return rows


@pytest.fixture(scope="module")
def batch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A batch whose consortia and members are called by every hostile string that is read."""
    home = tmp_path_factory.mktemp("hostile")
    texts = list(dict.fromkeys(text for text in ALL if read(text)))
    assert len(texts) > 120
    (home / "members.csv").write_bytes(written([HEADER, *consortia(texts)]))
    before = set(home.iterdir())
    assert main(["batch", str(home / "members.csv"), "--out", str(home / "out")]) in (0, 1)
    assert set(home.iterdir()) == before | {home / "out"}  # nothing was written beside the folder
    return home / "out"


@pytest.fixture(scope="module")
def phone(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport=PHONE, offline=True, reduced_motion="reduce")
    yield context.new_page()
    context.close()


def test_no_page_of_a_batch_runs_anything_or_scrolls_sideways(batch: Path, phone: Page) -> None:
    said: list[str] = []
    phone.on("console", lambda message: said.append(message.text))
    phone.on("dialog", lambda dialog: said.append(dialog.message))
    pages = sorted(batch.rglob("*.html"))
    assert len(pages) > 40
    wide = []
    for path in pages:
        phone.goto(path.as_uri())
        assert phone.evaluate(RAN) == SAFE, path.name
        assert phone.locator("main").count() == 1
        if phone.evaluate("document.documentElement.scrollWidth") > PHONE["width"]:
            wide.append(path.name)
    assert (said, wide) == ([], [])


def test_the_values_and_summaries_of_a_batch_are_whole(batch: Path) -> None:
    for path in batch.rglob("*.json"):
        json.loads(path.read_text("utf-8"))
    rows = list(csv.reader(io.StringIO((batch / "summary.csv").read_text("utf-8-sig"), newline="")))
    assert {len(row) for row in rows} == {len(rows[0])}
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "@", "\t"))]
    known = {text.strip() for text in ALL}
    assert all(row[0].replace("'", "") in {text.replace("'", "") for text in known} for row in rows[1:])


@pytest.fixture(scope="module")
def lab(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """A JupyterLab beside a hostile file, which the consortium's report reads; its name is hostile too."""
    home = tmp_path_factory.mktemp("lab")
    texts = [text for kind in ("markup", "handler", "markdown", "template") for text in STRINGS[kind] if read(text)]
    with start_lab(home) as running:
        file = home / "root" / "x' onerror='window.EVIL=1 <img src=x onerror=window.EVIL=1>.csv"
        rows = [
            ["<img src=x onerror=window.EVIL=1>", *row[1:3], "no" if n else "yes", *row[4:]]
            for n, row in enumerate(consortia(texts[:60]))
        ]
        file.write_bytes(written([HEADER, *rows]))
        text = not_yet_run("05_consortium.ipynb").replace("data/consortia/seed-two-firms.csv", str(file))
        (home / "root/hostile.ipynb").write_text(text, "utf-8")
        yield running


def test_jupyterlab_shows_tables_and_the_list_of_numbers_and_runs_nothing(browser: Browser, lab: Lab) -> None:
    context = browser.new_context()
    page = context.new_page()
    lab.run(page, "hostile.ipynb")
    assert page.locator(TROUBLE).all_inner_texts() == []
    page.locator(".jp-OutputArea-output table").last.scroll_into_view_if_needed()
    expect(page.locator(".jp-OutputArea-output table").last).to_contain_text("onerror", timeout=PATIENCE)
    assert page.evaluate(RAN) == SAFE
    lab.stop_kernels(page)
    context.close()


def test_the_explorer_takes_a_hostile_file_and_runs_nothing(browser: Browser, lab: Lab, tmp_path: Path) -> None:
    file = tmp_path / "<img src=x onerror=window.EVIL=1>.csv"
    texts = [text for kind in ("markup", "formula", "encoding") for text in STRINGS[kind] if read(text)][:8]
    file.write_bytes(
        written(
            [HEADER, *([texts[0], *row[1:3], "no" if n else "yes", *row[4:]] for n, row in enumerate(consortia(texts)))]
        )
    )
    assert len(load_members(file)) == len(texts)
    context = browser.new_context(viewport={"width": 1400, "height": 1400})
    page = context.new_page()
    lab.run(page, "notebooks/21_explore_consortium.ipynb")
    for upload in (file, _broken(tmp_path)):
        with page.expect_file_chooser() as chooser:
            page.locator(".jupyter-button", has_text="表を読み込む").click()
        chooser.value.set_files(upload)
        shown = page.locator("p", has_text="onerror") if upload != file else page.locator("td, th", has_text="onerror")
        expect(shown.first).to_be_visible(timeout=PATIENCE)
        assert page.evaluate(RAN) == SAFE
    assert page.locator(TROUBLE).all_inner_texts() == []
    lab.stop_kernels(page)
    context.close()


def _broken(folder: Path) -> Path:
    file = folder / "x<img src=x onerror=window.EVIL=1>.csv"
    rows = [
        ["<script>window.EVIL=1</script>", "1", "甲", "<img src=x onerror=window.EVIL=1>", "medium", "x", "none", "no"]
    ]
    file.write_bytes(written([HEADER, *rows]))
    return file

"""JupyterLab in a browser: its workspace opens, every notebook runs, and widgets show what the command prints."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from lab_server import EXPLORED, NOTEBOOKS, PATIENCE, TROUBLE, Lab
from repository import ROOT
from yosan.cli.main import main
from yosan.writing import format_value

pytestmark = pytest.mark.slow  # each test starts kernels of its own
SAMPLES = ROOT / "data" / "consortia"


@pytest.fixture
def printed(capsys: pytest.CaptureFixture[str]) -> Callable[..., dict]:
    """What `yosan award --json` prints."""

    def run(file: Path, kind: str = "inter_firm", *options: str) -> dict:
        assert main(["award", str(file), "--type", kind, "--json", *options]) == 0
        return json.loads(capsys.readouterr().out)["consortia"][0]

    return run


def expect_award(page: Page, award: dict) -> None:
    """Wait for the total in the sentence, then compare each member's row."""
    total = format_value(award["award_yen"], "yen", "ja")
    expect(page.locator("p", has_text=f"補助額 {total}、")).to_be_visible()
    rows = page.locator(".table", has_text="構成員ごとの補助額").locator("tbody tr")
    assert [row.locator("td").nth(3).inner_text() for row in rows.all()] == [
        f"{member['award_yen']:,}" for member in award["awards"]
    ]


def choose(page: Page, label: str, option: str) -> None:
    row = page.locator(".widget-dropdown", has_text=label).last
    row.locator("select").select_option(label=option)


def test_the_workspace_opens_the_guide_beside_the_list_and_asks_nothing(browser: Browser, lab: Lab) -> None:
    context = browser.new_context()
    page = context.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(lab.address, timeout=PATIENCE)
    guide, links = page.locator(".jp-NotebookPanel"), page.locator(".jp-MarkdownViewer a[href*='ipynb']")
    guide.get_by_role("heading", name="読み方").first.wait_for(timeout=PATIENCE)
    expect(links).to_have_count(len(NOTEBOOKS), timeout=PATIENCE)
    links.filter(has_text="Explore the budget").click()
    expect(page.get_by_role("tab", name="20_explore_budget.ipynb")).to_be_visible()
    expect(page.locator(".jp-Dialog, .Toastify__toast")).to_have_count(0)
    assert not [url for url in asked if not url.startswith((lab.server, "data:", "blob:"))]
    lab.stop_kernels(page)
    context.close()


def runs_clean(browser: Browser, lab: Lab, path: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    lab.run(page, path)
    assert page.locator(TROUBLE).all_inner_texts() == []
    lab.stop_kernels(page)
    context.close()


@pytest.mark.parametrize("name", EXPLORED)
def test_explorations_run_without_error_in_english(browser: Browser, lab: Lab, name: str) -> None:
    runs_clean(browser, lab, name)


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_every_notebook_runs_without_error(browser: Browser, lab: Lab, name: str) -> None:
    runs_clean(browser, lab, f"notebooks/{name}")


def test_the_form_begins_with_the_file(explorer: Page, printed: Callable[..., dict]) -> None:
    assert explorer.locator(TROUBLE).all_inner_texts() == []
    expect_award(explorer, printed(SAMPLES / "seed-two-firms.csv"))


def test_a_slider_moves_the_award_to_what_the_command_prints(
    explorer: Page, printed: Callable[..., dict], tmp_path: Path
) -> None:
    handle = explorer.locator(".widget-slider .noUi-handle").nth(1)
    for _ in range(3):
        handle.press("ArrowRight")
    edited = tmp_path / "edited.csv"
    text = (SAMPLES / "seed-two-firms.csv").read_text("utf-8")
    edited.write_text(text.replace(",40000000,", ",40300000,"), "utf-8")
    award = printed(edited)
    assert award["award_yen"] == 54_450_000
    expect_award(explorer, award)


@pytest.mark.parametrize(
    ("label", "option", "kind", "options"),
    [
        (
            "補助率2/3が及ぶ範囲",
            "1者でも該当すれば連携体の全員",
            "inter_firm",
            ("--reading", "uplift_scope=consortium"),
        ),
        ("規則", "2019年度 公募（1次・2次）: 企業間データ活用型", "data_sharing", ("--vintage", "fy2019-call")),
    ],
)
def test_a_switch_shows_what_the_command_prints_for_the_exported_file(
    explorer: Page,
    printed: Callable[..., dict],
    label: str,
    option: str,
    kind: str,
    options: tuple[str, ...],
) -> None:
    heading = explorer.get_by_text("読み方", exact=True).last
    if not explorer.locator(".widget-dropdown", has_text=label).last.is_visible():
        heading.click()
    before = (
        explorer.locator(".widget-dropdown", has_text=label)
        .last.locator("select")
        .evaluate("box => box.selectedOptions[0].label")
    )
    choose(explorer, label, option)
    with explorer.expect_download() as download:
        explorer.locator(".yosan-export").click()
    expect_award(explorer, printed(download.value.path(), kind, *options))
    choose(explorer, label, before)


def test_a_loaded_file_shows_what_the_command_prints(explorer: Page, printed: Callable[..., dict]) -> None:
    file = SAMPLES / "illustrative-mixed-certification.csv"
    with explorer.expect_file_chooser() as chooser:
        explorer.locator(".jupyter-button", has_text="表を読み込む").click()
    chooser.value.set_files(file)
    expect_award(explorer, printed(file))

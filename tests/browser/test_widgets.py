"""The explorers in a browser: what the screen shows is what was typed and chosen, or says why not."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from lab_server import PATIENCE, TROUBLE, Lab
from repository import ROOT
from yosan.budget.series import build_series, choose_amounts
from yosan.data.budget import load_budget
from yosan.data.consortia import load_consortium
from yosan.data.rules import load_rules
from yosan.subsidy.award.award import compute_awards

pytestmark = pytest.mark.slow  # each test starts kernels of its own
SEED = ROOT / "data" / "consortia" / "seed-two-firms.csv"
expect.set_options(timeout=PATIENCE // 4)  # the default of 5 s is short on a busy machine
AWARD = re.compile(r"補助額 [\d,]+円、")


@pytest.fixture
def explored(explorer: Page) -> Page:
    """The explorer with the seed's two firms in its form."""
    cost(explorer, 0).evaluate("box => box.dataset.old = 'yes'")
    upload(explorer, SEED)
    expect(explorer.locator("[data-old]")).to_have_count(0)
    expect(cost(explorer, 0)).to_have_value("70000000")
    expect(award(explorer)).to_have_count(1)
    return explorer


def upload(page: Page, file: Path) -> None:
    with page.expect_file_chooser() as chooser:
        page.locator(".jupyter-button", has_text="表を読み込む").click()
    chooser.value.set_files(file)


def cost(page: Page, place: int) -> Locator:
    return page.locator(".widget-text", has_text="経費（円）").nth(place).locator("input")


def award(page: Page) -> Locator:
    return page.locator("p").filter(has_text=AWARD)


def type_cost(page: Page, place: int, text: str) -> None:
    cost(page, place).fill(text)
    cost(page, place).press("Enter")


@pytest.mark.parametrize("typed", ["500000000", "500,000,000"])
def test_a_typed_cost_beyond_the_sliders_end_stays(explored: Page, typed: str) -> None:
    type_cost(explored, 0, typed)
    members = load_consortium(str(SEED)).members
    members.loc[0, "eligible_cost_yen"] = 500_000_000
    own = compute_awards(members, load_rules("fy2020-request", "inter_firm"))
    row = explored.locator(".table", has_text="構成員ごとの補助額").locator("tbody tr").first
    expect(row).to_contain_text("500,000,000")
    expect(row).to_contain_text(f"{own.members['award_yen'].iloc[0]:,}")
    expect(award(explored)).to_contain_text(f"{own.consortia['award_yen'].item():,}円")
    expect(cost(explored, 0)).to_have_value(typed)


def test_the_same_file_can_be_loaded_again_over_what_was_typed(explored: Page) -> None:
    type_cost(explored, 0, "30000000")
    expect(award(explored)).not_to_contain_text("54,300,000円")
    upload(explored, SEED)
    expect(cost(explored, 0)).to_have_value("70000000")
    expect(award(explored)).to_contain_text("54,300,000円")


@pytest.mark.parametrize(("typed", "why"), [("-5,000,000", "負の数"), ("四つ", "数でない"), ("", "空")])
def test_a_cost_that_is_none_stays_and_says_why_with_no_award_below(explored: Page, typed: str, why: str) -> None:
    type_cost(explored, 1, typed)
    said = explored.locator("p").filter(has_text="members.csv、3行目、eligible_cost_yen列")
    expect(said).to_contain_text(why)
    expect(award(explored)).to_have_count(0)
    expect(cost(explored, 1)).to_have_value(typed)
    type_cost(explored, 1, "40000000")
    expect(said).to_have_count(0)
    expect(award(explored)).to_have_count(1)


def test_a_refused_upload_clears_the_result_and_says_why(explored: Page, tmp_path: Path) -> None:
    file = tmp_path / "wrong.csv"
    file.write_text(SEED.read_text("utf-8").replace("40000000", "-5"), "utf-8")
    upload(explored, file)
    said = explored.locator("p").filter(has_text="wrong.csv、3行目、eligible_cost_yen列")
    expect(said).to_contain_text("負の数")
    expect(award(explored)).to_have_count(0)
    expect(explored.locator(".table", has_text="構成員ごとの補助額")).to_have_count(0)


def test_the_budgets_explorer_shows_what_is_chosen_and_not_what_it_started_with(browser: Browser, lab: Lab) -> None:
    context = browser.new_context(viewport={"width": 1400, "height": 1400})
    page = context.new_page()
    lab.run(page, "notebooks/20_explore_budget.ipynb")
    printed = page.locator(".jp-CodeCell .jp-OutputArea-output pre")
    expect(printed.first).to_contain_text(series("initial"))
    page.locator(".widget-toggle-button", has_text="要求").click()
    expect(page.locator("figcaption", has_text="要求")).to_be_visible(timeout=PATIENCE)
    run_again(page, "explored.choice")
    expect(printed.first).to_contain_text(series("request"), timeout=PATIENCE)
    page.locator(".widget-toggle-button", has_text="支出").click()
    expect(page.locator(".table", has_text="経済産業省、会計、支出")).to_be_visible(timeout=PATIENCE)
    run_again(page, "explored_items.choice")
    expect(printed.last).to_contain_text("general", timeout=PATIENCE)
    expect(printed.last).not_to_contain_text("patent", timeout=PATIENCE)
    assert page.locator(TROUBLE).all_inner_texts() == []
    lab.stop_kernels(page)
    context.close()


def run_again(page: Page, said: str) -> None:
    page.locator(".jp-CodeCell", has_text=said).locator(".cm-content").click()
    page.keyboard.press("Control+Enter")


def series(stage: str) -> str:
    """What the last cell prints for the accounts that the explorer starts with."""
    accounts, years = ["total", "general", "energy"], (2014, 2026)
    rows = choose_amounts(load_budget().amounts, accounts, years, stage, "comparable")
    return build_series(rows, accounts, years).to_string(index=False).splitlines()[-1].strip()

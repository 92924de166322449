"""The list of items can be searched: rows with what is below and above them; whole without script and on paper."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow  # opens a report in a browser
WORDS = {"ja": ("この表からさがす", "見つからない。"), "en": ("Search this table", "Nothing found.")}


@pytest.fixture(scope="module", params=["ja", "en"])
def page(request: pytest.FixtureRequest, browser: Browser, built: Path) -> Iterator[Page]:
    context = browser.new_context(offline=True)
    opened = context.new_page()
    opened.goto((built / request.param / "items.html").as_uri())
    yield opened
    context.close()


@pytest.fixture(autouse=True)
def empty(page: Page) -> None:
    page.emulate_media(media="screen")
    page.get_by_role("searchbox").fill("")


def names(page: Page) -> list[str]:
    visible = "heads => heads.filter(one => one.checkVisibility()).map(one => one.textContent)"
    return page.locator("[data-search] tbody th").evaluate_all(visible)


def test_a_word_leaves_the_rows_that_hold_it_with_those_above(page: Page) -> None:
    every = names(page)
    page.get_by_role("searchbox").fill("中小企業")
    assert page.get_by_role("status").inner_text() == ""
    left = names(page)
    assert left[0] == every[0]  # the total
    assert 1 < len(left) < len(every) / 2
    assert any("中小企業" in name for name in left)
    page.get_by_role("searchbox").fill(every[1])  # a section, with all its items
    section = names(page)
    assert section[1] == every[1]
    assert section[1:3] == every[1:3]
    page.get_by_role("searchbox").fill("")
    assert names(page) == every


def test_nothing_found_is_said_and_the_keyboard_is_enough(page: Page) -> None:
    field, (label, nothing) = page.get_by_role("searchbox"), WORDS[page.locator("html").get_attribute("lang") or ""]
    assert field.get_attribute("placeholder") == label
    field.focus()
    page.keyboard.type("zzz")
    assert (names(page), page.get_by_role("status").inner_text()) == ([], nothing)
    page.keyboard.press("Escape")
    assert (len(names(page)) > 100, page.get_by_role("status").inner_text()) == (True, "")


def test_paper_shows_every_row_and_no_field(page: Page) -> None:
    every = len(names(page))
    page.get_by_role("searchbox").fill("zzz")
    page.emulate_media(media="print")
    assert len(names(page)) == every
    assert not page.locator("[type=search]").is_visible()


def test_without_script_the_table_is_whole(browser: Browser, built: Path) -> None:
    context = browser.new_context(offline=True, java_script_enabled=False)
    page = context.new_page()
    page.goto((built / "ja" / "items.html").as_uri())
    assert len(names(page)) > 100
    assert page.locator("[type=search]").count() == 0
    context.close()

"""The gallery: languages without script, search with it."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from yosan.data.catalogue import common_title, load_catalogue

pytestmark = pytest.mark.slow  # opens every report


def shown(page: Page) -> list[str]:
    return [entry.locator("h3").inner_text() for entry in page.locator(".entry").all() if entry.is_visible()]


def listed(lang: str) -> set[str]:
    """Headings of the cards: reports of one notebook share one."""
    families: dict[str, list[str]] = {}
    for report in load_catalogue():
        families.setdefault(report.notebook, []).append(report.title.of(lang))
    return set(map(common_title, families.values()))


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_address_chooses_the_language(browser: Browser, built: Path, lang: str, script: bool) -> None:
    context = browser.new_context(offline=True, java_script_enabled=script)
    page = context.new_page()
    page.goto(f"{(built / 'index.html').as_uri()}#{lang}")
    assert sorted(shown(page)) == sorted(listed(lang))
    assert page.locator("#search").is_visible() == script
    context.close()


@pytest.mark.parametrize(("locale", "lang"), [("ja-JP", "ja"), ("de-DE", "en")])
def test_the_readers_language_is_taken_first(browser: Browser, built: Path, locale: str, lang: str) -> None:
    context = browser.new_context(offline=True, locale=locale)
    page = context.new_page()
    page.goto((built / "index.html").as_uri())
    assert set(shown(page)) == listed(lang)
    context.close()


def test_search_keeps_what_holds_the_words(browser: Browser, built: Path) -> None:
    context = browser.new_context(offline=True)
    page = context.new_page()
    page.goto(f"{(built / 'index.html').as_uri()}#en")
    page.locator("#search").fill("POLICY LINES grow")
    assert shown(page) == ["Policy lines"]
    assert [group.inner_text() for group in page.locator(".group h2").all() if group.is_visible()] == [
        "What grows, by how much, and what became of the request?"
    ]
    page.locator("#search").fill("")
    assert set(shown(page)) == listed("en")
    context.close()

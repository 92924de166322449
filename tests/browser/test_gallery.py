"""The gallery: languages without script, search with it."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from yosan.data.catalogue import load_catalogue

pytestmark = pytest.mark.slow  # opens every report


def shown(page: Page) -> list[str]:
    return [entry.locator("h3").inner_text() for entry in page.locator(".entry").all() if entry.is_visible()]


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_address_chooses_the_language(browser: Browser, built: Path, lang: str, script: bool) -> None:
    context = browser.new_context(offline=True, java_script_enabled=script)
    page = context.new_page()
    page.goto(f"{(built / 'index.html').as_uri()}#{lang}")
    assert sorted(shown(page)) == sorted(report.title.of(lang) for report in load_catalogue())
    assert page.locator("#search").is_visible() == script
    context.close()


@pytest.mark.parametrize(("locale", "lang"), [("ja-JP", "ja"), ("de-DE", "en")])
def test_the_readers_language_is_taken_first(browser: Browser, built: Path, locale: str, lang: str) -> None:
    context = browser.new_context(offline=True, locale=locale)
    page = context.new_page()
    page.goto((built / "index.html").as_uri())
    assert set(shown(page)) == {report.title.of(lang) for report in load_catalogue()}
    context.close()


def searched(browser: Browser, built: Path, lang: str, *words: str) -> list[list[str]]:
    """What is shown for each of some words, one after another."""
    context = browser.new_context(offline=True)
    page = context.new_page()
    page.goto(f"{(built / 'index.html').as_uri()}#{lang}")
    found = []
    for word in words:
        page.locator("#search").fill(word)
        found.append(shown(page))
    context.close()
    return found


def test_search_keeps_what_holds_the_words(browser: Browser, built: Path) -> None:
    every, lines, none, again = searched(browser, built, "en", "", "POLICY LINES grow", "nowhere at all", "")
    assert len(every) == len(again) == len(load_catalogue())
    assert "Policy lines" in lines
    assert none == []


@pytest.mark.parametrize(
    ("lang", "word", "title"),
    [
        ("ja", "中小企業", "予算の伸び"),
        ("ja", "エネルギー", "予算の伸び"),
        ("ja", "２／３", "補助金の規則"),
        ("ja", "ものづくり 要求", "要求、成立、執行"),
        ("en", "SME", "Growth of the budget"),
        ("en", "energy", "Growth of the budget"),
        ("en", "2/3", "The rules of the subsidy"),
    ],
)
def test_search_looks_through_the_text_of_the_reports(
    browser: Browser, built: Path, lang: str, word: str, title: str
) -> None:
    (found,) = searched(browser, built, lang, word)
    assert title in found


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_what_is_nowhere_is_told_with_words_that_are_somewhere(browser: Browser, built: Path, lang: str) -> None:
    context = browser.new_context(offline=True)
    page = context.new_page()
    page.goto(f"{(built / 'index.html').as_uri()}#{lang}")
    told = page.locator(f"#{lang} .none")
    assert not told.is_visible()
    page.locator("#search").fill("qqqq")
    assert told.is_visible()
    assert shown(page) == []
    told.locator("button").first.click()
    assert shown(page)
    assert not told.is_visible()
    assert page.locator(f"#{lang} .entry .found").first.is_visible()
    context.close()

"""Every page in a real browser: opened from the disk without a network, wide and narrow, light, dark and on paper."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin

import axe_core_python
import pytest
from playwright.sync_api import Browser, Page

from yosan.data.catalogue import load_catalogue
from yosan.render.site import PAGES

pytestmark = pytest.mark.slow  # opens every report
REPORTS = [f"{lang}/{report.slug}.html" for report in load_catalogue() for lang in report.languages]
AXE = (Path(axe_core_python.__file__).parent / "axe.min.js").read_text("utf-8")
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"], "resultTypes": ["violations"]}
WHERE = {"exclude": [["svg > *"]]}  # a drawing has a name as a whole; its thousands of strokes have none
DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
# what is left of an A4 sheet within the page's margins, in CSS pixels
PAPER = {"width": round((210 - 32) / 25.4 * 96), "height": round((297 - 36) / 25.4 * 96)}
A4_POINTS = (595, 842)


@dataclass
class Opened:
    """A page, where it is from, and what it did while it opened."""

    name: str
    path: Path
    page: Page
    requests: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    @property
    def lang(self) -> str:
        return "en" if self.name.startswith("en/") else "ja"


@pytest.fixture(scope="module", params=[*REPORTS, *PAGES])
def opened(request: pytest.FixtureRequest, browser: Browser, built: Path) -> Iterator[Opened]:
    context = browser.new_context(viewport=DESKTOP, offline=True, locale="ja-JP", reduced_motion="reduce")
    found = Opened(request.param, built / request.param, context.new_page())
    found.page.on("request", lambda asked: found.requests.append(asked.url))
    found.page.on("console", lambda message: found.said.append(message.text))
    found.page.on("pageerror", lambda error: found.said.append(str(error)))
    found.page.goto(found.path.as_uri())
    yield found
    context.close()


each_report = pytest.mark.parametrize("opened", REPORTS, indirect=True, scope="module")


def test_it_asks_for_nothing_but_itself_and_logs_nothing(opened: Opened) -> None:
    assert opened.requests == [opened.path.as_uri()]
    assert opened.said == []


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["1280", "390"])
def test_the_page_does_not_scroll_sideways(opened: Opened, size: dict[str, int]) -> None:
    opened.page.set_viewport_size(size)
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= size["width"]


def test_language_and_headings_are_in_order(opened: Opened) -> None:
    assert opened.page.locator("html").get_attribute("lang") == opened.lang
    levels = opened.page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(h => +h.tagName[1])")
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_link_within_the_folder_leads_somewhere(opened: Opened) -> None:
    hrefs = set(opened.page.evaluate("[...document.querySelectorAll('a[href]')].map(a => a.getAttribute('href'))"))
    ids: dict[Path, set[str]] = {}
    for href in hrefs:
        if href.startswith(("http:", "https:", "data:")):
            continue
        target, fragment = urldefrag(urljoin(opened.path.as_uri(), href))
        path = Path(unquote(target.removeprefix("file://")))
        assert path.exists(), href
        if path not in ids:
            ids[path] = set(re.findall(r'\bid="([^"]+)"', path.read_text("utf-8")))
        assert not fragment or unquote(fragment) in ids[path], href


@each_report
def test_a_report_leads_to_its_other_language_its_contents_and_its_sources(opened: Opened) -> None:
    other = {"ja": "en", "en": "ja"}[opened.lang]
    hrefs = opened.page.evaluate("[...document.querySelectorAll('a[href]')].map(a => a.getAttribute('href'))")
    assert f"../{other}/{opened.path.name}" in hrefs
    assert any(href.startswith("sources.html#") for href in hrefs)
    sections = opened.page.evaluate("[...document.querySelectorAll('main section h2')].map(h => '#' + h.id)")
    contents = opened.page.evaluate("[...document.querySelectorAll('.toc a')].map(a => a.getAttribute('href'))")
    assert contents == sections != []


@each_report
def test_a_number_leads_to_its_entry_and_back(opened: Opened) -> None:
    opened.page.set_viewport_size(DESKTOP)
    number = opened.page.locator(".answer a.number").first
    used, entry = number.get_attribute("id"), (number.get_attribute("href") or "")[1:]
    before = number.bounding_box()
    number.click()
    assert opened.page.evaluate("decodeURIComponent(location.hash.slice(1))") == entry
    # with its sources, where the reader is
    assert opened.page.locator(f'tbody:has([id="{entry}"]) .source').first.is_visible()
    assert number.bounding_box() == before
    opened.page.locator(f'[id="{entry}"] a.back').first.click()
    assert opened.page.evaluate("decodeURIComponent(location.hash.slice(1))") == used


def test_figures_can_be_heard_seen_at_both_widths_and_taken_away(opened: Opened) -> None:
    for figure in opened.page.locator("figure").all():
        for size, drawing in ((DESKTOP, "wide"), (PHONE, "narrow")):
            opened.page.set_viewport_size(size)
            seen = [svg for svg in figure.locator(".drawing svg").all() if svg.is_visible()]
            assert [svg.get_attribute("class") for svg in seen] == [drawing]
            assert (seen[0].get_attribute("aria-label") or "").strip()
            box = seen[0].bounding_box()
            assert box
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= size["width"]
        if figure.get_attribute("id"):  # the summary leads to the page that has the numbers
            csv = figure.locator("a[download]").get_attribute("href") or ""
            assert csv.startswith("data:text/csv;base64,")


@each_report
def test_figures_are_saved_as_files_and_their_numbers_are_told_at_marks(opened: Opened) -> None:
    opened.page.set_viewport_size(DESKTOP)
    for figure in opened.page.locator("figure").all()[:1]:
        for kind, begins in (("svg", b"<svg"), ("png", b"\x89PNG")):
            with opened.page.expect_download() as saved:
                figure.locator(f'[data-save="{kind}"]').click()
            content = Path(saved.value.path()).read_bytes()
            assert content.startswith(begins)
            assert b"var(" not in content
        figure.locator(".wide .told rect").first.focus()
        assert figure.locator(".wide .told rect:focus title").count() == 1


@each_report
def test_main_links_can_be_tapped_and_what_is_folded_opens_for_a_link_and_on_paper(opened: Opened) -> None:
    opened.page.set_viewport_size(PHONE)
    for link in opened.page.locator(".bar a").all():
        assert (link.bounding_box() or {"height": 0})["height"] >= 44
    for summary in opened.page.locator("main summary").all():
        assert (summary.bounding_box() or {"height": 0})["height"] >= 24
    opened.page.emulate_media(media="print")
    assert opened.page.locator("table.numbers tbody tr").first.is_visible()
    opened.page.emulate_media(media="screen")


@pytest.mark.parametrize(("size", "most"), [(DESKTOP, 9_500), (PHONE, 12_000)], ids=["1280", "390"])
def test_before_anything_is_opened_a_page_is_no_longer_than_a_dozen_screens(
    opened: Opened, size: dict[str, int], most: int
) -> None:
    opened.page.set_viewport_size(size)
    opened.page.goto("about:blank")
    opened.page.goto(opened.path.as_uri())
    assert opened.page.evaluate("document.body.scrollHeight") <= most


def test_a_link_to_a_source_opens_the_fold_that_it_stands_in(browser: Browser, built: Path) -> None:
    page = browser.new_page()
    for source in ("meti-fy2020-request", "hojokin-navi-fy2020-sme"):
        page.goto("about:blank")
        page.goto(f"{(built / 'en/sources.html').as_uri()}#{source}")
        assert page.locator(f"[id='{source}']").is_visible()
    page.close()


@pytest.mark.parametrize(("scheme", "size"), [("light", DESKTOP), ("dark", PHONE)], ids=["light", "dark"])
def test_axe_finds_no_violation_of_wcag_2_1_aa(opened: Opened, scheme: str, size: dict[str, int]) -> None:
    opened.page.set_viewport_size(size)
    opened.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    opened.page.evaluate(AXE)
    found = opened.page.evaluate("([where, rules]) => axe.run(where, rules)", [WHERE, RULES])
    opened.page.emulate_media(color_scheme="light")
    assert found["passes"]
    assert [(one["id"], [node["target"] for node in one["nodes"][:3]]) for one in found["violations"]] == []


def test_it_prints_on_a4_with_no_figure_cut(opened: Opened) -> None:
    opened.page.set_viewport_size(PAPER)
    opened.page.emulate_media(media="print", color_scheme="dark")
    heights = opened.page.evaluate(
        "[...document.querySelectorAll('figure')].map(f => f.getBoundingClientRect().height)"
    )
    breaks = opened.page.evaluate("[...document.querySelectorAll('figure')].map(f => getComputedStyle(f).breakInside)")
    paper = opened.page.evaluate("getComputedStyle(document.body).backgroundColor")
    printed = opened.page.pdf(prefer_css_page_size=True)
    opened.page.emulate_media(media="screen", color_scheme="light")
    assert all(height <= PAPER["height"] for height in heights)
    assert set(breaks) <= {"avoid"}
    assert paper == "rgb(255, 255, 255)"
    sizes = {tuple(map(round, map(float, box.split()))) for box in re.findall(rb"/MediaBox \[([\d. ]+)\]", printed)}
    assert sizes == {(0, 0, *A4_POINTS)}

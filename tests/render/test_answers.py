"""The page that joins the answers of reports, and what every page says of itself."""

import re
from html import unescape
from pathlib import Path

import pytest

from yosan import __version__, root
from yosan.data.catalogue import load_catalogue, load_summary
from yosan.errors import RuleError
from yosan.render import about, site
from yosan.render.answers import opening
from yosan.render.shown import Listed
from yosan.writing import LANGS, Lang

PAGE = (
    '<p class="notice">only <a id="u-y-1" href="#n-y">asked</a></p>'
    '<div class="answer"><p>Up <a class="number" id="u-x-1" href="#n-x">¥1.5 bn</a> on 2019. It fell.</p></div>'
    '<figure id="f"><div class="title">Message</div><div class="drawing">'
    '<svg class="wide">w</svg><svg class="narrow">n</svg></div></figure>'
)
ANSWER = {"answer": "Up ¥1.5 bn on 2019. It fell.", "cards": [{"name": "x", "value": "¥1.5 bn", "caption": "rise"}]}


def plain(html: str) -> str:
    return unescape(re.sub("<[^>]+>", "", html))


def entries(slugs: list[str]) -> list[Listed]:
    known = {report.slug: report for report in load_catalogue()}
    return [Listed(known[slug], lang, answer=ANSWER, opening=opening(PAGE)) for slug in slugs for lang in LANGS]


def test_what_a_page_opens_with_is_its_first_sentence_its_notice_and_its_first_drawing() -> None:
    told = opening(PAGE)
    assert told.sentence == 'Up <a class="number" href="#n-x">¥1.5 bn</a> on 2019.'
    assert told.notice == 'only <a href="#n-y">asked</a>'
    assert (told.title, told.drawing) == ("Message", '<svg class="wide">w</svg> <svg class="narrow">n</svg>')
    assert opening("<p>nothing</p>").sentence == ""


def test_the_summary_joins_five_answers_here_and_all_but_the_guides_in_a_project_that_names_none(project: Path) -> None:
    assert load_summary().title.of("ja") == "要点"
    assert "reading-guide" not in load_summary().reports
    root.enter(root.SHIPPED)
    assert load_summary().title.of("ja") == "概算要求の要点"
    assert len(load_summary().reports) == 5


def test_a_summary_of_a_report_that_is_not_listed_is_refused(tmp_path: Path) -> None:
    (tmp_path / "list.yml").write_text("summary: {reports: [none]}\nreports: []\n", "utf-8")
    with pytest.raises(RuleError, match="'none' is not known"):
        load_summary(tmp_path / "list.yml")


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("slugs", [[], ["consortium"], ["consortium", "budget-growth"]], ids=len)
def test_the_summary_has_as_many_answers_as_there_are_reports(slugs: list[str], lang: Lang) -> None:
    pages = site.pages_around(entries(slugs))
    page = pages[f"{lang}/summary.html"]
    assert page.count("<h2 ") == page.count('<svg class="wide">') == page.count('class="notice"') == len(slugs)
    assert re.findall(r'href="([^"]+)#n-x">¥1.5 bn</a> on', page) == [f"{slug}.html" for slug in sorted(slugs)]
    assert ("summary.html" in pages["index.html"]) == bool(slugs)


def test_the_same_answers_make_the_same_page() -> None:
    assert site.pages_around(entries(["consortium"])) == site.pages_around(entries(["consortium"]))


@pytest.mark.parametrize("lang", LANGS)
def test_the_summary_says_what_the_reports_say_and_every_number_leads_to_its_source(built: Path, lang: Lang) -> None:
    page = (built / lang / "summary.html").read_text("utf-8")
    told = re.findall(r'<div class="answer"><p>(.*?)</p>', page, re.S)
    assert len(told) == len(load_summary().reports)
    for slug, sentence in zip(load_summary().reports, told, strict=True):
        report = (built / lang / f"{slug}.html").read_text("utf-8")
        (answer,) = re.findall(r'<div class="answer"><p>(.*?)</p>', report, re.S)
        assert plain(answer).startswith(plain(sentence))
        for place, anchor in re.findall(r'href="([^"#]+)#([^"]+)"', sentence):
            assert place == f"{slug}.html"
            assert f'id="{anchor}"' in report


@pytest.mark.parametrize("lang", LANGS)
def test_every_page_says_whose_figures_it_has_how_old_they_are_and_how_to_cite_it(built: Path, lang: Lang) -> None:
    publisher = {"ja": "経済産業省", "en": "the Ministry of Economy, Trade and Industry (METI)"}[lang]
    for path in [*(built / lang).glob("*.html")]:
        page = path.read_text("utf-8")
        (block,) = re.findall(r'<aside class="cite".*?</aside>', page, re.S)
        title = re.search("<h1>(.*?)</h1>", page)
        assert title
        assert publisher in block
        assert plain(title[1]) in plain(block) or path.name == "sources.html"
        assert f"Yosan {__version__}" in block
        assert "MIT" in block
        assert re.search(r"20\d\d-\d\d-\d\d", block), path
    gallery = (built / "index.html").read_text("utf-8")
    assert gallery.count('<aside class="cite"') == len(LANGS)
    assert publisher in gallery


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("sources", [(), ("user-input",)])
def test_a_page_without_sources_or_of_a_users_own_file_has_no_date(lang: Lang, sources: tuple[str, ...]) -> None:
    said = dict(about.about("T", lang, sources))
    assert about._ROWS["date"].of(lang) not in said
    assert not any(re.search(r"20\d\d-\d\d", words) for words in said.values())
    assert any("T" in words for words in said.values())

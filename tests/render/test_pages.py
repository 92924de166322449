"""What a page is made of: its size, its sections, its list of numbers and what it may load."""

import base64
import hashlib
import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import nbformat
import pytest

from repository import ROOT
from yosan.data.catalogue import Report, load_catalogue
from yosan.data.pages import load_texts
from yosan.data.tables import load_table
from yosan.messages import Message
from yosan.render import drawings, export, marks, numbers, site, template
from yosan.render.jobs import Job, Parameter
from yosan.show.records import LISTING
from yosan.writing import LANGS, Lang, Text

KB = 1024
HIGH, MEDIUM = ({"source_id": "s", "locator": "page 1", "confidence": grade} for grade in ("high", "medium"))
VALUES = {
    "later": {"value": 2, "unit": "count", "sources": [HIGH]},
    "first": {"value": 1, "unit": "count", "sources": [HIGH]},
    "unused": {"value": 3, "unit": "count", "sources": [HIGH, MEDIUM]},
    "doubtful": {"value": 4, "unit": "count", "sources": [HIGH, MEDIUM]},
}
WORDS = {
    "entries": {n: {"written": str(v["value"]), "how": f"how {n}"} for n, v in VALUES.items()},
    "titles": {"s": "S"},
}
JOB = Job(
    Report(slug="x", notebook="x.ipynb", title=Text(ja="題", en="Title"), question=Text(ja="問い", en="Question")),
    "en",
    {"lang": "en", "year": 2021},
    (Parameter("lang", "str", "ja", ""), Parameter("year", "int", 2020, "the year")),
)


def use(name: str) -> str:
    return f'<a href="#n-{name}">1</a>'


def page() -> str:
    text = f"<p>{use('first')} {use('later')} {use('first')} {use('doubtful')}</p>{numbers.LEGEND}{numbers.LIST}"
    return numbers.finish(text, VALUES, WORDS, "en")


def test_every_use_has_a_name_and_its_entry_leads_back_to_it() -> None:
    uses = re.findall(r'id="u-([^"]+)"', page())
    assert uses == ["first-1", "later-1", "first-2", "doubtful-1"]
    assert re.findall(r'class="back" href="#u-([^"]+)"', page()) == ["first-1", "first-2", "later-1", "doubtful-1"]


def test_numbers_stand_in_the_order_of_their_use_and_the_unused_are_folded() -> None:
    _, shown, unused, sources = page().split('<details class="list">')
    assert re.findall(r'<tr id="n-([^"]+)"', shown) == ["first", "later", "doubtful"]
    assert "Numbers on this page (3)" in shown
    assert re.findall(r'<tr id="n-([^"]+)"', unused) == ["unused"]
    assert "Sources cited (1)" in sources


def test_numbers_that_rest_on_the_same_share_one_row_of_sources_which_a_followed_link_shows_with_them() -> None:
    bodies = re.findall(r"<tbody>.*?</tbody>", page(), re.S)
    assert [re.findall(r'id="n-([^"]+)"', body) for body in bodies] == [["first", "later"], ["doubtful"], ["unused"]]
    assert [body.count('<tr class="cites">') for body in bodies] == [1, 1, 1]
    assert all('<a href="sources.html#s">S</a>, page 1' in body for body in bodies)


def test_only_doubtful_numbers_are_marked_and_the_mark_is_explained() -> None:
    assert re.findall(r'id="u-([^"]+)-\d" [^>]*>1<sup class="doubtful">†</sup></a>', page()) == ["doubtful"]
    assert "medium confidence" in page()
    assert "low confidence" not in page()


MARK = marks.mark("medium")


def rows_of(*cells: str) -> str:
    body = "".join(
        f'<tr><th scope="row">a</th><td data-head="Amount"><a href="#n-x">{cell}</a></td></tr>' for cell in cells
    )
    head = '<tr><th scope="col">Name</th><th scope="col">Amount <small>¥ bn</small></th></tr>'
    return f"<table><caption>c</caption><thead>{head}</thead><tbody>{body}</tbody></table>"


def test_a_column_whose_figures_are_all_doubtful_is_marked_once_behind_its_unit() -> None:
    table = marks.settle(rows_of(f"1{MARK}", f"2{MARK}"), "en")
    assert re.findall(r"<small>¥ bn(.*?)</small>", table) == [MARK]
    assert re.findall(r'<td data-head="Amount †"><a href="#n-x">(.*?)</a>', table) == ["1", "2"]
    assert table.count("medium confidence") == 1


def test_a_column_with_a_sound_figure_keeps_its_marks_in_the_cells() -> None:
    table = marks.settle(rows_of("1", f"2{MARK}"), "en")
    assert table.count(MARK) == 1
    assert f"2{MARK}</a>" in table
    assert table.count("medium confidence") == 1
    assert marks.settle(rows_of("1", "2"), "en") == rows_of("1", "2")


@pytest.mark.parametrize("counter", ["組", "者", "件", "通り", "億円", "つの"])
def test_no_mark_parts_a_number_from_what_japanese_counts_in(counter: str) -> None:
    assert marks.settle(f"<a>6{MARK}</a>{counter}まで", "ja") == f"<a>6</a>{counter}{MARK}まで"
    assert marks.settle(f"<a>6{MARK}</a>までは", "ja") == f"<a>6{MARK}</a>までは"


def test_no_mark_can_be_read_as_a_unit() -> None:
    assert not any(sign.isalnum() for sign in marks.MARKS.values())


def notebook() -> nbformat.NotebookNode:
    v4 = nbformat.v4
    shown = v4.new_output("display_data", {"text/html": "<div class='answer'>the answer</div>"})
    cells = [
        v4.new_markdown_cell("# Title\n\nintroduction", metadata={"tags": ["lang-en"]}),
        v4.new_markdown_cell("# 題", metadata={"tags": ["lang-ja"]}),
        v4.new_code_cell("a = '<1'"),
        v4.new_code_cell("lang = 'en'", metadata={"tags": ["injected-parameters"]}),
        v4.new_markdown_cell("## Numbers", metadata={"tags": ["lang-en"]}),
        v4.new_code_cell("numbers()", outputs=[v4.new_output("display_data", {LISTING: {"entries": {}}})]),
        v4.new_markdown_cell("## One", metadata={"tags": ["lang-en"]}),
        v4.new_code_cell("print('printed')", outputs=[v4.new_output("stream", name="stdout", text="printed")]),
        v4.new_code_cell("answer()", metadata={"tags": ["answer"]}, outputs=[shown]),
    ]
    return v4.new_notebook(cells=cells)


def test_the_answer_comes_before_the_sections_and_the_code_of_each_is_folded() -> None:
    html = export.page_html(notebook(), JOB, {})
    places = [html.index(part) for part in ("the answer", "introduction", "Code of this section", '<h2 id="s2">One')]
    assert places == sorted(places)
    assert html.count("<h1>") == 1
    assert "a = &#39;&lt;1&#39;" in html
    assert "injected" not in html
    assert "lang = " not in html
    (after,) = re.findall(r"<h2 id=\"s2\">.*", html, re.S)
    assert "printed" in after.split('<details class="code">')[1]
    assert "題" not in html


def test_a_parameter_that_differs_from_its_default_is_marked() -> None:
    html = export.page_html(notebook(), JOB, {})
    assert "<summary>Parameters (1) <mark>changed</mark> <code>year = 2021</code></summary>" in html
    (row,) = re.findall(r'<tr class="changed">.*?</tr>', html)
    assert "<code>year = 2021</code>" in row
    assert "the year <mark>changed</mark> default <code>2020</code>" in row


@pytest.mark.parametrize("lang", LANGS)
def test_a_parameter_is_explained_in_the_pages_language_where_the_notebook_has_texts(lang: Lang) -> None:
    report = JOB.report.model_copy(update={"notebook": "04_subsidy_rules.ipynb"})
    declared = (Parameter("lang", "str", "ja", ""), Parameter("vintage", "str", "fy2020-request", "whose"))
    html = export.page_html(notebook(), Job(report, lang, {"lang": lang}, declared), {})
    assert f"<td>{load_texts('04_subsidy_rules').parameters['vintage'].of(lang)}</td>" in html


def test_a_name_that_the_page_says_is_a_users_stays_on_an_english_page() -> None:
    given = notebook()
    given.cells[5].outputs[0].data[LISTING]["given"] = ["補助率"]
    given.cells[8].outputs[0].data["text/html"] = "<p>補助率</p><p>財務省</p>"
    html = export.page_html(given, JOB, {})
    assert '<p><span lang="ja">補助率</span></p><p>Ministry of Finance</p>' in html
    of_a_file = export.page_html(given, replace(JOB, subject="財務省"), {})
    assert '<p><span lang="ja">財務省</span></p>' in of_a_file


def test_the_list_of_numbers_comes_after_what_is_to_be_read() -> None:
    html = export.page_html(notebook(), JOB, {})
    assert re.findall(r'<h2 id="s\d">(\w+)', html) == ["One", "Numbers"]
    assert re.findall(r'<a href="#s\d">(\w+)', html) == ["One", "Numbers"]


def test_an_executed_notebook_is_not_changed_by_its_export() -> None:
    executed = notebook()
    before = nbformat.writes(executed)
    export.page_html(executed, JOB, {})
    assert nbformat.writes(executed) == before


def test_only_the_pages_own_script_may_run() -> None:
    html = export.page_html(notebook(), JOB, {})
    (script,) = re.findall(r"<script>(.*?)</script>", html, re.S)
    mark = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert template.content_policy(script) in html
    assert f"script-src 'sha256-{mark}'" in html


def test_each_page_stays_small_and_the_set_too(built: Path) -> None:
    sizes = {path: path.stat().st_size for path in built.rglob("*.html")}
    assert max(sizes.values()) < 600 * KB
    assert sum(sizes.values()) / len(sizes) < 220 * KB


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_reports_lead_to_the_one_before_and_after(built: Path, lang: str) -> None:
    slugs = [report.slug for report in load_catalogue()]
    for before, after in pairwise(slugs):
        html = (built / lang / f"{before}.html").read_text("utf-8")
        assert f'rel="next" href="{after}.html"' in html


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_page_of_sources_says_what_was_taken_and_which_reports_rest_on_it(built: Path, lang: str) -> None:
    html = (built / lang / "sources.html").read_text("utf-8")
    # every source stands in the fold of who published it, which says how many there are
    folds = html.split('<details class="list publisher"')[1:]
    counts = [(int(re.findall(r"(\d+)件?</summary>", fold)[0]), fold.count("<li id=")) for fold in folds]
    assert all(said == there for said, there in counts)
    assert sum(there for _, there in counts) == len(load_table("sources.csv"))
    (source,) = re.findall(r'<li id="meti-fy2020-request">.*?</li>', html, re.S)
    assert "budget/items.csv" in source
    assert 'href="policy-items.html"' in source
    assert "reading-guide.html" not in html
    assert 'href="consortium.html"' in html
    assert 'href="consortium-at-cap.html"' not in html


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("slug", ["budget-growth", "consortium"])
def test_the_figures_of_the_readme_are_those_of_the_reports(built: Path, slug: str, lang: str) -> None:
    """`make golden` takes them anew."""
    shown = ROOT / f"reports/readme/{slug}-{lang}.svg"
    readme = (ROOT / ("README.md" if lang == "en" else "README.ja.md")).read_text("utf-8")
    assert str(shown.relative_to(ROOT)) in readme
    assert shown.read_text("utf-8") == drawings.as_file((built / lang / f"{slug}.html").read_text("utf-8"))


def test_reports_of_one_notebook_share_a_card_that_leads_to_each(built: Path) -> None:
    gallery = site.pages([], {"ja/consortium-workbook": Message("reports.failed", where="x", why="y")}, built)
    (card,) = [part for part in gallery["index.html"].split("<article")[1:] if 'href="ja/consortium.html"' in part]
    wanted = [f"ja/{report.slug}.html" for report in load_catalogue() if report.notebook == "05_consortium.ipynb"]
    links = dict(re.findall(r'<li><a href="([^"]+)">([^<]+)</a>', card))
    assert list(links) == wanted
    assert links["ja/consortium-workbook.html"] == "Excelの様式"
    assert card.startswith(' class="entry failed"')
    assert "x" in card.split("consortium-workbook")[1].split("</li>")[0]


def test_a_failure_is_shown_beside_the_last_good_page(built: Path) -> None:
    failure = Message("reports.failed", where="cell 9", why="ValueError: <nothing> there")
    gallery = site.pages([], {"en/policy-items": failure}, built)["index.html"]
    (failed,) = [part for part in gallery.split("<article")[1:] if "entry failed" in part]
    assert "cell 9: ValueError: &lt;nothing&gt; there" in failed
    assert 'href="en/policy-items.html"' in failed

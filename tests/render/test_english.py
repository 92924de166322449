"""English pages: what is Japanese on them is in English, or is a name and marked as such."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from yosan.data.tables import load_table
from yosan.render import batch, receipt, summary
from yosan.render.english import mark_japanese

JAPANESE = re.compile("[ぁ-んァ-ヶ一-龠]")
APART = {"script", "style", "svg", "code", "pre", "title"}
VOID = {"meta", "link", "br", "img", "input", "hr", "col"}


class Unmarked(HTMLParser):
    """Collects Japanese that no element marks as such."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, bool]] = []
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append((tag, dict(attrs).get("lang") == "ja" or tag in APART))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if JAPANESE.search(data) and not any(apart for _, apart in self.open):
            self.found.append(data)


def unmarked(page: str) -> list[str]:
    reader = Unmarked()
    reader.feed(page)
    return reader.found


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("会計別の表; 会計別の表、伸び率の行", "table by account; table by account, row of growth rates"),
        (
            "2020年度補正予算（第1号） 一般会計 pp. 188–202",
            "FY2020 supplementary budget no. 1 general account pp. 188–202",
        ),
        ("第22条第2項 (high)", "article 22, paragraph 2 (high)"),
        ("B社 gets its plan certified", "Firm B gets its plan certified"),
        ("山川精機: cap", '<span lang="ja">山川精機</span>: cap'),
        (
            "山川 2号&amp;補助率の精機; 補助率",
            '<span lang="ja">山川 2号</span>&amp;<span lang="ja">補助率の精機</span>; subsidy rate',
        ),
        ("ＧＸの推進 moves it", '<span lang="ja">ＧＸの推進</span> moves it'),
        ("no Japanese; &lt;here&gt;", "no Japanese; &lt;here&gt;"),
    ],
)
def test_a_place_is_named_in_english_as_a_whole_or_marked_as_japanese(text: str, said: str) -> None:
    assert mark_japanese(f"<td>{text}</td>") == f"<td>{said}</td>"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("財務省", '<span lang="ja">財務省</span>'),
        ("財務省: cap; 補助率", '<span lang="ja">財務省</span>: cap; subsidy rate'),
        ("補助率 of 財務省製作所; A社", 'subsidy rate of <span lang="ja">財務省製作所</span>; Firm A'),
        ("国税庁", "National Tax Agency"),
    ],
)
def test_a_users_name_stays_though_it_consists_of_words_that_have_english_ones(text: str, said: str) -> None:
    assert mark_japanese(f"<td>{text}</td>", ["A社", "財務省", "財務省製作所", "Firm"]) == f"<td>{said}</td>"


def test_the_index_of_a_batch_marks_the_names_of_its_file_and_translates_none() -> None:
    rows = [summary.Summed(name, {}, []) for name in ("財務省", "A社", "one")]
    page = summary._index(rows, {}, {}, batch.CONSORTIA, [("補助率", "row 2 & more")], ["en"], ["left out: 補助額"])
    assert unmarked(page) == []
    assert [f'<span lang="ja">{name}</span>' in page for name in ("財務省", "補助率", "補助額")] == [True] * 3
    assert "Firm A" in page
    assert 'lang="ja">財務省' not in summary._index(rows, {}, {}, batch.CONSORTIA, [], ["ja", "en"], [])


def test_drawings_code_and_what_is_marked_stay_as_they_are() -> None:
    page = (
        '<svg><text>補助率</text></svg><pre>補助率</pre><p lang="ja">補助率</p><!-- 補助率 --><a title="補助率">a</a>'
    )
    assert mark_japanese(page) == page


def test_the_words_count_as_read_by_english_pages(built: Path) -> None:
    kept = receipt.load(built, "en/consortium")
    assert "data/english.yaml" in kept["read"]
    assert "data/english.yaml" not in receipt.load(built, "ja/consortium")["read"]


def test_every_publisher_has_an_english_name() -> None:
    publishers = load_table("sources.csv")["publisher"].dropna().unique()
    assert not [name for name in publishers if JAPANESE.search(mark_japanese(f"<p>{name}</p>"))]


def test_english_pages_hold_no_japanese_but_what_is_marked(built: Path) -> None:
    for path in (built / "en").glob("*.html"):
        assert unmarked(path.read_text("utf-8")) == [], path.name
    gallery = (built / "index.html").read_text("utf-8")
    assert unmarked(gallery[gallery.index('<div id="en"') : gallery.index('<div id="ja"')]) == []


@pytest.mark.parametrize(
    "slug", ["budget-growth", "consortium", "programme-envelope", "request-to-outcome", "scenarios"]
)
def test_the_places_of_sources_are_english_on_english_pages(built: Path, slug: str) -> None:
    page = (built / f"en/{slug}.html").read_text("utf-8")
    places = re.findall(r'<span class="source">.*?</a>(.*?)<span class="confidence', page, re.S)
    assert places
    assert not [place for place in places if JAPANESE.search(place)]

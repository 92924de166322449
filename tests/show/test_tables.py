"""Tables link the numbers of the frame they show, and show any frame in a plain notebook."""

import re
from fractions import Fraction

import pandas as pd
import pytest

from yosan.data.tables import load_words
from yosan.errors import Remark
from yosan.messages import Message
from yosan.show import figures, tables
from yosan.show.number import Citation
from yosan.show.page import Page
from yosan.show.words import Texts
from yosan.writing import Lang

WORDS = load_words()
CITED = (Citation("source", "p. 1", "high"),)
TEXTS = Texts.model_validate(
    {
        "tables": {
            "accounts": {
                "caption": {"ja": "{state}の額", "en": "Amounts, {state}"},
                "heads": {"name": {"ja": "勘定", "en": "Account"}},
            }
        }
    }
)


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """HTML that was displayed."""
    found: list[str] = []
    for module in (tables, figures):
        monkeypatch.setattr(module, "display", lambda data, raw: found.append(data["text/html"]))
    return found


def frame() -> pd.DataFrame:
    rates = [Fraction(1, 10), Fraction(2, 10)]
    return pd.DataFrame({"id": ["a", "b"], "name_ja": ["甲", "乙"], "name_en": ["A", "B"], "growth_rate": rates})


def links(html: str) -> list[str]:
    return re.findall(r'href="#n-([^"]+)"', html)


def test_a_table_links_to_the_numbers_of_its_own_frame(shown: list[str]) -> None:
    page, first, second = Page("en", WORDS, TEXTS), frame(), frame()
    page.publish_columns(first, {"growth_rate": "first"}, CITED)
    page.publish_columns(second, {"growth_rate": "second"}, CITED)
    for one in (first, second, frame()):
        page.table("accounts", one, ["name", "growth_rate"], state="now")
    assert list(map(links, shown)) == [["first.a", "first.b"], ["second.a", "second.b"], []]


def test_what_is_made_of_a_published_frame_keeps_its_links(shown: list[str]) -> None:
    page, published = Page("en", WORDS, TEXTS), frame()
    page.publish_columns(published, {"growth_rate": "growth"}, CITED)
    made = pd.concat([published.query("id == 'b'"), published.head(1)]).assign(note="x").sort_values("id")
    page.table("accounts", made[["id", "name_en", "growth_rate"]].copy(), ["name", "growth_rate"], state="now")
    assert links(shown[0]) == ["growth.a", "growth.b"]


def test_headers_and_caption_come_from_the_texts_the_rest_from_the_columns(shown: list[str]) -> None:
    Page("ja", WORDS, TEXTS).table("accounts", frame(), ["name", "growth_rate"], state="今")
    assert "<caption>今の額</caption>" in shown[0]
    assert re.findall('<th scope="col".*?>(.*?)</th>', shown[0]) == ["勘定", "増減率 <small>％</small>"]


def test_a_column_without_a_header_is_refused_on_a_page() -> None:
    with pytest.raises(KeyError, match="id"):
        Page("en", WORDS, TEXTS).table("accounts", frame(), ["name", "id"], state="now")


def test_a_plain_notebook_shows_its_own_columns(shown: list[str]) -> None:
    tables.show(pd.DataFrame({"firm": ["A<B", "C"], "cost": [1_000_000, None], "note": ["x", ""]}))
    assert re.findall(r"<th scope=\"col\".*?>(.*?)</th>", shown[0]) == ["firm", "cost <small></small>", "note"]
    assert "A&lt;B" in shown[0]
    assert re.findall(r"<td class=\"figure\">(.*?)</td>", shown[0]) == ["1,000,000", "…"]


def test_a_plain_notebook_draws_its_own_columns_in_a_default_language(shown: list[str]) -> None:
    own = pd.DataFrame({"firm": ["A", "B"], "cost": [1, 2]})
    figures.show_figure(figures.bars(own, "oku", label="firm", value="cost"))
    figures.show_figure(figures.bars(own, "oku", label="firm", value="cost", lang="en"), "costs", own, lang="en")
    assert "<svg" in shown[0]
    assert "<details" not in shown[0]
    assert "Data (2 rows)" in shown[1]


@pytest.mark.parametrize(("lang", "said"), [("ja", "使わない列：&lt;b&gt;"), ("en", "not used: &lt;b&gt;")])
def test_remarks_on_a_users_file_are_shown_as_they_are_and_only_if_there_are_any(
    lang: Lang, said: str, shown: list[str]
) -> None:
    Page(lang, WORDS, TEXTS).remarks([])
    assert not shown
    Page(lang, WORDS, TEXTS).remarks([Remark("in.csv", Message("remarks.unused", header="<b>"))])
    assert said in shown[0]


def test_a_name_is_drawn_without_what_has_no_width(capsys: pytest.CaptureFixture[str]) -> None:
    names = ["葛\U000e0100城", "か\u3099く", "A\u000bB", "逆\u202eさま"]
    shown = tables._name(tables.visible(names[0]), 0, "") + "".join(
        tables._cell(name, tables._Column("x"), "", "ja", None) for name in names[1:]
    )
    assert re.findall(r">([^<>]+)<", shown) == ["葛城", "がく", "A B", "逆さま"]


@pytest.mark.parametrize(("lang", "words"), [("ja", "この表からさがす"), ("en", "Search this table")])
def test_only_a_table_that_is_searched_offers_it_in_its_language(shown: list[str], lang: Lang, words: str) -> None:
    for searched in (True, False):
        tables.show(pd.DataFrame({"item": ["A"]}), lang=lang, searched=searched)
    assert [f'data-search="{words}"' in html for html in shown] == [True, False]
    assert "data-search" not in shown[1]

"""Sentences look their numbers up, in both languages, and refuse what nobody published."""

import pandas as pd
import pytest
from jinja2 import UndefinedError
from jinja2.exceptions import SecurityError

from yosan.data.budget import load_budget
from yosan.data.tables import load_words
from yosan.errors import InputError
from yosan.show.number import Published, cite, cite_by
from yosan.show.page import Page
from yosan.show.records import show_answer
from yosan.show.words import Texts
from yosan.writing import Lang, Text

CITED = cite(load_budget().items)
WORDS = load_words()
TEXTS = Texts.model_validate(
    {
        "numbers": {
            "growth.II-1-1": {"unit": "ratio", "ja": "伸び", "en": "growth"},
            "held.*": {
                "unit": "count",
                "ja": "{name}の数、{growth.II-1-1:+}",
                "en": "number of {name}, {growth.II-1-1:+}",
            },
            "weight": {"unit": "kg", "ja": "", "en": ""},
        },
        "texts": {"grows": {"ja": "{growth.II-1-1:+}伸びる", "en": "grows by {growth.II-1-1:+}"}},
    }
)


@pytest.fixture(params=["ja", "en"])
def page(request: pytest.FixtureRequest) -> Page:
    page = Page(request.param, WORDS, TEXTS)
    page.publish({"growth.II-1-1": 0.3146}, CITED)
    return page


def test_a_sentence_links_its_number_to_the_list_of_numbers(page: Page) -> None:
    found = page.fill(Text("伸びは{growth.II-1-1:+}", "it grows by {growth.II-1-1:+}"))
    expected = {"ja": "伸びは[+31.5％](#n-growth.II-1-1)", "en": "it grows by [+31.5%](#n-growth.II-1-1)"}
    assert found == expected[page.lang]


def test_a_number_that_nobody_published_is_refused(page: Page) -> None:
    for words in ("{growth.V-1}", '{% if n("growth.V-1") > 0 %}a{% endif %}', '{{ link("growth.V-1") }}'):
        with pytest.raises(KeyError, match=r"growth\.V-1"):
            page.fill(Text(words, words))


def test_a_label_that_is_not_given_is_refused(page: Page) -> None:
    with pytest.raises(KeyError, match="name"):
        page.fill(Text("{name}", "{name}"))
    with pytest.raises(UndefinedError, match="many"):
        page.fill(Text("{% if many %}a{% endif %}", "{% if many %}a{% endif %}"))


def test_labels_are_words_not_numbers(page: Page) -> None:
    assert page.fill(Text("{name}", "{name}"), name="A") == "A"


def test_a_choice_follows_a_number_or_a_label(page: Page) -> None:
    words = '{% if n("growth.II-1-1") > 0 %}up{% else %}down{% endif %}{% if why %} as {why}{% endif %}'
    assert page.fill(Text(words, words), why="") == "up"
    assert page.fill(Text(words, words), why="asked") == "up as asked"


def test_a_text_brings_another(page: Page) -> None:
    words = 'it {% include "grows" %}'
    expected = {"ja": "it [+31.5％](#n-growth.II-1-1)伸びる", "en": "it grows by [+31.5%](#n-growth.II-1-1)"}
    assert page.fill(Text(words, words)) == expected[page.lang]


def test_line_breaks_join_as_the_language_does(page: Page) -> None:
    words = "one\n{% if more %}\n two\n{% endif %}\nthree\n"
    assert page.fill(Text(words, words), more=True) == {"ja": "onetwothree", "en": "one two three"}[page.lang]
    assert page.fill(Text(words, words), more=False) == {"ja": "onethree", "en": "one three"}[page.lang]


@pytest.mark.parametrize("words", ["{growth.V-1}", "{% if", "{{ 7 * 7 }}", '{{ link("x") }}', "{}", "{0}"])
def test_what_a_label_says_is_never_evaluated(page: Page, words: str) -> None:
    for text in (
        "{name}",
        "{{ name }}",
        "{% if name %}{name}{% endif %}",
        "{% for one in [name] %}{{ one }}{% endfor %}",
    ):
        assert page.fill(Text(text, text), name=words) == words


def test_a_choice_reaches_no_insides(page: Page) -> None:
    words = "{{ name.__class__.__mro__ }}"
    with pytest.raises(SecurityError):
        page.fill(Text(words, words), name="A")


def test_a_number_says_how_it_came_about_in_plain_words(page: Page) -> None:
    page.publish({"held.cap": 2}, CITED, name="caps")
    expected = {"ja": "capsの数、+31.5％", "en": "number of caps, +31.5%"}
    assert page.published["held.cap"].how == expected[page.lang]


def test_what_a_row_is_called_stands_as_it_is_where_its_number_is_explained(page: Page) -> None:
    page.publish({"held.cap": 2}, CITED, name="[a](b) **c** {d}")
    assert "[a](b) **c** {d}" in page.published["held.cap"].how


def test_a_missing_number_is_not_published(page: Page) -> None:
    page.publish({"held.cap": pd.NA, "held.pool": None}, CITED, name="caps")
    assert list(page.published) == ["growth.II-1-1"]


def test_a_users_words_are_harmless_and_may_link_to_a_number(page: Page) -> None:
    assert page.mention("[A](b)") == "［A］(b)"
    assert page.mention("A&B", "growth.II-1-1") == "[A＆B](#n-growth.II-1-1)"
    with pytest.raises(KeyError, match=r"growth\.V-1"):
        page.mention("A", "growth.V-1")


def test_rows_beside_are_cited_with_every_key() -> None:
    cited = load_budget().items.head(3)
    key, first = str(cited["source_id"].iloc[0]), cite(cited.head(1))
    assert cite_by("source_id", cited, beside=cited.head(1))[key] == cite_by("source_id", cited)[key] + first


def test_a_number_needs_a_source_and_a_known_unit(page: Page) -> None:
    with pytest.raises(ValueError, match="without a source"):
        page.publish({"growth.II-1-1": 1}, ())
    with pytest.raises(ValueError, match="unknown unit 'kg'"):
        page.publish({"weight": 1}, CITED)
    with pytest.raises(KeyError, match="no number 'height'"):
        page.publish({"height": 1}, CITED)


def test_a_cards_number_stands_apart_from_its_caption_without_a_style_too(monkeypatch: pytest.MonkeyPatch) -> None:
    found: list[str] = []
    monkeypatch.setattr("yosan.show.records.display", lambda shown, **_: found.append(shown["text/html"]))
    number = Published("x", 1, "count", CITED, "how", "en")
    show_answer("", [(number, "", "firms")])
    assert "1</a> <span>firms" in found[0]


def test_a_card_without_a_caption_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    found = []
    monkeypatch.setattr(
        "yosan.show.records.show_answer",
        lambda sentence, cards, notice: found.extend(name.name for name, _, _ in cards),
    )
    there = {lang: '{% if published("held.cap") %}a{% endif %}' for lang in ("ja", "en")}
    cards = {"growth.II-1-1": {"ja": "伸び", "en": "growth"}, "held.cap": there}
    texts = {"numbers": TEXTS.numbers, "answer": {"ja": "", "en": ""}, "cards": cards}
    page = Page("en", WORDS, Texts.model_validate(texts))
    page.publish({"growth.II-1-1": 0.3146}, CITED)
    page.answer("growth.II-1-1", "held.cap")
    assert found == ["growth.II-1-1"]


def test_states_are_named_in_the_language_of_the_page(page: Page) -> None:
    assert page.state(2020, "request") == {"ja": "2020年度要求", "en": "FY2020 request"}[page.lang]


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(InputError, match="'ja' or 'en'"):
        Page("fr", WORDS)  # type: ignore[arg-type]


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_a_number_knows_its_language(lang: Lang) -> None:
    number = Published("x", 1871, "oku", CITED, "", lang)
    assert number.link("+") == {"ja": "[+1,871億円](#n-x)", "en": "[+¥187.1 bn](#n-x)"}[lang]

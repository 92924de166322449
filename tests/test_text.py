"""Sentences look their numbers up, in both languages, and refuse what nobody published."""

import pytest

from yosan.data import load
from yosan.show import page, text, values

CITED = values.cite(load.load_budget().items)


@pytest.fixture(params=["ja", "en"])
def lang(request: pytest.FixtureRequest) -> str:
    page.begin(request.param, load.load_words())
    values.publish("growth.II-1-1", 0.3146, "ratio", CITED, ja="伸び", en="growth")
    return str(request.param)


def test_a_sentence_links_its_number_to_the_list_of_numbers(lang: str) -> None:
    found = text.pick(ja="伸びは{growth.II-1-1:+}", en="it grows by {growth.II-1-1:+}")
    expected = {"ja": "伸びは[+31.5％](#n-growth.II-1-1)", "en": "it grows by [+31.5 %](#n-growth.II-1-1)"}
    assert found == expected[lang]


def test_a_number_that_nobody_published_is_refused(lang: str) -> None:
    with pytest.raises(KeyError, match=r"growth\.V-1"):
        text.pick(ja="{growth.V-1}", en="{growth.V-1}")


def test_labels_are_words_not_numbers(lang: str) -> None:
    assert text.pick(ja="{name}", en="{name}", name="A") == "A"


def test_a_number_needs_a_source_and_a_known_unit(lang: str) -> None:
    with pytest.raises(ValueError, match="without a source"):
        values.publish("x", 1, "count", [], ja="", en="")
    with pytest.raises(ValueError, match="unknown unit 'kg'"):
        values.publish("x", 1, "kg", CITED, ja="", en="")


def test_states_are_named_in_the_language_of_the_page(lang: str) -> None:
    assert text.state(2020, "request") == {"ja": "2020年度要求", "en": "FY2020 request"}[lang]


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(Exception, match="'ja' or 'en'"):
        page.begin("fr", load.load_words())

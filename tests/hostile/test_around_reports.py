"""What stands around reports takes their words on: the search's index, the page that compares, English pages."""

from __future__ import annotations

import json

from hostile.hostile import ALL, SAMPLE
from hostile.test_escape import Seen
from yosan.escape import to_html
from yosan.render import compared, english, search

MARK = ("span", "lang")  # what stays Japanese on an English page


def test_no_line_of_the_searchs_index_opens_or_ends_an_element() -> None:
    lines = [search.lines_of(f"<p>{to_html(text)}</p>") for text in ALL]
    index = search.write_index({str(place): one for place, one in enumerate(lines)})
    assert "<" not in index
    assert {line for line, _ in json.loads(index)} == {line for one in lines for line in one}


def test_names_and_folders_add_no_element_to_a_comparison() -> None:
    def page(text: str) -> Seen:
        causes = (compared.Cause("parameters", text), compared.Cause("data", text))
        moves = (compared.Move(text, text, "yen", 1, 2, causes), compared.Move(text, text, "count", text, None, causes))
        return Seen(compared.to_page(compared.Compared(moves, (text,), (text,), 1), text, text, "en"))

    plain = page("a").elements
    for text in SAMPLE:
        assert page(text).elements == plain, text


def test_english_words_for_names_add_only_the_mark_of_japanese() -> None:
    for text in ALL:
        seen = Seen(english.mark_japanese(f'<p title="{to_html(text)}">{to_html(text)}</p>'))
        assert [one for one in seen.elements if one != MARK] == [("p", "title")], text

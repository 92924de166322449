"""What an English page leaves in Japanese is marked so, and nothing else of the page changes."""

import re

import pytest

from yosan.render.foreign import mark_japanese


@pytest.mark.parametrize(
    ("page", "marked"),
    [
        ("<th>予備費</th>", ["予備費"]),
        ("<td>2020年度当初予算 一般会計 pp. 794–814</td>", ["年度当初予算 一般会計"]),
        ("<p>ＧＸの推進 moves it, 予備費 does not.</p>", ["ＧＸの推進", "予備費"]),
        ("<p>No item.</p>", []),
    ],
)
def test_every_run_is_marked_from_its_first_letter_to_its_last(page: str, marked: list[str]) -> None:
    found = mark_japanese(page)
    assert re.findall(r'<span lang="ja">(.*?)</span>', found) == marked
    assert re.sub(r'<span lang="ja">|</span>', "", found) == page


@pytest.mark.parametrize(
    "apart",
    [
        "<title>予算</title>",
        "<svg><text>予算</text></svg>",
        "<pre>x = '予算'</pre>",
        '<td title="予算">a</td>',
        "<script>予</script>",
    ],
)
def test_titles_drawings_code_and_attributes_stay(apart: str) -> None:
    assert mark_japanese(apart) == apart

"""The index of the gallery's search."""

import json

from yosan.render.search import lines_of, suggest, write_index

PAGES = {"a": ("Rates", "for </script> SME"), "b": ("for </script> SME", "補助率2/3")}


def test_only_what_is_read_is_indexed() -> None:
    page = (
        "<head><title>T</title></head><nav>menu</nav><h1>Rates<br>of aid</h1>"
        '<details class="code"><summary>code</summary><pre>x = 1</pre></details>'
        '<table class="numbers stacked"><tr><td>12</td></tr></table>'
        '<table><tr><th scope="row">SME<sup class="doubtful">†</sup></th><td class="figure">7</td>'
        "<td>2/3</td></tr></table>"
        "<p>first <svg><text>9</text></svg><p>first<footer>end</footer>"
    )
    assert lines_of(page) == ("Ratesof aid", "SME 2/3", "first")


def test_a_line_stands_once_with_all_its_pages_and_ends_no_script() -> None:
    written = write_index(PAGES)
    assert "</script" not in written
    assert json.loads(written) == [["Rates", [0]], ["for </script> SME", [0, 1]], ["補助率2/3", [1]]]
    assert write_index({}) == "[]"


def test_words_that_most_pages_hold_are_offered_first_and_others_never() -> None:
    assert suggest(["none", "補助率", "sme"], PAGES) == ["sme", "補助率"]

"""What every figure and stacked table of the built pages has."""

import re
from pathlib import Path

import pytest

from yosan.data.catalogue import load_catalogue
from yosan.show.framing import UNITLESS
from yosan.writing import LANGS, Lang

LETTERS = r'<text x="([-\d.]+)" y="[-\d.]+" textLength="([\d.]+)"[^>]*>([^<]*)<'


@pytest.fixture(scope="module")
def pages(built: Path) -> dict[str, str]:
    names = [f"{lang}/{report.slug}" for report in load_catalogue() for lang in report.languages]
    return {name: (built / f"{name}.html").read_text("utf-8") for name in names}


def figures(page: str) -> list[str]:
    return re.findall(r'<figure id="figure-.*?</figure>', page, re.S)


def test_no_word_of_a_drawing_is_cut_at_its_edge(pages: dict[str, str]) -> None:
    cut = [
        (name, words)
        for name, page in pages.items()
        for drawing, width in re.findall(
            r'(<svg class="(?:wide|narrow)"[^>]*viewBox="0 0 ([\d.]+) .*?</svg>)', page, re.S
        )
        for start, length, words in re.findall(LETTERS, drawing)
        if float(start) < -1 or float(start) + float(length) > float(width) + 1
    ]
    assert cut == []


def test_what_a_drawing_uses_is_defined_on_its_page(built: Path) -> None:
    for page in built.rglob("*.html"):
        text = page.read_text("utf-8")
        for drawing in re.findall(r"<svg.*?</svg>", text, re.S):
            assert set(re.findall(r'(?:href="|url\()#([^")]+)', drawing)) <= set(re.findall(r'id="([^"]+)"', text)), (
                page
            )


def test_figures_are_counted_in_the_order_of_the_page(pages: dict[str, str]) -> None:
    for name, page in pages.items():
        word = "図" if name.startswith("ja") else "Figure "
        places = re.findall(r'<div class="title"><span class="place">([^<]+)</span>', page)
        assert places == [f"{word}{place}" for place in range(1, len(figures(page)) + 1)], name


def test_each_figure_has_unit_and_period_sources_and_three_downloads(pages: dict[str, str]) -> None:
    lacking = [
        (name, re.findall(r'id="([^"]+)"', figure)[0], part)
        for name, page in pages.items()
        for figure in figures(page)
        for part in ('class="subtitle">', 'data-save="svg"', 'data-save="png"', 'download="', "<cite>")
        if part not in figure
    ]
    assert lacking == []


def test_each_column_behind_a_figure_says_its_unit(pages: dict[str, str]) -> None:
    for name, page in pages.items():
        for figure in figures(page):
            headers = set(re.findall("<th>([^<]*)</th>", figure))
            assert headers & UNITLESS == set() != headers, (name, headers)


def test_the_marks_of_each_figure_say_their_values_at_both_widths(pages: dict[str, str]) -> None:
    for name, page in pages.items():
        for figure in figures(page):
            wide, narrow = (
                re.findall(r'tabindex="0" role="img"><title>([^<]+)</title>', drawing)
                for drawing in figure.split('<svg class="narrow"')
            )
            assert wide == narrow != [], name
            assert all(re.search(r"[:：].*\d", words) for words in wide), (name, wide)


def test_no_figure_and_no_list_of_its_data_writes_a_negative_with_a_hyphen(pages: dict[str, str]) -> None:
    for name, page in pages.items():
        for figure in figures(page):
            assert re.findall(r">\s*-\d[\d.,]*\s*<|[:：] -\d", figure) == [], name


def test_every_figure_of_a_stacked_table_names_its_unit(pages: dict[str, str]) -> None:
    for name, page in pages.items():
        for table in re.findall(r"<table class=stacked>.*?</table>", page, re.S):
            assert unitless(table) == [], name


def unitless(table: str) -> list[str]:
    """Cells of a stacked table, by row and label, that lack the unit that the header of their column names."""
    head, body = table.split("<tbody>")
    units = [unit[1] if (unit := re.search("<small>([^<]*)", one)) else "" for one in head.split("<th ")[2:]]
    found = []
    for row in re.findall("<tr.*?</tr>", body, re.S):
        cells = re.findall("<td([^>]*)>", row)
        assert len(cells) == len(units), row
        labels = [label[1] if (label := re.search('data-head="([^"]*)"', cell)) else "" for cell in cells]
        found += [
            f"{row[:80]} {label}" for label, unit in zip(labels, units, strict=True) if not label or unit not in label
        ]
    return found


def test_a_stacked_table_whose_cells_lose_a_unit_is_found_out(pages: dict[str, str]) -> None:
    tables = [one for page in pages.values() for one in re.findall(r"<table class=stacked>.*?</table>", page, re.S)]
    with_unit = [one for one in tables if re.search(r"data-head=\"[^\"]*[(（]", one)]
    assert with_unit
    assert all(unitless(re.sub(r'(data-head="[^"(（]*)[(（][^"]*', r"\1", one, count=1)) for one in with_unit)


@pytest.mark.parametrize("lang", LANGS)
def test_lists_of_numbers_sources_and_parameters_are_folded(pages: dict[str, str], lang: Lang) -> None:
    for name, page in pages.items():
        open_ones = re.sub(r"<details.*?</details>", "", page, flags=re.S)
        assert 'class="numbers' not in open_ones, name
        assert 'class="parameters' not in open_ones, name
        assert ("同上" if lang == "ja" else "as above") not in re.findall(
            "<table class=.numbers.*?</table>", page, re.S
        )

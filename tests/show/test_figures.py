"""Figures at both widths and in both languages: nothing cut, no labels on one another, no letter without a glyph."""

import re
from collections.abc import Callable
from itertools import combinations
from typing import Any

import pandas as pd
import pytest
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text as Written
from matplotlib.transforms import Bbox

from yosan.budget import accounts, growth, items, outcome
from yosan.data.budget import load_budget
from yosan.data.conditions import load_conditions
from yosan.data.plan_files import load_plan_file
from yosan.data.tables import load_words
from yosan.errors import InputError
from yosan.show import budget_figures, figures, programme_figures, svg
from yosan.show.page import Page
from yosan.show.style import NARROW, WIDE, canvas, house_style
from yosan.subsidy.season import target
from yosan.views import budgets, plans
from yosan.writing import Lang, Text, in_lang

BUDGET, WORDS = load_budget(), load_words()


def compared(page: Page) -> pd.DataFrame:
    table = accounts.compare_states(BUDGET.accounts, BUDGET.amounts, (2019, "initial"), (2020, "request"))
    return growth.growth_table(table).assign(label=lambda t: t[page.local("short")])


def waterfall(page: Page) -> Axes:
    table = compared(page)
    steps = growth.build_waterfall(table, accounts.find_parts(table))
    names = steps["account_id"].map(table.set_index("account_id")["label"])
    steps["label"] = [page.state(2019, "initial"), *names[1:-1], page.state(2020, "request")]
    return budget_figures.waterfall(steps, lang=page.lang)


def bubbles(page: Page) -> Axes:
    return budget_figures.bubbles(accounts.find_parts(compared(page)), lang=page.lang)


def intervals(page: Page) -> Axes:
    lines = items.bound_lines(BUDGET.items, BUDGET.grants, BUDGET.references)
    ends = {"low": "growth_low", "high": "growth_high", "point": "growth_rate", "label": page.local("short")}
    return figures.intervals(
        lines.assign(**{name: lines[column] for name, column in ends.items()}), "ratio", lang=page.lang
    )


def dumbbell(page: Page) -> Axes:
    asked = outcome.compare_granted(BUDGET.accounts, BUDGET.amounts, 2020)
    ends = {"first": "requested_rate", "second": "granted_rate", "label": page.local("short")}
    names = (page.term("stage.request"), page.term("stage.initial"))
    return figures.dumbbell(
        asked.assign(**{name: asked[column] for name, column in ends.items()}), "ratio", names, lang=page.lang
    )


def bars(page: Page) -> Axes:
    return figures.bars(compared(page).assign(value=lambda t: t["base_oku"]), "oku", lang=page.lang)


def lines(page: Page) -> Axes:
    series = outcome.align_series(BUDGET.amounts, BUDGET.accounts)
    names = {"request_oku": page.term("stage.request"), "initial_oku": page.term("stage.initial")}
    decided = 2020, Text("政府案の閣議決定", "the Cabinet decides its draft").of(page.lang)
    breaks = budgets.name_breaks(BUDGET.breaks, page.lang)
    return figures.lines(series, names, "oku", breaks=breaks, step=decided, lang=page.lang)


def slopes(page: Page) -> Axes:
    lines = items.bound_lines(BUDGET.items, BUDGET.grants, BUDGET.references)
    ends = {"first": "previous_oku", "second": "request_oku", "label": page.local("short")}
    table = lines.assign(**{name: lines[column] for name, column in ends.items()}, strong=lines["growth_low"] > 1)
    return figures.slopes(table, "oku", (page.state(2019, "initial"), page.state(2020, "request")), lang=page.lang)


def chances(page: Page) -> Axes:
    curves = target.majority_curves(range(5, 60), [0.45, 0.5, 0.55, 0.6])
    curves.insert(0, "label", [f"{rate:.0%}" for rate in curves["success_rate"]])
    across = Text("事業の数", "Projects").of(page.lang)
    return programme_figures.chances(
        curves.drop(columns="success_rate"), across, (21, 0.7), parity=True, lang=page.lang
    )


def band(page: Page) -> Axes:
    table = pd.DataFrame(
        {"applicants": [50, 200, 400], "point": [50, 190, 229], "low": [50, 180, 212], "high": [50, 200, 240]}
    )
    across, up = Text("応募する連携体", "Consortia that apply"), Text("採択", "Adopted")
    return programme_figures.band(table, across.of(page.lang), up.of(page.lang), lang=page.lang)


def tornado(page: Page) -> Axes:
    label = Text("大企業の幹事企業を連携者数に数えるか", "Does a large lead firm count in the number of members")
    table = pd.DataFrame(
        {"label": [label.of(page.lang), "A"], "lowest": [46.3, 22.6], "highest": [125.3, 62.4], "falls": [None, True]}
    )
    return programme_figures.tornado(table, 58.9, "million_yen", ".1", lang=page.lang)


def path(page: Page) -> Axes:
    plan, condition = (
        load_plan_file("data/plans/illustrative-two-firms.csv").chosen,
        load_conditions("fy2020-request")[2],
    )
    words = {"planned": Text("計画", "plan"), "simple": Text("単利", "simple"), "compound": Text("複利", "compound")}
    across, table = Text("年目", "Year").of(page.lang), plans.path_rows(plan, condition)
    return programme_figures.path(table, in_lang(words, page.lang), "yen", across, lang=page.lang)


WITHOUT_UNIT = [chances, band]
KINDS = [tornado, path, waterfall, bubbles, intervals, dumbbell, bars, lines, slopes]


@pytest.fixture(params=["ja", "en"])
def page(request: pytest.FixtureRequest) -> Page:
    return Page(request.param, WORDS)


def boxes(ax: Axes, width: float) -> tuple[Bbox, dict[str, Bbox]]:
    figure = ax.figure
    assert isinstance(figure, Figure)
    figure.set_size_inches(width, figure.get_figheight())
    with house_style():
        figure.draw_without_rendering()
        for axis in (ax.xaxis, ax.yaxis):
            low, high = sorted(axis.get_view_interval())
            for tick in [*axis.get_major_ticks(), *axis.get_minor_ticks()]:  # those outside are not drawn
                tick.label1.set_visible(tick.label1.get_visible() and low <= tick.get_loc() <= high)
        words = [one for one in figure.findobj(Written) if one.get_visible() and one.get_text()]
        return figure.bbox, {f"{n} {one.get_text()}": one.get_window_extent() for n, one in enumerate(words)}


@pytest.mark.parametrize("width", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("draw", [*KINDS, *WITHOUT_UNIT], ids=lambda kind: kind.__name__)
def test_no_text_is_cut_and_none_lies_on_another(page: Page, draw: Callable[[Page], Axes], width: float) -> None:
    whole, words = boxes(draw(page), width)
    assert words
    for name, box in words.items():
        assert whole.x0 - 1 <= box.x0, name
        assert box.x1 <= whole.x1 + 1, name
        assert whole.y0 - 1 <= box.y0, name
        assert box.y1 <= whole.y1 + 1, name
    for (name, box), (other, its) in combinations(words.items(), 2):
        common = Bbox.intersection(box.shrunk(0.9, 0.9), its.shrunk(0.9, 0.9))
        assert common is None or not common.width * common.height, (name, other)


@pytest.mark.parametrize("draw", KINDS, ids=lambda kind: kind.__name__)
def test_every_figure_names_its_unit(page: Page, draw: Callable[[Page], Axes]) -> None:
    _, words = boxes(draw(page), WIDE)
    assert [word for word in words if re.search(r"円|％|¥|%", word)]


def test_every_letter_has_a_glyph_whatever_theme_was_set_before(page: Page) -> None:
    sns.set_theme()
    assert 'class="wide"' in svg.drawings(waterfall(page), "")
    ax = canvas(height=1)
    ax.text(0, 0, "ก")  # Thai, which the font has not
    with pytest.raises(UserWarning, match="missing from font"):
        svg.drawings(ax, "")


def test_a_missing_year_breaks_the_line_and_a_missing_figure_draws_nothing(page: Page) -> None:
    series = pd.DataFrame({"year": [2018, 2019, 2020], "oku": pd.array([1, None, 3], dtype="Int64")})
    drawn = figures.lines(series, {"oku": "A"}, "oku").get_lines()[0].get_ydata()
    assert list(pd.isna(drawn)) == [False, True, False]
    table = pd.DataFrame({"label": ["A", "B"], "first": [0.1, None], "second": [0.2, 0.3]})
    _, words = boxes(figures.dumbbell(table, "ratio", ("x", "y")), WIDE)
    assert len([word for word in words if "+" in word]) == 3


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"label": "name"}, "label: 'name'; expected one of label, value"),
        ({"value": "amount"}, "value: 'amount'; expected one of label, value"),
        ({"unit": "dollars"}, "unit: 'dollars'; expected one of oku, "),
        ({"lang": "fr"}, "lang: 'fr'; expected one of ja, en"),
    ],
    ids=str,
)
def test_bars_of_a_frame_of_ones_own_tell_what_it_lacks(asked: dict[str, Any], told: str) -> None:
    table = pd.DataFrame({"label": ["a"], "value": [1]})
    with pytest.raises(InputError, match=f"^{told}"):
        figures.bars(table, **{"unit": "oku", **asked})


@pytest.mark.filterwarnings("error")
def test_bars_of_no_rows_are_empty_axes() -> None:
    assert not figures.bars(pd.DataFrame({"label": [], "value": []}), "oku").patches


def test_bars_write_the_decimals_that_are_asked_for_beside_them_and_to_who_points_at_them() -> None:
    table = pd.DataFrame({"label": ["a"], "value": [69.9]})
    drawing = svg.drawings(figures.bars(table, "oku", spec=".2"), "")
    assert re.findall(r">(69\.90)</text>", drawing) == ["69.90"] * 2
    assert drawing.count("69.90億円") == 2


@pytest.mark.parametrize(("year", "drawn"), [(2020, True), (2014, False), (1990, False)], ids=str)
def test_what_stands_between_two_lines_is_drawn_and_named_in_a_year_that_has_both(
    page: Page, year: int, drawn: bool
) -> None:
    series = outcome.align_series(BUDGET.amounts, BUDGET.accounts)
    names = {"request_oku": "asked", "initial_oku": "granted"}
    ax = figures.lines(series, names, "oku", step=(year, "the draft"), lang=page.lang)
    assert ([text.get_text() for text in ax.texts].count("the draft") == 1) == drawn


def test_the_same_figure_gives_the_same_bytes(page: Page) -> None:
    assert svg.drawings(bubbles(page), "") == svg.drawings(bubbles(page), "")


def test_a_drawing_follows_the_readers_colours_and_says_what_it_shows(page: Page) -> None:
    drawing = svg.drawings(bars(page), 'base "amounts"')
    assert drawing.count('aria-label="base &quot;amounts&quot;"') == 2
    assert set(re.findall(r"(?:fill|stroke): (#\w+)", drawing)) == set()
    assert "var(--accent, #2b4f86)" in drawing


@pytest.mark.parametrize(
    ("lang", "sizes_oku", "between"),
    [
        ("ja", [1_500, 7_500], ["2,000", "5,000"]),
        ("en", [1_500, 7_500], ["200", "500"]),
        ("en", [0.4, 0.6], ["0.04", "0.05", "0.06"]),
        ("ja", [0.0101, 0.0109], ["0.0102", "0.0104", "0.0106", "0.0108"]),
    ],
)
def test_sizes_within_a_decade_are_written_in_the_unit_of_their_axis(
    lang: Lang, sizes_oku: list[float], between: list[str]
) -> None:
    sizes = {"label": ["a", "b"], "base_oku": sizes_oku, "growth_rate": [0.1, 0.2], "change_oku": [150, 1_500]}
    drawn = svg.drawings(budget_figures.bubbles(pd.DataFrame(sizes), lang=lang), "")
    assert "mathdefault" not in drawn
    written = re.findall("<text[^>]*>([^<]*)<", drawn.split('<svg class="narrow"')[0])
    assert [one for one in written if one in between] == between

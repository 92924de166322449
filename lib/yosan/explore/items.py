"""Official items to play with: ministry, years, level and stage as switches, the largest rows beside them."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import ipywidgets as widgets
import pandas as pd

from yosan.budget.choose_items import choose_ministry, list_ministries
from yosan.budget.growth import ratio
from yosan.budget.levels import LEVELS, STATES, compare_ends, sum_level
from yosan.budget.series import Years
from yosan.data.items_mof import Items
from yosan.explore.results import Explorer, results
from yosan.show import figures
from yosan.show.page import Page
from yosan.show.words import FigureTexts, TableTexts, Texts
from yosan.views.official import in_oku, label_level, name_level, names_of
from yosan.writing import Text

_ROWS, _LINES = 40, 5  # rows of the table, lines of the figure
_TEXTS = Texts(
    texts={
        "ministry": Text("所管", "Ministry"),
        "years": Text("年度", "Years"),
        "level": Text("深さ", "Level"),
        "stage": Text("段階", "Stage"),
        "account": Text("会計", "accounts"),
        "section": Text("項", "sections"),
        "item": Text("事項", "items"),
        "initial": Text("当初", "initial"),
        "revised": Text("補正後", "revised"),
        "spent": Text("支出", "spent"),
        "nothing": Text("この選び方に当たる事項はない。", "No item fits this choice."),
        "none": Text(
            "このプロジェクトには公式の事項（data/budget/items_mof.csv）がない。ほかの表はitems_fileで選ぶ。",
            "This project has no official items (data/budget/items_mof.csv). Name another table in items_file.",
        ),
    },
    tables={
        "ends": TableTexts(
            caption=Text(
                "{who}、{depth}、{stage}（ほかの会計への繰入を除く）"
                "{% if shown < rows %}。{rows}行のうち大きい{shown}行{% endif %}",
                "{who}, {depth}, {stage}, without transfers to other accounts"
                "{% if shown < rows %}: the largest {shown} of {rows} rows{% endif %}",
            ),
            heads={
                "name": Text("区分", "Name"),
                "base_oku": Text("{first}年度", "FY{first}"),
                "target_oku": Text("{last}年度", "FY{last}"),
            },
        ),
    },
    figures={
        "items-by-year": FigureTexts(
            title=Text("{who}、{depth}、{stage}", "{who}, {depth}, {stage}"),
            alt=Text("大きい行ごとの線。横は年度、縦は額", "A line for each of the largest rows: years across"),
            caption=Text(
                "名が同じものだけを結ぶ。線の切れ目は、その名の額がない年。",
                "Only what has the same name is joined. A gap is a year without an amount of that name.",
            ),
        )
    },
)


def show_items(page: Page, items: Items, *, ministry: str, years: Years, level: str, stage: str) -> None:
    """Show the largest rows of a choice as lines, and all that fit as a table of the first and the last year.

    Parameters
    ----------
    page : one that says the texts of this explorer.
    """
    rows = sum_level(choose_ministry(items.rows, items.names, ministry), level, years, stage)
    if rows.empty:
        page.say("nothing")
        return
    who = page.mention(names_of(items.names, "ministry", page.lang)[ministry])
    labels = {"who": who, "depth": page.text(level), "stage": page.text(stage)}
    ends, between = compare_ends(rows)
    series, names = label_level(rows, items.names, between, _LINES, page.lang)
    page.figure("items-by-year", figures.lines(series, names, "oku", lang=page.lang), series, **labels)
    rates = [ratio(change, base) for change, base in zip(ends["change_yen"], ends["base_yen"], strict=True)]
    show_ends(page, name_level(in_oku(ends.assign(growth_rate=rates)), items.names), between, labels)


def show_ends(page: Page, ends: pd.DataFrame, years: Years, labels: dict[str, Any]) -> None:
    """Show the first and the last year of the largest rows."""
    shown = ends[:_ROWS]
    first, last = years
    columns = ["name", *(["section"] if "item" in ends else []), "base_oku", "target_oku", "change_oku", "growth_rate"]
    page.table("ends", shown, columns, first=first, last=last, rows=len(ends), shown=len(shown), **labels)


def explore_items(page: Page, items: Items, ministry: str, years: Years, level: str, stage: str) -> Explorer:
    """Switches and results, one above the other; ``choice`` is ministry, years, level and stage as they are set.

    Parameters
    ----------
    items : without rows, an explorer without switches says so.
    ministry : what to start with; the first there is if empty.

    Raises
    ------
    InputError : for a ministry without items; names those there are.
    """
    own, known = replace(page, texts=_TEXTS), items.rows["fiscal_year"]
    if items.rows.empty:
        return Explorer({}, results(partial(own.say, "none"), {}))
    choose_ministry(items.rows, items.names, ministry or list_ministries(items.rows)[0])
    called = names_of(items.names, "ministry", page.lang)
    wide: dict[str, Any] = {"style": {"description_width": "60px"}, "layout": {"width": "520px"}}
    ministries = [(called[each], each) for each in list_ministries(items.rows)]
    controls = {
        "ministry": widgets.Dropdown(options=ministries, value=ministry or ministries[0][1], **wide),
        "years": widgets.IntRangeSlider(value=years, min=int(known.min()), max=int(known.max()), **wide),
        "level": widgets.ToggleButtons(options=_named(own, tuple(LEVELS)), value=level, style=wide["style"]),
        "stage": widgets.ToggleButtons(options=_named(own, STATES), value=stage, style=wide["style"]),
    }
    for name, control in controls.items():
        control.description = own.text(name)
    return Explorer(controls, results(partial(show_items, own, items), controls))


def _named(page: Page, ids: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(page.text(each), each) for each in ids]

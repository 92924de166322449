"""A form for the members of one consortium; its value is the members file that it stands for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ipywidgets as widgets
import pandas as pd
import traitlets

from yosan.data.members_apart import read_sound_members
from yosan.data.spreadsheet.cells import read_whole
from yosan.data.spreadsheet.file import Upload
from yosan.data.spreadsheet.refusal import Refusal
from yosan.errors import InputError, Problem
from yosan.explore.sheet import YES_NO, Row, download, newcomer, problems, remarks, rows_csv, rows_of, scale_yen
from yosan.messages import Message
from yosan.show.page import Page
from yosan.subsidy.award.intake import GROUP_LIMIT
from yosan.units import MILLION
from yosan.views.words import CERTIFICATION_NAMES, SIZE_NAMES
from yosan.writing import Lang, Text, in_lang

STEP_YEN = MILLION // 10
WORDS = {
    "load": Text("表を読み込む（CSV、XLSX、ODS）", "Load a file (CSV, XLSX, ODS)"),
    "add": Text("構成員を足す", "Add a member"),
    "which": Text("連携体", "Consortium"),
    "remove": Text("この構成員を除く", "Remove this member"),
    "lead": Text("幹事企業", "Lead firm"),
    "expert": Text("専門家", "Expert"),
    "eligible_cost_yen": Text("経費（円）", "Cost (yen)"),
    "employees": Text("従業員数", "Employees"),
    "local_support_yen": Text("地方の支援額（円）", "Local support (yen)"),
}
_NARROW = {"width": "max-content"}
Cells = dict[str, Any]  # the widgets of a row, by column


class MembersForm(widgets.VBox):
    """Members of one consortium to edit; ``value`` is a members file (CSV text) of what is filled in.

    It holds what was typed, right or wrong, so that whoever reads it says what is wrong; it is empty after a file was
    refused.
    """

    value = traitlets.Unicode()

    def __init__(self, page: Page, members: pd.DataFrame) -> None:
        """Start with the first consortium of ``members``, in the language of the page.

        Raises
        ------
        InputError : for a consortium of more than ``GROUP_LIMIT`` members.
        """
        self._page, self._words = page, in_lang(WORDS, page.lang)
        upload = widgets.FileUpload(
            description=self._words["load"], accept=".csv,.xlsx,.ods", layout={"width": "280px"}
        )
        add = widgets.Button(description=self._words["add"], icon="plus", layout=_NARROW)
        self._which = widgets.Dropdown(description=self._words["which"])
        self._which.observe(self._choose, "value")
        self._message, self._link, self._table = widgets.HTML(), widgets.HTML(), widgets.VBox()
        buttons = widgets.HBox([upload, self._which, add, self._link])
        super().__init__([buttons, self._message, self._table])
        upload.observe(self._load, "value")
        add.on_click(lambda _: self._fill([*self._rows(), newcomer(page, self._rows())]))
        self._take(members)

    def _load(self, change: Any) -> None:
        change["owner"].value = ()  # or the same file, loaded once more, would be no change
        for file in change["new"]:
            try:
                read, wrong = read_sound_members(Upload(file["name"], bytes(file["content"])))
                self._take(read.members)
                told = (remarks(read.remarks, self._page.lang), problems(wrong, self._page.lang))
                self._message.value = "".join(told)
            except InputError as error:
                self._message.value = problems(error.problems, self._page.lang)
                self.value = ""  # an award of other members must not stand below

    def _take(self, members: pd.DataFrame) -> None:
        crowd = int(members["consortium_id"].value_counts().max())
        if crowd > GROUP_LIMIT:  # a browser takes minutes for ten widgets in each of so many rows
            raise InputError(Problem("members", Message("subsidy.form", members=crowd, limit=GROUP_LIMIT)))
        self._members = members
        self._which.unobserve(self._choose, "value")  # or each step of the change would refill the form
        self._which.options = list(dict.fromkeys(members["consortium_id"]))
        self._which.index = 0
        self._which.observe(self._choose, "value")
        self._choose(None)

    def _choose(self, _: Any) -> None:
        self._fill(rows_of(self._members[self._members["consortium_id"] == self._which.value]))

    def _fill(self, rows: list[Row]) -> None:
        self._end_yen = scale_yen([_yen(row["eligible_cost_yen"]) or 0 for row in rows])
        self._cells = [_cells(row, self._page.lang) for row in rows]
        for cell in (cell for cells in self._cells for cell in cells.values()):
            cell.observe(self._read, "value")
        self._table.children = [self._line(place) for place in range(len(rows))]
        self._read(None)

    def _line(self, place: int) -> widgets.Widget:
        """Row of widgets with a button that removes it; the consortium's id is not for editing."""
        remove = widgets.Button(icon="trash", tooltip=self._words["remove"], layout={"width": "36px"})
        remove.on_click(lambda _: self._fill([row for other, row in enumerate(self._rows()) if other != place]))
        shown = [cell for name, cell in self._cells[place].items() if name != "consortium_id"]
        cost = self._cells[place]["eligible_cost_yen"]
        shown.insert(shown.index(cost) + 1, _slider(cost, self._end_yen))
        return widgets.HBox([*shown, remove], layout={"flex_flow": "row wrap", "padding": "4px 0"})

    def _rows(self) -> list[Row]:
        return [{name: _text(cell.value) for name, cell in cells.items()} for cells in self._cells]

    def _read(self, _: Any) -> None:
        self._message.value = ""
        self.value = rows_csv(self._rows())
        self._link.value = download(self._page, self.value)


def _text(value: Any) -> str:
    return YES_NO[value] if isinstance(value, bool) else str(value)


def _cells(row: Row, lang: Lang) -> Cells:
    words = in_lang(WORDS, lang)
    return {
        "consortium_id": widgets.Text(row["consortium_id"]),
        "member_id": _entry(row["member_id"], "70px"),
        "name": _entry(row["name"], "160px"),
        "lead": _tick(row["lead"], words["lead"]),
        "size": _choice(row["size"], in_lang(SIZE_NAMES, lang)),
        "certification": _choice(row["certification"], in_lang(CERTIFICATION_NAMES, lang)),
        "expert": _tick(row["expert"], words["expert"]),
        "eligible_cost_yen": _entry(row["eligible_cost_yen"], "230px", words["eligible_cost_yen"]),
        "employees": _entry(row["employees"], "150px", words["employees"]),
        "local_support_yen": _entry(row["local_support_yen"], "230px", words["local_support_yen"]),
    }


def _entry(text: str, width: str, label: str = "") -> widgets.Widget:
    style = {"description_width": "max-content"}
    return widgets.Text(text, description=label, continuous_update=False, layout={"width": width}, style=style)


def _tick(word: str, label: str) -> widgets.Widget:
    return widgets.Checkbox(word == "yes", description=label, indent=False, layout={"width": "90px"})


def _choice(chosen: str, words: Mapping[str, str]) -> widgets.Widget:
    return widgets.Dropdown(options=[(word, key) for key, word in words.items()], value=chosen, layout=_NARROW)


def _slider(cost: widgets.Text, end_yen: int) -> widgets.Widget:
    """Another hand for a cost: it follows what is typed, beyond its end too, and writes where it is dragged to."""
    now_yen = _yen(cost.value) or 0
    form = {"step": STEP_YEN, "readout": False, "layout": {"width": "300px"}}
    slider = widgets.IntSlider(now_yen, 0, max(end_yen, now_yen), continuous_update=False, **form)

    def follow(_: Any) -> None:
        typed_yen = _yen(cost.value)
        if typed_yen is not None:
            slider.max = max(slider.max, typed_yen)
            slider.value = typed_yen

    def write(_: Any) -> None:
        if slider.value != _yen(cost.value):
            cost.value = str(slider.value)

    cost.observe(follow, "value")
    slider.observe(write, "value")
    return slider


def _yen(text: str) -> int | None:
    """Cost that a text says, nothing where it says none."""
    try:
        return read_whole("yen")(text.strip())
    except Refusal:
        return None

"""Every fault is told whole: what, where, what was expected, what to do; ``refused.yml`` holds the files."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import yaml

from recorded import Calls, answer, on_record
from yosan.data.budget_book import read_budget_book
from yosan.data.catalogue import load_catalogue
from yosan.data.documents import read_document
from yosan.data.items_mof import load_items, split_items
from yosan.data.members import read_members
from yosan.data.members_apart import read_sound_members, split_members
from yosan.data.plans import read_plans
from yosan.data.scenarios import load_cases, load_scenario
from yosan.data.spreadsheet.forms import load_form
from yosan.data.wording import load_messages
from yosan.errors import Problem, Remark, YosanError

Told = tuple[Iterable[Problem | Remark], str]  # what is said of a file, and what is read of it
CASES = yaml.safe_load(Path(__file__).with_name("refused.yml").read_text("utf-8"))
RECORDS = Path(__file__).with_name("refusals.yml")


def members(path: Path) -> Told:
    read = read_members(path)
    return read.remarks, read.members.to_csv(index=False)


def apart(path: Path) -> Told:
    read, problems = read_sound_members(path)
    return (*problems, *read.remarks), read.members.to_csv(index=False)


def split(path: Path) -> Told:
    remarks: list[Remark] = []
    entries = list(split_members(path, remarks))
    told = [one for entry in entries for one in (*entry.problems, *entry.remarks)]
    return told + remarks, "".join(f"{one.consortium_id}:\n{one.csv}" for one in entries)


def plans(path: Path) -> Told:
    read = read_plans(path)
    return read.remarks, "".join(f"{plan}\n" for plan in read.plans)


def budget(path: Path) -> Told:
    read = read_budget_book(path)
    frames = (read.budget.accounts, read.budget.amounts, read.budget.growth_printed, read.sources)
    return read.remarks, "".join(frame.to_csv(index=False) for frame in frames)


def items(path: Path) -> Told:
    parts = "".join(f"{name}:\n{part}" for name, part in split_items(path))
    return (), load_items(path).rows.to_csv(index=False) + parts


def silent(read: Callable[[Path], object]) -> Callable[[Path], Told]:
    return lambda path: ((), f"{read(path)}\n")


DOORS: dict[str, tuple[str, Callable[[Path], Told]]] = {
    "members": ("members.csv", members),
    "apart": ("members.csv", apart),
    "split": ("members.csv", split),
    "plans": ("plans.csv", plans),
    "budget": ("budget.csv", budget),
    "items": ("items.csv", items),
    "reports": ("reports.yml", silent(load_catalogue)),
    "scenario": ("mine.yaml", silent(lambda path: load_cases(load_scenario(str(path))))),
    "document": ("mine.yaml", silent(lambda path: read_document(path, "mine.yaml").lines)),
    "messages": ("own.yml", silent(lambda path: load_messages("own", path.parent))),
}


def told(door: str, content: str) -> list[str]:
    """All that is said of a file, in English, and the lines of what is read of it."""
    name, read = DOORS[door]
    with TemporaryDirectory() as folder:
        path = Path(folder, name)
        path.write_text(content, "utf-8")
        try:
            said, found = read(path)
        except YosanError as error:
            said, found = error.problems, ""
        return [*(str(one).replace(folder, "") for one in said), *found.splitlines()]


def of_door(door: str) -> Calls:
    return {case["name"]: partial(told, door, case["file"]) for case in CASES if case["door"] == door}


CALLS = {door: partial(of_door, door) for door in DOORS}


@pytest.mark.parametrize("door", CALLS)
def test_a_file_is_told_all_that_is_wrong_with_it_in_whole_sentences(door: str) -> None:
    known = on_record(RECORDS)[door]
    assert {name: answer(call) for name, call in CALLS[door]().items()} == known


@pytest.mark.parametrize("column", [one.name for one in load_form("members").columns])
def test_a_header_that_lacks_a_column_is_told_alike_however_the_file_is_taken(column: str) -> None:
    own = {one.name: "1" for one in load_form("members").columns if one.name != column}
    own |= {name: word for name, word in {"lead": "yes", "size": "small", "industry": ""}.items() if name != column}
    own |= {name: word for name, word in {"certification": "none", "expert": "no"}.items() if name != column}
    content = ",".join(own) + "\n" + ",".join(own.values())
    assert told("members", content) == told("apart", content)

"""What differs between two folders of reports: which values moved, by how much, and which of their inputs changed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from yosan.errors import InputError, Problem
from yosan.messages import Message
from yosan.render import receipt, template
from yosan.root import is_project
from yosan.writing import LANGS, Lang, format_value

_END = ".receipt.json"
_RULES = ("data/rules/", "data/scenarios/", "data/readings.yaml", "data/growth_conditions.yaml", "data/programme/")
HEADS = {"name": "compare.name", "old": "compare.old", "new": "compare.new", "change": "compare.change"}
_CAUSES = {  # kinds, in the order in which they are told
    "rules": "compare.rules",
    "data": "compare.data",
    "parameters": "compare.parameters",
    "code": "compare.code",
}


@dataclass(frozen=True)
class Cause:
    """One input of a report that changed: its kind (rules, data, parameters or code) and what it is called."""

    kind: str
    name: str


@dataclass(frozen=True)
class Move:
    """One number that differs between two states of a report; a value is missing where only the other has it.

    ``change`` is new less old, where both are single numbers; ``causes`` is what changed of all that the report was
    made from: what moved this number is among it.
    """

    report: str
    name: str
    unit: str
    old: Any
    new: Any
    causes: tuple[Cause, ...]

    @property
    def change(self) -> int | float | None:
        """New less old."""
        ends = (self.old, self.new)
        return self.new - self.old if all(type(end) in (int, float) for end in ends) else None

    def told(self, lang: Lang) -> dict[str, str]:
        """The number and what became of it in words: ``name, old, new, change``; shares differ by points.

        They have as many decimals as tell the two values apart and the change from none.
        """
        told: dict[str, str] = {}
        for spec in ("", *(f".{digits}" for digits in range(1, 10))):
            told = {"name": self.name, **self._with_decimals(spec, lang)}
            if told["old"] != told["new"] and (not self.change or told["change"] != told["none"]):
                break
        return {head: told[head] for head in HEADS}

    def _with_decimals(self, spec: str, lang: Lang) -> dict[str, str]:
        points = self.unit == "ratio" and self.change is not None
        unit, change = ("pp", self.change and self.change * 100) if points else (self.unit, self.change)
        return {
            "old": _written(self.old, self.unit, lang, spec),
            "new": _written(self.new, self.unit, lang, spec),
            "change": _written(change, unit, lang, f"+{spec}"),
            "none": _written(0, unit, lang, f"+{spec}"),
        }


def _written(value: Any, unit: str, lang: Lang, spec: str) -> str:
    """A recorded value with its unit; empty for none."""
    if value is None:
        return ""
    return format_value(tuple(value) if isinstance(value, list) else value, unit, lang, spec)


@dataclass(frozen=True)
class Compared:
    """Two folders of reports: what moved, and the reports that only one of them has."""

    moves: tuple[Move, ...]
    only_old: tuple[str, ...]
    only_new: tuple[str, ...]
    reports: int  # that both have

    def by_report(self, lang: Lang) -> Iterator[tuple[str, str, list[dict[str, str]]]]:
        """Every report in which something moved, with the inputs that changed, and its moves, in words."""
        for report in dict.fromkeys(move.report for move in self.moves):
            own = [move for move in self.moves if move.report == report]
            changed = (Message(_CAUSES[cause.kind], name=cause.name).of(lang) for cause in own[0].causes)
            said = Message("compare.inputs", inputs=tuple(changed)) if own[0].causes else Message("compare.no_input")
            yield report, said.of(lang), [move.told(lang) for move in own]


def compare(old: Path, new: Path) -> Compared:
    """Compare two projects, or two folders of built reports.

    Raises
    ------
    InputError : a folder holds no reports, or one that is not as it was written; all at once.
    """
    problems: list[Problem] = []
    before, after = (_load(folder, problems) for folder in (old, new))
    if problems:
        raise InputError(problems)
    both = [slug for slug in before if slug in after]
    moves = [move for slug in both for move in _moves(slug, before[slug], after[slug])]
    gone, come = ([slug for slug in one if slug not in other] for one, other in ((before, after), (after, before)))
    return Compared(tuple(moves), tuple(gone), tuple(come), len(both))


def to_page(found: Compared, old: str, new: str, lang: Lang) -> str:
    """A page that shows a comparison."""
    heads = [Message(head).of(lang) for head in HEADS.values()]
    title = Message("compare.title", old=old, new=new).of(lang)
    said = [message.of(lang) for message in summary(found)]
    return template.render(
        "compare.html.j2", lang=lang, title=title, heads=heads, reports=[*found.by_report(lang)], said=said
    )


def summary(found: Compared) -> Iterator[Message]:
    """How much moved, and which reports only one of the two has."""
    moved = len({move.report for move in found.moves})
    yield Message("compare.summary", values=len(found.moves), moved=moved, reports=found.reports)
    if found.only_old:
        yield Message("compare.only_old", reports=found.only_old)
    if found.only_new:
        yield Message("compare.only_new", reports=found.only_new)


def _load(folder: Path, problems: list[Problem]) -> dict[str, tuple[dict[str, Any], receipt.Receipt]]:
    """Record and receipt of every report of a folder by slug, in English where there is one."""
    out = folder / "reports" / "build" if is_project(str(folder)) else folder
    found: dict[str, tuple[dict[str, Any], receipt.Receipt]] = {}
    for lang in reversed(LANGS):
        for path in sorted((out / lang).glob(f"*{_END}")):
            slug = path.name.removesuffix(_END)
            kept = receipt.load_whole(out, f"{lang}/{slug}")
            if not kept:
                problems.append(Problem(str(path), Message("compare.damaged")))
            elif slug not in found:
                found[slug] = json.loads((out / lang / f"{slug}.json").read_text("utf-8")), kept
    if not found and not problems:
        problems.append(Problem(str(out), Message("reports.no_receipts")))
    return found


def _moves(slug: str, old: tuple[Any, receipt.Receipt], new: tuple[Any, receipt.Receipt]) -> Iterator[Move]:
    before, after = old[0]["values"], new[0]["values"]
    causes = tuple(_causes(old[1], new[1]))
    for name in {**before, **after}:
        one, other = (values.get(name, {}) for values in (before, after))
        if one.get("value") != other.get("value") or (one.get("unit", "") != other.get("unit", "") and one and other):
            yield Move(slug, name, (other or one)["unit"], one.get("value"), other.get("value"), causes)


def _causes(old: receipt.Receipt, new: receipt.Receipt) -> list[Cause]:
    before, after = (dict(_inputs(kept)) for kept in (old, new))
    changed = [cause for cause in {**before, **after} if before.get(cause) != after.get(cause)]
    return sorted(changed, key=lambda cause: ([*_CAUSES].index(cause.kind), cause.name))


def _inputs(kept: receipt.Receipt) -> Iterator[tuple[Cause, object]]:
    """Everything that a report was made from, with its fingerprint."""
    parameters: Mapping[str, Any] = kept["report"]["parameters"]
    yield from ((Cause("parameters", name), value) for name, value in parameters.items() if name != "lang")
    yield from ((Cause("code", name.removeprefix("the ")), mark) for name, mark in kept["made from"].items())
    for path, mark in kept["read"].items():
        name = path.removeprefix("shipped:")
        if not name.endswith("/") and mark != "missing":  # that a folder was looked into says nothing of a value
            yield Cause(_kind(name), name), mark


def _kind(name: str) -> str:
    if name.startswith(_RULES) or (not name.startswith(("data/", "notebooks/", "reports/")) and name.endswith(".yaml")):
        return "rules"
    return "code" if name.startswith(("notebooks/", "reports/", "data/messages/")) or name.endswith(".yml") else "data"

"""What data and rules cite: every source is listed, and no confidence is higher than how the source was read."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from yosan.data import paths
from yosan.data.documents import Document, read_data
from yosan.data.rules import read_rules
from yosan.data.schema import TABLES
from yosan.data.tables import load_table, place_cell
from yosan.errors import DataError, Problem, RuleError, Steps, nearest
from yosan.messages import Message

OFFICIAL = ("high", "derived")  # grades that only an official text bears, and what is computed from its figures
SECONDARY = "secondary"  # how a source was read that cannot bear them
_CITED = ["source_id", "locator", "confidence"]


def list_cited_files(root: Path | None = None) -> list[str]:
    """YAML files whose values name their sources: rules, readings, conditions, assumptions; by name under ``data/``."""
    folders = ("", "rules/", "programme/")
    return sorted(f"{folder}{path.name}" for folder in folders for path in paths.data(folder, root).glob("*.yaml"))


def load_citations(root: Path | None = None) -> pd.DataFrame:
    """Every figure of every table and every value that a rule or an assumption states, with its source.

    Returns
    -------
    Columns ``source_id, locator, confidence`` and ``table``, the file under ``data/``.
    """
    cited = {name: load_table(name, root)[_CITED] for name, schema in TABLES.items() if "confidence" in schema.columns}
    for name in list_cited_files(root):
        document = read_data(name, root)
        # what several programmes share stands once in the file
        stated = {(document.line((*way, "confidence")), str(node)): node for way, node in _graded(document.content)}
        rows = [[node["source"], node.get("locator", ""), node["confidence"]] for node in stated.values()]
        cited[name] = pd.DataFrame(rows, columns=_CITED)
    return pd.concat([table.assign(table=name) for name, table in cited.items()], ignore_index=True)


def check_sources(name: str, root: Path | None = None) -> None:
    """Refuse a file under ``data/`` that names a source which is not listed, or trusts one too much.

    Raises
    ------
    RuleError : names line and path of every such source, and the listed one that is spelt most alike.
    """
    _check(read_data(name, root), root)


def check_rule_sources(vintage: str, root: Path | None = None) -> None:
    """Refuse a vintage, by its id or its file, that names a source which neither the project nor the file lists.

    Raises
    ------
    InputError, RuleError : as ``rules.read_rules`` and ``check_sources``.
    """
    _check(read_rules(vintage, root), root)


def _check(document: Document, root: Path | None) -> None:
    content = document.content if isinstance(document.content, dict) else {}
    read_as = load_table("sources.csv", root).set_index("source_id")["read_as"]
    listed = {*read_as.index, *(content.get("sources") or {})}
    with document.located():
        problems = [_stranger(way, name, listed) for way, name in _named(document.content, listed)]
        for way, node in _graded(document.content):
            if node["confidence"] in OFFICIAL and read_as.get(node["source"]) == SECONDARY:
                problems.append(Problem("", _too_high(node["confidence"], node["source"]), path=(*way, "confidence")))
        if problems:
            raise RuleError(problems)


def check_grades(root: Path | None = None) -> None:
    """Refuse a figure of a table whose confidence is higher than how its source was read allows.

    Raises
    ------
    DataError : names file, row and column of every such cell.
    """
    read_as, problems = load_table("sources.csv", root).set_index("source_id")["read_as"], []
    for name in (name for name, schema in TABLES.items() if "confidence" in schema.columns):
        table = load_table(name, root)
        secondary = table["source_id"].map(read_as) == SECONDARY
        for index, row in table[secondary & table["confidence"].isin(OFFICIAL)].iterrows():
            said = _too_high(row["confidence"], row["source_id"])
            problems.append(Problem(place_cell(name, int(str(index)), "confidence"), said))
    if problems:
        raise DataError(problems)


def _too_high(grade: str, source_id: str) -> Message:
    return Message("tables.too_high", grade=grade, source=source_id)


def _nodes(node: Any, way: Steps = ()) -> Iterator[tuple[Steps, dict[str, Any]]]:
    """Every mapping that names a source, and where it is."""
    if isinstance(node, dict) and isinstance(node.get("source"), str):
        yield way, node
    children = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for step, child in children:
        yield from _nodes(child, (*way, step))


def _graded(content: Any) -> Iterator[tuple[Steps, dict[str, Any]]]:
    """Those that say how sure they are; what another source says instead does not."""
    return ((way, node) for way, node in _nodes(content) if "confidence" in node)


def _named(content: Any, listed: Collection[str]) -> Iterator[tuple[Steps, str]]:
    return (((*way, "source"), node["source"]) for way, node in _nodes(content) if node["source"] not in listed)


def _stranger(way: Steps, name: str, listed: set[str]) -> Problem:
    if near := nearest(name, sorted(listed)):
        return Problem("", Message("rules.unlisted_near", name=name, near=near), path=way)
    return Problem("", Message("rules.unlisted", name=name), path=way)

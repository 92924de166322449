"""Checks that every source named in a YAML file under ``data/`` is a row of ``sources.csv``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from yosan.data import paths
from yosan.data.documents import Document, read_data
from yosan.data.rules import read_rules
from yosan.data.tables import load_table
from yosan.errors import Problem, RuleError, Steps, nearest
from yosan.messages import Message


def list_cited_files(root: Path | None = None) -> list[str]:
    """YAML files whose values name their sources: rules, readings, conditions, assumptions; by name under ``data/``."""
    folders = ("", "rules/", "programme/")
    return sorted(f"{folder}{path.name}" for folder in folders for path in paths.data(folder, root).glob("*.yaml"))


def check_sources(name: str, root: Path | None = None) -> None:
    """Refuse a file under ``data/`` that names a source which is not listed.

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
    listed = {*load_table("sources.csv", root)["source_id"], *(content.get("sources") or {})}
    with document.located():
        problems = [_stranger(way, name, listed) for way, name in _named(document.content) if name not in listed]
        if problems:
            raise RuleError(problems)


def _named(node: Any, way: Steps = ()) -> Iterator[tuple[Steps, str]]:
    children = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for step, child in children:
        if step == "source" and isinstance(child, str):
            yield (*way, step), child
        else:
            yield from _named(child, (*way, step))


def _stranger(way: Steps, name: str, listed: set[str]) -> Problem:
    if near := nearest(name, sorted(listed)):
        return Problem("", Message("rules.unlisted_near", name=name, near=near), path=way)
    return Problem("", Message("rules.unlisted", name=name), path=way)

"""A reader that is given a folder reads that folder alone, and not the project's."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from inspect import getmembers, isfunction, signature
from typing import Any

import pytest

from repository import DATA
from yosan import data, root
from yosan.data.rules import load_vintage
from yosan.data.scenarios import load_scenario

GIVEN: dict[str, Any] = {
    "vintage": "fy2020-request",
    "type_id": "inter_firm",
    "own": load_vintage("fy2020-request"),
    "programme": load_vintage("fy2020-request").programme,
    "names": "pool-abolished",
    "scenario_id": "pool-abolished",
    "stage": 3,
}
OTHERWISE: dict[str, dict[str, Any]] = {
    "conditions.load_condition_set": {"name": "fy2020-request"},
    "conditions.load_conditions": {"name": "fy2020-request"},
    "documents.read_data": {"name": "readings.yaml"},
    "listed.check_sources": {"name": "readings.yaml"},
    "rules.is_vintage": {"name": "fy2020-request"},
    "rules.named_vintages": {"name": "fy2020-request"},
    "scenarios.load_cases": {"scenario": load_scenario("pool-abolished")},
    "scenarios.load_scenario": {"scenario": "pool-abolished"},
    "tables.load_table": {"name": "columns.csv"},
}


def readers() -> dict[str, Callable[..., Any]]:
    """Every public function of ``yosan.data`` that takes a folder in the place of the project's ``data/``."""
    modules = [importlib.import_module(f"yosan.data.{one.name}") for one in pkgutil.iter_modules(data.__path__)]
    return {
        f"{module.__name__.removeprefix('yosan.data.')}.{name}": reader
        for module in modules
        for name, reader in getmembers(module, isfunction)
        if reader.__module__ == module.__name__ and "root" in signature(reader).parameters and name[0] != "_"
    }


READERS = readers()


@pytest.mark.parametrize("name", READERS)
def test_a_reader_of_a_folder_looks_up_nothing_in_the_project(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(wanted: str) -> str:
        assert not wanted.startswith("data"), f"{wanted} is the project's"
        return locate(wanted)

    locate = root.locate
    monkeypatch.setattr(root, "locate", refuse)
    asked = OTHERWISE.get(name) or {one: GIVEN[one] for one in signature(READERS[name]).parameters if one in GIVEN}
    READERS[name](**asked, root=DATA)

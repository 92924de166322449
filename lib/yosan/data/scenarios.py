"""Reads scenarios and their recorded results from ``data/scenarios``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from yosan.data.documents import read_mapping
from yosan.data.paths import DATA
from yosan.data.programme import load_programme, raw_programme
from yosan.data.rules import load_readings, load_vintage
from yosan.errors import InputError, Problem
from yosan.subsidy.rules.vintage import checked
from yosan.subsidy.season.outcome import Case
from yosan.subsidy.season.scenario import Scenario, apply_changes


def list_scenarios(root: Path = DATA) -> list[str]:
    """Ids of all scenarios.

    >>> "pool-abolished" in list_scenarios()
    True
    """
    return sorted(path.stem for path in (root / "scenarios").glob("*.yaml"))


def load_scenario(scenario_id: str, root: Path = DATA) -> Scenario:
    """One scenario as its file states it.

    Raises
    ------
    InputError : for an unknown scenario; names the known ones.
    RuleError : for a file that breaks the model.
    """
    path = root / "scenarios" / f"{scenario_id}.yaml"
    if not path.is_file():
        raise InputError(Problem("scenario", repr(scenario_id), f"one of {', '.join(list_scenarios(root))}"))
    raw = {"scenario_id": scenario_id, **read_mapping(path)}
    return checked(Scenario, raw, f"scenarios/{path.name}")


def load_selected(names: str, root: Path = DATA) -> list[Scenario]:
    """Scenarios by their ids, separated by commas; ``all`` for every one.

    Raises
    ------
    InputError : for unknown scenarios.
    RuleError : for a file that breaks the model.
    """
    wanted = [name.strip() for name in names.split(",") if name.strip()]
    if not wanted:
        raise InputError(Problem("parameter scenarios", repr(names), "ids separated by commas, or all"))
    return [load_scenario(name, root) for name in (list_scenarios(root) if wanted == ["all"] else wanted)]


def load_baseline(vintage_id: str, root: Path = DATA) -> Case:
    """Rules and season of a vintage as they stand.

    Raises
    ------
    InputError : for an unknown vintage.
    RuleError : for files that break their models.
    """
    return Case(load_vintage(vintage_id, root), load_programme(vintage_id, root))


def load_cases(scenario: Scenario, root: Path = DATA) -> tuple[Case, Case]:
    """Baseline and scenario, ready to be played on common applicants.

    Raises
    ------
    RuleError : unknown paths or impossible values, all at once.
    """
    baseline = load_baseline(scenario.baseline, root)
    rules = read_mapping(root / "rules" / f"{scenario.baseline}.yaml")
    changed = apply_changes(scenario, rules, raw_programme(scenario.baseline, root), load_readings(root))
    return baseline, changed


def load_golden(scenario_id: str, root: Path = DATA) -> dict[str, Any]:
    """Recorded result of a scenario, from ``<scenario_id>.golden.json``."""
    path = root / "scenarios" / f"{scenario_id}.golden.json"
    golden: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return golden

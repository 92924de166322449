"""Reads scenarios and their recorded results from ``data/scenarios``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from yosan.data import paths
from yosan.data.documents import Document, read_data, read_document
from yosan.data.named import is_document, named_from, names_in
from yosan.data.programme import load_programme, raw_programme
from yosan.data.rules import load_readings, load_vintage, read_rules
from yosan.errors import InputError, Problem, Remark, RuleError, Steps, YosanError, unknown
from yosan.messages import Message
from yosan.models import checked
from yosan.subsidy.season.outcome import Case
from yosan.subsidy.season.scenario import PROGRAMME, Scenario, apply_changes


@dataclass(frozen=True)
class Played:
    """Scenarios with their baseline and changed cases, and which files are left out."""

    chosen: tuple[Scenario, ...] = ()
    pairs: tuple[tuple[Case, Case], ...] = ()
    remarks: tuple[Remark, ...] = ()


def list_scenarios(root: Path | None = None) -> list[str]:
    """Ids of all scenarios.

    >>> "pool-abolished" in list_scenarios()
    True
    """
    return sorted(path.stem for path in paths.data("scenarios", root).glob("*.yaml"))


def load_scenario(scenario: str, root: Path | None = None) -> Scenario:
    """One scenario as its file states it: that of ``scenarios/<scenario>.yaml``, or the file that is named.

    A file that names the rule file of its baseline does so from where it stands.

    Raises
    ------
    InputError : for an unknown scenario; names the known ones.
    RuleError : for a file that breaks the model.
    """
    document = _read(scenario, root)
    with document.located():
        own = {"scenario_id": Path(scenario).stem if is_document(scenario) else scenario, "asked": scenario}
        found = checked(Scenario, {**own, **document.check(dict[str, Any])}, document.name)
    return found.model_copy(update={"baseline": named_from(found.baseline, paths.find_file(scenario))})


def _read(scenario: str, root: Path | None) -> Document:
    if is_document(scenario):
        return read_document(paths.find_file(scenario), scenario)
    if scenario not in list_scenarios(root):
        raise InputError(unknown("scenario", scenario, list_scenarios(root)))
    return read_data(f"scenarios/{scenario}.yaml", root)


def load_selected(names: str, root: Path | None = None) -> list[Scenario]:
    """Scenarios by their ids or files, separated by commas; ``all`` for every one under ``root``.

    Raises
    ------
    InputError : for unknown scenarios.
    RuleError : for a file that breaks the model.
    """
    wanted = names_in(names)
    if not wanted:
        where = Message("places.parameter", name="scenarios")
        raise InputError(Problem(where, Message("rules.scenarios", names=names)))
    return [load_scenario(name, root) for name in (list_scenarios(root) if wanted == ["all"] else wanted)]


def load_sound(names: str, root: Path | None = None) -> Played:
    """Scenarios as ``load_selected`` finds them, ready to be played; of ``all``, those that are broken are left out.

    Raises
    ------
    InputError : for unknown scenarios.
    RuleError : for a file that breaks the model and was asked for by its name, or where no other is left.
    """
    wanted = names_in(names)
    if wanted != ["all"]:
        chosen = load_selected(names, root)
        return Played(tuple(chosen), tuple(load_cases(one, root) for one in chosen))
    found, remarks, problems = list[tuple[Scenario, tuple[Case, Case]]](), list[Remark](), list[Problem]()
    for name in list_scenarios(root):
        try:
            scenario = load_scenario(name, root)
            found.append((scenario, load_cases(scenario, root)))
        except YosanError as error:
            problems += error.problems
            said = Message("rules.scenario_left_out", faults=len(error.problems), command="yosan check")
            remarks.append(Remark(f"data/scenarios/{name}.yaml", said))
    if problems and not found:
        raise RuleError(problems)
    return Played(tuple(one for one, _ in found), tuple(pair for _, pair in found), tuple(remarks))


def load_baseline(vintage: str, root: Path | None = None) -> Case:
    """Rules and season of a vintage as they stand.

    Raises
    ------
    InputError : for an unknown vintage.
    RuleError : for files that break their models.
    """
    return Case(load_vintage(vintage, root), load_programme(vintage, root))


def load_cases(scenario: Scenario, root: Path | None = None) -> tuple[Case, Case]:
    """Baseline and scenario, ready to be played on common applicants.

    Raises
    ------
    RuleError : unknown paths or impossible values, all at once.
    """
    baseline = load_baseline(scenario.baseline, root)
    rules, season = read_rules(scenario.baseline, root).content, raw_programme(scenario.baseline, root)
    with _read(scenario.asked, root).located():
        try:
            return baseline, apply_changes(scenario, rules, season, load_readings(root))
        except RuleError as error:
            raise RuleError(replace(p, path=_origin(p.path, scenario.changes)) for p in error.problems) from None


def _origin(path: Steps, changes: Mapping[str, Any]) -> Steps:
    """The change that made a value impossible: where a scenario says what its rules do not allow."""
    if path[:1] == ("changes",):
        return path
    steps = [f"{'.'.join(map(str, way))}." for way in (path, (PROGRAMME, *path))]
    made = (change for change in changes for step in steps if step.startswith(f"{change}.") or change.startswith(step))
    return ("changes", *list(made)[:1])


def load_golden(scenario_id: str, root: Path | None = None) -> dict[str, Any]:
    """Recorded result of a scenario, from ``<scenario_id>.golden.json``."""
    path = paths.data(f"scenarios/{scenario_id}.golden.json", root)
    golden: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return golden

"""What if a rule, reading or assumption were another: a scenario is a file of changes beside its baseline."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from pydantic import Field

from yosan.errors import Problem, RuleError, nearest
from yosan.messages import Message
from yosan.models import MOST_TOLD, Frozen, NonEmpty
from yosan.subsidy.rules.vintage import Reading, parse_vintage
from yosan.subsidy.season.contest import Rationing
from yosan.subsidy.season.outcome import Case, Outcome, play, sme_share
from yosan.subsidy.season.programme import parse_programme
from yosan.writing import Text

PROGRAMME, READINGS = "programme", "readings"


class Scenario(Frozen):
    """A named set of changes to a baseline vintage; nothing in it is executed.

    ``asked`` is the name by which it was asked for, an id or a file; ``baseline`` the vintage, by its id or its file.
    ``changes`` maps paths such as ``types.inter_firm.member_cap_yen``, ``readings.uplift_scope`` or
    ``programme.envelope_yen`` to values written as in the rules: yen as whole numbers, rates as "2/3".
    """

    scenario_id: NonEmpty
    asked: NonEmpty
    title_ja: NonEmpty
    title_en: NonEmpty
    baseline: NonEmpty
    reason_ja: NonEmpty
    reason_en: NonEmpty
    not_modelled_ja: NonEmpty
    not_modelled_en: NonEmpty
    changes: dict[str, int | str] = Field(min_length=1)

    @property
    def title(self) -> Text:
        """What the scenario is called."""
        return Text(self.title_ja, self.title_en)

    @property
    def reason(self) -> Text:
        """Why it is looked at."""
        return Text(self.reason_ja, self.reason_en)

    @property
    def not_modelled(self) -> Text:
        """What it leaves out."""
        return Text(self.not_modelled_ja, self.not_modelled_en)


def apply_changes(
    scenario: Scenario,
    rules: Mapping[str, Any],
    programme: Mapping[str, Any],
    catalogue: Mapping[str, Reading],
) -> Case:
    """Rules and season of the scenario; the raw baseline that is passed in stays as it is.

    Raises
    ------
    RuleError : unknown paths, each with the nearest known one, or values that the rules' own checks refuse.
    """
    where = f"scenarios/{scenario.scenario_id}.yaml"
    tree = copy.deepcopy({**rules, PROGRAMME: dict(programme)})
    tree.pop("season", None)  # which ``programme`` holds
    tree[READINGS] = {name: {"value": None} for name in catalogue} | dict(tree.get(READINGS) or {})
    known = dict(_stated_values(tree))
    strange = [path for path in scenario.changes if path not in known]
    problems = [_unknown(where, path, known) for path in strange[:MOST_TOLD]]
    if problems:
        raise RuleError(problems)
    for path, value in scenario.changes.items():
        known[path].update(value=value, source=f"scenario {scenario.scenario_id}", locator=path, confidence="derived")
        if path.startswith(f"{PROGRAMME}."):
            known[path].update(low=value, high=value)
    changed = tree[PROGRAMME]
    tree[PROGRAMME] = rules[PROGRAMME]  # there the id of the programme, under the same key
    tree[READINGS] = {name: node for name, node in tree[READINGS].items() if node["value"] is not None}
    return Case(parse_vintage(tree, where, catalogue), parse_programme(changed, where))


def _stated_values(node: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every node with a value, by its path."""
    for name, child in node.items():
        if isinstance(child, dict):
            inner = f"{path}.{name}" if path else name
            if "value" in child:
                yield inner, child
            else:
                yield from _stated_values(child, inner)


def _unknown(where: str, path: str, known: Mapping[str, object]) -> Problem:
    return Problem(where, Message("subsidy.path", near=nearest(path, known, 0.0)), path=("changes", path))


@dataclass(frozen=True)
class Comparison:
    """A scenario beside its baseline, on the same applicants and the same draws."""

    baseline: Outcome
    scenario: Outcome

    def by_firm(self) -> pd.DataFrame:
        """Award of every firm of the library.

        Returns
        -------
        DataFrame : columns size, baseline_yen, scenario_yen, difference_yen; ``Library.firms`` as index.
        """
        before, after = (
            pd.DataFrame({"size": one.library.sizes(), "award_yen": one.member_awards_yen}, one.library.firms())
            for one in (self.baseline, self.scenario)
        )
        amounts = pd.DataFrame({"baseline_yen": before["award_yen"], "scenario_yen": after["award_yen"]})
        amounts = amounts.fillna(0).astype("int64")  # who is drawn on one side alone gets nothing on the other
        size = before["size"].reindex(amounts.index).fillna(after["size"])
        amounts.insert(0, "size", size)
        return amounts.assign(difference_yen=amounts["scenario_yen"] - amounts["baseline_yen"])

    def summary(self) -> dict[str, dict[str, int | str]]:
        """Baseline, scenario and difference; amounts in whole yen, shares as text to six places."""
        firms = self.by_firm()["difference_yen"]
        return {
            "baseline": _totals(self.baseline),
            "scenario": _totals(self.scenario),
            "difference": {
                "demand_yen": int(firms.sum()),
                "firms_gaining": int((firms > 0).sum()),
                "firms_losing": int((firms < 0).sum()),
                "largest_gain_yen": int(max(firms.max(), 0)),
                "largest_loss_yen": int(max(-firms.min(), 0)),
            },
        }


def play_scenarios(
    scenarios: Sequence[Scenario],
    cases: Sequence[tuple[Case, Case]],
    rationing: Rationing,
    draws: int,
    seed: int,
) -> dict[str, Comparison]:
    """Play every scenario beside its baseline, all on common applicants; by scenario id."""
    baselines = {before.vintage.vintage_id: before for before, _ in cases}
    outcomes = play([*baselines.values(), *(after for _, after in cases)], rationing, draws, seed)
    played = dict(zip(baselines, outcomes, strict=False))
    rows = zip(scenarios, cases, outcomes[len(baselines) :], strict=True)
    return {one.scenario_id: Comparison(played[case[0].vintage.vintage_id], after) for one, case, after in rows}


def _totals(outcome: Outcome) -> dict[str, int | str]:
    tally = outcome.tally
    awards = outcome.library.of_consortia(outcome.member_awards_yen)
    return {
        "demand_yen": int(awards.sum()),
        "refused": int((awards == 0).sum()),
        "seasons": tally.draws,
        "adopted": int(tally.times_adopted.sum()),
        "paid_yen": tally.paid_yen,
        "most_paid_in_a_season_yen": tally.most_paid_yen,
        "sme_share": f"{sme_share(outcome):.6f}",
        "majority_probability": f"{outcome.majority_probability:.6f}",
    }

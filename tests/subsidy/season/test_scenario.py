"""Scenarios: recorded results are reproduced to the yen, and a changed rule fails what rests on it.

Run as a program, this file records the results anew: ``python tests/subsidy/season/test_scenario.py``.
"""

from __future__ import annotations

import functools
import json
import shutil
from pathlib import Path

import pytest

from repository import DATA
from yosan.data.scenarios import list_scenarios, load_baseline, load_cases, load_golden, load_scenario
from yosan.errors import InputError, RuleError
from yosan.subsidy.rules.in_force import Rules
from yosan.subsidy.season.outcome import Outcome, play
from yosan.subsidy.season.scenario import Comparison
from yosan.subsidy.season.worst_case import find_worst_case

SEASONS, SEED = 1000, 2020
SCENARIOS = list_scenarios()


@functools.cache
def play_baseline(vintage_id: str) -> Outcome:
    return play([load_baseline(vintage_id)], "by_score", SEASONS, SEED)[0]


def compare(scenario_id: str, root: Path = DATA) -> Comparison:
    return Comparison(*play(load_cases(load_scenario(scenario_id, root), root), "by_score", SEASONS, SEED))


@functools.cache
def shipped(scenario_id: str) -> Comparison:
    return compare(scenario_id)


@pytest.mark.parametrize("scenario_id", SCENARIOS)
def test_the_recorded_result_is_reproduced_exactly(scenario_id: str) -> None:
    assert shipped(scenario_id).summary() == load_golden(scenario_id)


def test_the_scenarios_that_the_reports_promise_are_shipped() -> None:
    assert len(SCENARIOS) >= 8
    assert all(load_scenario(scenario_id).scenario_id == scenario_id for scenario_id in SCENARIOS)


@pytest.mark.parametrize("scenario_id", SCENARIOS)
def test_the_baseline_inside_a_comparison_is_the_baseline_played_alone(scenario_id: str) -> None:
    found, alone = shipped(scenario_id).baseline, play_baseline(load_scenario(scenario_id).baseline)
    assert found.member_awards_yen.tolist() == alone.member_awards_yen.tolist()
    assert found.tally.paid_yen == alone.tally.paid_yen


@pytest.mark.parametrize("scenario_id", SCENARIOS)
def test_the_differences_of_the_firms_add_up_to_the_difference_in_total(scenario_id: str) -> None:
    summary, by_firm = shipped(scenario_id).summary(), shipped(scenario_id).by_firm()
    before, after = (int(str(summary[side]["demand_yen"])) for side in ("baseline", "scenario"))
    assert by_firm["difference_yen"].sum() == after - before == summary["difference"]["demand_yen"]
    assert (by_firm["scenario_yen"] - by_firm["baseline_yen"] == by_firm["difference_yen"]).all()


# a number that each scenario's result rests on: file, what it says, what it is changed to
RESTS_ON = {
    "caps-of-fy2019": (
        "rules/fy2020-request.yaml",
        "member_cap_yen: {value: 30_000_000",
        "member_cap_yen: {value: 29_990_000",
    ),
    "envelope-as-enacted": ("scenarios/envelope-as-enacted.yaml", "1_005_000_000", "1_006_000_000"),
    "envelope-plus-40-percent": (
        "programme/assumptions.yaml",
        "{value: 4_996_000_000",
        "{value: 4_990_000_000",
    ),
    "floor-of-one-million": ("scenarios/floor-of-one-million.yaml", "1_000_000", "1_500_000"),
    "mix-shifted-to-supply-chain": (
        "rules/fy2020-request.yaml",
        "consortium_cap_per_member_yen: {value: 10_000_000",
        "consortium_cap_per_member_yen: {value: 9_990_000",
    ),
    "one-billion-and-small-two-thirds": (
        "scenarios/one-billion-and-small-two-thirds.yaml",
        "members_max: 5",
        "members_max: 4",
    ),
    "pool-abolished": (
        "rules/fy2020-request.yaml",
        "pool_per_member_yen: {value: 2_000_000",
        "pool_per_member_yen: {value: 1_999_999",
    ),
    "small-enterprises-two-thirds": (
        "rules/fy2020-request.yaml",
        'rate: {value: "1/2"',
        'rate: {value: "49/100"',
    ),
    "sme-share-three-quarters": (
        "rules/fy2020-request.yaml",
        'sme_share_min: {value: "2/3"',
        'sme_share_min: {value: "7/10"',
    ),
    "uplift-consortium-wide": ("rules/fy2020-request.yaml", 'rate: {value: "2/3"', 'rate: {value: "3/5"'),
}


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    for name in ("rules", "scenarios", "programme"):
        shutil.copytree(DATA / name, tmp_path / name)
    shutil.copy(DATA / "readings.yaml", tmp_path)
    return tmp_path


@pytest.mark.parametrize("scenario_id", SCENARIOS)
def test_editing_a_number_that_it_rests_on_changes_the_result(scenario_id: str, copied: Path) -> None:
    file, written, edited = RESTS_ON[scenario_id]
    text = (copied / file).read_text("utf-8")
    assert written in text
    (copied / file).write_text(text.replace(written, edited), "utf-8")
    assert compare(scenario_id, copied).summary() != load_golden(scenario_id)


def refused(root: Path, changes: str) -> str:
    path = root / "scenarios" / "pool-abolished.yaml"
    head = path.read_text("utf-8").partition("changes:")[0]
    path.write_text(f"{head}changes:\n{changes}", "utf-8")
    with pytest.raises(RuleError) as caught:
        load_cases(load_scenario("pool-abolished", root), root)
    return str(caught.value)


@pytest.mark.parametrize(
    ("path", "nearest"),
    [
        ("types.inter_firm.member_cap", "types.inter_firm.member_cap_yen"),
        ("types.interfirm.pool_per_member_yen", "types.inter_firm.pool_per_member_yen"),
        ("programme.envelope", "programme.envelope_yen"),
        ("readings.uplift_scopes", "readings.uplift_scope"),
        ("programme.vintage_id", "programme."),
    ],
)
def test_an_unknown_path_is_refused_with_the_nearest_known_one(copied: Path, path: str, nearest: str) -> None:
    message = refused(copied, f"  {path}: 1\n")
    assert f"data/scenarios/pool-abolished.yaml, line 9, changes.{path}: unknown path" in message
    assert f"the nearest is {nearest}" in message


def test_all_unknown_paths_are_told_at_once(copied: Path) -> None:
    assert refused(copied, "  a: 1\n  b: 2\n").count("unknown path") == 2


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ('types.inter_firm.rate_small: "3/2"', "rate '3/2' is above one"),
        ('types.inter_firm.rate_small: "0.66"', "is not an exact rate"),
        ("types.inter_firm.pool_per_member_yen: -1", "greater than or equal to 0"),
        ("types.inter_firm.members_max: 1", "fewer members than the least number, 2"),
        ("readings.uplift_scope: everyone", "uplift_scope=everyone is no reading"),
        ("programme.applicants: 0", "greater than or equal to 1"),
        ('programme.second_share: "5/4"', "above one"),
    ],
)
def test_an_impossible_value_is_refused_by_the_rules_own_checks(copied: Path, change: str, problem: str) -> None:
    message = refused(copied, f"  {change}\n")
    assert message.startswith(f"data/scenarios/pool-abolished.yaml, line 9, changes.{change.partition(':')[0]}: ")
    assert problem in message


def test_a_slip_of_the_pen_is_refused_with_its_line(copied: Path) -> None:
    message = refused(copied, "  programme.envelope_yen: [1\n")
    assert message.startswith("data/scenarios/pool-abolished.yaml, line 9: not readable: did not find expected")


def test_a_scenario_executes_nothing_and_takes_no_unknown_key(copied: Path) -> None:
    path = copied / "scenarios" / "pool-abolished.yaml"
    path.write_text(path.read_text("utf-8") + "run: print(1)\n", "utf-8")
    with pytest.raises(RuleError, match=r"pool-abolished.yaml, line 10, run: 'run' is not known; expected one of "):
        load_scenario("pool-abolished", copied)


def test_an_unknown_scenario_is_refused_with_the_known_ones() -> None:
    with pytest.raises(InputError, match="'pool' is not known; expected one of caps-of-fy2019, "):
        load_scenario("pool")


def test_the_baseline_files_are_not_changed_by_a_scenario() -> None:
    baseline, changed = load_cases(load_scenario("pool-abolished"))
    assert baseline.vintage.rule("inter_firm").pool_per_member_yen.value == 2_000_000
    pool = changed.vintage.rule("inter_firm").pool_per_member_yen
    assert (pool.value, pool.source, pool.confidence) == (0, "scenario pool-abolished", "derived")
    assert load_cases(load_scenario("caps-of-fy2019"))[0] == baseline


def test_a_pair_at_the_cap_loses_the_pool_of_4_million_or_10_million_of_cap_each() -> None:
    pairs = {
        scenario_id: find_worst_case(
            10**9, Rules(load_cases(load_scenario(scenario_id))[1].vintage, "inter_firm"), 2, False
        )
        for scenario_id in ("pool-abolished", "caps-of-fy2019", "envelope-as-enacted")
    }
    assert {name: found.award_yen for name, found in pairs.items()} == {
        "pool-abolished": 60_000_000,
        "caps-of-fy2019": 44_000_000,
        "envelope-as-enacted": 64_000_000,
    }


if __name__ == "__main__":
    for recorded in SCENARIOS:
        path = DATA / "scenarios" / f"{recorded}.golden.json"
        path.write_text(json.dumps(compare(recorded).summary(), indent=2) + "\n", "utf-8")

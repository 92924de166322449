"""A few faults of a machine in one run, from a seed; ``make faults`` runs many."""

from __future__ import annotations

import random
from typing import Any

import pytest

from faults import CELL, SLUGS, Trial, main

pytestmark = pytest.mark.builds


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory, house_type: type[Any]) -> Trial:
    trial = Trial(house_type(tmp_path_factory.mktemp("faults") / "house", dict.fromkeys(SLUGS, CELL)), random.Random(1))
    trial.begin()
    return trial


def test_a_kill_leaves_nothing_that_the_next_build_does_not_mend(trial: Trial) -> None:
    trial.kill("fork server")
    trial.repair()
    assert trial.hits.total() == 1


@pytest.mark.slow
def test_two_builders_at_once_write_what_one_writes(trial: Trial) -> None:
    trial.build_twice_at_once()


@pytest.mark.slow
def test_a_full_disk_and_torn_input_leave_nothing_either(trial: Trial) -> None:
    for fault in (trial.fill_disk, trial.tear_input, trial.damage_output):
        fault()
        trial.repair()


@pytest.mark.slow
def test_fifty_kills_that_hit(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(seed=2) == 0
    assert "nothing mixed, lost or left over" in capsys.readouterr().out

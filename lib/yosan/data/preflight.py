"""What a notebook would refuse of its parameters, before it runs; ``reports/reports.yml`` says what is checked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import chdir
from pathlib import Path
from typing import Any

from yosan.errors import Problem, YosanError

# what readers need is imported where it is needed: only a command that is given parameters checks any


def find_problems(checks: Mapping[str, tuple[str, ...]], parameters: Mapping[str, Any], folder: Path) -> list[Problem]:
    """Everything that the checks of a notebook refuse.

    Parameters
    ----------
    checks : names of parameters by name of a check, as in ``reports/reports.yml``; it takes their values in order.
    folder : where relative paths among the parameters start.
    """
    problems: list[Problem] = []
    with chdir(folder):
        for name, wanted in checks.items():
            try:
                CHECKS[name](*(parameters[parameter] for parameter in wanted))
            except YosanError as error:
                problems += error.problems
    return problems


def _pair_of_states(base_year: int, base_stage: str, target_year: int, target_stage: str) -> None:
    from yosan.budget.accounts import check_pair
    from yosan.data.budget import load_budget

    budget = load_budget()
    check_pair(budget.accounts, budget.amounts, (base_year, base_stage), (target_year, target_stage))


def _followed_year(fiscal_year: int) -> None:
    from yosan.budget.outcome import check_year
    from yosan.data.budget import load_budget

    budget = load_budget()
    check_year(budget.accounts, budget.amounts, fiscal_year)


def _vintage(vintage: str) -> None:
    from yosan.data.rules import load_vintage

    load_vintage(vintage)


def _consortium(file: str, consortium_id: str) -> None:
    from yosan.data.consortia import load_consortium

    load_consortium(file, consortium_id)


def _plans(file: str, firm: str = "") -> None:
    from yosan.data.plan_files import load_plan_file

    load_plan_file(file, firm)


def _conditions(vintage: str) -> None:
    from yosan.data.conditions import load_conditions

    load_conditions(vintage)


def _administration(share: str) -> None:
    from yosan.subsidy.season.administration import parse_share

    parse_share(share)


CHECKS: Mapping[str, Callable[..., None]] = {
    "pair_of_states": _pair_of_states,
    "followed_year": _followed_year,
    "vintage": _vintage,
    "consortium": _consortium,
    "plans": _plans,
    "conditions": _conditions,
    "administration": _administration,
}

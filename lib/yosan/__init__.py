"""Yosan (予算): a budget request and its subsidy programme as analysis to run, read and trust.

These names are where an analysis of one's own begins; each is imported when it is first used.

>>> import yosan
>>> members = yosan.load_members("data/consortia/seed-two-firms.csv")
>>> rules = yosan.load_rules("fy2020-request", "inter_firm")
>>> yosan.compute_awards(members, rules).members["award_yen"].tolist()
[34300000, 20000000]

A frame of one's own, in the words and types that it happens to have, goes through ``yosan.read_frame`` first.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from yosan.budget.accounts import compare_states
    from yosan.budget.growth import growth_table
    from yosan.data.budget import load_budget
    from yosan.data.budget_book import load_budget_book
    from yosan.data.frames import read_frame
    from yosan.data.members import load_members
    from yosan.data.plans import load_plans
    from yosan.data.printed import parse_printed
    from yosan.data.rules import load_rules, load_vintages
    from yosan.show.figures import bars
    from yosan.show.framing import show_figure
    from yosan.subsidy.award.award import compute_awards
    from yosan.subsidy.plan.assessment import assess
    from yosan.subsidy.rules.in_force import rules_of
    from yosan.subsidy.whatif.alternatives import compare_rules
    from yosan.subsidy.whatif.levers import compare_levers
    from yosan.subsidy.whatif.solve import solve
    from yosan.views.steps import explain

__version__ = "0.1.0"
__all__ = [
    "assess",
    "bars",
    "compare_levers",
    "compare_rules",
    "compare_states",
    "compute_awards",
    "explain",
    "growth_table",
    "load_budget",
    "load_budget_book",
    "load_members",
    "load_plans",
    "load_rules",
    "load_vintages",
    "parse_printed",
    "read_frame",
    "rules_of",
    "show_figure",
    "solve",
]

_HOMES = {
    "assess": "subsidy.plan.assessment",
    "bars": "show.figures",
    "compare_levers": "subsidy.whatif.levers",
    "compare_rules": "subsidy.whatif.alternatives",
    "compare_states": "budget.accounts",
    "compute_awards": "subsidy.award.award",
    "explain": "views.steps",
    "growth_table": "budget.growth",
    "load_budget": "data.budget",
    "load_budget_book": "data.budget_book",
    "load_members": "data.members",
    "load_plans": "data.plans",
    "load_rules": "data.rules",
    "load_vintages": "data.rules",
    "parse_printed": "data.printed",
    "read_frame": "data.frames",
    "rules_of": "subsidy.rules.in_force",
    "show_figure": "show.framing",
    "solve": "subsidy.whatif.solve",
}


def __getattr__(name: str) -> Any:
    # an unchanged build costs little more than starting Python, and pandas alone costs ten times that
    if name not in _HOMES:
        raise AttributeError(f"module 'yosan' has no attribute {name!r}")
    return getattr(import_module(f"yosan.{_HOMES[name]}"), name)

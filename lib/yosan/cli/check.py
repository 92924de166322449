"""The command ``check``: audits everything under ``data/``, or a user's file of members."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any


def register(commands: Any) -> None:
    """Add the command."""
    parser = commands.add_parser("check", help="audit data/, or a file of members, and print what holds")
    parser.add_argument("file", nargs="?", type=Path, help="members, CSV or XLSX; data/ without one")
    parser.set_defaults(run=check)


def check(arguments: argparse.Namespace) -> int:
    """Read and check, and say what holds."""
    return check_members(arguments.file) if arguments.file else check_data()


def check_data() -> int:
    """Read and audit everything under ``data/``: tables, rules, readings, scenarios.

    Raises
    ------
    DataError, RuleError : everything that is wrong with the first file that does not hold.
    """
    from yosan.budget import accounts, audit
    from yosan.data import load, rules, scenarios

    budget = load.load_budget()
    table = accounts.compare(budget.accounts, budget.amounts, (2019, "initial"), (2020, "request"))
    printed = audit.PrintedTable.from_frames(table, budget.accounts, budget.growth_printed)
    cited = load.load_citations()
    vintages = rules.load_vintages()
    print(f"sources: {len(cited)} rows cite {cited['source_id'].nunique()} listed sources")
    print(f"amounts: {len(budget.amounts)} figures; every sum holds within rounding")
    sums, rates = audit.sums(printed), len(printed.growth_pct)
    closed, held = sums - len(audit.open_sums(printed)), rates - len(audit.inconsistent_rates(printed))
    print(f"the request: {closed} of {sums} sums close, {held} of {rates} rates hold")
    print(f"rules: {len(vintages)} vintages, {sum(len(v.types) for v in vintages.values())} types, ", end="")
    print(f"{len(rules.load_readings())} open readings")
    loaded = [scenarios.load_scenario(name) for name in scenarios.list_scenarios()]
    print(f"scenarios: {len(loaded)}")
    return 0


def check_members(path: Path) -> int:
    """Read a members file and say what it holds.

    Raises
    ------
    InputError : everything that is wrong with it.
    """
    from yosan.data.members import load_members

    members = load_members(path)
    consortia = members["consortium_id"].nunique()
    print(f"{path.name}: nothing wrong; consortia {consortia:,}, members {len(members):,}")
    return 0

"""``yosan plan``: does each firm's growth plan meet the conditions of a vintage?"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from yosan.cli.uploads import add_file_options, say_remarks
from yosan.errors import InputError, Problem

if TYPE_CHECKING:
    from yosan.subsidy.plan.assessment import Assessment, Finding
    from yosan.subsidy.plan.plan import AnnualRate


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the parser."""
    parser = subparsers.add_parser("plan", help="judge growth plans against the conditions of a vintage")
    parser.add_argument(
        "file", metavar="FILE", type=Path, help="CSV, XLSX or ODS: one row per firm and year, or one column per year"
    )
    add_file_options(parser)
    parser.add_argument(
        "--vintage", default="fy2020-request", help="whose conditions (default: %(default)s, the request)"
    )
    parser.add_argument(
        "--reading",
        metavar="annual_rate=simple|compound",
        default="annual_rate=simple",
        help="how a rate per year adds up over the plan (default: simple, the programme's own arithmetic)",
    )
    parser.add_argument("--json", action="store_true", help="print JSON instead of text")
    parser.set_defaults(run=run_plan)


def run_plan(args: argparse.Namespace) -> int:
    """Print the assessment of every firm of the file; 0 whether or not the plans pass."""
    from yosan.data.conditions import load_conditions
    from yosan.data.plans import read_plans
    from yosan.subsidy.plan.assessment import assess

    reading = _reading(args.reading)
    conditions = load_conditions(args.vintage)
    read = read_plans(args.file, args.sheet)
    say_remarks(read.remarks, args.strict)
    assessments = [assess(plan, conditions, reading) for plan in read.plans]
    if args.json:
        _print_json(args.vintage, reading, assessments)
    else:
        _print_lines(args.vintage, reading, assessments)
    return 0


def _reading(text: str) -> AnnualRate:
    from yosan.subsidy.plan.plan import ANNUAL_RATES

    name, _, choice = text.partition("=")
    for known in ANNUAL_RATES:
        if name == "annual_rate" and choice == known:
            return known
    expected = " or ".join(f"annual_rate={known}" for known in ANNUAL_RATES)
    raise InputError(Problem("--reading", repr(text), expected))


def _print_json(vintage: str, reading: str, assessments: Sequence[Assessment]) -> None:
    import json

    firms = [
        {
            "firm_id": assessment.firm_id,
            "qualifies": assessment.qualifies,
            "conditions": [_as_json(finding) for finding in assessment.findings],
        }
        for assessment in assessments
    ]
    print(json.dumps({"vintage": vintage, "reading": reading, "firms": firms}, ensure_ascii=False, indent=2))


def _as_json(finding: Finding) -> dict[str, Any]:
    return {
        "condition": finding.condition.condition,
        "required_rate": str(finding.required_rate),
        "measured_rate": None if finding.measured_rate is None else str(finding.measured_rate),
        "pass": finding.passes,
        "final_yen": finding.final_yen,
        "smallest_passing_final_yen": finding.smallest_passing_final_yen,
        "slack_yen": finding.slack_yen,
    }


def _print_lines(vintage: str, reading: str, assessments: Sequence[Assessment]) -> None:
    print(f"{vintage}, annual rate read as {reading}")
    for assessment in assessments:
        print(f"\n{assessment.firm_id}: {'qualifies' if assessment.qualifies else 'does not qualify'}")
        for finding in assessment.findings:
            print(f"  {_line(finding)}")


def _line(finding: Finding) -> str:
    verdict = "passes" if finding.passes else "fails"
    purpose = " (for the higher rate)" if finding.condition.applies_to == "uplift" else ""
    measured = "no rate" if finding.measured_rate is None else f"{finding.measured_rate} a year"
    return (
        f"{verdict}  {finding.condition.condition}{purpose}: {measured}, {finding.required_rate} asked; "
        f"{finding.final_yen:,} yen, {finding.smallest_passing_final_yen:,} needed ({finding.slack_yen:+,})"
    )

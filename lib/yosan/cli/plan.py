"""``yosan plan``: does each firm's growth plan meet the conditions of a vintage?"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from yosan.cli.language import add_language, spoken
from yosan.cli.subsidy import add_vintage, asked_vintage
from yosan.cli.uploads import add_file_options, say_remarks
from yosan.data.paths import find_file
from yosan.errors import InputError, Problem
from yosan.escape import to_json
from yosan.messages import Message
from yosan.writing import Text, visible

if TYPE_CHECKING:
    from yosan.subsidy.plan.assessment import Assessment, Finding
    from yosan.subsidy.plan.plan import AnnualRate
    from yosan.writing import Lang


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the parser."""
    parser = subparsers.add_parser("plan", help="judge growth plans against the conditions of a vintage")
    parser.add_argument(
        "file",
        metavar="FILE",
        type=find_file,
        help="CSV, XLSX or ODS: one row per firm and year, or one column per year",
    )
    add_file_options(parser)
    add_vintage(parser, "whose conditions")
    parser.add_argument(
        "--reading",
        metavar="annual_rate=simple|compound",
        default="annual_rate=simple",
        help="how a rate per year adds up over the plan (default: simple, the programme's own arithmetic)",
    )
    parser.add_argument("--json", action="store_true", help="print JSON instead of text")
    add_language(parser)
    parser.set_defaults(run=run_plan)


def run_plan(args: argparse.Namespace) -> int:
    """Print the assessment of every firm of the file; 0 whether or not the plans pass."""
    from yosan.data.conditions import load_conditions
    from yosan.data.plans import read_plans
    from yosan.data.rules import name_vintage
    from yosan.subsidy.plan.assessment import assess

    reading = _reading(args.reading)
    asked = asked_vintage(args)
    conditions, vintage = load_conditions(asked), name_vintage(asked)
    read = read_plans(args.file, args.sheet)
    say_remarks(read.remarks, args)
    assessments = [assess(plan, conditions, reading) for plan in read.plans]
    if args.json:
        _print_json(vintage, reading, assessments)
    else:
        _print_lines(vintage, reading, assessments, spoken(args))
    return 0


def _reading(text: str) -> AnnualRate:
    from yosan.subsidy.plan.plan import ANNUAL_RATES

    name, _, choice = text.partition("=")
    for known in ANNUAL_RATES:
        if name == "annual_rate" and choice == known:
            return known
    first, second = (f"annual_rate={known}" for known in ANNUAL_RATES)
    raise InputError(Problem("--reading", Message("commands.annual_rate", text=text, first=first, second=second)))


def _print_json(vintage: str, reading: str, assessments: Sequence[Assessment]) -> None:
    firms = [
        {
            "firm_id": assessment.firm_id,
            "qualifies": assessment.qualifies,
            "conditions": [_as_json(finding) for finding in assessment.findings],
        }
        for assessment in assessments
    ]
    print(to_json({"vintage": vintage, "reading": reading, "firms": firms}, indent=2))


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


def _print_lines(vintage: str, reading: AnnualRate, assessments: Sequence[Assessment], lang: Lang) -> None:
    from yosan.views.words import ANNUAL_RATE_NAMES

    print(Message("award.plans", vintage=vintage, reading=ANNUAL_RATE_NAMES[reading]).of(lang))
    for assessment in assessments:
        firm = visible(assessment.firm_id)
        said = Message("award.qualifies", firm=firm) if assessment.qualifies else Message("award.fails", firm=firm)
        print(f"\n{said.of(lang)}")
        for finding in assessment.findings:
            print(f"  {_line(finding).of(lang)}")


def _line(finding: Finding) -> Message:
    from yosan.views.words import CONDITION_NAMES

    condition = finding.condition.condition
    named: Text | Message = Text(CONDITION_NAMES[condition].ja, condition)
    if finding.condition.applies_to == "uplift":
        named = Message("award.for_higher_rate", condition=named)
    no_rate, rate = Message("award.no_rate"), finding.measured_rate
    return Message(
        "award.condition_met" if finding.passes else "award.condition_missed",
        condition=named,
        measured=no_rate if rate is None else Message("award.a_year", rate=rate),
        required=finding.required_rate,
        yen=finding.final_yen,
        needed=finding.smallest_passing_final_yen,
        slack=finding.slack_yen,
    )

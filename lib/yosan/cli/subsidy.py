"""Commands about the subsidy: award and solve."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from yosan.cli.language import add_language, spoken
from yosan.cli.uploads import add_file_options, say_remarks, tell_problems, tell_remarks
from yosan.data.paths import find_file
from yosan.errors import InputError, Problem
from yosan.escape import to_json
from yosan.messages import Message

if TYPE_CHECKING:
    import pandas as pd

    from yosan.subsidy.rules.in_force import Rules
    from yosan.subsidy.rules.vintage import Vintage
    from yosan.subsidy.whatif.solve import Solution


def register(commands: Any) -> None:
    """Add the commands of this module."""
    award = commands.add_parser("award", help="award of each member of a consortium, and why")
    _add_rules(award)
    award.add_argument("--allocation", default="proportional", help="proportional (default), equal or lead_first")
    award.set_defaults(run=run_award)
    solve = commands.add_parser("solve", help="least investment that reaches an award")
    _add_rules(solve)
    solve.add_argument("--target", required=True, metavar="YEN", help="award of the whole consortium")
    solve.add_argument("--min-cost", default="0", metavar="YEN", help="cost that each member bears in any case")
    solve.add_argument("--consortium", metavar="ID", help="which one, if the file holds several")
    solve.set_defaults(run=run_solve)


def _add_rules(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=find_file, metavar="FILE", help="members, one row each: CSV, XLSX or ODS")
    add_file_options(parser)
    add_vintage(parser, "whose rules")
    parser.add_argument("--type", help="type of the programme; without it all types of the vintage")
    parser.add_argument("--reading", metavar="NAME=CHOICE", action="append", default=[], help="choose a reading")
    parser.add_argument("--json", action="store_true", help="print JSON")
    add_language(parser)


def add_vintage(parser: argparse.ArgumentParser, what: str) -> None:
    """Add the options that say whose rules are meant: those of a vintage under ``data/``, or of a file anywhere."""
    named = parser.add_mutually_exclusive_group()
    named.add_argument("--vintage", help=f"{what} (default: those that the project names)")
    add_rules(named)


def add_rules(parser: argparse._ActionsContainer) -> None:
    """Add the option that names a rule file."""
    parser.add_argument("--rules", metavar="FILE", help="rules of a YAML file, anywhere")


def asked_vintage(arguments: argparse.Namespace) -> str:
    """The vintage that is meant, by its id or its file.

    Raises
    ------
    InputError : ``--rules`` does not name a rule file.
    """
    from yosan.data.named import is_document
    from yosan.data.project import default_vintage

    if arguments.rules and not is_document(arguments.rules):
        raise InputError(Problem("--rules", Message("commands.rule_file", name=arguments.rules)))
    return str(arguments.rules or arguments.vintage or default_vintage())


def run_award(arguments: argparse.Namespace) -> int:
    """Print the award of every consortium in a file: of one type, or of all types of the vintage, best first.

    Consortia in which something is wrong are told apart, and the exit code is 2; the others have their awards.
    """
    from yosan.cli import subsidy_text
    from yosan.data.members_apart import read_sound_members
    from yosan.subsidy.award.award import compute_awards

    rules = asked_rules(arguments)
    read, wrong = read_sound_members(arguments.file, arguments.sheet)
    members = read.members
    say_remarks(read.remarks, arguments)
    awards = [compute_awards(members, one, arguments.allocation) for one in rules]
    awards.sort(key=lambda award: -int(award.consortia["award_yen"].sum()))
    if arguments.json:
        shapes = [subsidy_text.award_json(award) for award in awards]
        print(to_json(shapes[0] if arguments.type else shapes, indent=2))
    else:
        subsidy_text.print_awards(members, awards, spoken(arguments))
    if wrong:
        tell_problems(wrong, arguments)
    return 2 if wrong else 0


def asked_rules(arguments: argparse.Namespace) -> list[Rules]:
    """The rules that are meant: of the type that is asked for, or of all types of the vintage.

    Raises
    ------
    InputError : a vintage, type or reading is not known.
    """
    from yosan.subsidy.rules.in_force import Rules

    readings = _readings(arguments.reading)
    vintage = _vintage(asked_vintage(arguments))
    return [Rules(vintage, type_id, readings) for type_id in _types(arguments, vintage)]


def run_solve(arguments: argparse.Namespace) -> int:
    """Print the least investment for a target: of one type, or of the vintage's type that needs the least."""
    from yosan.cli import subsidy_text
    from yosan.data.rules import load_family
    from yosan.subsidy.whatif.levers import compare_levers
    from yosan.subsidy.whatif.solve import solve

    readings = _readings(arguments.reading)
    target_yen, min_cost_yen = _yen("target", arguments.target), _yen("min-cost", arguments.min_cost)
    vintage = _vintage(asked_vintage(arguments))
    members = _one_consortium(_members(arguments), arguments.consortium)
    family = load_family(asked_vintage(arguments))
    tell_remarks(family.remarks, spoken(arguments))
    known = {rules.rule_id: rules for rules in family.rules(readings)}
    wanted = [known[f"{vintage.vintage_id}.{type_id}"] for type_id in _types(arguments, vintage)]
    best = min((solve(members, rules, target_yen, min_cost_yen) for rules in wanted), key=_cost_of_reaching)
    if arguments.json:
        print(to_json(subsidy_text.solution_json(best), indent=2))
        return 0
    rules = best.award.rules
    others = [other for rule_id, other in known.items() if rule_id != rules.rule_id]
    changes = compare_levers(members, rules, target_yen, others, min_cost_yen)
    subsidy_text.print_solution(members, best, changes, spoken(arguments))
    return 0


def _members(arguments: argparse.Namespace) -> pd.DataFrame:
    from yosan.data.members import read_members

    read = read_members(arguments.file, arguments.sheet)
    say_remarks(read.remarks, arguments)
    return read.members


def _vintage(name: str) -> Vintage:
    from yosan.data.rules import load_vintage

    return load_vintage(name)


def _types(arguments: argparse.Namespace, vintage: Vintage) -> list[str]:
    if arguments.type:
        vintage.rule(arguments.type)
        return [arguments.type]
    return list(vintage.types)


def _readings(texts: list[str]) -> dict[str, str]:
    wrong = [text for text in texts if "=" not in text]
    if wrong:
        said = Message("commands.pair", form="NAME=CHOICE")
        raise InputError(Problem(f"--reading {text}", said) for text in wrong)
    return dict(text.split("=", 1) for text in texts)


def _yen(option: str, text: str) -> int:
    from yosan.data.spreadsheet.cells import read_whole
    from yosan.data.spreadsheet.refusal import Refusal

    try:
        return read_whole("yen")(text)
    except Refusal as refusal:
        raise InputError(Problem(f"--{option}", refusal.said)) from None


def _one_consortium(members: pd.DataFrame, consortium_id: str | None) -> pd.DataFrame:
    ids = list(dict.fromkeys(members["consortium_id"]))
    wanted = consortium_id or (ids[0] if len(ids) == 1 else None)
    if wanted not in ids:
        known = tuple(ids[:10])
        if consortium_id:
            raise InputError(Problem("--consortium", Message("errors.none_of", name=consortium_id, known=known)))
        raise InputError(Problem("--consortium", Message("commands.consortia", consortia=len(ids), known=known)))
    return members[members["consortium_id"] == wanted].reset_index(drop=True)


def _cost_of_reaching(found: Solution) -> tuple[bool, int]:
    """Order solutions: those that reach the target by cost, then the others by how near they come."""
    reached = found.status == "ok"
    return not reached, found.eligible_cost_yen if reached else -found.award_yen

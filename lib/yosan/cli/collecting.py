"""Commands about forms to fill in: template writes them, one or one for each firm; merge puts them together again."""

from __future__ import annotations

import argparse
import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from yosan.cli.language import add_language, spoken
from yosan.cli.uploads import add_file_options, say_remarks
from yosan.data.paths import find_file
from yosan.errors import InputError, Problem, unknown
from yosan.messages import Message

if TYPE_CHECKING:
    from yosan.data.spreadsheet.forms import Column, Form

_NAMES = re.compile(r'\s*"([^"]*)"\s*(?:[,，、]|$)|([^,，、]+)')  # a firm's own name may hold a comma


def register(commands: Any) -> None:
    """Add the commands of this module."""
    template = commands.add_parser("template", help="write an empty members form, growth plan or budget")
    template.add_argument(
        "file", type=Path, nargs="?", metavar="FILE.xlsx", help="(default members, plan or budget.xlsx)"
    )
    add_language(template)
    kinds = template.add_mutually_exclusive_group()
    kinds.add_argument("--budget", action="store_true", help="a budget: a sheet for each year and stage")
    kinds.add_argument("--for", dest="firms", metavar="NAME,NAME", help="a form for each firm, the lead firm first")
    template.add_argument("--plans", action="store_true", help="the form of a growth plan, in thousands of yen")
    template.add_argument("--lead", type=find_file, metavar="FILE", help="with --for: file with the lead's own row")
    template.add_argument("--year", help="with --budget: year of the request (default 2020)")
    template.set_defaults(run=write_form)
    merge = commands.add_parser("merge", help="put members forms that came back into one members file")
    merge.add_argument("file", type=find_file, nargs="+", metavar="FILE", help="members: CSV, XLSX or ODS")
    merge.add_argument("--out", type=Path, required=True, metavar="FILE.csv", help="members file to write; a new one")
    add_file_options(merge)
    add_language(merge)
    merge.set_defaults(run=merge_forms)


def write_form(arguments: argparse.Namespace) -> int:
    """Write the empty members form, one for each firm, the form of a growth plan, or of a budget."""
    from yosan.cli.budget_form import read_request_year, write_budget_form
    from yosan.cli.members_form import write_template
    from yosan.cli.plan_form import write_plan_form
    from yosan.data.spreadsheet.forms import load_form

    if arguments.budget and arguments.plans:
        raise InputError(Problem("--budget", Message("commands.budget_of_plans")))
    if arguments.year is not None and not arguments.budget:
        raise InputError(Problem("--year", Message("commands.year_alone")))
    year = "2020" if arguments.year is None else arguments.year
    kind = "plan" if arguments.plans else "budget" if arguments.budget else "members"
    file = arguments.file or Path(f"{kind}.xlsx")
    if arguments.firms is not None:
        return _write_forms(file, arguments)
    if arguments.lead:
        raise InputError(Problem("--lead", Message("commands.lead_alone")))
    if arguments.plans:
        write_plan_form(file, load_form("plans"))
        wrote = Message("commands.wrote_plans", file=file)
    elif arguments.budget:
        write_budget_form(file, load_form("budget"), read_request_year(year))
        wrote = Message("commands.wrote_budget", file=file, check=f"yosan check --budget {file}")
    else:
        write_template(file, load_form("members"))
        wrote = Message("commands.wrote", file=file)
    print(wrote.of(spoken(arguments)))
    return 0


def _write_forms(file: Path, arguments: argparse.Namespace) -> int:
    """Write one form for each firm, all of them or none."""
    from yosan.render.names import slug

    firms = _firms(arguments.firms)
    if arguments.plans and arguments.lead:
        raise InputError(Problem("--lead", Message("commands.lead_of_plans")))
    writers = _plan_writers(firms) if arguments.plans else _member_writers(firms, arguments.lead)
    paths = [file.with_name(f"{file.stem}-{slug(firm)}{file.suffix}") for firm in firms]
    problems, wrote = list[Problem](), list[Path]()
    for path, write in zip(paths, writers, strict=True):
        try:
            write(path)
            wrote.append(path)
        except InputError as error:
            problems += error.problems
    if problems:
        for path in wrote:
            path.unlink()
        raise InputError(problems)
    lang = spoken(arguments)
    for firm, path in zip(firms, paths, strict=True):
        print(Message("commands.wrote_for", file=path, firm=firm).of(lang))
    every, out = file.with_name(f"{file.stem}-*{file.suffix}"), file.with_name("all.csv")
    told = Message("commands.collect_plans", file=paths[0]) if arguments.plans else None
    print((told or Message("commands.collect", files=every, out=out)).of(lang))
    return 0


def _member_writers(firms: list[str], lead: Path | None) -> list[Callable[[Path], None]]:
    """What writes each firm's members form."""
    from yosan.cli.members_form import write_template
    from yosan.data.spreadsheet.forms import load_form

    form = load_form("members")
    rows = _rows(form, firms, _lead(lead, firms) if lead else {"name": firms[0]})
    return [partial(write_template, form=form, filled=row) for row in rows]


def _plan_writers(firms: list[str]) -> list[Callable[[Path], None]]:
    """What writes each firm's form of a growth plan, with the number that its members form has."""
    from yosan.cli.plan_form import write_plan_form
    from yosan.data.spreadsheet.forms import load_form

    form = load_form("plans")
    return [partial(write_plan_form, form=form, firm=(str(place), firm)) for place, firm in enumerate(firms, start=1)]


def _firms(text: str) -> list[str]:
    """Names between commas, of either script, without what cannot be shown.

    >>> _firms('A社、 B社,"C Co., Ltd."')
    ['A社', 'B社', 'C Co., Ltd.']

    Raises
    ------
    InputError : no name, or one twice.
    """
    parts = (quoted or plain for quoted, plain in _NAMES.findall(text))
    firms = [name for part in parts if (name := "".join(filter(str.isprintable, " ".join(part.split()))))]
    if not firms:
        raise InputError(Problem("--for", Message("commands.no_firms")))
    folded = [unicodedata.normalize("NFKC", firm).casefold() for firm in firms]
    again = [firm for place, firm in enumerate(firms) if folded[place] in folded[:place]]
    if again:
        raise InputError(Problem("--for", Message("commands.firm_again", name=firm)) for firm in again)
    return firms


def _lead(file: Path, firms: list[str]) -> Mapping[str, Any]:
    """The lead firm's own row of a members file.

    Raises
    ------
    InputError : for a file that ``read_members`` refuses, with several consortia, or whose lead firm gets no form.
    """
    from yosan.data.members import read_members

    members = read_members(file).members
    leads = members[members["lead"]].to_dict("records")
    if len(leads) != 1:
        raise InputError(Problem(file.name, Message("commands.one_lead", consortia=len(leads))))
    if leads[0]["name"] not in firms:
        raise InputError(unknown(file.name, leads[0]["name"], firms))
    return {str(name): value for name, value in leads[0].items()}


def _rows(form: Form, firms: list[str], lead: Mapping[str, Any]) -> list[dict[str, object]]:
    """The first row of each firm's form: who it is, and for the lead firm all that is known of it."""
    consortium_id = lead.get("consortium_id", lead["name"])
    rows = []
    for place, firm in enumerate(firms, start=1):
        leads = firm == lead["name"]
        known = {**(lead if leads else {}), "consortium_id": consortium_id, "member_id": str(place)}
        known |= {"name": firm, "lead": leads}
        rows.append({column.name: _cell(column, known.get(column.name)) for column in form.columns})
    return rows


def _cell(column: Column, value: Any) -> object:
    """Write a value as the form takes it: a word by its first spelling, nothing for what is unknown."""
    import pandas as pd

    if value is None or value is pd.NA:
        return None
    if column.words:
        word = {True: "yes", False: "no"}[value] if isinstance(value, bool) else value
        return column.words[word][0]
    return value


def merge_forms(arguments: argparse.Namespace) -> int:
    """Write the members of several files into one, or nothing and all that is wrong with them."""
    from yosan.cli.members_form import write_new
    from yosan.data.collecting import collect_members

    problems = []
    if arguments.out.suffix.lower() != ".csv":
        problems.append(Problem(str(arguments.out), Message("commands.not_csv")))
    elif arguments.out.exists():
        problems.append(Problem(str(arguments.out), Message("commands.exists")))
    try:
        collected = collect_members(arguments.file, arguments.sheet)
    except InputError as error:
        raise InputError([*problems, *error.problems]) from None
    if problems:
        raise InputError(problems)
    say_remarks(collected.remarks, arguments)
    write_new(arguments.out, collected.csv.encode("utf-8-sig"))  # so that spreadsheet programs know the encoding
    told = {"consortia": collected.consortia, "members": collected.members}
    print(Message("commands.merged", file=arguments.out, **told).of(spoken(arguments)))
    return 0

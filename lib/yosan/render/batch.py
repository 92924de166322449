"""One report for each consortium of a members file, or for each ministry and year of a table of official items."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from yosan.data import paths
from yosan.data.catalogue import Report
from yosan.errors import InputError, Problem, Remark
from yosan.messages import Message
from yosan.render import files, isolated, names
from yosan.render.jobs import Job, Parameter, defaults, load_notebook
from yosan.writing import Lang, Text

MEMBERS = "members"  # folder of each part's own rows, beside the reports
CONSORTIA, ITEMS = "consortium_id", "ministry"  # what the parts of a file are, by a parameter of the notebook
Refused = tuple[str, Problem | Message]  # consortium_id, reason


@dataclass(frozen=True)
class Parts:
    """A file taken apart: whose reports can be made, and who is refused why, in the order of the file.

    The parts of a table of items go by ids such as ``meti-2020``.
    """

    consortium_ids: tuple[str, ...] = ()
    refused: tuple[Refused, ...] = ()
    problems: tuple[Problem, ...] = ()  # with the file as a whole
    remarks: tuple[Remark, ...] = ()


def take_apart(file: Path, out: Path, sheet: str = "", kind: str = CONSORTIA) -> Parts:
    """Write each part's own rows to a file, and what was done to read them: its report depends on them alone.

    Raises
    ------
    InputError : the file is no members file, or no table of items, at all.
    """
    parts = (
        isolated.call(_take_items_apart, file, out) if kind == ITEMS else isolated.call(_take_apart, file, out, sheet)
    )
    if parts.problems:
        raise InputError(parts.problems)
    return parts


def _take_apart(file: Path, out: Path, sheet: str) -> Parts:
    from yosan.data.carried import write_remarks
    from yosan.data.members_apart import split_members

    accepted, refused, remarks, folded = [], [], list[Remark](), dict[str, str]()
    try:
        for entry in split_members(file, remarks, sheet):
            first = folded.setdefault(names.fold_name(entry.consortium_id), entry.consortium_id)
            problems = [*entry.problems, *_unfit(entry.consortium_id, first)]
            refused += [(entry.consortium_id, problem) for problem in problems]
            if not problems:
                accepted.append(entry.consortium_id)
                rows = out / MEMBERS / f"{names.slug(entry.consortium_id)}.csv"
                files.write_file(rows, entry.csv)
                files.write_file(paths.remarks_beside(rows), write_remarks(entry.remarks))
    except InputError as error:
        return Parts(problems=error.problems)
    return Parts(tuple(accepted), tuple(refused), remarks=tuple(remarks))


def _take_items_apart(file: Path, out: Path) -> Parts:
    from yosan.data.items_mof import split_items

    made = []
    try:
        for part_id, csv in split_items(file):
            files.write_file(out / MEMBERS / f"{part_id}.csv", csv)
            made.append(part_id)
    except InputError as error:
        return Parts(problems=error.problems)
    return Parts(tuple(made))


def _unfit(consortium_id: str, first: str) -> list[Problem]:
    """What keeps an identifier from naming files; ``first`` of the file is spelt alike."""
    size, found = len(names.slug(consortium_id).encode("utf-8", "backslashreplace")), []
    told = {"consortium": consortium_id, "first": first, "bytes": size}
    if names.has_unprintable(consortium_id):
        found.append("reports.unprintable_id")
    elif size > names.LONGEST_SLUG:
        found.append("reports.long_id")
    elif first != consortium_id:
        found.append("reports.twin_id")
    return [Problem("consortium_id", Message(said, limit=names.LONGEST_SLUG, **told)) for said in found]


def kind_of(report: Report, declared: Iterable[Parameter]) -> str:
    """What a notebook is about: one consortium (``CONSORTIA``), or one ministry's items of one year (``ITEMS``).

    Raises
    ------
    InputError : it lacks the parameters that ``jobs`` sets.
    """
    names = {parameter.name for parameter in declared}
    if {"file", "ministry", "account", "fiscal_year"} <= names:
        return ITEMS
    missing = {"file", "consortium_id"} - names
    if missing:
        where = (report.notebook, Message("places.parameters"))
        raise InputError(Problem(where, Message("reports.one_consortium", name=name)) for name in sorted(missing))
    return CONSORTIA


def _parameters(kind: str, part_id: str) -> dict[str, str | int]:
    if kind == CONSORTIA:
        return {"consortium_id": part_id}
    ministry, _, year = part_id.rpartition("-")
    return {"ministry": ministry, "fiscal_year": int(year)}


def jobs(
    report: Report,
    declared: tuple[Parameter, ...],
    part_ids: Iterable[str],
    langs: Iterable[Lang],
    out: Path,
    asked: Mapping[str, str] | None = None,
) -> Iterator[Job]:
    """Turn each consortium, or each ministry and year, into jobs of a report's notebook, one for each language.

    Parameters
    ----------
    asked : parameters over those of the report.
    """
    title, kind = heading(paths.notebook(report.notebook), report.title), kind_of(report, declared)
    for part_id in part_ids:
        one = report.model_copy(update={"slug": names.slug(part_id), "title": title})
        given = {
            **defaults(declared),
            **report.parameters,
            **(asked or {}),
            "file": f"{MEMBERS}/{one.slug}.csv",
            **_parameters(kind, part_id),
        }
        for lang in langs:
            yield Job(one, lang, {**given, "lang": lang}, declared, out, part_id)


def heading(notebook: Path, otherwise: Text) -> Text:
    """The notebook's own heading, since the catalogue's title speaks of its example."""
    cells = load_notebook(notebook)["cells"]
    found = {"lang-ja": otherwise.ja, "lang-en": otherwise.en}
    for cell in reversed(cells):
        line = "".join(cell["source"]).partition("\n")[0]
        found.update((tag, line[2:]) for tag in cell["metadata"].get("tags", []) if line.startswith("# "))
    return Text(ja=found["lang-ja"], en=found["lang-en"])

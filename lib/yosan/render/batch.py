"""One report for each consortium of a members file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from yosan.data import paths
from yosan.data.catalogue import Report
from yosan.errors import InputError, Problem, Remark
from yosan.messages import Message
from yosan.render import files, isolated, names
from yosan.render.jobs import Job, Parameter, defaults, load_notebook
from yosan.writing import Lang, Text

MEMBERS = "members"  # folder of each consortium's own rows, beside the reports
Refused = tuple[str, Problem | Message]  # consortium_id, reason


@dataclass(frozen=True)
class Parts:
    """A members file taken apart: whose reports can be made, and who is refused why, in the order of the file."""

    consortium_ids: tuple[str, ...] = ()
    refused: tuple[Refused, ...] = ()
    problems: tuple[Problem, ...] = ()  # with the file as a whole
    remarks: tuple[Remark, ...] = ()


def take_apart(file: Path, out: Path, sheet: str = "") -> Parts:
    """Write each consortium's own rows to a file, and what was done to read them: its report depends on them alone.

    Raises
    ------
    InputError : the file is no members file at all.
    """
    parts = isolated.call(_take_apart, file, out, sheet)
    if parts.problems:
        raise InputError(parts.problems)
    return parts


def _take_apart(file: Path, out: Path, sheet: str) -> Parts:
    from yosan.data.carried import write_remarks
    from yosan.data.members import split_members

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


def check_notebook(report: Report, declared: Iterable[Parameter]) -> None:
    """Refuse a notebook that is not about one consortium.

    Raises
    ------
    InputError : it lacks the parameters that ``jobs`` sets.
    """
    missing = {"file", "consortium_id"} - {parameter.name for parameter in declared}
    if missing:
        where = (report.notebook, Message("places.parameters"))
        raise InputError(Problem(where, Message("reports.one_consortium", name=name)) for name in sorted(missing))


def jobs(
    report: Report, declared: tuple[Parameter, ...], consortium_ids: Iterable[str], langs: Iterable[Lang], out: Path
) -> Iterator[Job]:
    """Turn each consortium into jobs of a report's notebook, one for each language."""
    title = heading(paths.notebook(report.notebook), report.title)
    for consortium_id in consortium_ids:
        one = report.model_copy(update={"slug": names.slug(consortium_id), "title": title})
        given = {
            **defaults(declared),
            **report.parameters,
            "file": f"{MEMBERS}/{one.slug}.csv",
            "consortium_id": consortium_id,
        }
        for lang in langs:
            yield Job(one, lang, {**given, "lang": lang}, declared, out, consortium_id)


def heading(notebook: Path, otherwise: Text) -> Text:
    """The notebook's own heading, since the catalogue's title speaks of its example."""
    cells = load_notebook(notebook)["cells"]
    found = {"lang-ja": otherwise.ja, "lang-en": otherwise.en}
    for cell in reversed(cells):
        line = "".join(cell["source"]).partition("\n")[0]
        found.update((tag, line[2:]) for tag in cell["metadata"].get("tags", []) if line.startswith("# "))
    return Text(ja=found["lang-ja"], en=found["lang-en"])

"""One report for each consortium of a members file."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from yosan.data.catalogue import Report
from yosan.data.paths import NOTEBOOKS, remarks_beside
from yosan.errors import InputError, Problem, Remark
from yosan.messages import Message
from yosan.render import cache, isolated
from yosan.render.jobs import Job, Parameter
from yosan.writing import Lang, Text

MEMBERS = "members"  # folder of each consortium's own rows, beside the reports
LONGEST_ID = 80  # file systems take 255 bytes, and a letter of an identifier may need three


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

    accepted, refused, remarks = [], [], list[Remark]()
    try:
        for entry in split_members(file, remarks, sheet):
            problems = [*entry.problems, *_unfit(entry.consortium_id)]
            refused += [(entry.consortium_id, problem) for problem in problems]
            if not problems:
                accepted.append(entry.consortium_id)
                rows = out / MEMBERS / f"{slug(entry.consortium_id)}.csv"
                cache.write_file(rows, entry.csv)
                cache.write_file(remarks_beside(rows), write_remarks(entry.remarks))
    except InputError as error:
        return Parts(problems=error.problems)
    return Parts(tuple(accepted), tuple(refused), remarks=tuple(remarks))


def _unfit(consortium_id: str) -> list[Problem]:
    said = Message("reports.long_id", consortium=consortium_id, limit=LONGEST_ID)
    return [Problem("consortium_id", said)] if len(consortium_id) > LONGEST_ID else []


def slug(consortium_id: str) -> str:
    """Name a consortium's files: letters, digits and hyphens stay, whatever else could lead elsewhere does not.

    >>> slug("連携体-7"), slug("../A 1")
    ('連携体-7', '~2e~2e~2fA~201')
    """
    return re.sub(r"[^\w-]", lambda found: f"~{ord(found[0]):x}", consortium_id)


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
    title = heading(NOTEBOOKS / report.notebook, report.title)
    for consortium_id in consortium_ids:
        one = report.model_copy(update={"slug": slug(consortium_id), "title": title})
        given = {**report.parameters, "file": f"{MEMBERS}/{one.slug}.csv", "consortium_id": consortium_id}
        for lang in langs:
            yield Job(one, lang, {**given, "lang": lang}, declared, out, consortium_id)


def heading(notebook: Path, otherwise: Text) -> Text:
    """The notebook's own heading, since the catalogue's title speaks of its example."""
    cells = json.loads(notebook.read_text("utf-8"))["cells"]
    found = {"lang-ja": otherwise.ja, "lang-en": otherwise.en}
    for cell in reversed(cells):
        line = "".join(cell["source"]).partition("\n")[0]
        found.update((tag, line[2:]) for tag in cell["metadata"].get("tags", []) if line.startswith("# "))
    return Text(ja=found["lang-ja"], en=found["lang-en"])

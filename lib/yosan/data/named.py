"""Which parameters name files, and the files that these name in turn: a scenario's baseline may be a rule file."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from yosan.data.documents import read_document
from yosan.data.paths import full_name
from yosan.errors import RuleError

FILES = ("file", "members")  # parameters of any notebook that name a user's spreadsheet
DOCUMENTS = ("vintage", "plan_vintage", "scenarios")  # and those that may name YAML files in the place of ids
_YAML = (".yaml", ".yml")


def is_document(name: str) -> bool:
    """Whether a vintage or a scenario is named by its file.

    >>> is_document("fy2020-request"), is_document("../mine.yaml")
    (False, True)
    """
    return name.lower().endswith(_YAML)


def names_in(value: str) -> list[str]:
    """The names in a list that is separated by commas.

    >>> names_in("pool-abolished, mine.yaml,")
    ['pool-abolished', 'mine.yaml']
    """
    return [name for part in value.split(",") if (name := part.strip())]


def in_full(parameters: Mapping[str, str]) -> dict[str, str]:
    """Parameters as a user gives them, each file named in full: a report runs in a folder of its own."""
    found = dict(parameters)
    found |= {name: full_name(found[name]) for name in FILES if found.get(name)}
    for name in DOCUMENTS:
        if any(is_document(one) for one in names_in(found.get(name, ""))):
            named = (full_name(one) if is_document(one) else one for one in names_in(found[name]))
            found[name] = ",".join(named)
    return found


def found_from(parameters: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    """Parameters of a list of reports, each file that stands beside the list named in full."""

    def full(name: str) -> str:
        return os.path.abspath(folder / name) if (folder / name).is_file() else name

    found = dict(parameters)
    for parameter in (*FILES, *DOCUMENTS):
        if isinstance(value := found.get(parameter), str):
            found[parameter] = ",".join(map(full, names_in(value))) if parameter in DOCUMENTS else full(value)
    return found


def named_from(name: str, file: str | Path) -> str:
    """Name in full of a rule file that another file names from where it stands; an id stays as it is."""
    return os.path.abspath(os.path.join(os.path.dirname(file), name)) if is_document(name) else name


def texts_beside(notebook: str | Path) -> list[str]:
    """The file of texts that a notebook outside the project may have beside it; none for one of the project's."""
    return [str(Path(notebook).with_suffix(".yml"))] if os.path.isabs(notebook) else []


def files_named(values: Iterable[object], folder: str | os.PathLike[str]) -> Iterator[str]:
    """Every file that values of parameters may name, in full; relative ones as seen from a folder.

    A value may be any text; whether a file is there is not asked, but for documents, which may name others.
    """
    for value in values:
        if not isinstance(value, str) or "\0" in value:
            continue
        yield os.path.abspath(os.path.join(folder, value))
        for name in names_in(value):
            if is_document(name):
                path = os.path.abspath(os.path.join(folder, name))
                yield path
                yield from _named_inside(path)


def _named_inside(path: str) -> Iterator[str]:
    try:
        content = read_document(Path(path), path).content
    except RuleError:  # whoever reads it says what is wrong
        return
    baseline = content.get("baseline") if isinstance(content, dict) else None
    if isinstance(baseline, str) and is_document(baseline):
        yield named_from(baseline, path)

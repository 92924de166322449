"""What each report was made from, kept beside it: proof that it is fresh, and the reasons when it is not."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from yosan import __version__, root
from yosan.data import paths
from yosan.data.named import files_named, texts_beside
from yosan.messages import Message
from yosan.render import cache, files
from yosan.render.jobs import Job, load_notebook

KINDS = ("html", "json")
LISTED = "pages.json"  # what stands around the reports of a folder, and which these are
Receipt = dict[str, Any]
_PARTS = {  # what a report is made from, as receipts name it
    "the library": Message("fresh.library"),
    "the template": Message("fresh.template"),
    "the project's template": Message("fresh.own_template"),
    "the notebook": Message("fresh.notebook"),
    "Python or its packages": Message("fresh.packages"),
}
# shown on the page; the fingerprint of the environment covers every package
_NAMED = ("numpy", "pandas", "scipy", "matplotlib", "seaborn", "papermill", "nbconvert", "ipykernel")


def surroundings() -> dict[str, str]:
    """Fingerprints of what all reports of a project share."""
    own, *others = paths.both("reports/template")
    return shipped() | ({"the project's template": _of_folder(own)} if others and own.is_dir() else {})


def shipped() -> dict[str, str]:
    """Fingerprints of what all projects share."""
    found = {"the library": _of_folder(root.CODE), "the template": _of_folder(f"{root.SHIPPED}/reports/template")}
    return {**found, "Python or its packages": cache.environment()}


def _of_folder(folder: str | Path) -> str:
    return _together({os.path.relpath(path, folder): mark for path, mark in files.tree(str(folder)).items()})


def draft(job: Job, made_from: Mapping[str, str]) -> Receipt:
    """Put down what is known before a report is made; ``made_from`` is its surroundings and its notebook."""
    question = job.report.question.of(job.lang)
    report: Receipt = {"slug": job.report.slug, "lang": job.lang, "title": job.title, "question": question}
    report |= {"notebook": job.report.notebook, "parameters": dict(job.parameters)}
    return {"report": report, "made from": dict(made_from)}


def marks(receipt: Receipt, read: Mapping[str, str]) -> dict[str, str]:
    """What the page's footer shows of it."""
    installed = dict(name.rsplit("-", 1) for name in cache.distributions() if "-" in name)
    versions = {"yosan": __version__, "Python": sys.version.split()[0]} | {n: installed[n] for n in _NAMED}
    sources = {name.removeprefix("the "): mark for name, mark in receipt["made from"].items() if "Python" not in name}
    sources |= {"parameters": _together(receipt["report"]["parameters"]), "data": _together(sorted(read.values()))}
    return versions | {name: mark[:12] for name, mark in sources.items()}


def seal(receipt: Receipt, read: Mapping[str, str], wrote: Mapping[str, str], out: Path) -> None:
    """Write the receipt beside the report, last of its files, with the fingerprints of what was read and written."""
    whole = {**receipt, "read": _named(read, out), "wrote": dict(wrote)}
    files.write_file(_place(out, _name(receipt)), files.sealed(whole))


def load(out: Path, name: str) -> Receipt:
    """Read the receipt of a report; empty when there is none, or it is not as it was written."""
    return files.unseal(_place(out, name))


def load_whole(out: Path, name: str) -> Receipt:
    """Read the receipt of a report whose page and record are what was written with it; empty for any other."""
    kept = load(out, name)
    return kept if kept and not _damaged(kept, out, name, files.digest) else {}


def _damaged(kept: Receipt, out: Path, name: str, digest: Callable[[str], str]) -> list[str]:
    return [f"{name}.{kind}" for kind in KINDS if digest(f"{out / name}.{kind}") != kept["wrote"][kind]]


def write_pages(pages: Mapping[str, str | bytes], reports: Iterable[str], out: Path) -> dict[str, str]:
    """Write the pages around a folder's reports, with a list of both, and return their fingerprints by path."""
    wrote = {name: files.write_file(out / name, page) for name, page in pages.items()}
    listed = files.write_file(out / LISTED, files.sealed({"wrote": wrote, "reports": sorted(reports)}))
    return {str(out / name): mark for name, mark in {**wrote, LISTED: listed}.items()}


def reasons(expected: Receipt, out: Path, digest: Callable[[str], str] = files.digest) -> list[Message]:
    """Why a report must be made again, given its draft; empty when it is fresh."""
    name = _name(expected)
    kept = load(out, name)
    if not kept:
        return [Message("fresh.not_built")]
    now, then = expected["made from"], kept["made from"]
    parts = [part for part in {**now, **then} if now.get(part) != then.get(part)]
    found = [Message("fresh.changed", part=_PARTS.get(part, part)) for part in parts]
    keys = [key for key, value in expected["report"].items() if kept["report"].get(key) != value]
    found += [Message("fresh.its_changed", part=key) for key in keys]
    paths = [path for path, mark in kept["read"].items() if digest(_found(path, out, kept)) != mark]
    found += [Message("fresh.changed", part=path) for path in paths]
    return found + [Message("fresh.not_as_written", path=path) for path in _damaged(kept, out, name, digest)]


def evidence(out: Path, names: Iterable[str]) -> tuple[dict[str, str], dict[str, str]]:
    """Fingerprints of all files that reports read and wrote, by path."""
    read: dict[str, str] = {}
    wrote: dict[str, str] = {}
    for name in names:
        kept, place = load(out, name), str(_place(out, name))
        if not kept:
            wrote[place] = "gone since the report was made"  # no content has this fingerprint
            continue
        wrote |= {place: files.digest(place), **{f"{out / name}.{kind}": mark for kind, mark in kept["wrote"].items()}}
        wrote |= {_found(path, out, kept): mark for path, mark in kept["read"].items() if path.startswith("./")}
        for path, mark in kept["read"].items():
            if not path.startswith("./") and read.setdefault(_found(path, out, kept), mark) != mark:
                read[_found(path, out, kept)] = "changed between two reports"  # nor this one
    return read, wrote


def source(notebook: Path) -> str:
    """Fingerprint of what a notebook says, whatever output it holds.

    Raises
    ------
    InputError : it is no notebook.
    """
    held = load_notebook(notebook)
    cells = [
        [cell.get("id"), cell["cell_type"], "".join(cell["source"]), cell["metadata"].get("tags")]
        for cell in held["cells"]
    ]
    return files.digest_text(json.dumps([cells, held["metadata"].get("kernelspec")]))


def _together(parts: object) -> str:
    return files.digest_text(json.dumps(parts, sort_keys=True))


def _named(read: Mapping[str, str], out: Path) -> dict[str, str]:
    """Name files from the reports' folder, the project, or what is shipped: a copy elsewhere has the same receipt."""
    folders = [(start, os.path.join(folder, "")) for start, folder in _starts(out)]
    named = {}
    for path, mark in read.items():
        start, folder = next((one for one in folders if os.path.join(path, "").startswith(one[1])), ("", ""))
        named[start + (path.removeprefix(folder) if path.startswith(folder) else ".")] = mark
    return dict(sorted(named.items()))


def _starts(out: Path) -> list[tuple[str, str]]:
    """How names of files begin, and the folder that each stands for."""
    outputs = [] if str(out) == root.project() else [("./", str(out))]
    return [*outputs, ("", root.project()), ("shipped:", root.SHIPPED)]


def _found(name: str, out: Path, kept: Receipt) -> str:
    """Where a file is that a receipt names; nowhere, should it lead to what no parameter of the report names."""
    begin, start = next((one for one in _starts(out) if one[0] and name.startswith(one[0])), ("", root.project()))
    path = os.path.join(start, name.removeprefix(begin))
    plain = os.path.normpath(path)
    beside = paths.notebook(kept["report"]["notebook"]).parent
    given = [*kept["report"]["parameters"].values(), *texts_beside(kept["report"]["notebook"])]
    own = {named for folder in (beside, out) for named in files_named(given, folder)}
    return path if os.path.join(plain, "").startswith(os.path.join(start, "")) or plain in own else ""


def _name(receipt: Receipt) -> str:
    return f"{receipt['report']['lang']}/{receipt['report']['slug']}"


def _place(out: Path, name: str) -> Path:
    return out / f"{name}.receipt.json"

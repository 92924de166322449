"""What each report was made from, kept beside it: proof that it is fresh, and the reasons when it is not."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from yosan import __version__
from yosan.data.catalogue import load_catalogue
from yosan.data.paths import NOTEBOOKS, REPORTS, ROOT
from yosan.errors import InputError, Problem
from yosan.messages import Message
from yosan.render import cache
from yosan.render.jobs import Job

KINDS = ("html", "json")
Receipt = dict[str, Any]
_PARTS = {  # what a report is made from, as receipts name it
    "the library": Message("fresh.library"),
    "the template": Message("fresh.template"),
    "the notebook": Message("fresh.notebook"),
    "Python or its packages": Message("fresh.packages"),
}
# shown on the page; the fingerprint of the environment covers every package
_NAMED = ("numpy", "pandas", "scipy", "matplotlib", "seaborn", "papermill", "nbconvert", "ipykernel")


def surroundings() -> dict[str, str]:
    """Fingerprints of what all reports share."""
    parts = {"the library": ROOT / "lib" / "yosan", "the template": REPORTS.parent / "template"}
    found = {name: _together(_named(cache.tree(str(folder)), ROOT)) for name, folder in parts.items()}
    return {**found, "Python or its packages": cache.environment()}


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


def seal(receipt: Receipt, read: Mapping[str, str], out: Path) -> None:
    """Write the receipt beside the report, last of its files."""
    name = _name(receipt)
    wrote = {kind: cache.digest(f"{out / name}.{kind}") for kind in KINDS}
    whole = {**receipt, "read": _named(read, out), "wrote": wrote}
    cache.write_file(_place(out, name), json.dumps(whole, ensure_ascii=False, indent=1) + "\n")


def load(out: Path, name: str) -> Receipt:
    """Read the receipt of a report; empty when there is none to be trusted."""
    try:
        return dict(json.loads(_place(out, name).read_text("utf-8")))
    except (OSError, ValueError):
        return {}


def reasons(expected: Receipt, out: Path, digest: Callable[[str], str] = cache.digest) -> list[Message]:
    """Why a report must be made again, given its draft; empty when it is fresh."""
    name = _name(expected)
    kept = load(out, name)
    if not kept:
        return [Message("fresh.not_built")]
    parts = [part for part, mark in expected["made from"].items() if kept["made from"].get(part) != mark]
    found = [Message("fresh.changed", part=_PARTS.get(part, part)) for part in parts]
    keys = [key for key, value in expected["report"].items() if kept["report"].get(key) != value]
    found += [Message("fresh.its_changed", part=key) for key in keys]
    paths = [path for path, mark in kept["read"].items() if digest(_found(path, out)) != mark]
    found += [Message("fresh.changed", part=path) for path in paths]
    written = ((f"{name}.{kind}", mark) for kind, mark in kept["wrote"].items())
    others = [path for path, mark in written if digest(f"{out}/{path}") != mark]
    return found + [Message("fresh.not_as_written", path=path) for path in others]


def evidence(out: Path, names: Iterable[str]) -> tuple[dict[str, str], dict[str, str]]:
    """Fingerprints of all files that reports read and wrote, by path."""
    read: dict[str, str] = {}
    wrote: dict[str, str] = {}
    for name in names:
        kept, place = load(out, name), str(_place(out, name))
        wrote |= {place: cache.digest(place), **{f"{out / name}.{kind}": mark for kind, mark in kept["wrote"].items()}}
        wrote |= {_found(path, out): mark for path, mark in kept["read"].items() if path.startswith("./")}
        for path, mark in kept["read"].items():
            if not path.startswith("./") and read.setdefault(_found(path, out), mark) != mark:
                read[_found(path, out)] = "changed between two reports"  # no content has this fingerprint
    return read, wrote


def find_changes(out: Path) -> list[tuple[str, Message]]:
    """Compare every report of a folder with what it would be made from now; its name and each difference.

    Raises
    ------
    InputError : when the folder holds no receipt.
    """
    names = sorted(str(path.relative_to(out)).removesuffix(".receipt.json") for path in out.rglob("*.receipt.json"))
    if not names:
        raise InputError(Problem(str(out), Message("reports.no_receipts")))
    around, known = surroundings(), {report.slug: report for report in load_catalogue()}
    found = []
    for name in names:
        kept = load(out, name)
        report = dict(kept["report"])
        if report["slug"] in known:
            report["title"] = known[report["slug"]].title.of(report["lang"])
            report["question"] = known[report["slug"]].question.of(report["lang"])
        made_from = {**around, "the notebook": source(NOTEBOOKS / report["notebook"])}
        found += [(name, why) for why in reasons({"report": report, "made from": made_from}, out)]
    return found


def source(notebook: Path) -> str:
    """Fingerprint of what a notebook says, whatever output it holds."""
    held = json.loads(notebook.read_text("utf-8"))
    cells = [
        [cell.get("id"), cell["cell_type"], "".join(cell["source"]), cell["metadata"].get("tags")]
        for cell in held["cells"]
    ]
    return cache.digest_text(json.dumps([cells, held["metadata"].get("kernelspec")]))


def _together(parts: object) -> str:
    return cache.digest_text(json.dumps(parts, sort_keys=True))


def _named(read: Mapping[str, str], out: Path) -> dict[str, str]:
    """Name files from the reports' folder (``./``) or the repository, so that a copy elsewhere has the same receipt."""
    named = {}
    for path, mark in read.items():
        if path.startswith(f"{out}{os.sep}") and out != ROOT:
            path = f"./{os.path.relpath(path, out)}"
        elif path.startswith(f"{ROOT}{os.sep}"):
            path = os.path.relpath(path, ROOT)
        named[path] = mark
    return dict(sorted(named.items()))


def _found(name: str, out: Path) -> str:
    return os.path.join(out if name.startswith("./") else ROOT, name)


def _name(receipt: Receipt) -> str:
    return f"{receipt['report']['lang']}/{receipt['report']['slug']}"


def _place(out: Path, name: str) -> Path:
    return out / f"{name}.receipt.json"

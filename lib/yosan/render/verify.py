"""Compares a folder of reports with what they would be made from now, and with what was written there."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from yosan.data import paths
from yosan.data.catalogue import Report, load_catalogue
from yosan.errors import InputError, Problem
from yosan.messages import Message
from yosan.render import files, paper, receipt
from yosan.render.batch import MEMBERS
from yosan.writing import LANGS

_RECEIPT = ".receipt.json"
_ENDINGS = (_RECEIPT, *(f".{kind}" for kind in (*receipt.KINDS, "pdf")))


@dataclass(frozen=True)
class _Folder:
    """A folder of reports: what its list says was written around them, and which reports these are."""

    out: Path
    wrote: Mapping[str, str]
    reports: frozenset[str]

    def names(self) -> dict[str, list[Path]]:
        """Files of every report that is there, by its name, whole or not."""
        found: dict[str, list[Path]] = {}
        for folder in LANGS:
            for path in sorted((self.out / folder).glob("*")):
                ending = next((ending for ending in _ENDINGS if path.name.endswith(ending)), "")
                name = f"{folder}/{path.name.removesuffix(ending)}"
                if ending and f"{folder}/{path.name}" not in self.wrote:
                    found.setdefault(name, []).append(path)
        return found

    def misprinted(self) -> list[str]:
        """Reports on the list with a PDF of another state of their page."""
        pages = (self.out / f"{name}.html" for name in sorted(self.reports))
        pairs = ((page, page.with_suffix(".pdf")) for page in pages)
        return [f"{page.parent.name}/{page.stem}" for page, pdf in pairs if pdf.exists() and not paper.shows(pdf, page)]

    def leftovers(self) -> dict[str, list[Path]]:
        """Files of reports that are not on the list, by the report's name."""
        found = {name: paths for name, paths in self.names().items() if self.wrote and name not in self.reports}
        slugs = {name.partition("/")[2] for name in self.reports}
        for path in sorted((self.out / MEMBERS).glob("*.csv")):
            if self.wrote and path.stem not in slugs:
                found.setdefault(f"{MEMBERS}/{path.name}", []).append(path)
        return found


def _open(out: Path) -> _Folder:
    listed = files.unseal(out / receipt.LISTED)
    return _Folder(out, listed.get("wrote", {}), frozenset(listed.get("reports", ())))


def find_changes(out: Path) -> list[tuple[str, Message]]:
    """Compare every report of a folder with what it would be made from now; its name and each difference.

    Raises
    ------
    InputError : when the folder holds no receipt.
    """
    folder = _open(out)
    receipts = {name for name, paths in folder.names().items() if any(path.name.endswith(_RECEIPT) for path in paths)}
    if not receipts and not folder.wrote:
        raise InputError(Problem(str(out), Message("reports.no_receipts")))
    around, known = receipt.surroundings(), {report.slug: report for report in load_catalogue()}
    leftovers, found = folder.leftovers(), list[tuple[str, Message]]()
    for name in sorted({*receipts, *folder.reports} - leftovers.keys()):
        kept = receipt.load(out, name)
        if not kept:
            found.append((name, Message("fresh.not_as_written", path=name + _RECEIPT)))
        else:
            found += [(name, why) for why in receipt.reasons(_now(kept, around, known), out)]
    if not folder.wrote:
        found.append((receipt.LISTED, Message("fresh.not_as_written", path=receipt.LISTED)))
    others = [page for page, mark in folder.wrote.items() if files.digest(str(out / page)) != mark]
    found += [(page, Message("fresh.not_as_written", path=page)) for page in others]
    found += [(name, Message("fresh.other_page", path=f"{name}.pdf")) for name in folder.misprinted()]
    return found + [(name, Message("fresh.leftover", command="yosan clean --leftovers")) for name in leftovers]


def _now(kept: receipt.Receipt, around: Mapping[str, str], known: Mapping[str, Report]) -> receipt.Receipt:
    """The draft of a receipt, were its report made now."""
    report = dict(kept["report"])
    if report["slug"] in known:
        report["title"] = known[report["slug"]].title.of(report["lang"])
        report["question"] = known[report["slug"]].question.of(report["lang"])
    try:
        source = receipt.source(paths.notebook(report["notebook"]))
    except InputError:
        source = "unreadable"
    return {"report": report, "made from": {**around, "the notebook": source}}


def remove_leftovers(out: Path) -> Iterator[str]:
    """Remove the files of reports that are not on a folder's list, and yield the reports' names.

    Raises
    ------
    InputError : the folder has no list to go by.
    """
    folder = _open(out)
    if not folder.wrote:
        raise InputError(Problem(str(out), Message("reports.no_list")))
    for name, found in folder.leftovers().items():
        for path in found:
            os.unlink(path)
        yield name

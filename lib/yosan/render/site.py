"""The pages around the reports: the gallery that leads to them, and what was taken from which source."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from yosan import __version__
from yosan.data.applicable import list_absent, say_absent
from yosan.data.catalogue import Report, common_title, load_catalogue, load_groups
from yosan.data.listed import load_citations
from yosan.data.project import load_project
from yosan.data.tables import load_table
from yosan.messages import Message
from yosan.render import drawings, own, receipt, template
from yosan.render.jobs import Job
from yosan.root import SHIPPED, project
from yosan.writing import LANGS, Lang

PAGES = ("index.html", "ja/sources.html", "en/sources.html")


@dataclass(frozen=True)
class Listed:
    """A report in one language, as it stands in the build folder; without record when there is no page yet."""

    report: Report
    lang: Lang
    failure: str = ""
    record: Mapping[str, Any] = field(default_factory=dict)
    answer: Mapping[str, Any] = field(default_factory=dict)
    thumbnail: str = ""

    @property
    def name(self) -> str:
        """Its page's place in the folder, without ending."""
        return f"{self.lang}/{self.report.slug}"

    @property
    def title(self) -> str:
        """Its title in its language."""
        return self.report.title.of(self.lang)

    @property
    def headline(self) -> Mapping[str, str]:
        """The first card of the answer: value and caption."""
        return next(iter(self.answer.get("cards", [])), {})

    @property
    def sentence(self) -> str:
        """The answer's first sentence."""
        return first_sentence(self.answer.get("answer", ""))

    @property
    def parameters(self) -> dict[str, Any]:
        """What the report was asked, but for its language and what was left empty."""
        asked = self.record.get("parameters", {})
        return {name: value for name, value in asked.items() if name != "lang" and value != ""}


@dataclass(frozen=True)
class Card:
    """What stands under one heading of the gallery: the reports of one notebook, each asked something else."""

    entries: Sequence[Listed]

    @property
    def title(self) -> str:
        """What its reports have in common."""
        return common_title([entry.title for entry in self.entries])

    def variant(self, entry: Listed) -> str:
        """What tells a report from the others of the card."""
        return entry.title.removeprefix(self.title).lstrip("：: ") or entry.title


@dataclass(frozen=True)
class Use:
    """The reports of one notebook that rest on a source: the first one's page, how many, with how many numbers."""

    slug: str
    title: str
    reports: int
    numbers: int


def pages(jobs: Sequence[Job], failures: Mapping[str, Message], out: Path) -> dict[str, str]:
    """Write the pages around what stands in a build folder, as ``entries`` finds it."""
    return pages_around(entries(jobs, failures, out))


def pages_around(shown: Sequence[Listed], listed: Path | None = None) -> dict[str, str]:
    """Write the gallery, under the questions of a list of reports, and the pages of sources, by place in the folder."""
    marks = {name: mark[:12] for name, mark in receipt.surroundings().items()}
    shared = {"receipt": {"yosan": __version__, **marks}}
    script = template.script("gallery.js")
    policy = template.content_policy(script)
    lacking = list_absent(listed)
    about = {"project": load_project(), "absent": list(say_absent(lacking, lacking))}
    gallery = template.render(
        "gallery.html.j2", groups=_groups(shown, listed), script=script, policy=policy, **about, **shared
    )
    taken, rested = _taken(), _rested(shown)
    every = load_table("sources.csv").fillna("").to_dict("records")
    sources = [one for one in every if project() == SHIPPED or one["source_id"] in rested]
    found = {"index.html": drawings.each_shape_once(gallery)}
    for lang in LANGS:
        used = _used([entry for entry in shown if entry.lang == lang])
        found[f"{lang}/sources.html"] = template.render(
            "sources.html.j2", lang=lang, sources=sources, taken=taken, used=used, policy=policy, **shared
        )
    return found


def first_sentence(answer: str) -> str:
    """Cut an answer after its first sentence.

    >>> first_sentence("It grows by 1.5 %. The rest shrinks."), first_sentence("1.5％伸びる。残りは減る。")
    ('It grows by 1.5 %.', '1.5％伸びる。')
    """
    found = re.match(r".*?(?:。|[.?!](?= |$))", answer)
    return found[0] if found else answer


def entries(
    jobs: Sequence[Job], failures: Mapping[str, Message], out: Path, listed: Path | None = None
) -> list[Listed]:
    """Look up what stands in a build folder.

    Parameters
    ----------
    jobs : what was asked for, in addition to the catalogue's reports that are there.
    failures : what went wrong, by job name.
    listed : the list of reports; the project's without one.
    """
    asked = {job.name: (own.shown(job), job.lang) for job in jobs}
    catalogue = load_catalogue(listed)
    known = {f"{lang}/{report.slug}": (report, lang) for report in catalogue for lang in report.languages}
    known |= {f"{lang}/{report.slug}": (report, lang) for report, lang in own.kept(catalogue, out)}
    found = (_entry(*pair, failures.get(name), out) for name, pair in {**known, **asked}.items())
    return [entry for entry in found if entry.record or entry.name in asked]


def _entry(report: Report, lang: Lang, failed: Message | None, out: Path) -> Listed:
    name, failure = f"{lang}/{report.slug}", failed.of(lang) if failed else ""
    kept = receipt.load_whole(out, name)
    if not kept:
        return Listed(report, lang, failure)
    record, page = (out / f"{name}.{kind}" for kind in ("json", "html"))
    thumbnail = drawings.thumbnail(page.read_text("utf-8"))
    return Listed(report, lang, failure, json.loads(record.read_text("utf-8")), kept["answer"], thumbnail)


def _groups(entries: Iterable[Listed], listed: Path | None) -> dict[Lang, list[tuple[str, list[Card]]]]:
    """Sort entries under the questions they help to answer, by language; those of one notebook share a card."""
    groups = load_groups(listed)
    there = list(entries)
    return {
        lang: [
            (question.of(lang), _cards(found))
            for key, question in groups.items()
            if (found := [entry for entry in there if entry.lang == lang and entry.report.group == key])
        ]
        for lang in LANGS
    }


def _cards(entries: Iterable[Listed]) -> list[Card]:
    found: dict[str, list[Listed]] = {}
    for entry in entries:
        found.setdefault(entry.report.notebook, []).append(entry)
    return [Card(family) for family in found.values()]


def _taken() -> dict[str, list[tuple[str, int, str]]]:
    """What ``data/`` took from each source: table, rows, places."""
    found: dict[str, list[tuple[str, int, str]]] = {}
    for (source_id, table), rows in load_citations().groupby(["source_id", "table"]):
        found.setdefault(source_id, []).append((table, len(rows), "; ".join(rows["locator"].drop_duplicates())))
    return found


def _rested(entries: Iterable[Listed]) -> set[str]:
    """Sources that any number of the reports rests on."""
    numbers = (number for entry in entries for number in entry.record.get("values", {}).values())
    return {source["source_id"] for number in numbers for source in number["sources"]}


def _used(entries: Iterable[Listed]) -> dict[str, list[Use]]:
    """Which reports rest on each source; the guide counts all sources and rests on none."""
    found: dict[str, dict[str, list[tuple[Listed, int]]]] = {}
    for entry in entries:
        if entry.report.group == "guide":
            continue
        numbers = entry.record.get("values", {}).values()
        ids = [source_id for number in numbers for source_id in {s["source_id"] for s in number["sources"]}]
        for source_id in dict.fromkeys(ids):
            family = found.setdefault(source_id, {}).setdefault(entry.report.notebook, [])
            family.append((entry, ids.count(source_id)))
    return {source_id: [_use(family) for family in families.values()] for source_id, families in found.items()}


def _use(family: Sequence[tuple[Listed, int]]) -> Use:
    first, _ = family[0]
    title = common_title([entry.report.title.of(entry.lang) for entry, _ in family])
    return Use(first.report.slug, title, len(family), sum(count for _, count in family))

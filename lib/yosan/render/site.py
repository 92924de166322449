"""The pages around the reports: the gallery that leads to them, and what was taken from which source."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from yosan import __version__
from yosan.data.applicable import list_absent, say_absent
from yosan.data.catalogue import GUIDE, Report, common_title, load_catalogue, load_groups, load_summary
from yosan.data.listed import load_citations
from yosan.data.project import load_project
from yosan.data.tables import load_table
from yosan.messages import Message
from yosan.render import about, answers, drawings, english, own, receipt, search, template
from yosan.render.jobs import Job
from yosan.render.shown import Listed
from yosan.root import SHIPPED, project
from yosan.writing import LANGS, Lang

MANY = 3  # sources from which a publisher has a fold of its own
PAGES = ("index.html", *(f"{lang}/{name}.html" for name in ("summary", "sources") for lang in LANGS))


@dataclass(frozen=True)
class Card:
    """What stands under one heading of the gallery: the reports of one notebook, each asked something else."""

    entries: Sequence[Listed]

    @property
    def title(self) -> str:
        """What its reports have in common."""
        return common_title([entry.title for entry in self.entries])

    @property
    def lines(self) -> list[str]:
        """What the search looks through, of all its reports."""
        return list(dict.fromkeys(line for entry in self.entries for line in entry.lines))

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
    shared: dict[str, Any] = {"receipt": {"yosan": __version__, **marks}}
    taken, rested = _taken(), _rested(shown)
    every = load_table("sources.csv").fillna("").to_dict("records")
    sources = [one for one in every if project() == SHIPPED or one["source_id"] in rested]
    abouts = {lang: about.about(load_project().name.of(lang), lang, rested) for lang in LANGS}
    leading, told = _leading(shown, listed), load_summary(listed)
    gallery = {"leading": leading, "told": told, "abouts": abouts, **_scripted("folds.js", "gallery.js")}
    found = {"index.html": _gallery(shown, listed, **gallery, **shared)}
    shared |= _scripted("folds.js")
    for lang in LANGS:
        used = _used([one for one in shown if one.lang == lang])
        of_sources = {"published": _published(sources), "taken": taken, "used": used, "about": abouts[lang]}
        found[f"{lang}/sources.html"] = template.render("sources.html.j2", lang=lang, **of_sources, **shared)
        found[f"{lang}/summary.html"] = answers.render_summary(leading[lang], told, lang, **shared)
    return {place: english.mark_japanese(page) if place.startswith("en/") else page for place, page in found.items()}


def _scripted(*names: str) -> dict[str, str]:
    script = template.script(*names)
    return {"script": script, "policy": template.content_policy(script)}


def _gallery(shown: Sequence[Listed], listed: Path | None, **shared: Any) -> str:
    groups, lacking = _groups(shown, listed), list_absent(listed)
    page = template.render(
        "gallery.html.j2",
        groups=groups,
        searched=_index(groups),
        project=load_project(),
        absent=list(say_absent(lacking, lacking)),
        **shared,
    )
    around, begin, rest = page.partition('<div id="en"')
    there, end, other = rest.partition('<div id="ja"')
    return drawings.each_shape_once("".join((around, begin, english.mark_japanese(there), end, other)))


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
    record, page = ((out / f"{name}.{kind}").read_text("utf-8") for kind in ("json", "html"))
    drawn = drawings.thumbnail(page), answers.opening(page)
    # a user may have thousands of reports of one notebook, and what they have in common is said once
    lines = () if own.MARK in report.slug else search.lines_of(page)
    return Listed(report, lang, failure, json.loads(record), kept["answer"], *drawn, lines)


def _index(groups: Mapping[Lang, Sequence[tuple[str, Sequence[Card]]]]) -> dict[str, Any]:
    """What the search of the gallery needs, by language: the index, and words to try where nothing is found."""
    terms, found = load_table("glossary.csv"), dict[str, Any]()
    for lang in LANGS:
        pages = {card.entries[0].name: card.lines for _, cards in groups[lang] for card in cards}
        found[lang] = {"index": search.write_index(pages), "try": search.suggest(terms[lang], pages)}
    return found


def _leading(shown: Iterable[Listed], listed: Path | None) -> dict[Lang, list[Listed]]:
    """The reports whose answers the summary joins, by language, as far as they are there."""
    known = {entry.name: entry for entry in shown if entry.sentence}
    slugs = load_summary(listed).reports
    return {lang: [known[name] for slug in slugs if (name := f"{lang}/{slug}") in known] for lang in LANGS}


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


def _published(sources: Sequence[Mapping[str, str]]) -> list[tuple[str, list[Mapping[str, str]]]]:
    """Sources by who published them, most of them first; those of publishers of few come last, under no name."""
    count = Counter(one["publisher"] for one in sources)
    found: dict[str, list[Mapping[str, str]]] = {name: [] for name, many in count.most_common() if many >= MANY}
    for one in sources:
        found.setdefault(one["publisher"] if count[one["publisher"]] >= MANY else "", []).append(one)
    return list(found.items())


def _taken() -> dict[str, list[tuple[str, int, str]]]:
    """What ``data/`` took from each source: table, rows, places."""
    found: dict[str, list[tuple[str, int, str]]] = {}
    for (source_id, table), rows in load_citations().groupby(["source_id", "table"]):
        found.setdefault(source_id, []).append((table, len(rows), "; ".join(rows["locator"].drop_duplicates())))
    return found


def _rested(entries: Iterable[Listed]) -> set[str]:
    """Sources that any number of the reports rests on."""
    return {source for entry in entries for source in about.rested_on(entry.record.get("values", {}))}


def _used(entries: Iterable[Listed]) -> dict[str, list[Use]]:
    """Which reports rest on each source; the guide counts all sources and rests on none."""
    found: dict[str, dict[str, list[tuple[Listed, int]]]] = {}
    for entry in entries:
        if entry.report.group == GUIDE:
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

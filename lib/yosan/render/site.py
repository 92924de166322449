"""The pages around the reports: the gallery that leads to them, and what was taken from which source."""

from __future__ import annotations

import json
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
from yosan.render import about, answers, drawings, own, receipt, search, template
from yosan.render.jobs import Job
from yosan.render.shown import Listed
from yosan.root import SHIPPED, project
from yosan.writing import LANGS, Lang

PAGES = ("index.html", *(f"{lang}/{name}.html" for name in ("summary", "sources") for lang in LANGS))


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
    groups = _groups(shown, listed)
    leading, told = _leading(shown, listed), load_summary(listed)
    gallery = template.render(
        "gallery.html.j2",
        groups=groups,
        searched=_index(groups),
        leading=leading,
        told=told,
        project=load_project(),
        absent=list(say_absent(lacking, lacking)),
        script=script,
        policy=policy,
        **shared,
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
        found[f"{lang}/summary.html"] = answers.render_summary(leading[lang], told, lang, policy=policy, **shared)
    return found


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


def _index(groups: Mapping[Lang, Sequence[tuple[str, Sequence[Listed]]]]) -> dict[str, Any]:
    """What the search of the gallery needs, by language: the index, and words to try where nothing is found."""
    terms, found = load_table("glossary.csv"), dict[str, Any]()
    for lang in LANGS:
        pages = {entry.name: entry.lines for _, entries in groups[lang] for entry in entries}
        found[lang] = {"index": search.write_index(pages), "try": search.suggest(terms[lang], pages)}
    return found


def _leading(shown: Iterable[Listed], listed: Path | None) -> dict[Lang, list[Listed]]:
    """The reports whose answers the summary joins, by language, as far as they are there."""
    known = {entry.name: entry for entry in shown if entry.sentence}
    slugs = load_summary(listed).reports
    return {lang: [known[name] for slug in slugs if (name := f"{lang}/{slug}") in known] for lang in LANGS}


def _groups(entries: Iterable[Listed], listed: Path | None) -> dict[Lang, list[tuple[str, list[Listed]]]]:
    """Sort entries under the questions they help to answer, by language."""
    groups = load_groups(listed)
    there = list(entries)
    return {
        lang: [
            (question.of(lang), found)
            for key, question in groups.items()
            if (found := [entry for entry in there if entry.lang == lang and entry.report.group == key])
        ]
        for lang in LANGS
    }


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

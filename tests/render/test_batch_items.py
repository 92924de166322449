"""One report for each ministry and year of a table of official items: the parts say what the whole table says."""

from __future__ import annotations

from pathlib import Path

import pytest

from repository import NOTEBOOKS, ROOT
from run import Ran, run
from yosan.data.catalogue import load_catalogue
from yosan.data.items_mof import load_items, split_items
from yosan.errors import InputError
from yosan.render import batch, jobs, summary
from yosan.render.jobs import Job

ALL = ROOT / "examples/state-budget/data/budget/items_mof.csv.xz"
REPORTS = {report.slug: report for report in load_catalogue()}


def declared(slug: str) -> tuple[jobs.Parameter, ...]:
    return jobs.declared_parameters(jobs.parameters_cell(NOTEBOOKS / REPORTS[slug].notebook))


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, batch.Parts]:
    out = tmp_path_factory.mktemp("parts")
    return out, batch._take_items_apart(ALL, out)


def test_each_ministry_and_year_is_a_part(parts: tuple[Path, batch.Parts]) -> None:
    out, made = parts
    ministries = {part_id.rpartition("-")[0] for part_id in made.consortium_ids}
    whole = [m for m in ministries if sum(p.rpartition("-")[0] == m for p in made.consortium_ids) == 10]
    assert (len(ministries), len(whole), len(made.consortium_ids)) == (19, 17, 177)
    assert {path.stem for path in (out / batch.MEMBERS).iterdir()} == set(made.consortium_ids)


def test_a_job_is_told_its_ministry_and_year(tmp_path: Path) -> None:
    listed: list[Job] = list(batch.jobs(REPORTS["items"], declared("items"), ["meti-2020"], ["ja", "en"], tmp_path))
    assert [one.name for one in listed] == ["ja/meti-2020", "en/meti-2020"]
    given = {"file": "members/meti-2020.csv", "ministry": "meti", "fiscal_year": 2020, "lang": "ja"}
    assert listed[0].parameters == given


def test_a_notebook_about_neither_is_refused() -> None:
    assert batch.kind_of(REPORTS["items"], declared("items")) == batch.ITEMS
    assert batch.kind_of(REPORTS["consortium"], declared("consortium")) == batch.CONSORTIA
    with pytest.raises(InputError, match="no consortium_id"):
        batch.kind_of(REPORTS["whole-year"], declared("whole-year"))


@pytest.mark.parametrize("part_id", ["meti-2023", "diet-2017", "digital-2022"])
def test_a_part_publishes_what_the_whole_table_does(
    part_id: str, parts: tuple[Path, batch.Parts], monkeypatch: pytest.MonkeyPatch, undrawn: None
) -> None:
    everything = load_items(ALL)
    ministry, _, year = part_id.rpartition("-")

    def made(file: Path) -> Ran:
        return run("12_items.ipynb", lang="en", file=str(file), ministry=ministry, fiscal_year=int(year))

    part = made(parts[0] / batch.MEMBERS / f"{part_id}.csv")
    monkeypatch.setattr("yosan.data.items_mof.load_items", lambda _: everything)
    whole = made(ALL)
    assert part.page.published == whole.page.published


def test_the_summary_adds_no_years_and_compares_no_ranks(tmp_path: Path) -> None:
    numbers = {"amount.total": {"value": 1, "unit": "oku"}, "amount.1.2": {"value": 1, "unit": "oku"}}
    rows = [summary.Summed(one, numbers, []) for one in ("meti-2019", "meti-2020")]
    assert summary._units(rows, batch.ITEMS) == {"amount.total": "oku"}
    assert list(summary._units(rows, batch.CONSORTIA)) == ["amount.total", "amount.1.2"]
    summary.write_summary([], [], ("en",), tmp_path, kind=batch.ITEMS)
    assert "Reports by ministry and year" in (tmp_path / "index.html").read_text("utf-8")
    assert "Total" not in (tmp_path / "index.html").read_text("utf-8")
    assert (tmp_path / "summary.csv").read_text("utf-8-sig") == "report\n"


def test_a_file_that_is_no_table_of_items_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "members.csv"
    path.write_text("consortium_id,member_id\n", "utf-8")
    refused = batch._take_items_apart(path, tmp_path)
    assert "columns consortium_id" in str(refused.problems[0])
    assert next(split_items(ALL))[0] == "imperial-2017"

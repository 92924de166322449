"""A report on a user's own file has a name of its own, and stays in the gallery."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from yosan.data.catalogue import load_catalogue
from yosan.render import own
from yosan.render.jobs import Job

pytestmark = pytest.mark.builds
NOTEBOOKS = {"mine": "print(open(file).read())"}


@pytest.fixture(scope="module")
def house(make_house: Any) -> Any:
    return make_house(NOTEBOOKS)


def pages(house: Any) -> dict[str, bytes]:
    return {
        path.stem: path.read_bytes()
        for path in (house.out / "en").glob("*.html")
        if path.stem not in ("sources", "summary")
    }


def test_a_users_report_and_the_default_one_never_overwrite_each_other(house: Any) -> None:
    (house.root / "丸.txt").write_text("丸", "utf-8")
    (house.root / "at-cap.txt").write_text("at-cap", "utf-8")
    assert house.run("build", "mine", "-p", "file=丸.txt").returncode == 0
    (own_page,) = pages(house).items()
    assert house.run("build").returncode == 0
    built = pages(house)
    assert own_page in built.items()
    assert set(built) == {"mine", "mine--丸"}
    assert house.run("build", "mine", "-p", "file=at-cap.txt").returncode == 0
    assert built.items() < pages(house).items()
    assert set(pages(house)) == {"mine", "mine--丸", "mine--at-cap"}
    gallery = (house.out / "index.html").read_text("utf-8")
    assert "<h2>Your consortia</h2>" in gallery
    assert "<h2>あなたの連携体</h2>" in gallery
    for lang, title in (("en", '<span lang="ja">丸</span>'), ("ja", "丸")):
        assert f'<a href="{lang}/mine--丸.html">{title}</a>' in gallery  # below the notebook's name
    assert "<title>mine: 丸" in (house.out / "en/mine--丸.html").read_text("utf-8")
    assert house.verified() == []


def named(file: str, **given: str) -> Job:
    """The job on a user's file, named after it."""
    report = next(report for report in load_catalogue() if report.slug == "consortium")
    return own.name_after_file(Job(report, "en", {"file": file, **given}, ()))


def test_a_long_name_and_a_consortium_of_the_file_make_a_name_that_leads_nowhere_else() -> None:
    assert named("/home/me/at-cap.csv").report.slug == "consortium--at-cap"
    assert named("data/consortia/seed-two-firms.csv").report.slug == "consortium"
    long = named(f"/home/me/{'丸' * 70}.csv").report.slug
    assert len(long) < 80
    assert long != named(f"/home/me/{'丸' * 71}.csv").report.slug
    one = named("/home/me/many2020.csv", consortium_id="../7")
    assert one.report.slug.startswith("consortium--many2020--")
    assert Path(one.report.slug).name == one.report.slug
    assert one.title.endswith(": many2020 / ../7")
    assert own.shown(one).group == own.YOURS

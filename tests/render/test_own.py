"""A report on a user's own file has a name of its own, and stays in the gallery."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

NOTEBOOKS = {"mine": "print(open(file).read())"}


@pytest.fixture(scope="module")
def house(make_house: Any) -> Any:
    return make_house(NOTEBOOKS)


def pages(house: Any) -> set[str]:
    return {path.stem for path in (house.out / "en").glob("*.html")} - {"sources"}


def test_a_users_report_and_the_default_one_never_overwrite_each_other(house: Any) -> None:
    assert house.run("build").returncode == 0
    default = (house.out / "en/mine.html").read_bytes()
    for name in ("丸.txt", "at-cap.txt", "丸" * 70 + ".txt"):
        (house.root / name).write_text(name, "utf-8")
        assert house.run("build", "mine", "-p", f"file={name}").returncode == 0
    assert {"mine", "mine--丸", "mine--at-cap"} < pages(house)
    assert len(pages(house)) == 4
    assert (house.out / "en/mine.html").read_bytes() == default
    own = {name: (house.out / f"en/{name}.html").read_bytes() for name in pages(house)}
    assert house.run("build", "--force").returncode == 0
    assert {name: (house.out / f"en/{name}.html").read_bytes() for name in own} == own
    gallery = (house.out / "index.html").read_text("utf-8")
    assert "<h2>Your consortia</h2>" in gallery
    assert "<h2>あなたの連携体</h2>" in gallery
    for lang, title in (("en", "mine: 丸"), ("ja", "mine：丸")):
        assert f'<a href="{lang}/mine--丸.html">{title}</a>' in gallery
    assert "<title>mine: 丸" in (house.out / "en/mine--丸.html").read_text("utf-8")
    assert house.verified() == []


def test_a_consortium_of_the_file_is_named_too(house: Any) -> None:
    (house.root / "many2020.txt").write_text("many")
    assert house.run("build", "mine", "-p", "file=many2020.txt", "-p", "consortium_id=../7").returncode == 0
    (found,) = (house.out / "en").glob("mine--many2020--*.html")
    assert found.parent == Path(house.out / "en")
    assert "<title>mine: many2020 / ../7" in found.read_text("utf-8")

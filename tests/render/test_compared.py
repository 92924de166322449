"""What moved between two folders of reports, by how much, and which of their inputs changed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from yosan.cli.main import main
from yosan.errors import InputError
from yosan.render import compared, files

READ = {
    "data/rules/fy2020-request.yaml": "a",
    "data/budget/amounts.csv": "b",
    "shipped:data/sources.csv": "c",
    "notebooks/texts/x.yml": "d",
    "data/rules/": "many names",
}
MADE = {"the library": "1", "the template": "1", "the notebook": "1", "Python or its packages": "1"}
VALUES = {
    "award.total": (64_000_000, "yen"),
    "growth.total": (0.150632, "ratio"),
    "range": ([1, 2], "yen"),
    "kpi": ("majority", "count"),
}


def write(
    out: Path,
    values: Mapping[str, tuple[Any, str]] = VALUES,
    read: Mapping[str, str] = READ,
    made: Mapping[str, str] = MADE,
    slug: str = "consortium",
    **parameters: object,
) -> Path:
    """A report as a build leaves it."""
    numbers = {name: {"value": value, "unit": unit, "sources": []} for name, (value, unit) in values.items()}
    for lang in ("ja", "en"):
        report = {"slug": slug, "lang": lang, "parameters": {"lang": lang, **parameters}, "notebook": "x.ipynb"}
        record = json.dumps({"slug": slug, "lang": lang, "parameters": report["parameters"], "values": numbers})
        wrote = {kind: files.write_file(out / lang / f"{slug}.{kind}", record) for kind in ("html", "json")}
        receipt = {"report": report, "made from": dict(made), "read": dict(read), "wrote": wrote}
        files.write_file(out / lang / f"{slug}.receipt.json", files.sealed(receipt))
    return out


def test_equal_folders_have_no_moves(tmp_path: Path) -> None:
    found = compared.compare(write(tmp_path / "a"), write(tmp_path / "b"))
    assert (found.moves, found.only_old, found.only_new, found.reports) == ((), (), (), 1)


def test_a_move_says_by_how_much_and_which_inputs_changed(tmp_path: Path) -> None:
    values = {**VALUES, "award.total": (63_000_000, "yen"), "growth.total": (0.16, "ratio")}
    read = {**READ, "data/rules/fy2020-request.yaml": "z", "data/rules/": "other names"}
    found = compared.compare(write(tmp_path / "a"), write(tmp_path / "b", values, read, draws=5))
    assert [(move.name, move.old, move.new) for move in found.moves] == [
        ("award.total", 64_000_000, 63_000_000),
        ("growth.total", 0.150632, 0.16),
    ]
    assert [(cause.kind, cause.name) for cause in found.moves[0].causes] == [
        ("rules", "data/rules/fy2020-request.yaml"),
        ("parameters", "draws"),
    ]
    assert found.moves[0].told("en")["change"] == "−¥1,000,000"
    assert found.moves[1].told("ja") == {
        "name": "growth.total",
        "old": "15.1％",
        "new": "16.0％",
        "change": "+0.9ポイント",
    }


@pytest.mark.parametrize(
    ("old", "new", "unit", "told"),
    [
        (0.42325, 0.42370, "ratio", ("42.33%", "42.37%", "+0.05 pp")),  # by half a tenth: ±0.0 would be none
        (0.133387, 0.133245, "ratio", ("13.34%", "13.32%", "−0.01 pp")),
        (0.151, 0.151_000_4, "ratio", ("15.10000%", "15.10004%", "+0.00004 pp")),
        (0.150632, 0.150633, "ratio", ("15.0632%", "15.0633%", "+0.0001 pp")),
        ([3755, 3757], [3759, 3761], "oku", ("¥375.5 to ¥375.7 bn", "¥375.9 to ¥376.1 bn", "")),
        (None, 5, "count", ("", "5", "")),
        ("majority", "none", "count", ("majority", "none", "")),
    ],
)
def test_a_move_has_as_many_decimals_as_show_it(
    tmp_path: Path, old: object, new: object, unit: str, told: tuple[str, str, str]
) -> None:
    before, after = ({} if value is None else {"x": (value, unit)} for value in (old, new))
    (move,) = compared.compare(write(tmp_path / "a", before), write(tmp_path / "b", after)).moves
    assert move.told("en") == dict(zip(compared.HEADS, ("x", *told), strict=True))


@pytest.mark.parametrize(
    ("read", "made", "kind"),
    [
        ({"data/budget/amounts.csv": "z"}, {}, "data"),
        ({"/elsewhere/mine.yaml": "z"}, {}, "rules"),
        ({"/elsewhere/members.csv": "z"}, {}, "data"),
        ({"notebooks/texts/x.yml": "z"}, {}, "code"),
        ({}, {"the library": "2"}, "code"),
        ({}, {"Python or its packages": "2"}, "code"),
    ],
)
def test_every_input_is_of_one_kind(tmp_path: Path, read: dict[str, str], made: dict[str, str], kind: str) -> None:
    values = {**VALUES, "award.total": (1, "yen")}
    after = write(tmp_path / "b", values, {**READ, **read}, {**MADE, **made})
    (move,) = compared.compare(write(tmp_path / "a"), after).moves
    assert [cause.kind for cause in move.causes] == [kind]


def test_a_shipped_file_is_the_same_as_a_copy_in_a_project(tmp_path: Path) -> None:
    read = {name.removeprefix("shipped:"): mark for name, mark in READ.items()}
    (move,) = compared.compare(
        write(tmp_path / "a"), write(tmp_path / "b", {**VALUES, "kpi": ("x", "count")}, read)
    ).moves
    assert (move.causes, move.change, move.told("en")["change"]) == ((), None, "")


def test_values_and_reports_that_one_side_lacks_are_told(tmp_path: Path) -> None:
    old = write(write(tmp_path / "a"), slug="gone")
    new = write(write(tmp_path / "b", {"award.total": (64_000_000, "yen"), "more": (1, "count")}), slug="come")
    found = compared.compare(old, new)
    assert (found.only_old, found.only_new) == (("gone",), ("come",))
    assert [(move.name, move.old, move.new) for move in found.moves] == [
        ("growth.total", 0.150632, None),
        ("range", [1, 2], None),
        ("kpi", "majority", None),
        ("more", None, 1),
    ]
    assert "reports that both have: 1; of these moved: 1; values that moved: 4" in [
        str(said) for said in compared.summary(found)
    ]


def test_a_project_is_compared_by_the_reports_that_it_built(tmp_path: Path) -> None:
    project = tmp_path / "project"
    write(project / "reports" / "build", {**VALUES, "award.total": (1, "yen")})
    (project / "yosan.toml").write_text("", "utf-8")
    assert len(compared.compare(write(tmp_path / "a"), project).moves) == 1


def test_a_folder_without_reports_and_a_damaged_report_are_told_at_once(tmp_path: Path) -> None:
    damaged = write(tmp_path / "b")
    (damaged / "en" / "consortium.json").write_text("{}", "utf-8")
    with pytest.raises(InputError) as caught:
        compared.compare(tmp_path / "none", damaged)
    said = [str(problem) for problem in caught.value.problems]
    assert len(said) == 2
    assert "no receipts" in said[0]
    assert "a report that is not as it was written" in said[1]


def test_the_command_prints_a_table_or_json_and_writes_a_page(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    values = {**VALUES, "award.total": (63_000_000, "yen"), "<b>": (1, "count")}
    command = ["compare", str(write(tmp_path / "a")), str(write(tmp_path / "b", values)), "--lang", "en"]
    page = tmp_path / "moved.html"
    assert main([*command, "--page", str(page)]) == 0
    printed = capsys.readouterr().out
    assert all(word in printed for word in ("consortium", "award.total", "−¥1,000,000", "no input on record changed"))
    assert "−¥1,000,000" in page.read_text("utf-8")
    assert "<b>" not in page.read_text("utf-8")
    (own := tmp_path / "own.csv").write_text("mine", "utf-8")
    assert main([*command, "--page", str(own)]) == 2
    assert "not named as HTML" in capsys.readouterr().err
    assert own.read_text("utf-8") == "mine"
    assert main([*command, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [(move["name"], move["change"]) for move in found["moves"]] == [("award.total", -1_000_000), ("<b>", None)]
    assert main(["compare", str(tmp_path / "none"), str(tmp_path / "a")]) == 2

"""What a command ends with where its input is found wrong late, and in encodings that lack a letter."""

import json
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from matplotlib.axes import Axes

from hostile.hostile import members
from yosan.cli.main import main
from yosan.data.consortia import load_consortium
from yosan.data.rules import load_rules
from yosan.explore.consortium import vary_costs
from yosan.show.award_figures import curves
from yosan.show.figures import bars, lines
from yosan.show.svg import drawings
from yosan.subsidy.award.award import compute_awards

STRANGE = ["🏭", "\u0e01", "𠮷野家", "חברה", "A"]
WRONG = """from yosan.errors import InputError, Problem
from yosan.messages import Message
raise InputError(Problem("file", Message("errors.no_file")))"""


def rows(table: pd.DataFrame) -> Axes:
    return bars(table, "count", lang="en")


def named(table: pd.DataFrame) -> Axes:
    years = pd.DataFrame({"year": [2019, 2020], **{label: [1, 2] for label in table["label"]}})
    return lines(years, {label: label for label in table["label"]}, "count", lang="en")


@pytest.fixture(scope="module")
def house(make_house: Any) -> Any:
    return make_house({"wrong": WRONG, "broken": "1 / 0"})


@pytest.mark.builds
@pytest.mark.parametrize(("slug", "code"), [("wrong", 2), ("broken", 1)])
def test_a_parameter_that_a_report_finds_wrong_ends_as_one_that_a_check_finds(house: Any, slug: str, code: int) -> None:
    assert house.run("build", slug, "--lang", "en").returncode == code


@pytest.mark.parametrize("encoding", ["ascii", "cp932", "latin-1", "utf-8"])
def test_an_encoding_that_lacks_a_letter_stops_no_command_and_spoils_no_json(
    encoding: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "members.csv"
    file.write_bytes(members("K🏭", "1é", "𠮷野家 ©"))
    for form, option in (("text", "--lang=ja"), ("json", "--json")):
        with open(tmp_path / form, "w", encoding=encoding) as stream:
            monkeypatch.setattr(sys, "stdout", stream)
            assert main(["award", str(file), "--type", "inter_firm", option]) == 0
    assert ("K🏭" if encoding == "utf-8" else "K\\ud83c\\udfed") in (tmp_path / "text").read_text(encoding)
    (consortium,) = json.loads((tmp_path / "json").read_text(encoding))["consortia"]
    assert (consortium["consortium_id"], consortium["awards"][0]["member_id"]) == ("K🏭", "1é")


@pytest.mark.parametrize("kind", [rows, named])
def test_no_letter_stops_a_figure(kind: Any) -> None:
    assert drawings(kind(pd.DataFrame({"label": STRANGE, "value": [1.0] * len(STRANGE)})), "").count("<svg") == 2


def test_a_name_without_glyphs_leaves_the_explorers_figure_in_place(tmp_path: Path) -> None:
    file = tmp_path / "members.csv"
    file.write_bytes(members("K", "🏭\u0e01", "👨‍👩‍👧 חברה"))
    lines, now = vary_costs(
        compute_awards(load_consortium(str(file)).members, load_rules("fy2020-request", "inter_firm"))
    )
    assert drawings(curves(lines, now, "cost", lang="en"), "").count("<svg") == 2

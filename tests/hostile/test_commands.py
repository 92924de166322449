"""What a command ends with where its input is found wrong late, and in encodings that lack a letter."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from hostile.hostile import members
from yosan.data.consortia import load_consortium
from yosan.data.rules import load_rules
from yosan.explore.consortium import vary_costs
from yosan.show.award_figures import curves
from yosan.show.svg import drawings
from yosan.subsidy.award.award import compute_awards

WRONG = """from yosan.errors import InputError, Problem
from yosan.messages import Message
raise InputError(Problem("file", Message("errors.no_file")))"""


@pytest.fixture(scope="module")
def house(make_house: Any) -> Any:
    return make_house({"wrong": WRONG, "broken": "1 / 0"})


@pytest.mark.parametrize(("slug", "code"), [("wrong", 2), ("broken", 1)])
def test_a_parameter_that_a_report_finds_wrong_ends_as_one_that_a_check_finds(house: Any, slug: str, code: int) -> None:
    assert house.run("build", slug, "--lang", "en").returncode == code


def test_an_encoding_that_lacks_a_letter_stops_no_command(tmp_path: Path) -> None:
    file = tmp_path / "members.csv"
    file.write_bytes(members("K🏭", "1é", "𠮷野家 ©"))
    command = [sys.executable, "-c", "import sys; from yosan.cli.main import main; sys.exit(main())"]
    done = subprocess.run(
        [*command, "award", str(file), "--type", "inter_firm"],
        env={**os.environ, "PYTHONIOENCODING": "cp932", "LC_ALL": "ja_JP.UTF-8"},
        capture_output=True,
    )
    assert done.returncode == 0, done.stderr
    assert "野家" in done.stdout.decode("cp932")
    assert b"\\U0001f3ed" in done.stdout


def test_a_name_without_glyphs_leaves_the_explorers_figure_in_place(tmp_path: Path) -> None:
    file = tmp_path / "members.csv"
    file.write_bytes(members("K", "🏭\u0e01", "👨‍👩‍👧 חברה"))
    lines, now = vary_costs(
        compute_awards(load_consortium(str(file)).members, load_rules("fy2020-request", "inter_firm"))
    )
    assert drawings(curves(lines, now, "cost", lang="en"), "").count("<svg") == 2

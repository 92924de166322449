"""The subsidy commands: the seed's figures as JSON, tables with reasons, and messages instead of tracebacks."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from repository import DATA
from yosan.cli import check, collecting, subsidy
from yosan.cli.main import main
from yosan.data.members import load_members
from yosan.data.rules import load_vintages
from yosan.errors import InputError
from yosan.subsidy.rules.vintage import Vintage

SAMPLES = DATA / "consortia"
SEED, AT_CAP = str(SAMPLES / "seed-two-firms.csv"), str(SAMPLES / "seed-two-firms-at-cap.csv")
Run = Callable[..., str]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command of this module and give what it printed."""

    def call(*argv: str) -> str:
        parser = argparse.ArgumentParser()
        commands = parser.add_subparsers(required=True)
        subsidy.register(commands)
        collecting.register(commands)
        arguments = parser.parse_args(argv)
        assert arguments.run(arguments) == 0
        return capsys.readouterr().out

    return call


def awarded(run: Run, *argv: str) -> int:
    return int(json.loads(run("award", *argv, "--json"))["consortia"][0]["award_yen"])


@pytest.mark.parametrize(
    ("vintage", "kind", "readings", "award_yen"),
    [
        ("fy2020-request", "inter_firm", (), 54_300_000),
        ("fy2020-request", "inter_firm", ("uplift_scope=consortium",), 60_966_666),
        ("fy2020-enacted", "inter_firm", (), 40_000_000),
        ("fy2019-call", "data_sharing", (), 44_300_000),
        ("fy2019-call", "data_sharing", ("uplift_scope=member", "rounding_unit=1000"), 44_300_000),
    ],
)
def test_the_seeds_two_firms(run: Run, vintage: str, kind: str, readings: tuple[str, ...], award_yen: int) -> None:
    chosen = [word for reading in readings for word in ("--reading", reading)]
    assert awarded(run, SEED, "--vintage", vintage, "--type", kind, *chosen) == award_yen


def test_solving_resolves_the_readings_of_each_type_and_vintage_once(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    resolved: Counter[str] = Counter()
    resolve = Vintage.resolve

    def counted(self: Vintage, chosen: Mapping[str, str] | None = None) -> dict[str, str]:
        resolved[self.vintage_id] += 1
        return resolve(self, chosen)

    monkeypatch.setattr(Vintage, "resolve", counted)
    run("solve", SEED, "--target", "64000000")
    assert resolved == {vintage_id: len(vintage.types) for vintage_id, vintage in load_vintages().items()}


def test_two_firms_at_the_cap_get_3000_man_yen_each_and_a_pool_of_400(run: Run) -> None:
    assert awarded(run, AT_CAP, "--type", "inter_firm") == 64_000_000
    one = json.loads(run("award", AT_CAP, "--type", "inter_firm", "--allocation", "lead_first", "--json"))
    assert [row["award_yen"] for row in one["consortia"][0]["awards"]] == [32_000_000, 32_000_000]


def test_the_json_of_an_award_has_the_promised_shape(run: Run) -> None:
    found = json.loads(run("award", SEED, "--type", "inter_firm", "--json"))
    assert list(found) == ["vintage", "type", "readings", "consortia"]
    assert (found["vintage"], found["type"]) == ("fy2020-request", "inter_firm")
    assert found["readings"]["uplift_scope"] == "member"
    (consortium,) = found["consortia"]
    assert {key: value for key, value in consortium.items() if key != "awards"} == {
        "consortium_id": "seed",
        "status": "ok",
        "reason": "",
        "members": 2,
        "eligible_cost_yen": 110_000_000,
        "award_yen": 54_300_000,
        "own_burden_yen": 55_700_000,
    }
    assert consortium["awards"][0] == {
        "member_id": "A",
        "rate": "2/3",
        "by_rate_yen": 46_666_666,
        "award_yen": 34_300_000,
        "binding": "pool",
    }


def test_without_a_type_all_types_come_best_first(run: Run) -> None:
    found = json.loads(run("award", SEED, "--json"))
    assert [each["type"] for each in found] == ["inter_firm", "supply_chain", "local_government"]
    awards_yen = [each["consortia"][0]["award_yen"] for each in found]
    assert awards_yen == sorted(awards_yen, reverse=True)


def test_a_single_member_is_ineligible_with_the_rules_limit_not_an_error(run: Run, tmp_path: Path) -> None:
    alone = tmp_path / "alone.csv"
    alone.write_text("\n".join(Path(SEED).read_text("utf-8").splitlines()[:2]), "utf-8")
    (consortium,) = json.loads(run("award", str(alone), "--type", "inter_firm", "--json"))["consortia"]
    assert (consortium["status"], consortium["award_yen"]) == ("ineligible", 0)
    assert consortium["reason"] == "fewer members than the rule asks for: 1, at least 2"
    assert consortium["awards"][0]["binding"] == "ineligible"


def test_a_type_that_nobody_can_apply_for_is_named_once_and_one_that_is_asked_for_says_what_is_missing(
    run: Run,
) -> None:
    every = run("award", SEED)
    assert every.count("local_government") == 1
    assert "nobody here can apply, no local support is stated in the file" in " ".join(every.split())
    asked = run("award", SEED, "--type", "local_government")
    assert asked.count("no local support is stated in the file") == 2  # for each member
    assert "nobody here can apply" not in asked


def test_a_file_that_earns_more_than_the_target_is_told_so(run: Run) -> None:
    assert "already earn 54,300,000 yen, 4,300,000 more than the target" in run("solve", SEED, "--target", "50000000")
    assert "already earn" not in run("solve", SEED, "--target", "64000000")


def test_a_wrong_consortium_does_not_keep_the_others_from_their_awards(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    head, *rows = Path(SEED).read_text("utf-8").splitlines()
    wrong = [row.replace("seed", "wrong", 1).replace("70000000", "much") for row in rows]
    file = tmp_path / "members.csv"
    file.write_text("\n".join([head, *wrong, *rows]), "utf-8")
    assert main(["award", str(file), "--type", "inter_firm", "--json"]) == 2
    printed = capsys.readouterr()
    (consortium,) = json.loads(printed.out)["consortia"]
    assert (consortium["consortium_id"], consortium["award_yen"]) == ("seed", 54_300_000)
    assert "row 2" in printed.err
    file.write_text("\n".join([head, *wrong]), "utf-8")
    assert main(["award", str(file)]) == 2
    assert capsys.readouterr().out == ""


def test_people_read_the_reason_and_what_a_reading_would_change(run: Run) -> None:
    text = run("award", SEED, "--type", "inter_firm")
    assert "54,300,000 yen" in text
    assert "the pool is used up" in text
    assert "if read uplift_scope=consortium" in text
    assert "60,966,666 yen (+6,666,666)" in text
    assert "sme_share_boundary" not in text  # it moves nothing here


def test_names_are_printed_as_they_are(run: Run, tmp_path: Path) -> None:
    marked = tmp_path / "marked.csv"
    marked.write_text(Path(SEED).read_text("utf-8").replace("A社", "[bold]社"), "utf-8")
    assert "[bold]社" in run("award", str(marked), "--type", "inter_firm")


def test_the_json_of_a_solution_has_the_promised_shape(run: Run) -> None:
    found = json.loads(run("solve", AT_CAP, "--target", "６４,000,000", "--json"))
    assert found == {
        "target_yen": 64_000_000,
        "status": "ok",
        "eligible_cost_yen": 128_000_000,
        "award_yen": 64_000_000,
        "split": [
            {"member_id": "A", "eligible_cost_yen": 68_000_000, "award_yen": 34_000_000},
            {"member_id": "B", "eligible_cost_yen": 60_000_000, "award_yen": 30_000_000},
        ],
    }


def test_an_unreachable_target_gives_the_most_and_the_reason(run: Run) -> None:
    arguments = ("solve", AT_CAP, "--target", "99000000", "--type", "supply_chain")
    found = json.loads(run(*arguments, "--json"))
    assert (found["status"], found["award_yen"]) == ("unreachable", 20_000_000)
    assert "out of reach (the consortium's cap); the most is 20,000,000 yen" in run(*arguments)


def test_people_read_the_split_the_certificate_and_the_levers(run: Run) -> None:
    text = run("solve", SEED, "--target", "54300000", "--type", "inter_firm", "--min-cost", "1000000")
    for words in ("least investment", "54,299,999", "one more member", "certification of B", "fy2019-call"):
        assert words in text, words
    assert "A's cost from 51,450,000 yen on leaves the award at 54,300,000 yen" in text


def test_one_of_several_consortia_is_chosen(run: Run, tmp_path: Path) -> None:
    both = tmp_path / "both.csv"
    rows = Path(SEED).read_text("utf-8").splitlines() + Path(AT_CAP).read_text("utf-8").splitlines()[1:]
    both.write_text("\n".join(rows), "utf-8")
    found = json.loads(run("solve", str(both), "--target", "1", "--consortium", "seed-at-cap", "--json"))
    assert found["status"] == "ok"
    assert len(json.loads(run("award", str(both), "--type", "inter_firm", "--json"))["consortia"]) == 2
    with pytest.raises(InputError, match="2 consortia in the file; expected one of seed, seed-at-cap"):
        run("solve", str(both), "--target", "1")


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (("award", SEED, "--vintage", "fy1999"), "vintage: 'fy1999'"),
        (("award", SEED, "--type", "solo"), "type: 'solo'"),
        (("award", SEED, "--reading", "uplift_scope"), "--reading uplift_scope: no '='"),
        (("award", SEED, "--reading", "uplift_scope=none"), "reading uplift_scope: 'none'"),
        (("award", SEED, "--allocation", "random"), "allocation: 'random'"),
        (("award", "absent.csv"), "absent.csv: cannot be read"),
        (("solve", SEED, "--target", "1.5"), "--target: '1.5' has a fraction"),
        (("solve", SEED, "--target", "1", "--min-cost", "-1"), "--min-cost: '-1' is negative"),
        (("template", "form.csv"), "form.csv: not named as a workbook"),
    ],
)
def test_bad_arguments_are_told_apart(run: Run, argv: tuple[str, ...], message: str) -> None:
    with pytest.raises(InputError) as caught:
        run(*argv)
    assert message in str(caught.value)


def test_the_template_can_be_filled_in_and_read_back(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    assert str(path) in run("template", str(path))
    book = openpyxl.load_workbook(path)
    form = book.worksheets[0]
    row: dict[str, Any] = {
        "連携体ID": 1, "構成員ID": 1, "事業者名": "試し社", "幹事企業": "はい", "業種": "小売業", "従業員数": 5,
        "補助対象経費（税抜、円）": 1_500_000, "認定・承認": "経営革新計画", "専門家の活用": "いいえ",
    }  # fmt: skip
    form.append([row.get(cell.value) for cell in form[1]])
    book.save(path)
    members = load_members(path)
    assert members.loc[0, ["member_id", "size", "certification"]].tolist() == ["1", "small", "innovation_plan"]
    assert {rule.type for rule in form.data_validations.dataValidation} == {"list", "whole"}
    assert all(cell.comment for cell in form[1])
    assert book.sheetnames == ["members", "notes"]


def test_a_template_never_overwrites(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    path.write_bytes(b"mine")
    with pytest.raises(InputError, match="exists already and is not overwritten"):
        run("template", str(path))
    assert path.read_bytes() == b"mine"


def test_check_says_what_a_file_holds(capsys: pytest.CaptureFixture[str]) -> None:
    parser = argparse.ArgumentParser()
    check.register(parser.add_subparsers())
    assert check.check(parser.parse_args(["check", SEED])) == 0
    assert capsys.readouterr().out == "seed-two-firms.csv: nothing wrong; consortia 1, members 2\n"


def test_check_names_the_states_of_a_budget_as_pages_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = tmp_path / "budget.csv"
    book.write_text("年度,段階,勘定,予算額（億円）\n2024,当初,総計,100\n2025,要求,総計,110\n", "utf-8")
    told = {}
    for lang in ("ja", "en"):
        assert main(["check", "--budget", str(book), "--lang", lang]) == 0
        told[lang] = capsys.readouterr().out
    assert "。2024年度当初、2025年度要求。" in told["ja"]
    assert "; FY2024 initial, FY2025 request; " in told["en"]


def test_registering_the_commands_imports_nothing_heavy() -> None:
    code = (
        "import argparse, sys; from yosan.cli import subsidy;"
        "subsidy.register(argparse.ArgumentParser().add_subparsers());"
        "sys.exit(bool({'pandas', 'numpy', 'openpyxl', 'rich', 'pydantic'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0

"""yosan list, build and check: wrong requests stop before anything runs, with one clear message."""

import subprocess
import sys
from pathlib import Path

import pytest

from repository import NOTEBOOKS, REPORTS, ROOT
from yosan.cli.main import main
from yosan.data.catalogue import load_catalogue, load_checks
from yosan.data.preflight import CHECKS
from yosan.errors import RuleError
from yosan.render import batch, execute
from yosan.render.jobs import declared_parameters, parameters_cell
from yosan.writing import LANGS


@pytest.fixture
def no_kernel(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a notebook was run")

    monkeypatch.setattr(execute, "run_notebook", refuse)


@pytest.mark.usefixtures("no_kernel")
@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["budget-growth", "-p", "langg=ja"], "'langg' is not known; expected one of lang, base_year"),
        (["budget-growth", "-p", "lang=fr"], "parameter lang: 'fr' is not known; expected one of ja, en"),
        (["budget-growth", "-p", "base_year=x"], "parameter base_year of budget-growth: 'x'; expected int"),
        (["budget-grwth"], "'budget-grwth' is not known; expected one of reading-guide"),
        (["budget-growth", "-p", "base_year"], "no '='; expected NAME=VALUE"),
        (
            ["budget-growth", "-p", "base_year=2013"],
            "base_year, base_stage: FY2013 initial; expected one of 2014 request",
        ),
        (["budget-growth", "-p", "base_stage=asked"], "base_year, base_stage: FY2019 asked; expected one of"),
        (
            ["budget-growth", "-p", "target_year=2014", "-p", "base_year=2014", "-p", "base_stage=initial"],
            "no account is printed on one basis both as FY2014 initial and as FY2014 request; expected with",
        ),
        (["request-to-outcome", "-p", "fiscal_year=2014"], "fiscal_year: 2014; expected a year whose request"),
        (["consortium", "-p", "vintage=fy2020"], "vintage: 'fy2020' is not known; expected one of fy2019-call"),
        (["consortium", "-p", "file=none.csv"], "none.csv: cannot be read"),
        (["consortium", "-p", "regional_plan=perhaps"], "'perhaps'; expected bool"),
        (["growth-plan", "-p", "vintage=fy1999"], "'fy1999' is not known"),
        (
            ["programme-envelope", "-p", "administration_share=5%"],
            "administration_share: '5%'; expected a fraction from 0/1 to 1/1",
        ),
        (["growth-plan", "-p", "vintage=fy2021-call"], "'fy2021-call' states no growth conditions; expected one of"),
        (
            ["programme-envelope", "-p", "success_rate=2"],
            "parameter success_rate: 2.0; expected a rate between 0 and 1",
        ),
        (["programme-envelope", "-p", "mix=7"], "yosan: parameter mix: '7'; expected a fraction from 0/1 to 1/1"),
        (["scenarios", "-p", "draws=0"], "parameter draws: 0; expected 1 to 100,000"),
    ],
)
def test_a_wrong_request_is_refused_before_a_kernel_starts(
    arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["build", *arguments]) == 2
    error = capsys.readouterr().err
    assert told in error
    assert "Traceback" not in error
    assert len(error.splitlines()) == 1


def test_every_check_takes_parameters_that_its_notebook_declares() -> None:
    for notebook, checks in load_checks().items():
        declared = {parameter.name for parameter in declared_parameters(parameters_cell(NOTEBOOKS / notebook))}
        for name, wanted in checks.items():
            assert name in CHECKS
            assert set(wanted) <= declared


def test_an_unknown_check_is_named(tmp_path: Path) -> None:
    text = REPORTS.read_text("utf-8").replace("{followed_year:", "{folowed_year:")
    (tmp_path / "reports.yml").write_text(text, "utf-8")
    with pytest.raises(RuleError, match=r"'folowed_year' is not known; .*did you mean 'followed_year'"):
        load_checks(tmp_path / "reports.yml")


def test_a_misspelt_name_is_answered_with_the_nearest_one(capsys: pytest.CaptureFixture[str]) -> None:
    main(["build", "budget-grwth"])
    assert "did you mean 'budget-growth'?" in capsys.readouterr().err


def test_list_shows_every_report_whole_with_its_parameters(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    for lang in LANGS:
        assert main(["list", "--lang", lang]) == 0
        shown = capsys.readouterr().out.splitlines()
        for report in load_catalogue():
            place = shown.index(report.slug)
            assert report.question.of(lang) in shown[place + 1]
        assert "base_year" in "".join(shown)


def test_check_says_what_holds(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == 0
    assert "10 of 10 printed rates follow from the amounts" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (["--type", "nope"], "'nope'; expected one of inter_firm"),
        (["--vintage", "fy2019-cal"], "fy2019-call"),
        (["--reading", "uplift_scope=none"], "uplift_scope"),
        (["--notebook", "items", "--type", "inter_firm"], "type_id"),
    ],
)
def test_rules_that_no_report_of_a_batch_can_use_are_refused_at_once(
    asked: list[str], told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["batch", str(ROOT / "data/consortia/seed-two-firms.csv"), "--out", str(tmp_path / "out"), *asked]) == 2
    assert told in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_the_rules_that_a_batch_is_asked_for_are_those_of_each_report(tmp_path: Path) -> None:
    (report,) = (report for report in load_catalogue() if report.slug == "consortium")
    declared = declared_parameters(parameters_cell(NOTEBOOKS / report.notebook))
    asked = {"vintage": "fy2019-call", "type_id": "regional", "readings": "uplift_scope=member"}
    for job in batch.jobs(report, declared, ["a", "b"], ["en"], tmp_path, asked):
        assert asked.items() <= job.parameters.items()


def test_a_build_is_planned_without_what_reads_tables(tmp_path: Path) -> None:
    code = (
        "import sys; from yosan.cli.main import main;"
        f"assert main(['build', '--why', '--out', {str(tmp_path)!r}]) == 0;"
        "sys.exit(bool({'pandas', 'numpy', 'pandera', 'nbformat'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "scenarios: " in done.stdout

"""yosan list, build and check: wrong requests stop before anything runs, with one clear message."""

import pytest

from yosan.cli.main import main
from yosan.render import execute


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


def test_a_misspelt_name_is_answered_with_the_nearest_one(capsys: pytest.CaptureFixture[str]) -> None:
    main(["build", "budget-grwth"])
    assert "did you mean 'budget-growth'?" in capsys.readouterr().err


def test_list_shows_every_report_with_its_parameters(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list"]) == 0
    shown = capsys.readouterr().out
    assert "budget-growth" in shown
    assert "base_year" in shown


def test_check_says_what_holds(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == 0
    assert "6 of 6 sums close, 10 of 10 rates hold" in capsys.readouterr().out

"""The names that a newcomer would guess: there, documented, and free until they are used."""

import re
import subprocess
import sys

import pandas as pd
import pytest

import yosan
from repository import ROOT
from yosan.show import framing, text


@pytest.mark.parametrize("name", yosan.__all__)
def test_a_name_of_the_package_is_what_its_home_says(name: str) -> None:
    found = getattr(yosan, name)
    assert found.__name__ == name
    assert found.__doc__


def test_importing_the_package_imports_nothing_slow() -> None:
    loaded = "import sys, yosan; print({'numpy', 'pandas', 'matplotlib', 'pydantic'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True).stdout == "set()\n"


def test_an_unknown_name_is_no_name_of_the_package() -> None:
    with pytest.raises(AttributeError, match="no attribute 'load_everything'"):
        yosan.load_everything  # noqa: B018


def test_the_analysis_of_ones_own_in_contributing_ends_in_a_figure(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    guide = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    (code,) = re.findall(r"```python\n(import yosan\n.*?)```", guide, re.S)
    assert len([line for line in code.splitlines() if line]) == 5
    shown: list[str] = []
    monkeypatch.setattr(framing, "display", lambda data, raw: shown.append(data["text/html"]))
    exec(code, {})
    assert ["<svg" in block for block in shown] == [True]


def test_a_script_prints_words_where_a_notebook_draws(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(text, "get_ipython", lambda: None)
    table = pd.DataFrame({"label": ["a"], "value": [1]})
    yosan.show_figure(yosan.bars(table, "oku", lang="en"), alt="one bar", lang="en")
    yosan.show_figure(yosan.bars(table, "oku", lang="en"), lang="en")
    assert capsys.readouterr().out == "one bar\n"

"""PDFs beside the pages: printed once for each state of a page, told apart when it moves on, removed with it."""

import stat
from pathlib import Path

import pytest

from yosan.cli.main import main
from yosan.errors import CallFailed, InputError
from yosan.render import files, paper, receipt, verify

BROWSER = """#!/bin/sh
for word in "$@"; do case "$word" in --print-to-pdf=*) out="${word#*=}" ;; esac; done
printf '%%PDF-1.4 page\\n' > "$out"
"""


@pytest.fixture
def browser(tmp_path: Path) -> str:
    """A program that prints a page as Chromium does, in no time."""
    program = tmp_path / "chromium"
    program.write_text(BROWSER)
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return str(program)


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "out" / "en" / "report.html"
    files.write_file(path, "<h1>one</h1>")
    return path


def test_a_page_is_printed_once_for_each_of_its_states(page: Path, browser: str) -> None:
    assert paper.print_pages([page], browser) == 1
    pdf = page.with_suffix(".pdf")
    assert pdf.read_bytes().startswith(b"%PDF-1.4 page\n%yosan ")
    assert paper.print_pages([page, page.with_name("missing.html")], browser) == 0
    page.write_text("<h1>two</h1>")
    assert not paper.shows(pdf, page)
    assert paper.print_pages([page], browser) == 1
    assert paper.shows(pdf, page)


def test_a_browser_that_prints_nothing_fails_and_leaves_no_file(page: Path, browser: str) -> None:
    Path(browser).write_text("#!/bin/sh\n")
    with pytest.raises(CallFailed, match=r"report\.html"):
        paper.print_pages([page], browser)
    assert [path.name for path in page.parent.iterdir()] == ["report.html"]


def test_a_pdf_of_another_state_is_told_and_one_without_a_report_is_left_over(page: Path, browser: str) -> None:
    out = page.parents[1]
    receipt.write_pages({"index.html": ""}, ["en/report"], out)
    paper.print_pages([page], browser)
    folder = verify._open(out)
    assert folder.misprinted() == []
    page.write_text("<h1>two</h1>")
    assert folder.misprinted() == ["en/report"]
    page.with_name("gone.pdf").write_bytes(b"%PDF")
    assert list(folder.leftovers()) == ["en/gone"]


def test_without_a_browser_nothing_is_built(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(paper.shutil, "which", lambda name: None)
    with pytest.raises(InputError, match="no Chromium found"):
        paper.find_browser()
    assert main(["build", "--pdf", "--out", str(tmp_path / "out")]) == 2
    assert "--pdf" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()

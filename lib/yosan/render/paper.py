"""Prints pages with a Chromium that is installed: beside each page a PDF, which ends with that page's fingerprint.

No receipt holds a PDF: the same page printed twice differs in its dates. The fingerprint says which page it shows.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from yosan.errors import CallFailed, InputError, Problem
from yosan.messages import Message
from yosan.render import files, processes

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PRINTED_WITHIN_S = 120  # for one page
_MARK = b"%yosan "  # begins the last line, which readers of PDF skip
_QUIET = (
    *("--headless", "--disable-gpu", "--no-first-run", "--disable-extensions", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update", "--no-pdf-header-footer"),
    "--host-resolver-rules=MAP * ~NOTFOUND",  # a page asks for nothing but itself
)


def find_browser() -> str:
    """The full name of a Chromium on this machine.

    Raises
    ------
    InputError : there is none.
    """
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        raise InputError(Problem("--pdf", Message("reports.no_browser", names=", ".join(BROWSERS))))
    return found


def print_pages(pages: Iterable[Path], browser: str) -> int:
    """Print pages that are there and have no PDF of their present state; how many.

    Raises
    ------
    CallFailed : the browser printed nothing within ``PRINTED_WITHIN_S``.
    """
    stale = [page for page in pages if page.is_file() and not shows(page.with_suffix(".pdf"), page)]
    for page in stale:
        mark = files.digest(str(page))
        files.write_file(page.with_suffix(".pdf"), _print(page, browser) + _MARK + mark.encode() + b"\n")
    return len(stale)


def shows(pdf: Path, page: Path) -> bool:
    """Whether a PDF was printed from a page as it is now."""
    try:
        return files.read(pdf).rpartition(_MARK)[2].strip() == files.digest(str(page)).encode()
    except OSError:
        return False


def _print(page: Path, browser: str) -> bytes:
    sandbox = [] if getattr(os, "geteuid", lambda: 1)() else ["--no-sandbox"]  # Chromium has none for root
    with TemporaryDirectory(ignore_cleanup_errors=True) as home:
        out = Path(home, "page.pdf")
        command = [browser, *_QUIET, *sandbox, f"--user-data-dir={home}", f"--print-to-pdf={out}", page.as_uri()]
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            process.wait(PRINTED_WITHIN_S)
            return files.read(out)
        except (subprocess.TimeoutExpired, OSError) as error:
            raise CallFailed(Message("reports.unprinted", page=page.name, seconds=PRINTED_WITHIN_S)) from error
        finally:
            processes.end_group(process.pid)
            process.wait()

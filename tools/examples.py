"""Builds every project under ``examples/`` and writes a page that leads to them: ``python tools/examples.py``."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from html import escape
from pathlib import Path
from urllib.parse import quote

from yosan import root
from yosan.cli.main import main
from yosan.data.project import load_project
from yosan.writing import LANGS

ROOT = Path(__file__).parents[1]
_HEAD = """<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Examples · Yosan 予算</title>
<style>body { font-family: sans-serif; line-height: 1.5; margin: 1rem auto; max-width: 50rem; padding: 0 1rem; }</style>
<h1><span lang="ja">例</span> / Examples</h1>
"""


def build(examples: Path, page: Path) -> int:
    """Build each project of a folder, and a page that links to the gallery of each; return the worst exit code."""
    folders = sorted(file.parent for file in examples.glob(f"*/{root.PROJECT_FILE}"))
    codes = [main(["build", f"--project={folder}"]) for folder in folders]
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(_HEAD + "".join(line for folder in folders for line in _entry(folder, page.parent)), "utf-8")
    print(page)
    return max(codes, default=0)


def _entry(folder: Path, beside: Path) -> Iterator[str]:
    """The lines of one project, which leave out what it does not say of itself."""
    root.enter(folder)
    told = load_project()
    gallery = quote(Path(os.path.relpath(folder / "reports/build/index.html", beside)).as_posix())
    for lang in LANGS:
        yield f'<h2 lang="{lang}"><a href="{gallery}#{lang}">{escape(told.name.of(lang))}</a></h2>\n'
        if told.about:
            yield f'<p lang="{lang}">{escape(told.about.of(lang))}</p>\n'


if __name__ == "__main__":
    sys.exit(build(ROOT / "examples", ROOT / "build" / "examples.html"))

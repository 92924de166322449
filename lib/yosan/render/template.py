"""The house templates under ``reports/template``: pages, parts of pages, scripts and what a page may load."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from yosan import root
from yosan.data import paths
from yosan.escape import to_anchor


def folders() -> tuple[Path, ...]:
    """Where templates are looked for: a project may have some of its own."""
    return tuple(folder for folder in paths.both("reports/template") if folder.is_dir())


def render(name: str, **values: Any) -> str:
    """Fill a template; everything that goes in is escaped."""
    return _environment(folders()).get_template(name).render(**values)


@cache
def _environment(places: tuple[Path, ...]) -> Environment:
    found = Environment(
        loader=FileSystemLoader(places),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters["anchor"] = to_anchor
    return found


def script(*names: str) -> str:
    """Read scripts as they will stand in a page, one after another."""
    return "\n".join(Path(root.locate(f"reports/template/{name}")).read_text("utf-8").strip() for name in names)


def content_policy(script_text: str) -> str:
    """Allow nothing from outside the page, and of scripts only this one."""
    mark = base64.b64encode(hashlib.sha256(script_text.encode()).digest()).decode()
    return (
        f"default-src 'none'; script-src 'sha256-{mark}'; style-src 'unsafe-inline'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )

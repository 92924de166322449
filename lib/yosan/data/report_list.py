"""The notebooks that reports come from, as the frame that the reading guide shows."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from yosan.data.applicable import list_applicable
from yosan.data.catalogue import Report, common_title, load_catalogue
from yosan.writing import LANGS


def load_report_list(path: Path | None = None) -> pd.DataFrame:
    """List the notebooks, for many reports may come from one.

    Returns
    -------
    frame : slug and question_ja, question_en of the notebook's first report, title_ja, title_en that all of its reports
        share, and reports, their number.

    Raises
    ------
    RuleError : names line and key of everything wrong in it.
    """
    notebooks: dict[str, list[Report]] = {}
    for report in load_catalogue(path) if path else list_applicable():
        notebooks.setdefault(report.notebook, []).append(report)
    rows = [
        {
            "slug": reports[0].slug,
            **{f"title_{lang}": common_title([report.title.of(lang) for report in reports]) for lang in LANGS},
            **reports[0].question.columns("question"),
            "reports": len(reports),
        }
        for reports in notebooks.values()
    ]
    return pd.DataFrame(rows)

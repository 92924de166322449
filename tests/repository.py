"""Folders of the repository, whatever project is worked on."""

from pathlib import Path

from yosan.root import SHIPPED

ROOT = Path(SHIPPED)
DATA, NOTEBOOKS, REPORTS = ROOT / "data", ROOT / "notebooks", ROOT / "reports" / "reports.yml"

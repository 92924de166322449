"""Where the repository keeps its data, found from this file so that no working directory matters."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
DATA = ROOT / "data"
REPORTS = ROOT / "reports" / "reports.yml"

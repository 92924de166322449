"""Where the repository keeps data, notebooks and lists, found from this file so that no working directory matters."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
DATA = ROOT / "data"
NOTEBOOKS = ROOT / "notebooks"
REPORTS = ROOT / "reports" / "reports.yml"
CONSTANTS = ROOT / "reports" / "constants.yml"

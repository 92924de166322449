"""Python imports this first where the folder is on its path, as it is for every process that tests start."""

from __future__ import annotations

import runpy
from pathlib import Path

runpy.run_path(str(Path(__file__).parents[1] / "no_network.py"))["block"]()

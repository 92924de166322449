"""Where the project stands: the one folder that everything else is named from, links on the way to it resolved."""

from __future__ import annotations

import os

PROJECT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.realpath(__file__))))

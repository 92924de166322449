"""Reads a YAML file: rules, readings, scenarios, assumptions, forms and lists."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

# the parser written in C, where PyYAML has it, is ten times as fast as the one in Python
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(path: Path) -> Any:
    """Return the plain lists, mappings and values that a file holds.

    Raises
    ------
    yaml.YAMLError : for a file that is not YAML; says where.
    """
    return yaml.load(path.read_text("utf-8"), Loader=_LOADER)

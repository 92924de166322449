"""Reads a YAML file: rules, readings, scenarios, assumptions, forms and lists."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from yosan.errors import Problem, RuleError

# the parser written in C, where PyYAML has it, is ten times as fast as the one in Python
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(path: Path) -> Any:
    """Return the plain lists, mappings and values that a file holds.

    Raises
    ------
    yaml.YAMLError : for a file that is not YAML; says where.
    """
    return yaml.load(path.read_text("utf-8"), Loader=_LOADER)


def read_mapping(path: Path) -> dict[str, Any]:
    """Return the keys and values of a rule, scenario or assumption file.

    Raises
    ------
    RuleError : for a file that is not YAML, or not a mapping.
    """
    try:
        raw = read_yaml(path)
    except yaml.YAMLError as error:
        raise RuleError(Problem(path.name, f"not readable: {' '.join(str(error).split())}", "YAML")) from None
    if not isinstance(raw, dict):
        raise RuleError(Problem(path.name, "no mapping at the top", "keys and values"))
    return raw

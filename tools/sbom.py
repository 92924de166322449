"""Writes the bill of materials of ``constraints.txt`` as CycloneDX JSON: ``python tools/sbom.py``."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

CONSTRAINTS = Path(__file__).parents[1] / "constraints.txt"
_PINNED = re.compile(r"(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^ ;]+)(?: *; *(?P<marker>.+))?")


def bill(constraints: str) -> dict[str, object]:
    """Every package of a file of constraints with its version; the same file gives the same bytes.

    >>> bill("numpy==2.4.6")["components"]
    [{'type': 'library', 'name': 'numpy', 'version': '2.4.6', 'purl': 'pkg:pypi/numpy@2.4.6'}]
    """
    return {"bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1, "components": _components(constraints)}


def _components(constraints: str) -> list[dict[str, object]]:
    components = []
    for line in filter(None, (line.partition("#")[0].strip() for line in constraints.splitlines())):
        found = _PINNED.fullmatch(line)
        if not found:
            raise ValueError(f"no pinned package: {line!r}")
        name, version, marker = found.group("name", "version", "marker")
        purl = f"pkg:pypi/{name.lower().replace('_', '-')}@{version}"
        only = {"properties": [{"name": "marker", "value": marker}]} if marker else {}
        components.append({"type": "library", "name": name, "version": version, "purl": purl, **only})
    return components


if __name__ == "__main__":
    json.dump(bill(CONSTRAINTS.read_text("utf-8")), sys.stdout, indent=1)
    sys.stdout.write("\n")

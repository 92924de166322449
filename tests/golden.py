"""The expected values of the reports in a form that is read and compared line by line; `make golden` writes them.

A report's record repeats its sources under every value. Here each source stands once, on a line of its own, and
each value on one line: its number or text, its unit and the places of its sources in the list above.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "golden"


def compact(record: dict[str, Any]) -> str:
    """Write a report's record in few lines; nothing of it is lost."""
    places: dict[str, int] = {}  # of every source, as JSON, in order of first use
    lines = []
    for name, value in record["values"].items():
        numbers = [places.setdefault(_json(source), len(places)) for source in value["sources"]]
        if list(value) != ["value", "unit", "sources"]:
            raise ValueError(f"{name}: {list(value)}; expected value, unit and sources")
        lines.append(f"{_json(name)}: {_json([value['value'], value['unit'], numbers])}")
    head = [f"{_json(key)}: {_json(entry)}" for key, entry in record.items() if key != "values"]
    table, values = _block("[]", places), _block("{}", lines)
    return _block("{}", [*head, f'"sources": {table}', f'"values": {values}']) + "\n"


def expand(text: str) -> dict[str, Any]:
    """Return the record that ``compact`` wrote."""
    record: dict[str, Any] = json.loads(text)
    sources = record.pop("sources")
    record["values"] = {
        name: {"value": value, "unit": unit, "sources": [sources[number] for number in numbers]}
        for name, (value, unit, numbers) in record["values"].items()
    }
    return record


def load(slug: str) -> dict[str, Any]:
    """Read the expected record of a report."""
    return expand((FOLDER / f"{slug}.json").read_text("utf-8"))


def _json(content: object) -> str:
    return json.dumps(content, ensure_ascii=False)


def _block(brackets: str, lines: Iterable[str]) -> str:
    return "\n".join([brackets[0], ",\n".join(lines), brackets[1]])


def main(built: Path) -> None:
    """Take the records of the reports in one folder as the expected ones, in the place of all before."""
    records = [path for path in built.glob("*.json") if not path.name.endswith(".receipt.json")]
    if not records:
        sys.exit(f"{built}: no report; expected the folder of one language, such as reports/build/en")
    for old in FOLDER.glob("*.json"):
        old.unlink()
    for path in records:
        (FOLDER / path.name).write_text(compact(json.loads(path.read_text("utf-8"))), "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))

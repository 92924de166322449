"""The sentences of the two documents that the project starts from, as hashes; the documents are not kept here.

`python tests/seed_sentences.py TEXT` compares a reader's own copy with `seed_sentences.txt` and names what differs;
with `--write` it takes the copy's hashes instead.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

KEPT = Path(__file__).parent / "seed_sentences.txt"


def sentences(text: str) -> Iterator[str]:
    """Every sentence and line of a table or heading, without spaces and emphasis."""
    for line in text.splitlines():
        bare = re.sub(r"[\s*]", "", line).removeprefix("-")
        yield from (piece for piece in bare.split("。") if piece)


def digest(sentence: str) -> str:
    """Enough of a hash to notice a change, and nothing to read back."""
    return sha256(sentence.encode()).hexdigest()[:12]


def main(path: Path, *options: str) -> int:
    """Say which sentences of a copy are not kept, by their number."""
    found = list(sentences(path.read_text("utf-8")))
    hashes = [digest(sentence) for sentence in found]
    if "--write" in options:
        KEPT.write_text("\n".join(hashes) + "\n", "utf-8")
    kept = KEPT.read_text("utf-8").split()
    for number, (one, sentence) in enumerate(zip(hashes, found, strict=True), 1):
        mark = "" if kept[number - 1 : number] == [one] else "  <- differs"
        print(f"{number:3} {one} {sentence[:60]}{mark}")
    return int(hashes != kept)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), *sys.argv[2:]))

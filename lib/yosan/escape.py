"""The doors through which words get into a format, one for each: none of them is ever markup, a formula or a command.

Words of a user's file, and names of files, go through these functions wherever they are shown. What nobody can see in a
text, and what turns around what stands beside it, is refused when a file is read (``unseen``); the doors hold even so.
Exempt is the members' own round trip (``data.members.csv_of``, the explorer's export): it is read back as it was.
"""

from __future__ import annotations

import html
import json
import re
import unicodedata
from collections.abc import Iterable
from typing import Any

# control characters, halves of letters, marks that turn the direction of what follows, no characters at all
_COMMANDS = (
    r"\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ufff9-\ufffb\ufdd0-\ufdef\ud800-\udfff"
    + "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(17))
    + "\U000e0000-\U000e007f"
)
_COMMAND = re.compile(f"[{_COMMANDS}]")
# letters without a width of their own; variation selectors and joiners belong to the letter before them
_BLANK = re.compile("[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u2060-\u2064\u3164\ufeff\uffa0]")
_SELECTOR = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef\u200c\u200d]")

_MARKS = str.maketrans("<>[]*_`|&#~\\$@", "＜＞［］＊＿｀｜＆＃～＼＄＠")
_WIDE = str.maketrans("-+=:.)", "－＋＝：．）")
_ADDRESS = re.compile(r"(?i)(?<=\w):(?=//)|(?<=www)\.")  # some readers of Markdown make links of addresses
_BLOCK = re.compile(r"^[-+=:]|^[0-9]+[.)]")  # of a list, or a line below a heading

# where a formula may begin: a cell, or what another locale takes for one
_LIVE = re.compile(r"(^|[;\t\r\n])(?=\s*[=+\-@|＝＋－＠]|[\t\r\n])")
_NUMBER = re.compile(r"[-+]?[0-9][0-9,]*(\.[0-9]+)?")


def unseen(text: str, *, strict: bool = False) -> str:
    """Return the first letter of a text that nobody sees, or that acts on others; nothing where there is none.

    Parameters
    ----------
    strict : count what only changes the shape of the letter before it too: two ids must not differ by it alone.

    >>> unseen("A\\u202eB") == "\\u202e", unseen("葛\\U000e0100"), unseen("葛\\U000e0100", strict=True) != ""
    (True, '', True)
    """
    if text.isascii() and text.isprintable():
        return ""
    found = _COMMAND.search(text) or _BLANK.search(text) or (_SELECTOR.search(text) if strict else None)
    return found[0] if found else ""


def to_screen(text: str) -> str:
    """Write a text for a terminal or a message: what would act there, such as a line break, shows its number.

    >>> to_screen("A\\x1b[2J\\nB")
    'A\\\\x1b[2J\\\\nB'
    """
    return text if text.isprintable() else _COMMAND.sub(lambda found: _numbered(found[0]), text)


def _numbered(letter: str) -> str:
    return repr(letter)[1:-1] if ord(letter) < 0x110000 and not letter.isprintable() else f"\\u{ord(letter):04x}"


def to_html(text: object) -> str:
    """Write a text into HTML, between tags or between the double quotes of an attribute.

    >>> to_html('<img onerror="x">')
    '&lt;img onerror=&quot;x&quot;&gt;'
    """
    return html.escape(str(text), quote=False).replace('"', "&quot;")


def to_markdown(text: str) -> str:
    """Write a text as a part of a Markdown sentence: its signs become full width, its direction stays its own.

    >>> to_markdown("A&B <Co>"), to_markdown("see http://a.jp"), to_markdown("1. A")
    ('A＆B ＜Co＞', 'see http：//a.jp', '1． A')
    """
    safe = to_screen(" ".join(text.split())).translate(_MARKS)
    for signs in (_ADDRESS, _BLOCK):
        safe = signs.sub(lambda found: found[0].translate(_WIDE), safe)
    return isolated(safe)


def isolated(text: str) -> str:
    """Keep a text that runs from right to left from reversing the digits behind it.

    >>> isolated("A社"), isolated("חברה") == "\\u2068חברה\\u2069"
    ('A社', True)
    """
    turns = not text.isascii() and any(unicodedata.bidirectional(letter) in ("R", "AL", "AN") for letter in text)
    return f"\u2068{text}\u2069" if turns else text


def to_anchor(name: str) -> str:
    """Name an element, and the end of an address that leads to it: letters, digits, dots and hyphens stay.

    >>> to_anchor("growth.total"), to_anchor('cost.A" onclick')
    ('growth.total', 'cost.A~22~20onclick')
    """
    return re.sub(r"[^\w.\-]", lambda found: f"~{ord(found[0]):x}", name)


def to_css(text: str) -> str:
    """Write a text between the double quotes of a style sheet: letters and digits stay, all else goes by its number.

    >>> to_css('予算: "A"')
    '予算\\\\3a \\\\20 \\\\22 A\\\\22 '
    """
    return re.sub(r"[\W_]", lambda found: f"\\{ord(found[0]):x} ", text)


def to_json(value: Any, indent: int | None = None) -> str:
    """Write JSON in plain letters; what would act in a terminal or is no text shows its number.

    Raises
    ------
    ValueError : for a number that JSON has not, such as infinity.
    """
    text = json.dumps(value, ensure_ascii=False, indent=indent, allow_nan=False)
    return text if text.isprintable() else re.sub(rf"(?!\n){_COMMAND.pattern}", _as_json, text)


def _as_json(found: re.Match[str]) -> str:
    return json.dumps(found[0])[1:-1]


def to_csv(rows: Iterable[Iterable[object]]) -> str:
    """Write a table for readers, with the mark by which Excel knows UTF-8; no cell is a formula when it is opened.

    >>> to_csv([["id", "yen"], ["=1+1", -5]])
    "\\ufeffid,yen\\n'=1+1,-5\\n"
    """
    return "\ufeff" + "".join(",".join(map(_field, row)) + "\n" for row in rows)


def _field(value: object) -> str:
    text = "" if value is None else str(value)
    if isinstance(value, str) and not _NUMBER.fullmatch(text):
        text = _LIVE.sub(r"\1'", text)
    # a semicolon parts cells where a comma is the sign of decimals
    quoted = any(sign in text for sign in '",;\t\r\n') or text != text.strip()
    return '"' + text.replace('"', '""') + '"' if quoted else text

"""Names of files made from names that people gave: each is one file's alone, on every file system."""

from __future__ import annotations

import re
import unicodedata

LONGEST_SLUG = 200  # bytes: file systems take 255, and endings are added
# pages of ours, and names that Windows keeps for devices, whatever their ending
_OURS = frozenset({"index", "sources", "summary", "refused", "members", "pages"})
_DEVICE = re.compile(r"(?:con|prn|aux|nul|(?:com|lpt)[0-9¹²³])$")


def slug(name: str) -> str:
    """Name somebody's files: letters, digits and hyphens stay, whatever else could lead elsewhere does not.

    No two names have the same slug: what is replaced is written in two, four or six digits.

    >>> slug("連携体-7"), slug("../A 1"), slug("A’"), slug("sources")
    ('連携体-7', '~2e~2e~2fA~201', 'A~u2019', '~73ources')
    """
    folded = fold_name(name)
    kept = re.sub(r"[^\w-]", _escape, name)
    return _escape(name[0]) + kept[1:] if folded in _OURS or _DEVICE.match(folded) else kept


def _escape(found: re.Match[str] | str) -> str:
    code = ord(found[0])
    return f"~{code:02x}" if code < 0x100 else f"~u{code:04x}" if code < 0x10000 else f"~w{code:06x}"


def fold_name(name: str) -> str:
    """Write a name as file systems compare them: some take letters of either case, or composed otherwise, as the same.

    >>> fold_name("ＡB社"), fold_name("か\\u3099") == "が"
    ('ａb社', True)
    """
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def has_unprintable(name: str) -> bool:
    """Whether a name holds a line break, a control character or one that stands for no letter.

    >>> has_unprintable("A\\v1"), has_unprintable("連携体　7")
    (True, False)
    """
    return any(unicodedata.category(letter) in ("Cc", "Cs", "Zl", "Zp") or _is_none(ord(letter)) for letter in name)


def _is_none(code: int) -> bool:
    return code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF  # Unicode keeps these from ever being letters

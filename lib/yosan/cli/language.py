"""The language in which a command speaks: what ``--lang`` asks for, otherwise the user's locale."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    import argparse

    from yosan.writing import Lang


def add_language(parser: argparse.ArgumentParser) -> None:
    """Add the option to a command that writes nothing but messages; others have one of their own."""
    parser.add_argument("--lang", choices=["ja", "en"], help="language of what is printed (default: the locale's)")


def spoken(arguments: argparse.Namespace) -> Lang:
    """Language of the messages of a command; one that makes reports in several languages follows the locale."""
    asked: str | Sequence[str] | None = getattr(arguments, "lang", None)
    langs = [asked] if isinstance(asked, str) else asked or []
    return cast("Lang", langs[0]) if len(langs) == 1 else of_locale(os.environ)


def of_locale(environment: Mapping[str, str]) -> Lang:
    """Language of a locale as POSIX sets it: the first of its variables that says anything.

    >>> of_locale({"LC_ALL": "", "LANG": "ja_JP.UTF-8"}), of_locale({"LC_ALL": "C", "LANG": "ja_JP.UTF-8"})
    ('ja', 'en')
    """
    said = next((environment[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name)), "")
    return "ja" if said.startswith("ja") else "en"

"""The page that notebooks of the older kind begin, until each of them opens its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

page: Any = None


def with_lang(keywords: Mapping[str, Any]) -> dict[str, Any]:
    """Add the begun page's language."""
    return {**({} if page is None else {"lang": page.lang}), **keywords}


def chosen(arguments: tuple[Any, ...]) -> tuple[Any, ...]:
    """Take the begun page's language of texts given in both."""
    both = {"ja", "en"}
    return tuple(one[page.lang] if page and isinstance(one, Mapping) and set(one) == both else one for one in arguments)

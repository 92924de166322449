"""What a user is told: whole, and in Japanese held to be Japanese but for names, options and what a file says."""

from __future__ import annotations

import re
from collections.abc import Iterable

from yosan.data.wording import fields
from yosan.errors import Problem, Remark
from yosan.messages import Message, parts

WORDS = re.compile("[A-Za-z]{2,} [A-Za-z]{2,}")
_QUOTED = re.compile(  # what is quoted, what a file heads its columns with, and what is typed on a command line
    "「[^」]*」|'[^']*'|\"[^\"]*\"|（あるのは.*?）。|倍、.*?）$|[a-z0-9_-]+ （"
    "|--problems FILE.csv|pip install|yosan (award|build|plan|merge|check|verify)"
)


def english(ja: str) -> bool:
    """Whether a Japanese text holds words of English of its own."""
    return bool(WORDS.search(_QUOTED.sub("", ja)))


def in_english(said: Iterable[Problem | Remark | Message]) -> list[str]:
    """Each in English, once it is sure that its Japanese holds no English words."""
    told = list(said)
    for one in told:
        assert not english(one.of("ja")), one.of("ja")
        assert re.search("[ぁ-んァ-ヶ一-龠]", one.of("ja")), one.of("ja")
    return [one.of("en") for one in told]


def hold_messages() -> None:
    """Have every message that a test comes by filled in: with all the fields of its words, and nothing for none."""
    plain = Message.__init__

    def whole(self: Message, id: str, /, **values: object) -> None:
        plain(self, id, **values)
        try:
            texts = parts(id).values()
        except KeyError:
            return
        asked = {name for text in texts for words in (text.ja, text.en) for name in fields(words)}
        assert asked <= set(values), f"{id} lacks {asked - set(values)}"
        assert None not in values.values(), f"{id} is given nothing: {values}"

    Message.__init__ = whole  # type: ignore[method-assign]

"""The one door for YAML: a file's content with the line of every value, checked against a model.

YAML 1.1 reads ``040`` as 32, ``1:30`` as 90 and ``no`` as false, and keeps the last of two equal keys. Here a number is
decimal, ``true``, ``false`` and ``null`` are themselves, other words are texts, and what could be read in two ways is
refused with its line.
"""

from __future__ import annotations

import pickle
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from typing import Any, TypeVar

import yaml

from yosan.data import paths
from yosan.errors import Place, Problem, RuleError, Steps, why
from yosan.messages import Message
from yosan.models import checked

_T = TypeVar("_T")
# the parser written in C, where PyYAML has it, is ten times as fast as the one in Python
_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
SIZE_LIMIT, VALUES_LIMIT, DEPTH_LIMIT = 1_000_000, 100_000, 50  # bytes, values with all repetitions, levels

_WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]*(_[0-9]+)*)")
_DECIMAL = re.compile(r"[-+]?(0|[1-9][0-9]*)\.[0-9]+")
_WORDS = {"": None, "~": None, "null": None, "true": True, "false": False}
_UNCLEAR = re.compile(  # other spellings of numbers, dates and words that some reader of YAML does not take as texts
    r"(?i)[-+]?\.?[0-9][0-9_,.:]*(e[-+]?[0-9]+)?|[-+]?0[xob][0-9a-f_]+|[-+]?\.(inf|nan)"
    r"|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}.*|yes|no|on|off|y|n|true|false|null"
)
_PLAIN_TAGS = {f"tag:yaml.org,2002:{kind}" for kind in ("str", "seq", "map")}


@dataclass(frozen=True)
class Document:
    """What a file says, and on which line.

    Parameters
    ----------
    name : the file as messages call it, such as ``data/readings.yaml``.
    content : plain lists, mappings, texts, numbers.
    lines : line of every value by its path; a key's line where it has one.
    """

    name: Place
    content: Any
    lines: Mapping[Steps, int]

    def check(self, kind: type[_T]) -> _T:
        """Return the content as the model that it must fit.

        Raises
        ------
        RuleError : all problems at once, each with file, line and path.
        """
        with self.located():
            return checked(kind, self.content, self.name)

    @contextmanager
    def located(self) -> Iterator[None]:
        """Give the problems that are raised inside this file's name and their lines in it."""
        try:
            yield
        except RuleError as error:
            raise RuleError(replace(p, where=self.name, line=self.line(p.path)) for p in error.problems) from None

    def line(self, path: Steps) -> int:
        """Line of a value, or of the nearest around it."""
        while path not in self.lines:
            path = path[:-1]
        return self.lines[path]


def read_data(name: str, root: Path | None = None) -> Document:
    """Read a YAML file under ``data/`` by its name there, of the project or of another folder.

    Raises
    ------
    RuleError : as ``read_document``.
    """
    return read_document(paths.data(name, root), f"data/{name}")


def read_document(path: Path, name: str) -> Document:
    """Read a YAML file; ``name`` is how messages call it.

    Raises
    ------
    RuleError : not readable, too large, not UTF-8 or not YAML; doubled keys and values that could be read in two ways,
        all at once with their lines.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise RuleError(Problem(name, Message("documents.unreadable", why=why(error)))) from None
    if len(raw) > SIZE_LIMIT:
        raise RuleError(Problem(name, Message("documents.size", bytes=len(raw), limit=SIZE_LIMIT)))
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise RuleError(Problem(name, Message("documents.encoding"), line=line)) from None
    return parse(text, name)


def parse(text: str, name: Place) -> Document:
    """Read a text as YAML; see ``read_document``.

    >>> parse("cap_yen: 40_000_000", "x.yaml").content
    {'cap_yen': 40000000}
    """
    content, lines = _parsed(text, name)
    return Document(name, pickle.loads(content), lines)  # its own, since scenarios change what they are given


@lru_cache(maxsize=128)  # a form is asked for again with every file that is read
def _parsed(text: str, name: Place) -> tuple[bytes, Mapping[Steps, int]]:
    """The content, pickled since that copies it ten times as fast as ``deepcopy``, and the lines of its values."""
    if _depth(text) > DEPTH_LIMIT:  # PyYAML itself would crash
        raise RuleError(Problem(name, Message("documents.depth", limit=DEPTH_LIMIT)))
    try:
        top = yaml.compose(text, Loader=_LOADER)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        detail = getattr(error, "problem", None) or " ".join(str(error).split())
        line = min(mark.line + 1, len(text.splitlines())) if mark else 0  # never past the end
        raise RuleError(Problem(name, Message("documents.syntax", detail=detail), line=line)) from None
    builder = _Builder(name)
    content = builder.build(top, ()) if top else None
    if builder.problems:
        raise RuleError(builder.problems)
    return pickle.dumps(content), {(): 1, **builder.lines}


def _depth(text: str) -> int:
    brackets = accumulate(1 if bracket in "[{" else -1 for bracket in re.findall(r"[\[\]{}]", text))
    dashes = (len(run.split()) for run in re.findall(r"(?:[-?][ \t]+)+", text))
    return max([0, *brackets, *dashes])


@dataclass
class _Builder:
    name: Place
    lines: dict[Steps, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def build(self, node: Any, path: Steps) -> Any:
        """Return a node's plain value; note its line, and what is wrong with it."""
        self.lines.setdefault(path, node.start_mark.line + 1)
        if len(path) > DEPTH_LIMIT:  # by indentation, or by an anchor within itself
            raise RuleError(Problem(self.name, Message("documents.depth", limit=DEPTH_LIMIT)))
        if len(self.lines) > VALUES_LIMIT:
            raise RuleError(Problem(self.name, Message("documents.many", limit=VALUES_LIMIT)))
        if node.tag not in _PLAIN_TAGS:
            self._refuse(path, Message("documents.tag", tag=node.tag))
        elif isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        elif isinstance(node, yaml.SequenceNode):
            return [self.build(child, (*path, place)) for place, child in enumerate(node.value)]
        else:
            return node.value if node.style else self._plain(node.value, path)
        return None

    def _mapping(self, node: Any, path: Steps) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, child in node.value:
            inner = (*path, key.value if isinstance(key, yaml.ScalarNode) else "?")
            first = self.lines.get(inner)
            self.lines[inner] = key.start_mark.line + 1
            if first:
                self._refuse(inner, Message("documents.second", key=inner[-1], line=first))
            elif not isinstance(key, yaml.ScalarNode) or not (key.style or self._is_text(key.value)):
                self._refuse(inner, Message("documents.no_text", key=inner[-1]))
            else:
                found[key.value] = self.build(child, inner)
        return found

    def _is_text(self, written: str) -> bool:
        return written not in _WORDS and not any(form.fullmatch(written) for form in (_WHOLE, _DECIMAL, _UNCLEAR))

    def _plain(self, written: str, path: Steps) -> Any:
        if written in _WORDS:
            return _WORDS[written]
        if _WHOLE.fullmatch(written) and len(written) < 40:
            return int(written)
        if _DECIMAL.fullmatch(written):
            return float(written)
        if _UNCLEAR.fullmatch(written):
            self._refuse(path, Message("documents.unclear", written=written))
        return written

    def _refuse(self, path: Steps, said: Message) -> None:
        self.problems.append(Problem(self.name, said, path=path, line=self.lines[path]))

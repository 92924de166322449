"""Checks plain content against a model and says in words what does not fit."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from yosan.errors import Place, Problem, RuleError, Steps, unknown
from yosan.messages import Message

NonEmpty = Annotated[str, Field(min_length=1)]
_T = TypeVar("_T")
MOST_TOLD = 100  # problems told of one file: each looks for what may have been meant
_KEYS, _WHOLE = Message("models.keys"), Message("models.whole")
_EXPECTED = {  # kind of fault -> what would have been right, where pydantic says it for programmers
    "model_type": _KEYS,
    "dataclass_type": _KEYS,
    "dict_type": _KEYS,
    "tuple_type": Message("models.list"),
    "string_type": Message("models.text"),
    "string_too_short": Message("models.filled"),
    "int_type": _WHOLE,
    "int_from_float": _WHOLE,
    "int_parsing": _WHOLE,
    "float_type": Message("models.number"),
    "bool_type": Message("models.flag"),
    "too_short": Message("models.some"),
    "recursion_loop": Message("models.no_circle"),
    "none_required": Message("models.nothing"),
    "pattern_type": Message("models.pattern"),
    "pattern_regex": Message("models.pattern"),
}


class Frozen(BaseModel):
    """Unknown keys are refused, values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def checked(kind: type[_T], raw: object, where: Place) -> _T:
    """Check what a file says against its model.

    Raises
    ------
    RuleError : all problems at once, up to ``MOST_TOLD``, each with ``where`` (the file) and the path inside it.
    """
    try:
        return TypeAdapter(kind).validate_python(raw)
    except ValidationError as error:
        found = [_problem(kind, raw, where, one) for one in error.errors(include_url=False)[:MOST_TOLD]]
    raise RuleError(_merged(found))


def _problem(kind: Any, raw: object, where: Place, found: Mapping[str, Any]) -> Problem:
    path = found.get("ctx", {}).get("path") or _inside(raw, found["loc"])
    if found["type"] in ("extra_forbidden", "unexpected_keyword_argument"):
        return unknown(where, path[-1], _keys(kind, path[:-1]), path)
    if found["type"] in ("value_error", "elsewhere"):
        error = found["ctx"]["error"]
        why = error.args[0] if isinstance(error, ValueError) else error
        return Problem(where, Message("models.impossible", why=why), path=path)
    if found["type"] == "missing":
        return Problem(where, Message("models.missing"), path=path)
    said = Message("models.value", value=repr(found["input"])[:80], expected=_expected(found))
    return Problem(where, said, path=path)


def _expected(found: Mapping[str, Any]) -> Message:
    kind, detail = found["type"], found["msg"].removeprefix("Input should be ")
    if kind in _EXPECTED:
        return _EXPECTED[kind]
    if kind == "literal_error":
        return Message("models.words", detail=detail, words=tuple(re.findall("'([^']*)'", detail)))
    if kind == "greater_than_equal":
        return Message("models.at_least", limit=found["ctx"]["ge"])
    if kind == "less_than_equal":
        return Message("models.at_most", limit=found["ctx"]["le"])
    if kind == "greater_than":
        return Message("models.above", limit=found["ctx"]["gt"])
    return Message("models.other", detail=detail)


def _merged(problems: Iterable[Problem]) -> list[Problem]:
    """Tell a value that may be of several types, and is of none, once."""
    merged: dict[object, Problem] = {}
    for problem in problems:
        values = dict(problem.said.values)
        expected = values.pop("expected", None)
        known = merged.setdefault((problem.path, problem.said.id, *values.items()), problem)
        if known.said != problem.said:
            either = Message("models.either", first=dict(known.said.values)["expected"], second=expected)
            said = Message("models.value", value=values["value"], expected=either)
            merged[(problem.path, said.id, *values.items())] = dataclasses.replace(known, said=said)
    return list(merged.values())


def _inside(raw: object, steps: Steps) -> Steps:
    """Leave out of a path what names a branch of the model and no place in the file."""
    path: list[str | int] = []
    for step in steps:
        if not isinstance(raw, (dict, list)):
            break
        path.append(step)
        raw = raw.get(step) if isinstance(raw, dict) else raw[step] if isinstance(step, int) else None
    return tuple(path)


def _keys(kind: Any, path: Steps) -> list[str]:
    """Keys that a model takes at a path inside it."""
    models = list(_models(kind))
    for step in path:
        inner = [_fields(model)[str(step)] for model in models if step in _fields(model)]
        models = [found for annotation in inner for found in _models(annotation)] if inner else models
    return [name for model in models for name in _fields(model)]


def _models(annotation: Any) -> Iterator[type]:
    if isinstance(annotation, type) and _fields(annotation):
        yield annotation
    else:
        for argument in get_args(annotation):
            yield from _models(argument)


def _fields(model: type) -> dict[str, Any]:
    if issubclass(model, BaseModel):
        return {name: field.annotation for name, field in model.model_fields.items()}
    return {field.name: field.type for field in dataclasses.fields(model)} if dataclasses.is_dataclass(model) else {}

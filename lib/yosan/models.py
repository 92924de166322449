"""Checks plain content against a model and says in words what does not fit."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from yosan.errors import Problem, RuleError, Steps, unknown

_T = TypeVar("_T")
_KEYS = "keys and values"
_EXPECTED = {  # kind of fault -> what would have been right, where pydantic says it for programmers
    "missing": "this key",
    "model_type": _KEYS,
    "dataclass_type": _KEYS,
    "dict_type": _KEYS,
    "tuple_type": "a list",
    "string_type": "a text",
    "string_too_short": "a text that is not empty",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "bool_type": "true or false",
    "too_short": "one entry at least",
    "recursion_loop": "a value that does not hold itself",
}


class Frozen(BaseModel):
    """Unknown keys are refused, values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def checked(kind: type[_T], raw: object, where: str) -> _T:
    """Check what a file says against its model.

    Raises
    ------
    RuleError : all problems at once, each with ``where`` (the file) and the path inside it.
    """
    try:
        return TypeAdapter(kind).validate_python(raw)
    except ValidationError as error:
        found = [_problem(kind, raw, where, one) for one in error.errors(include_url=False)]
    raise RuleError(_merged(found))


def _problem(kind: Any, raw: object, where: str, found: Mapping[str, Any]) -> Problem:
    path = found.get("ctx", {}).get("path") or _inside(raw, found["loc"])
    if found["type"] in ("extra_forbidden", "unexpected_keyword_argument"):
        return unknown(where, path[-1], _keys(kind, path[:-1]), path)
    if found["type"] in ("value_error", "elsewhere"):
        return Problem(where, found["msg"].removeprefix("Value error, "), "a possible value", path=path)
    what = "missing" if found["type"] == "missing" else repr(found["input"])[:80]
    expected = _EXPECTED.get(found["type"], found["msg"].removeprefix("Input should be "))
    return Problem(where, what, expected, path=path)


def _merged(problems: Iterable[Problem]) -> list[Problem]:
    """Tell a value that may be of several types, and is of none, once."""
    expected: dict[Problem, dict[str, None]] = {}
    for problem in problems:
        expected.setdefault(dataclasses.replace(problem, expected=""), {})[problem.expected] = None
    return [dataclasses.replace(problem, expected=" or ".join(ways)) for problem, ways in expected.items()]


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

"""A table of members as the engine's arrays; what is not exactly of the engine's types is refused, never guessed."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from yosan.errors import InputError, Problem
from yosan.messages import Message
from yosan.subsidy.arrays import Codes, Flags, Ints
from yosan.subsidy.award.limits import Members
from yosan.subsidy.award.segments import segment_sum
from yosan.subsidy.rules.terms import CERTIFICATIONS, SIZES
from yosan.units import LIMIT_YEN, MILLION

COST_LIMIT_YEN = LIMIT_YEN
MEMBERS_LIMIT = 1_000  # of one consortium: sums over it, and shares of them, fit 64 bits
GROUP_LIMIT = 100  # of one whose least cost is searched: takes seconds, and grows with the third power
TOTAL_LIMIT_YEN = MEMBERS_LIMIT * COST_LIMIT_YEN  # of a column of amounts
COLUMNS = (
    "consortium_id",
    "member_id",
    "name",
    "lead",
    "size",
    "employees",
    "eligible_cost_yen",
    "certification",
    "expert",
    "local_support_yen",
)


def to_members(members: pd.DataFrame, needs_employees: bool) -> Members:
    """Columns of the table as the engine's arrays.

    Texts are text, ``lead`` and ``expert`` true or false, numbers whole: a text such as "no" is refused here.

    Raises
    ------
    InputError : for a table that ``compute_awards`` does not accept; the first wrong cell of every column at once,
        its row counted from 1.
    """
    _check_columns(members)
    texts = {name: _are_texts(members[name]) for name in ("consortium_id", "member_id")}
    flags = {name: _are_flags(members[name]) for name in ("lead", "expert")}
    size, certification = _codes(members["size"], SIZES), _codes(members["certification"], CERTIFICATIONS)
    employees, bad_employees = _whole_numbers(members["employees"], needs_employees)
    wrong = {
        **{name: (~right, Message("subsidy.text")) for name, right in texts.items()},
        **{name: (~right, Message("subsidy.flag")) for name, right in flags.items()},
        "size": (size < 0, Message("subsidy.one_of", known=SIZES)),
        "employees": (bad_employees, Message("subsidy.whole_for_cap") if needs_employees else Message("subsidy.whole")),
        "certification": (certification < 0, Message("subsidy.one_of", known=CERTIFICATIONS)),
        **{
            name: (~_are_yen(members[name]), Message("subsidy.yen", limit=COST_LIMIT_YEN))
            for name in ("eligible_cost_yen", "local_support_yen")
        },
    }
    problems = [_first(members[name], *wrong[name]) for name in COLUMNS if name in wrong and wrong[name][0].any()]
    starts = np.zeros(1, dtype=np.int64)
    if all(right.all() for right in texts.values()):
        ids = members["consortium_id"].to_numpy(dtype=object)
        starts = np.flatnonzero(np.r_[True, ids[1:] != ids[:-1]])
        problems += _misgrouped(members, starts, bool(flags["lead"].all()))
        problems += _too_much(members, starts) if not problems else []
    if problems:
        raise InputError(problems)
    return Members(
        np.append(starts, len(members)),
        members["eligible_cost_yen"].to_numpy(dtype=np.int64),
        size,
        certification,
        members["expert"].to_numpy(dtype=np.bool_),
        members["lead"].to_numpy(dtype=np.bool_),
        employees,
        members["local_support_yen"].to_numpy(dtype=np.int64),
    )


def _check_columns(members: pd.DataFrame) -> None:
    absent = [name for name in COLUMNS if name not in members]
    doubled = [str(name) for name in members.columns[members.columns.duplicated()]]
    if absent:
        raise InputError(Problem("members", Message("subsidy.columns", absent=tuple(absent), columns=COLUMNS)))
    if doubled:
        raise InputError(Problem("members", Message("subsidy.columns_twice", doubled=tuple(doubled), columns=COLUMNS)))
    if members.empty:
        raise InputError(Problem("members", Message("subsidy.no_rows", columns=COLUMNS)))


def _misgrouped(members: pd.DataFrame, starts: Ints, leads_are_known: bool) -> Iterator[Problem]:
    """Consortia whose rows stand apart, that have a member twice, or not exactly one lead firm."""
    apart = np.zeros(len(members), dtype=np.bool_)
    apart[starts] = members["consortium_id"].iloc[starts].duplicated()
    twice = members["member_id"].duplicated().to_numpy()
    if twice.any():  # ids mostly differ, and one column is cheaper to look through than two
        twice = members[["consortium_id", "member_id"]].duplicated().to_numpy()
    if apart.any():
        yield _first(members["consortium_id"], apart, Message("subsidy.together"))
    if twice.any():
        yield _first(members["member_id"], twice, Message("subsidy.once"))
    if not leads_are_known or apart.any():
        return
    leads = segment_sum(members["lead"].to_numpy(dtype=np.bool_), starts)
    for place in np.flatnonzero(leads != 1)[:1]:
        row = int(starts[place])
        consortium = members["consortium_id"].iloc[row]
        said = Message("subsidy.leads", consortium=consortium, row=row + 1, leads=int(leads[place]))
        yield Problem(("members", "lead"), said)


def _too_much(members: pd.DataFrame, starts: Ints) -> Iterator[Problem]:
    """A consortium with too many members, or amounts whose sum does not fit 64 bits."""
    counts = np.diff(np.append(starts, len(members)))
    if counts.max() > MEMBERS_LIMIT:
        consortium = members["consortium_id"].iloc[starts[counts.argmax()]]
        said = Message("subsidy.crowd", consortium=consortium, members=int(counts.max()), limit=MEMBERS_LIMIT)
        yield Problem("members", said)
    for name in ("eligible_cost_yen", "local_support_yen"):
        if (members[name] // MILLION).sum() > TOTAL_LIMIT_YEN // MILLION:  # a sum of yen might pass 64 bits itself
            said = Message("subsidy.sum", yen=sum(members[name].tolist()), limit=TOTAL_LIMIT_YEN)
            yield Problem(("members", name), said)


def _are_texts(column: pd.Series) -> Flags:
    kind = pd.api.types.infer_dtype(column, skipna=False)
    if kind == "string" or (kind == "categorical" and pd.api.types.infer_dtype(column.cat.categories) == "string"):
        return column.notna().to_numpy()
    return np.array([isinstance(cell, str) for cell in column], dtype=np.bool_)


def _are_flags(column: pd.Series) -> Flags:
    if pd.api.types.is_bool_dtype(column.dtype) and column.dtype != object:
        return column.notna().to_numpy()
    return np.array([isinstance(cell, (bool, np.bool_)) for cell in column], dtype=np.bool_)


def _are_yen(column: pd.Series) -> Flags:
    if not pd.api.types.is_integer_dtype(column.dtype):
        return np.zeros(len(column), dtype=np.bool_)
    return column.between(0, COST_LIMIT_YEN).fillna(False).to_numpy(dtype=np.bool_)


def _codes(column: pd.Series, words: tuple[str, ...]) -> Codes:
    """Place of each cell among the words; -1 for anything else."""
    places = {word: place for place, word in enumerate(words)}
    codes = [places.get(cell, -1) if isinstance(cell, str) else -1 for cell in column.tolist()]
    return np.array(codes, dtype=np.int8)


def _whole_numbers(column: pd.Series, needed: bool) -> tuple[Ints, Flags]:
    """Numbers of persons (0: none), and the rows that are wrong: no whole number, or none where one is needed."""
    missing = column.isna().to_numpy()
    if missing.all():
        return np.zeros(len(column), dtype=np.int64), missing & needed
    if not pd.api.types.is_integer_dtype(column.dtype):
        return np.zeros(len(column), dtype=np.int64), ~missing
    kept = column.between(0, COST_LIMIT_YEN).fillna(False).to_numpy(dtype=np.bool_)
    return column.where(kept, 0).to_numpy(dtype=np.int64), ~kept & (~missing | needed)


def _first(column: pd.Series, bad: Flags, expected: Message) -> Problem:
    """The first cell of a column that is not so; rows count from 1."""
    place = int(bad.argmax())
    cell = column.iloc[place]
    cell = cell.item() if isinstance(cell, np.generic) else cell
    where = ("members", str(column.name))
    if pd.api.types.is_scalar(cell) and pd.isna(cell):
        return Problem(where, Message("subsidy.missing_cell", cell=repr(cell), row=place + 1, expected=expected))
    return Problem(where, Message("subsidy.cell", cell=repr(cell), row=place + 1, expected=expected))

"""What running a programme takes of its money, as far as review sheets list it, and what that leaves for consortia."""

from __future__ import annotations

import math
from fractions import Fraction

import pandas as pd

from yosan.errors import InputError, Problem
from yosan.messages import Message
from yosan.units import parse_rate


def parse_share(text: str) -> Fraction | None:
    """Read a reader's own share of the money; none for an empty text.

    Raises
    ------
    InputError : for anything but an exact share such as "1/20".
    """
    try:
        return parse_rate(text) if text else None
    except ValueError:
        where = Message("places.parameter", name="administration_share")
        raise InputError(Problem(where, Message("subsidy.administration_share", value=text))) from None


def observe_administration(rates: pd.DataFrame) -> pd.DataFrame:
    """Outsourced administration and all that was spent, by year: both from the review sheets.

    Parameters
    ----------
    rates : of ``load_base_rates``; a year's rows are ``fy2019-administration`` and ``fy2019-executed``.

    Returns
    -------
    Columns ``fiscal_year, administration_million_yen, executed`` (million yen), ``administration_share`` (exact; a
    least share, for only the largest payments are listed), ``source_id, locator, confidence`` of the administration.
    """
    listed = rates[rates.index.str.fullmatch(r"fy\d{4}-administration")]
    years = listed.index.str[2:6]
    spent = [int(rates.at[f"fy{year}-executed", "value"]) for year in years]
    table = pd.DataFrame({"fiscal_year": years.astype(int), "administration_million_yen": listed["value"].astype(int)})
    table["executed"] = spent
    pairs = zip(table["administration_million_yen"], spent, strict=True)
    table["administration_share"] = [Fraction(int(part), whole) for part, whole in pairs]
    return table.join(listed[["source_id", "locator", "confidence"]]).reset_index(drop=True)


def left_yen(envelope_yen: int, share: Fraction) -> int:
    """What administration leaves of an envelope, in whole yen.

    >>> left_yen(6_990_000_000, Fraction(1, 20)), left_yen(10, Fraction(1, 3))
    (6640500000, 6)
    """
    return envelope_yen - math.ceil(envelope_yen * share)

"""What administration leaves of an envelope, ready to be published."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pandas as pd

from yosan.subsidy.assumptions import ASSUMPTION
from yosan.subsidy.season.administration import left_yen, observe_administration, parse_share
from yosan.subsidy.season.worst_case import WorstCase
from yosan.units import OKU
from yosan.views.words import with_texts
from yosan.writing import Text

LEFT_NAMES = {
    "share": Text(
        "予算のうち事務に要るとみる割合（仮定）", "share of the envelope taken to go into administration (assumption)"
    ),
    "left": Text("予算額から事務の分を除いた額", "envelope less administration"),
    "worst_case": Text(
        "事務の分を除いた額÷上限まで受ける連携体の補助額（切り捨て）",
        "envelope less administration over the largest award of a consortium, rounded down",
    ),
}
_CITED = ["source_id", "locator", "confidence"]


def list_left(
    given: str, rates: pd.DataFrame, worst: WorstCase, assumed: pd.DataFrame, rules: pd.DataFrame
) -> pd.DataFrame:
    """Share that administration takes, what it leaves, and how many consortia that pays for at worst.

    Parameters
    ----------
    given : a reader's own share such as "1/20"; empty for the first one observed.
    rates : of ``load_base_rates``.
    worst : of the whole envelope.
    assumed : of ``assumption_rows``, the envelope among them.
    rules : where the rules are stated: columns source_id, locator, confidence.

    Returns
    -------
    Columns ``left_id`` (of ``LEFT_NAMES``), ``value`` (exact), ``unit``, ``name_ja, name_en``, ``source_id, locator,
    confidence``; one row for each source of a value.

    Raises
    ------
    InputError : for a share that is none.
    """
    share, grounds = (
        parse_share(given),
        pd.DataFrame([[ASSUMPTION, "parameter administration_share", "low"]], columns=_CITED),
    )
    if share is None:
        observed = observe_administration(rates).iloc[[0]]
        share, grounds = observed["administration_share"].item(), observed[_CITED]
    money = assumed[assumed["assumption_id"] == "envelope_yen"]
    left = replace(worst, envelope_yen=left_yen(worst.envelope_yen, share))
    values: dict[str, tuple[Fraction | int, str]] = {
        "share": (share, "ratio"),
        "left": (Fraction(left.envelope_yen, OKU), "oku"),
        "worst_case": (left.consortia, "count"),
    }
    rests_on = {"share": [grounds], "left": [grounds, money], "worst_case": [grounds, money, rules]}
    rows = [
        {"left_id": name, "value": value, "unit": unit, **cited}
        for name, (value, unit) in values.items()
        for cited in pd.concat(rests_on[name])[_CITED].to_dict("records")
    ]
    frame = pd.DataFrame(rows)
    return with_texts(frame, "name", [LEFT_NAMES[name] for name in frame["left_id"]])

"""What stands beside a budget: the rest of the year of its accounts, and the sister subsidy's money."""

from __future__ import annotations

from fractions import Fraction
from typing import Protocol

import pandas as pd

from yosan.budget.choose_items import choose_account, choose_ministry, list_ministries
from yosan.budget.official import PUBLISHER, follow_accounts
from yosan.show.number import Citation
from yosan.units import OKU
from yosan.views.cited_items import cite_items
from yosan.views.official import in_oku


class _Items(Protocol):
    """Official items with what their ids are called, as ``data.items_mof`` reads them."""

    @property
    def rows(self) -> pd.DataFrame: ...
    @property
    def names(self) -> pd.DataFrame: ...


def rest_of_year(items: _Items, accounts: pd.DataFrame, fiscal_year: int) -> tuple[pd.DataFrame, tuple[Citation, ...]]:
    """The publisher's accounts from the initial budget to the settlement of one year, in 億円, and where it stands.

    Returns
    -------
    ``official.follow_accounts`` with amounts in 億円; no row where the year's revised budget is not known, or where
    these are not the publisher's items.
    """
    if PUBLISHER not in list_ministries(items.rows):
        return pd.DataFrame(
            columns=["account_id", "fiscal_year", "initial_yen", "initial_oku", "revised_oku", "spent_oku"]
        ), ()
    own = choose_account(choose_ministry(items.rows, items.names, PUBLISHER), "general")
    used = own[(own["fiscal_year"] == fiscal_year) & (own["budget"] != "provisional")]
    return in_oku(follow_accounts(own, accounts, fiscal_year)), cite_items(used, items.names)


def beside_sister(sister: pd.DataFrame, envelope_yen: int, label: str, name: str) -> pd.DataFrame:
    """The envelope above the sister subsidy's supplementary budgets, for bars: columns label, value (億円).

    Parameters
    ----------
    sister : from ``benchmarks.load_supplementary``.
    label : what the envelope is called.
    name : column of ``sister`` that names its rows.
    """
    rows = [(label, Fraction(envelope_yen, OKU)), *zip(sister[name], sister["supplementary_oku"], strict=True)]
    return pd.DataFrame(rows, columns=["label", "value"])

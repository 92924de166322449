"""A ministry's items chosen for a page, with what is cited for each of its numbers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from yosan.budget import choose_items, transfers, whole_year
from yosan.budget.series import Years
from yosan.views.cited_items import Cited, cite_by_budget, cite_items_by, with_year_before
from yosan.views.official import in_oku, list_added, name_ids, names_of
from yosan.writing import Lang


@dataclass(frozen=True)
class Followed:
    """Items of a ministry whose years are followed.

    ``own``: all of its accounts; ``general``: its part of the general account; ``chosen``: of that the main expense, or
    all but what it pays into other accounts; ``names``: what ids are called; ``asked``: ministry and main expense.
    """

    own: pd.DataFrame
    general: pd.DataFrame
    chosen: pd.DataFrame
    names: pd.DataFrame
    years_asked: Years
    asked: tuple[str, str]

    @cached_property
    def rows(self) -> pd.DataFrame:
        """The chosen items of the years asked for."""
        return self._asked_years(self.chosen)

    @cached_property
    def complete(self) -> list[int]:
        """Years whose revised budget is known."""
        return whole_year.find_complete_years(self.general)

    @cached_property
    def years(self) -> pd.DataFrame:
        """``whole_year.follow_years`` of the chosen items, with amounts in 億円 too."""
        return in_oku(whole_year.follow_years(self.rows, self.complete))

    def summary(self) -> whole_year.YearsSummary:
        """How the initial budgets of the years stand to what they became."""
        return whole_year.summarise_years(self.years)

    def added(self) -> tuple[pd.DataFrame, Cited]:
        """What each supplementary budget added to the chosen items, see ``official.list_added``; its citations."""
        added = list_added(whole_year.list_supplements(self.rows), self.names)
        return added, cite_by_budget(self.rows, self.names)

    def called(self, lang: Lang) -> tuple[str, str]:
        """The ministry, and the main expense or nothing."""
        ministry, expense = self.asked
        return names_of(self.names, "ministry", lang)[ministry], names_of(self.names, "main_expense", lang).get(
            expense, ""
        )

    def cite(self, *kinds: str) -> Cited:
        """Citations by year of the chosen items in some budgets: ``initial``, ``supplementary``, ``settled``.

        Where a budget holds none of them, which makes them nought, of all that it holds of the ministry.
        """
        found: Cited = {}
        for rows in (self._asked_years(self.general), self.rows):
            kind = rows["budget"].str.partition("_")[0]
            found |= cite_items_by(rows[kind.isin(kinds)], "fiscal_year", self.names)
        return found

    def _asked_years(self, rows: pd.DataFrame) -> pd.DataFrame:
        return rows[rows["fiscal_year"].between(*self.years_asked)]

    def cite_with_before(self) -> Cited:
        """Citations by year of the settlement and the one before."""
        return with_year_before(self.cite("settled"))

    def expenses(self, fiscal_year: int) -> tuple[pd.DataFrame, Cited]:
        """``whole_year.compare_expenses`` of the account without transfers, by name and in 億円; its citations."""
        kept = transfers.own_money(self.general)
        table = in_oku(whole_year.compare_expenses(kept, fiscal_year, self.complete))
        cited = cite_items_by(kept[kept["fiscal_year"] == fiscal_year], "main_expense", self.names)
        return name_ids(table, "main_expense", self.names, "main_expense"), cited

    def sums(self) -> tuple[pd.DataFrame, Cited]:
        """``transfers.add_every_year`` of all accounts in the years asked for, in 億円; its citations."""
        own = self._asked_years(self.own)
        cited = cite_items_by(own[own["budget"] == "initial"], "fiscal_year", self.names)
        return in_oku(transfers.add_every_year(own)), cited


def follow(
    rows: pd.DataFrame, names: pd.DataFrame, ministry: str, main_expense: str, years: Years, fiscal_year: int
) -> Followed:
    """Choose the items of a ministry to follow over some years, one of them told in full.

    Raises
    ------
    InputError : for a ministry, a main expense or years that are not there; names those that are.
    """
    own = choose_items.choose_ministry(rows, names, ministry)
    general = choose_items.choose_account(own, "general")
    chosen = choose_items.choose_expense(general, main_expense)
    choose_items.check_years(general, chosen, *years, fiscal_year)
    return Followed(own, general, chosen, names, years, (ministry, main_expense))

"""The explorer of official items shows what is picked, of any ministry, and says so where there is nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from repository import ROOT
from run import shown
from yosan.budget.choose_items import choose_ministry, list_ministries
from yosan.budget.levels import LEVELS, STATES, sum_level
from yosan.data.items_mof import Items, load_own_items
from yosan.data.tables import load_words
from yosan.errors import InputError
from yosan.explore.items import _TEXTS, explore_items
from yosan.explore.results import Explorer
from yosan.show.page import Page
from yosan.writing import LANGS, Lang

ALL = load_own_items(str(ROOT / "examples/state-budget/data/budget/items_mof.csv.xz"))
WORDS = load_words()


@pytest.fixture(autouse=True)
def quick(undrawn: None) -> None:
    """Draw nothing."""


def explore(items: Items = ALL, lang: Lang = "en", ministry: str = "meti") -> Explorer:
    return explore_items(Page(lang, WORDS), items, ministry, (2017, 2026), "account", "initial")


def pick(explorer: Explorer, **choice: object) -> str:
    for control, value in zip(explorer.children, ({**dict.fromkeys(_NAMES), **choice}).values(), strict=False):
        if value is not None:
            control.value = value
    return shown(explorer.children[-1])


_NAMES = ("ministry", "years", "level", "stage")


@pytest.mark.parametrize("lang", LANGS)
def test_every_text_is_shown_in_its_language(lang: Lang) -> None:
    explorer = explore(lang=lang)
    words = {name: text.of(lang) for name, text in _TEXTS.texts.items()}
    controls = explorer.children[:-1]
    assert [control.description for control in controls] == [words[name] for name in _NAMES]
    assert [name for name, _ in controls[2].options] == [words[level] for level in LEVELS]
    assert [name for name, _ in controls[3].options] == [words[stage] for stage in STATES]
    assert {"ja": "特許特別会計", "en": "Patent special account"}[lang] in pick(explorer)


def test_what_is_shown_is_what_is_picked() -> None:
    explorer = explore()
    said = pick(explorer, ministry="moe", years=(2019, 2021), level="item", stage="revised")
    assert explorer.choice == ("moe", (2019, 2021), "item", "revised")
    rows = sum_level(choose_ministry(ALL.rows, ALL.names, "moe"), "item", (2019, 2021), "revised")
    largest = rows[rows["fiscal_year"] == 2021].iloc[0]
    assert f"{largest['amount_yen'] / 10**9:,.1f}" in said
    assert "MOE, items, revised, without transfers to other accounts: the largest 40 of" in said
    assert ("FY2019" in said, "FY2022" in said) == (True, False)


@pytest.mark.parametrize("ministry", list_ministries(ALL.rows))
def test_any_ministry_may_be_picked_at_any_level(ministry: str) -> None:
    explorer = explore(ministry=ministry)
    for level in LEVELS:
        assert "without transfers" in pick(explorer, level=level)


def test_a_choice_that_nothing_fits_says_so() -> None:
    assert "No item fits this choice." in pick(explore(ministry="disaster"), stage="spent")


def test_the_first_ministry_is_meant_where_none_is_named_and_an_unknown_one_is_refused() -> None:
    assert explore(ministry="").choice[0] == "imperial"
    assert explore(load_own_items(), ministry="").choice == ("meti", (2017, 2026), "account", "initial")
    with pytest.raises(InputError, match="'x'"):
        explore(ministry="x")


def test_a_project_without_items_gets_a_word_for_switches(project: Path) -> None:
    explorer = explore(load_own_items())
    assert (explorer.choice, len(explorer.children)) == ((), 1)
    assert "This project has no official items" in pick(explorer)

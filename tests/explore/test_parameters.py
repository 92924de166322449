"""Parameters of the explorers: any that the data allow show something, others are refused in one sentence."""

from __future__ import annotations

import json
from typing import Any

import pytest

from repository import DATA, NOTEBOOKS, ROOT
from yosan.data.budget import load_budget
from yosan.data.rules import list_vintages
from yosan.data.tables import load_words
from yosan.errors import InputError
from yosan.explore.budget import explore_budget
from yosan.show.page import Page

PAGE, BUDGET = Page("en", load_words()), load_budget()
PROGRAMMES = ROOT / "tests/programmes"
GOOD = {"accounts": ["total"], "years": (2019, 2020), "stage": "initial"}


def run_consortium(**given: Any) -> dict[str, Any]:
    """Run the notebook's code with other parameters, without a kernel."""
    cells = json.loads((NOTEBOOKS / "21_explore_consortium.ipynb").read_text("utf-8"))["cells"]
    names: dict[str, Any] = {}
    for cell in (cell for cell in cells if cell["cell_type"] == "code"):
        exec("".join(cell["source"]), names)
        names |= given if "parameters" in cell["metadata"].get("tags", []) else {}
    return names


@pytest.mark.parametrize("accounts", [[], [""], [" total ", "general"]], ids=str)
def test_some_accounts_or_none_may_be_picked_to_start_with(accounts: list[str]) -> None:
    explored = explore_budget(PAGE, BUDGET, **{**GOOD, "accounts": accounts})
    assert list(explored.choice[0]) == [name.strip() for name in accounts if name.strip()]


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"accounts": ["total", "tax"]}, "parameter accounts: 'tax' is not known; expected one of total, "),
        ({"stage": "当初"}, "parameter stage: '当初' is not known; expected one of request, initial"),
        ({"years": (2020, 2019)}, "parameter first_year: FY2020 is after last_year, FY2019; expected FY2019 or before"),
    ],
    ids=str,
)
def test_what_nobody_knows_is_refused_before_a_switch_is_made(wrong: dict[str, Any], told: str) -> None:
    with pytest.raises(InputError, match=f"^{told}"):
        explore_budget(PAGE, BUDGET, **{**GOOD, **wrong})


@pytest.mark.parametrize("vintage", [*list_vintages(), str(PROGRAMMES / "jizokuka-2023.yaml")])
def test_the_explorer_of_a_consortium_begins_under_any_vintage(vintage: str) -> None:
    own = PROGRAMMES / "one-small-firm.csv"
    file = own if vintage.endswith(".yaml") else DATA / "consortia/illustrative-mixed-certification.csv"
    assert len(run_consortium(vintage=vintage, file=str(file))["award"].members)


def test_a_type_that_the_vintage_does_not_have_is_refused() -> None:
    with pytest.raises(InputError, match="type: 'nope'; expected one of inter_firm, "):
        run_consortium(type_id="nope")

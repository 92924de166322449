"""Spreadsheets drawn at random give the award that the clauses say, or are refused with their place."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from functools import cache
from random import Random

import pytest

from spelt_at_random import Firm, draw_firms, lay_out
from spoken import in_english
from yosan.data import members
from yosan.data.members import read_members
from yosan.data.rules import load_vintage
from yosan.data.spreadsheet.file import Upload
from yosan.data.spreadsheet.forms import load_form
from yosan.errors import InputError
from yosan.subsidy.award.award import compute_awards
from yosan.subsidy.rules.in_force import Rules

RULES = Rules(load_vintage("fy2020-request"), "inter_firm")


@pytest.fixture(autouse=True)
def form_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(members, "load_form", cache(load_form))


def award_yen(firms: list[Firm]) -> int:
    """Award of a consortium by the programme sheet: half, two thirds with a plan, caps, a pool of 200万円 each."""
    supported = [one for one in firms if one.size != "large"]
    if len(supported) < 2 or len(firms) > 10:
        return 0
    total = asked = 0
    for one in supported:
        rate = Fraction(2, 3) if one.plan != "none" else Fraction(1, 2)
        by_rate = one.cost_yen * rate.numerator // rate.denominator
        cap = 30_000_000 + (300_000 if one.expert else 0)
        total += min(by_rate, cap)
        asked += max(by_rate - cap, 0)
    return total + min(asked, 2_000_000 * len(supported))


def check(seed: int) -> str:
    """Draw a spreadsheet and compare; say how it came out."""
    random = Random(seed)
    firms = draw_firms(random)
    name, content, wrong = lay_out(random, firms)
    if wrong:
        with pytest.raises(InputError) as caught:
            read_members(Upload(name, content))
        for told in in_english(caught.value.problems):
            place = told.partition(": ")[0]
            assert "row " in place, f"seed {seed}: {told}"
            assert "column " in place, f"seed {seed}: {told}"
        return "refused"
    read = read_members(Upload(name, content))
    awards = compute_awards(read.members, RULES).consortia.set_index("consortium_id")["award_yen"]
    for consortium in dict.fromkeys(one.consortium for one in firms):
        expected = award_yen([one for one in firms if one.consortium == consortium])
        assert awards[consortium] == expected, f"seed {seed}, {consortium}"
    return "remarked" if in_english(read.remarks) else "read"


@pytest.mark.parametrize("start", range(0, 500, 100))
def test_five_hundred_drawn_spreadsheets_are_awarded_by_the_clauses_or_refused(start: int) -> None:
    seen = Counter(check(seed) for seed in range(start, start + 100))
    assert all(seen[kind] for kind in ("read", "remarked", "refused")), seen


@pytest.mark.slow
def test_ten_thousand_drawn_spreadsheets_are_awarded_by_the_clauses_or_refused() -> None:
    seen = Counter(check(seed) for seed in range(1_000, 11_000))
    assert seen.total() == 10_000
    assert seen["refused"] > 1_000

"""The report of a consortium for any file, and those on plans: every kind builds in both languages, sentences hold."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from repository import DATA
from run import Ran, run_once
from yosan.data.members import load_members
from yosan.data.rules import load_vintages
from yosan.writing import LANGS

pytestmark = [pytest.mark.wide, pytest.mark.usefixtures("undrawn")]
FILES = sorted([*(DATA / "consortia").glob("*.csv"), *(DATA / "consortia").glob("*.xlsx")])
PLANS = sorted((DATA / "plans").glob("*.csv"))
TYPES = [(name, kind) for name, vintage in load_vintages().items() for kind in vintage.types]
FAULTS = re.compile(r"\bNone\b|\bnan\b|\binf\b|[{}]|  | [.,;:](?!\d)|[.,;]\.|、。|。。|…")
HEAD = "consortium_id,member_id,name,lead,size,employees,eligible_cost_yen,certification,expert\n"
MEMBERS = {
    "one member": "c,A,A社,yes,medium,50,60000000,none,no\n",
    "one SME and one large firm": "c,A,A社,yes,medium,50,60000000,none,no\nc,L,大企業,no,large,2000,60000000,none,no\n",
    "eleven members": "".join(
        f"c,F{n},社{n},{'yes' if n == 1 else 'no'},medium,50,{20_000_000 + n},none,no\n" for n in range(1, 12)
    ),
    "no cost at all": "c,A,A社,yes,medium,50,0,none,no\nc,B,B社,no,small,5,0,none,no\n",
    "costs below every floor": "c,A,A社,yes,medium,50,900000,none,no\nc,B,B社,no,small,5,400000,none,no\n",
    "only another member helps": "c,A,A社,yes,medium,50,60000000,equipment_plan,yes\n"
    "c,B,B社,no,medium,50,60000000,equipment_plan,yes\n",
    "too many members": "".join(
        f"c,F{n},社{n},{'yes' if n == 1 else 'no'},small,5,5000000,none,no\n" for n in range(1, 22)
    ),
    "a large firm leads": "c,L,大企業,yes,large,2000,80000000,none,yes\n"
    + "".join(f"c,F{n},社{n},no,small,5,9000000,innovation_plan,no\n" for n in range(3)),
    "names that look like numbers": "c,1,第1工業,yes,medium,50,60000000,none,no\n"
    "c,K1,19th <b>,no,small,5,9000000,none,no\n",
}
YEARS = "firm_id,year,operating_profit_yen,labour_cost_yen,depreciation_yen,ordinary_profit_yen,workers,payroll_yen\n"


def plan_rows(firm: str, *operating_yen: int) -> str:
    rows = (
        f"{firm},{year},{profit},20000000,5000000,{profit},5,{18_000_000 + 400_000 * year}\n"
        for year, profit in enumerate(operating_yen)
    )
    return "".join(rows)


OWN_PLANS = {
    "value added below zero": plan_rows("Z", -30_000_000, -20_000_000, -10_000_000, -6_000_000),
    "an uncertified firm that grows": plan_rows("A", 10_000_000, 12_000_000, 14_000_000, 16_000_000)
    + plan_rows("B", 0, 1_000_000, 2_000_000, 3_000_000),
    "firms with digits in their ids": plan_rows("K1", 1, 2, 3, 4) + plan_rows("19", 5, 5, 5, 5),
}


def told(notebook: str, lang: str, **given: object) -> Ran:
    """Run, and hold that nothing is missing in a sentence."""
    ran = run_once(notebook, lang=lang, **given)
    assert not (found := FAULTS.search(ran.prose)), f"{found}: {ran.prose}"
    return ran


def both(notebook: str, **given: object) -> Ran:
    """Run in both languages, which publish the same; return the English page."""
    pages = [told(notebook, lang, **given) for lang in LANGS]
    values = [{name: number.value for name, number in ran.page.published.items()} for ran in pages]
    assert values[0] == values[1]
    return pages[-1]


def consortium(file: Path | str, **given: object) -> Ran:
    return both("05_consortium.ipynb", file=str(file), **given)


def english(file: Path | str, **given: object) -> Ran:
    return told("05_consortium.ipynb", "en", file=str(file), **given)


@pytest.mark.slow
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_consortium_of_every_file_builds_in_both_languages(file: Path) -> None:
    for consortium_id in load_members(file)["consortium_id"].unique():
        ran = consortium(file, consortium_id=consortium_id)
        assert ran.value("award.total") is not None


@pytest.mark.parametrize("kind", MEMBERS)
def test_every_kind_of_consortium_builds(kind: str, tmp_path: Path) -> None:
    file = tmp_path / "own.csv"
    file.write_text(HEAD + MEMBERS[kind], "utf-8")
    lang = LANGS[[*MEMBERS].index(kind) % 2]  # the slow run builds each kind in both
    ran = told("05_consortium.ipynb", lang, file=str(file))
    assert ran.value("award.total") is not None
    assert ran.page.given == set(load_members(file)["name"])
    assert ("award.share" in ran.page.published) == (kind != "no cost at all")  # of nothing there is no share


@pytest.mark.slow
@pytest.mark.parametrize("kind", MEMBERS)
def test_every_kind_of_consortium_builds_under_every_type(kind: str, tmp_path: Path) -> None:
    file = tmp_path / "own.csv"
    file.write_text(HEAD + MEMBERS[kind], "utf-8")
    consortium(file)
    for vintage, type_id in TYPES:
        ran = told("05_consortium.ipynb", "en", file=str(file), vintage=vintage, type_id=type_id)
        assert (" this consortium is not eligible: " in ran.answer) == ("has nothing to bridge" in ran.prose)


@pytest.mark.slow
@pytest.mark.parametrize("members", ["", "data/consortia/seed-two-firms.csv"])
@pytest.mark.parametrize("kind", [*OWN_PLANS, *(file.name for file in PLANS)])
def test_every_kind_of_plan_builds_with_and_without_a_consortium(kind: str, members: str, tmp_path: Path) -> None:
    file = DATA / "plans" / kind
    if kind in OWN_PLANS:
        file = tmp_path / "own.csv"
        file.write_text(YEARS + OWN_PLANS[kind], "utf-8")
    both("07_growth_plan.ipynb", file=str(file), members=members)


def test_the_lead_bridges_the_whole_cost_and_gets_the_award_later() -> None:
    ran = consortium("data/consortia/seed-two-firms.csv")
    assert ran.value("bridge.total") == ran.value("cost.total") == 110_000_000
    assert "the whole cost of ¥110 million has to be paid" in ran.prose
    assert "If, as is assumed here, the lead firm carries it for all" in ran.prose
    assert "A project may last 2 years at most" in ran.prose
    sources = {source.source_id for source in ran.page.published["bridge.total"].sources}
    assert {"assumption", "hojokin-kanji-after-adoption"} < sources


def test_a_consortium_that_gets_nothing_bridges_nothing(tmp_path: Path) -> None:
    file = tmp_path / "own.csv"
    file.write_text(HEAD + MEMBERS["one member"], "utf-8")
    ran = english(file)
    assert "the consortium has nothing to bridge" in ran.prose


def test_no_floor_is_known_for_fy2020_and_one_of_a_million_held_the_years_around_it() -> None:
    ran = english("data/consortia/seed-two-firms.csv", vintage="fy2020-enacted")
    assert (
        "No minimum grant was found in the papers of this vintage, which does not mean that there is none." in ran.prose
    )
    assert "¥1 million in the FY2019 calls, Data-sharing type;" in ran.prose
    ran = english("data/consortia/seed-two-firms.csv", vintage="fy2021-call", type_id="inter_firm")
    assert "a member whose grant would be below ¥1 million gets none" in ran.prose
    assert "equipment of at least ¥500,000 a unit" in ran.prose


def test_members_that_fall_short_of_a_bound_are_counted(tmp_path: Path) -> None:
    file = tmp_path / "own.csv"
    file.write_text(HEAD + MEMBERS["costs below every floor"], "utf-8")
    assert "Members here whose award is below such a floor: 2." in english(file).prose
    ran = english(file, vintage="fy2021-call", type_id="inter_firm")
    assert "Members whose whole cost is below that, and who cannot buy such equipment: 1." in ran.prose


def test_approval_of_a_regional_plan_opens_a_way_and_moves_no_yen() -> None:
    given = {"vintage": "fy2019-call", "type_id": "regional_lead"}
    closed = english("data/consortia/seed-two-firms.csv", **given)
    opened = english("data/consortia/seed-two-firms.csv", **given, regional_plan=True)
    assert "it takes an approved regional plan to apply, and none is stated" in closed.answer
    assert "regional plan" not in opened.answer
    assert closed.value("award.total") == opened.value("award.total")
    seed = english("data/consortia/seed-two-firms.csv")
    assert (seed.value("ways.known"), seed.value("ways.open")) == (2, 1)
    assert "regional plan" not in seed.answer

"""A plan's risk by value: the drawn paths year by year, what counts as missed, and what fell behind first."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import exp, log1p
from typing import Any

import numpy as np
import pytest

from yosan.data.background import load_firm_assumptions
from yosan.data.rules import load_vintage
from yosan.subsidy.draws import stream
from yosan.subsidy.plan import risk
from yosan.subsidy.plan.plan import ANNUAL_RATES, PlanYear
from yosan.subsidy.plan.risk import FirmModel, PlanRisk, firm_model, simulate_plan, sweep_growth

BASE = PlanYear(30, 60, 10, 25, Fraction(5, 2), 50)  # value added 100
FIRM = FirmModel(growth_rate=0.04, volatility=0.2, wage_growth_rate=0.03, headcount_volatility=0.1)
VALUE_ADDED, PROFIT, PRODUCTIVITY = load_vintage("fy2020-request").growth_conditions


def test_a_path_grows_by_its_shocks_less_half_their_variance_and_pays_heads_at_risen_wages() -> None:
    shocks = np.random.Generator(stream(7, 3)).standard_normal((2, 2, 3))
    levels = risk._walk(BASE, FIRM, 3, 2, 7, 3)
    for draw in range(2):
        index = heads = 1.0
        for year in range(3):
            index *= exp(log1p(0.04) - 0.02 + 0.2 * shocks[0, draw, year])
            heads *= exp(0.1 * shocks[1, draw, year] - 0.005)
            bill = heads * 1.03 ** (year + 1)
            expected = {
                "value_added": 100 * index,
                "ordinary_profit": 25 + 100 * index - 100 - 60 * (bill - 1),
                "labour_productivity": 100 * index / (2.5 * heads),
                "payroll": 50 * bill,
            }
            assert {name: level[draw, year] for name, level in levels.items()} == pytest.approx(expected)


def test_what_is_asked_each_year_keeps_pace_with_the_plan_and_is_nothing_after_a_loss() -> None:
    loss = replace(BASE, ordinary_profit_yen=-7)
    asked = risk._required_levels(loss, 3, (VALUE_ADDED, PROFIT, PRODUCTIVITY), "simple")
    assert asked == pytest.approx(np.array([[103, 106, 109], [0, 0, 0], [41.2, 42.4, 43.6]]))
    (compound,) = risk._required_levels(BASE, 2, (PROFIT,), "compound")
    assert compound == pytest.approx([25.25, 25.5025])


def test_a_draw_misses_by_its_last_year_and_what_fell_behind_first_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    value_added = [[103, 106, 109], [90, 90, 108], [103, 90, 90], [200, 200, 200], [200, 200, 200], [99, 99, 110]]
    profit = [[1, 1, 1], [1, 1, 1], [0, 0, 0], [5, 5, 0], [9, 9, -1], [0, 0, 1]]
    levels = {"value_added": np.array(value_added, float), "ordinary_profit": np.array(profit, float)}
    seen: list[Any] = []

    def walk(*given: Any) -> dict[str, Any]:
        seen.append(given)
        return levels

    monkeypatch.setattr(risk, "_walk", walk)
    asked = np.array([[103, 106, 109], [0, 0, 0]], float)
    met, failed, first = risk._play(BASE, (VALUE_ADDED, PROFIT), asked, FIRM, 6, 7, 0, 9)
    assert (met, failed.tolist(), first.tolist()) == (2, [2, 3], [1, 3])
    assert seen == [(BASE, FIRM, 3, 6, 7, 0)]
    assert failed.dtype == first.dtype == np.int64


def test_blocks_and_tasks_add_up(monkeypatch: pytest.MonkeyPatch) -> None:
    def walk(base: PlanYear, firm: FirmModel, years: int, size: int, seed: int, block: int) -> dict[str, Any]:
        level = np.full((size, years), 200.0)
        level[: block + 1] = 1  # one more misses in each block
        return {"value_added": level}

    monkeypatch.setattr(risk, "_walk", walk)
    found = simulate_plan(BASE, 3, (VALUE_ADDED,), "simple", FIRM, 11_500, 7)
    missed = sum(range(1, 13))
    assert found == PlanRisk(11_500, 11_500 - missed, {"value_added": missed}, {"value_added": missed})
    assert {type(count) for count in (*found.failed.values(), *found.failed_first.values())} == {int}
    assert (found.probability, found.standard_error) == (1 - missed / 11_500, pytest.approx(0.0007653703))


def test_the_levels_asked_follow_the_reading_of_the_annual_rate(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(risk, "_walk", lambda *_: {"value_added": np.array([[104, 107, 109.1]])})
    met = {reading: simulate_plan(BASE, 3, (VALUE_ADDED,), reading, FIRM, 1, 7).met for reading in ANNUAL_RATES}
    assert met == {"simple": 1, "compound": 0}  # 109 and 109.2727


def test_the_same_seed_draws_the_same_and_growth_is_swept_at_three_volatilities() -> None:
    assumed = load_firm_assumptions()
    model = firm_model(assumed)
    assert model == FirmModel(*(float(getattr(assumed, name).value) for name in vars(model)))
    table = sweep_growth(BASE, 3, (VALUE_ADDED, PROFIT), "simple", assumed, 50, 7)
    assert list(table) == ["growth_rate", "volatility", "probability", "standard_error"]
    rates = sorted({*(percent / 100 for percent in range(-2, 9)), model.growth_rate})
    spread = [float(value) for value in (assumed.volatility.low, assumed.volatility.value, assumed.volatility.high)]
    assert table["growth_rate"].tolist() == [rate for rate in rates for _ in range(3)]
    assert table["volatility"].tolist() == spread * len(rates)
    assert table.groupby("growth_rate")["probability"].nunique().max() > 1
    varied = replace(model, growth_rate=rates[1], volatility=spread[2])
    alone = simulate_plan(BASE, 3, (VALUE_ADDED, PROFIT), "simple", varied, 50, 7)
    assert table.loc[5, ["probability", "standard_error"]].tolist() == [alone.probability, alone.standard_error]

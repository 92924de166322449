"""One consortium to play with: its members in a form, rules and readings as switches, the award beside them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, get_args

import ipywidgets as widgets
import pandas as pd
from IPython.display import HTML, display

from yosan.errors import YosanError
from yosan.explore.form import MembersForm
from yosan.explore.results import results
from yosan.explore.sheet import from_csv, problems, scale_yen
from yosan.show import award_figures, figures, tables
from yosan.show.page import current, local
from yosan.show.style import drawable
from yosan.show.text import pick, say
from yosan.show.values import with_source
from yosan.subsidy.allocation import Policy
from yosan.subsidy.award import Award, award
from yosan.subsidy.curve import Example, at_costs
from yosan.subsidy.explain import explain
from yosan.subsidy.labels import POLICIES, REASONS
from yosan.subsidy.report import member_rows
from yosan.subsidy.rules import Vintage
from yosan.writing import Lang, format_value

Rule = tuple[str, str]  # vintage and type
POINTS, LINES = 201, 6  # of a curve; members that get one
NOT_IN_AN_AWARD = {"annual_rate"}  # a reading about growth plans


def assess(
    vintages: Mapping[str, Vintage], form: str, rule: Rule, allocation: Policy, readings: Mapping[str, str]
) -> Award:
    """Award of the members in a form.

    Parameters
    ----------
    form : the members as CSV text.
    readings : choices by reading; an empty one leaves what the vintage or the default says.

    Raises
    ------
    InputError : what is wrong with the form, as ``load_members`` and ``award`` say it.
    """
    vintage_id, type_id = rule
    chosen = {name: choice for name, choice in readings.items() if choice}
    return award(from_csv(form), vintages[vintage_id], type_id, chosen, allocation)


def curves(given: Award) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Award of the whole consortium as one member's cost changes and the others' stay.

    Returns
    -------
    Two frames with ``label, cost_yen, award_yen``: a line for each of the members with the largest costs, and where
    each of them stands now.
    """
    members = given.members
    costs = members["eligible_cost_yen"].tolist()
    end_yen = scale_yen(costs)
    grid = [place * end_yen // (POINTS - 1) for place in range(POINTS)]
    drawn = members.loc[members["eligible_cost_yen"].nlargest(LINES).index.sort_values()]
    varied = [[*costs[:place], cost, *costs[place + 1 :]] for place in drawn.index for cost in grid]
    found = at_costs(Example(members, given.vintage, given.type_id, given.readings), varied)
    labels = drawn["member_id"] + " " + drawn["name"].map(drawable)
    lines = {"label": labels.repeat(POINTS).array, "cost_yen": grid * len(drawn)}
    now = {"label": labels, "cost_yen": drawn["eligible_cost_yen"], "award_yen": given.consortia["award_yen"].iloc[0]}
    return pd.DataFrame(lines).assign(award_yen=found.consortia["award_yen"]), pd.DataFrame(now)


def show(vintages: Mapping[str, Vintage], *, form: str, rule: Rule, allocation: Policy, **readings: str) -> None:
    """Show the award of a form with its reasons and its curve, or what is wrong with the form."""
    try:
        given = assess(vintages, form, rule, allocation, readings)
    except YosanError as error:
        display(HTML(problems(error)))
        return
    show_award(given)
    show_curve(given)
    steps, note = with_source(explain(given, given.consortia["consortium_id"].iloc[0], current().lang))
    caption = pick(ja="経費から補助額までの計算", en="From cost to award, step by step") + note
    tables.show(steps, ["step", "formula", "numbers", "rule", "source"], caption=caption)


def show_award(given: Award) -> None:
    """Show the total in a sentence and each member's part in a table."""
    whole = given.consortia.iloc[0]
    amounts = {name: format_value(int(whole[f"{name}_yen"]), "yen", current().lang) for name in ("award", "own_burden")}
    if whole["reason"]:
        say(
            ja="補助の対象にならない：{reason}。",
            en="Not eligible: {reason}.",
            reason=REASONS[whole["reason"]][_side()],
        )
    say(
        ja="補助額 **{award}**、自己負担 **{own_burden}**",
        en="Award **{award}**, own burden **{own_burden}**",
        **amounts,
    )
    columns = [
        local("name"),
        local("size"),
        "rate",
        "eligible_cost_yen",
        "award_yen",
        "own_burden_yen",
        local("held"),
    ]
    tables.show(member_rows(given), columns, caption=pick(ja="構成員ごとの補助額", en="Award by member"))


def show_curve(given: Award) -> None:
    """Show how the award moves with each member's cost."""
    lines, now = curves(given)
    across = pick(ja="その構成員の経費", en="Cost of that member")
    figures.show(
        award_figures.curves(lines, now, across),
        "award-against-cost",
        lines,
        title=pick(
            ja="一者の経費を動かすと、連携体の補助額はこう動く",
            en="How the consortium's award follows one member's cost",
        ),
        alt=pick(
            ja="構成員ごとの線。横は経費、縦は連携体の補助額",
            en="A line for each member: its cost across, the award up",
        ),
        caption=pick(
            ja="ほかの構成員の経費は今のまま。点は今の経費。",
            en="The others' costs stay. The points are the costs now.",
        ),
    )


def explorer(members: pd.DataFrame, vintages: Mapping[str, Vintage], rule: Rule) -> widgets.Widget:
    """Switches, form and results of one consortium, one above the other.

    Parameters
    ----------
    members : as ``load_members`` gives them; the form starts with the first consortium.
    rule : vintage and type to start with.
    """
    form, switches = MembersForm(members), reading_switches(vintages[rule[0]])
    choices = {"rule": rule_choice(vintages, rule), "allocation": policy_choice()}
    result = results(partial(show, vintages), {"form": form, **choices, **switches})
    readings = widgets.Accordion([widgets.VBox(list(switches.values()))], titles=[pick(ja="読み方", en="Readings")])
    return widgets.VBox([widgets.HBox(list(choices.values())), readings, form, result])


def rule_choice(vintages: Mapping[str, Vintage], rule: Rule) -> widgets.Dropdown:
    """Choice of a type of a vintage."""
    options = [
        (f"{getattr(vintage, local('name'))}: {getattr(kind, local('name'))}", (vintage_id, type_id))
        for vintage_id, vintage in vintages.items()
        for type_id, kind in vintage.types.items()
    ]
    return _dropdown(pick(ja="規則", en="Rules"), options, rule)


def policy_choice() -> widgets.Dropdown:
    """Choice of how members share what they have in common; no total depends on it."""
    options = [(texts[_side()], policy) for policy, texts in POLICIES.items()]
    return _dropdown(pick(ja="枠の配分", en="Sharing"), options, "proportional")


def reading_switches(vintage: Vintage) -> dict[str, widgets.Dropdown]:
    """A switch for each reading, at first on what the vintage or, where it is silent, the default says."""
    unset = (pick(ja="版の定め、なければ既定", en="as the vintage says, else the default"), "")
    return {
        name: _dropdown(
            getattr(reading, local("title")),
            [unset, *((getattr(choice, local("label")), key) for key, choice in reading.choices.items())],
            "",
        )
        for name, reading in vintage.catalogue.items()
        if name not in NOT_IN_AN_AWARD
    }


def _dropdown(label: str, options: list[tuple[str, Any]], value: Any) -> widgets.Dropdown:
    style = {"description_width": "max-content"}
    return widgets.Dropdown(
        options=options, value=value, description=label, style=style, layout={"width": "max-content"}
    )


def _side() -> int:
    return get_args(Lang).index(current().lang)

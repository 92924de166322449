"""One consortium to play with: its members in a form, rules and readings as switches, the award beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import ipywidgets as widgets
import pandas as pd
from IPython.display import HTML, display

from yosan.errors import InputError, Problem, YosanError
from yosan.explore.form import MembersForm
from yosan.explore.results import results
from yosan.explore.sheet import from_csv, problems, scale_yen
from yosan.messages import Message
from yosan.show.award_figures import curves
from yosan.show.page import Page
from yosan.show.style import drawable
from yosan.show.words import FigureTexts, TableTexts, Texts
from yosan.subsidy.award.allocation import Policy
from yosan.subsidy.award.award import Award, compute_awards, lacks_employees
from yosan.subsidy.rules.in_force import Rules, find_acting
from yosan.subsidy.rules.vintage import Vintage
from yosan.subsidy.whatif.cost_curve import vary_each
from yosan.views.awards import member_rows
from yosan.views.steps import explain
from yosan.views.words import POLICY_NAMES, REASONS
from yosan.writing import Text, format_value, name_firms

Rule = tuple[str, str]  # vintage and type
POINTS, LINES = 201, 6  # of a curve; members that get one
ABOUT_PLANS = {"annual_rate"}  # readings that no award depends on

_TEXTS = Texts(
    texts={
        "not-eligible": Text("補助の対象にならない：{reason}。", "Not eligible: {reason}."),
        "award": Text(
            "補助額 **{award}**、自己負担 **{own_burden}**", "Award **{award}**, own burden **{own_burden}**"
        ),
        "across": Text("その構成員の経費", "Cost of that member"),
        "readings": Text("読み方", "Readings"),
        "rules": Text("規則", "Rules"),
        "sharing": Text("枠の配分", "Sharing"),
        "unset": Text("その時点の定め、なければ既定", "as the vintage says, else the default"),
    },
    tables={
        "members": TableTexts(caption=Text("構成員ごとの補助額", "Award by member")),
        "steps": TableTexts(caption=Text("経費から補助額までの計算{note}", "From cost to award, step by step{note}")),
    },
    figures={
        "award-against-cost": FigureTexts(
            title=Text(
                "一者の経費を動かすと、連携体の補助額はこう動く", "How the consortium's award follows one member's cost"
            ),
            alt=Text(
                "構成員ごとの線。横は経費、縦は連携体の補助額", "A line for each member: its cost across, the award up"
            ),
            caption=Text(
                "ほかの構成員の経費は今のまま。点は今の経費。", "The others' costs stay. The points are the costs now."
            ),
        )
    },
)


def compute(
    vintages: Mapping[str, Vintage], form: str, rule: Rule, allocation: Policy, readings: Mapping[str, str]
) -> Award:
    """Award of the members in a form.

    Parameters
    ----------
    form : the members as CSV text.
    readings : choices by reading; an empty one leaves what the vintage or the default says.

    Raises
    ------
    InputError : what is wrong with the form, as ``load_members`` and ``compute_awards`` say it.
    """
    vintage_id, type_id = rule
    chosen = {name: choice for name, choice in readings.items() if choice}
    members, rules = from_csv(form), Rules(vintages[vintage_id], type_id, chosen)
    if lacks_employees(members, rules):
        names = members.loc[members["employees"].isna(), "name"]
        raise InputError(Problem(name, Message("subsidy.no_employees")) for name in names)
    return compute_awards(members, rules, allocation)


def vary_costs(award: Award) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Award of the whole consortium as one member's cost changes and the others' stay.

    Returns
    -------
    Two frames with ``label, cost_yen, award_yen``: a line for each of the members with the largest costs, and where
    each of them stands now.
    """
    members = award.members
    end_yen = scale_yen(members["eligible_cost_yen"].tolist())
    grid = [place * end_yen // (POINTS - 1) for place in range(POINTS)]
    drawn = members.loc[members["eligible_cost_yen"].nlargest(LINES).index.sort_values()]
    labels = drawn["member_id"].map(drawable) + " " + drawn["name"].map(drawable)
    lines = vary_each(award, list(drawn.index), grid).assign(label=labels.repeat(POINTS).array)
    now = {"label": labels, "cost_yen": drawn["eligible_cost_yen"], "award_yen": award.consortia["award_yen"].iloc[0]}
    return lines[["label", "cost_yen", "award_yen"]], pd.DataFrame(now)


def show_result(
    page: Page, vintages: Mapping[str, Vintage], *, form: str, rule: Rule, allocation: Policy, **readings: str
) -> None:
    """Show the award of a form with its reasons and its curve, what is wrong with the form, or nothing of an empty one.

    Parameters
    ----------
    page : one that says the texts of this explorer.
    """
    if not form:
        return
    try:
        award = compute(vintages, form, rule, allocation, readings)
    except YosanError as error:
        display(HTML(problems(error.problems, page.lang)))
        return
    show_award(page, award)
    show_curve(page, award)
    steps, note = page.with_source(explain(award, award.consortia["consortium_id"].iloc[0], page.lang))
    page.table("steps", steps, ["step", "formula", "numbers", "rule", "source"], note=note)


def show_award(page: Page, award: Award) -> None:
    """Show the total in a sentence and each member's part in a table."""
    whole = award.consortia.iloc[0]
    amounts = {name: format_value(int(whole[f"{name}_yen"]), "yen", page.lang) for name in ("award", "own_burden")}
    if whole["reason"]:
        page.say("not-eligible", reason=REASONS[whole["reason"]].of(page.lang))
    page.say("award", **amounts)
    columns = ["name", "size", "rate", "eligible_cost_yen", "award_yen", "own_burden_yen", "held"]
    page.table("members", member_rows(award), columns)


def show_curve(page: Page, award: Award) -> None:
    """Show how the award moves with each member's cost."""
    lines, now = (
        table.assign(label=[name_firms(label, page.lang) for label in table["label"]]) for table in vary_costs(award)
    )
    page.figure("award-against-cost", curves(lines, now, page.text("across"), lang=page.lang), lines)


def explore_consortium(
    page: Page, members: pd.DataFrame, vintages: Mapping[str, Vintage], rule: Rule
) -> widgets.Widget:
    """Switches, form and results of one consortium, one above the other.

    Parameters
    ----------
    members : as ``load_members`` gives them; the form starts with the first consortium.
    rule : vintage and type to start with.
    """
    own = replace(page, texts=_TEXTS)
    form, switches = MembersForm(own, members), reading_switches(own, vintages[rule[0]])
    choices = {"rule": rule_choice(own, vintages, rule), "allocation": policy_choice(own)}
    for control in (choices["rule"], *switches.values()):
        control.observe(lambda _: show_acting(vintages, choices["rule"].value, switches), "value")
    show_acting(vintages, rule, switches)
    result = results(partial(show_result, own, vintages), {"form": form, **choices, **switches})
    readings = widgets.Accordion([widgets.VBox(list(switches.values()))], titles=[own.text("readings")])
    return widgets.VBox([widgets.HBox(list(choices.values())), readings, form, result])


def rule_choice(page: Page, vintages: Mapping[str, Vintage], rule: Rule) -> widgets.Dropdown:
    """Choice of a type of a vintage."""
    options = [
        (f"{vintage.name.of(page.lang)}: {kind.name.of(page.lang)}", (vintage_id, type_id))
        for vintage_id, vintage in vintages.items()
        for type_id, kind in vintage.types.items()
    ]
    return _dropdown(page.text("rules"), options, rule)


def policy_choice(page: Page) -> widgets.Dropdown:
    """Choice of how members share what they have in common; no total depends on it."""
    options = [(name.of(page.lang), policy) for policy, name in POLICY_NAMES.items()]
    return _dropdown(page.text("sharing"), options, "proportional")


def reading_switches(page: Page, vintage: Vintage) -> dict[str, widgets.Dropdown]:
    """A switch for each reading, at first on what the vintage or, where it is silent, the default says."""
    unset = (page.text("unset"), "")
    return {
        name: _dropdown(
            reading.title.of(page.lang),
            [unset, *((choice.label.of(page.lang), key) for key, choice in reading.choices.items())],
            "",
        )
        for name, reading in vintage.catalogue.items()
        if name not in ABOUT_PLANS
    }


def show_acting(vintages: Mapping[str, Vintage], rule: Rule, switches: Mapping[str, widgets.Dropdown]) -> None:
    """Show the switches that the rule's awards hang on, and those that are set."""
    vintage_id, type_id = rule
    chosen = {name: switch.value for name, switch in switches.items() if switch.value}
    acting = find_acting([Rules(vintages[vintage_id], type_id, chosen)])
    for name, switch in switches.items():
        switch.layout.display = "flex" if name in acting or switch.value else "none"


def _dropdown(label: str, options: list[tuple[str, Any]], value: Any) -> widgets.Dropdown:
    style = {"description_width": "max-content"}
    return widgets.Dropdown(
        options=options, value=value, description=label, style=style, layout={"width": "max-content"}
    )

"""Reports about the subsidy with any parameters: each builds a page that holds, or is refused before it runs."""

import html
import random
import re
from collections.abc import Mapping
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from repository import DATA, NOTEBOOKS
from run import Ran, declared, hold_the_same, problems, run_accepted, run_once
from yosan.data import conditions
from yosan.data import rules as rule_files
from yosan.data.conditions import load_condition_set
from yosan.data.rules import list_vintages, load_vintages
from yosan.render.jobs import parameters_cell
from yosan.show.number import with_titles
from yosan.subsidy.rules.evidence import stated_clauses
from yosan.writing import Lang

pytestmark = [pytest.mark.wide, pytest.mark.usefixtures("undrawn")]
FEW = {"draws": 40}
RULES, CONSORTIUM, LOCAL, PLAN, ENVELOPE, SCENARIOS, SENSITIVITY = (
    f"{name}.ipynb"
    for name in (
        "04_subsidy_rules",
        "05_consortium",
        "06_local_government",
        "07_growth_plan",
        "08_programme_envelope",
        "09_scenarios",
        "10_sensitivity",
    )
)
ONE_OF_MANY = r"\b1 (members|firms|consortia|projects|plans|other readings|single changes)\b"
FAULTS = re.compile(rf"\bNone\b(?! of)|\b(nan|inf)\b|[{{}}]|\S  \S| [.,;:]|[a-z]\.[A-Z]|{ONE_OF_MANY}")
MATRIX = list(product((RULES, CONSORTIUM, PLAN, ENVELOPE, SENSITIVITY), list_vintages()))
SAMPLE = random.Random(14).sample([pair for pair in MATRIX if pair[0] != SENSITIVITY], 3)  # the others take long


def build(notebook: str, lang: str = "en", **given: Any) -> Ran:
    """A page with some parameters, and that its prose has neither a slip nor a typed number."""
    given = {**(FEW if "draws" in declared(notebook) else {}), **given}
    ran = run_accepted(notebook, lang, **given)
    assert not (found := FAULTS.search(ran.prose)), f"{found}: {ran.prose}"
    return ran


def build_both(notebook: str, **given: Any) -> Ran:
    ja, en = (build(notebook, lang, **given) for lang in ("ja", "en"))
    hold_the_same(ja, en)
    return en


# --- vintage x report ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("notebook", "vintage"),
    [
        pytest.param(*pair, id="-".join(pair), marks=[] if pair in SAMPLE else [pytest.mark.slow])
        for pair in sorted(MATRIX)
    ],
)
def test_every_report_with_a_vintage_builds_for_every_vintage(notebook: str, vintage: str) -> None:
    if notebook == PLAN and not load_vintages()[vintage].growth_conditions:
        (told,) = problems(notebook, vintage=vintage)
        assert told.startswith(f"vintage: {vintage!r} states no growth conditions; expected one of fy2019-call, ")
        return
    with_staff = {"file": "data/consortia/illustrative-mixed-certification.csv"}  # which the successor's caps ask for
    build_both(notebook, vintage=vintage, **(with_staff if notebook == CONSORTIUM else {}))


# --- each numeric parameter at its ends ---------------------------------------------------------------------

BUILDS = {
    LOCAL: [
        {"local_rate": "1/1"},
        {"local_rate": "1/1000"},
        {"local_budget_yen": 0},
        {"local_budget_yen": 10**15},
        {"projects": 1},
        {"projects": 10_000},
        {"cost_low_yen": 1, "cost_high_yen": 1},
        {"cost_low_yen": 10**12, "cost_high_yen": 10**12},
        {"skew": 1},
        {"skew": 20},
    ],
    PLAN: [{"draws": 1}, {"seed": 0}, {"seed": 2**63 - 2}],
    ENVELOPE: [
        {"envelope_yen": 1},
        {"envelope_yen": 63_999_999},
        {"envelope_yen": 10**15, "rationing": "pro_rata"},
        {"consortium_size": 10},
        {"consortium_size": 1000, "vintage": "fy2022-successor"},
        {"projects": 1, "success_rate": 1.0},
        {"projects": 1, "success_rate": 0.0},
        {"projects": 10_000, "success_rate": 0.451},
        {"mix": "0/1"},
        {"mix": "1/1"},
        {"draws": 1, "seed": 0},
        {"seed": 2**63 - 2},
    ],
    SCENARIOS: [
        {"applicants": 1, "draws": 1},
        {"applicants": 10_000, "draws": 1, "scenarios": "pool-abolished"},
        {"seed": 0, "scenarios": "envelope-as-enacted"},
        {"seed": 2**63 - 2, "scenarios": "floor-of-one-million"},
    ],
    SENSITIVITY: [{"draws": 1, "seed": 0}, {"seed": 2**63 - 2}],
}
REFUSED: Mapping[str, list[tuple[dict[str, Any], str]]] = {
    RULES: [({"vintage": "fy1"}, "vintage: 'fy1' is not known")],
    CONSORTIUM: [
        ({"type_id": "single"}, "type: 'single'; expected one of inter_firm, supply_chain"),
        ({"readings": "uplift"}, "readings: 'uplift'; expected NAME=CHOICE"),
        ({"vintage": "fy2022-successor"}, "members, employees: <NA> in row 1; expected a whole number"),
    ],
    LOCAL: [
        ({"local_rate": "0/1"}, "parameter local_rate: '0/1'; expected a fraction above 0"),
        ({"local_rate": "3/2"}, "parameter local_rate: '3/2'"),
        ({"local_rate": "1/1001"}, "parameter local_rate: '1/1001'"),
        ({"local_budget_yen": -1}, "parameter local_budget_yen: -1; expected 0 to"),
        ({"projects": 0}, "parameter projects: 0; expected 1 to 10,000"),
        ({"cost_low_yen": 0}, "parameter cost_low_yen: 0; expected 1 to 300,000,000"),
        ({"cost_high_yen": 1}, "parameter cost_low_yen: 2,000,000; expected 1 to 1"),
        ({"skew": 0}, "parameter skew: 0; expected 1 to 20"),
    ],
    PLAN: [
        ({"draws": 0}, "parameter draws: 0; expected 1 to"),
        ({"draws": 100_001}, "parameter draws: 100,001; expected 1 to"),
        ({"seed": -1}, "parameter seed: -1; expected 0 to"),
        ({"reading": "yearly"}, "parameter reading: 'yearly'; expected one of simple, compound"),
        ({"members": "none.csv"}, "none.csv: cannot be read"),
    ],
    ENVELOPE: [
        ({"envelope_yen": -1}, "parameter envelope_yen: -1; expected 0 to"),
        ({"consortium_size": 1}, "parameter consortium_size: 1 member (members_min)"),
        ({"consortium_size": 11}, "parameter consortium_size: 11 members (members_max)"),
        ({"consortium_size": 0}, "parameter consortium_size: 0; expected 1 to"),
        ({"consortium_size": 10**9, "vintage": "fy2022-successor"}, "expected 1 to 1,000 members"),
        ({"projects": 0}, "parameter projects: 0; expected 1 to 10,000"),
        ({"projects": 10_001}, "parameter projects: 10001; expected 1 to 10,000"),
        ({"success_rate": 1.1}, "parameter success_rate: 1.1; expected a rate between 0 and 1"),
        ({"mix": "half"}, "parameter mix: 'half'; expected a fraction"),
        ({"rationing": "lottery"}, "parameter rationing: 'lottery'; expected one of"),
        ({"draws": 0, "seed": -1}, "parameter seed: -1"),
    ],
    SCENARIOS: [
        ({"applicants": 0}, "parameter applicants: 0; expected 1 to 10,000"),
        ({"scenarios": "pool"}, "scenario: 'pool' is not known"),
        ({"draws": 0}, "parameter draws: 0"),
        ({"seed": -1}, "parameter seed: -1"),
        ({"rationing": ""}, "parameter rationing: ''"),
    ],
    SENSITIVITY: [
        ({"plan_vintage": "fy2021-call"}, "'fy2021-call' states no growth conditions"),
        ({"draws": 0}, "parameter draws: 0"),
        ({"seed": -1}, "parameter seed: -1"),
    ],
}
ENDS = [(notebook, given) for notebook, all_given in BUILDS.items() for given in all_given]


@pytest.mark.slow
@pytest.mark.parametrize(("notebook", "given"), ENDS, ids=str)
def test_a_number_at_its_end_builds(notebook: str, given: dict[str, Any]) -> None:
    build_both(notebook, **given)


@pytest.mark.parametrize(
    ("notebook", "given", "told"),
    [(notebook, *case) for notebook, cases in REFUSED.items() for case in cases],
)
def test_a_number_beyond_its_end_is_refused_before_a_kernel_starts(
    notebook: str, given: dict[str, Any], told: str
) -> None:
    assert any(told in line for line in problems(notebook, **given)), problems(notebook, **given)


def test_every_number_among_the_parameters_is_tried_at_both_ends() -> None:
    for notebook in (LOCAL, PLAN, ENVELOPE, SCENARIOS, SENSITIVITY):
        numbers = {name for name, one in declared(notebook).items() if one.type in ("int", "float")}
        built = {name for given in BUILDS[notebook] for name in given}
        refused = {name for given, _ in REFUSED[notebook] for name in given}
        assert numbers <= built & refused, notebook


def test_a_whole_number_is_a_number() -> None:
    from yosan.data.catalogue import load_catalogue
    from yosan.render.jobs import make_jobs

    cells = {ENVELOPE: parameters_cell(NOTEBOOKS / ENVELOPE)}
    (job,) = make_jobs(load_catalogue(), ["programme-envelope"], ["en"], {"success_rate": "1"}, cells)
    assert (job.values["success_rate"], type(job.values["success_rate"])) == (1.0, float)


# --- what a page says at its ends ---------------------------------------------------------------------------


def test_a_sure_success_is_sure() -> None:
    ran = build(ENVELOPE, projects=1, success_rate=1.0)
    values = [ran.value(f"kpi.{name}") for name in ("probability", "probability_one_more", "probability_clustered")]
    assert values == [1] * 3


def test_an_envelope_below_one_award_adopts_nobody_and_says_so() -> None:
    ran = build(ENVELOPE, envelope_yen=1)
    assert ran.value("envelope.worst_case") == 0
    assert "Of the assumed applicants none is paid in full." in ran.answer
    assert "season.success.1.by_score" not in ran.page.published
    assert "season.sme.1.by_score" not in ran.page.published


def test_the_number_of_consortia_says_of_which_size_and_with_what() -> None:
    ran = build(ENVELOPE)
    assert "pays for at least 108 consortia of 2 firms (21 of 10 firms, the most allowed)," in ran.answer
    assert "With an expert for every member it pays for 108." in ran.prose


def test_an_envelope_is_that_of_its_vintage_or_the_readers_own() -> None:
    for given, yen, origin in ((0, 1_005_000_000, "rs2020"), (10**9, 10**9, "assumption")):
        ran = build(ENVELOPE, vintage="fy2020-enacted", envelope_yen=given)
        assert ran.value("envelope.amount") * 10**8 == yen
        assert {one.source_id for one in ran.page.published["envelope.amount"].sources} == {origin}
        assert "With an expert" not in ran.prose  # whose addition no source states


def test_a_scenario_that_moves_nothing_says_so() -> None:
    ran = build_both(SCENARIOS, applicants=1, draws=1, scenarios="sme-share-three-quarters")
    assert abs(ran.value("difference.paid.sme-share-three-quarters")) < 0.05
    assert ran.answer.startswith("Nothing moves the money paid in the digits shown. ")
    assert "moves the money" not in ran.answer.removeprefix("Nothing moves the money")


def test_one_scenario_is_not_the_most_of_one() -> None:
    ran = build_both(SCENARIOS, scenarios="pool-abolished")
    assert "Of 1" not in ran.prose
    assert "“Pool abolished” lowers the money paid by ¥" in ran.answer


def test_all_local_support_is_no_less_under_either_reading() -> None:
    assert "only" not in build(LOCAL, local_rate="1/1").answer
    assert "and only 2.0 if it halves the cost" in build(LOCAL).answer


def test_a_plan_whose_consortium_has_no_staff_says_what_is_missing() -> None:
    ran = build_both(PLAN, vintage="fy2022-successor")
    assert "Caps of this vintage depend on numbers of employees" in ran.prose
    assert "award.judged" not in ran.page.published


# --- notes of rules -----------------------------------------------------------------------------------------


def told(ran: Ran, note: str) -> bool:
    """Whether a page shows a note, its sources named by their titles."""
    page = html.unescape("".join(data.get("text/html", "") + data.get("text/markdown", "") for data in ran.shown))
    return with_titles(note, ran.page.titles) in page


@pytest.mark.parametrize(("vintage", "lang"), [("fy2019-call", "ja"), ("fy2021-call", "en")])
def test_every_note_of_a_rule_stands_on_the_page_of_the_rules(vintage: str, lang: Lang) -> None:
    own = load_vintages()[vintage]
    clauses = [stated for rule in own.types.values() for _, stated in stated_clauses(rule)]
    notes = {one.note.of(lang) for one in (*clauses, *own.readings.values())} - {""}
    ran = build(RULES, lang, vintage=vintage)
    assert len(notes) > 4
    assert [note for note in notes if not told(ran, note)] == []


def test_a_step_of_an_award_shows_the_note_of_its_rule() -> None:
    ran = build(CONSORTIUM, "en", vintage="fy2019-call", type_id="data_sharing")
    assert told(ran, "the review sheet gives the same amount (rs2019)")


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_notes_of_growth_conditions_and_what_is_asked_besides_stand_with_the_conditions(lang: Lang) -> None:
    for scheme in ("fy2020-enacted", "innovation-plan-new-total"):
        conditions_of = load_condition_set(scheme)
        ran = build(PLAN, lang, vintage=scheme)
        for noted in (conditions_of, *conditions_of.conditions):
            assert told(ran, noted.note.of(lang))


# --- names that users and rule files bring ------------------------------------------------------------------

HEAD = "consortium_id,member_id,name,lead,size,employees,eligible_cost_yen,certification,expert"


def members(folder: Path, *rows: str) -> str:
    path = folder / "members.csv"
    path.write_text("\n".join([HEAD, *rows]) + "\n", "utf-8")
    return str(path)


@pytest.mark.parametrize(("vintage", "lang"), [("fy2019-call", "ja"), ("fy2021-call", "en")])
def test_digits_in_names_and_in_titles_of_sources_refuse_no_consortium(tmp_path: Path, vintage: str, lang: str) -> None:
    rows = ("19th set,K1,第1工業,yes,medium,50,70000000,none,no", "19th set,K2,2nd Works,no,small,8,900,none,no")
    build(CONSORTIUM, lang, file=members(tmp_path, *rows), vintage=vintage)


def test_a_single_firm_builds_where_one_is_enough_and_where_it_is_not(tmp_path: Path) -> None:
    file = members(tmp_path, "c,K1,第1工業,yes,medium,50,70000000,none,no")
    assert "not eligible: fewer members than the rule asks for" in build(CONSORTIUM, file=file).answer
    build(CONSORTIUM, "ja", file=file, type_id="local_government")


def test_digits_in_the_names_of_rules_refuse_no_page(monkeypatch: pytest.MonkeyPatch) -> None:
    own = load_vintages()
    renamed = {
        vintage_id: vintage.model_copy(
            update={
                "name_ja": "第19回公募",
                "name_en": "19th call",
                "types": {
                    type_id: rule.model_copy(update={"name_ja": "類型7", "name_en": "Type 7"})
                    for type_id, rule in vintage.types.items()
                },
            }
        )
        for vintage_id, vintage in own.items()
    }
    monkeypatch.setattr(rule_files, "load_family", lambda *_: rule_files.Family(renamed))
    for module in (rule_files, conditions):
        monkeypatch.setattr(module, "load_vintage", lambda vintage_id, *_: renamed[vintage_id])
    run_once.cache_clear()
    for notebook in (RULES, CONSORTIUM, PLAN):
        assert "19th call" in build(notebook).page.names
    run_once.cache_clear()


def test_digits_in_the_ids_of_firms_refuse_no_plan(tmp_path: Path) -> None:
    text = (DATA / "plans/illustrative-two-firms.csv").read_text("utf-8")
    path = tmp_path / "plans.csv"
    path.write_text(re.sub(r"^A,", "K1,", re.sub(r"^B,", "第1工業,", text, flags=re.M), flags=re.M), "utf-8")
    assert "K1" in build_both(PLAN, file=str(path)).answer


def test_one_plan_is_not_one_of_one() -> None:
    ran = build_both(PLAN, file="data/plans/programme-15-percent-over-five-years.csv")
    assert "1 of 1" not in ran.prose
    assert "With simple rates the firm qualifies." in ran.answer


def test_a_number_that_a_notebook_types_is_still_found(monkeypatch: pytest.MonkeyPatch) -> None:
    ran = build(LOCAL)
    planted = replace(ran, shown=(*ran.shown, {"text/markdown": "Costs of the support and 42 more"}))
    assert [number for number, _ in planted.typed_numbers()] == ["42"]


@pytest.mark.slow
@pytest.mark.parametrize("path", sorted(map(str, (DATA / "plans").glob("*.csv"))), ids=lambda path: Path(path).stem)
def test_a_page_on_plans_builds_for_every_file(path: str) -> None:
    build_both(PLAN, file=path)


@pytest.mark.slow
@pytest.mark.parametrize(
    "path", sorted(map(str, (DATA / "consortia").glob("*.[cx][sl]*"))), ids=lambda path: Path(path).name
)
def test_a_page_on_a_consortium_builds_for_every_file(path: str) -> None:
    build_both(CONSORTIUM, file=path)

"""What the readers of data/ and reports/ give by value, and what they refuse by name."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from repository import DATA, ROOT
from yosan.data import (
    background,
    benchmarks,
    catalogue,
    listed,
    pages,
    plan_files,
    preflight,
    programme,
    sizes,
    wording,
)
from yosan.data.conditions import load_conditions
from yosan.data.report_list import load_report_list
from yosan.data.request import load_clauses
from yosan.data.spreadsheet import forms
from yosan.errors import InputError, RuleError
from yosan.writing import Text

SHARED = ("rules", "programme", "readings.yaml", "sources.csv", "growth_conditions.yaml")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the rules and of what a season assumes."""
    for name in SHARED:
        copy = shutil.copytree if (DATA / name).is_dir() else shutil.copy
        copy(DATA / name, tmp_path / name)
    return tmp_path


def swap(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_rates_of_growth_are_told_with_their_range_only_where_both_ends_are_known() -> None:
    rates = benchmarks.load_growth_rates().set_index("rate_id")
    assert set(rates["topic"]) == {"growth", "attainment", "effect"}
    assert set(rates["unit"]) == {"ratio"}
    assert rates.at["payroll-target-met", "base_rate"] == 0.63
    for row in rates.itertuples():
        known = row.low == row.low and row.high == row.high
        assert row.base_range == ((row.low, row.high) if known else None)
    assert (rates["name_ja"] == rates["subject_ja"]).all()
    assert set(rates["confidence_en"]) <= {"high", "medium", "low", "derived"}
    assert rates["base_range"].notna().any()


def test_the_stages_of_commercialisation_are_shares_of_the_firms_that_report() -> None:
    table = benchmarks.commercialised_by_definition().set_index("definition_id")
    assert (table["success_rate"] == table["firms"] / table["reporting"]).all()
    assert table.loc[["stage3.1", "stage3.2"], "success_rate"].round(3).tolist() == [0.522, 0.485]
    assert table["stage"].tolist() == [1, 1, 3, 3, 4, 4, 5, 5]
    assert not table["round_ja"].str.contains("suppl").any()
    assert table[["source_id", "locator", "confidence"]].notna().all(axis=None)


LIST = """
groups: {own: {ja: 問い, en: Question}}
checks: {CHECKS}
reports:
  - {slug: a, notebook: 01_budget_growth.ipynb, title: {ja: "甲：一", en: "One: first"}, question: {ja: 問, en: Q},
     group: own}
  - {slug: b, notebook: 01_budget_growth.ipynb, title: {ja: "甲：二", en: "One: second"}, question: {ja: 別, en: R}}
"""


def report_list(folder: Path, checks: str = "{}", *more: str) -> Path:
    path = folder / "reports.yml"
    path.write_text(LIST.replace("{CHECKS}", checks) + "".join(f"  - {one}\n" for one in more), "utf-8")
    return path


def test_reports_of_one_notebook_are_listed_together_under_what_their_titles_share(tmp_path: Path) -> None:
    path = report_list(tmp_path)
    assert [(one.slug, one.group) for one in catalogue.load_catalogue(path)] == [("a", "own"), ("b", "more")]
    assert load_report_list(path).to_dict("records") == [
        {"slug": "a", "title_ja": "甲", "title_en": "One", "question_ja": "問", "question_en": "Q", "reports": 2}
    ]
    assert list(catalogue.load_groups(path)) == ["own", "more", "yours", "notebooks"]
    assert catalogue.load_groups(path)["own"] == Text("問い", "Question")
    assert catalogue.load_checks(path) == {}


def test_a_list_of_reports_names_everything_that_it_lists_in_vain(tmp_path: Path) -> None:
    words = "title: {ja: 丙, en: C}, question: {ja: 問, en: Q}"
    path = report_list(
        tmp_path,
        "{02_policy_lines.ipynb: {vintage: [vintage]}, 01_budget_growth.ipynb: {vintag: [vintage], draws: []}}",
        f"{{slug: a, notebook: none.ipynb, {words}, group: owm}}",
    )
    with pytest.raises(RuleError) as caught:
        catalogue.load_catalogue(path)
    assert [problem.path for problem in caught.value.problems] == [
        ("reports", 2, "slug"),
        ("reports", 2, "notebook"),
        ("reports", 2, "group"),
        ("checks", "02_policy_lines.ipynb"),
        ("checks", "01_budget_growth.ipynb", "vintag"),
    ]


@pytest.mark.parametrize(
    ("check", "fine", "wrong", "said"),
    [
        ("vintage", ("fy2020-request",), ("fy1999",), "'fy1999' is not known"),
        ("local_support", ("1/2", 0, 1, 1, 1, 1), ("2", 0, 1, 1, 1, 1), "local_rate: '2'"),
        ("local_support", ("1/2", 10**15, 10_000, 10**12, 10**12, 20), ("1/2", -1, 1, 1, 1, 1), "local_budget_yen: -1"),
        ("local_support", ("1/2", 0, 1, 5, 5, 1), ("1/2", 0, 1, 6, 5, 1), "cost_low_yen: 6; expected 1 to 5"),
        ("local_support", ("1/2", 0, 1, 1, 1, 1), ("1/2", 10**15 + 1, 1, 1, 1, 1), "local_budget_yen: "),
        ("local_support", ("1/2", 0, 1, 1, 1, 1), ("1/2", 0, 0, 1, 1, 1), "projects: 0; expected 1 to 10,000"),
        ("local_support", ("1/2", 0, 1, 1, 1, 1), ("1/2", 0, 10_001, 1, 1, 1), "projects: 10,001"),
        ("local_support", ("1/2", 0, 1, 1, 1, 1), ("1/2", 0, 1, 1, 10**12 + 1, 1), "cost_high_yen: "),
        ("local_support", ("1/2", 0, 1, 1, 1, 1), ("1/2", 0, 1, 0, 1, 1), "cost_low_yen: 0; expected 1 to 1"),
        ("local_support", ("1/2", 0, 1, 1, 1, 1), ("1/2", 0, 1, 1, 1, 21), "skew: 21; expected 1 to 20"),
        ("draws", (1, 0), (0, 0), "draws: 0; expected 1 to 100,000"),
        ("draws", (100_000, 2**63 - 2), (100_001, 2**63 - 1), "seed: "),
        (
            "simulated_plan",
            ("data/plans/illustrative-two-firms.csv", "fy2020-request"),
            ("data/plans/illustrative-two-firms.csv", "fy2021-call"),
            "fy2021-call",
        ),
        ("members", ("",), ("none.csv",), "none.csv"),
        ("target", (109, 0.5), (0, 0.5), "projects"),
    ],
)
def test_a_check_passes_what_a_notebook_can_take_and_refuses_what_it_cannot(
    check: str, fine: tuple[Any, ...], wrong: tuple[Any, ...], said: str
) -> None:
    def found(values: tuple[Any, ...]) -> list[str]:
        names: Mapping[str, Any] = {f"p{place}": value for place, value in enumerate(values)}
        return [str(one) for one in preflight.find_problems({check: tuple(names)}, names, ROOT)]

    assert found(fine) == []
    assert any(said in one for one in found(wrong)), found(wrong)


def test_a_season_is_found_for_a_vintage_that_has_one_and_knows_where_its_values_stand(root: Path) -> None:
    with pytest.raises(InputError, match=r"'fy1999' is not known; expected one of"):
        programme.load_programme("fy1999")
    assumptions = root / "programme" / "assumptions.yaml"
    raw = programme.raw_programme("fy2020-request", root)
    assert raw["vintage_id"] == "fy2020-request"
    assert programme.load_programme("fy2020-request", root).main_type == raw["main_type"] == "inter_firm"
    swap(assumptions, "main_type: inter_firm", "main_type: inter_form")
    with pytest.raises(RuleError) as caught:
        programme.load_programme("fy2020-request", root)
    [problem] = caught.value.problems
    assert problem.path == ("vintages", "fy2020-request", "main_type")
    assert "inter_firm" in str(problem)


def test_a_wrong_assumption_is_told_where_it_stands_in_common_or_with_its_vintage(root: Path) -> None:
    seasons = programme.read_data("programme/assumptions.yaml", root).check(programme.Seasons)
    common, own = next(iter(seasons.common)), "envelope_yen"
    assert seasons.place("fy2020-request", (common, "value")) == ("common", common, "value")
    assert seasons.place("fy2020-request", (own, "value")) == ("vintages", "fy2020-request", own, "value")
    twice = seasons.model_copy(update={"common": {**seasons.common, own: seasons.vintages["fy2020-request"][own]}})
    (root / "programme/assumptions.yaml").write_text(twice.model_dump_json(), "utf-8")
    with pytest.raises(RuleError) as caught:
        programme.load_programme("fy2020-request", root)
    assert [problem.path for problem in caught.value.problems] == [("vintages", "fy2020-request", own)]
    missing = {**seasons.common, common: {**seasons.common[common], "confidence": "none"}}
    broken = seasons.model_copy(update={"common": missing})
    (root / "programme/assumptions.yaml").write_text(broken.model_dump_json(), "utf-8")
    with pytest.raises(RuleError) as caught:
        programme.load_programme("fy2020-request", root)
    assert [problem.path for problem in caught.value.problems] == [("common", common, "confidence")]


def test_what_came_after_the_programme_is_listed_with_its_amounts() -> None:
    table = background.load_successor()
    assert table["amount_million_yen"].tolist() == [0, 2540, 1019, 870, 1059, 355, 0]
    assert table["source_id"].notna().all()


def test_clauses_are_those_about_something_or_those_of_a_report() -> None:
    every = load_clauses()
    assert set(load_clauses("office")["about"]) == {"office"}
    shown = load_clauses(report="subsidy-rules")
    assert 0 < len(shown) < len(every)
    assert len(load_clauses("office", report="no-such-report")) == 0


def test_a_source_that_is_not_listed_is_told_with_its_place_and_the_nearest_name(root: Path) -> None:
    path = root / "readings.yaml"
    listed.check_sources(path.name, root)
    assert path.name in listed.list_cited_files(root)
    swap(path, "source: ", "source: x-no-such-source # ")
    with pytest.raises(RuleError, match="'x-no-such-source' is not listed; expected a source_id") as caught:
        listed.check_sources(path.name, root)
    assert caught.value.problems[0].path[-1] == "source"
    known = listed.read_data(path.name, root).content
    spelt = next(name for _, name in listed._named(known, ()) if len(name) > 8 and name != "x-no-such-source")
    swap(path, "x-no-such-source", spelt + "x")
    with pytest.raises(RuleError, match=f"did you mean '{spelt}'"):
        listed.check_sources(path.name, root)


def test_a_report_without_texts_is_answered_with_those_there_are() -> None:
    with pytest.raises(InputError, match=r"'budget' is not known; expected one of .*01_budget_growth"):
        pages.load_texts("budget")


def test_only_the_samples_of_plans_belong_to_the_samples_of_members() -> None:
    own = plan_files.load_plan_file("data/plans/illustrative-two-firms.csv", "B")
    assert (own.place, own.chosen.firm_id) == (2, "B")
    group = plan_files.load_group(own, "")
    assert group is not None
    assert group.members["member_id"].tolist() == ["A", "B"]
    users = plan_files.PlanFile(own.plans, own.chosen, own.source, is_sample=False)
    assert plan_files.load_group(users, "") is None
    named = plan_files.load_group(users, "data/consortia/seed-two-firms-at-cap.csv")
    assert named is not None
    assert named.members["eligible_cost_yen"].sum() != group.members["eligible_cost_yen"].sum()


def test_industries_of_the_act_are_those_of_the_form(project: Path) -> None:
    (project / "data").mkdir()
    shutil.copy(DATA / "sme_definition.yaml", project / "data")
    swap(project / "data/sme_definition.yaml", "  wholesale:", "  wholesail:")
    with pytest.raises(RuleError, match=r"sme_definition\.yaml, line \d+, thresholds: .*wholesail"):
        sizes.load_thresholds()


@pytest.mark.parametrize(
    ("capital_yen", "employees", "size"),
    [
        (0, 5, "small"),
        (0, 6, "medium"),
        (100_000_000, 101, "medium"),
        (100_000_001, 101, "large"),
        (None, 101, "large"),
    ],
)
def test_capital_or_staff_makes_a_wholesaler_medium_and_staff_alone_small(
    capital_yen: int | None, employees: int, size: str
) -> None:
    assert sizes.load_thresholds()["wholesale"].size(capital_yen, employees) == size


def test_a_form_whose_columns_or_words_nobody_reads_is_refused(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(DATA / "forms", project / "data/forms")
    monkeypatch.setitem(forms.READ, "members", {**forms.READ["members"], "lead": ("yes",), "another": ()})
    monkeypatch.delitem(forms.READ["members"], "name")
    with pytest.raises(RuleError) as caught:
        forms.load_form("members")
    told = [(problem.path[0], problem.path[-1], problem.said.id) for problem in caught.value.problems]
    assert sorted(told) == [
        ("columns", "columns", "rules.no_column"),
        ("columns", "name", "errors.unknown"),
        ("columns", "words", "rules.words"),
    ]


def test_texts_of_one_message_hold_the_same_fields_in_both_languages(tmp_path: Path) -> None:
    (tmp_path / "own.yml").write_text(
        "a: {ja: '{x}', en: '{y}'}\nb: {ja: 甲, en: '{detail}'}\n"
        "c: {what: {ja: '{x}', en: '{x}'}, expected: {ja: '', en: '{z}'}}\n",
        "utf-8",
    )
    assert wording.list_messages(tmp_path) == ["own"]
    with pytest.raises(RuleError) as caught:
        wording.load_messages("own", tmp_path)
    assert [problem.path for problem in caught.value.problems] == [("a", "ja"), ("c", "expected", "ja")]


def test_a_word_of_a_form_is_explained_as_one_that_there_is(project: Path) -> None:
    shutil.copytree(DATA / "forms", project / "data/forms")
    told = next(one for column in forms.load_form("members").columns for one in column.told if one.read_as)
    swap(project / "data/forms/members.yaml", f"read_as: {told.read_as}", "read_as: nothing_known")
    with pytest.raises(RuleError, match="'nothing_known' is not known") as caught:
        forms.load_form("members")
    assert caught.value.problems[0].path[-1] == "told"


def test_a_vintage_without_conditions_says_why_and_who_has_some() -> None:
    with pytest.raises(InputError) as caught:
        load_conditions("fy2021-call")
    told = str(caught.value)
    assert told.startswith("vintage: 'fy2021-call' states no growth conditions; expected one of fy2019-call, fy2020-re")
    assert "innovation-plan-new-per-worker; No growth condition for applicants is in what was read. " in told


def test_groups_of_the_gallery_end_with_those_that_nobody_lists() -> None:
    groups = catalogue.load_groups()
    last = [Text("ほかの報告", "More reports"), Text("あなたの連携体", "Your consortia")]
    assert list(groups.values())[-3:] == [*last, Text("あなたのノートブック", "Your notebooks")]


def test_a_rate_is_called_by_its_subject_in_both_languages() -> None:
    rates = benchmarks.load_growth_rates()
    assert rates["name_ja"].tolist() == rates["subject_ja"].tolist()
    assert rates["name_en"].tolist() == rates["subject_en"].tolist()
    assert rates["name_en"].iloc[0] == "Value added of SMEs (corporations), per year"


def test_a_rule_that_trusts_a_secondary_account_too_much_is_told_with_its_line(root: Path) -> None:
    path = root / "rules/fy2021-call.yaml"
    listed.check_sources("rules/fy2021-call.yaml", root)
    swap(
        path,
        "source: oyama-cci-fy2021-call, locator: 補助率, confidence: medium",
        "source: oyama-cci-fy2021-call, locator: 補助率, confidence: high",
    )
    with pytest.raises(
        RuleError, match="'high', but 'oyama-cci-fy2021-call' was read in a secondary account"
    ) as caught:
        listed.check_sources("rules/fy2021-call.yaml", root)
    assert caught.value.problems[0].path[-1] == "confidence"
    assert caught.value.problems[0].line

"""Turns of the readers that no whole file takes."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

from repository import DATA, ROOT
from yosan.budget.accounts import _levels
from yosan.data import applicable, background, catalogue, consortia, named, pages, preflight, programme
from yosan.data import project as named_project
from yosan.data.budget_rows import state_of_sheet
from yosan.data.items_mof import _unreadable
from yosan.data.printed import parse_printed
from yosan.data.rules import load_vintage
from yosan.data.spreadsheet.amounts import parse_amount
from yosan.data.spreadsheet.forms import load_form
from yosan.errors import DataError, InputError, RuleError
from yosan.messages import Message
from yosan.subsidy.award import intake
from yosan.subsidy.rules.in_force import Rules
from yosan.subsidy.rules.vintage import Source


def test_accounts_that_are_each_others_parents_end_at_some_level() -> None:
    circle = pd.DataFrame({"account_id": ["a", "b"], "parent_id": ["b", "a"]})
    assert _levels(circle).tolist() == [2, 2]


def test_a_sheet_that_names_a_stage_and_no_year_is_no_state() -> None:
    assert state_of_sheet("要求額の内訳", load_form("budget")) is None


def test_a_column_that_is_missing_is_not_also_unreadable(tmp_path: Path) -> None:
    file = tmp_path / "items.csv"
    file.write_text("fiscal_year,amount_yen\n2019,a\nx,5\n", "utf-8")
    assert len(_unreadable(file)) == 2


def test_scenarios_without_a_baseline_name_no_other_file(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text("- a list\n", "utf-8")
    assert list(named._named_inside(str(file))) == []
    file.write_text("baseline: fy2020-request\n", "utf-8")
    assert list(named._named_inside(str(file))) == []


def test_a_notebook_elsewhere_has_the_texts_beside_it_or_none(tmp_path: Path) -> None:
    notebook = tmp_path / "mine.ipynb"
    assert pages.texts_of(str(notebook)) == pages.Texts()


def test_all_digits_of_a_number_in_a_name_belong_to_it() -> None:
    line = parse_printed("産業の強化【10億 + 基金2030の5億の内数】")
    assert [(grant.name, grant.within) for grant in line.grants] == [("基金2030の", True)]


def test_rules_without_a_season_are_led_by_their_first_type() -> None:
    own = load_vintage("fy2020-request").model_copy(update={"vintage_id": "fy1999", "season": None})
    assert programme.main_rules(own, "fy1999") == Rules(own, "inter_firm")


def test_a_season_of_rules_that_have_none_is_told_with_those_that_do() -> None:
    with pytest.raises(InputError, match="rules 'fy1999' assume nothing of a season; expected one of fy2019-call, "):
        programme._seasons("fy1999", None)


def test_a_way_into_a_type_that_no_rules_have_is_told_by_its_row(monkeypatch: pytest.MonkeyPatch) -> None:
    ways = background.load_ways().assign(rule_id="fy2020-request.nobodys")
    monkeypatch.setattr(background, "load_ways", lambda root: ways.head(1))
    with pytest.raises(DataError, match=r"ways\.csv, row 2, column rule_id: 'fy2020-request\.nobodys'"):
        background.check_ways()


def test_reports_that_lack_the_same_are_named_together() -> None:
    table, season = Message("reports.season"), Message("places.sheet", sheet="x")
    absent = {"a": (table,), "b": (season,), "c": (table,), "d": (table,)}
    said = list(applicable.say_absent(absent, ["c", "b", "a", "z"]))
    assert [(one.id, *(value for _, value in one.values)) for one in said] == [
        ("reports.not_applicable", ("c", "a"), (table,)),
        ("reports.not_applicable", ("b",), (season,)),
    ]


def test_a_list_that_names_no_answers_has_those_of_all_its_reports_but_the_guides(tmp_path: Path) -> None:
    entry = "notebook: 01_budget_growth.ipynb, title: {ja: 甲, en: A}, question: {ja: 問, en: Q}"
    listed = tmp_path / "reports.yml"
    listed.write_text(f"groups: {{guide: {{ja: 案内, en: Guide}}}}\nreports:\n  - {{slug: a, {entry}}}\n", "utf-8")
    with listed.open("a", encoding="utf-8") as file:
        file.write(f"  - {{slug: b, group: guide, {entry}}}\n")
    assert catalogue.load_summary(listed).reports == ("a",)
    with listed.open("a", encoding="utf-8") as file:
        file.write("summary: {reports: [b]}\n")
    assert catalogue.load_summary(listed).reports == ("b",)


def test_a_page_leads_to_the_sources_of_its_own_rules() -> None:
    source = Source(title_ja="通達", title_en="Notice", url="https://example.org/notice")
    own = load_vintage("fy2020-request").model_copy(update={"sources": {"mine": source}})
    words = pages.open_page("05_consortium", "en", [own]).words
    assert words.own == {"mine": source.url}
    assert words.sources["source_id"].tolist()[-1] == "mine"
    assert pages.open_page("05_consortium", "en").words.own == {}


def test_a_season_in_a_rule_file_is_told_by_its_place_in_that_file(tmp_path: Path) -> None:
    text = (ROOT / "tests/programmes/jizokuka-2023.yaml").read_text("utf-8")
    file = tmp_path / "mine.yaml"
    file.write_text(re.sub("  main_type: .*", "  main_type: nobodys", text), "utf-8")
    with pytest.raises(RuleError, match=r"season\.main_type: 'nobodys' is not known"):
        programme.load_programme(str(file))


def test_a_consortium_that_is_not_there_is_answered_with_ten_that_are(tmp_path: Path) -> None:
    text = (DATA / "consortia/seed-two-firms.csv").read_text("utf-8").splitlines()
    rows = [row.replace("seed", f"K{number:02d}", 1) for number in range(12) for row in text[1:]]
    file = tmp_path / "members.csv"
    file.write_text("\n".join([text[0], *rows]), "utf-8")
    with pytest.raises(InputError, match=r"consortium_id: 'X'.* K08, K09(?!, )"):
        consortia.load_consortium(str(file), "X")


def test_a_report_is_refused_before_it_runs_where_its_group_or_its_rules_do_not_fit_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = str(DATA / "consortia/seed-two-firms.csv")
    monkeypatch.setattr(intake, "GROUP_LIMIT", 1)
    with pytest.raises(InputError, match=r"seed-two-firms\.csv: a consortium of 2"):
        preflight._award(file, "", "fy2020-request", "", "")
    with pytest.raises(
        InputError, match=r"parameter vintage: rules of the programme jizokuka; expected rules of advanced-cooperation"
    ):
        preflight._of_fy2019(str(ROOT / "tests/programmes/jizokuka-2023.yaml"))


def test_a_project_with_a_list_of_its_own_borrows_no_answers(project: Path) -> None:
    assert catalogue.load_summary().reports == tuple(
        report.slug for report in catalogue.load_catalogue() if report.group != catalogue.GUIDE
    )
    entry = "notebook: 01_budget_growth.ipynb, title: {ja: 甲, en: A}, question: {ja: 問, en: Q}"
    (project / "reports").mkdir()
    (project / "reports/reports.yml").write_text(
        f"summary: {{reports: [b]}}\nreports: [{{slug: a, {entry}}}, {{slug: b, {entry}}}]\n", "utf-8"
    )
    assert catalogue.load_summary().reports == ("b",)


def test_a_project_whose_file_cannot_be_read_says_so(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match=r"yosan\.toml"):
        named_project._load(str(tmp_path))


@pytest.mark.parametrize("text", ["1億-2万", "1億2", "1億2000", "2兆500", "1億x", "1,234'567", "1,234，567，8"])
def test_an_amount_that_two_readers_may_read_in_two_ways_is_none(text: str) -> None:
    assert parse_amount(text) is None


def test_what_follows_a_scale_is_yen_where_the_amount_says_so_or_the_scale_is_small() -> None:
    values = [parse_amount(text) for text in ("1億2000円", "1万5000", "1億2000万")]
    assert [one and one.value for one in values] == [100_002_000, 15_000, 120_000_000]

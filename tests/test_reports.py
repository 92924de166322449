"""The built reports: expected values, the same in both languages, and the same bytes every time."""

import json
import subprocess
from pathlib import Path

import pytest

import golden
from run import run
from yosan.cli.main import main
from yosan.data.catalogue import load_catalogue
from yosan.data.rules import load_vintage
from yosan.data.scenarios import load_scenario
from yosan.data.tables import load_words
from yosan.render.receipt import load_whole
from yosan.render.shown import first_sentence

REPORTS = load_catalogue()


def record(built: Path, lang: str, slug: str) -> dict:
    return json.loads((built / lang / f"{slug}.json").read_text("utf-8"))


@pytest.mark.parametrize("slug", [report.slug for report in REPORTS])
def test_values_are_the_expected_ones(built: Path, slug: str) -> None:
    """`make golden` takes new values as the expected ones; the commit says why they moved."""
    expected = golden.load(slug)["values"]
    found = record(built, "en", slug)["values"]
    moved = {
        name: (expected.get(name), found.get(name))
        for name in expected | found
        if expected.get(name) != found.get(name)
    }
    assert not moved


@pytest.mark.parametrize("slug", [report.slug for report in REPORTS])
def test_both_languages_carry_the_same_values(built: Path, slug: str) -> None:
    ja, en = (record(built, lang, slug) for lang in ("ja", "en"))
    assert ja["values"] == en["values"]
    assert (ja["lang"], en["lang"]) == ("ja", "en")
    assert set(ja) == {"slug", "lang", "parameters", "values"}


@pytest.mark.parametrize("slug", [report.slug for report in REPORTS])
def test_every_value_has_a_unit_and_listed_sources(built: Path, slug: str) -> None:
    listed = set(load_words().sources["source_id"])
    for name, value in record(built, "en", slug)["values"].items():
        assert value["unit"], name
        assert value["sources"], name
        assert {source["source_id"] for source in value["sources"]} <= listed, name


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("slug", [report.slug for report in REPORTS])
def test_the_first_sentence_names_the_reports_headline_value(built: Path, slug: str, lang: str) -> None:
    told = load_whole(built, f"{lang}/{slug}")["answer"]
    assert told["cards"][0]["value"] in first_sentence(told["answer"])


def told(built: Path, slug: str) -> tuple[str, dict]:
    """The English answer of a report, and its values by name."""
    values = {name: one["value"] for name, one in record(built, "en", slug)["values"].items()}
    return load_whole(built, f"en/{slug}")["answer"]["answer"], values


def test_the_envelopes_headline_is_the_least_that_any_season_pays_for(built: Path) -> None:
    answer, values = told(built, "programme-envelope")
    least = min(values["envelope.worst_case_with_experts"], values["envelope.worst_case"])
    assert f"at least {least} consortia" in answer
    assert "every member uses an expert" in answer
    assert str(values["envelope.worst_case"]) not in answer


def test_one_target_has_one_chance_and_it_lies_in_its_range(built: Path) -> None:
    answer, values = told(built, "programme-envelope")
    low, high = values["season.target_range"]
    assert low < values["season.target"] < high
    assert f"about {values['season.target']:.0%} as assumed" in answer
    assert not any(f"{chance:.1%}" in answer for name, chance in values.items() if name.startswith("kpi.probability"))


def test_the_best_type_is_named_before_another_is_explained(built: Path) -> None:
    answer, values = told(built, "subsidy-rules")
    kind = "example.fy2020-request."
    best = max((name for name in values if name.startswith(kind)), key=lambda name: values[name])
    names = {type_id: rule.name.en for type_id, rule in load_vintage("fy2020-request").types.items()}
    first = names.pop(best.removeprefix(kind))
    assert f"¥{values[best] / 1e6:g} million under the {first}, the best" in answer
    assert not any(name in answer.split(first)[0] for name in names.values())


def test_the_scenarios_lead_with_a_finding_not_with_the_money_itself(built: Path) -> None:
    leading = load_whole(built, "en/scenarios")["answer"]["cards"][0]["name"].removeprefix("difference.paid.")
    assert not any("envelope" in path for path in load_scenario(leading).changes)


@pytest.mark.parametrize(
    ("slug", "name", "value"),
    [
        ("budget-growth", "growth.total", 0.150632),
        ("budget-growth", "contribution.energy", 9.113598),
        ("budget-growth", "audit.sums_closed", 6),
        ("budget-growth", "audit.rates_consistent", 10),
        ("budget-growth", "audit.detected_shift_1", 0),
        ("budget-growth", "audit.detected_shift_2", 27),
        ("budget-growth", "audit.detected_shift_3", 40),
        ("policy-items", "items.requested", 12763),
        ("policy-items", "items.double_counted", 333),
        ("policy-items", "identity.exact_matches", 1),
        ("policy-items", "outside_accounts.min", 59),
        ("request-to-outcome", "requested.increase", 1871),
        ("request-to-outcome", "granted.increase", 298),
        ("request-to-outcome", "programme.fy2020.requested", 69.9),
        ("request-to-outcome", "programme.fy2020.enacted", 10.05),
        ("request-to-outcome", "programme.fy2020.executed", 8.94),
        ("subsidy-rules", "rule.inter_firm.member_cap_yen", 30_000_000),
        ("subsidy-rules", "kink.inter_firm.1", 64_000_000),
        ("subsidy-rules", "reading.inter_firm.uplift_scope.consortium", 60_966_666),
        ("consortium", "award.total", 54_300_000),
        ("consortium", "rule.fy2019-call.data_sharing", 44_300_000),
        ("consortium", "rule.fy2020-enacted.inter_firm", 40_000_000),
        ("consortium", "cap.cost", 111_450_000),
        ("consortium-at-cap", "award.total", 64_000_000),
        ("consortium-at-cap", "cap.cost", 128_000_000),
        ("local-government", "leverage.local_support.1-2", 4),
        ("local-government", "leverage.local_support.2-3", 3),
        ("programme-envelope", "envelope.worst_case", 109),
        ("programme-envelope", "envelope.worst_case_with_experts", 108),
        ("programme-envelope", "kpi.probability", 0.852925),
        ("programme-envelope", "kpi.probability_one_more", 0.831089),
        ("programme-envelope", "kpi.rate_needed_95", 0.57811),
        ("programme-envelope", "kpi.rate_needed_95.20", 0.698046),
        ("programme-envelope", "kpi.rate_needed_95.301", 0.547258),
        ("growth-plan-own-arithmetic", "slack.1.value_added.simple", 0),
        ("growth-plan-own-arithmetic", "smallest.1.value_added.compound", 116),
    ],
)
def test_headline_numbers(built: Path, slug: str, name: str, value: float) -> None:
    assert record(built, "ja", slug)["values"][name]["value"] == value


@pytest.mark.parametrize(
    ("slug", "name", "low", "high"),
    [
        ("budget-growth", "change_bounds.patent", 8.000, 9.028),
        ("budget-growth", "change_bounds.energy.nuclear_damage", -0.028, 0.028),
        ("policy-items", "growth_bounds.II-1-1", 0.150, 0.508),
        ("policy-items", "growth_bounds.IV-3-1", -0.077, 1.468),
    ],
)
def test_headline_bounds(built: Path, slug: str, name: str, low: float, high: float) -> None:
    assert record(built, "ja", slug)["values"][name]["value"] == pytest.approx([low, high], abs=5e-4)


@pytest.mark.slow
def test_the_same_inputs_give_the_same_bytes(built: Path, tmp_path: Path) -> None:
    assert main(["build", "--out", str(tmp_path)]) == 0
    same = subprocess.run(["diff", "-r", built, tmp_path], capture_output=True, check=False)
    assert (same.returncode, same.stdout) == (0, b"")


def test_another_year_builds_too_and_keeps_its_gaps() -> None:
    ran = run("01_budget_growth.ipynb", lang="en", target_stage="initial")
    assert ran.value("change.total") == 298
    assert "growth.general.science" not in ran.page.published


def test_no_page_loads_anything_from_outside(built: Path) -> None:
    for page in built.rglob("*.html"):
        text = page.read_text("utf-8")
        assert "default-src 'none'" in text, page
        assert not [
            tag for tag in ("<script src", "<link rel", '<img src="http', "@import", "url(http") if tag in text
        ], page

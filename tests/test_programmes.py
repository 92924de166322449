"""Rules of two other programmes, as files outside ``data/``: everything works, and nothing of METI's is beside them."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from repository import DATA
from run import Ran, hold_the_same, problems, run_accepted, run_once
from yosan.cli.main import main
from yosan.data.named import files_named
from yosan.data.programme import load_programme
from yosan.data.rules import load_family, load_vintage
from yosan.data.scenarios import load_cases, load_scenario, load_selected, load_sound
from yosan.errors import RuleError
from yosan.render import numbers
from yosan.show.records import LISTING, VALUES
from yosan.subsidy.season.applicants import draw_library
from yosan.subsidy.season.scenario import play_scenarios

pytestmark = pytest.mark.usefixtures("undrawn")
HERE = Path(__file__).parent / "programmes"
METI = re.compile(
    r"FY20(19|20|21|22)|fy20(19|20|21|22)|概算要求|連携型|Inter-firm|Supply.chain|sister programme|姉妹事業"
)
FIRMS = {"monozukuri-19": "one-firm.csv", "jizokuka-2023": "one-small-firm.csv"}
RULES, CONSORTIUM, SCENARIOS = "04_subsidy_rules.ipynb", "05_consortium.ipynb", "09_scenarios.ipynb"
SENSITIVITY = "10_sensitivity.ipynb"
BOTH = pytest.mark.parametrize("programme", FIRMS)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of two programmes, far from the repository."""
    return Path(shutil.copytree(HERE, tmp_path_factory.mktemp("elsewhere") / "programmes"))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the project's data that a test may change."""
    return Path(shutil.copytree(DATA, tmp_path / "data"))


def build_both(notebook: str, **given: Any) -> Ran:
    """A page in both languages, with the same numbers in both and no word of METI's programme."""
    ja, en = (run_accepted(notebook, lang, **given) for lang in ("ja", "en"))
    hold_the_same(ja, en)
    for ran in (ja, en):
        assert METI.findall(" ".join([str(ran.shown), *ran.page.published])) == []
    return en


def told(capsys: pytest.CaptureFixture[str], *command: str) -> str:
    assert main([*command, "--lang", "en"]) == 0
    return capsys.readouterr().out


# --- two programmes as files -------------------------------------------------------------------------------------


def test_one_firm_that_applies_alone_gets_what_its_staff_allows(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rules, file = str(folder / "monozukuri-19.yaml"), str(folder / "one-firm.csv")
    found = json.loads(told(capsys, "award", file, "--rules", rules, "--json"))
    assert {one["type"]: one["consortia"][0]["award_yen"] for one in found} == {
        "value_added": 10_000_000,  # eighteen employees: the second band
        "global": 12_500_000,
    }
    assert {one["vintage"] for one in found} == {"monozukuri-19"}


@BOTH
def test_the_levers_of_a_rule_file_are_its_own_types(
    folder: Path, programme: str, capsys: pytest.CaptureFixture[str]
) -> None:
    rules, file = str(folder / f"{programme}.yaml"), str(folder / FIRMS[programme])
    said = told(capsys, "solve", file, "--rules", rules, "--target", "300_000".replace("_", ""))
    assert METI.findall(said) == []
    assert "one more member" not in said
    types = set(load_vintage(rules).types)
    assert len([kind for kind in types if re.search(rf"{programme} {kind}\b", said)]) == len(types) - 1


@BOTH
def test_the_rules_report_shows_one_programme_alone(folder: Path, programme: str) -> None:
    ran = build_both(RULES, vintage=str(folder / f"{programme}.yaml"))
    assert max(ran.value("example.range")) > 0
    assert "two firms" not in ran.prose


@BOTH
def test_the_consortium_report_works_for_a_single_applicant(folder: Path, programme: str) -> None:
    ran = build_both(CONSORTIUM, vintage=str(folder / f"{programme}.yaml"), file=str(folder / FIRMS[programme]))
    assert ran.value("members") == 1
    assert ran.value("award.total") > 0
    assert {name.split(".")[1] for name in ran.page.published if name.startswith("rule.")} == {programme}


def test_ten_small_firms_share_the_joint_grant(folder: Path, tmp_path: Path) -> None:
    rows = [f"joint,{place},Firm,{'no' if place else 'yes'},small,5,9000000,none,no" for place in range(10)]
    head = (folder / "one-firm.csv").read_text("utf-8").splitlines()[0]
    (tmp_path / "ten.csv").write_text("\n".join([head, *rows]), "utf-8")
    ran = build_both(CONSORTIUM, vintage=str(folder / "jizokuka-2023.yaml"), file=str(tmp_path / "ten.csv"))
    assert ran.value("award.total") == 50_000_000


@BOTH
def test_what_drives_a_season_of_another_programme_is_told_with_its_own_sources(folder: Path, programme: str) -> None:
    ran = run_accepted(SENSITIVITY, "en", vintage=str(folder / f"{programme}.yaml"), draws=2)
    cited = {one.source_id for number in ran.page.published.values() for one in number.sources}
    assert cited & load_vintage(str(folder / f"{programme}.yaml")).sources.keys()


def test_scenarios_of_other_programmes_are_played_on_their_own_baselines(folder: Path) -> None:
    files = [str(folder / name) for name in ("monozukuri-caps-doubled.yaml", "jizokuka-half-the-rate.yaml")]
    ran = build_both(SCENARIOS, scenarios=",".join(files), draws=20)
    assert (
        ran.value("difference.demand.monozukuri-caps-doubled")
        > 0
        > ran.value("difference.demand.jizokuka-half-the-rate")
    )
    assert {one.source_id for number in ran.page.published.values() for one in number.sources} <= {
        "assumption",
        *(source for name in FIRMS for source in load_vintage(str(folder / f"{name}.yaml")).sources),
    }


def test_applicants_who_apply_alone_are_drawn_alone(folder: Path) -> None:
    vintage = load_vintage(str(folder / "monozukuri-19.yaml"))
    drawn = draw_library(load_programme(str(folder / "monozukuri-19.yaml")), 1, 256, vintage.alone)
    assert len(drawn.consortium) == 256
    assert drawn.members.lead.all()


# --- programmes stay apart, and one broken file spoils nothing else ---------------------------------------------


def test_a_foreign_file_among_the_rules_is_no_lever_of_ours(project: Path) -> None:
    shutil.copy(HERE / "monozukuri-19.yaml", project / "rules")
    family = load_family("fy2020-request", project)
    assert [*family.vintages] == [*load_family("fy2020-request").vintages]
    assert family.remarks == ()
    assert [*load_family("monozukuri-19", project).vintages] == ["monozukuri-19"]


def test_a_rule_file_elsewhere_joins_the_vintages_of_its_programme(tmp_path: Path) -> None:
    text = (DATA / "rules/fy2020-request.yaml").read_text("utf-8")
    (tmp_path / "ours.yaml").write_text(text.replace("vintage_id: fy2020-request", "vintage_id: ours"), "utf-8")
    family = load_family(str(tmp_path / "ours.yaml"))
    assert {*family.vintages} == {"ours", *load_family("fy2020-request").vintages}


@pytest.mark.parametrize("broken", ["types: [", "vintage_id: fy2030\nprogramme: advanced-cooperation\n", "- a\n"])
def test_a_broken_rule_file_is_left_out_and_told(project: Path, broken: str) -> None:
    (project / "rules" / "fy2030.yaml").write_text(broken, "utf-8")
    family = load_family("fy2020-request", project)
    assert [*family.vintages] == [*load_family("fy2020-request").vintages]
    (remark,) = family.remarks
    assert str(remark).startswith("data/rules/fy2030.yaml: left out of comparisons")


def test_a_broken_file_of_another_programme_is_not_looked_at(project: Path) -> None:
    text = (HERE / "monozukuri-19.yaml").read_text("utf-8").replace('value: "1/2"', "value: 1/0")
    (project / "rules" / "monozukuri-19.yaml").write_text(text, "utf-8")
    assert load_family("fy2020-request", project).remarks == ()


BROKEN = ["changes: [", "title_ja: x\n", None]


@pytest.mark.parametrize("broken", BROKEN)
def test_a_broken_scenario_is_left_out_of_all_and_told(project: Path, broken: str | None) -> None:
    text = (project / "scenarios/pool-abolished.yaml").read_text("utf-8")
    broken = broken or re.sub(r"(?m)^  types\.[\w.]+:", "  types.nobody.pool_yen:", text)
    (project / "scenarios/mine.yaml").write_text(broken, "utf-8")
    sound = load_sound("all", project)
    assert [one.scenario_id for one in sound.chosen] == [one.scenario_id for one in load_selected("all")]
    assert len(sound.pairs) == len(sound.chosen)
    (remark,) = sound.remarks
    assert str(remark).startswith("data/scenarios/mine.yaml: left out of the scenarios")
    with pytest.raises(RuleError, match=r"mine\.yaml"):
        load_sound("pool-abolished, mine", project)


def test_scenarios_that_are_all_broken_are_refused(project: Path) -> None:
    for path in (project / "scenarios").glob("*.yaml"):
        path.write_text("changes: [", "utf-8")
    with pytest.raises(RuleError) as caught:
        load_sound("all", project)
    assert len(caught.value.problems) == len(load_selected("all"))


def test_a_page_says_which_scenarios_are_left_out(monkeypatch: pytest.MonkeyPatch, project: Path) -> None:
    (project / "scenarios/mine.yaml").write_text("changes: [", "utf-8")
    monkeypatch.setattr("yosan.data.paths.data", lambda name="", folder=None: (folder or project) / name)
    ran = run_accepted(SCENARIOS, "en", draws=5)
    assert "mine.yaml: left out of the scenarios" in str(ran.shown)


def test_the_report_on_one_programmes_results_refuses_another(folder: Path) -> None:
    said = problems("08_programme_envelope.ipynb", vintage=str(folder / "monozukuri-19.yaml"))
    assert any("rules of the programme monozukuri; expected rules of advanced-cooperation" in one for one in said)


@pytest.mark.builds
def test_a_batch_takes_the_rules_of_a_file(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rules, out = str(folder / "monozukuri-19.yaml"), tmp_path / "out"
    batch = ("batch", str(folder / "one-firm.csv"), "--lang", "en", "--jobs", "1", "--out", str(out))
    assert main([*batch, "--rules", rules]) == 0
    found = json.loads(next(path for path in (out / "en").glob("*.json") if "receipt" not in path.name).read_text())
    assert found["parameters"]["vintage"] == rules
    assert METI.findall(json.dumps(found)) == []
    assert main([*batch, "--rules", rules]) == 0
    assert "1 reports fresh" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--rules", "none.yaml"], "none.yaml"),
        (["--rules", "mine.txt"], "--rules: "),
        (["--rules", "{rules}", "--notebook", "items"], "--rules: the report items uses no rules"),
    ],
)
def test_a_batch_refuses_rules_that_it_cannot_use(
    folder: Path, words: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = [word.format(rules=folder / "monozukuri-19.yaml") for word in words]
    assert main(["batch", str(folder / "one-firm.csv"), "--out", str(tmp_path / "out"), "--lang", "en", *asked]) == 2
    assert said in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_page_says_which_rules_are_left_out(folder: Path, monkeypatch: pytest.MonkeyPatch, project: Path) -> None:
    (project / "rules" / "fy2030.yaml").write_text("vintage_id: fy2030\n", "utf-8")
    monkeypatch.setattr("yosan.data.paths.data", lambda name="", folder=None: (folder or project) / name)
    rules, firm = str(folder / "monozukuri-19.yaml"), str(folder / "one-firm.csv")
    run_once.cache_clear()
    ran = run_accepted(CONSORTIUM, "en", vintage=rules, file=firm)
    run_once.cache_clear()
    assert "fy2030.yaml: left out of comparisons" in str(ran.shown)


# --- what a rule file says of itself -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("programme: monozukuri\n", "", "programme: missing; expected this key"),
        ("programme: monozukuri\n", 'programme: "mono zukuri"\n', "a name of letters, digits and underscores"),
        ("vintage_id: monozukuri-19\n", "vintage_id: a.b\n", "a name of letters, digits and underscores"),
        ('url: "https://www.ccim', 'url: "javascript:', "an address that begins with http:// or https://"),
        ("  second_type: global\n", "  second_type: globe\n", "season.second_type: 'globe' is not known"),
        ("  envelope_yen: {value: 2_000", "  envelope_yen: {value: 9_000", "season.envelope_yen"),
    ],
)
def test_what_is_wrong_with_a_rule_file_is_told_with_its_line(
    folder: Path, tmp_path: Path, old: str, new: str, said: str
) -> None:
    text = (folder / "monozukuri-19.yaml").read_text("utf-8")
    assert old in text
    (tmp_path / "mine.yaml").write_text(text.replace(old, new), "utf-8")
    with pytest.raises(RuleError) as caught:
        load_programme(str(tmp_path / "mine.yaml"))
    (problem,) = caught.value.problems
    assert said in str(problem)
    assert str(problem).startswith(f"{tmp_path}/mine.yaml, line ")


def test_a_source_that_nobody_lists_is_told_before_a_report_runs(folder: Path, tmp_path: Path) -> None:
    text = (folder / "monozukuri-19.yaml").read_text("utf-8")
    (tmp_path / "mine.yaml").write_text(text.replace("source: crenly-monozukuri-19", "source: crenly"), "utf-8")
    (said,) = problems(RULES, vintage=str(tmp_path / "mine.yaml"))
    assert "'crenly' is not listed" in said
    assert said in problems(CONSORTIUM, vintage=str(tmp_path / "mine.yaml"), file=str(folder / "one-firm.csv"))


def test_what_a_file_names_counts_as_read(folder: Path) -> None:
    scenario, rules = folder / "monozukuri-caps-doubled.yaml", folder / "monozukuri-19.yaml"
    named = {*files_named([f"pool-abolished,{scenario}"], "/")}
    assert {str(scenario), str(rules)} <= named


def test_a_scenario_names_the_rules_of_its_baseline_from_where_it_stands(
    folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    scenario = load_scenario(str(folder / "jizokuka-half-the-rate.yaml"))
    before, after = load_cases(scenario)
    assert (before.vintage.vintage_id, str(after.vintage.types["ordinary"].rate.value)) == ("jizokuka-2023", "1/3")
    assert play_scenarios([scenario], [(before, after)], "by_score", 5, 1)["jizokuka-half-the-rate"].by_firm().size > 0
    assert load_selected("pool-abolished")[0].baseline == "fy2020-request"


def test_a_source_of_a_rule_file_leads_to_its_own_address(folder: Path) -> None:
    words = run_accepted(
        CONSORTIUM, "en", vintage=str(folder / "monozukuri-19.yaml"), file=str(folder / "one-firm.csv")
    )
    (listing,) = (data[LISTING] for data in words.shown if LISTING in data)
    assert listing["own"]["morioka-cci-monozukuri-19"] == "https://www.ccimorioka.or.jp/news/detail?id=78"
    assert "user-input" not in listing["own"]
    page = numbers.finish(f"{numbers.LIST}{numbers.LEGEND}", _values(words), listing, "en")
    assert 'href="https://www.ccimorioka.or.jp/news/detail?id=78"' in page
    assert 'href="sources.html#user-input"' in page


def _values(ran: Ran) -> dict[str, Any]:
    return next(data[VALUES] for data in ran.shown if VALUES in data)

"""Hostile texts and files at every door: read as they are or refused with their place, never run, never a traceback."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest
from nbconvert.filters import markdown2html

from hostile.archives import BOMBS
from hostile.hostile import ALL, HEADER, SAMPLE, members, plans, written
from repository import DATA, NOTEBOOKS
from run import Ran, run
from yosan.cli.main import main
from yosan.data.catalogue import load_catalogue
from yosan.data.documents import parse
from yosan.data.frames import read_frame
from yosan.data.members import load_members, read_members
from yosan.data.members_apart import BATCH_LIMIT, split_members
from yosan.data.plans import read_plans
from yosan.data.rules import load_rules
from yosan.data.scenarios import load_cases, load_scenario
from yosan.data.spreadsheet.file import Upload
from yosan.errors import InputError, RuleError, YosanError
from yosan.render.jobs import make_jobs, parameters_cell
from yosan.subsidy.award.award import compute_awards
from yosan.subsidy.award.intake import GROUP_LIMIT, MEMBERS_LIMIT
from yosan.subsidy.whatif.solve import solve
from yosan.units import LIMIT_YEN

PLACED = re.compile(r"row \d+|line \d+|UTF-8|more cells|no row below")  # where a refusal is, or that all of the file is
ACTING = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufffe\uffff]")
each_list = pytest.mark.parametrize("texts", [SAMPLE, pytest.param(ALL, marks=pytest.mark.slow)], ids=["some", "all"])
SEED = (DATA / "consortia/seed-two-firms.csv").read_text("utf-8")


class Elements(HTMLParser):
    """Names of the elements of a page with those of their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: set[tuple[str, ...]] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.add((tag, *sorted(name for name, _ in attrs)))
        for name, value in attrs:
            assert name != "href" or re.match(r"#|[\w-]+\.html|data:text/csv", value or ""), value


def elements(ran: Ran) -> set[tuple[str, ...]]:
    pages = (data.get("text/html") or markdown2html(data.get("text/markdown", "")) for data in ran.shown)
    return Elements("\n".join(pages)).found


def taken(read: Callable[[], object]) -> bool:
    """Whether a file is read; a refusal says where, in letters that act on nothing."""
    try:
        read()
    except YosanError as error:
        for problem in error.problems:
            for lang in ("ja", "en"):
                assert not ACTING.search(problem.of(lang))
            assert PLACED.search(str(problem)), problem
        return False
    return True


MUST_REFUSE = ["A\u202e321", "A\u001b[2JB", "A\rB", "A\ufffeB", "A\U000e0041B", "A" * 201]
MUST_READ = ["=1+1", "<script>window.EVIL=1</script>", "🏭", "{award.total}", "A #1", "12:30"]


@each_list
@pytest.mark.parametrize("column", range(3))
def test_a_members_file_is_read_as_it_stands_or_refused_with_row_and_column(column: int, texts: list[str]) -> None:
    refused = []
    for text in [*texts, *MUST_REFUSE, *MUST_READ]:
        cells = ["K", "first", "甲"]
        cells[column] = text
        file = Upload("members.csv", members(*cells))
        if taken(lambda file=file: read_members(file)):
            assert len(read_members(file).members) == 2
        else:
            refused.append(text)
    assert set(MUST_REFUSE) <= set(refused)
    assert not set(MUST_READ) & set(refused)


@pytest.mark.parametrize("letter", "\u200b\u2060\ufeff\u00ad\u034f\u3164\ufe0f\u180e", ids=ascii)
def test_two_ids_never_differ_by_what_nobody_sees(letter: str) -> None:
    others = ["乙", "no", "small", 1, "none", "no"]
    file = Upload("members.csv", members("K", "first", "甲") + written([[f"K{letter}", "2", *others]]))
    if taken(lambda: read_members(file)):
        assert set(load_members(file)["consortium_id"]) == {"K"}


def test_plans_frames_and_uploads_are_doors_too() -> None:
    good = load_members(Upload("members.csv", SEED.encode()))
    for text in SAMPLE:
        taken(lambda text=text: read_plans(Upload("plans.csv", plans(text))))
        frame = good.assign(name=[text, "乙"])
        if taken(lambda frame=frame: read_frame(frame)):
            assert read_frame(frame)["name"].iloc[0].strip() in text
        taken(lambda text=text: read_members(Upload(text, b"\x00\x01")) if text else None)


def accepted(name: str) -> bool:
    try:
        read_members(Upload("members.csv", members("K", "first", name)))
    except InputError:
        return False
    return True


def report(tmp_path: Path, texts: list[str], lang: str) -> Ran:
    """The report on a consortium whose members, and which itself, are called by some texts."""
    ids = [text if accepted_id(text) else "K" for text in texts]
    first = [ids[0], ids[0], texts[0], "yes", "medium", 70_000_000, "none", "no"]
    others = [
        [ids[0], f"{one}{place}", text, "no", "small", 40_000_000, "none", "yes"]
        for place, (one, text) in enumerate(zip(ids[1:], texts[1:], strict=True))
    ]
    file = tmp_path / "members.csv"
    file.write_bytes(written([HEADER, first, *others]))
    return run("05_consortium.ipynb", lang=lang, file=str(file))


def accepted_id(text: str) -> bool:
    try:
        read_members(Upload("members.csv", members(text, text, "甲")))
    except InputError:
        return False
    return True


@pytest.mark.parametrize("lang", [pytest.param("ja", marks=pytest.mark.slow), "en"])
def test_names_add_no_element_to_a_report(lang: str, tmp_path: Path, undrawn: None) -> None:
    plain = elements(report(tmp_path, list("甲乙丙丁戊己庚辛壬癸"), lang))  # as many as the type admits
    texts = [text for text in SAMPLE[:: 2 if lang == "ja" else 1] if accepted(text)]
    for start in range(0, len(texts), 10):
        chosen = texts[start : start + 10]
        assert elements(report(tmp_path, chosen, lang)) <= plain, chosen


def test_firms_add_no_element_to_a_report_on_plans(tmp_path: Path, undrawn: None) -> None:
    def shown(firm: str) -> set[tuple[str, ...]]:
        file = tmp_path / "plans.csv"
        file.write_bytes(plans(firm))
        return elements(run("07_growth_plan.ipynb", lang="en", file=str(file), draws=10))

    plain = shown("甲")
    for text in ('"><img src=x onerror="window.EVIL=1">', "[A](javascript:window.EVIL=1)", "{award.total} $x$"):
        assert shown(text) <= plain


@pytest.mark.parametrize("options", [(), ("--json",)])
def test_the_command_line_prints_every_name(
    options: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    texts = [text for text in SAMPLE if accepted_id(text)]
    rows = [[text, "1", text, "yes", "medium", 7_000_000, "none", "no"] for text in dict.fromkeys(texts)]
    file = tmp_path / "members.csv"
    file.write_bytes(written([HEADER, *rows]))
    assert main(["award", str(file), "--type", "inter_firm", *options]) == 0
    said = capsys.readouterr().out
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", said)
    if options:
        assert len(json.loads(said)["consortia"]) == len({load_id for load_id in load_members(file)["consortium_id"]})


@pytest.mark.parametrize("name", ["firm", "draws", "reading", "nobody", "lang"])
def test_a_parameter_takes_text_as_text_and_refuses_what_is_none_of_its_type(name: str) -> None:
    reports = tuple(one for one in load_catalogue() if one.slug == "growth-plan")
    cells = {one.notebook: parameters_cell(NOTEBOOKS / one.notebook) for one in reports}
    for text in ALL:
        given: list[object] = []
        try:
            given += [job.parameters[name] for job in make_jobs(reports, ["growth-plan"], [], {name: text}, cells)]
        except InputError as error:
            given += [ACTING.search(line) for line in str(error).split("\n")]
        assert set(given) == {text} if name in ("firm", "reading") else all(type(one) is not str for one in given)


YAML = {
    "brackets": "[" * 100_000,
    "braces": "{" * 100_000,
    "dashes": "- " * 100_000,
    "questions": "? " * 100_000,
    "a bomb of anchors": "a: &a [x,x,x,x,x,x,x,x,x]\n"
    + "".join(
        f"{two}: &{two} [{','.join([f'*{one}'] * 9)}]\n" for one, two in zip("abcdefgh", "bcdefghi", strict=True)
    ),
    "a circle": "a: &a [*a]",
    "a doubled key": "a: 1\na: 2",
    "octal": "a: 010",
    "sexagesimal": "a: 12:30",
    "a word for yes": "a: yes",
    "a tag": "!!python/object/apply:os.system ['id']",
    "binary": "a: !!binary aGk=",
    "endless digits": f"a: {'9' * 5_000}",
    "a control character": 'a: "\x01"',
    "half a letter": 'a: "\\ud800"',
    "two documents": "a: 1\n---\nb: 2",
    "100,001 values": "[" + "x," * 100_001 + "]",
}


@pytest.mark.parametrize("kind", YAML)
def test_yaml_that_could_be_read_in_two_ways_or_without_end_is_refused(kind: str) -> None:
    with pytest.raises(RuleError) as caught:
        parse(YAML[kind], "x.yaml")
    assert str(caught.value).startswith("x.yaml")


SCENARIO = (DATA / "scenarios/pool-abolished.yaml").read_text("utf-8").rpartition("changes:")[0]
CHANGES = {
    "a pool beyond all money": "{types.inter_firm.pool_per_member_yen: 9000000000000000000}",
    "a rate of many digits": '{types.inter_firm.rate: "66667/100000"}',
    "a rate over nothing": '{types.inter_firm.rate: "1/0"}',
    "a rate in other digits": '{types.inter_firm.rate: "１/２"}',
    "a rate without end": f'{{types.inter_firm.rate: "{"1" * 5_000}/{"2" * 5_000}"}}',
    "a cap below nothing": "{types.inter_firm.member_cap_yen: -1}",
    "an envelope beyond all money": "{programme.envelope_yen: 9000000000000000000}",
    "costs beyond all money": "{programme.cost_median_yen: 1000000000000000}",
    "applicants without end": "{programme.applicants: 100000000}",
    "ten thousand unknown paths": "{" + ", ".join(f"types.inter_firm.x{n}: 1" for n in range(10_000)) + "}",
    "a path without end": f"{{{'a.' * 20_000}b: 1}}",
    "a mapping": "{types.inter_firm.rate: {a: 1}}",
}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shutil.copytree(DATA, tmp_path_factory.mktemp("scenarios") / "data")


@pytest.mark.parametrize("kind", CHANGES)
def test_a_scenario_whose_amounts_could_not_be_computed_is_refused_when_it_is_loaded(project: Path, kind: str) -> None:
    (project / "scenarios/hostile.yaml").write_text(f"{SCENARIO}changes: {CHANGES[kind]}\n", "utf-8")
    with pytest.raises(RuleError) as caught:
        load_cases(load_scenario("hostile", project), project)
    assert len(str(caught.value)) < 50_000
    assert "hostile.yaml, line" in str(caught.value)


def test_the_largest_amounts_that_are_taken_give_no_negative_award() -> None:
    count = MEMBERS_LIMIT
    table = pd.DataFrame(
        {
            "consortium_id": "K",
            "member_id": [str(n) for n in range(count)],
            "name": "甲",
            "lead": [n == 0 for n in range(count)],
            "size": ["large" if n % 2 else "small" for n in range(count)],
            "employees": pd.array([10] * count, dtype="Int64"),
            "eligible_cost_yen": LIMIT_YEN,
            "certification": "equipment_plan",
            "expert": True,
            "local_support_yen": LIMIT_YEN,
        }
    )
    for vintage, kind in (
        ("fy2020-request", "inter_firm"),
        ("fy2020-request", "supply_chain"),
        ("fy2019-call", "data_sharing"),
    ):
        award = compute_awards(table, load_rules(vintage, kind))
        assert (award.members["award_yen"] >= 0).all()
        assert 0 <= award.consortia["award_yen"].item() <= count * LIMIT_YEN
    more = pd.concat([table, table.assign(member_id=[f"{n}b" for n in range(count)], lead=False)])
    with pytest.raises(InputError, match="members; expected at most 1,000"):
        compute_awards(more, load_rules("fy2020-request", "inter_firm"))
    two = pd.concat([table, table.assign(consortium_id="L")], ignore_index=True)
    with pytest.raises(InputError, match="a sum of 2,000,000,000,000,000,000 yen"):
        compute_awards(two, load_rules("fy2020-request", "inter_firm"))


def test_a_group_beyond_the_limit_is_answered_without_a_search(tmp_path: Path) -> None:
    rows = [["K", n, "甲", "no" if n else "yes", "medium", 1_000_000, "none", "no"] for n in range(GROUP_LIMIT + 1)]
    file = tmp_path / "members.csv"
    file.write_bytes(written([HEADER, *rows]))
    with pytest.raises(InputError, match="a consortium of 101 members; expected at most 100"):
        solve(load_members(file), load_rules("fy2020-request", "inter_firm"), 60_000_000)
    (entry,) = split_members(file, [])
    assert "a consortium of 101 members" in str(entry.problems[0])
    assert main(["build", "consortium", "--lang", "en", "-p", f"file={file}", "--out", str(tmp_path / "out")]) == 2


def test_a_batch_too_large_for_a_night_is_refused_before_it_is_planned(tmp_path: Path) -> None:
    rows = [[f"K{n}", 1, "甲", "yes", "medium", 1_000_000, "none", "no"] for n in range(BATCH_LIMIT + 1)]
    file = tmp_path / "members.csv"
    file.write_bytes(written([HEADER, *rows]))
    with pytest.raises(InputError, match="5,001 consortia; expected at most 5,000"):
        next(split_members(file, []))


def test_many_wrong_rows_are_told_by_the_first_and_a_count(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [[f"K{n}", 1, "甲", "maybe", "huge", "x", "none", "no"] for n in range(500)]
    file = tmp_path / "members.csv"
    file.write_bytes(written([HEADER, *rows]))
    for command, shown in ((["check", str(file)], 20), (["build", "consortium", "-p", f"file={file}"], 100)):
        assert main(command) == 2
        lines = capsys.readouterr().err.splitlines()
        assert len(lines) == shown + 1
        assert "problems in all" in lines[-1]


LIGHT = ("a text", "beyond", "XFD", "nested", "entities", "thousand", "blank rows without", "columns hidden", "merged")
CASES = [pytest.param(kind, marks=[] if any(one in kind for one in LIGHT) else [pytest.mark.slow]) for kind in BOMBS]


@pytest.mark.parametrize("kind", CASES)
def test_an_archive_that_unpacks_without_end_is_refused_or_read_within_bounds(kind: str) -> None:
    ending, make = BOMBS[kind]
    told, rows = [f"bomb{ending}"], 1
    try:
        rows = len(read_members(Upload(f"bomb{ending}", make())).members)
    except InputError as error:
        told = str(error).splitlines()
    assert len(told) == rows == 1
    assert told[0].startswith(f"bomb{ending}")


LISTED = "reports:\n  - {slug: SLUG, notebook: NOTEBOOK, title: {ja: あ, en: a}, question: {ja: あ, en: a}}\n"


SLUGS = ["../../../escape", "/a", "a/b", "sources", "index", "A", "a--b", "a.b", "''", "-a", "a\\b"]
PATHS = ["../notebooks/05_consortium.ipynb", "/etc/passwd", "./05_consortium.ipynb", "x.py", "'..'"]


@pytest.mark.parametrize(
    ("slug", "notebook"), [*((slug, "05_consortium.ipynb") for slug in SLUGS), *(("a", path) for path in PATHS)]
)
def test_a_report_and_its_notebook_are_names_and_no_paths(slug: str, notebook: str, tmp_path: Path) -> None:
    path = tmp_path / "reports.yml"
    path.write_text(LISTED.replace("SLUG", slug).replace("NOTEBOOK", notebook), "utf-8")
    with pytest.raises(RuleError, match=r"reports\.yml, line 2, reports\.0\.(slug|notebook)"):
        load_catalogue(path)

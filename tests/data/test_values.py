"""Every reader of ``data/`` gives what is on record, or refuses in the words on record."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

import pandas as pd
import pandera.pandas as pa
import pytest

from recorded import Calls, answer, on_record
from repository import DATA, ROOT
from yosan import root
from yosan.data import (
    applicable,
    background,
    benchmarks,
    budget,
    carried,
    catalogue,
    conditions,
    consortia,
    documents,
    files,
    items_mof,
    listed,
    named,
    pages,
    plan_files,
    preflight,
    programme,
    project,
    report_list,
    request,
    rules,
    scenarios,
    schema_items,
    shape,
    tables,
    wording,
)
from yosan.data.frames import read_frame
from yosan.data.printed import parse_printed
from yosan.data.printed_tokens import parse_printed_rate
from yosan.data.spreadsheet.refusal import Refusal
from yosan.errors import Problem, Remark, RemarkWarning
from yosan.messages import Message

pytestmark = pytest.mark.wide
RECORDS = Path(__file__).with_name("values.yml")
SEED, PLANS = "data/consortia/seed-two-firms.csv", "data/plans/illustrative-two-firms.csv"


def column(made: pa.Column) -> str:
    checks = [f"{check.name} {check.statistics}" for check in made.checks]
    return f"{made.dtype}, {'may be missing' if made.nullable else 'filled'}, {'; '.join(checks)}"


def of_shapes() -> Calls:
    schema = shape.table({"a": shape.text()}, "a", add_missing_columns=True)
    return {
        "text": lambda: column(shape.text()),
        "optional": lambda: column(shape.optional()),
        "amount": lambda: column(shape.amount()),
        "printed": lambda: column(shape.printed()),
        "year": lambda: column(shape.year()),
        "one of": lambda: column(shape.one_of("a", "b")),
        "id": lambda: column(shape.ident()),
        "rate": lambda: column(shape.printed_rate()),
        "name of another table": lambda: column(schema_items._name()),
        "table": lambda: (schema.strict, schema.coerce, schema.ordered, schema.unique, schema.add_missing_columns),
    }


TABLES = {
    "macro.csv": "1999,x y,1.,oku,b,s,l,high,,\n2020,gdp,a,yen,b,s,l,sure,n,n\n2020,gdp,1,pct,b,s,,low,n,n\n"
    "2020,gdp,-1.5,pct,b,s,l,low,n,n\n2101,a,1,pct,b,s t,l,low,n,n\nx,a,1,pct,b,s,l,low,n,n\n",
    "sources.csv": "a,t,t,p,,ftp://x,2020,copy,free\nb,,t,p,,https://x.org/y z,2020,lost,free\n"
    "a,t,t,p,2020,,2020,copy,\n",
    "benchmarks/targets.csv": "t,2020,n,n,c,c,0/5,over,-1,s,l,low\nu,2020,n,n,c,c,1/2,above,5,s,l,low\n",
    "benchmarks/base_rates.csv": "r,growth,p,p,x,,,ratio,0,s,s,,s,l,low,,\n"
    "q,growth,p,p,1.5,y,2,acre,3,s,s,,s,l,low,,\n",
    "budget/accounts.csv": "a b,,n,n,s,s,1.5,,,odd,rent\ntotal,,n,n,s,s,,,,comparable,interest\ntotal,,n,n,s,s,2,,,,\n",
    "budget/growth_printed.csv": "2020,a,12..5,s,l,low\n2020,a,▲3,s,l,low\n2020,b,120 %,s,l,low\n2020,b,+3.5,s,l,low\n",
    "programme/seed_clauses.csv": "c,1 2,a,t,t,,,,s,l\nd,1 2 ,a,t,t,,,,s,l\ne,1,,t,t,,,,s,l\n",
    "budget/items_mof.csv": "2020,General,initial,,,,,s,,i,-1,x,,,,,,,1\n2020,general,initial,,,,,,,i,1,2,,,,,,d,\n",
}


def in_folder(content: dict[str, str], call: Callable[[Path], Any]) -> Any:
    """What a reader says of some files, wherever they stand."""
    with TemporaryDirectory() as folder:
        for name, text in content.items():
            path = Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        found = answer(lambda: call(Path(folder)))
    return [one.replace(folder, "") for one in found] if isinstance(found, list) else str(found).replace(folder, "")


def of_tables() -> Calls:
    def broken(name: str, rows: str) -> Any:
        head = (DATA / name).read_text("utf-8").splitlines()[0]
        return in_folder({name: f"{head}\n{rows}"}, partial(tables.load_table, name))

    strange = {
        "budget/amounts.csv": pd.DataFrame({"account_id": ["a", "b", None], "source_id": ["s", "t", "s"]}),
        "budget/accounts.csv": pd.DataFrame({"account_id": ["b"], "parent_id": ["z"]}),
        "sources.csv": pd.DataFrame({"source_id": ["s"]}),
    }
    held = budget.load_budget()
    off = held.amounts["account_id"].eq("general") & held.amounts["fiscal_year"].eq(2020)
    amounts = held.amounts.assign(amount_oku=held.amounts["amount_oku"] + off * 700)
    quantiles = held.quantiles.assign(granted_q05="0.5", programmes="7")
    return {
        **{f"broken {name}": partial(broken, name, rows) for name, rows in TABLES.items()},
        "no table": lambda: in_folder({"macro.csv": "a,b\n1,2\n"}, partial(tables.load_table, "macro.csv")),
        "strangers": lambda: [str(one) for one in tables.missing_keys(strange)],
        "places": lambda: [
            str(Problem(tables.place_cell("x.csv", at, "c"), Message("sheets.no_row"))) for at in (0, 7, None)
        ],
        "words": lambda: [list(one.columns) for one in vars(tables.load_words()).values() if len(one)],
        "sums that are off": lambda: [str(one) for one in budget._broken_sums(amounts, held.accounts)],
        "rates that are off": lambda: [
            str(one) for one in budget._broken_rates(amounts, held.accounts, held.growth_printed)
        ],
        "rates over nothing": lambda: [
            str(one)
            for one in budget._broken_rates(
                held.amounts.assign(
                    amount_oku=held.amounts["amount_oku"].where(held.amounts["account_id"] != "general.sme", 0)
                ),
                held.accounts,
                held.growth_printed,
            )
        ],
        "spread that is off": lambda: [str(one) for one in budget._broken_quantiles(quantiles, held.programme, None)],
        "rates published": benchmarks.load_base_rates,
        "rates of a topic": partial(benchmarks.load_base_rates, "attainment"),
        "supplementary": benchmarks.load_supplementary,
        "supplementary of a programme": partial(benchmarks.load_supplementary, "advanced-cooperation"),
        "supplementary of none": partial(benchmarks.load_supplementary, "no-such"),
        "from a stage": partial(benchmarks.commercialised_from_stage, 3),
        "by definition": benchmarks.commercialised_by_definition,
        "targets": benchmarks.load_targets,
        "growth": benchmarks.load_growth_rates,
        "cited files": listed.list_cited_files,
        "clauses": request.load_clauses,
        "clauses about": partial(request.load_clauses, "office", "type1"),
        "clauses of a report": partial(request.load_clauses, report="subsidy-rules"),
    }


def of_rules() -> Calls:
    names = ("fy2020-request", "mine.yaml", "fy1999", "MINE.YML", "innovation-plan")
    return {
        "vintages": lambda: list(rules.load_vintages()),
        "family": lambda: [*rules.load_family("fy2020-call").vintages, *rules.load_family("fy2020-call").remarks],
        "sound": lambda: list(rules.load_sound_vintages(None, "advanced-cooperation").vintages),
        "sound of none": lambda: list(rules.load_sound_vintages(None, "no-such").vintages),
        "is a vintage": lambda: [rules.is_vintage(name) for name in names],
        "called": lambda: rules.name_vintage("innovation-plan"),
        "named": lambda: [len(rules.named_vintages(name)) for name in ("fy2020-request", "innovation-plan")],
        "no vintage": partial(rules.load_vintage, "fy1999"),
        "no file": partial(rules.load_vintage, "none.yaml"),
        "terms": lambda: rules.load_rules("fy2020-request", "inter_firm", {"uplift_types": "all"}).terms,
        "no type": partial(rules.load_rules, "fy2020-request", "no_such"),
        "no reading": partial(rules.load_rules, "fy2020-request", "inter_firm", {"no": "such"}),
        "conditions": lambda: [str(one.rate) for one in conditions.load_conditions("fy2019-call")],
        "condition sets": lambda: list(conditions.load_condition_sets()),
        "set of a vintage": lambda: conditions.load_condition_set("fy2020-request").model_dump(exclude={"conditions"}),
        "no conditions": partial(conditions.load_conditions, "fy2021-call"),
        "conditions of nobody": partial(conditions.load_conditions, "fy1999"),
        "seasons": lambda: {name: programme.has_season(name) for name in (*rules.list_vintages(), "fy1999")},
        "main rules": lambda: programme.main_rules(rules.load_vintage("fy2020-request"), "fy2020-request").rule_id,
        "main rules without a season": lambda: programme.main_rules(rules.load_vintage("fy2021-call"), "fy2021-call"),
        "season": lambda: [(name, str(one)[:60]) for name, one in programme.raw_programme("fy2020-request").items()],
        "no season": partial(programme.load_programme, "fy2021-call"),
        "successor": background.load_successor,
        "practice": partial(background.load_practice, "advanced-cooperation"),
        "ways": background.load_ways,
        "seasons checked": programme.check_programmes,
        "firm": lambda: background.load_firm_assumptions().model_dump(include={"growth_rate"}),
        "scenarios": scenarios.list_scenarios,
        "selected": lambda: [one.scenario_id for one in scenarios.load_selected("pool-abolished, caps-of-fy2019")],
        "no scenario": partial(scenarios.load_scenario, "pool-abolishd"),
        "none selected": partial(scenarios.load_selected, " , "),
        "sound scenarios": lambda: [
            (one.scenario_id, one.baseline, before.vintage.vintage_id, after.programme.main_type)
            for played in (scenarios.load_sound("all"), scenarios.load_sound("pool-abolished"))
            for one, (before, after) in zip(played.chosen, played.pairs, strict=True)
        ],
    }


OF_A_SCENARIO = "title_ja: 甲\ntitle_en: A\nreason_ja: 甲\nreason_en: A\nnot_modelled_ja: 甲\nnot_modelled_en: A\n"


def of_files() -> Calls:
    def scenario(text: str) -> Any:
        def play(folder: Path) -> Any:
            return scenarios.load_cases(scenarios.load_scenario(str(folder / "mine.yaml")))[1].programme.main_type

        return in_folder({"mine.yaml": OF_A_SCENARIO + text}, play)

    impossible = (
        "baseline: fy2020-request\nchanges:\n  types.inter_firm.members_max: 1\n"
        "  types.inter_firm.rate: x\n  programme.envelope_yen: -1\n  programme.applicants: many\n"
    )
    beside = {"a.csv": "", "b.yaml": "baseline: c.yaml\n", "d.yaml": "a: [\n"}
    values = {"file": "a.csv", "members": "x.csv", "vintage": "b.yaml, fy2020-request,", "scenarios": "all", "n": 5}
    said = [Remark("f", Message("remarks.crosswise")), Remark("g", Message("remarks.crosswise"))]
    wrong = pd.DataFrame({"連携体ID": ["c", "c"], "member_id": [1, 1], "name": ["A", None], "lead": ["yes", "yes"]})
    own = rules.load_vintage("fy2020-request")
    source = {"title_ja": "甲", "title_en": "A", "publisher": "B", "retrieved": "2020", "read_as": "copy"}
    return {
        "a scenario": partial(scenario, "baseline: fy2020-request\nchanges: {programme.envelope_yen: 5}\n"),
        "an impossible scenario": partial(scenario, impossible),
        "no change": partial(scenario, "baseline: fy2020-request\nchanges: {}\n"),
        "no baseline": partial(scenario, "baseline: fy1999\nchanges: {programme.envelope_yen: 5}\n"),
        "a baseline beside it": partial(scenario, "baseline: own.yaml\nchanges: {programme.envelope_yen: 5}\n"),
        "named in full": lambda: in_folder(beside, lambda folder: list(named.found_from(values, folder).values())),
        "files named": lambda: in_folder(
            beside, lambda folder: list(named.files_named(["a.csv", 5, "b.yaml,d.yaml", "x\0"], folder))
        ),
        "beside": lambda: [*named.texts_beside("/x/y.ipynb"), *named.texts_beside("y.ipynb")],
        "from a file": lambda: [named.named_from("x.yaml", "/a/b.yaml"), named.named_from("fy2020", "/a/b.yaml")],
        "in full": lambda: named.in_full({"file": SEED, "vintage": f"fy2020-request,{SEED}.yaml", "other": "x"})[
            "file"
        ],
        "remarks": lambda: carried.write_remarks(said),
        "cited": lambda: [
            files.cite_file(Path(SEED), "a"),
            files.cite_file(ROOT / SEED),
            files.cite_file(Path("/x.csv")),
        ],
        "meant": lambda: [
            files.meant(*one) for one in (("", ["b"]), (1.0, ["1.0", "x"]), (2, ["02", "2.0"]), (3, ["3"]))
        ],
        "a frame that is wrong": lambda: read_frame(wrong),
        "no rows": lambda: read_frame(wrong.head(0)),
        "a consortium": lambda: consortia.load_consortium(SEED),
        "no consortium": lambda: consortia.load_consortium(SEED, "x"),
        "plans": lambda: plan_files.load_plan_file(PLANS, "B"),
        "no firm": lambda: plan_files.load_plan_file(PLANS, "Z"),
        "no texts": lambda: pages.load_texts("01_budget"),
        "texts": pages.list_texts,
        "texts of no notebook": lambda: pages.texts_of("none.ipynb"),
        "title of a form": lambda: str(pages.load_form_texts())[:60],
        "own sources": lambda: (
            pages.open_page(
                "04_subsidy_rules", "en", [own.model_copy(update={"sources": {"mine": _source(own, source)}})]
            ).words.sources
        ),
        "absent": lambda: {slug: list(map(str, told)) for slug, told in applicable.list_absent().items()},
        "places of what is absent": lambda: [applicable._place(name).of("en") for name in ("season", "macro.csv")],
        "absent with rules that have no season": lambda: [
            one.of("en") for one in applicable.say_absent(applicable.list_absent(vintage="fy2021-call"), ["scenarios"])
        ],
        "reports": lambda: [one.slug for one in catalogue.load_catalogue()],
        "groups": lambda: list(catalogue.load_groups().items()),
        "summary": lambda: catalogue.load_summary().reports,
        "checks": catalogue.load_checks,
        "needs": catalogue.load_needs,
        "constants": lambda: [one.pattern.pattern for one in catalogue.load_constants()],
        "list of reports": report_list.load_report_list,
        "messages": lambda: [f"{name} {len(wording.load_messages(name))}" for name in wording.list_messages()],
    }


def _source(own: Any, source: dict[str, str]) -> Any:
    kinds = type(own).model_fields["sources"].annotation.__args__[1]
    known = {**dict.fromkeys(kinds.model_fields, "x"), "url": "https://x.org/"}
    return kinds.model_validate({**known, **{name: value for name, value in source.items() if name in known}})


LINES = (
    "422億(321億)", "【422億(321億) + IPA交付金62億(46億)の内数】", "69.9億円", "1兆2,719億円",
    "12,345(11,234)百万円", "①実現【422億(321億)】", "事項要求", "皆減(5億円)", "5億円(新規)", "－(5億円)",
    "5億円(－)", "10億円(9億円、+1億円、11.1%)", "10億円(9億円の内数)", "5億円 + 事項要求", "¥5,000",
    "5億円 15.1%", "5億円(対前年度比127%)", "5億円【復興】", "5億円※復興", "1,23億円", "5", "5億円 6億円",
    "【5億円", "5億円(6億円", "5億円 + 6億円", "5億円(何か)", "事業 1 234億円", "０．５億円", "0.123456789億円",
    "99999999兆円", "", "abc", "令和元年度 5億円", "5億円(R1当初 4億円)", "5億円(前年度4億円)", "10億円▲5%",
    "5億円、", "5億円。**", "5G基金 3億円", "【5G基金 3億円 + 6億円】", "5億円 (100)", "5億円 (＋20%)",
    "5億円(▲3億円)", "5億円(±0)",
)  # fmt: skip
RATES = ("15.1%", "▲3.2%", "+3", "127%", "対前年度比127%", "(5%)", "5%増", "5%減", "増減率 5%", "x", "1,234%", "")


def of_printed() -> Calls:
    def read(call: Callable[[str], Any], text: str) -> Any:
        try:
            return str(call(text))
        except Refusal as refusal:
            return f"{refusal.said.of('en', 'what')}; {refusal.said.of('en', 'expected')}"

    return {
        **{f"line {text}": partial(read, parse_printed, text) for text in LINES},
        **{
            f"line {text} in millions": partial(read, partial(parse_printed, unit_yen=10**6), text)
            for text in LINES[:9]
        },
        **{
            f"line {text} in yen": partial(read, partial(parse_printed, unit_yen=1), text)
            for text in ("5", "5(4)", "0.5")
        },
        **{f"rate {text}": partial(read, parse_printed_rate, text) for text in RATES},
    }


def shipped(*names: str) -> dict[str, str]:
    """Files that are shipped, by their names under ``data/``."""
    found = [path for name in names for path in ((DATA / name).glob("*.yaml") if "." not in name else [DATA / name])]
    return {path.relative_to(DATA).as_posix(): path.read_text("utf-8") for path in found}


def of_documents() -> Calls:
    def read(content: str, **limits: int) -> Any:
        with contextlib.ExitStack() as stack:
            for name, value in limits.items():
                stack.enter_context(patch(f"yosan.data.documents.{name}", value))
            return documents.parse(content, "x.yaml").lines

    def written(raw: bytes) -> Any:
        def call(folder: Path) -> Any:
            (folder / "x.yaml").write_bytes(raw)
            return documents.read_document(folder / "x.yaml", "x.yaml").content

        return in_folder({}, call)

    rules_and_ways = shipped("rules", "readings.yaml", "programme", "programme/ways.csv", "sources.csv", "scenarios")
    strange = rules_and_ways["programme/ways.csv"].replace("fy2020-request.inter_firm", "fy2020-request.inter_form")
    broken = rules_and_ways | {"rules/fy2019-call.yaml": "a: 1\n", "rules/fy2021-call.yaml": "programme: other\n"}
    scenario = {"scenarios/pool-abolished.yaml": "title_ja: a\n"}
    family = lambda found: [*found.vintages, *map(str, found.remarks)]  # noqa: E731
    return {
        "as many values as may be": lambda: documents.parse("[1, 2]", "y.yaml").lines,
        "too many values": partial(read, "[1, 2, 3, 4, 5]", VALUES_LIMIT=5),
        "just enough values": partial(read, "[1, 2, 3, 5]", VALUES_LIMIT=5),
        "too deep inside": partial(read, "a: {b: {c: {d: 1}}}", DEPTH_LIMIT=3),
        "dashes": partial(read, "- - - - 1", DEPTH_LIMIT=3),
        "anchors": partial(read, "a: &x [1, 2]\nb: *x\n"),
        "no UTF-8": partial(written, b"a: 1\nb: \x82\n"),
        "a mark before it": partial(written, b"\xef\xbb\xbfa: 'yes'\nb: -0.5\nc: +7\nd: ''\ne: ~\nf: 1_000\ng: true\n"),
        "empty": partial(written, b""),
        "too large": partial(written, b"#" * 1_000_001),
        "as large as may be": partial(written, b"#" * 1_000_000),
        "other tags and keys": partial(
            written, b"? [a]\n: 1\n? {b: 1}\n: 2\n'1': 3\nyes: 4\n1.5: 5\n!x y: 6\nz: !y 7\n"
        ),
        "unclear": lambda: [
            written(f"a: {one}\n".encode()) for one in ("1,5", "1:30", "0o7", "2020-01-02", ".inf", "1e5")
        ],
        "lines": lambda: [
            documents.parse("a:\n  b: 1\n", "x").line(way) for way in ((), ("a",), ("a", "b"), ("a", "c", "d"))
        ],
        "a way into no type": lambda: in_folder(
            rules_and_ways | {"programme/ways.csv": strange}, background.check_ways
        ),
        "ways beside broken rules": lambda: in_folder(broken, background.check_ways),
        "sound vintages": lambda: in_folder(broken, lambda folder: family(rules.load_sound_vintages(folder))),
        "a family beside others": lambda: in_folder(
            broken, lambda folder: family(rules.load_family("fy2020-request", folder))
        ),
        "sound scenarios": lambda: in_folder(
            rules_and_ways | scenario,
            lambda folder: [
                *map(str, scenarios.load_sound("all", folder).remarks),
                len(scenarios.list_scenarios(folder)),
            ],
        ),
        "no sound scenario": lambda: in_folder(
            shipped("rules", "readings.yaml", "programme") | scenario, partial(scenarios.load_sound, "all")
        ),
        "a broken season": lambda: in_folder(
            rules_and_ways | {"programme/assumptions.yaml": "common: {}\nvintages: {fy2020-request: {}}\n"},
            programme.check_programmes,
        ),
        "unlisted sources": lambda: in_folder(
            shipped("sources.csv")
            | {"x.yaml": "a: {source: rs2019, confidence: high}\nb: [{source: rs2091}, {source: zz}]\n"},
            partial(listed.check_sources, "x.yaml"),
        ),
    }


PROJECT = {
    "yosan.toml": "name = {ja = '甲', en = 'A'}\nvintage = 'fy2021-call'\nlanguages = ['en']\n",
    "data/sources.csv": "source_id,title_ja,title_en,publisher,published,url,retrieved,read_as,licence\n"
    "mine,甲,A,B,,,2020,copy,C\n",
    "data/budget/accounts.csv": "account_id,parent_id,name_ja,name_en,short_ja,short_en,printed_order\n"
    "total,,甲,A,甲,A,1\n",
    "reports/reports.yml": "groups: {own: {ja: 問, en: Q}}\nsummary: {reports: [a]}\nreports:\n"
    "  - {slug: a, notebook: 01_budget_growth.ipynb, group: own, title: {ja: 甲, en: A}, question: {ja: 問, en: Q}}\n",
}
BOOK = (
    "account,parent,fiscal_year,stage,amount,source\n合計,,2020,request,10億円,本\n"
    "甲,合計,2020,request,10億円,本\n合計,,2019,initial,9億円,\n"
)


def of_projects() -> Calls:
    def inside(call: Callable[[], Any], **more: str) -> Any:
        def entered(folder: Path) -> Any:
            root.enter(folder)
            try:
                return call()
            finally:
                root.enter()

        files_of = {name: text for name, text in (PROJECT | more).items() if text}
        return in_folder(files_of, entered)

    book = {"data/budget/budget.csv": BOOK, "data/budget/accounts.csv": ""}
    calls: dict[str, Callable[[], Any]] = {
        "sources": lambda: tables.load_table("sources.csv").tail(2)["source_id"].tolist(),
        "accounts": lambda: tables.load_table("budget/accounts.csv"),
        "amounts": lambda: tables.load_table("budget/amounts.csv"),
        "what it lacks": lambda: tables.load_table("budget/items_mof.csv"),
        "what is shipped": lambda: len(tables.load_table("benchmarks/targets.csv")),
        "project": lambda: [str(project.load_project()), project.default_vintage(), project.check_folder()],
        "reports": lambda: [one.slug for one in catalogue.load_catalogue()],
        "groups": lambda: list(catalogue.load_groups()),
        "needs": lambda: [list(catalogue.load_needs()), list(catalogue.load_checks())],
        "summary": lambda: catalogue.load_summary().reports,
        "absent": lambda: {slug: list(map(str, told)) for slug, told in applicable.list_absent().items()},
        "items": lambda: [len(items_mof.load_own_items().rows), items_mof.find_items()],
        "beside": lambda: len(items_mof.load_budget_beside().amounts),
        "texts": lambda: len(pages.list_texts()),
    }
    wrong = "name = {ja = '甲', en = 'A'}\nvintage = 'fy2021'\nslip = 1\n"
    return {
        **{name: partial(inside, call) for name, call in calls.items()},
        **{f"{name}, of a book": partial(inside, call, **book) for name, call in calls.items()},
        "a wrong project": lambda: inside(project.load_project, **{"yosan.toml": wrong}),
        "no such rules": lambda: inside(project.load_project, **{"yosan.toml": wrong.replace("slip = 1\n", "")}),
        "no TOML": lambda: inside(project.load_project, **{"yosan.toml": "name = "}),
        "no project": lambda: inside(project.check_folder, **{"yosan.toml": ""}),
        "a book that is wrong": lambda: inside(
            calls["accounts"],
            **{"data/budget/budget.csv": BOOK.replace("9億円", "much"), "data/budget/accounts.csv": ""},
        ),
        "a book that is empty": lambda: inside(
            calls["accounts"], **{"data/budget/budget.csv": BOOK.splitlines()[0] + "\n合計,,2020,request,,\n"}
        ),
    }


CHECKED: dict[str, list[tuple[Any, ...]]] = {
    "pair_of_states": [
        (2019, "initial", 2020, "request"),
        (2020, "request", 2019, "initial"),
        (1990, "x", 2020, "request"),
    ],
    "followed_year": [(2020,)],
    "whole_year": [
        ("data/budget/items_mof.csv", "meti", "sme", 2020, 2017, 2025),
        ("data/budget/items_mof.csv", "mete", "sme", 2020, 2017, 2025),
        ("data/budget/items_mof.csv", "meti", "smes", 2020, 2017, 2025),
        ("data/budget/items_mof.csv", "meti", "sme", 2030, 2025, 2017),
        ("none.csv", "meti", "sme", 2020, 2017, 2025),
    ],
    "items": [
        ("data/budget/items_mof.csv", "meti", "general", 2020),
        ("data/budget/items_mof.csv", "meti", "generall", 2020),
        ("data/budget/items_mof.csv", "meti", "general", 1999),
        ("data/budget/items_mof.csv", "mofa", "general", 2020),
    ],
    "vintage": [("fy2020-request",), ("fy2020",)],
    "award": [
        (SEED, "", "fy2020-request", "", ""),
        (SEED, "x", "fy2020-request", "", ""),
        (SEED, "", "fy2020-reques", "", ""),
        (SEED, "", "fy2020-request", "inter", ""),
        (SEED, "", "fy2020-request", "", "uplift_types=none"),
        (SEED, "", "fy2020-request", "local_government", "uplift_types"),
    ],
    "plans": [(PLANS, "", "fy2020-request"), (PLANS, "Z", "fy2020-request"), (PLANS, "A", "fy2021-call")],
    "simulated_plan": [(PLANS, "fy2020-request"), ("data/plans/none.csv", "fy2020-request")],
    "reading": [("simple",), ("plain",)],
    "members": [("",), (SEED,), (PLANS,)],
    "season": [
        ("fy2020-request", 0, 2, ""),
        ("fy2020-request", -1, 2, ""),
        ("fy2020-request", 10**15 + 1, 2, ""),
        ("fy2020-request", 5, 2, "7/5"),
        ("fy2020-request", 10**10, 0, ""),
        ("fy2020-request", 10**10, 99, "1/2"),
        ("fy2021-call", 0, 2, ""),
    ],
    "of_fy2019": [("fy2020-request",)],
    "target": [(109, 0.5), (0, 0.5), (109, 1.5), (109, -0.1)],
    "scenarios": [
        ("pool-abolished", 1),
        ("pool-abolished", 10_000),
        ("pool", 150),
        ("pool-abolished", 0),
        ("pool-abolished", 10_001),
    ],
    "rationing": [("by_score",), ("by_lot",)],
    "draws": [(1, 0), (0, 0), (100_000, 2**63 - 2), (100_001, 2**63 - 1), (1, -1)],
    "administration": [("",), ("1/20",), ("2",), ("x",)],
    "local_support": [("1/2", 0, 1, 1, 1, 1), ("2", -1, 0, 0, 0, 0), ("1/2", 10**15 + 1, 10_001, 6, 5, 21)],
}


def of_checks() -> Calls:
    def found(check: str, values: tuple[Any, ...]) -> Any:
        given = {f"p{place}": value for place, value in enumerate(values)}
        return [str(one) for one in preflight.find_problems({check: tuple(given)}, given, ROOT)]

    return {f"{check}{values}": partial(found, check, values) for check, cases in CHECKED.items() for values in cases}


CALLS = {
    "documents": of_documents,
    "projects": of_projects,
    "shapes": of_shapes,
    "tables": of_tables,
    "rules": of_rules,
    "files": of_files,
    "printed": of_printed,
    "checks": of_checks,
}


@pytest.mark.filterwarnings(f"ignore::{RemarkWarning.__module__}.{RemarkWarning.__name__}")
@pytest.mark.parametrize("part", CALLS)
def test_what_is_read_is_what_is_on_record(part: str) -> None:
    known = on_record(RECORDS)[part]
    assert {name: answer(call) for name, call in CALLS[part]().items()} == known

"""One report for each consortium of a list: who is refused keeps nobody else from a report."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from yosan.cli.main import main
from yosan.data.consortia import load_consortium
from yosan.data.members import load_members
from yosan.data.members_apart import split_members
from yosan.errors import InputError
from yosan.render import batch, summary

House = Any  # the class of conftest.py
pytestmark = pytest.mark.builds

CELL = """
from pathlib import Path
from yosan.data.listed import load_citations
from yosan.data.tables import load_words
from yosan.data.members import load_members
from yosan.show.number import cite
from yosan.show.page import Page
from yosan.show.words import Texts
texts = {
    "numbers": {
        "cost.share": {"unit": "ratio", "ja": "割合", "en": "share"},
        "cost.*": {"unit": "yen", "ja": "経費", "en": "cost"},
    },
    "answer": {"ja": "計{cost.total}", "en": "Sum {cost.total}"},
    "cards": {"cost.*": {"ja": "経費", "en": "cost"}},
}
page = Page(lang, load_words(), Texts.model_validate(texts))
cost_yen = int(load_members(Path(file))["eligible_cost_yen"].sum())
assert cost_yen < 10**9, "too costly"
costs = {"cost.total": cost_yen, "cost.share": cost_yen / 10**9}
page.publish(costs | ({"cost.extra": cost_yen - 10**6} if cost_yen > 10**6 else {}), cite(load_citations()[:1]))
page.answer("cost.total", "cost.share")
page.numbers()
"""
HEADER = "consortium_id,member_id,name,lead,size,eligible_cost_yen,certification,expert\n"
MEMBERS = """\
A,1,Firm one,yes,medium,1000000,none,no
=B/../x,1,甲社,はい,medium,2000000,none,no
A,2,Firm two,no,small,500000,none,no
C,1,Firm three,no,medium,1,none,no
連携体D,1,Firm four,yes,medium,1000000,none,no
E,1,Firm five,yes,medium,x,none,no
F,1,Firm six,yes,medium,2000000000,none,no
"""
SOUND = "".join(line for line in MEMBERS.splitlines(True) if line[0] not in "CEF")
NAMES = {"A": "A", "=B/../x": "~3dB~2f~2e~2e~2fx", "連携体D": "連携体D"}


def write(path: Path, rows: str) -> Path:
    path.write_text(HEADER + rows, "utf-8")
    return path


@pytest.fixture(scope="module")
def small(make_house: Any) -> House:
    house = make_house({"consortium": CELL, "other": "pass"})
    write(house.root / "sound.csv", SOUND)
    done = house.run("batch", "sound.csv")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("6 of 6 reports made, 0 fresh in ")
    return house


@pytest.fixture
def house(small: House) -> Iterator[House]:
    yield small
    write(small.root / "sound.csv", SOUND)


def table(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_each_consortium_has_a_report_of_its_own_rows(house: House) -> None:
    out = house.root / "reports/batch"
    for consortium_id, name in NAMES.items():
        members = load_members(out / f"members/{name}.csv")
        assert set(members["consortium_id"]) == {consortium_id}
        assert consortium_id in (out / f"ja/{name}.html").read_text("utf-8")
    assert {path.name for path in out.glob("en/*.html")} == {"sources.html", *(f"{n}.html" for n in NAMES.values())}


def test_the_summary_holds_what_all_reports_publish_and_its_totals(house: House) -> None:
    out = house.root / "reports/batch"
    assert table(out / "summary.csv") == [
        ["consortium_id", "cost.total (yen)", "cost.share (ratio)"],
        ["A", "1500000", "0.0015"],
        ["'=B/../x", "2000000", "0.002"],
        ["連携体D", "1000000", "0.001"],
    ]
    *_, formula, _, total = openpyxl.load_workbook(out / "summary.xlsx").active.iter_rows(values_only=True)
    assert (formula, total) == (("=B/../x", 2000000, 0.002), ("total", 4500000, None))
    assert openpyxl.load_workbook(out / "summary.xlsx").active.cell(3, 1).data_type == "s"
    index = (out / "index.html").read_text("utf-8")
    assert "<strong>4,500,000円</strong>" in index
    assert 'href="en/~3dB~2f~2e~2e~2fx.html"' in index


def test_who_is_refused_or_fails_is_listed_with_row_and_reason(house: House) -> None:
    write(house.root / "all.csv", MEMBERS)
    done = house.run("batch", "all.csv", "--lang", "en", "--out", "all")
    assert done.returncode == 1
    assert done.stdout.startswith("3 of 4 reports made, 0 fresh in ")
    assert "yosan: consortia without a report: 3; " in done.stderr
    assert table(house.root / "all/refused.csv") == [
        ["consortium_id", "reason"],
        ["C", "all.csv, row 5, column lead: consortium 'C' has 0 lead firms; expected exactly one"],
        [
            "E",
            "all.csv, row 7, column eligible_cost_yen: 'x' is not a number; expected a whole number of yen, 0 or more",
        ],
        ["F", "consortium.ipynb, cell 2: AssertionError: too costly"],
    ]
    told = [name.replace("=", "'=") for name in NAMES]  # no cell for readers is a formula
    assert [row[0] for row in table(house.root / "all/summary.csv")[1:]] == told


def test_what_every_consortium_shares_by_a_rule_is_not_added_up(tmp_path: Path) -> None:
    own, rule = ([{"source_id": source, "locator": "", "confidence": "high"}] for source in ("user-input", "rs2020"))
    values = {
        "award.total": {"value": 5, "unit": "yen", "sources": [*rule, *own]},
        "floor.a": {"value": 1_000_000, "unit": "yen", "sources": rule},
    }
    for name in ("A", "B"):
        (tmp_path / "en").mkdir(exist_ok=True)
        (tmp_path / f"en/{name}.json").write_text(json.dumps({"values": values}), "utf-8")
    summary.write_summary(["A", "B"], [], ("en",), tmp_path)
    *_, total = openpyxl.load_workbook(tmp_path / "summary.xlsx").active.iter_rows(values_only=True)
    assert total == ("total", 10, None)


def test_a_changed_row_remakes_its_consortium_alone(house: House) -> None:
    shutil.copytree(house.root / "reports/batch", house.root / "changed")
    write(house.root / "sound.csv", SOUND.replace("Firm one", "Firm 1").replace("A,2", "\n\nA,2"))
    again = ("batch", "sound.csv", "--out", "changed")
    assert house.run(*again).stdout.startswith("2 of 2 reports made, 4 fresh in ")
    assert house.run(*again).stdout.startswith("6 reports fresh in ")


@pytest.mark.slow
def test_a_killed_batch_is_finished_by_the_next_to_the_same_bytes(house: House) -> None:
    out = house.root / "killed"
    with house.start("batch", "sound.csv", "--out", "killed", "--jobs", "1") as process:
        while not list(out.glob("*/*.receipt.json")):
            assert process.poll() is None
        process.kill()
    done = house.run("batch", "sound.csv", "--out", "killed")
    made, _, fresh = [int(number) for number in done.stdout.split() if number.isdigit()]
    assert made + fresh == 6
    assert fresh >= 1
    same = subprocess.run(["diff", "-r", house.root / "reports/batch", out], capture_output=True, check=False)
    assert (same.returncode, same.stdout) == (0, b"")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["sound.csv", "--notebook", "nobody"], "--notebook: 'nobody' is not known; expected one of consortium, other"),
        (["absent.csv"], "absent.csv: cannot be read"),
        (["own.txt"], "own.txt: this is no form of 'Members of a consortium': it has the user's own"),
    ],
)
def test_a_wrong_request_is_refused(house: House, arguments: list[str], told: str) -> None:
    done = house.run("batch", *arguments)
    assert done.returncode == 2
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_parts_of_a_file_say_what_the_whole_says(tmp_path: Path) -> None:
    path = write(tmp_path / "all.csv", MEMBERS)
    entries = {entry.consortium_id: entry for entry in split_members(path, [])}
    assert list(entries) == ["A", "=B/../x", "C", "連携体D", "E", "F"]
    with pytest.raises(InputError) as refused:
        load_members(path)
    assert {p for entry in entries.values() for p in entry.problems} == set(refused.value.problems)
    whole = load_members(write(path, SOUND))
    for consortium_id, rows in whole.groupby("consortium_id"):
        part = write(tmp_path / "part.csv", "")
        part.write_text(entries[str(consortium_id)].csv, "utf-8")
        assert load_members(part).equals(rows.reset_index(drop=True))


def test_a_batch_says_what_was_done_to_read_its_file_and_hands_on_yen(tmp_path: Path) -> None:
    path = tmp_path / "all.csv"
    header = HEADER.replace("eligible_cost_yen", "補助対象経費（千円）")
    path.write_text(
        f'{header}A,1,one,yes,中小企業者,"70,000",無し,無し\nA,2,two,no,small,40000,none,no\n合計,,,,,110000,,\n',
        "utf-8",
    )
    parts = batch._take_apart(path, tmp_path / "out", "")
    assert [str(remark.said) for remark in parts.remarks] == [
        "left out: row 4 (合計)",
        "taken times 1,000, from 千円 to yen: 補助対象経費（千円）",
    ]
    own = load_consortium(str(tmp_path / "out/members/A.csv"))
    assert [remark.said.of("ja") for remark in own.remarks] == [remark.said.of("ja") for remark in parts.remarks]
    summary.write_summary([], [], ("en",), tmp_path / "out", parts.remarks)
    assert '<li>left out: row 4 (<span lang="ja">合計</span>)</li>' in (tmp_path / "out/index.html").read_text("utf-8")
    members = own.members
    assert members["eligible_cost_yen"].tolist() == [70_000_000, 40_000_000]
    assert members["size"].tolist() == ["medium", "small"]


IDS = ["ok", "sources", "index", "con", "A 19", "A’", "80" + 70 * "x"]
REFUSED = {
    "OK": "'OK' is 'ok' but for upper and lower case",
    "Sources": "'Sources' is 'sources' but for",
    80 * "’": "takes 480 bytes as the name of a file; expected at most 200 bytes",
    84 * "𠀀": "",  # letters, four bytes each
    "v\vt": "",
}


def test_identifiers_become_file_names_without_loss_or_are_refused_alone(tmp_path: Path) -> None:
    rows = [
        f"{name},{m},Firm {m},{lead},medium,1000000,none,no\n"
        for name in (*IDS, *REFUSED)
        for m, lead in ((1, "yes"), (2, "no"))
    ]
    parts = batch._take_apart(write(tmp_path / "all.csv", "".join(rows)), tmp_path / "out", "")
    assert parts.consortium_ids == tuple(IDS)
    written = {path.name: set(load_members(path)["consortium_id"]) for path in tmp_path.glob("out/members/*.csv")}
    assert sorted(written.values(), key=str) == sorted(({name} for name in IDS), key=str)
    assert {name.casefold() for name in written}.isdisjoint({"sources.csv", "index.csv", "con.csv"})
    assert {name for name, _ in parts.refused} == {*REFUSED}
    for name, problem in parts.refused:
        assert REFUSED[name] in str(problem)


@pytest.mark.slow
def test_consortia_of_every_kind_get_a_page_in_both_languages(tmp_path: Path) -> None:
    kinds = {
        "only another member helps": 2 * ["medium,60000000,equipment_plan,yes,"],
        "one firm": ["medium,30000000,none,no,"],
        "too many firms": 21 * ["small,5000000,none,no,"],
        "a large firm leads": ["large,80000000,none,yes,", *3 * ["small,9000000,innovation_plan,no,"]],
        "below every minimum": 2 * ["small,1,none,no,"],
        "a prefecture pays": 2 * ["medium,20000000,none,no,15000000"],
    }
    lines = ["consortium_id,member_id,name,lead,size,eligible_cost_yen,certification,expert,local_support_yen"]
    for number, members in enumerate(kinds.values(), 1):
        lines += [f"K{number},{m},Firm {m},{'no' if m > 1 else 'yes'},{row}" for m, row in enumerate(members, 1)]
    file = tmp_path / "kinds.csv"
    file.write_text("\n".join(lines) + "\n", "utf-8")
    assert main(["batch", str(file), "--out", str(tmp_path / "out")]) == 0
    assert len(list(tmp_path.glob("out/*/K*.html"))) == 2 * len(kinds)

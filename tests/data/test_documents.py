"""The one door for YAML: what could change a number unseen, or does not fit its model, is refused with its place."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from repository import ROOT
from yosan.data.documents import SIZE_LIMIT, parse, read_document
from yosan.errors import RuleError
from yosan.models import Frozen
from yosan.subsidy.rules.type_rule import Yen

House = Any  # the class of conftest.py
FILES = sorted(
    str(path.relative_to(ROOT))
    for folder in ("data", "reports", "notebooks")
    for path in (ROOT / folder).rglob("*.y*ml")
    if ".ipynb_checkpoints" not in path.parts
)
READINGS = "data/readings.yaml"  # the models of all rules need it
PHRASES = "data/english.yaml"  # a list of words by what they stand for: no key is unknown
LISTED = "reports/constants.yml"  # a list of entries, not keys


@pytest.fixture(scope="module")
def whole(make_house: Any) -> House:
    """A copy of the project with its own reports."""
    house = make_house({})
    shutil.copy(ROOT / "reports/reports.yml", house.root / "reports")
    shutil.copytree(ROOT / "notebooks", house.root / "notebooks", dirs_exist_ok=True)
    return house


@pytest.fixture
def house(whole: House) -> Iterator[House]:
    """The copy, its files put back after each test."""
    with put_back(whole):
        yield whole


@contextmanager
def put_back(house: House) -> Iterator[None]:
    before = {name: (house.root / name).read_bytes() for name in FILES}
    yield
    for name, text in before.items():
        (house.root / name).write_bytes(text)


def slips(house: House, *arguments: str) -> list[str]:
    done = house.run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr
    return str(done.stderr).splitlines()


def append(house: House, name: str, kind: str) -> str:
    """Add a slip at the end of a file, and say how it should be told."""
    path = house.root / name
    text = path.read_text("utf-8")
    if name == LISTED:
        entry = {"doubled": "- {why: a, pattern: b, pattern: c}", "unknown": "- {why: a, pattern: b, slip: c}"}[kind]
        place = str(len(re.findall("^- ", text, re.M))) + {"doubled": ".pattern", "unknown": ".slip"}[kind]
    else:
        place = "slip" if kind == "unknown" else re.findall(r"^(\w[\w-]*):", text, re.M)[0]
        entry = f"{place}: again"
    path.write_text(f"{text}{entry}\n", "utf-8")
    line = len(text.splitlines()) + 1
    return f"yosan: {name}, line {line}, {place}: " + ("a second " if kind == "doubled" else "")


@pytest.fixture(scope="module")
def found(whole: House) -> dict[tuple[str, str], bool]:
    """Whether ``check`` tells a slip, by its kind and file; as many as can be are planted at once."""
    told = {}
    rest = [name for name in FILES if name not in (READINGS, PHRASES)]
    for kind, names in (("doubled", FILES), ("unknown", rest), ("unknown", [READINGS])):
        with put_back(whole):
            expected = {name: append(whole, name, kind) for name in names}
            lines = slips(whole, "check")
        told |= {(kind, name): any(line.startswith(start) for line in lines) for name, start in expected.items()}
    return told


@pytest.mark.parametrize(
    ("name", "kind"),
    [(name, kind) for name in FILES for kind in ("doubled", "unknown") if (name, kind) != (PHRASES, "unknown")],
)
def test_check_tells_a_slip_in_any_file_with_line_and_path(
    found: dict[tuple[str, str], bool], name: str, kind: str
) -> None:
    assert found[kind, name]


def replace(house: House, name: str, old: str, new: str) -> int:
    """Plant a slip in the first place of a text, and say in which line."""
    path = house.root / name
    before, found, after = path.read_text("utf-8").partition(old)
    assert found
    path.write_text(f"{before}{new}{after}", "utf-8")
    return before.count("\n") + 1


CAP = "member_cap_yen: {value: 30_000_000, "
AWARD = ("award", "data/consortia/seed-two-firms.csv")
SIZES = ("check", "data/consortia/illustrative-japanese-headers-cp932.csv")


@pytest.mark.parametrize(
    ("command", "name", "old", "new", "told"),
    [
        (
            AWARD,
            "data/rules/fy2020-request.yaml",
            CAP,
            f"member_cap_yen: {{value: 40_000_000}}\n    {CAP}",
            "types.inter_firm.member_cap_yen: a second 'member_cap_yen'; the first is in line 26; expected each",
        ),
        (
            AWARD,
            "data/rules/fy2020-request.yaml",
            "value: 30_000_000",
            "value: 040_000_000",
            "types.inter_firm.member_cap_yen.value: 040_000_000 can be read in more than one way",
        ),
        (AWARD, "data/forms/members.yaml", "title_ja", "titel_ja", "did you mean 'title_ja'?"),
        (
            SIZES,
            "data/sme_definition.yaml",
            "capital_yen",
            "capital",
            "thresholds.manufacturing_other.capital: 'capital'",
        ),
        (("build",), "reports/reports.yml", "notebook:", "notbook:", "reports.0.notbook: 'notbook' is not known"),
        (("build",), "reports/constants.yml", "why: fiscal", "why: so, fiscal", "expected one of pattern, why"),
    ],
)
def test_a_slip_stops_the_command_with_file_line_and_path(
    house: House, command: tuple[str, ...], name: str, old: str, new: str, told: str
) -> None:
    line = replace(house, name, old, new) + new.count("\n")
    found = slips(house, *command)
    assert [problem for problem in found if problem.startswith(f"yosan: {name}, line {line}, ") and told in problem]


ASSUMPTIONS = "data/programme/assumptions.yaml"
EXTRA = 'extra_members_mean:\n    {value: "66/139", low: "1/4", high: "9/10", '
SLIPS = {  # file, what stands there, what is planted, what is told; those of a round are planted at once
    "sources": [
        (
            "data/rules/fy2021-call.yaml",
            "source: meti-hokkaido-2021-call",
            "source: prefecture-guide",
            "types.inter_firm.rate.source: 'prefecture-guide' is not listed; expected a source_id of data/sources.csv",
        ),
        (
            "data/readings.yaml",
            "source: fraction-act-1950",
            "source: fraction-act-1951",
            "rounding_unit.source: 'fraction-act-1951' is not listed; expected a source_id of data/sources.csv; did",
        ),
        (
            ASSUMPTIONS,
            f"{EXTRA}source: imamura-fy2019-round1, locator: 応募139件・344者, ",
            EXTRA,
            "common.extra_members_mean.source: missing; expected this key",
        ),
    ],
    "types": [
        (
            ASSUMPTIONS,
            "main_type: inter_firm",
            "main_type: inter_frim",
            "vintages.fy2020-request.main_type: 'inter_frim' is not known; expected one of inter_firm, supply_chain",
        ),
        (
            "data/rules/fy2021-call.yaml",
            "readings:\n  large",
            "catalogue: {}\nreadings:\n  large",
            "catalogue: 'catalogue' is not known; expected one of vintage_id, programme, fiscal_year",
        ),
        (
            "data/rules/fy2019-call.yaml",
            "note_ja: レビューシートも同じ率",
            "note: レビューシートも同じ率",
            "types.regional_lead.rate.note: 'note' is not known; expected one of note_ja, note_en",
        ),
    ],
    "keys": [(ASSUMPTIONS, "vintages:", "vintage:", "did you mean 'vintages'?")],
    "paths": [
        (
            "data/scenarios/pool-abolished.yaml",
            "types.inter_firm.pool",
            "types.inter_frim.pool",
            "expected a path of the baseline; the nearest is types.inter_firm.pool_per_member_yen",
        )
    ],
}


@pytest.mark.parametrize("planted", SLIPS.values(), ids=SLIPS)
def test_check_tells_every_slip_with_file_line_and_path(house: House, planted: list[tuple[str, str, str, str]]) -> None:
    places = [f"yosan: {name}, line {replace(house, name, old, new)}, " for name, old, new, _ in planted]
    found = slips(house, "check")
    for place, (*_, told) in zip(places, planted, strict=True):
        assert [line for line in found if line.startswith(place) and told in line]


class Cap(Frozen):
    cap_yen: Yen
    note: str = ""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("cap_yen: 1\ncap_yen: 2", "x.yaml, line 2, cap_yen: a second 'cap_yen'; the first is in line 1"),
        ("cap_yen: 040", "x.yaml, line 1, cap_yen: 040 can be read in more than one way"),
        ("cap_yen: 08", "08 can be read"),
        ("cap_yen: 0o17", "0o17 can be read"),
        ("cap_yen: 1:30", "1:30 can be read"),
        ("cap_yen: 1,000", "1,000 can be read"),
        ("cap_yen: 1e6", "1e6 can be read"),
        ("cap_yen: 1\nnote: no", "x.yaml, line 2, note: no can be read"),
        ("cap_yen: 1\nnote: 2020-09-30", "2020-09-30 can be read"),
        ("cap_yen: 1\nno: x", "x.yaml, line 2, no: the key 'no' is no text"),
        ("cap_yen: 1\n? [a]\n: 2", "x.yaml, line 2, ?: the key '?' is no text"),
        ("cap_yen: !!int '040'", "the tag tag:yaml.org,2002:int"),
        ("cap_yen: '1'", "x.yaml, line 1, cap_yen: '1'; expected a whole number"),
        ("cap_yen: 1.0", "cap_yen: 1.0; expected a whole number"),
        ("cap_yen: true", "cap_yen: True; expected a whole number"),
        ("cap_yen: -1", "cap_yen: -1; expected greater than or equal to 0"),
        ("cap_yen: 1\nnote: 2", "x.yaml, line 2, note: 2; expected a text"),
        ("note: a", "x.yaml, line 1, cap_yen: missing; expected this key"),
        ("- 1", "x.yaml, line 1: [1]; expected keys and values"),
        ("", "x.yaml, line 1: None; expected keys and values"),
        ("cap_yen: [1\n", "x.yaml, line 1: not readable: "),
        ("cap_yen: 1\n--- \na: 1", "x.yaml, line 2: not readable: "),
        ("cap_yen: &a [*a]", "nested too deep"),
        ("[" * 100_000, "nested too deep"),
        ("- " * 100_000, "nested too deep"),
    ],
)
def test_what_is_unclear_or_does_not_fit_is_refused_with_line_and_path(text: str, told: str) -> None:
    with pytest.raises(RuleError) as caught:
        parse(text, "x.yaml").check(Cap)
    assert told in str(caught.value)


def test_all_slips_of_a_file_come_at_once() -> None:
    with pytest.raises(RuleError) as caught:
        parse("a: 01\nb: on\na: 1\nc:\n  - 0x1\n", "x.yaml")
    assert [problem.place for problem in caught.value.problems] == [
        "x.yaml, line 1, a",
        "x.yaml, line 2, b",
        "x.yaml, line 3, a",
        "x.yaml, line 5, c.0",
    ]


def test_what_is_plain_is_read_as_it_stands() -> None:
    text = "a: 40_000_000\nb: -0.5\nc: 1/2\nd: 'no'\ne: \"040\"\nf: null\ng: true\nh: 1-2\ni: 令和2年\n"
    text += "j: &x [1]\nk: *x\nl: |\n  yes\n"
    assert list(parse(text, "x.yaml").content.values()) == [
        *(40_000_000, -0.5, "1/2", "no", "040", None, True, "1-2", "令和2年", [1], [1], "yes\n"),
    ]


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        ("a: 1\nb: 上限".encode("cp932"), "x.yaml, line 2: not UTF-8"),
        (b"#" * (SIZE_LIMIT + 1), "x.yaml: 1,000,001 bytes; expected at most 1,000,000"),
        (None, "x.yaml: No such file or directory; expected a readable file"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path, raw: bytes | None, told: str) -> None:
    if raw:
        (tmp_path / "x.yaml").write_bytes(raw)
    with pytest.raises(RuleError) as caught:
        read_document(tmp_path / "x.yaml", "x.yaml")
    assert told in str(caught.value)

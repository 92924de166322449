from __future__ import annotations

import ast
import copy
import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from repository import DATA
from yosan.data.rules import load_readings, load_vintage, load_vintages
from yosan.errors import InputError, RuleError
from yosan.models import checked
from yosan.subsidy.award import engine
from yosan.subsidy.award.limits import Members
from yosan.subsidy.rules.terms import flatten
from yosan.subsidy.rules.vintage import Reading, parse_vintage

READINGS = load_readings()
VINTAGES = load_vintages()
FILES = sorted((DATA / "rules").glob("*.yaml"))
LIB = Path(engine.__file__).parents[2]
RULE_MODULES = sorted({*LIB.glob("subsidy/rules/*.py"), *LIB.glob("subsidy/award/*.py"), LIB / "views/steps.py"})


def raw(vintage_id: str = "fy2020-request") -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load((DATA / "rules" / f"{vintage_id}.yaml").read_text(encoding="utf-8"))
    return copy.deepcopy(content)


def leaves(node: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    pairs = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    yield path, node
    for key, child in pairs:
        yield from leaves(child, f"{path}.{key}")


def problems(changed: dict[str, Any]) -> dict[str, str]:
    with pytest.raises(RuleError) as caught:
        parse_vintage(changed, "rules/fy2020-request.yaml", READINGS)
    return {problem.place: str(problem) for problem in caught.value.problems}


def test_five_vintages_ship_with_the_types_of_their_text() -> None:
    assert {name: list(vintage.types) for name, vintage in VINTAGES.items()} == {
        "fy2019-call": ["data_sharing", "regional_lead"],
        "fy2020-request": ["inter_firm", "supply_chain", "local_government"],
        "fy2020-enacted": ["inter_firm", "supply_chain"],
        "fy2021-call": ["inter_firm", "supply_chain"],
        "fy2022-successor": ["consortium", "consortium_restructuring"],
    }


def test_every_value_names_a_source_that_is_listed() -> None:
    listed = {
        row["source_id"]
        for path in DATA.glob("sources.csv")
        for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines())
    }
    named = {
        (path.name, where, node["source"])
        for path in [*FILES, DATA / "readings.yaml"]
        for where, node in leaves(yaml.safe_load(path.read_text(encoding="utf-8")))
        if isinstance(node, dict) and "source" in node
    }
    assert len(named) > 200
    assert [entry for entry in named if entry[2] not in listed] == []


def test_the_disagreements_between_sources_are_kept_with_who_asserts_them() -> None:
    rate = VINTAGES["fy2019-call"].types["data_sharing"].rate
    assert (str(rate.value), [(str(c.value), c.source) for c in rate.conflicts]) == (
        "1/2",
        [("2/3", "rs2019")],
    )
    sizes = VINTAGES["fy2020-request"].types["supply_chain"].eligible_sizes
    assert [conflict.source for conflict in sizes.conflicts] == ["rs2019"]


def test_what_no_source_states_stays_unstated() -> None:
    assert VINTAGES["fy2020-request"].types["local_government"].member_cap_yen.value is None
    assert VINTAGES["fy2020-enacted"].types["inter_firm"].pool_per_member_yen.value is None
    assert VINTAGES["fy2021-call"].growth_conditions == ()


def test_an_unknown_key_is_refused_with_file_and_path() -> None:
    changed = raw()
    changed["types"]["inter_firm"]["bonus_yen"] = 1
    where = "rules/fy2020-request.yaml, types.inter_firm.bonus_yen"
    assert where in problems(changed)


def test_a_value_without_a_source_is_refused_with_file_and_path() -> None:
    changed = raw()
    del changed["types"]["inter_firm"]["member_cap_yen"]["source"]
    changed["types"]["supply_chain"]["sme_share_min"]["source"] = ""
    assert set(problems(changed)) == {
        "rules/fy2020-request.yaml, types.inter_firm.member_cap_yen.source",
        "rules/fy2020-request.yaml, types.supply_chain.sme_share_min.source",
    }


@pytest.mark.parametrize("rate", [0.5, "0.5", "3/2", "1/0", 1, "half"])
def test_a_rate_that_is_no_exact_fraction_is_refused(rate: Any) -> None:
    changed = raw()
    changed["types"]["inter_firm"]["rate"]["value"] = rate
    assert list(problems(changed)) == ["rules/fy2020-request.yaml, types.inter_firm.rate.value"]


@pytest.mark.parametrize("amount", [30_000_000.0, "30000000", -1, True])
def test_an_amount_that_is_no_whole_yen_is_refused(amount: Any) -> None:
    changed = raw()
    changed["types"]["inter_firm"]["member_cap_yen"]["value"] = amount
    assert list(problems(changed)) == ["rules/fy2020-request.yaml, types.inter_firm.member_cap_yen.value"]


def test_a_cap_below_its_floor_is_refused() -> None:
    changed = raw("fy2021-call")
    changed["types"]["supply_chain"]["member_cap_yen"]["value"] = 999_999
    found = problems(changed)["rules/fy2020-request.yaml, types.supply_chain.member_cap_yen"]
    assert "minimum grant of 1,000,000 yen" in found


def test_all_problems_of_a_file_come_at_once() -> None:
    changed = raw("fy2021-call")
    link = changed["types"]["inter_firm"]
    link["extra"] = 1
    del link["rate"]["source"]
    link["rate_small"]["value"] = 0.66
    link["member_cap_yen"]["value"] = 1
    link["members_max"]["value"] = 1
    changed["readings"] = {"uplift_scope": {**link["members_min"], "value": "nobody"}}
    assert {where.partition(", ")[2] for where in problems(changed)} == {
        "types.inter_firm.extra",
        "types.inter_firm.rate.source",
        "types.inter_firm.rate_small.value",
        "types.inter_firm.member_cap_yen",
        "types.inter_firm.members_max",
        "readings.uplift_scope.value",
    }


def test_limits_without_a_unique_award_are_refused() -> None:
    changed = raw()
    link = changed["types"]["inter_firm"]
    link["sme_share_min"]["value"] = "2/3"
    assert "no unique award" in problems(changed)["rules/fy2020-request.yaml, types.inter_firm"]


def test_a_least_number_of_smes_beside_a_grant_for_large_firms_is_refused() -> None:
    changed = raw()
    chain = changed["types"]["supply_chain"]
    chain["members_min_of"]["value"] = "smes"
    assert "large firms is not provided for" in problems(changed)["rules/fy2020-request.yaml, types.supply_chain"]


def test_bands_ascend_and_end_open() -> None:
    changed = raw("fy2022-successor")
    bands = changed["types"]["consortium"]["member_cap_bands"]["value"]
    bands.reverse()
    assert list(problems(changed)) == ["rules/fy2020-request.yaml, types.consortium.member_cap_bands"]


def test_rules_do_not_change_once_read() -> None:
    with pytest.raises(ValueError, match="frozen"):
        VINTAGES["fy2020-request"].types["inter_firm"].name_en = "other"


def test_an_unknown_vintage_reading_or_choice_is_answered_with_the_known_ones() -> None:
    with pytest.raises(InputError, match="fy2020-request"):
        load_vintage("fy1999")
    with pytest.raises(InputError) as caught:
        VINTAGES["fy2020-request"].resolve({"uplift": "member", "half_base": "cost"})
    assert len(caught.value.problems) == 2
    assert "uplift_scope" in str(caught.value)
    assert "project_cost" in str(caught.value)


def test_a_reading_is_the_callers_then_the_vintages_then_the_default() -> None:
    call = VINTAGES["fy2019-call"]
    assert READINGS["uplift_scope"].default == "member"
    assert call.resolve()["uplift_scope"] == "consortium"
    assert call.resolve({"uplift_scope": "member"})["uplift_scope"] == "member"


def test_a_reading_whose_default_is_no_choice_is_refused() -> None:
    changed = yaml.safe_load((DATA / "readings.yaml").read_text(encoding="utf-8"))
    changed["half_base"]["default"] = "neither"
    with pytest.raises(RuleError, match=r"readings\.yaml, half_base\.default: the default is one of local_support"):
        checked(dict[str, Reading], changed, "readings.yaml")


def test_a_file_named_unlike_its_vintage_or_no_mapping_is_refused(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "readings.yaml").write_text((DATA / "readings.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "rules" / "other.yaml").write_text(FILES[0].read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(
        RuleError,
        match=r"other\.yaml, line \d, vintage_id: 'fy2019-call'; expected 'other'",
    ):
        load_vintage("other", tmp_path)
    (tmp_path / "rules" / "other.yaml").write_text("- a list", encoding="utf-8")
    with pytest.raises(RuleError, match=r"data/rules/other\.yaml, line 1: .*; expected keys and values"):
        load_vintage("other", tmp_path)
    (tmp_path / "rules" / "other.yaml").write_text("{", encoding="utf-8")
    with pytest.raises(RuleError, match=r"data/rules/other\.yaml, line 1: not readable: .*; expected YAML"):
        load_vintage("other", tmp_path)


# --- no float reaches a rule --------------------------------------------------------------------------------


@pytest.mark.parametrize("module", RULE_MODULES, ids=lambda module: module.stem)
def test_a_rule_module_has_no_float_literal_no_float_type_and_no_true_division(module: Path) -> None:
    tree = ast.parse(module.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        assert not (isinstance(node, ast.Constant) and isinstance(node.value, float)), node.lineno
        assert not (isinstance(node, ast.Name) and node.id == "float"), node.lineno
        assert not (isinstance(node, ast.Attribute) and node.attr.startswith(("float", "double"))), node.lineno
        assert not (isinstance(node, (ast.BinOp, ast.AugAssign)) and isinstance(node.op, ast.Div)), node.lineno


@pytest.mark.parametrize("module", RULE_MODULES, ids=lambda module: module.stem)
def test_a_rule_module_holds_no_amount_of_its_own(module: Path) -> None:
    tree = ast.parse(module.read_text(encoding="utf-8"))
    numbers = [n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, int)]
    assert max(numbers, default=0) < 100_000


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_rule_file_has_no_float(path: Path) -> None:
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert [where for where, node in leaves(content) if isinstance(node, float)] == []


@pytest.mark.parametrize("policy", ["proportional", "equal", "lead_first"])
def test_every_array_of_the_engine_is_whole_numbers(policy: Any) -> None:
    five = np.arange(1, 6)
    members = Members(
        np.array([0, 2, 5]),
        five * 10_000_000,
        np.array([0, 1, 2, 1, 0], np.int8),
        np.array([0, 1, 2, 0, 1], np.int8),
        five > 2,
        five == 1,
        five,
        five * 1_000_000,
    )
    for vintage in VINTAGES.values():
        for rule in vintage.types.values():
            found = engine.compute_split(members, flatten(rule, vintage.resolve()), policy)
            kinds = {name: array.dtype for name, array in vars(found).items() if array is not None}
            amounts = {name: kind for name, kind in kinds.items() if name.endswith("_yen")}
            assert set(amounts.values()) == {np.dtype(np.int64)}
            assert {kind.kind for kind in kinds.values()} == {"i"}


def test_limits_that_no_award_could_satisfy_at_once_are_refused_by_what_they_are() -> None:
    where = "rules/fy2020-request.yaml, types"
    changed = raw("fy2022-successor")
    consortium = changed["types"]["consortium"]
    consortium["member_cap_yen"]["value"] = 30_000_000
    assert "one cap per member or bands" in problems(changed)[f"{where}.consortium"]
    changed = raw("fy2021-call")
    changed["types"]["inter_firm"]["consortium_cap_yen"]["value"] = 30_000_000
    assert "a minimum grant beside a limit" in problems(changed)[f"{where}.inter_firm"]
    changed = raw()
    changed["types"]["inter_firm"]["rate"]["value"] = None
    assert f"{where}.inter_firm.rate" in problems(changed)


def test_a_note_in_one_language_and_a_catalogue_of_its_own_are_refused() -> None:
    changed = raw()
    changed["types"]["inter_firm"]["rate"] |= {"note_ja": "注", "note_en": ""}
    assert "a note stands in both languages" in problems(changed)["rules/fy2020-request.yaml, types.inter_firm.rate"]
    assert list(problems({**raw(), "catalogue": {}})) == ["rules/fy2020-request.yaml, catalogue"]


@pytest.mark.parametrize("ends", [[None], [5, None], [5, 20, None]])
def test_bands_whose_ends_ascend_to_an_open_one_are_rules(ends: list[int | None]) -> None:
    changed = raw("fy2022-successor")
    bands = [{"employees_max": end, "cap_yen": 1_000_000} for end in ends]
    changed["types"]["consortium"]["member_cap_bands"]["value"] = bands
    parsed = parse_vintage(changed, "rules/fy2022-successor.yaml", READINGS)
    found = parsed.types["consortium"].member_cap_bands.value
    assert found is not None
    assert [band.employees_max for band in found] == ends


@pytest.mark.parametrize("ends", [[5], [5, 5, None], [20, 5, None], [None, 5, None], [None, None]])
def test_bands_that_leave_an_employee_without_a_cap_or_with_two_are_no_rules(ends: list[int | None]) -> None:
    changed = raw("fy2022-successor")
    bands = [{"employees_max": end, "cap_yen": 1_000_000} for end in ends]
    changed["types"]["consortium"]["member_cap_bands"]["value"] = bands
    assert list(problems(changed)) == ["rules/fy2020-request.yaml, types.consortium.member_cap_bands"]

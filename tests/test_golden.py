"""The compact form of the expected values says what the records say."""

import json
from pathlib import Path

import pytest

import golden

SLUGS = sorted(path.stem for path in golden.FOLDER.glob("*.json"))


@pytest.mark.parametrize("slug", SLUGS)
def test_a_record_comes_back_whole_and_in_order(built: Path, slug: str) -> None:
    record = json.loads((built / "en" / f"{slug}.json").read_text("utf-8"))
    assert json.dumps(golden.expand(golden.compact(record))) == json.dumps(record)


@pytest.mark.parametrize("slug", SLUGS)
def test_the_stored_form_is_the_only_one(slug: str) -> None:
    stored = (golden.FOLDER / f"{slug}.json").read_text("utf-8")
    assert golden.compact(golden.load(slug)) == stored


@pytest.mark.parametrize("slug", SLUGS)
def test_every_source_stands_once_and_every_value_on_its_line(slug: str) -> None:
    lines = [line.strip(",") for line in (golden.FOLDER / f"{slug}.json").read_text("utf-8").splitlines()]
    values = golden.load(slug)["values"]
    cited = {json.dumps(source) for value in values.values() for source in value["sources"]}
    assert len([line for line in lines if "source_id" in line]) == len(cited)
    assert lines[-2 - len(values) : -2] == [line for line in lines if line.split(": [")[0].strip('"') in values]


def test_a_value_with_more_to_say_is_not_cut_short() -> None:
    record = {"slug": "x", "values": {"a": {"value": 1, "unit": "yen", "sources": [], "note": "n"}}}
    with pytest.raises(ValueError, match="note"):
        golden.compact(record)

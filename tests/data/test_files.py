"""A user's file is found and cited the same way, whoever reads it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from repository import ROOT
from yosan.data.consortia import load_consortium
from yosan.data.plan_files import load_plan_file

CASES = [
    (load_consortium, "data/consortia/seed-two-firms.csv"),
    (load_plan_file, "data/plans/illustrative-two-firms.csv"),
]


@pytest.mark.parametrize(("load", "sample"), CASES)
def test_a_file_is_named_in_full_from_the_working_folder_or_from_the_root(
    load: Callable[[str], Any], sample: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "own.csv").write_bytes((ROOT / sample).read_bytes())
    monkeypatch.chdir(tmp_path)
    found = {name: load(name) for name in (sample, str(ROOT / sample), "own.csv", str(tmp_path / "own.csv"))}
    assert [one.is_sample for one in found.values()] == [True, True, False, False]
    assert [one.source["source_id"].item() for one in found.values()] == ["illustrative-samples"] * 2 + [
        "user-input"
    ] * 2
    assert found["own.csv"].source["locator"].item().startswith("own.csv")

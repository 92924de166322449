"""Files are compared by content, written whole or not at all, and believed only as they were written."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faults import DAMAGE
from yosan.render import cache, files, names
from yosan.render.site import PAGES

RECORD = {"read": {"own.txt": "1"}, "名": "\udcff"}


def test_a_record_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "below" / "record"
    mark = files.write_file(path, files.sealed(RECORD))
    assert files.unseal(path) == RECORD
    assert mark == files.digest(str(path))
    assert json.loads(path.read_bytes())["read"] == RECORD["read"]  # plain JSON for everybody else


@pytest.mark.parametrize("kind", DAMAGE)
def test_a_damaged_record_is_no_record(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "record"
    files.write_file(path, files.sealed(RECORD))
    path.write_bytes(DAMAGE[kind](path.read_bytes()))
    assert files.unseal(path) == {}


@given(place=st.integers(0, 10**6), bit=st.integers(0, 7))
def test_any_one_bit_of_a_record_counts(tmp_path_factory: pytest.TempPathFactory, place: int, bit: int) -> None:
    text = bytearray(files.sealed(RECORD).encode("utf-8", "backslashreplace"))
    text[place % len(text)] ^= 1 << bit
    path = tmp_path_factory.getbasetemp() / "record"
    path.write_bytes(text)
    assert files.unseal(path) == {}


def test_what_is_no_file_is_missing_and_never_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    for path in ("/dev/zero", str(tmp_path / "pipe"), str(tmp_path / "loop"), str(tmp_path / "none"), "a\0b", ""):
        assert files.digest(path) == "missing"
        assert files.unseal(path) == {}


def test_a_folder_is_compared_by_the_names_and_kinds_in_it(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("1")
    before = files.digest(str(tmp_path))
    (tmp_path / "a").write_text("2")
    (tmp_path / "__pycache__").mkdir()
    assert files.digest(str(tmp_path)) == before
    (tmp_path / "a").unlink()
    (tmp_path / "a").mkdir()
    assert files.digest(str(tmp_path)) != before


def test_asking_whether_a_file_is_there_sees_its_size_and_a_folder_alone(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("12345")
    asked = [files.digest(f"{tmp_path / name}{os.sep}") for name in ("a", "", "b")]
    assert asked == ["file of 5 bytes", "folder", "missing"]


def test_a_write_that_fails_leaves_nothing_and_keeps_the_file_before(tmp_path: Path) -> None:
    files.write_file(tmp_path / "page", "good")
    code = f"""
import resource
from yosan.render import files
resource.setrlimit(resource.RLIMIT_FSIZE, (10, 10))
files.write_file({str(tmp_path / "page")!r}, "x" * 100)
"""
    failed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "File too large" in failed.stderr
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"page": "good"}


def test_what_a_killed_writer_left_is_swept_and_what_a_living_one_writes_is_not(tmp_path: Path) -> None:
    dead, living = tmp_path / f"a.json.123{files.PART}", tmp_path / f"b.json.456{files.PART}"
    dead.write_text("half")
    code = f"import sys\nfrom yosan.render import files\nf = open({str(living)!r}, 'xb')\nfiles._lock(f.fileno())\n"
    command = [sys.executable, "-c", f"{code}print(flush=True)\nsys.stdin.read()"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        files.sweep(tmp_path, tmp_path / "none")
        assert [path.name for path in tmp_path.iterdir()] == [living.name]
        writer.kill()
    files.sweep(tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_cache_that_cannot_be_written_or_read_remembers_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(cache, "folder", lambda: str(tmp_path / "file" / "cache"))
    cache.remember(["build"], "fresh", {}, {})
    assert cache.recall(["build"]) == ""
    monkeypatch.setattr(cache, "folder", lambda: str(tmp_path / "cache"))
    cache.remember(["build"], "fresh", {}, {})
    assert cache.recall(["build"]) == "fresh"
    for kind in DAMAGE.values():
        (record,) = [path for path in (tmp_path / "cache").iterdir() if path.name != ".gitignore"]
        record.write_bytes(kind(record.read_bytes()))
        assert cache.recall(["build"]) == ""


IDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1) | st.sampled_from(
    ["sources", "index", "A 19", "A’", "A\u001919", "con", "COM1", "nul", "~", "~20", " ", "A", "a", "か\u3099", "が"]
)


@given(one=IDS, other=IDS)
def test_no_two_identifiers_share_a_file_on_any_file_system(one: str, other: str) -> None:
    if names.fold_name(one) != names.fold_name(other):  # others are refused
        assert names.fold_name(names.slug(one)) != names.fold_name(names.slug(other))


@given(name=IDS)
def test_a_file_name_is_one_word_that_no_page_and_no_device_has(name: str) -> None:
    slug = names.slug(name).casefold()
    assert not set(slug) & set('./\\\0\n\v :*?"<>|')
    assert slug not in {Path(page).stem for page in PAGES}
    assert slug not in {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}

"""What the project rests on is listed, and tests reach no other machine."""

import re
import runpy
import socket
import subprocess
import sys

import pytest

from repository import ROOT

CONSTRAINTS = (ROOT / "constraints.txt").read_text("utf-8")


def test_the_bill_of_materials_lists_every_pinned_package() -> None:
    bill = runpy.run_path(str(ROOT / "tools" / "sbom.py"))["bill"](CONSTRAINTS)
    listed = {(one["name"], one["version"]) for one in bill["components"]}
    assert listed == set(re.findall(r"^([A-Za-z0-9._-]+)==([^ ;#\s]+)", CONSTRAINTS, re.M))
    assert bill["bomFormat"] == "CycloneDX"
    assert all(one["purl"].startswith("pkg:pypi/") for one in bill["components"])


def test_what_is_not_pinned_is_refused() -> None:
    with pytest.raises(ValueError, match="no pinned package: 'numpy>=2'"):
        runpy.run_path(str(ROOT / "tools" / "sbom.py"))["bill"]("numpy>=2\n")


@pytest.mark.parametrize("host", ["192.0.2.1", "example.invalid"])
def test_a_test_that_asks_another_machine_fails(host: str) -> None:
    with pytest.raises(RuntimeError, match=f"of '{host}'"):
        socket.create_connection((host, 80))
    with socket.socket() as own:
        own.bind(("127.0.0.1", 0))
        own.listen()
        socket.create_connection(own.getsockname()).close()


def test_what_a_test_starts_reaches_no_other_machine_either() -> None:
    code = "import socket; socket.create_connection(('192.0.2.1', 80), timeout=0.1)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "NetworkReached: socket.getaddrinfo of '192.0.2.1'" in done.stderr


def test_what_is_trusted_and_what_is_not_is_written_down() -> None:
    told = (ROOT / "SECURITY.md").read_text("utf-8")
    for door in re.findall(r"`((?:yosan|show|render)\.[a-z.]+)`", told):
        module, _, name = door.removeprefix("yosan.").rpartition(".")
        path = ROOT / "lib" / "yosan" / f"{(module or name).replace('.', '/')}"
        assert path.with_suffix(".py").exists() or (path / f"{name}.py").exists(), door


def test_every_fault_that_was_tried_names_tests_that_there_are() -> None:
    told = (ROOT / "docs/trust.md").read_text("utf-8")
    rows = [row for row in told.splitlines() if row.startswith("| ") and row != "| tried | held by |"]
    named = {row: set(re.findall(r"`(test_\w+)`", row)) for row in rows}
    there = {
        name
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"^def (test_\w+)", path.read_text("utf-8"), re.M)
    }
    assert [row for row, tests in named.items() if tests - there or not (tests or "`docs/" in row)] == []

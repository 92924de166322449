"""environment.yml, pyproject.toml and constraints.txt must name the same packages."""

import re
import tomllib

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from repository import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
ENVIRONMENT = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))["dependencies"]
PINS = dict(re.findall(r"^([\w.-]+)==([\w.]+)", (ROOT / "constraints.txt").read_text("utf-8"), re.M))


def requirements(texts: list[str]) -> dict[str, SpecifierSet]:
    parsed = [Requirement(text) for text in texts]
    return {canonicalize_name(r.name): r.specifier for r in parsed}


def test_environment_and_project_ask_for_the_same_versions() -> None:
    pip = next(entry["pip"] for entry in ENVIRONMENT if isinstance(entry, dict))
    conda = [entry for entry in ENVIRONMENT if isinstance(entry, str) and entry.split()[0] not in ("python", "pip")]
    asked = requirements([*conda, *(line for line in pip if not line.startswith("-e"))])
    assert asked == requirements(PROJECT["dependencies"] + PROJECT["optional-dependencies"]["test"])


def test_the_library_is_installed_editable_from_the_repository() -> None:
    pip = next(entry["pip"] for entry in ENVIRONMENT if isinstance(entry, dict))
    assert "-e ." in pip
    assert "python =3.11" in ENVIRONMENT  # a range makes repo2docker fall back to an older Python


@pytest.mark.parametrize("text", sum(PROJECT["optional-dependencies"].values(), PROJECT["dependencies"]))
def test_every_dependency_is_pinned_within_its_range(text: str) -> None:
    requirement = Requirement(text)
    pinned = {canonicalize_name(name): version for name, version in PINS.items()}
    assert requirement.specifier.contains(pinned[canonicalize_name(requirement.name)])


def test_constraints_hold_no_address() -> None:
    text = (ROOT / "constraints.txt").read_text("utf-8")
    assert not re.search(r"https?:|file:| @ ", text)

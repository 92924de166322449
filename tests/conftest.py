"""The built reports, shared by all tests that read them."""

import fcntl
from pathlib import Path

import pytest

from yosan.cli.main import main
from yosan.render.build import OUT


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of the default reports; built only where an input changed, by one worker while the others wait."""
    shared = tmp_path_factory.getbasetemp().parent  # the same for all workers of a run
    with open(shared / "yosan-build.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert main(["build"]) == 0
    return OUT

"""What a notebook sees of the environment: a short list, most of it the same on every machine."""

from __future__ import annotations

import os
import time
from importlib.util import find_spec

# where programs, packages, kernels and a user's things are; no report shall say so
HANDED_ON = ("PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH", "PYTHONPATH", "VIRTUAL_ENV", "CONDA_PREFIX", "JUPYTER_PATH")
FIXED = {
    "LANG": "C.UTF-8",
    "LC_ALL": "C.UTF-8",
    "TZ": "UTC",
    "PYTHONHASHSEED": "0",  # for Python that a notebook starts
    # sums do not depend on the number of cores, and reports run beside each other anyway
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    # a kernel names its backend before matplotlib is imported; so must a process that imports it in a kernel's place
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
}


def limit() -> None:
    """Take everything else out of this process's environment."""
    kept = {name: os.environ[name] for name in HANDED_ON if name in os.environ}
    os.environ.clear()
    os.environ.update(kept | FIXED | _matplotlib())
    time.tzset()


def _matplotlib() -> dict[str, str]:
    """Name matplotlib's own defaults as its settings, so that it looks for no user's."""
    package = find_spec("matplotlib")
    folders = (package.submodule_search_locations if package else None) or ()
    return {"MATPLOTLIBRC": os.path.join(folders[0], "mpl-data", "matplotlibrc")} if folders else {}

"""Where files stand: the project that is worked on, and what the library ships for whatever a project lacks.

A project is a folder with a ``yosan.toml``. All roots are named here; links on the way to them are resolved.
"""

from __future__ import annotations

import os

PROJECT_FILE = "yosan.toml"
VARIABLE = "YOSAN_PROJECT"
CODE = os.path.dirname(os.path.realpath(__file__))
INSIDE = "shipped"  # where a wheel keeps what the repository has beside the library
CACHE = ".yosan_cache"  # what builds remember, in a project
_INSTALLED = os.path.join(CODE, INSIDE)
SHIPPED = _INSTALLED if os.path.isdir(_INSTALLED) else os.path.dirname(os.path.dirname(CODE))
OWN = ("data/budget",)  # a project's own or not there: nobody's request stands for another's
OF_RULES = ("data/rules/", "data/scenarios")  # as are rules and what changes them, in a project that has its own

_project = ""


def enter(folder: str | os.PathLike[str] = "") -> None:
    """Work on the project in a folder; without one on that of ``YOSAN_PROJECT``, or the nearest one upwards from here.

    Where there is none, on what the library ships.
    """
    global _project
    asked = os.fspath(folder) or os.environ.get(VARIABLE, "")
    _project = os.path.realpath(asked) if asked else _nearest() or SHIPPED


def project() -> str:
    """Folder of the project."""
    if not _project:
        enter()
    return _project


def is_project(folder: str) -> bool:
    """Whether a folder is a project."""
    return os.path.isfile(os.path.join(folder, PROJECT_FILE))


def home() -> str:
    """Where outputs, receipts and what is remembered belong: the project, or else the working folder.

    An installed library is no place for them.
    """
    return os.getcwd() if project() == _INSTALLED else project()


def locate(name: str) -> str:
    """Full name of a file or folder: the project's, or what is shipped where the project lacks it.

    >>> locate("data/rules") == os.path.join(project(), "data/rules")
    True
    """
    own = os.path.join(project(), name)
    if _project == SHIPPED or name.startswith(OWN) or os.path.exists(own):
        return own
    alone = name.startswith(OF_RULES) and os.path.exists(os.path.join(_project, "data/rules"))
    return own if alone else os.path.join(SHIPPED, name)


def _nearest() -> str:
    try:
        folder = os.path.realpath(os.getcwd())
    except OSError:  # the working folder is gone
        return ""
    while not is_project(folder):
        folder, below = os.path.dirname(folder), folder
        if folder == below:
            return ""
    return folder

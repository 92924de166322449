"""The project's own file, ``yosan.toml``."""

from __future__ import annotations

from yosan import root
from yosan.errors import InputError, Problem
from yosan.messages import Message


def check_folder() -> None:
    """Refuse a folder that was named as a project and is none.

    Raises
    ------
    InputError : it holds no ``yosan.toml``.
    """
    folder = root.project()
    if folder != root.SHIPPED and not root.is_project(folder):
        raise InputError(
            Problem(
                folder,
                Message(
                    "project.none",
                    file=root.PROJECT_FILE,
                    option="--project",
                    variable=root.VARIABLE,
                    command="yosan new",
                ),
            )
        )

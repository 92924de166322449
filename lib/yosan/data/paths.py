"""Names of the project's files and folders; ``yosan.root`` says where each is looked up."""

import os
from pathlib import Path

from yosan import root


def data(name: str = "", folder: Path | None = None) -> Path:
    """A file or folder under ``data/`` by its name there, or the one of that name in another folder."""
    return folder / name if folder else Path(root.locate(f"data/{name}" if name else "data"))


def notebook(name: str = "") -> Path:
    """A notebook, or a file beside it, by its name in ``notebooks/``; one elsewhere is named in full."""
    return Path(name) if os.path.isabs(name) else Path(root.locate(f"notebooks/{name}"))


def budget_book() -> Path | None:
    """The workbook that a project may keep in the place of tables of its budget."""
    found = (Path(root.project(), "data", "budget", f"budget{kind}") for kind in (".xlsx", ".ods", ".csv"))
    return None if root.project() == root.SHIPPED else next((path for path in found if path.is_file()), None)


def report_list() -> Path:
    """The list of reports."""
    return Path(root.locate("reports/reports.yml"))


def reports_folder() -> Path:
    """Where reports are built."""
    return Path(root.home(), "reports", "build")


def both(name: str) -> tuple[Path, ...]:
    """A file or folder of the project, and the shipped one of that name; once where the project is what is shipped."""
    return tuple(Path(folder, name) for folder in dict.fromkeys((root.project(), root.SHIPPED)))


def find_file(file: str | Path) -> Path:
    """Path of a file that is named from the working folder, from the root of the project, or in full.

    One without a name stays so, and a folder where it stands, for their reader to tell.
    """
    name, here = os.fspath(file), Path(file)
    if not name or here.is_file():
        return here
    return here.absolute() if here.is_dir() else Path(root.locate(name))


def remarks_beside(file: Path) -> Path:
    """Where a part of a file keeps what was done to read the whole."""
    return file.parent / f"{file.stem}.remarks.json"


def full_name(file: str) -> str:
    """Name of a user's file that means the same from every working folder; one under ``data/`` from the project.

    >>> full_name("data/consortia/seed-two-firms.csv")
    'data/consortia/seed-two-firms.csv'
    """
    path = os.path.abspath(find_file(file))
    for folder in (root.project(), root.SHIPPED):
        if path.startswith(os.path.join(folder, "data", "")):
            return os.path.relpath(path, folder)
    return path

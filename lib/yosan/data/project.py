"""The project's own file, ``yosan.toml``."""

from __future__ import annotations

import tomllib
from pathlib import Path

from yosan import root
from yosan.data.named import is_document
from yosan.errors import InputError, Problem, RuleError, unknown, why
from yosan.messages import Message
from yosan.models import Frozen, NonEmpty, checked
from yosan.writing import LANGS, Lang, Text


class Project(Frozen):
    """What ``yosan.toml`` says of a project.

    Parameters
    ----------
    name, about : its title and a sentence about it in the gallery.
    publisher : who printed its figures.
    languages : those that reports are built in unless others are asked for.
    vintage : id of the rules that are meant where none are asked for.
    """

    name: Text
    about: Text | None = None
    publisher: Text = Text("", "")
    languages: tuple[Lang, ...] = LANGS
    vintage: NonEmpty | None = None


def check_folder() -> None:
    """Refuse a folder that was named as a project and is none.

    Raises
    ------
    InputError : it holds no ``yosan.toml``.
    """
    folder = root.project()
    if folder != root.SHIPPED and not root.is_project(folder):
        said = Message(
            "project.none", file=root.PROJECT_FILE, option="--project", variable=root.VARIABLE, command="yosan new"
        )
        raise InputError(Problem(folder, said))


def load_project() -> Project:
    """Read the project's own file.

    >>> load_project().publisher.en
    'the Ministry of Economy, Trade and Industry (METI)'

    Raises
    ------
    RuleError : it is no TOML, or names everything in it that does not fit; or its rules are not there.
    """
    told = _load(root.project())
    known = sorted(path.stem for path in Path(root.locate("data/rules")).glob("*.yaml"))
    if told.vintage and not is_document(told.vintage) and told.vintage not in known:
        raise RuleError(unknown(root.PROJECT_FILE, told.vintage, known, ("vintage",)))
    return told


def default_vintage() -> str:
    """Id of the rules that are meant where none are asked for: the project's, or else the shipped ones'.

    Raises
    ------
    RuleError : as ``load_project``.
    """
    return load_project().vintage or _load(root.SHIPPED).vintage or ""


def _load(folder: str) -> Project:
    place = Path(folder, root.PROJECT_FILE)
    try:
        content = tomllib.loads(place.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise RuleError(Problem(place.name, Message("documents.unreadable", why=why(error)))) from None
    except (ValueError, RecursionError) as error:
        raise RuleError(Problem(place.name, Message("project.syntax", detail=str(error)))) from None
    return checked(Project, content, place.name)

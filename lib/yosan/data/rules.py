"""Reads rules and readings: those under ``data/`` by id, others by the path of their file.

Their models are in ``yosan.subsidy.rules.vintage``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from yosan.data import paths
from yosan.data.documents import Document, read_data, read_document
from yosan.data.named import is_document
from yosan.errors import InputError, Problem, Remark, RuleError, unknown
from yosan.messages import Message
from yosan.subsidy.rules.in_force import Rules, rules_of
from yosan.subsidy.rules.vintage import STAGES, Reading, Vintage, parse_vintage


@dataclass(frozen=True)
class Family:
    """The vintages of one programme by id, in the order of their years and stages, and which files are left out."""

    vintages: dict[str, Vintage]
    remarks: tuple[Remark, ...] = ()

    def __iter__(self) -> Iterator[Vintage]:
        """Every vintage, in their order."""
        yield from self.vintages.values()

    def rules(self, chosen: Mapping[str, str] | None = None) -> list[Rules]:
        """The rules of every type of every vintage, their open places read as asked."""
        return list(rules_of(self, chosen))


def load_readings(root: Path | None = None) -> dict[str, Reading]:
    """Catalogue of readings by id, from ``readings.yaml`` under ``root`` (default: the project's ``data/``).

    Raises
    ------
    RuleError : for a file that is no mapping or breaks the model.
    """
    return read_data("readings.yaml", root).check(dict[str, Reading])


def load_vintage(vintage: str, root: Path | None = None) -> Vintage:
    """Rules of one vintage: of ``rules/<vintage>.yaml`` under ``root``, or of the rule file that is named.

    >>> load_vintage("fy2020-request").rule("inter_firm").member_cap_yen.value
    30000000

    Raises
    ------
    InputError : for an unknown vintage; names the known ones.
    RuleError : for a file that breaks the model.
    """
    return _vintage(read_rules(vintage, root), vintage, load_readings(root))


def read_rules(vintage: str, root: Path | None = None) -> Document:
    """The file of one vintage, not yet checked against its model, for scenarios to change.

    Raises
    ------
    InputError : for an unknown vintage; names the known ones.
    RuleError : for a file that cannot be read without doubt.
    """
    if is_document(vintage):
        return read_document(paths.find_file(vintage), vintage)
    if vintage not in list_vintages(root):
        raise InputError(unknown("vintage", vintage, list_vintages(root)))
    return read_data(f"rules/{vintage}.yaml", root)


def list_vintages(root: Path | None = None) -> list[str]:
    """Ids of all vintages under ``root``, of any programme.

    >>> list_vintages()[:2]
    ['fy2019-call', 'fy2020-enacted']
    """
    return sorted(path.stem for path in paths.data("rules", root).glob("*.yaml"))


def is_vintage(name: str, root: Path | None = None) -> bool:
    """Whether a vintage goes by this name, or it is that of a file."""
    return is_document(name) or name in list_vintages(root)


def name_vintage(name: str) -> str:
    """Id of a vintage that is named by it, or by its file; the name of a set of growth conditions stays as it is."""
    return load_vintage(name).vintage_id if is_document(name) else name


def named_vintages(name: str, root: Path | None = None) -> tuple[Vintage, ...]:
    """The vintage that goes by a name, if one does: a set of growth conditions may go by it instead."""
    return (load_vintage(name, root),) if is_vintage(name, root) else ()


def load_rules(
    vintage: str, type_id: str, readings: Mapping[str, str] | None = None, root: Path | None = None
) -> Rules:
    """Rules of one type of a vintage, its open places read as asked.

    >>> load_rules("fy2020-request", "inter_firm").terms.rates
    (Fraction(1, 2), Fraction(2, 3))

    Raises
    ------
    InputError : for an unknown vintage, type, reading or choice; names the known ones.
    RuleError : for a file that breaks the model.
    """
    return Rules(load_vintage(vintage, root), type_id, readings or {})


def load_family(vintage: str, root: Path | None = None) -> Family:
    """A vintage and what it may be compared with: the vintages under ``root`` that name the same programme.

    A file there that names another programme is not looked at; one that breaks the model, whose programme nobody
    knows or is this one, is left out with a remark.

    >>> list(load_family("fy2020-request").vintages)[:2]
    ['fy2019-call', 'fy2020-request']

    Raises
    ------
    InputError, RuleError : as ``load_vintage``, for the vintage itself.
    """
    own = load_vintage(vintage, root)
    others = load_sound_vintages(root, own.programme)
    return Family(_in_order({**others.vintages, own.vintage_id: own}), others.remarks)


def load_sound_vintages(root: Path | None = None, programme: str = "") -> Family:
    """The vintages of one programme under ``root``, or of all, and a remark on each file that may be one and is broken.

    Raises
    ------
    RuleError : for readings that break their model.
    """
    readings, found, remarks = load_readings(root), dict[str, Vintage](), list[Remark]()
    for name in list_vintages(root):
        try:
            document = read_rules(name, root)
            if not programme or _programme(document) in (programme, None):
                found[name] = _vintage(document, name, readings)
        except RuleError as error:
            said = Message("rules.left_out", faults=len(error.problems), command="yosan check")
            remarks.append(Remark(f"data/rules/{name}.yaml", said))
    return Family(_in_order(found), tuple(remarks))


def load_vintages(root: Path | None = None) -> dict[str, Vintage]:
    """All vintages of all programmes under ``root`` by id, in the order of their years and stages.

    Raises
    ------
    RuleError : for a file that breaks the model.
    """
    readings = load_readings(root)
    return _in_order({name: _vintage(read_rules(name, root), name, readings) for name in list_vintages(root)})


def _programme(document: Document) -> object:
    """The programme that a file names; nothing where it names none."""
    return document.content.get("programme") if isinstance(document.content, dict) else None


def _in_order(vintages: Mapping[str, Vintage]) -> dict[str, Vintage]:
    ordered = sorted(vintages.values(), key=lambda one: (one.fiscal_year, STAGES.index(one.stage)))
    return {one.vintage_id: one for one in ordered}


def _vintage(document: Document, asked: str, readings: dict[str, Reading]) -> Vintage:
    with document.located():
        vintage = parse_vintage(document.check(dict[str, Any]), document.name, readings)
        if vintage.vintage_id != asked and not is_document(asked):
            said = Message("rules.as_named", name=vintage.vintage_id, expected=asked)
            raise RuleError(Problem(document.name, said, path=("vintage_id",)))
    return vintage

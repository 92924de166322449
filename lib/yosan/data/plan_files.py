"""Picks one firm's growth plan from a plans file and says where its numbers come from."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from yosan.data.consortia import Consortium, load_consortium
from yosan.data.files import cite_file, is_sample, meant
from yosan.data.paths import find_file
from yosan.data.plans import read_plans
from yosan.errors import InputError, Remark, unknown
from yosan.messages import Message
from yosan.subsidy.plan.plan import Plan

_OF_THE_SAMPLES = "data/consortia/seed-two-firms.csv"


@dataclass(frozen=True)
class PlanFile:
    """All plans of a file, the chosen one, and the file as a citation.

    ``source``: one row of ``source_id, locator, confidence``. ``is_sample``: the file is one of the project's own.
    ``remarks``: what was done to read it.
    """

    plans: tuple[Plan, ...]
    chosen: Plan
    source: pd.DataFrame
    is_sample: bool
    remarks: tuple[Remark, ...] = ()

    @property
    def place(self) -> int:
        """Place of the chosen plan in the file, from one."""
        return self.plans.index(self.chosen) + 1


def load_plan_file(file: str, firm: str | float = "") -> PlanFile:
    """Read the plans of a file.

    Parameters
    ----------
    file : a path from the working folder, from the root of the repository, or an absolute one.
    firm : whose plan to look at closely, as ``files.meant`` reads it; empty for the first in the file.

    Raises
    ------
    InputError : for a file that ``read_plans`` refuses, or a firm that it does not hold.
    """
    path = find_file(file)
    read = read_plans(path)
    plans = read.plans
    by_firm = {plan.firm_id: plan for plan in plans}
    chosen = meant(firm, list(by_firm))
    if chosen not in by_firm:
        raise InputError(unknown(Message("places.parameter", name="firm"), chosen, list(by_firm)[:10]))
    return PlanFile(tuple(plans), by_firm[chosen], cite_file(path), is_sample(path), read.remarks)


def load_group(plans: PlanFile, members: str) -> Consortium | None:
    """Read the consortium that the firms of a plans file belong to.

    Parameters
    ----------
    members : a members file. Empty: none, since no two files belong together by the ids of their firms alone; only
        the samples of the project are the seed's firms.

    Raises
    ------
    InputError : for a file that ``load_members`` refuses.
    """
    chosen = members or (_OF_THE_SAMPLES if plans.is_sample else "")
    return load_consortium(chosen) if chosen else None

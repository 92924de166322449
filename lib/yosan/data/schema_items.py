"""The shape of the tables of official budget items: the Finance Ministry's rows, and what its names are called."""

from __future__ import annotations

import pandera.pandas as pa

from yosan.data.shape import NAMED, amount, ident, one_of, optional, table, text, year

NAMES = ("account", "budget", "ministry", "special_account", "sub_account", "main_expense")
AMOUNTS = ("amount_yen", "previous_yen", "current_yen", "spent_yen", "carried_yen", "unused_yen")
KEY = (*("fiscal_year", *NAMES[:3], "organization", *NAMES[3:5]), "section", "main_expense", "item", "page")


def _name() -> pa.Column:
    """A name of another table, or nothing."""
    return pa.Column(str, pa.Check.str_matches(r"^[a-z0-9_.]+$"), nullable=True)


ITEM_TABLES: dict[str, pa.DataFrameSchema] = {
    "budget/items_mof.csv": table(
        {
            "fiscal_year": year(),
            **{name: _name() for name in NAMES[:3]},
            "organization": optional(),
            **{name: _name() for name in NAMES[3:5]},
            "section": text(),
            "main_expense": _name(),
            "item": text(),
            "amount_yen": amount(),
            **{name: pa.Column("Int64", nullable=True) for name in AMOUNTS[1:]},
            "pays_into": _name(),
            "document": optional(),
            "page": amount(),
        },
        *KEY,
    ),
    "budget/names_mof.csv": table(
        {"kind": one_of(*NAMES), "name_id": ident(), **NAMED, "members": optional()}, "kind", "name_id"
    ),
}

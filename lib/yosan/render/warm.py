"""Imported once by the process that reports are forked from: everything slow, nothing that a report decides.

Import here, never compute: a library that has started threads does not survive a fork.
"""

from __future__ import annotations

import gc
import os
import pkgutil
from importlib import import_module

import yosan
from yosan.render import reads, receipt


def _import_the_library() -> None:
    # a kernel names its backend before matplotlib is imported; so must a process that imports it in a kernel's place
    os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")
    for module in pkgutil.walk_packages(yosan.__path__, "yosan."):
        if not module.name.startswith("yosan.cli"):
            import_module(module.name)
    import pandas as pd

    # outside a kernel pandas takes itself to be in a terminal and shows no columns
    pd.set_option("display.max_columns", 20)


def _render_nothing() -> None:
    """Draw and export once, so that fonts are found and the template compiled in every fork."""
    from nbformat.v4 import new_markdown_cell, new_notebook

    from yosan.render import export
    from yosan.render.catalogue import Job, Report, Words
    from yosan.show import style, svg

    svg.drawings(style.canvas(1), "")
    words = Words(ja="", en="")
    report = Report(slug="", notebook="", title=words, question=words)
    export.page_html(new_notebook(cells=[new_markdown_cell("# Title")]), Job(report, "en", {}, ()), {})


# before anything is imported: what the library is, and which files it reads from now on
SURROUNDINGS = receipt.surroundings()
reads.watch()
_import_the_library()
_render_nothing()
# what is here lives as long as the process: a collection in a fork would only touch, and so copy, its pages
gc.collect()
gc.freeze()

"""Imported once by the process that reports are forked from: everything slow, nothing that a report decides.

Import here, never compute: a library that has started threads does not survive a fork, and a file of ``data/`` that
is read here would not be noticed as read by a report.
"""

from __future__ import annotations

import gc
import os

# a kernel names its backend before matplotlib is imported; so must the process that imports it in the kernel's place
os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")

import matplotlib.backends.backend_svg
import nbformat.v4
import openpyxl
import pandas as pd
import scipy.optimize

from yosan.data import load
from yosan.render import build, engine, export
from yosan.render.catalogue import Job, Report, Words
from yosan.show import figures, style, tables, text, values

__all__ = ["build", "engine", "load", "matplotlib", "openpyxl", "scipy", "tables", "text", "values"]


def _render_nothing() -> None:
    """Draw and export once, so that fonts are found and the template compiled in every fork."""
    figures._svg(style.canvas(), "")
    words = Words(ja="", en="")
    report = Report(slug="", notebook="", title=words, question=words)
    export.page_html(nbformat.v4.new_notebook(), Job(report, "en", {}, ()), {})


# outside a kernel pandas takes itself to be in a terminal and shows no columns
pd.set_option("display.max_columns", 20)
_render_nothing()
# what is here lives as long as the process: a collection in a fork would only touch, and so copy, its pages
gc.collect()
gc.freeze()

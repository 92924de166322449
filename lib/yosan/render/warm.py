"""Imported once by the process that reports are forked from: everything slow, nothing that a report decides.

Import here, never compute: a library that has started threads does not survive a fork. Tables and YAML files are read
as they are now; a report reads each itself, and has it checked where its bytes are others.
"""

from __future__ import annotations

import atexit
import gc
import logging
import os
import pkgutil
import sys
import warnings
from contextlib import chdir, suppress
from importlib import import_module
from multiprocessing import spawn
from pathlib import Path

import yosan
from yosan.render import cache, environment, processes, reads, receipt

# what the library, IPython and pandas would import at the first use, in every fork
_LATE = (
    "IPython.core.application",
    "IPython.core.logger",
    "IPython.core.oinspect",
    "bdb",
    "contourpy",
    "encodings.euc_jp",
    "encodings.utf_8_sig",
    "ipykernel.debugger",
    "pandas.core.methods.to_dict",
    "pandas.core.reshape.reshape",
    "pandas.io.formats.csvs",
    "pandas.io.formats.html",
    "tornado.platform.asyncio",
    "zmq.utils.garbage",
)
# what others import on the chance that it is needed: a debugger, made-up data, checks of values in JSON
_NEEDLESS = ("debugpy", "hypothesis", "isoduration", "rfc3986_validator", "rfc3987_syntax")


def _import_the_library() -> None:
    logging.getLogger("matplotlib").setLevel(logging.ERROR)  # a folder that it cannot write to is no news
    library = (module.name for module in pkgutil.walk_packages(yosan.__path__, "yosan."))
    for name in (*library, *_LATE):
        if not name.startswith(("yosan.cli", "yosan.explore")):
            import_module(name)
    logging.getLogger("matplotlib").setLevel(logging.NOTSET)
    import pandas as pd

    # outside a kernel pandas takes itself to be in a terminal and shows no columns
    pd.set_option("display.max_columns", 20)


def _render_nothing() -> None:
    """Check, draw and export once, and have a kernel ready: much is imported, found or compiled at the first use."""
    from nbformat.v4 import new_markdown_cell, new_notebook

    from yosan.data.catalogue import Report
    from yosan.render import engine, export
    from yosan.render.jobs import Job
    from yosan.show import style, svg
    from yosan.writing import Text

    with style.house_style():
        ax = style.canvas(1)
        ax.set_title(style.lettered("Title"), fontsize="medium")
        svg.drawings(ax, "")
    words = Text(ja="", en="")
    report = Report(slug="", notebook="", title=words, question=words)
    export.page_html(new_notebook(cells=[new_markdown_cell("# Title")]), Job(report, "en", {}, ()), {})
    engine.kernel()


def _read_data() -> None:
    from yosan.data import paths
    from yosan.data.documents import read_document
    from yosan.data.schema import TABLES
    from yosan.data.tables import load_table
    from yosan.errors import YosanError

    for name in TABLES:
        with suppress(YosanError):  # whoever needs it will say so
            load_table(name)
    for name in ("data", "notebooks/texts"):
        for folder in paths.both(name):
            for path in folder.rglob("*.y*ml"):
                with suppress(YosanError):
                    read_document(path, f"{name}/{path.relative_to(folder).as_posix()}")


def _leave_programs_alone() -> None:
    """Keep a fork from importing the program that asked for it: it needs nothing of it, and pays for its imports."""
    spawn._fixup_main_from_name = spawn._fixup_main_from_path = lambda name: None  # type: ignore[attr-defined]


def _outlive_nobody() -> None:
    """Adopt what reports leave behind, for whoever ends it, and end all of it with this process."""
    warnings.filterwarnings("ignore", "forkserver: waitpid returned unexpected pid")
    processes.adopt_orphans()
    me = os.getpid()
    atexit.register(lambda: processes.end_children(me) if os.getpid() == me else None)


gc.disable()  # all that is imported stays
# before anything is imported: what the library is, which files it reads from now on, what it sees of the environment
SURROUNDINGS = receipt.shipped()
environment.limit()
reads.watch()
_outlive_nobody()
_leave_programs_alone()
for name in _NEEDLESS:
    sys.modules[name] = None  # type: ignore[assignment]  # Python takes it to be missing
with chdir(Path(__file__).parent):  # no settings of the working folder count
    _import_the_library()
    _render_nothing()
    cache.forget()
    _read_data()  # kept by their content
environment.limit()  # some packages add to it
reads.seen.clear()  # no report has read anything yet
for name in _NEEDLESS:
    del sys.modules[name]
# what is here lives as long as the process: a collection in a fork would only touch, and so copy, its pages
gc.collect()
gc.freeze()
# the frozen no longer count as old, and among so few Python would look for garbage all the time
gc.set_threshold(20_000, 20, 20)
gc.enable()

"""What papermill finds by the name ``yosan``: the engine, imported only when a notebook is run with it.

papermill loads every registered engine at the end of its own import. A module that imports papermill cannot be loaded
there if it was the one that began that import, so this one is left to papermill and imported by nobody else.
"""

from __future__ import annotations

from typing import Any

from papermill.engines import NBClientEngine


class Engine(NBClientEngine):
    """Stands for ``yosan.render.engine.YosanEngine``."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **options: Any) -> Any:
        """Execute a notebook with the real engine."""
        from yosan.render.engine import YosanEngine

        return YosanEngine.execute_managed_notebook(nb_man, kernel_name, **options)

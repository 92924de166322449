"""An explorer: controls, and the place where it shows what they ask for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import ipywidgets as widgets
from IPython.utils.capture import capture_output


def results(show: Callable[..., None], controls: Mapping[str, Any]) -> widgets.Output:
    """Show what ``show`` displays for the values of some controls, now and whenever one of them changes.

    What is displayed is collected first and then put in place at once: nothing flickers, and a notebook that runs
    without a browser need not play the widget's part while a cell is running, which can stall nbclient.

    Parameters
    ----------
    show : takes the values by the controls' names.
    """
    place = widgets.Output()

    def update(_: Any) -> None:
        outputs: list[Any] = []  # after an error an empty place, never results of other values
        try:
            with capture_output(stdout=False, stderr=False) as shown:
                show(**{name: control.value for name, control in controls.items()})
            outputs = shown.outputs
        finally:
            place.outputs = tuple(
                {"output_type": "display_data", "data": each.data, "metadata": {}} for each in outputs
            )

    for control in controls.values():
        control.observe(update, "value")
    update(None)
    return place


class Explorer(widgets.VBox):
    """Controls with their results below."""

    def __init__(self, controls: Mapping[str, widgets.Widget], shown: widgets.Widget) -> None:
        """Stack them."""
        super().__init__([*controls.values(), shown])
        self._controls = controls

    @property
    def choice(self) -> tuple[Any, ...]:
        """What the controls say now, in their order."""
        return tuple(control.value for control in self._controls.values())

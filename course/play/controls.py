"""The controls: one widget a setting, and what happens when one is moved."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

import ipywidgets
from ipywidgets import Layout

from course.play.playground import picture_html
from course.play.settings import ACTIVATIONS, MAX_SEED, MAX_WIDTH, SOLVERS, STEPS

if TYPE_CHECKING:
    from course.play.playground import Playground

SAME_START = (
    "On: all trainings from a seed start from the same weights, whatever you change. "
    "Off: scikit-learn draws them, as in the labs."
)
DIVERGED = (
    "This training diverged: its weights are no longer finite numbers. Drag the learning rate "
    "down; the picture still shows the training before."
)
_STYLE = {"description_width": "92px"}
_WHOLE = Layout(width="100%")


def make_controls(playground: Playground) -> Any:
    """A box of controls beside the picture of `playground`, which they move."""
    controls = _widgets(vars(playground.settings))
    picture = ipywidgets.HTML(picture_html(playground.shown))
    code = ipywidgets.HTML()
    status = ipywidgets.HTML()

    def say(trouble: str = "") -> None:
        status.value = f'<p role="status" style="line-height:1.4; margin:0">{escape(trouble)}</p>'
        controls["learning_rate"].disabled = controls["solver"].value == "lbfgs"
        shared = controls["same_start"].value
        code.value = "" if shared else _as_code(playground.settings.parameters())

    def moved(change: Any) -> None:
        position = {name: widget.value for name, widget in controls.items()}
        try:
            before = playground.shown
            picture.value = picture_html(playground.move(**position), before)
        except ValueError:
            say(DIVERGED)
        else:
            say()

    for widget in controls.values():
        widget.observe(moved, names="value")
    say()
    note = ipywidgets.HTML(
        f'<p style="opacity:0.75; line-height:1.4; margin:0">{escape(SAME_START)}</p>'
    )
    left = ipywidgets.VBox(
        [*controls.values(), note, status], layout=Layout(flex="0 0 310px", width="310px")
    )
    right = ipywidgets.VBox([picture, code], layout=Layout(flex="1 1 500px"))
    box = ipywidgets.HBox([left, right], layout=Layout(flex_flow="row wrap", grid_gap="12px"))
    box.add_class("course-play")
    return box


def _widgets(value: dict[str, Any]) -> dict[str, Any]:
    """Setting → widget, in the order in which they are shown."""
    return {
        "solver": _buttons("solver", SOLVERS, value["solver"]),
        "activation": _buttons("activation", ACTIVATIONS, value["activation"]),
        "learning_rate": ipywidgets.FloatLogSlider(
            value["learning_rate"], min=-3, max=0.5, step=0.05, description="learning rate",
            readout_format=".3g", style=_STYLE, layout=_WHOLE,
        ),
        "seed": ipywidgets.IntSlider(
            value["seed"], 0, MAX_SEED, description="seed", style=_STYLE, layout=_WHOLE
        ),
        "width": ipywidgets.IntSlider(
            value["width"], 1, MAX_WIDTH, description="hidden units", style=_STYLE, layout=_WHOLE
        ),
        "steps": ipywidgets.SelectionSlider(
            options=STEPS, value=value["steps"], description="look at epoch", style=_STYLE,
            layout=_WHOLE,
        ),
        "same_start": ipywidgets.Checkbox(
            value["same_start"], description="same initial weights", indent=False
        ),
    }  # fmt: skip


def _buttons(name: str, options: dict[str, str], value: str) -> Any:
    return ipywidgets.ToggleButtons(
        options=list(options.items()), value=value, description=name,
        style={"button_width": "73px", **_STYLE}, layout=Layout(width="310px"),
    )  # fmt: skip


def _as_code(parameters: dict[str, Any]) -> str:
    """The classifier to fit in a cell of one's own, for the same numbers."""
    written = ", ".join(f"{name}={value!r}" for name, value in parameters.items())
    return (
        '<pre style="white-space:pre-wrap; font-size:smaller; margin:0">'
        f"MLPClassifier({escape(written)})</pre>"
    )

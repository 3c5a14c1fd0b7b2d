"""Pictures in words: what a figure shows, for whoever cannot see it.

In a notebook every matplotlib figure carries these words where nbconvert and its kin look for an
image's alternative text (`metadata["image/png"]["alt"]`), and in place of `<Figure size …>` where
no image can be shown. Plots of the course describe their panels; others are described by their
titles, axes and legends.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import numpy as np

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.text import Text

MAX_WORDS = 2000
"""Characters of a figure's description: a screen reader reads all of it."""

_SAID: WeakKeyDictionary[Text, str] = WeakKeyDictionary()
"""The words of each panel, by its title, which `ax.clear()` replaces: what is gone is not told."""


def describe(ax: Axes, words: str) -> None:
    """Say what a panel shows, in whole sentences; its title is told besides."""
    _SAID[ax.title] = words


def alt_text(figure: Figure) -> str:
    """What a figure shows, in plain sentences of at most `MAX_WORDS` characters.

    For a picture in a file: `figure.savefig(path, metadata={"Description": alt_text(figure)})`.
    """
    panels = [
        ax for ax in figure.axes if ax.get_visible() and getattr(ax, "_colorbar", None) is None
    ]
    heading = _sentence(figure.get_suptitle())
    words = " ".join(part for part in (heading, _panels(panels)) if part)
    return words if len(words) <= MAX_WORDS else f"{words[: MAX_WORDS - 1]}…"


def describe_figures_in_notebook() -> None:
    """From now on, figures that a notebook shows carry their words; elsewhere nothing changes."""
    ipython = sys.modules.get("IPython")
    shell = None if ipython is None else ipython.get_ipython()
    if shell is not None and hasattr(shell, "kernel"):
        bundles = shell.display_formatter.mimebundle_formatter
        bundles.for_type_by_name("matplotlib.figure", "Figure", _bundle)


def _bundle(figure: Figure) -> tuple[dict[str, str], dict[str, Any]]:
    """What Jupyter shows besides the image that matplotlib makes, and its metadata."""
    words = alt_text(figure)
    return {"text/plain": words}, {"image/png": {"alt": words}}


def _panels(panels: Sequence[Axes]) -> str:
    titles = [_sentence(ax.get_title()) for ax in panels]
    said = [_SAID.get(ax.title) or _axes_and_artists(ax) for ax in panels]
    if len(panels) < 2:
        return " ".join(part for part in (*titles, *said) if part) or "An empty figure."
    if len(set(said)) == 1:
        return f"{len(panels)} panels. In each: {said[0]} Their titles: {' '.join(titles)}"
    numbered = zip(range(1, len(panels) + 1), titles, said, strict=True)
    told = (f"Panel {i} of {len(panels)}: {title} {words}" for i, title, words in numbered)
    return " ".join(" ".join(told).split())


def _axes_and_artists(ax: Axes) -> str:
    """A panel of which nobody said anything: its axes, and how many of what are on them."""
    x, y = _line(ax.get_xlabel()), _line(ax.get_ylabel())
    axes = f"{y} against {x}" if x and y else x or y
    drawn = [line for line in ax.lines if line.get_visible() and np.size(line.get_xdata())]
    curves = [line for line in drawn if line.get_linestyle() not in ("None", "none", "")]
    counts = [
        _count(len(curves), "line"),
        _count(len(drawn) - len(curves), "row of points", "rows of points"),
        _count(len(ax.collections), "group of marks", "groups of marks"),
        _count(len(ax.patches), "bar or area", "bars or areas"),
        _count(len(ax.images), "field of colours", "fields of colours"),
    ]
    names = [name for name in ax.get_legend_handles_labels()[1] if name]
    what = [axes, ", ".join(count for count in counts if count)]
    legend = f"the legend names {', '.join(map(_line, names))}" if names else ""
    return _sentence("; ".join(part for part in (*what, legend) if part))


def _count(n: int, one: str, many: str | None = None) -> str:
    return f"{n} {one if n == 1 else many or f'{one}s'}" if n else ""


def _line(text: str) -> str:
    return ", ".join(line.strip() for line in text.splitlines() if line.strip())


def _sentence(text: str) -> str:
    line = _line(text)
    return line if not line or line[-1] in ".!?" else f"{line}."

"""The facts of a matplotlib figure: what a check may know of a picture, never its pixels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True)
class PanelFacts:
    """One panel: its words, its limits, and the data drawn on it.

    `cell` is the panel's (row, column) in its grid, None without one; `lines` holds an (n, 2) array
    per line, then one per bar of `errorbar`, `hlines` and `vlines`; `n_points` counts markers
    (scatter offsets, and the vertices of lines drawn as markers only); `n_fields` counts images,
    meshes and filled contours, and `field_means` holds the mean value of each image and mesh, as
    data, not as colour.
    """

    title: str
    cell: tuple[int, int] | None
    xlabel: str
    ylabel: str
    xlim: tuple[float, float]
    ylim: tuple[float, float]
    lines: tuple[np.ndarray, ...]
    n_points: int
    n_fields: int
    field_means: tuple[float, ...]


@dataclass(frozen=True)
class FigureFacts:
    """A figure's panels in the order in which they were made; colour bars are no panels."""

    panels: tuple[PanelFacts, ...]
    suptitle: str
    size_inches: tuple[float, float]


def figure_facts(figure: Any) -> FigureFacts:
    """Read the facts of `figure` (a `matplotlib.figure.Figure`)."""
    width, height = figure.get_size_inches()
    # colour bars have their own mark; a label they only have where matplotlib made the axes
    shown = [ax for ax in figure.axes if ax.get_visible()]
    axes = [ax for ax in shown if getattr(ax, "_colorbar", None) is None]
    return FigureFacts(
        panels=tuple(_panel_facts(ax) for ax in axes if ax.has_data() or ax.get_title()),
        suptitle=figure.get_suptitle(),
        size_inches=(float(width), float(height)),
    )


def _panel_facts(ax: Any) -> PanelFacts:
    from matplotlib.collections import LineCollection, PathCollection, PolyQuadMesh, QuadMesh

    drawn = [np.column_stack(line.get_data()).astype(float) for line in ax.lines]
    is_line = [line.get_linestyle() not in ("None", "", " ") for line in ax.lines]
    fields = [*ax.images, *(c for c in ax.collections if isinstance(c, QuadMesh | PolyQuadMesh))]
    filled_contours = [c for c in ax.collections if getattr(c, "filled", False)]
    scatters = [c for c in ax.collections if isinstance(c, PathCollection)]
    bars = [c.get_segments() for c in ax.collections if isinstance(c, LineCollection)]
    titles = [ax.get_title(loc) for loc in ("left", "center", "right")]
    place = ax.get_subplotspec()
    return PanelFacts(
        title=" ".join(" ".join(titles).split()),
        cell=None if place is None else (place.rowspan.start, place.colspan.start),
        xlabel=ax.get_xlabel(),
        ylabel=ax.get_ylabel(),
        xlim=ax.get_xlim(),
        ylim=ax.get_ylim(),
        lines=(
            *(xy for xy, shown in zip(drawn, is_line, strict=True) if shown),
            *(np.asarray(xy, dtype=float) for segments in bars for xy in segments),
        ),
        n_points=sum(np.shape(c.get_offsets())[0] for c in scatters)
        + sum(len(xy) for xy, shown in zip(drawn, is_line, strict=True) if not shown),
        n_fields=len(fields) + len(filled_contours),
        field_means=tuple(float(np.mean(field.get_array())) for field in fields),
    )

"""The paths of optimizers over a function of two numbers, on one map."""

from collections.abc import Callable, Mapping

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from numpy.typing import ArrayLike, NDArray

from course.alt_text import describe

# Okabe and Ito's colours, which people who see few colours can tell apart; markers say it again.
COLORS = ("#d55e00", "#0072b2", "#009e73", "#cc79a7", "#e69f00", "#000000")
MARKERS = ("o", "s", "^", "D", "v", "x")
RESOLUTION = 80
N_LEVELS = 9


def plot_paths(
    value: Callable[[NDArray[np.float64]], float],
    paths: Mapping[str, ArrayLike],
    ax: Axes | None = None,
    *,
    xlim: tuple[float, float],
    ylim: tuple[float, float],
    title: str | None = None,
    labels: tuple[str, str] = ("x1", "x2"),
) -> Axes:
    """Draw lines of equal height of a function, and on top the way that each optimizer took.

    `value` takes a point of shape (2,) and returns its height; lines lie closer together near the
    bottom (equal steps of the logarithm). `paths` maps names to points (k, 2), start first: at most
    as many as there are colours (6). The legend tells the number of steps. What leaves `xlim` and
    `ylim` is cut off. Returns `ax`, or new Axes without one.

    Raises ValueError when `paths` is empty, has too many, or one of them isn't of shape (k, 2).
    """
    points = {name: _check_path(name, path) for name, path in paths.items()}
    if not 0 < len(points) <= len(COLORS):
        raise ValueError(
            f"paths must hold 1 to {len(COLORS)} paths, got {len(points)}; draw the others apart"
        )
    if ax is None:
        _, ax = plt.subplots(figsize=(6.4, 4.8), layout="constrained")
    x1, x2 = np.linspace(*xlim, RESOLUTION), np.linspace(*ylim, RESOLUTION)
    height = np.array([[value(np.array([a, b])) for a in x1] for b in x2])
    low = height.min()
    above = height - low + 1e-3 * (height.max() - low)
    levels = np.geomspace(above.min(), above.max(), N_LEVELS + 2)[1:-1]
    ax.contour(x1, x2, above, levels=levels, colors="#bdbdbd", linewidths=0.8)
    for (name, path), color, marker in zip(points.items(), COLORS, MARKERS, strict=False):
        label = f"{name}, {len(path) - 1} steps"
        every = max(1, len(path) // 25)
        ax.plot(
            *path.T, marker=marker, color=color, label=label, markevery=every, markersize=4,
            linewidth=1.2, markerfacecolor="none",
        )  # fmt: skip
        ax.plot(*path[-1], marker="*", color=color, markersize=13, markeredgecolor="white")
    first = next(iter(points.values()))[0]
    ax.plot(*first, marker="o", color="black", markersize=7)
    ax.annotate("start", first, xytext=(6, 6), textcoords="offset points", fontsize="small")
    ax.set(xlabel=labels[0], ylabel=labels[1], xlim=xlim, ylim=ylim)
    ax.legend(fontsize="small", framealpha=0.9, title="star: the end")
    if title is not None:
        ax.set_title(title)
    ways = (
        f"{name} in {len(path) - 1} steps to ({path[-1][0]:.3g}, {path[-1][1]:.3g})"
        for name, path in points.items()
    )
    describe(
        ax, f"Lines of equal height of a function of {labels[0]} and {labels[1]}, and the ways "
        f"down from ({first[0]:.3g}, {first[1]:.3g}): {'; '.join(ways)}.",
    )  # fmt: skip
    return ax


def _check_path(name: str, path: ArrayLike) -> NDArray[np.float64]:
    points = np.asarray(path, dtype=float)
    if points.ndim != 2 or points.shape[1] != 2 or not len(points):
        raise ValueError(
            f"paths[{name!r}] must have shape (k, 2) with k ≥ 1, got shape {points.shape}; "
            "one row a point, start first"
        )
    return points

"""What a classifier of points in the plane believes: probabilities as colour, and who is wrong.

Colours and markers say the same thing twice. Class 0 is blue and dark, class 1 orange and light,
so the pictures survive colour blindness and a black-and-white printer; a cross on light ground
or a ring on dark ground is a mistake.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from contourpy import contour_generator
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from numpy.typing import ArrayLike, NDArray

from course.alt_text import describe

PROBABILITY_COLORS = LinearSegmentedColormap.from_list(
    "probability", ["#4c7fbb", "#bdbfbd", "#ffe2a0"]
)
PROBABILITY_LABEL = "predicted probability of class 1"
CLASS_STYLES: tuple[dict[str, Any], ...] = (
    {"marker": "x", "color": "#08306b", "label": "class 0"},
    {"marker": "o", "color": "#a63603", "label": "class 1", "markerfacecolor": "none"},
)
# Probabilities are computed at so many places along each axis: one a pixel in a grid of panels,
# and a boundary that is straight to the eye in a single panel. Sixteen panels drawn and rendered
# take 0.4 s by imshow; pcolormesh and contourf take 1.35 times and pcolormesh with smooth
# ("gouraud") shading 4 times as long, for a picture that looks no better.
RESOLUTION = 200


def plot_probabilities(
    clf: Any,
    X: ArrayLike,
    y: ArrayLike,
    ax: Axes | None = None,
    *,
    title: str | None = None,
    markersize: float = 4.0,
) -> Axes:
    """Draw the probability of class 1 as colour, the line where it is 0.5, and the points (X, y).

    The title gives `title`, then the log loss (in nats) and the error rate (a fraction) of `clf`
    on the points drawn. `clf` is a fitted classifier with `predict_proba` and the classes 0 and
    1, X has shape (n, 2), y shape (n,) with labels 0 and 1; `markersize` is in typographic
    points. The limits follow X, so panels with the same X can be compared. Returns `ax`; without
    one, a new figure with a colour bar and a legend is made.

    Raises ValueError when X, y or `clf` is something else, and TypeError when `clf` can't
    predict probabilities.
    """
    points, labels = check_points(X, y)
    check_classifier(clf, "clf")
    alone = ax is None
    if ax is None:
        _, ax = plt.subplots(figsize=(5.6, 4.8), layout="constrained")
    limits = [padded_range(column) for column in points.T]
    # First, and only where they are not so already: of panels that share their axes each one
    # would tell all others, and `imshow` would do it again.
    if (ax.get_xlim(), ax.get_ylim()) != tuple(limits) or ax.get_autoscale_on():
        ax.set(xlim=limits[0], ylim=limits[1])
    x1, x2 = (cell_centres(low, high) for low, high in limits)
    field = np.column_stack([axis.ravel() for axis in np.meshgrid(x1, x2)])
    # One call serves the background and the points.
    probability = clf.predict_proba(like(X, np.vstack([field, points])))
    background = probability[: len(field), 1].reshape(RESOLUTION, RESOLUTION)

    image = ax.imshow(
        background, extent=(*limits[0], *limits[1]), origin="lower", aspect="auto",
        interpolation="bilinear", cmap=PROBABILITY_COLORS, vmin=0, vmax=1,
    )  # fmt: skip
    if background.min() < 0.5 < background.max():
        # `Axes.contour` takes seven times as long to say the same
        boundary: Any = contour_generator(x1, x2, background).lines(0.5)  # arrays of points
        ax.add_collection(
            PolyCollection(
                boundary, closed=False, facecolors="none", edgecolors="black", linewidths=1.2
            ),
            autolim=False,
        )
    for label, style in enumerate(CLASS_STYLES):
        members = points[labels == label]
        ax.plot(*members.T, linestyle="none", markersize=markersize, alpha=0.7, **style)

    summary = measures(labels, probability[len(field) :])
    # y=1.0 is where the title would go anyhow; saying so spares matplotlib the search.
    ax.set_title(summary if title is None else f"{title}\n{summary}", y=1.0, fontsize="medium")
    name1, name2 = getattr(X, "columns", ("x1", "x2"))
    ax.set(xlabel=name1, ylabel=name2)
    ax.locator_params(nbins=5)
    describe(
        ax,
        f"The plane of {name1} and {name2}, coloured by the predicted probability of class 1, with "
        f"{np.sum(labels == 0)} points of class 0 and {np.sum(labels == 1)} of class 1.",
    )
    if alone:
        ax.figure.colorbar(image, ax=ax, label=PROBABILITY_LABEL)
        ax.figure.legend(  # outside, where it hides no point
            handles=_legend_handles(), loc="outside lower center", ncols=3, frameon=False
        )
    return ax


def plot_probability_grid(
    clfs: Sequence[Any],
    X: ArrayLike,
    y: ArrayLike,
    *,
    titles: Sequence[str] | None = None,
    ncols: int = 4,
    suptitle: str | None = None,
) -> Figure:
    """Draw `plot_probabilities` of each classifier on the same points, row by row, to compare.

    Panels share limits, one colour bar and one legend. Without `titles` (one a classifier) a
    classifier with a whole-number `random_state` is called "seed 5". Returns the Figure, known
    to pyplot; in a notebook, end the line with `;` to see it once.

    Raises ValueError when `clfs` is empty, `titles` differs from it in length, `ncols` is less
    than 1, or X, y or a classifier is not what `plot_probabilities` takes; TypeError when a
    classifier can't predict probabilities.
    """
    clfs = list(clfs)
    if not clfs:
        raise ValueError("clfs must hold at least one fitted classifier, got none; fit some first")
    if ncols < 1:
        raise ValueError(f"ncols must be at least 1, got ncols={ncols}; 4 suits sixteen panels")
    names = [_seed_title(clf) for clf in clfs] if titles is None else list(titles)
    if len(names) != len(clfs):
        raise ValueError(
            f"titles must hold one title for each classifier, got {len(names)} titles for "
            f"{len(clfs)} classifiers; add or leave out some, or pass titles=None"
        )
    check_points(X, y)
    for i, clf in enumerate(clfs):
        check_classifier(clf, f"clfs[{i}]")

    ncols = min(ncols, len(clfs))
    nrows = -(-len(clfs) // ncols)
    with plt.rc_context({"font.size": 9, "xtick.labelsize": 8, "ytick.labelsize": 8}):
        fig, panels, bar = _panels(nrows, ncols, with_suptitle=suptitle is not None)
        for ax in panels[len(clfs) :]:
            ax.remove()
        for i, (ax, clf, name) in enumerate(zip(panels, clfs, names, strict=False)):
            plot_probabilities(clf, X, y, ax, title=name, markersize=2.5)
            # Ticks and axis labels only at the outer edge, also where a short last row leaves a
            # hole below: easier on the eye, and ticks inside would take a third of all the time.
            if i + ncols < len(clfs):
                ax.set(xlabel="", xticks=[])
            if i % ncols:
                ax.set(ylabel="", yticks=[])
        fig.colorbar(panels[0].images[0], cax=bar, label=PROBABILITY_LABEL)
        _add_heading(fig, suptitle)
    return fig


def measures(labels: NDArray[np.int64], probability: NDArray[np.float64]) -> str:
    # what scikit-learn's log_loss gives, without its checks, which take longer than all the rest
    of_the_truth = probability[np.arange(len(labels)), labels]
    loss = -np.mean(np.log(np.clip(of_the_truth, np.finfo(np.float64).eps, 1)))
    error = np.mean((probability[:, 1] > 0.5) != labels)
    return f"loss {loss:.3f} · error {error:.3f}"


# --- layout -------------------------------------------------------------------------------------

# In inches. Fixed margins rather than a layout engine, which would draw every panel twice.
LEFT, RIGHT, BOTTOM, BETWEEN, TITLE = 0.55, 0.75, 0.5, 0.12, 0.42
LEGEND, SUPTITLE = 0.3, 0.25


def _panels(nrows: int, ncols: int, *, with_suptitle: bool) -> tuple[Figure, list[Axes], Axes]:
    """A figure with its panels row by row and, along their right side, axes for a colour bar."""
    size = float(np.clip(8.6 / ncols, 2.1, 3.6))
    top = TITLE + LEGEND + SUPTITLE * with_suptitle
    width = LEFT + ncols * size + (ncols - 1) * BETWEEN + RIGHT
    height = BOTTOM + nrows * size + (nrows - 1) * TITLE + top
    fig = plt.figure(figsize=(width, height))
    grid = fig.add_gridspec(
        nrows, ncols, left=LEFT / width, right=1 - RIGHT / width, bottom=BOTTOM / height,
        top=1 - top / height, wspace=BETWEEN / size, hspace=TITLE / size,
    )  # fmt: skip
    panels = list(grid.subplots(squeeze=False).flat)
    bar_height = min(nrows * size, 4.0)
    bar = fig.add_axes(
        (1 - (RIGHT - BETWEEN) / width, 1 - (top + bar_height) / height, 0.14 / width,
         bar_height / height)
    )  # fmt: skip
    return fig, panels, bar


def _add_heading(fig: Figure, suptitle: str | None) -> None:
    width, height = fig.get_size_inches()
    if suptitle is not None:
        fig.suptitle(
            suptitle, x=LEFT / width, y=1 - 0.08 / height, ha="left", va="top", fontsize=12
        )
    lowest = 1 - (LEGEND + SUPTITLE * (suptitle is not None)) / height
    fig.legend(
        handles=_legend_handles(), ncols=3, loc="lower left", bbox_to_anchor=(LEFT / width, lowest),
        frameon=False, borderaxespad=0, borderpad=0, handletextpad=0.4, columnspacing=1.5,
    )  # fmt: skip


def _legend_handles() -> list[Line2D]:
    points = [Line2D([], [], linestyle="none", markersize=5, **style) for style in CLASS_STYLES]
    return [*points, Line2D([], [], color="black", linewidth=1.2, label="probability 0.5")]


def _seed_title(clf: Any) -> str | None:
    seed = getattr(clf, "random_state", None)
    return f"seed {seed}" if isinstance(seed, int | np.integer) else None


# --- coordinates --------------------------------------------------------------------------------


def padded_range(values: NDArray[np.float64]) -> tuple[float, float]:
    low, high = float(values.min()), float(values.max())
    margin = 0.12 * (high - low) or 1.0  # points on one line still get some room
    return low - margin, high + margin


def cell_centres(low: float, high: float, count: int = RESOLUTION) -> NDArray[np.float64]:
    edges = np.linspace(low, high, count + 1)
    return (edges[:-1] + edges[1:]) / 2


def like(X: Any, points: NDArray[np.float64]) -> Any:
    """`points` under the column names of X: a classifier fitted on a data frame asks for them."""
    return type(X)(points, columns=X.columns) if hasattr(X, "columns") else points


# --- rules --------------------------------------------------------------------------------------


def check_points(X: ArrayLike, y: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    points, labels = np.asarray(X, dtype=np.float64), np.asarray(y)
    if points.ndim != 2 or points.shape[1] != 2 or len(points) == 0:
        raise ValueError(
            f"X must have shape (n, 2) with n ≥ 1, got shape {points.shape}; "
            "a boundary can be drawn for two features only"
        )
    if not np.isfinite(points).all():
        row = int(np.argmin(np.isfinite(points).all(axis=1)))
        raise ValueError(
            f"X must hold finite numbers, got {points[row].tolist()} in row {row}; leave it out"
        )
    if labels.shape != (len(points),):
        raise ValueError(
            f"y must have one label for each row of X, shape {(len(points),)}, "
            f"got shape {labels.shape}; pass the labels that belong to X"
        )
    others = labels[~np.isin(labels, (0, 1))]
    if len(others):
        raise ValueError(
            f"y must hold the labels 0 and 1, got {others.tolist()[0]!r}; number the classes so"
        )
    return points, labels.astype(np.int64)


def check_classifier(clf: Any, name: str) -> None:
    kind = type(clf).__name__
    if not hasattr(clf, "predict_proba"):
        raise TypeError(
            f"{name} must be a classifier with predict_proba, got {kind}; "
            "pass one fitted classifier, such as an MLPClassifier"
        )
    classes = getattr(clf, "classes_", None)
    if classes is None:
        raise ValueError(f"{name} must be fitted, got {kind} before fit; call its fit(X, y) first")
    if list(classes) != [0, 1]:
        raise ValueError(
            f"{name} must know the classes 0 and 1, got {list(classes)}; "
            "fit it on labels 0 and 1, both present"
        )

"""Where the hidden units of a small network cut the plane, and which of them no longer do.

A unit is a line: on it w·x + b = 0, and an arrow points to the side where the unit is positive.
Its number stands at the foot of the arrow, so that colour is never all that tells units apart.
"""

from typing import Any

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.colors import ListedColormap
from matplotlib.contour import ContourSet
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patheffects import withStroke
from matplotlib.transforms import ScaledTranslation
from numpy.typing import ArrayLike, NDArray
from scipy.special import expit

from course.alt_text import describe
from course.plots.boundaries import (
    CLASS_STYLES,
    PROBABILITY_COLORS,
    cell_centres,
    check_classifier,
    check_points,
    like,
    measures,
    padded_range,
)
from course.plots.lines import Crossing, crossing_of

# Apart for every kind of colour blindness, and from the classes' blue and brown. With more units
# they come again; the numbers on the lines still tell.
UNIT_COLORS = ("#117733", "#AA4499", "#56B4E9", "#E69F00", "#882255", "#44AA99", "#999933")
# The colours of `plot_probabilities`, half way to white and in ten steps: the lines stand out, and
# flat colours make small files.
BACKGROUND_COLORS = ListedColormap((PROBABILITY_COLORS(np.linspace(0.05, 0.95, 10)) + 1) / 2)
RESOLUTION = 80  # places along each axis at which probabilities are computed
ARROW = 0.12  # as a part of the panel
LEGEND_COLUMNS = 2
# In inches: the panel, the room for the title above, for the axis label below, a legend's row.
# Fixed margins rather than a layout engine, which would draw each frame of a film twice.
LEFT, SIDE, TITLE, BELOW, LEGEND_ROW = 0.65, 3.9, 0.55, 0.5, 0.19

LIMITS: dict[str, tuple[int, int]] = {"logistic": (0, 1), "tanh": (-1, 1)}
NEAR_LIMIT, NEARLY_ALL = 0.02, 0.95


def plot_hyperplanes(
    clf: Any, X: ArrayLike, y: ArrayLike, ax: Axes | None = None, *, title: str | None = None
) -> Axes:
    """Draw the line w·x + b = 0 of every hidden unit, over the points and what `clf` believes.

    `clf` is a fitted MLPClassifier with one hidden layer, two features and the classes 0 and 1; X
    has shape (n, 2), y shape (n,) with labels 0 and 1. Arrows point to the positive sides. Below
    the lines, pale, is the probability of class 1 in steps of 0.1. The title gives `title`, then
    log loss (in nats) and error rate (a fraction) on the points drawn. Limits follow X.

    A unit that tells no points apart is dashed, and the legend says why. "dead": a ReLU that is
    0 on every row of X, so that no gradient reaches its weights. "saturated at 1" (or 0, or −1):
    a logistic or tanh unit that on at least 95 % of the rows is as near to this one limit as 2 %
    of its range (0.02 for logistic, 0.04 for tanh), where its slope is below 8 % of the steepest.
    A unit that is at one limit for some points and at the other for the rest is no such unit: it
    is a switch, and solved problems are made of them. "off the picture": the line lies outside
    the limits, or the weights are zero and there is none.

    Returns `ax`; without one, a new figure is made. The legend is below the panel: give a figure
    of your own `layout="constrained"` to make room for it.

    Raises ValueError when X, y or `clf` is something else, TypeError when `clf` is not an
    MLPClassifier.
    """
    check_points(X, y)
    check_network(clf, "clf")
    n_units = clf.coefs_[0].shape[1]
    if ax is None:
        figure = plt.figure()
        ax = add_square(figure, width=LEFT + SIDE + 0.3, n_units=n_units)
    HyperplanePanel(ax, X, y, n_units).show(clf, title)
    return ax


def add_square(figure: Figure, width: float, n_units: int) -> Axes:
    """Axes at the left for a HyperplanePanel; the figure becomes `width` inches wide, as high as
    the panel with its legend."""
    rows = -(-(n_units + 3) // LEGEND_COLUMNS)
    below = BELOW + LEGEND_ROW * rows + 0.1
    height = below + SIDE + TITLE
    figure.set_size_inches(width, height)
    return figure.add_axes((LEFT / width, below / height, SIDE / width, SIDE / height))


class HyperplanePanel:
    """The artists of one panel: made once, then moved to show one classifier after the other.

    X and y as for `plot_hyperplanes`; `n_units` is the number of hidden units of all classifiers.
    `ax.lines` are the points of class 0, those of class 1, then the units in their order.
    """

    def __init__(self, ax: Axes, X: ArrayLike, y: ArrayLike, n_units: int) -> None:
        self.ax, self._X = ax, X
        self._points, self._labels = check_points(X, y)
        self._limits = np.array([padded_range(column) for column in self._points.T])
        self._axes = [cell_centres(low, high, RESOLUTION) for low, high in self._limits]
        field = np.column_stack([axis.ravel() for axis in np.meshgrid(*self._axes)])
        self._asked = like(X, np.vstack([field, self._points]))
        self._boundary: ContourSet | None = None

        self._image = ax.imshow(
            np.zeros((RESOLUTION, RESOLUTION)), extent=tuple(self._limits.ravel()),
            origin="lower", aspect="auto", interpolation="bilinear", cmap=BACKGROUND_COLORS,
            vmin=0, vmax=1,
        )  # fmt: skip
        classes = [
            ax.plot(
                *self._points[self._labels == label].T, linestyle="none", markersize=3.5,
                alpha=0.6, **style,
            )[0]
            for label, style in enumerate(CLASS_STYLES)
        ]  # fmt: skip
        self._units = [_UnitArtists(ax, number) for number in range(1, n_units + 1)]
        boundary = Line2D([], [], color="black", linewidth=1.2, label="probability 0.5")
        handles = [*classes, boundary, *(unit.line for unit in self._units)]
        name1, name2 = getattr(X, "columns", ("x1", "x2"))
        ax.set(xlabel=name1, ylabel=name2, xlim=self._limits[0], ylim=self._limits[1])
        ax.locator_params(nbins=5)
        legend = ax.legend(
            handles=handles, loc="upper left", bbox_to_anchor=(0, 0), ncols=LEGEND_COLUMNS,
            frameon=False, fontsize="small", borderaxespad=0, handlelength=2.6,
            # below ticks and axis label, whatever the panel's size
            bbox_transform=ax.transAxes + ScaledTranslation(0, -BELOW, ax.figure.dpi_scale_trans),
        )  # fmt: skip
        self._names = legend.get_texts()[-n_units:]
        self._samples = legend.get_lines()[-n_units:]

    def show(self, clf: Any, title: str | None = None) -> None:
        """Move everything to where it is for `clf`."""
        probability = clf.predict_proba(self._asked)
        self._show_background(probability[: RESOLUTION**2, 1].reshape(RESOLUTION, RESOLUTION))
        weights, biases = clf.coefs_[0], clf.intercepts_[0]
        before = self._points @ weights + biases
        feet: list[NDArray[np.float64]] = []  # of the arrows
        units = []
        for i, unit in enumerate(self._units):
            crossing = crossing_of(weights[:, i], biases[i], self._limits)
            state = _state(clf.activation, before[:, i])
            unit.show(crossing, feet, dashed=state is not None)
            notes = [state, None if crossing else "off the picture"]
            said = ", ".join(note for note in notes if note)
            self._names[i].set_text(f"unit {i + 1} ({said})" if said else f"unit {i + 1}")
            self._samples[i].set_linestyle(unit.line.get_linestyle())
            units.append(f"unit {i + 1}{f' ({said})' if said else _way(weights[:, i])}")
        describe(
            self.ax, "The plane, coloured by the predicted probability of class 1, with a line for "
            f"each hidden unit: {', '.join(units)}.",
        )  # fmt: skip
        summary = measures(self._labels, probability[RESOLUTION**2 :])
        self.ax.set_title(
            summary if title is None else f"{title}\n{summary}", y=1.0, fontsize="medium"
        )

    def _show_background(self, probability: NDArray[np.float64]) -> None:
        self._image.set_data(probability)
        if self._boundary is not None:
            self._boundary.remove()
            self._boundary = None
        if probability.min() < 0.5 < probability.max():
            self._boundary = self.ax.contour(
                *self._axes, probability, levels=[0.5], colors="black", linewidths=1.2
            )


class _UnitArtists:
    """The line of one unit, and the arrow with its number."""

    def __init__(self, ax: Axes, number: int) -> None:
        color = UNIT_COLORS[(number - 1) % len(UNIT_COLORS)]
        (self.line,) = ax.plot(
            [], [], color=color, linewidth=2.2, zorder=4, label=f"unit {number}",
            path_effects=[withStroke(linewidth=4, foreground="white")],
        )  # fmt: skip
        self._arrow = ax.annotate(
            str(number), xy=(0, 0), xytext=(0, 0), ha="center", va="center", color=color,
            fontsize="small", fontweight="bold", zorder=5, annotation_clip=False,
            bbox={"boxstyle": "circle,pad=0.2", "facecolor": "white", "edgecolor": color},
            arrowprops={"arrowstyle": "-|>,head_width=0.3", "color": color, "linewidth": 2,
                        "shrinkA": 0, "shrinkB": 0},
        )  # fmt: skip
        # Where along its line the arrow stands: elsewhere than its neighbour's, or on the first
        # free place; not always in the middle, where lines like to cross.
        self._places = (0.35, 0.65, 0.5, 0.2, 0.8) if number % 2 else (0.65, 0.35, 0.5, 0.8, 0.2)

    def show(
        self, crossing: Crossing | None, feet: list[NDArray[np.float64]], *, dashed: bool
    ) -> None:
        """Move to where the line crosses the panel; `feet` are taken, and get one more."""
        self.line.set_linestyle((0, (3, 1.6)) if dashed else "solid")
        self._arrow.set_visible(crossing is not None)
        if crossing is None:
            self.line.set_data([], [])
            return
        self.line.set_data(*np.array([crossing.start, crossing.end]).T)
        places = [crossing.start + part * (crossing.end - crossing.start) for part in self._places]
        side = np.hypot(*crossing.side)
        free = (p for p in places if all(np.hypot(*(p - f)) > 0.07 * side for f in feet))
        foot = next(free, places[0])
        feet.append(foot)
        self._arrow.set_position(tuple(foot))
        self._arrow.xy = tuple(foot + ARROW * crossing.side)


# --- units --------------------------------------------------------------------------------------


def _state(activation: str, before: NDArray[np.float64]) -> str | None:
    """Why a unit tells no points apart, from w·x + b of all of them; None for one that does."""
    if activation == "relu":
        return "dead" if before.max() <= 0 else None
    if activation not in LIMITS:
        return None
    after = np.tanh(before) if activation == "tanh" else expit(before)
    low, high = LIMITS[activation]
    for limit in (low, high):
        if np.mean(np.abs(after - limit) <= NEAR_LIMIT * (high - low)) >= NEARLY_ALL:
            return f"saturated at {limit}".replace("-", "−")
    return None


def _way(weights: NDArray[np.float64]) -> str:
    """To which side of its line a unit is positive, as on a compass of eight points."""
    names = (
        "right",
        "upper right",
        "top",
        "upper left",
        "left",
        "lower left",
        "bottom",
        "lower right",
    )
    return (
        f" (positive to the {names[round(np.arctan2(weights[1], weights[0]) / (np.pi / 4)) % 8]})"
    )


# --- rules --------------------------------------------------------------------------------------


def check_network(clf: Any, name: str) -> None:
    """Raise unless `clf` is a fitted network whose hidden units are lines in the plane."""
    check_classifier(clf, name)
    if not hasattr(clf, "coefs_"):
        raise TypeError(
            f"{name} must be an MLPClassifier, got {type(clf).__name__}, which has no hidden "
            "units; plot_probabilities draws any classifier"
        )
    n_hidden, n_features = len(clf.coefs_) - 1, len(clf.coefs_[0])
    if n_hidden != 1:
        raise ValueError(
            f"{name} must have one hidden layer, got {n_hidden}; in later layers a unit is no "
            "line: fit one with hidden_layer_sizes=(2,), or see plot_probabilities"
        )
    if n_features != 2:
        raise ValueError(
            f"{name} must be fitted on two features, got {n_features}; "
            "only then is a unit a line: fit it on two columns of X"
        )

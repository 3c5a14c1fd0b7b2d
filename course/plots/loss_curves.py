"""How the loss goes down, run by run, and where it stops.

Each run is one line with a dot where it ended, so a run that stopped early doesn't look like one
that the edge of the picture cut off. `ax.lines` are the runs in the order given, nothing else.
"""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Literal

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import StrMethodFormatter
from numpy.typing import ArrayLike, NDArray

from course.alt_text import describe

# Where training on balanced XOR gets stuck, as log loss in nats: nothing is known of any point;
# nothing of half of the points, everything of the rest; one blob is told apart and the other
# three, one of them of the other class, look the same (H is the entropy of a biased coin).
XOR_PLATEAUS: Mapping[str, float] = MappingProxyType(
    {
        "ln 2": float(np.log(2)),
        "½ ln 2": float(np.log(2) / 2),
        "¾ H(⅓)": float(0.75 * (np.log(3) - 2 / 3 * np.log(2))),
    }
)
LINE_COLOR, PLATEAU_COLOR = "#2166ac", "#737373"
# The field's spelling, in the order of the grid's rows and columns; other names come after.
SOLVERS = {"lbfgs": "L-BFGS", "sgd": "SGD", "adam": "Adam"}
ACTIVATIONS = {"relu": "ReLU", "logistic": "logistic", "tanh": "tanh", "identity": "identity"}

Scale = Literal["log", "linear"]


def plot_loss_curves(
    curves: Sequence[ArrayLike],
    ax: Axes | None = None,
    *,
    title: str | None = None,
    xlabel: str = "iteration",
    xscale: Scale = "log",
    ylim: tuple[float, float] | None = (0.0, 1.0),
    plateaus: Mapping[str, float] = XOR_PLATEAUS,
) -> Axes:
    """Draw one line a run, from iteration 1 to a dot at its last iteration.

    `curves` holds the `loss_curve_` of each run: the loss in nats after each iteration or epoch,
    of any length; say in `xlabel` which. The logarithmic `xscale` shows thirty iterations of
    L-BFGS and four hundred epochs of SGD equally well. `ylim` is the same in every picture, to
    compare; what lies outside is cut off; None follows the data. `plateaus` are reference lines,
    label to height; pass {} for data other than XOR. Returns `ax`, or new Axes without one.

    Raises ValueError when `curves` is empty or one of them isn't a sequence of numbers.
    """
    checked = _check_curves(curves, "curves")
    if ax is None:
        _, ax = plt.subplots(figsize=(6.4, 4.0), layout="constrained")
    _draw_runs(ax, checked)
    _draw_plateaus(ax, plateaus, with_labels=True)
    ax.set(xlabel=xlabel, ylabel="loss", xscale=xscale)
    ax.xaxis.set_major_formatter(StrMethodFormatter("{x:g}"))  # 100 rather than 10²
    if title is not None:
        ax.set_title(title)
    if ylim is not None:
        ax.set_ylim(ylim)
    ends = [curve[-1] for curve in checked]
    n_runs = "1 run" if len(checked) == 1 else f"{len(checked)} runs"
    describe(
        ax, f"Training loss against {xlabel}, {n_runs}: they end at losses from {min(ends):.3g} to "
        f"{max(ends):.3g}, after {min(map(len, checked))} to {max(map(len, checked))} steps.",
    )  # fmt: skip
    return ax


def plot_loss_curve_grid(
    curves_by_setting: Mapping[tuple[str, str], Sequence[ArrayLike]],
    *,
    suptitle: str | None = None,
    xscale: Scale = "log",
    plateaus: Mapping[str, float] = XOR_PLATEAUS,
) -> Figure:
    """Draw `plot_loss_curves` of each setting in a grid: a row a solver, a column an activation.

    `curves_by_setting` maps (solver, activation), named as scikit-learn does, to the curves of
    its runs: {("lbfgs", "relu"): [...], ("lbfgs", "logistic"): [...], ("sgd", "relu"): …}.
    Panels share both axes, with the loss from 0 to 1. Returns the Figure, known to pyplot; in a
    notebook, end the line with `;` to see it once.

    Raises ValueError when there is no setting, a solver lacks one of the activations, or a
    setting's curves are not what `plot_loss_curves` takes.
    """
    if not curves_by_setting:
        raise ValueError(
            "curves_by_setting must hold at least one setting, got none; "
            'map pairs such as ("lbfgs", "relu") to the loss curves of their runs'
        )
    solvers = _in_order((solver for solver, _ in curves_by_setting), SOLVERS)
    activations = _in_order((activation for _, activation in curves_by_setting), ACTIVATIONS)
    settings = [(solver, activation) for solver in solvers for activation in activations]
    missing = [setting for setting in settings if setting not in curves_by_setting]
    if missing:
        raise ValueError(
            "curves_by_setting must hold every solver with every activation, "
            f"got none for {missing[0]}; add its curves"
        )
    checked = {
        setting: _check_curves(curves_by_setting[setting], f"curves_by_setting[{setting}]")
        for setting in settings
    }
    nrows, ncols = len(solvers), len(activations)
    fig, axes = plt.subplots(
        nrows, ncols, figsize=(4.3 * ncols + 0.9, 2.9 * nrows + 0.4), sharex=True, sharey=True,
        squeeze=False, layout="constrained",
    )  # fmt: skip
    for setting, ax in zip(settings, axes.flat, strict=True):
        solver, activation = setting
        plot_loss_curves(
            checked[setting], ax, xscale=xscale, xlabel="iteration or epoch", plateaus={},
            title=f"{SOLVERS.get(solver, solver)} {ACTIVATIONS.get(activation, activation)}",
        )  # fmt: skip
        _draw_plateaus(ax, plateaus, with_labels=activation == activations[-1])
        ax.label_outer()
    if suptitle is not None:
        fig.suptitle(suptitle)
    return fig


# --- drawing ------------------------------------------------------------------------------------


def _draw_runs(ax: Axes, curves: Sequence[NDArray[np.float64]]) -> None:
    for curve in curves:
        # Above the frame, or a loss of zero would hide behind the bottom edge.
        (line,) = ax.plot(
            np.arange(1, len(curve) + 1), curve, color=LINE_COLOR, alpha=0.55, linewidth=1.1,
            zorder=3, marker="o", markersize=3.5, markevery=[-1],
        )  # fmt: skip
        line.sticky_edges.x.append(1)  # no room left of iteration 1, where nothing is


def _draw_plateaus(ax: Axes, plateaus: Mapping[str, float], *, with_labels: bool) -> None:
    # A line collection, so that ax.lines stays the runs; drawn from edge to edge of the Axes.
    ax.hlines(
        list(plateaus.values()), 0, 1, transform=ax.get_yaxis_transform(), color=PLATEAU_COLOR,
        linewidth=0.8, linestyle=(0, (4, 3)), zorder=1,
    )  # fmt: skip
    for label, height in plateaus.items() if with_labels else ():
        ax.annotate(
            label, (1, height), xycoords=("axes fraction", "data"), xytext=(4, 0),
            textcoords="offset points", va="center", fontsize="small", color=PLATEAU_COLOR,
        )  # fmt: skip


def _in_order(names: Iterable[str], known: Mapping[str, str]) -> list[str]:
    """`names` without repeats: the known ones in their order, then others as they come."""
    found = dict.fromkeys(names)
    return [name for name in known if name in found] + [name for name in found if name not in known]


# --- rules --------------------------------------------------------------------------------------


def _check_curves(curves: Sequence[ArrayLike], name: str) -> list[NDArray[np.float64]]:
    if len(curves) == 0:
        raise ValueError(f"{name} must hold at least one loss curve, got none; fit a model first")
    return [_check_curve(curve, f"{name}[{i}]") for i, curve in enumerate(curves)]


def _check_curve(curve: ArrayLike, name: str) -> NDArray[np.float64]:
    try:
        losses = np.asarray(curve, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise ValueError(
            f"{name} must be a sequence of numbers, got {type(curve).__name__}; "
            "pass a model's loss_curve_"
        ) from error
    if losses.ndim != 1 or len(losses) == 0:
        raise ValueError(
            f"{name} must be a sequence of at least one loss, got shape {losses.shape}; "
            "pass a list of loss curves, such as [clf.loss_curve_ for clf in clfs]"
        )
    return losses

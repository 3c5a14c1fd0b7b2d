"""Where the settings of a table end: how good they are, and what each hyperparameter does to that.

Accuracies are those on the validation set after the last epoch, 0 for settings that diverged. The
numbers come from `course.hpo.facts`.
"""

from collections.abc import Sequence
from itertools import cycle

import numpy as np
import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from course.alt_text import describe
from course.hpo.facts import (
    CHANCE,
    ROUNDING,
    HasCurves,
    HasSettings,
    Numbers,
    final_accuracies,
    goal_accuracies,
    has_few_values,
    marginal_effect,
    untrainable_share,
)
from course.hpo.table import UNTRAINABLE_BELOW
from course.plots.curves import ALL_COLOR, BEST_COLOR, REFERENCE_COLOR, REFERENCE_DASHES

N_BARS = 40  # from 0 to 1, so that 0.15, where trainable settings begin, is an edge
MEDIAN_LABEL, BAND_LABEL, BAND_ALPHA = "median", "middle half of the settings", 0.3
# What the short names of `course.hpo.space` mean, as Table I of the paper has it, with units.
LABELS = {
    "C1": "filters in C1",
    "C2": "filters in C2",
    "C3": "filters in C3",
    "C4": "filters in C4",
    "Fc": "units in Fc",
    "filter_size": "filter size (pixels)",
    "pool1": "pooling size after C1 (pixels)",
    "pool2": "pooling size after C2 (pixels)",
    "learning_rate": "learning rate",
    "l2": "L2 weight",
    "dropout": "dropout rate",
    "activation": "activation function",
    "regularizer": "regularizer",
}
NCOLS = 3


def plot_accuracy_distribution(
    table: HasCurves,
    goals: Sequence[float] = (0.0005, 0.0025, 0.005),
    *,
    suptitle: str | None = None,
) -> Figure:
    """Draw the final accuracies of all settings, and of the best ones enlarged, with the goals.

    Left, bars: which percentage of the settings ends at which accuracy. Those below 0.15 (ETR-1's
    r + ε), which can't be trained, have another colour, hatched, and their share is written
    beside. Right, the best settings in their order, one dot each, up to twice the largest of
    `goals`, or 20 of them; its accuracy axis follows the data. `goals` are fractions of the
    settings, as in the paper (section IV.C: the top 0.05, 0.25 and 0.5 %); each is marked at the
    accuracy that so many settings reach. Returns the Figure, known to pyplot.

    Raises ValueError when `goals` is empty or one of them isn't above 0 and at most 1.
    """
    if len(goals) == 0:
        raise ValueError("goals must hold at least one fraction, got none; try goals=(0.005,)")
    heights = goal_accuracies(table, goals)
    fig, (left, right) = plt.subplots(
        1, 2, figsize=(9.6, 3.6), layout="constrained", width_ratios=(3, 2)
    )
    _draw_bars(left, table)
    _draw_best(right, table, goals, heights)
    n_settings = len(table.validation_accuracy)
    fig.suptitle(f"{table.task}: {n_settings:,} settings" if suptitle is None else suptitle)
    return fig


def plot_marginal_effects(
    table: HasSettings, n_bins: int = 10, *, suptitle: str | None = None
) -> Figure:
    """Draw final accuracy by the value of each searched hyperparameter, a panel each.

    The line is the median, the band the middle half (from the lower to the upper quartile), of all
    settings whose value lies in one of `n_bins` bins, whatever their other hyperparameters are;
    points and bars where there are few values. All panels share the accuracy axis from 0 to 1;
    dashed is a guess among ten classes (0.1). Bins and axis are logarithmic for what was searched
    so. Returns the Figure, known to pyplot.

    Raises ValueError if `n_bins` is less than 1.
    """
    searched = table.space.free()
    effects = {h.name: marginal_effect(table, h.name, n_bins) for h in searched}
    nrows = -(-len(searched) // NCOLS)
    fig, axes = plt.subplots(
        nrows, NCOLS, figsize=(9.6, 2.3 * nrows + 0.5), sharey=True, squeeze=False,
        layout="constrained",
    )  # fmt: skip
    for ax in axes.flat[len(searched) :]:
        ax.remove()
    for hyperparameter, ax in zip(searched, axes.flat, strict=False):
        effect = effects[hyperparameter.name]
        if has_few_values(hyperparameter, n_bins):
            _draw_few_values(ax, effect)
        else:
            _draw_bins(ax, effect, log=hyperparameter.log)
        ax.hlines(
            CHANCE, 0, 1, transform=ax.get_yaxis_transform(), color=REFERENCE_COLOR, linewidth=0.8,
            linestyle=REFERENCE_DASHES, zorder=1, label="chance",
        )  # fmt: skip
        name = LABELS.get(hyperparameter.name, hyperparameter.name)
        ax.set(xlabel=name, ylim=(0, 1))
        ends = effect["value"].iloc[[0, -1]].tolist()
        describe(
            ax, f"Median accuracy by {name}: {effect['median'].iloc[0]:.2f} at {_shown(ends[0])}, "
            f"{effect['median'].iloc[-1]:.2f} at {_shown(ends[1])}, at most "
            f"{effect['median'].max():.2f}.",
        )  # fmt: skip
    fig.supylabel("final validation accuracy")
    fig.legend(*axes.flat[0].get_legend_handles_labels(), loc="outside lower center", ncols=3,
               frameon=False)  # fmt: skip
    n_settings = len(table.validation_accuracy)
    fig.suptitle(f"{table.task}: {n_settings:,} settings" if suptitle is None else suptitle)
    return fig


# --- drawing ------------------------------------------------------------------------------------


def _draw_bars(ax: Axes, table: HasCurves) -> None:
    final = final_accuracies(table)
    edges = np.arange(N_BARS + 1) / N_BARS
    # what lies on an edge belongs above it, also where float32 is a little less
    shares = 100 * np.histogram(final, [0, *(edges[1:-1] - ROUNDING), 1])[0] / len(final)
    bars = ax.bar(edges[:-1], shares, width=1 / N_BARS, align="edge", color=ALL_COLOR)
    for bar, edge in zip(bars, edges[:-1], strict=True):
        if edge < UNTRAINABLE_BELOW:
            bar.set(facecolor="white", edgecolor=BEST_COLOR, hatch="////")
    at_0 = ", diverged at 0" if np.isnan(table.validation_accuracy[:, -1]).any() else ""
    ax.text(
        UNTRAINABLE_BELOW + 0.02, 0.96,
        f"{100 * untrainable_share(table):.1f} % untrainable\n"
        f"(below {UNTRAINABLE_BELOW:.2f}{at_0})",
        transform=ax.get_xaxis_transform(), va="top", color=BEST_COLOR,
        bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.85, "pad": 1},  # over bars
    )  # fmt: skip
    ax.set(
        title="all settings", xlabel="final validation accuracy", xlim=(0, 1),
        ylabel="share of the settings (%)",
    )  # fmt: skip
    describe(
        ax, f"Bars: which share of the settings ends at which accuracy. The median is "
        f"{np.median(final):.3f}; {100 * untrainable_share(table):.1f} % are untrainable, hatched.",
    )  # fmt: skip


def _draw_best(ax: Axes, table: HasCurves, goals: Sequence[float], heights: Numbers) -> None:
    final = np.sort(final_accuracies(table))[::-1]
    n = len(final)
    # at least 20, or nothing of a small table would be left to see
    shown = min(n, max(20, int(np.ceil(2 * max(goals) * n))))
    ax.plot(
        100 * np.arange(1, shown + 1) / n, final[:shown], color=ALL_COLOR, marker=".",
        markersize=4, linewidth=0.8,
    )  # fmt: skip
    for goal, height, marker in zip(goals, heights, cycle("sD^v"), strict=False):
        ax.plot(
            100 * goal, height, marker=marker, color=BEST_COLOR, markersize=8, linestyle="none",
            label=f"top {100 * goal:g} %: {height:.4f}",
        )  # fmt: skip
    ax.set(
        title=f"the best {shown:,}", xlabel="settings, best first (% of all)",
        ylabel="final validation accuracy",
    )  # fmt: skip
    ax.set_xlim(left=0)
    reached = ", ".join(
        f"top {100 * goal:g} % from {height:.4f}"
        for goal, height in zip(goals, heights, strict=True)
    )
    describe(ax, f"The best settings in their order, from {final[0]:.4f} down. Goals: {reached}.")
    ax.legend(loc="upper right", fontsize="small", title="goals", title_fontsize="small")


def _draw_few_values(ax: Axes, effect: pd.DataFrame) -> None:
    places = np.arange(len(effect))
    ax.vlines(
        places, effect["lower"], effect["upper"], color=ALL_COLOR, alpha=BAND_ALPHA, linewidth=10,
        label=BAND_LABEL,
    )  # fmt: skip
    ax.plot(
        places, effect["median"], color=ALL_COLOR, marker="o", markersize=5, linestyle="none",
        label=MEDIAN_LABEL,
    )  # fmt: skip
    ax.set_xticks(places, [_shown(value) for value in effect["value"]])
    ax.set_xlim(-0.6, len(effect) - 0.4)


def _shown(value: object) -> str:
    return f"{value:.3g}" if isinstance(value, float) else str(value)


def _draw_bins(ax: Axes, effect: pd.DataFrame, *, log: bool) -> None:
    ax.fill_between(
        effect["value"], effect["lower"], effect["upper"], color=ALL_COLOR, alpha=BAND_ALPHA,
        linewidth=0, label=BAND_LABEL,
    )  # fmt: skip
    ax.plot(
        effect["value"], effect["median"], color=ALL_COLOR, marker="o", markersize=4,
        label=MEDIAN_LABEL,
    )  # fmt: skip
    if log:
        ax.set_xscale("log")

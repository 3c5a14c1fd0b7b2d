"""Learning curves of a whole table: families of them, what early epochs tell, when they end.

The epochs' axis is the same in all of these pictures, from 1 to the table's last epoch T, and so
is that of accuracy, from 0 to 1. The numbers come from `course.hpo.facts`.
"""

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from numpy.typing import NDArray

from course.alt_text import describe
from course.hpo.facts import (
    CHANCE,
    HasCurves,
    best_first,
    converged_by_half,
    rank_correlations,
    trainable_convergence_epochs,
)

# Dark and light, solid and dashed, square and round: told apart without colours too.
ALL_COLOR, BEST_COLOR, REFERENCE_COLOR = "#2166ac", "#d55e00", "#737373"
REFERENCE_DASHES = (0, (4, 3))
BEST_PART = 0.25


def plot_curve_families(
    table: HasCurves,
    n: int = 100,
    random_state: int | np.random.Generator | None = 0,
    *,
    suptitle: str | None = None,
) -> Figure:
    """Draw `n` random, the `n` best and the `n` worst learning curves side by side.

    These are Figs 1 and 2 of the paper: validation accuracy after each epoch, best and worst by
    the last one, the accuracy of a guess among ten classes (0.1) dashed. Settings that diverged
    count as worst; they are drawn as far as they go, with a cross at the end, and counted above the
    panel, for those that diverged in their first epoch have nothing to draw. `random_state`
    chooses the random ones, none of them twice. Each panel's `ax.lines` are its settings, the
    best (or worst) first. Returns the Figure, known to pyplot; in a notebook, end the line with
    `;` to see it once.

    Raises ValueError unless 1 ≤ n ≤ the number of settings.
    """
    order = best_first(table)
    if not 1 <= n <= len(order):
        raise ValueError(
            f"n must be from 1 to the table's {len(order)} settings, got n={n}; "
            "pass a smaller n or a larger table"
        )
    drawn = np.random.default_rng(random_state).choice(len(order), n, replace=False)
    families = {"random": drawn, "top": order[:n], "bottom": order[::-1][:n]}
    fig, axes = plt.subplots(1, 3, figsize=(9.6, 3.5), sharey=True, layout="constrained")
    curves = np.asarray(table.validation_accuracy, dtype=np.float64)
    pad = 18 if np.isnan(curves[:, -1]).any() else None  # the number that diverged stands below
    for (name, members), ax in zip(families.items(), axes, strict=True):
        _draw_family(ax, curves[members])
        ends = np.nan_to_num(curves[members, -1])
        describe(
            ax, f"Validation accuracy by epoch of {n} settings; after the last epoch it is "
            f"{ends.min():.3f} to {ends.max():.3f}, with a median of {np.median(ends):.3f}.",
        )  # fmt: skip
        _epoch_axis(ax, curves.shape[1])
        ax.set_title(f"{name} {n}", pad=pad)
        ax.set_ylim(0, 1)
    axes[0].set_ylabel("validation accuracy")
    axes[-1].annotate(
        "chance", (1, CHANCE), xycoords=("axes fraction", "data"), xytext=(4, 0),
        textcoords="offset points", va="center", fontsize="small", color=REFERENCE_COLOR,
    )  # fmt: skip
    fig.suptitle(f"{table.task}: {len(order):,} settings" if suptitle is None else suptitle)
    return fig


def plot_rank_correlation(
    table: HasCurves, ax: Axes | None = None, *, title: str | None = None
) -> Axes:
    """Draw how well accuracy after epoch t ranks settings as the last epoch does, for every t.

    Spearman's rank correlation, 1 for the same order and 0 for none, of all settings and of the
    best quarter alone: to tell good from bad is easier than to tell the best from the good, and
    a search needs the latter. The last epoch has 1 by definition. The axis goes down to 0, or to
    the lowest value below it; an epoch without a value (all settings equally good) is a gap.
    Returns `ax`, or new Axes without one.
    """
    if ax is None:
        _, ax = plt.subplots(figsize=(6.4, 4.0), layout="constrained")
    everything, best = rank_correlations(table), rank_correlations(table, BEST_PART)
    epochs = np.arange(1, len(everything) + 1)
    n_settings = len(table.validation_accuracy)
    n_best = int(np.ceil(BEST_PART * n_settings))
    ax.plot(
        epochs, everything, color=ALL_COLOR, marker="o", markersize=4,
        label=f"all {n_settings:,} settings",
    )  # fmt: skip
    ax.plot(
        epochs, best, color=BEST_COLOR, marker="s", markersize=4, linestyle="dashed",
        label=f"the best quarter of them ({n_best:,})",
    )  # fmt: skip
    _epoch_axis(ax, len(epochs))
    lowest = min(0.0, np.nan_to_num([everything, best]).min())
    ax.set(ylim=(1.05 * lowest, 1.03), ylabel="rank correlation with the last epoch")
    ax.legend(loc="lower right", fontsize="small")
    ax.set_title(f"{table.task}: how much early epochs tell" if title is None else title)
    describe(
        ax, "Rank correlation of accuracy after each epoch with that after the last one: for all "
        f"settings {_over_time(everything)}; for the best quarter of them {_over_time(best)}.",
    )  # fmt: skip
    return ax


def plot_convergence(
    table: HasCurves, ax: Axes | None = None, *, n: int = 100, title: str | None = None
) -> Axes:
    """Draw which part of the curves has converged by each epoch, in percent from 0 to 100.

    A curve has converged in the first epoch from which on every accuracy is within 0.02 of the
    final one (`course.hpo.facts.convergence_epochs`). Drawn for all trainable settings (0.15 or
    more at the end) and for the `n` best. A vertical line marks half of the training, a
    horizontal one half of the settings, points where the curves cross the former: "most of the
    curves converge before reaching the half" (section III.C) where they lie above the latter.
    Returns `ax`, or new Axes without one.

    Raises ValueError if no setting is trainable, or n is less than 1.
    """
    if n < 1:
        raise ValueError(f"n must be at least 1, got n={n}; the paper looks at the 100 best")
    groups = {best: trainable_convergence_epochs(table, best=best) for best in (None, n)}
    if ax is None:
        _, ax = plt.subplots(figsize=(6.4, 4.0), layout="constrained")
    n_epochs = np.asarray(table.validation_accuracy).shape[1]
    shares = []
    half, n_trainable = n_epochs / 2, len(groups[None])
    ax.axvline(half, color=REFERENCE_COLOR, linewidth=0.8, linestyle=REFERENCE_DASHES, zorder=1)
    ax.axhline(50, color=REFERENCE_COLOR, linewidth=0.8, linestyle=REFERENCE_DASHES, zorder=1)
    epochs = np.arange(1, n_epochs + 1)
    for (best, converged), color, dashes, marker in zip(
        groups.items(), (ALL_COLOR, BEST_COLOR), ("solid", "dashed"), "os", strict=True
    ):
        share = 100 * np.searchsorted(np.sort(converged), epochs, side="right") / len(converged)
        by_half = 100 * converged_by_half(table, best=best)
        who = f"all {n_trainable:,} trainable" if best is None else f"the best {len(converged):,}"
        shares.append(f"{by_half:.0f} % of {who} settings")
        ax.step(epochs, share, where="post", color=color, linestyle=dashes)
        ax.plot(half, by_half, marker=marker, color=color, linestyle="none")
        ax.plot(  # for the legend: the line with the point on it
            [], [], color=color, linestyle=dashes, marker=marker,
            label=shares[-1],
        )  # fmt: skip
    _epoch_axis(ax, n_epochs)
    ax.set(ylim=(0, 103), ylabel="converged to within 0.02 (% of settings)")
    ax.legend(fontsize="small", title="converged by half of the training", title_fontsize="small")
    ax.set_title(f"{table.task}: when curves have converged" if title is None else title)
    describe(
        ax, f"Share of the settings whose accuracy has converged, by epoch. By half of the "
        f"training, epoch {half:g}, it is {' and '.join(shares)}.",
    )  # fmt: skip
    return ax


# --- drawing ------------------------------------------------------------------------------------


def _draw_family(ax: Axes, curves: NDArray[np.float64]) -> None:
    # A line collection, so that ax.lines stays the settings; drawn from edge to edge of the Axes.
    ax.hlines(
        CHANCE, 0, 1, transform=ax.get_yaxis_transform(), color=REFERENCE_COLOR, linewidth=0.8,
        linestyle=REFERENCE_DASHES, zorder=4,
    )  # fmt: skip
    alpha = float(np.clip(30 / len(curves), 0.15, 0.8))
    for curve in curves:
        length = int(np.isfinite(curve).sum())
        diverged = length < len(curve)
        ax.plot(
            np.arange(1, length + 1), curve[:length], color=ALL_COLOR, alpha=alpha, linewidth=0.9,
            marker="x" if diverged else None, markersize=5, markevery=[-1],
        )  # fmt: skip
    n_diverged, n_at_once = (int(np.isnan(curves[:, epoch]).sum()) for epoch in (-1, 0))
    if n_diverged:
        at_once = f", {n_at_once} of them in epoch 1" if n_at_once else ""
        ax.text(
            0.5, 1.02, f"{n_diverged} diverged (×){at_once}", transform=ax.transAxes, ha="center",
            fontsize="small", color=REFERENCE_COLOR,
        )  # fmt: skip


def _over_time(values: NDArray[np.float64]) -> str:
    """The first value, that in the middle, and the last."""
    middle = (len(values) - 1) // 2
    return (
        f"{values[0]:.2f} after epoch 1, {values[middle]:.2f} after epoch {middle + 1}, "
        f"{values[-1]:.2f} at the end"
    )


def _epoch_axis(ax: Axes, n_epochs: int) -> None:
    ax.set(xlabel="epoch", xlim=(0.5, n_epochs + 0.5))
    ax.xaxis.set_major_locator(MaxNLocator(nbins=5, integer=True, steps=[1, 2, 5, 10]))

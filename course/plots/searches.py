"""Architecture searches: who was evaluated when, and accuracy against memory."""

from collections.abc import Mapping

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator
from numpy.typing import ArrayLike, NDArray

from course.plots.curves import ALL_COLOR, BEST_COLOR, REFERENCE_COLOR, REFERENCE_DASHES

EVERYONE_COLOR = "#bdbdbd"
STYLES = ((BEST_COLOR, "s", "solid"), (ALL_COLOR, "D", (0, (3, 2))), ("#009e73", "^", (0, (1, 1))))
"""Of fronts: colour, marker and dashes, told apart without colours too."""


def plot_populations(
    searches: Mapping[str, ArrayLike],
    *,
    n_initial: int | None = None,
    suptitle: str | None = None,
) -> Figure:
    """Draw every network that searches evaluated, a panel each, in the order of evaluation.

    `searches` maps a name to validation accuracies, fractions, one a network. A line is the best so
    far, its end written beside it; a dashed one goes through all panels at the best of the first
    search, to compare with. `n_initial` marks in the first panel where the initial population ends
    and children begin. Returns the Figure, known to pyplot.

    Raises ValueError for no searches, or one that evaluated nothing or has accuracies outside of
    [0, 1].
    """
    if not searches:
        raise ValueError("searches must hold at least one, got none; pass {name: accuracies}")
    found = {name: _accuracies(name, values) for name, values in searches.items()}
    fig, axes = plt.subplots(
        1, len(found), figsize=(1 + 4.0 * len(found), 4.0), sharex=True, sharey=True,
        squeeze=False, layout="constrained",
    )  # fmt: skip
    reference = max(next(iter(found.values())))
    for ax, (name, values) in zip(axes[0], found.items(), strict=True):
        numbers, best = np.arange(1, len(values) + 1), np.maximum.accumulate(values)
        ax.axhline(reference, color=REFERENCE_COLOR, linewidth=0.8, linestyle=REFERENCE_DASHES)
        ax.plot(
            numbers, values, "o", color=ALL_COLOR, markersize=4.5, alpha=0.75,
            markeredgewidth=0, label="a network",
        )  # fmt: skip
        ax.step(numbers, best, where="post", color=BEST_COLOR, linewidth=1.8, label="best so far")
        ax.annotate(
            f"{best[-1]:.3f}", (numbers[-1], best[-1]), xytext=(0, 5), ha="right",
            textcoords="offset points", color=BEST_COLOR, fontsize="small",
        )  # fmt: skip
        ax.set(title=name, xlabel="networks evaluated")
        ax.xaxis.set_major_locator(MaxNLocator(nbins=6, integer=True))
    if n_initial is not None:
        _mark_initial(axes[0, 0], n_initial)
    everything = np.concatenate(list(found.values()))
    axes[0, 0].set_ylim(max(0, everything.min() - 0.03), min(1.02, everything.max() + 0.06))
    axes[0, 0].set_xlim(0, max(map(len, found.values())) + 1)
    axes[0, 0].set_ylabel("validation accuracy (fraction)")
    fig.legend(*axes[0, 0].get_legend_handles_labels(), loc="outside lower center", ncols=2)
    if suptitle is not None:
        fig.suptitle(suptitle)
    return fig


def plot_pareto_front(
    sram_bytes: ArrayLike,
    accuracy: ArrayLike,
    found: Mapping[str, ArrayLike],
    ax: Axes | None = None,
    *,
    limit_bytes: float | None = None,
    title: str | None = None,
) -> Axes:
    """Draw accuracy against peak SRAM: all networks grey, and fronts that searches found.

    `sram_bytes` and `accuracy` have shape (n,); `found` maps a search's name to the numbers of the
    networks that it evaluated, of which only those are drawn that no other of them dominates (more
    accuracy with no more memory). A thin line is the front of all n. `limit_bytes` is drawn as an
    upright line, beyond which the panel is shaded. Memory is on a logarithmic scale. Returns `ax`,
    or new Axes without one. Raises ValueError for unequal numbers, or none.
    """
    sizes, values = np.asarray(sram_bytes, float), np.asarray(accuracy, float)
    if sizes.ndim != 1 or sizes.shape != values.shape or not len(sizes):
        raise ValueError(
            "sram_bytes and accuracy must have the same shape (n,), at least 1 each, "
            f"got {sizes.shape} and {values.shape}"
        )
    if ax is None:
        _, ax = plt.subplots(figsize=(6.8, 4.4), layout="constrained")
    ax.plot(
        sizes, values, "o", color=EVERYONE_COLOR, markersize=3, alpha=0.5, markeredgewidth=0,
        label=f"all {len(sizes):,} networks", zorder=1,
    )  # fmt: skip
    everyone = front(sizes, values)
    ax.step(
        sizes[everyone], values[everyone], where="post", color="black", linewidth=0.9,
        label="front of all of them", zorder=2,
    )  # fmt: skip
    for (name, numbers), (color, marker, dashes) in zip(found.items(), _styles(found), strict=True):
        rows = np.asarray(numbers, dtype=np.int64)
        mine = rows[front(sizes[rows], values[rows])]
        ax.step(
            sizes[mine], values[mine], where="post", color=color, linestyle=dashes, linewidth=1.4,
            marker=marker, markersize=6, markerfacecolor="white", label=name, zorder=4,
        )  # fmt: skip
    ax.set_xscale("log", base=2)
    ax.xaxis.set_major_formatter(FuncFormatter(lambda x, _: f"{x:,.0f}"))
    ax.set(xlabel="peak SRAM (bytes, doubled at each mark)", ylabel="accuracy (fraction of images)")
    if limit_bytes is not None:
        _draw_limit(ax, limit_bytes)
    ax.legend(loc="upper left", fontsize="small")
    if title is not None:
        ax.set_title(title)
    return ax


def front(sizes: NDArray[np.float64], values: NDArray[np.float64]) -> NDArray[np.int64]:
    """The numbers of those that nobody dominates, from the smallest on; one of equal ones."""
    order = np.lexsort((-values, sizes))
    best = np.maximum.accumulate(values[order])
    is_better = np.r_[True, best[1:] > best[:-1]] if len(order) else np.zeros(0, bool)
    return np.asarray(order[is_better])


def _accuracies(name: str, values: ArrayLike) -> NDArray[np.float64]:
    found = np.asarray(values, dtype=np.float64).ravel()
    if not len(found) or not ((found >= 0) & (found <= 1)).all():
        raise ValueError(
            f"searches[{name!r}] must hold accuracies in [0, 1], one a network, got {found}"
        )
    return found


def _styles(found: Mapping[str, ArrayLike]) -> list[tuple[str, str, object]]:
    if len(found) > len(STYLES):
        raise ValueError(f"found must hold at most {len(STYLES)} searches, got {len(found)}")
    return list(STYLES[: len(found)])


def _mark_initial(ax: Axes, n_initial: int) -> None:
    ax.axvline(n_initial + 0.5, color=REFERENCE_COLOR, linewidth=0.8, zorder=0)
    ax.annotate(
        "children →", (n_initial + 0.5, 0), xycoords=("data", "axes fraction"), xytext=(4, 5),
        textcoords="offset points", fontsize="small", color=REFERENCE_COLOR,
    )  # fmt: skip


def _draw_limit(ax: Axes, limit_bytes: float) -> None:
    right = ax.get_xlim()[1]
    ax.axvspan(limit_bytes, 2 * right, color=REFERENCE_COLOR, alpha=0.12, linewidth=0, zorder=0)
    ax.axvline(limit_bytes, color=REFERENCE_COLOR, linewidth=1.2, linestyle=REFERENCE_DASHES)
    ax.set_xlim(right=right)
    ax.annotate(
        f"limit {limit_bytes:,.0f} bytes", (limit_bytes, 0), xycoords=("data", "axes fraction"),
        xytext=(-4, 6), ha="right", textcoords="offset points", fontsize="small",
        color=REFERENCE_COLOR,
    )  # fmt: skip

"""Times to a goal, a box a rule: the paper's Figs 4 and 5, with unfinished searches shown as such.

A search that did not reach its goal is *censored*: its time is known to be more than its limit.
Left out, or counted at its limit, it would make a rule look faster than it is. So the quartiles
here are those of the Kaplan–Meier estimate, which uses what is known and no more.
"""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter
from numpy.typing import ArrayLike, NDArray
from scipy.stats import CensoredData, ecdf

from course.alt_text import describe
from course.plots.curves import ALL_COLOR, BEST_COLOR, REFERENCE_COLOR, REFERENCE_DASHES

BOX_HEIGHT, DOTS_HEIGHT = 0.56, 0.4
GOLDEN = (np.sqrt(5) - 1) / 2


class Runs(NamedTuple):
    """One rule's searches: `seconds` to the goal, or until the search was given up."""

    seconds: NDArray[np.float64]
    reached: NDArray[np.bool_]

    def quantile(self, q: float) -> float:
        """By when a fraction `q` of all searches has reached the goal; infinite if never seen.

        The time that is returned is one of a search that reached it.
        """
        data = CensoredData.right_censored(self.seconds, ~self.reached)
        known = ecdf(data).cdf
        enough = known.probabilities >= q - 1e-12
        return float(known.quantiles[np.argmax(enough)]) if enough.any() else np.inf


def plot_times_to_goal(
    times: Mapping[str, ArrayLike],
    censored_at: float | Mapping[str, ArrayLike] | None = None,
    ax: Axes | None = None,
    *,
    reference: str | None = None,
    log: bool = True,
    unit: str = "seconds",
    title: str | None = None,
) -> Axes:
    """Draw how long each rule's searches took to reach the goal: a box and every single run.

    Boxes go from the lower to the upper quartile with the median inside, whiskers from the fastest
    search to the slowest that reached the goal. Dots are searches that did; hollow triangles stand
    where one was given up, and are counted at the right. A box whose upper quartile was not reached
    is open there; of a median that was not reached a note remains. The first rule is on top.

    Parameters
    ----------
    times : name of a rule → seconds to the goal, one a search, above 0; infinite where it was not
        reached.
    censored_at : when those searches were given up: one number for all, or name → one number or as
        many as the rule has searches. Needed if any time is infinite.
    reference : the rule whose median is a dashed line through all rows, if it was reached.
    log : whether equal distances are equal factors.

    Returns `ax`, or new Axes without one. Raises ValueError for no rules, a rule without searches,
    times that are not above 0, a missing limit, or a reference that is not among the rules.
    """
    runs = {name: _runs(name, values, censored_at) for name, values in times.items()}
    if not runs:
        raise ValueError("times must hold at least one rule, got none; pass {name: seconds}")
    if reference is not None and reference not in runs:
        raise ValueError(f"reference must be one of {', '.join(runs)}, got {reference!r}")
    if ax is None:
        _, ax = plt.subplots(figsize=(6.8, 1.3 + 0.45 * len(runs)), layout="constrained")
    _time_axis(ax, runs, log)
    for y, one in enumerate(runs.values()):
        _draw_runs(ax, y, one)
    if reference is not None and np.isfinite(median := runs[reference].quantile(0.5)):
        ax.axvline(
            median, color=REFERENCE_COLOR, linewidth=1, linestyle=REFERENCE_DASHES, zorder=1,
            label=f"median of {reference}",
        )  # fmt: skip
    ax.set_yticks(range(len(runs)), list(runs))
    ax.set(ylim=(len(runs) - 0.5, -0.5), xlabel=f"{unit} to the goal")
    if title is not None:
        ax.set_title(title)
    medians = "; ".join(f"{name} {_in_words(one)}" for name, one in runs.items())
    describe(ax, f"Times to the goal in {unit}, a box a rule. Medians: {medians}.")
    return ax


def _in_words(runs: Runs) -> str:
    middle, n_censored = runs.quantile(0.5), int((~runs.reached).sum())
    told = f"{middle:.3g}" if np.isfinite(middle) else "not reached"
    return told + (f" ({n_censored} of {len(runs.reached)} gave up)" if n_censored else "")


def _runs(
    name: str, values: ArrayLike, censored_at: float | Mapping[str, ArrayLike] | None
) -> Runs:
    seconds = np.array(values, dtype=np.float64).ravel()
    if not len(seconds) or not (seconds > 0).all():
        raise ValueError(
            f"times[{name!r}] must hold one time above 0 for each search, got {seconds}; "
            "infinite (np.inf) stands for a search that did not reach the goal"
        )
    reached = np.isfinite(seconds)
    if not reached.all():
        given = censored_at.get(name) if isinstance(censored_at, Mapping) else censored_at
        limits = np.broadcast_to(
            np.nan if given is None else np.asarray(given, dtype=np.float64), seconds.shape
        )
        seconds[~reached] = limits[~reached]
        if not (np.isfinite(seconds) & (seconds > 0)).all():
            raise ValueError(
                f"censored_at must say when {name!r}'s {int((~reached).sum())} unfinished searches "
                f"were given up, got {given}; pass the limit in {name!r}'s unit"
            )
    return Runs(seconds, reached)


# --- drawing ------------------------------------------------------------------------------------


def _time_axis(ax: Axes, runs: Mapping[str, Runs], log: bool) -> None:
    """Room for everything, also for what panels with the same axis have already."""
    everything = np.concatenate([one.seconds for one in runs.values()])
    low, high = everything.min(), everything.max()
    pad = max((high / low) ** 0.05, 1.05) if log else 1.06
    left, right = (low / pad if log else 0.0), high * pad
    panels = ax.get_shared_x_axes().get_siblings(ax)
    if any(panel.has_data() for panel in panels if panel is not ax):
        left, right = min(left, ax.get_xlim()[0]), max(right, ax.get_xlim()[1])
    ax.set_xscale("log" if log else "linear")
    ax.set_xlim(left, right)
    if not log:
        return
    ax.xaxis.set_major_locator(LogLocator(subs=(1, 2, 5) if high / low < 300 else (1,)))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda x, _: f"{x:,.6g}"))
    ax.xaxis.set_minor_formatter(NullFormatter())


def _draw_runs(ax: Axes, y: int, runs: Runs) -> None:
    lower, middle, upper = (runs.quantile(q) for q in (0.25, 0.5, 0.75))
    beyond = 1e3 * float(ax.get_xlim()[1])  # open to the right, whatever the axis shows later
    bottom, top = y - BOX_HEIGHT / 2, y + BOX_HEIGHT / 2
    if np.isfinite(lower):
        end = min(upper, beyond)
        ax.add_patch(
            Rectangle((lower, bottom), end - lower, BOX_HEIGHT, facecolor=ALL_COLOR, alpha=0.18)
        )
        ax.hlines([bottom, top], lower, end, color=ALL_COLOR, linewidth=1)
        sides = [side for side in (lower, upper) if np.isfinite(side)]
        ax.vlines(sides, bottom, top, color=ALL_COLOR, linewidth=1)
    finished = runs.seconds[runs.reached]
    if len(finished):
        ax.hlines(y, finished.min(), min(lower, finished.max()), color=ALL_COLOR, linewidth=1)
        if np.isfinite(upper):
            ax.hlines(y, upper, max(upper, finished.max()), color=ALL_COLOR, linewidth=1)
    if np.isfinite(middle):
        ax.vlines(middle, bottom, top, color=BEST_COLOR, linewidth=2.5, zorder=3)
    _draw_dots(ax, y, runs)
    _write_count(ax, y, runs, has_median=bool(np.isfinite(middle)))


def _draw_dots(ax: Axes, y: int, runs: Runs) -> None:
    # spread so that equal times are seen beside each other, the same in every drawing
    places = y + DOTS_HEIGHT * (np.arange(len(runs.seconds)) * GOLDEN % 1 - 0.5)
    for kept, marker, face, edge, size in (
        (runs.reached, "o", ALL_COLOR, "white", 4.0),
        (~runs.reached, ">", "white", BEST_COLOR, 5.5),
    ):
        ax.plot(
            runs.seconds[kept], places[kept], marker, markerfacecolor=face, markeredgecolor=edge,
            markeredgewidth=0.4 if face == ALL_COLOR else 1.1, markersize=size, zorder=4,
        )  # fmt: skip


def _write_count(ax: Axes, y: int, runs: Runs, *, has_median: bool) -> None:
    n_censored = int((~runs.reached).sum())
    if not n_censored:
        return
    note = "" if has_median else "\nmedian not reached"
    ax.annotate(
        f"▷ {n_censored} of {len(runs.reached)} not reached{note}", (1, y),
        xycoords=("axes fraction", "data"), xytext=(5, 0), textcoords="offset points", va="center",
        fontsize="small", color=BEST_COLOR,
    )  # fmt: skip

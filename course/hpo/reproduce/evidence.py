"""What the searches of one task show: times with intervals, and the rule that gives verdicts.

A search that was given up counts with its limit: the *mean time up to the limit* is known for every
search. Rules are compared by ratios of these means. Intervals resample searches, the same ones for
every rule, since search i begins alike under all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binomtest

from course.hpo.facts import final_accuracies
from course.hpo.reproduce.grid import GOALS, N_INITIAL, Found, Search, Task
from course.hpo.reproduce.rules import NO_RULE, VARIANTS, Variant
from course.hpo.table import UNTRAINABLE_BELOW
from course.plots.search_times import Runs

Goal = Literal["easy", "hard"]
Verdict = Literal["agrees", "differs", "cannot tell"]
Numbers = NDArray[np.float64]
BOTH_GOALS: tuple[Goal, Goal] = ("easy", "hard")
CONFIDENCE = 0.95
N_RESAMPLES = 10_000


@dataclass(frozen=True)
class Interval:
    """A number that was measured, and between what it lies with 95 % confidence."""

    value: float
    low: float
    high: float


def verdict(measured: Interval, claimed: tuple[float, float]) -> Verdict:
    """Whether an interval lies in the range that a statement claims, outside of it, or neither.

    The range (low, high) is open: a number on its edge lies outside. Infinite ends are none.
    """
    low, high = claimed
    if low < measured.low and measured.high < high:
        return "agrees"
    if measured.high <= low or measured.low >= high:
        return "differs"
    return "cannot tell"


def share(k: int, n: int) -> Interval:
    """k of n, with Wilson's interval. Raises ValueError unless 0 ≤ k ≤ n and n ≥ 1."""
    found = binomtest(k, n).proportion_ci(CONFIDENCE, method="wilson")
    return Interval(k / n, float(found.low), float(found.high))


def hull(intervals: Sequence[Interval]) -> Interval:
    """From the lowest end to the highest, where a statement can be read in several ways.

    The value is that of the first reading.
    """
    return Interval(
        intervals[0].value, min(one.low for one in intervals), max(one.high for one in intervals)
    )


class Evidence:
    """The searches of one task. Rows of arrays are `VARIANTS`, columns searches."""

    def __init__(self, task: Task, found: Found) -> None:
        self.task = task
        self.name = task.name
        self.final = final_accuracies(task.table)
        self.searches: list[list[Search]] = [found[task.name, variant] for variant in VARIANTS]
        self.n = len(self.searches[0])

    # --- goals ----------------------------------------------------------------------------------

    def accuracy(self, goal: Goal) -> float:
        """What must be reached."""
        return self.task.goals[BOTH_GOALS.index(goal)]

    def fraction(self, goal: Goal) -> float:
        """Which part of the table reaches it, as it was asked for."""
        return GOALS[self.name][BOTH_GOALS.index(goal)]

    # --- times ----------------------------------------------------------------------------------

    def times(self, goal: Goal) -> Numbers:
        """Seconds to the goal, (11, n); infinite for a search that was given up."""
        accuracy = self.accuracy(goal)
        return np.array(
            [[one.seconds_to(accuracy, self.final) for one in row] for row in self.searches]
        )

    def quantile(self, goal: Goal, variant: Variant, q: float) -> float:
        """By when a part q of the searches has reached the goal; infinite if it never has."""
        times = self.times(goal)[VARIANTS.index(variant)]
        return Runs(np.minimum(times, self.task.limit), np.isfinite(times)).quantile(q)

    def mean(self, goal: Goal, variant: Variant) -> float:
        """Mean seconds until goal or limit."""
        return float(self._means[goal][0][VARIANTS.index(variant)])

    def ratio(
        self, goal: Goal, variant: Variant, other: Variant = NO_RULE, *, compared: int = 1
    ) -> Interval:
        """Mean time up to the limit over that of `other`: below 1 is faster.

        `compared` such intervals hold together with 95 % confidence (Bonferroni).
        """
        return self.mean_ratio(goal, [variant], other, compared=compared)

    def mean_ratio(
        self,
        goal: Goal,
        variants: Sequence[Variant],
        other: Variant = NO_RULE,
        *,
        compared: int = 1,
    ) -> Interval:
        """The geometric mean of the ratios of several variants to the same other one."""
        log_value, logs = self.log_ratio(goal, variants, other)
        return _interval(log_value, logs, compared)

    def log_ratio(
        self, goal: Goal, variants: Sequence[Variant], other: Variant = NO_RULE
    ) -> tuple[float, Numbers]:
        """Mean logarithm of the ratios: measured, and of each resample, (N_RESAMPLES,)."""
        means, resampled = self._means[goal]
        rows, base = [VARIANTS.index(v) for v in variants], VARIANTS.index(other)
        logs = np.log(resampled[:, rows]).mean(axis=1) - np.log(resampled[:, base])
        return float(np.log(means[rows]).mean() - np.log(means[base])), logs

    @cached_property
    def _means(self) -> dict[Goal, tuple[Numbers, Numbers]]:
        """Of each goal: mean time up to the limit, (11,), and those of resamples, (…, 11)."""
        rng = np.random.default_rng(0)
        counts = rng.multinomial(self.n, np.full(self.n, 1 / self.n), size=N_RESAMPLES)
        found: dict[Goal, tuple[Numbers, Numbers]] = {}
        for goal in BOTH_GOALS:
            spent = np.minimum(self.times(goal), self.task.limit)
            found[goal] = (spent.mean(axis=1), counts @ spent.T / self.n)
        return found

    # --- what the searcher did --------------------------------------------------------------------

    def untrainable_proposed(self) -> Interval:
        """Which part of what SMAC proposed without a rule, after its random beginning, can't be
        trained; searches are resampled. NaN if every search ended in its random beginning."""
        proposed = [self.final[one.rows[N_INITIAL:]] for one in self.searches[0]]
        bad = np.array([np.sum(final < UNTRAINABLE_BELOW) for final in proposed], dtype=float)
        return _ratio_of_sums(bad, np.array([len(final) for final in proposed], dtype=float))

    def training_over_thinking(self) -> Interval:
        """Simulated seconds of training over processor seconds of the searcher, without a rule."""
        ran = [one for one in self.searches[0] if len(one.rows)]
        return _ratio_of_sums(
            np.array([one.seconds[-1] for one in ran]), np.array([one.thought for one in ran])
        )


def largest(intervals: Sequence[Interval]) -> Interval:
    """The largest of several numbers whose intervals hold together."""
    return Interval(
        *(max(getattr(one, name) for one in intervals) for name in ("value", "low", "high"))
    )


def smallest(intervals: Sequence[Interval]) -> Interval:
    """The smallest of several numbers whose intervals hold together."""
    return Interval(
        *(min(getattr(one, name) for one in intervals) for name in ("value", "low", "high"))
    )


def ratio_between(one: tuple[float, Numbers], other: tuple[float, Numbers]) -> Interval:
    """What `Evidence.log_ratio` gives for one over that for another, as a ratio."""
    return _interval(one[0] - other[0], one[1] - other[1])


def _interval(log_value: float, logs: Numbers, compared: int = 1) -> Interval:
    tail = (1 - CONFIDENCE) / 2 / compared
    low, high = np.exp(np.quantile(logs, [tail, 1 - tail]))
    return Interval(float(np.exp(log_value)), float(low), float(high))


def _ratio_of_sums(above: Numbers, below: Numbers) -> Interval:
    """Σ above / Σ below with a bootstrap interval over the pairs."""
    n = len(above)
    if not n or below.sum() == 0:
        return Interval(np.nan, np.nan, np.nan)
    counts = np.random.default_rng(0).multinomial(n, np.full(n, 1 / n), size=N_RESAMPLES)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratios = (counts @ above) / (counts @ below)
    tail = (1 - CONFIDENCE) / 2
    low, high = np.nanquantile(ratios, [tail, 1 - tail])
    return Interval(float(above.sum() / below.sum()), float(low), float(high))

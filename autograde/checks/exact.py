"""Right answers to Lab 3 where the student's come from chance, by counting every possibility."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations, product

import numpy as np
from scipy.stats import binom


def coverage(lows: list[float], highs: list[float], p: float) -> float:
    """The chance that the interval of a binomial count holds p."""
    chances = binom.pmf(np.arange(len(lows)), len(lows) - 1, p)
    return float(chances[(np.array(lows) <= p) & (p <= np.array(highs))].sum())


def permutation_p_value(a: list[float], b: list[float]) -> float:
    """The fraction of all deals whose means differ by as much as those of a and b."""
    heap = np.array([*a, *b])
    deals = np.array(list(combinations(range(len(heap)), len(a))))
    means = heap[deals].mean(axis=1)
    others = (heap.sum() - means * len(a)) / len(b)
    return float(np.mean(np.abs(means - others) >= abs(np.mean(a) - np.mean(b)) - 1e-9))


def median_interval(values: list[float], confidence: float) -> tuple[float, float]:
    """Quantiles of the bootstrap's median of an odd number of values, without drawing any."""
    n = len(values)
    up_to = binom.sf((n + 1) // 2 - 1, n, np.arange(1, n + 1) / n)
    tail = (1 - confidence) / 2
    low, high = (int(np.searchsorted(up_to, q)) for q in (tail, 1 - tail))
    ordered = sorted(values)
    return float(ordered[low]), float(ordered[high])


def false_alarm_rate(
    p: float,
    n_settings: int,
    alarm: Callable[[tuple[int, ...]], bool | float],
    n: int,
) -> float:
    """The mean of `alarm` over all possible counts of `n_settings` settings with n runs each."""
    chances = binom.pmf(np.arange(n + 1), n, p)
    return float(
        sum(
            np.prod(chances[list(counts)]) * alarm(counts)
            for counts in product(range(n + 1), repeat=n_settings)
        )
    )

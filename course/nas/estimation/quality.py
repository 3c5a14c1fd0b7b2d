"""How good estimates are: what they cost, and whether they keep the order of full training."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from course.nas.estimation.estimator import Estimate

N_RESAMPLES = 2000


@dataclass(frozen=True)
class Quality:
    """Mean seconds of an estimate, Spearman's rank correlation with the truth, its 95 % interval,
    and how much lower than the truth estimates are on average (negative: they are too high).
    """

    seconds: float
    rank_correlation: float
    interval: tuple[float, float]
    underestimate: float


def quality(estimates: Sequence[Estimate], truth: Sequence[Estimate], seed: int = 0) -> Quality:
    """Estimates of some architectures against full training of the same ones, in the same order.

    The interval is a percentile bootstrap over architectures. A correlation with estimates that are
    all alike is 0. Raises ValueError for fewer than three architectures or unequal numbers.
    """
    if len(estimates) != len(truth) or len(truth) < 3:
        raise ValueError(
            "needs estimates and truth of the same architectures, at least 3, "
            f"got {len(estimates)} and {len(truth)}"
        )
    ours = np.array([one.accuracy for one in estimates])
    theirs = np.array([one.accuracy for one in truth])
    rows = np.random.default_rng(seed).integers(len(ours), size=(N_RESAMPLES, len(ours)))
    low, high = np.quantile(_spearman(ours[rows], theirs[rows]), [0.025, 0.975])
    return Quality(
        float(np.mean([one.seconds for one in estimates])),
        float(_spearman(ours, theirs)),
        (float(low), float(high)),
        float(np.mean(theirs - ours)),
    )


def _spearman(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
    """Along the last axis; 0 where one side has no order."""
    x, y = (rankdata(values, axis=-1) - (values.shape[-1] + 1) / 2 for values in (a, b))
    norms = np.sqrt((x**2).sum(-1) * (y**2).sum(-1))
    return np.asarray((x * y).sum(-1) / np.where(norms > 0, norms, 1))

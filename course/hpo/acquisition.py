"""Expected improvement: what to try next, from a surrogate's mean and variance."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr


def expected_improvement(mean: ArrayLike, variance: ArrayLike, best: float) -> NDArray[np.float64]:
    """E[max(0, f − best)] for f normal with this mean and variance; larger is better.

    Arrays of any shapes that fit each other. Where the variance is 0 it is max(0, mean − best).

        EI = (mean − best) Φ(z) + σ φ(z),   z = (mean − best) / σ

    Raises ValueError for a negative variance.

    Source: section IV.B of the paper; J. Snoek, H. Larochelle, R. Adams, "Practical Bayesian
    Optimization of Machine Learning Algorithms" (2012), equation 2.
    """
    variance = np.asarray(variance, dtype=np.float64)
    if (variance < 0).any():
        raise ValueError(f"variance must be zero or more, got {variance.min()}")
    gain = np.asarray(mean, dtype=np.float64) - best
    sigma = np.sqrt(variance)
    with np.errstate(divide="ignore", invalid="ignore"):
        z = gain / sigma
        density = np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi)
        improvement = gain * ndtr(z) + sigma * density
    # far below the best, the two terms cancel to the last bit
    return np.where(sigma > 0, np.maximum(improvement, 0), np.maximum(gain, 0))

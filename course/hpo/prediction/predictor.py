"""What a learning-curve predictor has to do, and what it may be given."""

from __future__ import annotations

from typing import Protocol, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

Numbers = NDArray[np.float64]


class CurvePredictor(Protocol):
    """Predicts the accuracy after the last epoch."""

    def fit(self, curves: ArrayLike, points: ArrayLike) -> Self:
        """Learn from curves of all epochs, (n, n_epochs), of settings in the unit cube, (n, d)."""
        ...

    def predict(self, curves: ArrayLike, points: ArrayLike) -> tuple[Numbers, Numbers]:
        """Mean and standard deviation of the last accuracy, both (m,), after the first epochs.

        `curves` (m, t) has the accuracies after epochs 1 … t, t less than n_epochs; `points` is
        (m, d).
        """
        ...


def checked(curves: ArrayLike, points: ArrayLike, least: int) -> tuple[Numbers, Numbers]:
    """Both as float64 arrays; ValueError if shapes do not match or there are too few curves."""
    c, p = np.asarray(curves, dtype=np.float64), np.asarray(points, dtype=np.float64)
    if c.ndim != 2 or p.ndim != 2 or len(c) != len(p) or c.shape[1] < 1:
        raise ValueError(
            "curves must have shape (n, epochs) and points (n, d), a row a setting, "
            f"got {c.shape} and {p.shape}"
        )
    if len(c) < least:
        raise ValueError(f"there must be at least {least} curves, got {len(c)}")
    if not (np.isfinite(c).all() and np.isfinite(p).all()):
        raise ValueError("curves and points must be finite; count what diverged as 0")
    return c, p

"""The baseline of every predictor: it will end as it is now, and a bit more."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from course.hpo.prediction.predictor import Numbers, checked


class LastValue:
    """Predicts the last accuracy seen plus what other curves gained, on average, from there on.

    The standard deviation is that of the other curves' gains. `fit` needs two curves at least and
    raises ValueError for fewer; `predict` does before `fit`, and for curves as long as the fitted.
    """

    def fit(self, curves: ArrayLike, points: ArrayLike) -> LastValue:
        self.curves_, _ = checked(curves, points, 2)
        return self

    def predict(self, curves: ArrayLike, points: ArrayLike) -> tuple[Numbers, Numbers]:
        partial, _ = checked(curves, points, 1)
        t = partial.shape[1]
        gains = self.curves_[:, -1] - self.curves_[:, t - 1]
        return partial[:, -1] + gains.mean(), np.full(len(partial), gains.std(ddof=1))

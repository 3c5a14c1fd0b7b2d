"""How good predictors are on a table: error, order and calibration after the first epochs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from scipy.stats import norm, spearmanr

from course.hpo.facts import HasSettings
from course.hpo.prediction.predictor import CurvePredictor, Numbers

EPOCHS = (1, 2, 3, 5, 10, 15)
LEVELS = (0.5, 0.8, 0.9)
LEAST_DEVIATION = 0.001
"""Of a predicted accuracy: no validation set is large enough to know it better."""


def prediction_quality(
    table: HasSettings,
    predictors: Mapping[str, CurvePredictor],
    *,
    n_curves: int = 100,
    n_tested: int = 500,
    epochs: Sequence[int] = EPOCHS,
    random_state: int = 0,
) -> pd.DataFrame:
    """Fit each predictor to `n_curves` of the table and test it on `n_tested` others.

    One row a predictor and epoch, with the columns of `scores`, and `predictor` and `epoch` before
    them. All are fitted to the same curves and tested on the same, drawn at random; what diverged
    counts as 0.

    Raises ValueError when the table has fewer curves than that, or an epoch is not among its first
    n_epochs − 1.
    """
    curves = np.nan_to_num(np.asarray(table.validation_accuracy, dtype=np.float64))
    n, n_epochs = curves.shape
    if min(n_curves, n_tested) < 1 or n_curves + n_tested > n:
        raise ValueError(
            f"n_curves and n_tested must be at least 1 and together at most {n}, the curves of the "
            f"table, got {n_curves} and {n_tested}"
        )
    if any(not 1 <= t < n_epochs for t in epochs):
        raise ValueError(f"epochs must lie between 1 and {n_epochs - 1}, got {tuple(epochs)}")
    points = table.space.to_unit(table.settings)
    rows = np.random.default_rng(random_state).permutation(n)[: n_curves + n_tested]
    known, new = rows[:n_curves], rows[n_curves:]
    lines = []
    for name, predictor in predictors.items():
        predictor.fit(curves[known], points[known])
        for t in epochs:
            mean, deviation = predictor.predict(curves[new, :t], points[new])
            lines.append({"predictor": name, "epoch": t} | scores(mean, deviation, curves[new, -1]))
    return pd.DataFrame(lines)


def scores(mean: Numbers, deviation: Numbers, ends: Numbers) -> dict[str, float]:
    """What predicted means and standard deviations, (n,), are worth once the ends (n,) are known.

    error : mean absolute error, a difference of accuracies.
    rank_correlation : Spearman's, of means and ends; NaN if either are all alike.
    coverage_50, …_80, …_90 : the fraction of ends within the central interval of that per cent.
    log_score : mean log density of the ends; larger is better.

    Intervals and densities are those of normal distributions; deviations below 0.001 count as that.
    """
    sigma = np.maximum(deviation, LEAST_DEVIATION)
    z = np.abs(ends - mean) / sigma
    is_flat = np.ptp(mean) == 0 or np.ptp(ends) == 0
    coverages = {
        f"coverage_{round(100 * level)}": float(np.mean(z <= norm.ppf((1 + level) / 2)))
        for level in LEVELS
    }
    return {
        "error": float(np.mean(np.abs(ends - mean))),
        "rank_correlation": np.nan if is_flat else float(spearmanr(mean, ends).statistic),
        **coverages,
        "log_score": float(np.mean(norm.logpdf(ends, mean, sigma))),
    }

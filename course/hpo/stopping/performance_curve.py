"""The performance curve stopping rule of Google Vizier: predict the end, stop the hopeless."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.stats import norm
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import RBF, ConstantKernel, WhiteKernel

from course.hpo.simulate import History

N_REMEMBERED = 100
"""A Gaussian process takes time with the cube of this."""


class PerformanceCurveRule:
    """Stops a trial that will hardly beat the best one.

    A Gaussian process is fitted to the trials that were trained to their end, from accuracies at
    epochs 1 … t to the last one; the trial is stopped if P(final accuracy > best) < `delta`.

    Source: Golovin et al. (2017), section 3.2.1, which asks for "Bayesian nonparametric regression"
    of the curve and leaves the model open; ours compares whole partial curves.

    Parameters
    ----------
    delta : probability, between 0 and 1.
    first_epoch : before it nothing is stopped; at least 1.
    n_trials : so many must have been trained to the end before anything is stopped; at least 2.

    Raises ValueError otherwise.
    """

    def __init__(self, delta: float = 0.05, first_epoch: int = 2, n_trials: int = 10) -> None:
        if not 0 < delta < 1:
            raise ValueError(f"delta must lie between 0 and 1, got delta={delta}")
        if first_epoch < 1 or n_trials < 2:
            raise ValueError(
                "first_epoch must be at least 1 and n_trials at least 2, "
                f"got first_epoch={first_epoch}, n_trials={n_trials}"
            )
        self.delta, self.first_epoch, self.n_trials = delta, first_epoch, n_trials

    def should_stop(self, curve: Sequence[float], history: History) -> bool:
        t = len(curve)
        full = [trial.curve for trial in history.trials if not trial.was_stopped]
        if t < self.first_epoch or len(full) < self.n_trials or history.best is None:
            return False
        known = np.array(full[-N_REMEMBERED:])
        model = GaussianProcessRegressor(
            ConstantKernel(0.1) * RBF(0.3 * np.sqrt(t)) + WhiteKernel(1e-3),
            optimizer=None,
            normalize_y=True,
        )
        model.fit(known[:, :t], known[:, -1])
        mean, deviation = model.predict(np.array([curve]), return_std=True)
        return bool(norm.sf(history.best.accuracy, mean[0], deviation[0]) < self.delta)

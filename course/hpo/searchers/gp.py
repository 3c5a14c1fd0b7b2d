"""GP-EI: a Gaussian process's mean and variance, and expected improvement."""

from __future__ import annotations

import warnings

import numpy as np
from numpy.typing import NDArray
from sklearn.exceptions import ConvergenceWarning
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import ConstantKernel, Matern, WhiteKernel

from course.hpo.acquisition import expected_improvement
from course.hpo.simulate import History

N_SCORED = 2000


class GPEI:
    """Suggests the row with the largest expected improvement under a Gaussian process.

    The kernel is Matérn's with ν = 5/2 and a length scale for each hyperparameter, as in Spearmint;
    where Spearmint averages over the kernel's parameters, ours takes those of the largest
    likelihood, found anew whenever the number of trials has grown by a fifth. As a process's
    deviations for all of 20,000 rows take seconds, each time 2,000 random ones are scored.

    Source: J. Snoek, H. Larochelle, R. Adams, "Practical Bayesian Optimization of Machine Learning
    Algorithms" (2012).

    Parameters
    ----------
    points : the table's rows as points of the unit cube, shape (n_settings, d).
    n_initial : so many random rows come first; at least 2, raises ValueError for less.
    random_state : every random number follows from it.
    """

    def __init__(
        self, points: NDArray[np.float64], *, n_initial: int = 10, random_state: int | None = None
    ) -> None:
        if n_initial < 2:
            raise ValueError(f"n_initial must be at least 2, got n_initial={n_initial}")
        self.n_initial = n_initial
        self._rng = np.random.default_rng(random_state)
        self._points = np.asarray(points, dtype=np.float64)
        self._is_free = np.ones(len(points), dtype=bool)
        self._kernel = ConstantKernel(1.0, (1e-2, 1e2)) * Matern(
            np.full(self._points.shape[1], 0.5), (0.05, 10), nu=2.5
        ) + WhiteKernel(1e-2, (1e-6, 1e0))
        self._n_when_fitted = 0

    def suggest(self, history: History) -> int | None:
        free = np.flatnonzero(self._is_free)
        if not len(free):
            return None
        n_suggested = len(self._is_free) - len(free)
        if n_suggested < self.n_initial or len(history.trials) < 2:
            row = int(self._rng.choice(free))
        else:
            scored = self._rng.choice(free, min(N_SCORED, len(free)), replace=False)
            row = int(scored[np.argmax(self._scores(history, scored))])
        self._is_free[row] = False
        return row

    def _scores(self, history: History, rows: NDArray[np.int64]) -> NDArray[np.float64]:
        tried = [trial.setting for trial in history.trials]
        accuracies = [trial.accuracy for trial in history.trials]
        process = self._fitted(tried, accuracies)
        if history.running:  # believed to end as the process expects
            believed = process.predict(self._points[history.running])
            process = self._fitted(tried + history.running, accuracies + believed.tolist())
        mean, deviation = process.predict(self._points[rows], return_std=True)
        return expected_improvement(mean, deviation**2, max(accuracies))

    def _fitted(self, rows: list[int], accuracies: list[float]) -> GaussianProcessRegressor:
        is_due = len(rows) >= 1.2 * self._n_when_fitted
        process = GaussianProcessRegressor(
            self._kernel, optimizer="fmin_l_bfgs_b" if is_due else None, normalize_y=True
        )
        with warnings.catch_warnings():  # a length scale at its bound: the hyperparameter is idle
            warnings.simplefilter("ignore", ConvergenceWarning)
            process.fit(self._points[rows], accuracies)
        if is_due:
            self._kernel, self._n_when_fitted = process.kernel_, len(rows)
        return process

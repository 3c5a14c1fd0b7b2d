"""SMAC as the paper uses it: a random forest's mean and variance, and expected improvement."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from course.hpo.acquisition import expected_improvement
from course.hpo.forest import RandomForest
from course.hpo.simulate import History

LEAST_ERROR = 1e-3
"""Smaller errors count as this one: 0 has no logarithm."""


class SMAC:
    """Suggests the row of a table with the largest expected improvement.

    The first rows are random. Then, before each trial, a forest of 50 trees is fitted to the last
    accuracy of every trial so far, stopped ones included, and every row that was not tried yet is
    scored. Settings still in training count with the forest's own mean, so that several workers
    are not sent to the same place.

    With `log_error` the forest is fitted to −log of the error: from 2 % to 1 % is then as far as
    from 20 % to 10 %, and a goal at the very top is found sooner (`search_vs_smac3` in `make
    bench`). Without it the forest is fitted to accuracies as they are, as in the paper.

    Source: section IV.B of the paper; Hutter, Hoos and Leyton-Brown (2011), who
    take the logarithm of times.

    Parameters
    ----------
    points : the table's rows as points of the unit cube, shape (n_settings, d).
    n_initial : so many random rows come first; at least 1, raises ValueError for less.
    n_trees : of the forest.
    log_error : whether errors are compared by their logarithm.
    random_state : every random number follows from it.
    """

    def __init__(
        self,
        points: NDArray[np.float64],
        *,
        n_initial: int = 10,
        n_trees: int = 50,
        log_error: bool = True,
        random_state: int | None = None,
    ) -> None:
        if n_initial < 1:
            raise ValueError(f"n_initial must be at least 1, got n_initial={n_initial}")
        self.n_initial, self.n_trees, self.log_error = n_initial, n_trees, log_error
        self._rng = np.random.default_rng(random_state)
        self._points = np.ascontiguousarray(points, dtype=np.float32)
        self._is_free = np.ones(len(points), dtype=bool)

    def suggest(self, history: History) -> int | None:
        free = np.flatnonzero(self._is_free)
        if not len(free):
            return None
        n_suggested = len(self._is_free) - len(free)
        if n_suggested < self.n_initial or not history.trials:
            row = int(self._rng.choice(free))
        else:
            row = int(free[np.argmax(self._scores(history, free))])
        self._is_free[row] = False
        return row

    def _scores(self, history: History, free: NDArray[np.int64]) -> NDArray[np.float64]:
        tried = [trial.setting for trial in history.trials]
        accuracies = np.array([trial.accuracy for trial in history.trials])
        if self.log_error:
            accuracies = -np.log(np.maximum(1 - accuracies, LEAST_ERROR))
        forest = self._fitted(tried, accuracies)
        if history.running:
            believed = forest.predict(self._points[history.running])[0]
            forest = self._fitted(tried + history.running, np.concatenate([accuracies, believed]))
        mean, variance = forest.predict(self._points.take(free, axis=0))
        return expected_improvement(mean, variance, accuracies.max())

    def _fitted(self, rows: list[int], accuracies: NDArray[np.float64]) -> RandomForest:
        forest = RandomForest(self.n_trees, random_state=self._rng)
        return forest.fit(self._points[rows], accuracies)

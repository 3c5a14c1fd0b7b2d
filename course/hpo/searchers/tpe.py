"""TPE: where do good settings lie more densely than bad ones?"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from course.hpo.simulate import History


class TPE:
    """Suggests the row with the largest ratio of two densities: of good trials and of the others.

    Good are the best `gamma` of all trials so far. Each density is a product over hyperparameters,
    each factor a mixture of a uniform prior and a Gaussian around every trial, whose width shrinks
    with the number of trials (Scott's rule). By Bergstra's argument the ratio orders settings as
    expected improvement over the gamma-quantile does. Settings in training count among the others,
    so that several workers are not sent to the same place.

    Source: J. Bergstra, R. Bardenet, Y. Bengio, B. Kégl, "Algorithms for Hyper-Parameter
    Optimization" (2011), section 4.

    Parameters
    ----------
    points : the table's rows as points of the unit cube, shape (n_settings, d).
    n_initial : so many random rows come first; at least 2.
    gamma : between 0 and 1.
    random_state : every random number follows from it.

    Raises ValueError for other values.
    """

    def __init__(
        self,
        points: NDArray[np.float64],
        *,
        n_initial: int = 10,
        gamma: float = 0.25,
        random_state: int | None = None,
    ) -> None:
        if n_initial < 2 or not 0 < gamma < 1:
            raise ValueError(
                "n_initial must be at least 2 and gamma between 0 and 1, "
                f"got n_initial={n_initial}, gamma={gamma}"
            )
        self.n_initial, self.gamma = n_initial, gamma
        self._rng = np.random.default_rng(random_state)
        self._points = np.asarray(points, dtype=np.float64)
        self._is_free = np.ones(len(points), dtype=bool)

    def suggest(self, history: History) -> int | None:
        free = np.flatnonzero(self._is_free)
        if not len(free):
            return None
        n_suggested = len(self._is_free) - len(free)
        if n_suggested < self.n_initial or len(history.trials) < 2:
            row = int(self._rng.choice(free))
        else:
            row = int(free[np.argmax(self._scores(history, free))])
        self._is_free[row] = False
        return row

    def _scores(self, history: History, rows: NDArray[np.int64]) -> NDArray[np.float64]:
        trials = sorted(history.trials, key=lambda trial: -trial.accuracy)
        n_good = max(1, round(self.gamma * len(trials)))
        good = [trial.setting for trial in trials[:n_good]]
        others = [trial.setting for trial in trials[n_good:]] + history.running
        return self._log_density(rows, good) - self._log_density(rows, others)

    def _log_density(self, rows: NDArray[np.int64], trials: list[int]) -> NDArray[np.float64]:
        n, d = len(trials), self._points.shape[1]
        width = 0.3 * (n + 1) ** (-1 / (4 + d))
        log_density = np.zeros(len(rows))
        for x, centres in zip(self._points[rows].T, self._points[trials].T, strict=True):
            distance = (x[:, np.newaxis] - centres) / width
            bumps = np.exp(-(distance**2) / 2).sum(axis=1) / (width * np.sqrt(2 * np.pi))
            log_density += np.log((1 + bumps) / (n + 1))
        return log_density

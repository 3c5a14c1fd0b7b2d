"""Grid search: a few values of each hyperparameter, in all combinations."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import KDTree

from course.hpo.simulate import History


class GridSearch:
    """Suggests the rows nearest to the points of a grid in the unit cube, in random order.

    Where two points of the grid have the same nearest row, it is suggested once.

    Parameters
    ----------
    points : the table's rows as points of the unit cube, shape (n_settings, d).
    n_values : of each hyperparameter, at the middles of as many equal parts; n_values ** d points.
        Raises ValueError below 1, or above a million points.
    random_state : the order follows from it. (Going through a grid row by row spends the first
        hours on one value of the first hyperparameter.)
    """

    def __init__(
        self, points: NDArray[np.float64], n_values: int = 2, random_state: int | None = None
    ) -> None:
        d = points.shape[1]
        if n_values < 1 or n_values**d > 10**6:
            raise ValueError(
                f"n_values must be at least 1 and n_values ** {d} at most a million, "
                f"got n_values={n_values}"
            )
        middles = (np.arange(n_values) + 0.5) / n_values
        grid = np.stack(np.meshgrid(*[middles] * d, indexing="ij"), axis=-1).reshape(-1, d)
        rows = np.unique(KDTree(points).query(grid)[1])
        self._order = iter(np.random.default_rng(random_state).permutation(rows).tolist())

    def suggest(self, history: History) -> int | None:
        return next(self._order, None)

"""A random forest for regression, compiled: mean and variance over trees, for many candidates.

A search fits fifty trees and scores twenty thousand candidates before each trial, which is where
its time goes. The trees are those of scikit-learn's `RandomForestRegressor` (squared error, best
split, bootstrap); a tree without bootstrap and with all features predicts the same numbers as its
`DecisionTreeRegressor` (`tests/course/hpo/test_forest.py`).

Source: L. Breiman, "Random Forests" (2001); F. Hutter, H. Hoos, K. Leyton-Brown, "Sequential
Model-Based Optimization for General Algorithm Configuration" (2011), section 4.1: the mean and the
variance of the single trees' predictions are the surrogate's.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from course.hpo.trees import Trees, grow, predict


class RandomForest:
    """Fifty trees (section IV.B of the paper), each on a bootstrap sample.

    Parameters
    ----------
    n_trees : at least 1.
    max_features : the fraction of the features that each split may choose from, above 0, at most 1.
    min_samples_leaf : no split leaves fewer rows on a side, those drawn several times counted
        once; at least 1.
    bootstrap : whether each tree has a sample of its own, drawn with replacement.
    random_state : every random number follows from it.

    Raises ValueError for other values.
    """

    def __init__(
        self,
        n_trees: int = 50,
        *,
        max_features: float = 5 / 6,
        min_samples_leaf: int = 1,
        bootstrap: bool = True,
        random_state: int | np.random.Generator | None = None,
    ) -> None:
        if n_trees < 1 or min_samples_leaf < 1:
            raise ValueError(
                "n_trees and min_samples_leaf must be at least 1, "
                f"got n_trees={n_trees}, min_samples_leaf={min_samples_leaf}"
            )
        if not 0 < max_features <= 1:
            raise ValueError(
                f"max_features must be above 0 and at most 1, got max_features={max_features}"
            )
        self.n_trees, self.max_features = n_trees, max_features
        self.min_samples_leaf, self.bootstrap = min_samples_leaf, bootstrap
        self.random_state = random_state

    def fit(self, X: ArrayLike, y: ArrayLike) -> RandomForest:
        """Grow the trees on X (n, d) and y (n,); numbers are kept as float32, as scikit-learn does.

        Raises ValueError for other shapes, no rows, or numbers that are not finite.
        """
        points = _float32(X)
        values = np.ascontiguousarray(y, dtype=np.float64)
        if points.ndim != 2 or values.shape != points.shape[:1] or not len(points):
            raise ValueError(
                "X must have shape (n, d) and y (n,) with n ≥ 1, "
                f"got {points.shape} and {values.shape}"
            )
        if not (np.isfinite(points).all() and np.isfinite(values).all()):
            raise ValueError("X and y must hold finite numbers, got others; leave those rows out")
        rng = np.random.default_rng(self.random_state)
        n, d = points.shape
        counts = np.ones((self.n_trees, n), dtype=np.uint32)
        if self.bootstrap:
            counts = rng.multinomial(n, np.full(n, 1 / n), size=self.n_trees).astype(np.uint32)
        n_tried = max(1, round(self.max_features * d))
        self.n_features_in_ = d
        self.trees_ = Trees(
            *grow(
                np.ascontiguousarray(points.T),
                values,
                np.ascontiguousarray(np.argsort(points, axis=0, kind="stable").T),
                counts,
                n_tried,
                self.min_samples_leaf,
                rng.random((self.n_trees, 2 * n - 1, d), dtype=np.float32),
            )
        )
        return self

    def predict(self, X: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Mean and variance over the trees for each row of X (n, d), both of shape (n,).

        Raises ValueError for another number of columns, numbers that are not finite, or before
        `fit`.
        """
        if not hasattr(self, "trees_"):
            raise ValueError("a forest must be fitted before it predicts; call fit(X, y) first")
        points = _float32(X)
        if points.ndim != 2 or points.shape[1] != self.n_features_in_:
            raise ValueError(
                f"X must have shape (n, {self.n_features_in_}), as in fit, got {points.shape}"
            )
        if not np.isfinite(points).all():
            raise ValueError("X must hold finite numbers, got others; leave those rows out")
        return predict(self.trees_, points)


def _float32(X: ArrayLike) -> NDArray[np.float32]:
    """As scikit-learn's trees keep it; what is too large becomes infinite, and is refused then."""
    with np.errstate(over="ignore"):
        return np.ascontiguousarray(X, dtype=np.float32)

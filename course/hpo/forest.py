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

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from course.mlp.kernel_cache import compiled


class Trees(NamedTuple):
    """Nodes of all trees, each (n_trees, most nodes). Node 0 is a tree's root."""

    feature: NDArray[np.int32]
    """Which coordinate a node asks for; −1 in a leaf."""
    threshold: NDArray[np.float32]
    """Up to and with this value it goes to `left`, else to `left` + 1."""
    left: NDArray[np.int32]
    value: NDArray[np.float64]
    """The mean of what fell into a node."""


class RandomForest:
    """Fifty trees (section IV.B of the paper), each on a bootstrap sample.

    Parameters
    ----------
    n_trees : at least 1.
    max_features : the fraction of the features that each split may choose from, above 0, at most 1.
    min_samples_leaf : no split leaves fewer on a side; at least 1.
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
        points = np.ascontiguousarray(X, dtype=np.float32)
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
        rows = np.broadcast_to(np.arange(n), (self.n_trees, n))
        if self.bootstrap:
            rows = rng.integers(n, size=(self.n_trees, n))
        n_tried = max(1, round(self.max_features * d))
        self.n_features_in_ = d
        self.trees_ = Trees(
            *_grow(
                points,
                values,
                np.ascontiguousarray(rows),
                n_tried,
                self.min_samples_leaf,
                rng.random((self.n_trees, 2 * n - 1, d), dtype=np.float32),
            )
        )
        return self

    def predict(self, X: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Mean and variance over the trees for each row of X (n, d), both of shape (n,).

        Raises ValueError for another number of columns, or before `fit`.
        """
        if not hasattr(self, "trees_"):
            raise ValueError("a forest must be fitted before it predicts; call fit(X, y) first")
        points = np.ascontiguousarray(X, dtype=np.float32)
        if points.ndim != 2 or points.shape[1] != self.n_features_in_:
            raise ValueError(
                f"X must have shape (n, {self.n_features_in_}), as in fit, got {points.shape}"
            )
        mean, variance = _predict(points, *self.trees_)
        return mean, variance


def _grow_plain(X, y, rows, n_tried, min_samples_leaf, draws):  # type: ignore[no-untyped-def]
    """All trees; each entry of `rows` (n_trees, n) is a row of X and y.

    `draws` (n_trees, most nodes, d), uniform in [0, 1), choose the features each node tries.
    """
    n_trees, n = rows.shape
    d = X.shape[1]
    most = 2 * n - 1
    feature = np.full((n_trees, most), -1, dtype=np.int32)
    threshold = np.zeros((n_trees, most), dtype=np.float32)
    left = np.zeros((n_trees, most), dtype=np.int32)
    value = np.zeros((n_trees, most))
    order = np.empty(n, dtype=np.int64)
    aside = np.empty(n, dtype=np.int64)
    starts = np.empty(most, dtype=np.int64)
    ends = np.empty(most, dtype=np.int64)
    features = np.arange(d)
    for tree in range(n_trees):
        order[:] = rows[tree]
        starts[0], ends[0] = 0, n
        n_nodes, node = 1, 0
        while node < n_nodes:  # nodes are split in the order in which they came about
            start, end = starts[node], ends[node]
            size = end - start
            total = 0.0
            for i in range(start, end):
                total += y[order[i]]
            value[tree, node] = total / size
            is_pure = True
            for i in range(start + 1, end):
                if y[order[i]] != y[order[start]]:
                    is_pure = False
                    break
            best_gain, best_feature, best_threshold = -np.inf, -1, np.float32(0)
            n_seen = 0
            if not is_pure and size >= 2 * min_samples_leaf:
                for k in range(d):
                    if n_seen == n_tried:
                        break
                    other = k + int(draws[tree, node, k] * (d - k))
                    features[k], features[other] = features[other], features[k]
                    f = features[k]
                    column = np.empty(size, dtype=np.float32)
                    for i in range(size):
                        column[i] = X[order[start + i], f]
                    sorted_places = np.argsort(column, kind="quicksort")
                    if column[sorted_places[0]] == column[sorted_places[size - 1]]:
                        continue  # constant here: it does not count as tried
                    n_seen += 1
                    left_sum = 0.0
                    for i in range(size - min_samples_leaf):
                        left_sum += y[order[start + sorted_places[i]]]
                        here, following = column[sorted_places[i]], column[sorted_places[i + 1]]
                        if here == following or i + 1 < min_samples_leaf:
                            continue
                        right_sum = total - left_sum
                        gain = left_sum**2 / (i + 1) + right_sum**2 / (size - i - 1)
                        if gain > best_gain:
                            middle = np.float32(here / 2 + following / 2)
                            if middle == following:
                                middle = here
                            best_gain, best_feature, best_threshold = gain, f, middle
            if best_feature >= 0:
                n_left = 0
                n_right = 0
                for i in range(start, end):
                    if X[order[i], best_feature] <= best_threshold:
                        order[start + n_left] = order[i]
                        n_left += 1
                    else:
                        aside[n_right] = order[i]
                        n_right += 1
                order[start + n_left : end] = aside[:n_right]
                feature[tree, node] = best_feature
                threshold[tree, node] = best_threshold
                left[tree, node] = n_nodes
                starts[n_nodes], ends[n_nodes] = start, start + n_left
                starts[n_nodes + 1], ends[n_nodes + 1] = start + n_left, end
                n_nodes += 2
            node += 1
    return feature, threshold, left, value


def _predict_plain(X, feature, threshold, left, value):  # type: ignore[no-untyped-def]
    """Mean and variance over trees."""
    n_trees, n = len(feature), len(X)
    mean, squares = np.zeros(n), np.zeros(n)
    for tree in range(n_trees):
        features, thresholds = feature[tree], threshold[tree]
        lefts, values = left[tree], value[tree]
        for i in range(n):
            node = 0
            f = features[0]
            while f >= 0:
                node = lefts[node] + (X[i, f] > thresholds[node])
                f = features[node]
            # Welford's update: no difference of large squares
            difference = values[node] - mean[i]
            mean[i] += difference / (tree + 1)
            squares[i] += difference * (values[node] - mean[i])
    return mean, squares / n_trees


_grow = compiled(_grow_plain)
_predict = compiled(_predict_plain)

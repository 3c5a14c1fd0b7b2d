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

ROWS_AT_ONCE = 256


class Trees(NamedTuple):
    """Nodes of all trees, each (n_trees, most nodes). Node 0 is a tree's root."""

    feature: NDArray[np.uint32]
    """Which coordinate a node asks for."""
    threshold: NDArray[np.float32]
    """Up to and with this value it goes to `left`, else to `left` + 1; infinite in a leaf."""
    left: NDArray[np.uint32]
    """In a leaf, the leaf itself."""
    value: NDArray[np.float64]
    """The mean of what fell into a node."""
    depth: NDArray[np.int64]
    """Of each tree, (n_trees,): after so many questions a row is in its leaf."""


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
        counts = np.ones((self.n_trees, n))
        if self.bootstrap:
            counts = rng.multinomial(n, np.full(n, 1 / n), size=self.n_trees).astype(np.float64)
        n_tried = max(1, round(self.max_features * d))
        self.n_features_in_ = d
        self.trees_ = Trees(
            *_grow(
                points,
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


def _grow_plain(X, y, by_feature, counts, n_tried, min_samples_leaf, draws):  # type: ignore[no-untyped-def]
    """All trees; `counts` (n_trees, n) says how often each row is in a tree's sample.

    `by_feature` (d, n) has the rows in the order of each feature, so that nothing is sorted again:
    a split leaves both sides in order. `draws` (n_trees, most nodes, d), uniform in [0, 1), choose
    the features that each node tries.
    """
    n_trees, n = counts.shape
    d = X.shape[1]
    most = 2 * n - 1
    feature = np.zeros((n_trees, most), dtype=np.uint32)
    threshold = np.full((n_trees, most), np.inf, dtype=np.float32)
    left = np.zeros((n_trees, most), dtype=np.uint32)
    value = np.zeros((n_trees, most))
    depth = np.zeros(n_trees, dtype=np.int64)
    order = np.empty((d, n), dtype=np.uint32)
    aside = np.empty(n, dtype=np.uint32)
    goes_left = np.empty(n, dtype=np.bool_)
    starts, ends = np.empty(most, dtype=np.int64), np.empty(most, dtype=np.int64)
    depths = np.zeros(most, dtype=np.int64)
    features = np.arange(d).astype(np.uint32)
    for tree in range(n_trees):
        weights = counts[tree]
        n_rows = 0
        for f in range(d):
            n_rows = 0
            for i in range(n):
                if weights[by_feature[f, i]] > 0:
                    order[f, n_rows] = by_feature[f, i]
                    n_rows += 1
        starts[0], ends[0] = 0, n_rows
        n_nodes, node = 1, 0
        while node < n_nodes:  # nodes are split in the order in which they came about
            start, end = starts[node], ends[node]
            left[tree, node] = node  # a leaf leads to itself
            total, weight = 0.0, 0.0
            lowest, highest = np.inf, -np.inf
            for i in range(start, end):
                row = order[0, i]
                total += weights[row] * y[row]
                weight += weights[row]
                lowest, highest = min(lowest, y[row]), max(highest, y[row])
            value[tree, node] = total / weight
            best_gain, best_feature, best_threshold = -np.inf, np.int64(-1), np.float32(0)
            n_seen = 0
            for k in range(d):
                if n_seen == n_tried or lowest == highest or end - start < 2 * min_samples_leaf:
                    break
                other = k + int(draws[tree, node, k] * (d - k))
                features[k], features[other] = features[other], features[k]
                f = features[k]
                if X[order[f, start], f] == X[order[f, end - 1], f]:
                    continue  # constant here: it does not count as tried
                n_seen += 1
                left_sum, left_weight = 0.0, 0.0
                for i in range(start, end - min_samples_leaf):
                    row = order[f, i]
                    left_sum += weights[row] * y[row]
                    left_weight += weights[row]
                    here, following = X[row, f], X[order[f, i + 1], f]
                    if here == following or i + 1 - start < min_samples_leaf:
                        continue
                    right_sum, right_weight = total - left_sum, weight - left_weight
                    gain = left_sum**2 / left_weight + right_sum**2 / right_weight
                    if gain > best_gain:
                        middle = np.float32(here / 2 + following / 2)
                        if middle == following:
                            middle = here
                        best_gain, best_feature, best_threshold = gain, np.int64(f), middle
            if best_feature >= 0:
                n_left = 0
                for i in range(start, end):
                    row = order[0, i]
                    goes_left[row] = X[row, best_feature] <= best_threshold
                    n_left += goes_left[row]
                for f in range(d):
                    to, n_right = start, 0
                    for i in range(start, end):
                        row = order[f, i]
                        if goes_left[row]:
                            order[f, to] = row
                            to += 1
                        else:
                            aside[n_right] = row
                            n_right += 1
                    for i in range(n_right):
                        order[f, to + i] = aside[i]
                feature[tree, node] = best_feature
                threshold[tree, node] = best_threshold
                left[tree, node] = n_nodes
                starts[n_nodes], ends[n_nodes] = start, start + n_left
                starts[n_nodes + 1], ends[n_nodes + 1] = start + n_left, end
                depths[n_nodes] = depths[n_nodes + 1] = depths[node] + 1
                depth[tree] = depths[node] + 1
                n_nodes += 2
            node += 1
    return feature, threshold, left, value, depth


def _predict_plain(X, feature, threshold, left, value, depth):  # type: ignore[no-untyped-def]
    """Mean and variance over trees.

    Many rows go down a tree side by side, one level at a time: none waits for another's branch.
    """
    n_trees, n = len(feature), len(X)
    mean, squares = np.zeros(n), np.zeros(n)
    nodes = np.zeros(ROWS_AT_ONCE, dtype=np.uint32)
    for start in range(0, n, ROWS_AT_ONCE):
        rows = X[start : start + ROWS_AT_ONCE]
        for tree in range(n_trees):
            nodes[:] = 0
            features, thresholds, lefts = feature[tree], threshold[tree], left[tree]
            for _ in range(depth[tree]):
                for i in range(len(rows)):
                    node = nodes[i]
                    nodes[i] = lefts[node] + np.uint32(rows[i, features[node]] > thresholds[node])
            for i in range(len(rows)):
                # Welford's update: no difference of large squares
                difference = value[tree, nodes[i]] - mean[start + i]
                mean[start + i] += difference / (tree + 1)
                squares[start + i] += difference * (value[tree, nodes[i]] - mean[start + i])
    return mean, squares / n_trees


_grow = compiled(_grow_plain)
_predict = compiled(_predict_plain)

"""Classifiers of XOR that checks hand to a student's functions."""

from __future__ import annotations

from functools import cache

import numpy as np

from course.data import make_xor
from course.mlp import MLPClassifier, fit_seeds
from course.mlp.presets import HW04


@cache
def small_runs(
    data_seed: int, seeds: tuple[int, ...], activation: str = "relu", max_iter: int = 200
) -> tuple[list[MLPClassifier], np.ndarray, np.ndarray]:
    """L-BFGS classifiers trained from `seeds` on 40 points of XOR, and the points."""
    X, y = make_xor(data_seed, n_per_blob=10)
    settings = HW04["lbfgs"] | {"activation": activation, "max_iter": max_iter}
    return fit_seeds(X, y, list(seeds), **settings), X, y


@cache
def lopsided_runs(
    data_seed: int, seeds: tuple[int, ...]
) -> tuple[list[MLPClassifier], np.ndarray, np.ndarray]:
    """Classifiers that call very different shares of the plane class 1, and 40 points of XOR.

    So each one's picture can be told from the others', and a probability from a class.
    """
    X, y = make_xor(data_seed, n_per_blob=10)
    rank = np.argsort(np.argsort(X @ [1, 0.3]))
    clfs = []
    for i, seed in enumerate(seeds):
        n_positive = 1 + 38 * (7 * i % 16) // 15
        settings = HW04["lbfgs"] | {"activation": "logistic", "alpha": 1.0}
        clfs += fit_seeds(X, (rank >= len(X) - n_positive).astype(int), [seed], **settings)
    return clfs, X, y


def with_hidden_weights(W1: np.ndarray, b1: np.ndarray, activation: str) -> MLPClassifier:
    """A fitted classifier whose hidden layer is W1, shape (2, n_hidden), and b1, (n_hidden,)."""
    X, y = make_xor(5, n_per_blob=2)
    settings = HW04["lbfgs"] | {"hidden_layer_sizes": (len(b1),), "activation": activation}
    [clf] = fit_seeds(X, y, [0], **settings | {"max_iter": 1})
    clf.coefs_[0], clf.intercepts_[0] = np.array(W1, dtype=float), np.array(b1, dtype=float)
    return clf

"""`course.mlp.MLPClassifier` against scikit-learn's, BLAS threads = 1 on both sides."""

import os
import time
import tracemalloc
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import product
from typing import Any

import numpy as np
import sklearn.neural_network
from sklearn.exceptions import ConvergenceWarning
from threadpoolctl import threadpool_limits

from course.data import load_xor
from course.mlp import MLPClassifier, fit_seeds
from course.mlp.presets import HW04
from tests.bench.measuring import Figure, by_turns

_KINDS = (MLPClassifier, sklearn.neural_network.MLPClassifier)


@contextmanager
def fair() -> Iterator[None]:
    """One BLAS thread, and scikit-learn's warnings of convergence not printed."""
    with threadpool_limits(1, user_api="blas"), warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        yield


def sgd_vs_sklearn(runs: int) -> Figure:
    """HW04's 32 SGD fits, seeds together as `fit_seeds` runs them, against one after another."""
    return _hw04("mlp_sgd_vs_sklearn", "sgd", runs, "≥ 100", time.perf_counter)


def lbfgs_vs_sklearn(runs: int) -> Figure:
    """HW04's 32 L-BFGS fits."""
    return _hw04("mlp_lbfgs_vs_sklearn", "lbfgs", runs, "≥ 1.5", time.process_time)


def _hw04(name: str, solver: str, runs: int, goal: str, clock: Callable[[], float]) -> Figure:
    xor = load_xor()
    seeds = range(int(os.environ.get("SEEDS", "16")))
    settings = [HW04[solver] | {"activation": activation} for activation in ("relu", "logistic")]

    def ours() -> None:
        for setting in settings:
            fit_seeds(xor.X_train, xor.y_train, seeds, **setting)

    def theirs() -> None:
        for setting, seed in product(settings, seeds):
            clf = sklearn.neural_network.MLPClassifier(random_state=seed, **setting)
            clf.fit(xor.X_train, xor.y_train)

    with fair():
        ours()  # compiled code is loaded
        our_seconds, their_seconds = by_turns(runs, ours, theirs, clock)
        clfs = [kind(random_state=0, **settings[0]) for kind in _KINDS]
        peaks = [_peak_bytes(_fit(clf, xor.X_train, xor.y_train)) for clf in clfs]
    return Figure(
        name,
        their_seconds / our_seconds,
        "×",
        our_seconds,
        their_seconds,
        runs,
        f"HW04, {2 * len(seeds)} fits",
        goal,
        {"peak_bytes_of_a_fit": dict(zip(("ours", "theirs"), peaks, strict=True))},
    )


def _peak_bytes(function: Callable[[], object]) -> int:
    tracemalloc.start()
    try:
        function()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def wide_worst_ratio(runs: int) -> Figure:
    """The smallest ratio over solvers, activations, batch sizes and widths; all rows are kept."""
    rng = np.random.default_rng(0)
    X = rng.normal(size=(1000, 20))
    y = (X[:, 0] * X[:, 1] > 0).astype(int)
    rows = []
    with fair():
        for solver in ("sgd", "adam", "lbfgs"):  # compiled code is loaded
            MLPClassifier(solver=solver, max_iter=1).fit(X, y)
        for solver, activation, batch_size, width in product(
            ("sgd", "adam", "lbfgs"),
            ("identity", "logistic", "tanh", "relu"),
            (10, 200),
            (2, 8, 32, 64, 128, 256, 512),
        ):
            if solver == "lbfgs" and batch_size != 200:
                continue  # it has no batches: one row is enough
            setting = {
                "solver": solver,
                "activation": activation,
                "batch_size": batch_size,
                "hidden_layer_sizes": (width,),
                "max_iter": 50 if solver == "lbfgs" else 2 if batch_size == 10 else 20,
                "random_state": 0,
            }
            clfs = [kind(**setting) for kind in _KINDS]
            ours, theirs = by_turns(
                runs, *(_fit(clf, X, y) for clf in clfs), clock=time.process_time
            )
            row = {name: setting[name] for name in ("solver", "activation", "batch_size")}
            rows.append(
                row | {"width": width, "ratio": theirs / ours, "ours": ours, "theirs": theirs}
            )
    worst = min(rows, key=lambda row: row["ratio"])
    what = "worst of {} rows: {solver}, {activation}, batch {batch_size}, width {width}"
    return Figure(
        "mlp_wide_worst_ratio",
        worst["ratio"],
        "×",
        worst["ours"],
        worst["theirs"],
        runs,
        what.format(len(rows), **worst),
        "≥ 1",
        {"rows": rows},
    )


def _fit(clf: Any, X: np.ndarray, y: np.ndarray) -> Callable[[], object]:
    return lambda: clf.fit(X, y)

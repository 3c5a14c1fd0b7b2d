"""A race of optimizers: what each had spent, and where its loss was, all along the way.

log = race(X, y, {"SGD": {"solver": "sgd"}, "L-BFGS": {"solver": "lbfgs"}}, [0.01, 0.1], seeds=8)
log    # one row for each epoch (iteration) of each run
"""

import time
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from course.mlp.estimator import MLPClassifier
from course.mlp.sweep_input import check_seeds, check_settings
from course.progress import progress_bar

LBFGS_RATE = 1.0
"""L-BFGS has no learning rate; it tries its own full step first, which is to say 1."""


def race(
    X: ArrayLike,
    y: ArrayLike,
    optimizers: Mapping[str, Mapping[str, Any]],
    learning_rates: Sequence[float],
    seeds: int | Iterable[int] = 8,
    *,
    epochs: int = 40,
) -> pd.DataFrame:
    """Train with every optimizer, learning rate and seed, one run at a time, for `epochs` epochs.

    X, y : (samples, features) and (samples,).
    optimizers : name → parameters of `MLPClassifier`. L-BFGS gets as many iterations as the others
        get epochs, and runs once a seed, whatever the learning rates.
    seeds : `random_state` of the runs; a number n means 0 … n − 1.

    Returns one row an epoch or iteration, with the columns optimizer, learning_rate, seed,
    gradient_evaluations (of one point each: an epoch, or one evaluation of L-BFGS, costs as many as
    there are samples), seconds (wall clock of the run, in equal shares) and loss (nats). A run that
    diverged has a single row, its loss infinite. Raises ValueError or TypeError for settings, seeds
    or data that `MLPClassifier` and `sweep` refuse.
    """
    check_settings(list(optimizers.values()))
    random_states = check_seeds(seeds)
    runs = [
        (name, rate, seed)
        for name, setting in optimizers.items()
        for rate in ([LBFGS_RATE] if _is_lbfgs(setting) else learning_rates)
        for seed in random_states
    ]
    rows = []
    with progress_bar(len(runs), "runs") as advance:
        for name, rate, seed in runs:
            clf = _Counting(random_state=seed, max_iter=epochs, **optimizers[name])
            if not _is_lbfgs(optimizers[name]):
                # run to the end: a race is not over when somebody rests
                clf.set_params(learning_rate_init=rate, tol=0.0, n_iter_no_change=epochs)
            run = {"optimizer": name, "learning_rate": rate, "seed": seed}
            rows += [run | spent for spent in _spent(clf, X, y)]
            advance()
    return pd.DataFrame(rows)


def _is_lbfgs(setting: Mapping[str, Any]) -> bool:
    return setting.get("solver") == "lbfgs"


def _spent(clf: "_Counting", X: ArrayLike, y: ArrayLike) -> list[dict[str, float]]:
    """What a run had spent after each epoch, and its loss then."""
    n = len(np.asarray(y))
    start = time.perf_counter()
    try:
        clf.fit(X, y)
    except ValueError as error:
        if "non-finite" not in str(error):
            raise
        seconds = time.perf_counter() - start
        return [{"gradient_evaluations": n, "seconds": seconds, "loss": np.inf}]
    seconds = time.perf_counter() - start
    curve, evaluations = clf.loss_curve_, clf.evaluations
    return [
        {
            "gradient_evaluations": n * evaluations[i],
            "seconds": seconds * (i + 1) / len(curve),
            "loss": float(loss),
        }
        for i, loss in enumerate(curve)
    ]


class _Counting(MLPClassifier):
    """Counts how often L-BFGS asks for loss and gradient: a long first step is tried again."""

    def _minimize(self, loss: Any, gradient: Any, args: tuple) -> None:
        self._iteration_of_call: list[int] = []

        def counted(*values: Any) -> Any:
            self._iteration_of_call.append(len(self.loss_curve_))
            return loss(*values)

        super()._minimize(counted, gradient, args)

    @property
    def evaluations(self) -> list[int]:
        """Evaluations of all points until the end of each epoch or iteration."""
        n_iterations = len(self.loss_curve_)
        calls = getattr(self, "_iteration_of_call", range(n_iterations))
        return np.searchsorted(calls, np.arange(n_iterations), side="right").tolist()

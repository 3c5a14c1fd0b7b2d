"""One training as a row of fitted classifiers: what it had learnt after so many steps.

Training from a seed is deterministic, so the classifier as it is after k steps is a classifier
trained with `max_iter=k`: no step is recorded, and nothing here looks inside a training.
"""

from collections.abc import Iterable
from itertools import pairwise
from numbers import Integral
from typing import Any

from numpy.typing import ArrayLike
from sklearn.base import clone

from course.mlp.estimator import MLPClassifier


def snapshots(
    clf: MLPClassifier, X: ArrayLike, y: ArrayLike, iterations: Iterable[int]
) -> list[MLPClassifier]:
    """Copies of `clf`, fitted on (X, y), as it is after each of `iterations` of its training.

    `clf` is an MLPClassifier with a whole number as `random_state`; it is itself left as it is.
    X is (samples, features), y (samples,). `iterations` are increasing whole numbers, counted in
    epochs for `solver="sgd"` and `"adam"` and in iterations for `"lbfgs"`.

    The snapshot at k is `clf` fitted with `max_iter=k`: its `loss_curve_` has k losses (with
    `early_stopping`, its weights are the best so far). At 0 it has the weights that `fit` starts
    from, `n_iter_` 0, an empty `loss_curve_`, and as `loss_` the objective (mean cross-entropy in
    nats plus the L2 term) on all rows. The run's own end ends the list: all numbers from its
    `n_iter_` on give one snapshot together, which is `clf.fit(X, y)`, bit for bit.

    Raises TypeError when `clf` is not an MLPClassifier of this course, ValueError when its
    `random_state` is not a whole number or `iterations` is empty, not increasing or below 0, and
    what `fit` raises.
    """
    _check_seed(clf)
    wanted = _check_iterations(iterations)
    whole = clone(clf).fit(X, y)
    before_the_end = [k for k in wanted if k < whole.n_iter_]
    taken = [
        clone(clf).set_params(max_iter=k).fit(X, y) if k else _at_the_start(clf, X, y)
        for k in before_the_end
    ]
    return taken if len(taken) == len(wanted) else [*taken, whole]


class _Initializer(MLPClassifier):
    """All that `fit` does up to the first step, and the loss of the weights it starts from."""

    def _fit_stochastic(self, *args: Any) -> None:
        *loss_args, _layer_units, _incremental = args
        self._stay(loss_args)

    def _fit_lbfgs(self, *args: Any) -> None:
        *loss_args, _layer_units = args
        self._stay(loss_args)

    def _stay(self, loss_args: list[Any]) -> None:
        self.loss_, *_ = self._backprop(*loss_args)
        self.loss_curve_ = []
        self.did_converge_ = False


def _at_the_start(clf: MLPClassifier, X: ArrayLike, y: ArrayLike) -> MLPClassifier:
    initialized = _Initializer(**clf.get_params(deep=False)).fit(X, y)
    start = clone(clf)
    vars(start).update(vars(initialized))
    return start


# --- rules --------------------------------------------------------------------------------------


def _check_seed(clf: MLPClassifier) -> None:
    kind = type(clf)
    if not isinstance(clf, MLPClassifier):
        raise TypeError(
            f"clf must be a course.mlp.MLPClassifier, got {kind.__module__}.{kind.__name__}; "
            "make one with the same settings"
        )
    seed = clf.random_state
    if not isinstance(seed, Integral) or isinstance(seed, bool):
        raise ValueError(
            f"clf must have a whole number as random_state, got random_state={seed!r}; "
            "pass a seed, such as MLPClassifier(random_state=5), so that each snapshot is of the "
            "same training"
        )


def _check_iterations(iterations: Iterable[int]) -> list[int]:
    wanted = list(iterations)
    if not wanted:
        raise ValueError("iterations must hold at least one number, got none; pass range(0, 41)")
    for k in wanted:
        if not isinstance(k, Integral) or k < 0:
            raise ValueError(
                f"iterations must hold whole numbers from 0 on, got {k!r}; 0 is before the first"
            )
    for one, other in pairwise(wanted):
        if other <= one:
            raise ValueError(
                f"iterations must increase, got {other} after {one}; pass sorted(set(iterations))"
            )
    return [int(k) for k in wanted]

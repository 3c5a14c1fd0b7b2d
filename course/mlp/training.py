"""scikit-learn's training loops with the compiled kernels inside.

`fit_stochastic` mirrors `BaseMultilayerPerceptron._fit_stochastic` of scikit-learn 1.9 line by
line, except that an epoch is one compiled call. What is decided between epochs (when to stop,
when to lower the rate, which weights were best) stays scikit-learn's own code.
"""

import warnings
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
from sklearn.model_selection import train_test_split
from sklearn.neural_network._stochastic_optimizers import AdamOptimizer, SGDOptimizer

from course.mlp import kernels
from course.mlp.kernels import Data, Network


def compiled_applies(X: Any, sample_weight: np.ndarray | None) -> bool:
    """Kernels are compiled for dense float64 only."""
    return (
        isinstance(X, np.ndarray)
        and X.dtype == np.float64
        and (sample_weight is None or sample_weight.dtype == np.float64)
    )


def fit_stochastic(
    clf: Any,
    X: np.ndarray,
    y: np.ndarray,
    sample_weight: np.ndarray | None,
    layer_units: list[int],
    incremental: bool,
) -> None:
    """Train `clf`, initialized by scikit-learn, by SGD or Adam.

    `X` is (samples, features) float64, `y` (samples, outputs) bool.
    """
    if not incremental or not hasattr(clf, "_optimizer"):
        clf._optimizer = _new_optimizer(clf)
    if clf.early_stopping and incremental:
        raise ValueError("partial_fit does not support early_stopping=True")
    validation: tuple = (None, None, None)
    if clf.early_stopping:
        X, y, sample_weight, validation = _split_validation(clf, X, y, sample_weight)

    n_samples = len(X)
    order = np.arange(n_samples)
    run_epoch = _compiled_epoch(clf, X, y, sample_weight, layer_units, _batch_size(clf, n_samples))
    try:
        clf.n_iter_ = 0
        for _ in range(clf.max_iter):
            if clf.shuffle:
                # the draws of sklearn.utils.shuffle, without its copies and its validation
                clf._random_state.shuffle(order)
            clf.n_iter_ += 1
            clf.loss_ = run_epoch(order)
            clf.t_ += n_samples
            clf.loss_curve_.append(clf.loss_)
            if clf.verbose:
                print(f"Iteration {clf.n_iter_}, loss = {clf.loss_:.8f}")

            clf._update_no_improvement_count(clf.early_stopping, *validation)
            clf._optimizer.iteration_ends(clf.t_)
            if clf._no_improvement_count > clf.n_iter_no_change:
                if clf._optimizer.trigger_stopping(_why_stop(clf), clf.verbose):
                    break
                clf._no_improvement_count = 0
            if incremental:
                break
    except KeyboardInterrupt:
        warnings.warn("Training interrupted by user.", stacklevel=2)

    if clf.early_stopping:
        clf.coefs_ = clf._best_coefs
        clf.intercepts_ = clf._best_intercepts


def _new_optimizer(clf: Any) -> SGDOptimizer | AdamOptimizer:
    params = clf.coefs_ + clf.intercepts_
    if clf.solver == "sgd":
        return SGDOptimizer(
            params,
            clf.learning_rate_init,
            clf.learning_rate,
            clf.momentum,
            clf.nesterovs_momentum,
            clf.power_t,
        )
    return AdamOptimizer(params, clf.learning_rate_init, clf.beta_1, clf.beta_2, clf.epsilon)


def _split_validation(
    clf: Any, X: np.ndarray, y: np.ndarray, sample_weight: np.ndarray | None
) -> tuple[np.ndarray, np.ndarray, np.ndarray | None, tuple]:
    """Split as scikit-learn does: X, y and weights to train on, the same three to validate on."""
    arrays = [X, y] if sample_weight is None else [X, y, sample_weight]
    parts = train_test_split(
        *arrays,
        random_state=clf._random_state,
        test_size=clf.validation_fraction,
        stratify=y if clf.n_outputs_ == 1 else None,
    )
    X_train, X_val, y_train, y_val, *weights = parts
    weight_train, weight_val = weights or (None, None)
    if len(X_val) < 2:
        raise ValueError(
            "The validation set is too small. Increase 'validation_fraction' "
            "or the size of your dataset."
        )
    y_val = clf._label_binarizer.inverse_transform(y_val)
    return X_train, y_train, weight_train, (X_val, y_val, weight_val)


def _batch_size(clf: Any, n_samples: int) -> int:
    if clf.batch_size == "auto":
        return min(200, n_samples)
    if clf.batch_size > n_samples:
        warnings.warn(
            "Got `batch_size` less than 1 or larger than sample size. It is going to be clipped",
            stacklevel=2,
        )
    return min(clf.batch_size, n_samples)


def _why_stop(clf: Any) -> str:
    measure = "Validation score" if clf.early_stopping else "Training loss"
    return (
        f"{measure} did not improve more than tol={clf.tol:f}"
        f" for {clf.n_iter_no_change:d} consecutive epochs."
    )


def _compiled_epoch(
    clf: Any,
    X: np.ndarray,
    y: np.ndarray,
    sample_weight: np.ndarray | None,
    layer_units: list[int],
    batch_size: int,
) -> Callable[[np.ndarray], float]:
    """A function from the order of the rows to the mean loss of an epoch trained in that order.

    Weights and optimizer state become views of one vector each, which the kernels change in
    place: scikit-learn's own methods see every change.
    """
    theta = _pack(clf.coefs_ + clf.intercepts_)
    views = _views(theta, layer_units)
    clf.coefs_, clf.intercepts_ = views[: clf.n_layers_ - 1], views[clf.n_layers_ - 1 :]
    network, data = _problem(clf, X, y, sample_weight, layer_units)
    work = kernels.workspace(network.units, batch_size)
    optimizer = clf._optimizer

    if clf.solver == "sgd":
        velocity = _pack(optimizer.velocities)
        optimizer.velocities = _views(velocity, layer_units)

        def sgd(order: np.ndarray) -> float:
            return kernels.sgd_epoch(
                theta,
                velocity,
                float(optimizer.learning_rate),
                float(optimizer.momentum),
                bool(optimizer.nesterov),
                network,
                data,
                order,
                batch_size,
                work,
            )

        return sgd

    m, v = _pack(optimizer.ms), _pack(optimizer.vs)
    optimizer.ms, optimizer.vs = _views(m, layer_units), _views(v, layer_units)

    def adam(order: np.ndarray) -> float:
        loss, optimizer.t, optimizer.learning_rate = kernels.adam_epoch(
            theta,
            m,
            v,
            optimizer.t,
            float(optimizer.learning_rate_init),
            float(optimizer.beta_1),
            float(optimizer.beta_2),
            float(optimizer.epsilon),
            network,
            data,
            order,
            batch_size,
            work,
        )
        return loss

    return adam


def _problem(
    clf: Any,
    X: np.ndarray,
    y: np.ndarray,
    sample_weight: np.ndarray | None,
    layer_units: list[int],
) -> tuple[Network, Data]:
    """What the kernels are to fit, in the types that they are compiled for."""
    network = Network(
        np.array(layer_units, dtype=np.int64),
        kernels.ACTIVATIONS.index(clf.activation),
        clf.out_activation_ == "softmax",
        float(clf.alpha),
    )
    if sample_weight is None:
        sample_weight = np.ones(len(X))
    # a read-only array (joblib's memory maps) would be another type: numba compiled anew
    data = Data(*(np.require(array, requirements=["C", "W"]) for array in (X, y, sample_weight)))
    return network, data


def _pack(arrays: list[np.ndarray]) -> np.ndarray:
    return np.concatenate([array.ravel() for array in arrays])


def _views(vector: np.ndarray, layer_units: list[int]) -> list[np.ndarray]:
    """`vector` as coefficient matrices and then intercepts, without copying."""
    shapes: list[tuple[int, ...]] = [*pairwise(layer_units), *((n,) for n in layer_units[1:])]
    ends = np.cumsum([np.prod(shape) for shape in shapes])
    return [
        part.reshape(shape) for part, shape in zip(np.split(vector, ends[:-1]), shapes, strict=True)
    ]

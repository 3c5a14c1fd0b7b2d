"""Loss and gradient over all rows, for scipy's L-BFGS: scikit-learn's `_backprop` without waste.

L-BFGS multiplies rounding errors: near a kink of ReLU one differing last bit has changed the
number of iterations from 100 to 67. So every number is made as scikit-learn makes it, bit for
bit: products and sums by the same numpy calls (into arrays made once), the rest by compiled
loops with the same operations in the same order. SGD forgives more; see kernels.py for it.
"""

import math
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from itertools import pairwise

import numpy as np
from sklearn.neural_network._base import ACTIVATIONS
from threadpoolctl import ThreadpoolController  # type: ignore[import-untyped]

from course.mlp.kernel_cache import compiled

# Below these sizes OpenBLAS's results do not depend on its number of threads.
_PRODUCT_IN_ONE_THREAD = 262_144  # multiply-adds of a matrix product
_VECTOR_IN_ONE_THREAD = 10_000  # numbers in a vector
_BLAS_THREADS = threading.Lock()  # their number is set for the whole process


@cache
def _blas() -> ThreadpoolController:
    return ThreadpoolController()


@contextmanager
def fewest_threads(n_samples: int, layer_units: list[int]) -> Iterator[None]:
    """One BLAS thread for a problem that is too small for two, where the numbers stay the same.

    scipy's L-BFGS calls BLAS and LAPACK for small vectors and matrices, and OpenBLAS wakes its
    threads for them: on a machine with other work to do they mostly wait for each other.
    """
    products = [fan_in * fan_out for fan_in, fan_out in pairwise(layer_units)]
    if max(products) * n_samples > _PRODUCT_IN_ONE_THREAD or sum(products) > _VECTOR_IN_ONE_THREAD:
        yield
    else:
        with _BLAS_THREADS, _blas().limit(limits=1, user_api="blas"):
            yield


class Objective:
    """`loss` and `gradient` as functions of the packed weights (coefficients, then intercepts).

    X : (samples, features) float64; y : (samples, outputs) bool; layer_units : sizes of all
    layers; activation : of the hidden layers; output : "logistic" or "softmax"; alpha : L2
    penalty; sample_weight : (samples,) float64 or None.
    """

    def __init__(
        self,
        X: np.ndarray,
        y: np.ndarray,
        sample_weight: np.ndarray | None,
        layer_units: list[int],
        activation: str,
        output: str,
        alpha: float,
    ) -> None:
        self._y, self._sample_weight = y, sample_weight
        self._activation, self._output, self._alpha = activation, output, alpha
        self._sum_of_weights = len(X) if sample_weight is None else sample_weight.sum()
        self._activations = [X, *(np.empty((len(X), n)) for n in layer_units[1:])]
        self._deltas = [np.empty_like(a) for a in self._activations[1:]]
        self._log_likelihoods = np.empty(y.shape)

        coef_shapes = list(pairwise(layer_units))
        shapes: list[tuple[int, ...]] = [*coef_shapes, *((n,) for n in layer_units[1:])]
        self._n_layers = len(coef_shapes)
        self._n_coefs = sum(fan_in * fan_out for fan_in, fan_out in coef_shapes)
        self._theta = np.empty(self._n_coefs + sum(layer_units[1:]))
        self._gradient = np.empty_like(self._theta)
        self._evaluated: bytes | None = None
        parts, gradients = _views(self._theta, shapes), _views(self._gradient, shapes)
        self._coefs, self._intercepts = parts[: self._n_layers], parts[self._n_layers :]
        self._coef_grads, self._intercept_grads = (
            gradients[: self._n_layers],
            gradients[self._n_layers :],
        )

    def loss(self, theta: np.ndarray) -> float:
        self._evaluate(theta)
        return self._last_loss

    def gradient(self, theta: np.ndarray) -> np.ndarray:
        self._evaluate(theta)
        return self._gradient.copy()

    def _evaluate(self, theta: np.ndarray) -> None:
        """Both at once, unless this was just done: scipy asks for the two one after the other."""
        key = theta.tobytes()
        if key == self._evaluated:
            return
        self._evaluated = key
        self._theta[:] = theta
        self._forward()
        self._last_loss = self._loss()
        self._backward()

    def _forward(self) -> None:
        for layer in range(self._n_layers):
            z = self._activations[layer + 1]
            np.matmul(self._activations[layer], self._coefs[layer], out=z)
            function = self._activation if layer < self._n_layers - 1 else self._output
            _shift_and_activate(z, self._intercepts[layer], _CODES[function])
            if function in ("tanh", "softmax"):
                # numpy's own tanh and exp differ from the C library's in the last bit
                ACTIVATIONS[function](z)

    def _loss(self) -> float:
        delta, log_likelihoods = self._deltas[-1], self._log_likelihoods
        _compare(self._activations[-1], self._y, self._output == "softmax", delta, log_likelihoods)
        if self._sample_weight is None:
            means = np.add.reduce(log_likelihoods, axis=0) / len(log_likelihoods)
        else:
            means = np.average(log_likelihoods, weights=self._sample_weight, axis=0)
            delta *= self._sample_weight.reshape(-1, 1)
        squares = 0.0
        for W in self._coefs:
            flat = W.ravel()
            squares += np.dot(flat, flat)
        return -np.add.reduce(means) + (0.5 * self._alpha) * squares / self._sum_of_weights

    def _backward(self) -> None:
        for layer in reversed(range(self._n_layers)):
            delta, a = self._deltas[layer], self._activations[layer]
            np.matmul(a.T, delta, out=self._coef_grads[layer])
            _column_sums(delta, out=self._intercept_grads[layer])
            if layer > 0:
                back = self._deltas[layer - 1]
                np.matmul(delta, self._coefs[layer].T, out=back)
                _times_derivative(back, a, _CODES[self._activation])
        self._gradient[: self._n_coefs] += self._alpha * self._theta[: self._n_coefs]
        self._gradient /= self._sum_of_weights


def _column_sums(delta: np.ndarray, out: np.ndarray) -> None:
    """As numpy sums: row by row, but a single column by pairs."""
    if len(out) == 1:
        np.add.reduce(delta, axis=0, out=out)
    else:
        _sum_rows(delta, out)


def _views(vector: np.ndarray, shapes: list[tuple[int, ...]]) -> list[np.ndarray]:
    ends = np.cumsum([math.prod(shape) for shape in shapes])
    return [
        part.reshape(shape) for part, shape in zip(np.split(vector, ends[:-1]), shapes, strict=True)
    ]


_IDENTITY, _LOGISTIC, _RELU, _TANH, _SOFTMAX = range(5)
_CODES = {
    "identity": _IDENTITY,
    "logistic": _LOGISTIC,
    "relu": _RELU,
    "tanh": _TANH,
    "softmax": _SOFTMAX,
}


@compiled
def _shift_and_activate(z, b, activation):  # type: ignore[no-untyped-def]
    """z becomes f(z + b); for tanh and softmax only z + b."""
    for r in range(z.shape[0]):
        for j in range(z.shape[1]):
            value = z[r, j] + b[j]
            if activation == _LOGISTIC:
                value = 1.0 / (1.0 + math.exp(-value))
            elif activation == _RELU:
                value = 0.0 if value <= 0.0 else value  # NaN stays NaN
            z[r, j] = value


@compiled
def _times_derivative(delta, a, activation):  # type: ignore[no-untyped-def]
    for r in range(a.shape[0]):
        for j in range(a.shape[1]):
            if activation == _LOGISTIC:
                delta[r, j] = delta[r, j] * a[r, j] * (1.0 - a[r, j])
            elif activation == _TANH:
                delta[r, j] *= 1.0 - a[r, j] * a[r, j]
            elif activation == _RELU:
                delta[r, j] = 0.0 if a[r, j] == 0.0 else delta[r, j]


@compiled
def _sum_rows(delta, total):  # type: ignore[no-untyped-def]
    total[:] = delta[0]
    for r in range(1, delta.shape[0]):
        for j in range(delta.shape[1]):
            total[j] += delta[r, j]


@compiled
def _compare(prob, y, softmax, delta, log_likelihoods):  # type: ignore[no-untyped-def]
    """Set each output's delta, prob − y, and its share of the log-likelihood."""
    eps = 2.220446049250313e-16  # np.finfo(float).eps, which scikit-learn clips by
    for r in range(prob.shape[0]):
        for j in range(prob.shape[1]):
            p = prob[r, j]
            delta[r, j] = p - (1.0 if y[r, j] else 0.0)
            p = eps if p < eps else p
            p = 1.0 - eps if p > 1.0 - eps else p
            if y[r, j]:
                log_likelihoods[r, j] = math.log(p)
            elif softmax:
                log_likelihoods[r, j] = 0.0 * p  # not 0: NaN stays NaN
            else:
                log_likelihoods[r, j] = math.log(1.0 - p)

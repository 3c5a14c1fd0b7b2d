"""Loss and gradient over all rows, for scipy's L-BFGS: scikit-learn's `_backprop` without waste.

L-BFGS multiplies rounding errors: near a kink of ReLU one differing last bit has changed the
number of iterations from 100 to 67. So every number is made as scikit-learn makes it, bit for
bit: products and sums by the same numpy calls (into arrays made once), the rest by compiled
loops with the same operations in the same order. SGD forgives more; see kernels.py for it.
"""

import math
from itertools import pairwise

import numba
import numpy as np
from sklearn.neural_network._base import ACTIVATIONS

from course.mlp.kernel_cache import compiled_on_disk

# OpenBLAS computes a product of so few multiply-adds in one thread.
_ONE_THREAD_UP_TO = 262_144


class Objective:
    """Call with packed weights, get the loss; `gradient` then has its gradient, packed alike.

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

        shapes: list[tuple[int, ...]] = [*pairwise(layer_units), *((n,) for n in layer_units[1:])]
        size = sum(math.prod(shape) for shape in shapes)
        self._theta, self.gradient = np.empty(size), np.empty(size)
        n_layers = len(layer_units) - 1
        parts = _views(self._theta, shapes)
        self._coefs, self._intercepts = parts[:n_layers], parts[n_layers:]
        parts = _views(self.gradient, shapes)
        self._coef_grads, self._intercept_grads = parts[:n_layers], parts[n_layers:]

    def __call__(self, theta: np.ndarray) -> float:
        self._theta[:] = theta
        self._forward()
        loss = self._loss()
        self._backward()
        return loss

    def _forward(self) -> None:
        last = len(self._coefs) - 1
        for layer, (W, b) in enumerate(zip(self._coefs, self._intercepts, strict=True)):
            z = self._activations[layer + 1]
            np.matmul(self._activations[layer], W, out=z)
            _activate(z, b, self._output if layer == last else self._activation)

    def _loss(self) -> float:
        _compare(
            self._activations[-1],
            self._y,
            self._output == "softmax",
            self._deltas[-1],
            self._log_likelihoods,
        )
        if self._sample_weight is None:
            means = self._log_likelihoods.mean(axis=0)
        else:
            means = np.average(self._log_likelihoods, weights=self._sample_weight, axis=0)
            self._deltas[-1] *= self._sample_weight.reshape(-1, 1)
        squares = 0.0
        for W in self._coefs:
            flat = W.ravel()
            squares += np.dot(flat, flat)
        return -means.sum() + (0.5 * self._alpha) * squares / self._sum_of_weights

    def _backward(self) -> None:
        for layer in reversed(range(len(self._coefs))):
            delta, gradient = self._deltas[layer], self._coef_grads[layer]
            np.matmul(self._activations[layer].T, delta, out=gradient)
            gradient += self._alpha * self._coefs[layer]
            gradient /= self._sum_of_weights
            self._intercept_grads[layer][:] = _column_sums(delta) / self._sum_of_weights
            if layer > 0:
                back, a = self._deltas[layer - 1], self._activations[layer]
                np.matmul(delta, self._coefs[layer].T, out=back)
                _times_derivative(back, a, _COMPILED[self._activation])


def _activate(z: np.ndarray, b: np.ndarray, activation: str) -> None:
    _shift_and_activate(z, b, _COMPILED.get(activation, _IDENTITY))
    if activation in ("tanh", "softmax"):  # numpy's own tanh and exp differ from libm's in a bit
        ACTIVATIONS[activation](z)


def _column_sums(delta: np.ndarray) -> np.ndarray:
    """As numpy sums: row by row, but a single column by pairs."""
    if delta.shape[1] == 1:
        return delta.sum(axis=0)
    total = np.empty(delta.shape[1])
    _sum_rows(delta, total)
    return total


def _views(vector: np.ndarray, shapes: list[tuple[int, ...]]) -> list[np.ndarray]:
    ends = np.cumsum([math.prod(shape) for shape in shapes])
    return [
        part.reshape(shape) for part, shape in zip(np.split(vector, ends[:-1]), shapes, strict=True)
    ]


def _jit(function):  # type: ignore[no-untyped-def]
    with compiled_on_disk():
        return numba.njit(cache=True, nogil=True, error_model="numpy")(function)


_IDENTITY, _LOGISTIC, _RELU, _TANH = range(4)
_COMPILED = {"identity": _IDENTITY, "logistic": _LOGISTIC, "relu": _RELU, "tanh": _TANH}


@_jit
def _shift_and_activate(z, b, activation):  # type: ignore[no-untyped-def]
    """z becomes f(z + b); for tanh only z + b."""
    for r in range(z.shape[0]):
        for j in range(z.shape[1]):
            value = z[r, j] + b[j]
            if activation == _LOGISTIC:
                value = 1.0 / (1.0 + math.exp(-value))
            elif activation == _RELU and value <= 0.0:  # not for NaN
                value = 0.0
            z[r, j] = value


@_jit
def _times_derivative(delta, a, activation):  # type: ignore[no-untyped-def]
    for r in range(a.shape[0]):
        for j in range(a.shape[1]):
            if activation == _LOGISTIC:
                delta[r, j] = delta[r, j] * a[r, j] * (1.0 - a[r, j])
            elif activation == _TANH:
                delta[r, j] *= 1.0 - a[r, j] * a[r, j]
            elif activation == _RELU and a[r, j] == 0.0:
                delta[r, j] = 0.0


@_jit
def _sum_rows(delta, total):  # type: ignore[no-untyped-def]
    total[:] = delta[0]
    for r in range(1, delta.shape[0]):
        for j in range(delta.shape[1]):
            total[j] += delta[r, j]


@_jit
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

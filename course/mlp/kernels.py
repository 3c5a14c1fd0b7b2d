"""The inner loops of training an MLP, compiled by numba: one batch, one epoch.

What is computed is scikit-learn's `BaseMultilayerPerceptron._backprop` (loss and gradient of a
batch) and `SGDOptimizer` / `AdamOptimizer` (what to do with the gradient), nothing more.

Shapes. All weights lie in one vector `theta`: coefficient matrices layer by layer, each
(fan_in, fan_out) row by row, then the intercepts; scikit-learn packs them so for L-BFGS.
Activations and deltas lie in work arrays layer by layer, each (units, rows): a neuron's values
for the rows of a batch are neighbours, so that the shortest loops (2 neurons) are not innermost.

NaN and inf go through as they do in numpy: comparisons are written so that NaN stays NaN, and
of the fast-math licences only re-ordering sums and fused multiply-add are given, as BLAS does.
"""

import math
from typing import NamedTuple

import numba
import numpy as np

from course.mlp.kernel_cache import compiled_on_disk

ACTIVATIONS = ("identity", "logistic", "tanh", "relu")
_IDENTITY, _LOGISTIC, _TANH, _RELU = range(4)
_EPSILON = float(np.finfo(np.float64).eps)

# A matrix product of more multiply-adds than this is left to BLAS (see README.md, "Crossover").
BLAS_FROM = 20_000


class Network(NamedTuple):
    """What does not change during a training."""

    units: np.ndarray  # layer sizes, input and output included; int64
    activation: int  # of the hidden layers, index in ACTIVATIONS
    softmax: bool  # output: softmax (multiclass), else logistic (binary, multilabel)
    alpha: float  # L2 penalty


class Data(NamedTuple):
    """The training set; every array C-ordered."""

    X: np.ndarray  # (samples, features), float64
    y: np.ndarray  # (samples, outputs), bool
    sample_weight: np.ndarray  # (samples,), float64


class Workspace(NamedTuple):
    """Scratch arrays, made once a training."""

    activations: np.ndarray  # (sum of units × rows in a batch,)
    deltas: np.ndarray  # same
    gradient: np.ndarray  # as theta


def workspace(units: np.ndarray, rows: int) -> Workspace:
    """Scratch for batches of up to `rows` rows."""
    weights = int(units[:-1] @ units[1:] + units[1:].sum())
    size = int(units.sum()) * rows
    return Workspace(np.empty(size), np.empty(size), np.empty(weights))


def _jit(function):  # type: ignore[no-untyped-def]
    with compiled_on_disk():
        return numba.njit(
            cache=True, nogil=True, error_model="numpy", fastmath={"reassoc", "contract"}
        )(function)


@_jit
def _activate(z, activation):  # type: ignore[no-untyped-def]
    if activation == _LOGISTIC:
        for k in range(z.size):
            z[k] = 1.0 / (1.0 + math.exp(-z[k]))
    elif activation == _TANH:
        for k in range(z.size):
            z[k] = math.tanh(z[k])
    elif activation == _RELU:
        for k in range(z.size):
            z[k] = 0.0 if z[k] <= 0.0 else z[k]


@_jit
def _times_derivative(delta, a, activation):  # type: ignore[no-untyped-def]
    if activation == _LOGISTIC:
        for k in range(a.size):
            delta[k] *= a[k] * (1.0 - a[k])
    elif activation == _TANH:
        for k in range(a.size):
            delta[k] *= 1.0 - a[k] * a[k]
    elif activation == _RELU:
        for k in range(a.size):
            delta[k] = 0.0 if a[k] == 0.0 else delta[k]


@_jit
def _softmax(z, classes, rows):  # type: ignore[no-untyped-def]
    for r in range(rows):
        largest = z[r]
        for j in range(1, classes):
            value = z[j * rows + r]
            # NaN must win, as in numpy's max
            largest = largest if largest >= value or largest != largest else value
        total = 0.0
        for j in range(classes):
            z[j * rows + r] = math.exp(z[j * rows + r] - largest)
            total += z[j * rows + r]
        for j in range(classes):
            z[j * rows + r] /= total


@_jit
def _affine(theta, w, b, activations, at, out, fan_in, fan_out, rows):  # type: ignore[no-untyped-def]
    """z (fan_out, rows) = Wᵀ a + b, with W, b, a and z at the given places."""
    if fan_in * fan_out * rows > BLAS_FROM:
        W = theta[w : w + fan_in * fan_out].reshape(fan_in, fan_out)
        z = activations[out : out + fan_out * rows].reshape(fan_out, rows)
        np.dot(W.T, activations[at:out].reshape(fan_in, rows), z)
        for j in range(fan_out):
            for r in range(rows):
                z[j, r] += theta[b + j]
        return
    for j in range(fan_out):
        z_j = activations[out + j * rows : out + (j + 1) * rows]
        z_j[:] = theta[b + j]
        for i in range(fan_in):
            weight = theta[w + i * fan_out + j]
            a_i = activations[at + i * rows : at + (i + 1) * rows]
            for r in range(rows):
                z_j[r] += weight * a_i[r]


@_jit
def _outer(activations, before, deltas, at, gradient, w, fan_in, fan_out, rows):  # type: ignore[no-untyped-def]
    """gradient (fan_in, fan_out) = a deltaᵀ, summed over the rows."""
    if fan_in * fan_out * rows > BLAS_FROM:
        a = activations[before:at].reshape(fan_in, rows)
        delta = deltas[at : at + fan_out * rows].reshape(fan_out, rows)
        np.dot(a, delta.T, gradient[w : w + fan_in * fan_out].reshape(fan_in, fan_out))
        return
    for i in range(fan_in):
        a_i = activations[before + i * rows : before + (i + 1) * rows]
        for j in range(fan_out):
            delta_j = deltas[at + j * rows : at + (j + 1) * rows]
            total = 0.0
            for r in range(rows):
                total += a_i[r] * delta_j[r]
            gradient[w + i * fan_out + j] = total


@_jit
def _back(theta, w, deltas, before, at, fan_in, fan_out, rows):  # type: ignore[no-untyped-def]
    """The delta of the layer before, (fan_in, rows) = W delta."""
    if fan_in * fan_out * rows > BLAS_FROM:
        W = theta[w : w + fan_in * fan_out].reshape(fan_in, fan_out)
        delta = deltas[at : at + fan_out * rows].reshape(fan_out, rows)
        np.dot(W, delta, deltas[before:at].reshape(fan_in, rows))
        return
    for i in range(fan_in):
        back_i = deltas[before + i * rows : before + (i + 1) * rows]
        back_i[:] = 0.0
        for j in range(fan_out):
            weight = theta[w + i * fan_out + j]
            delta_j = deltas[at + j * rows : at + (j + 1) * rows]
            for r in range(rows):
                back_i[r] += weight * delta_j[r]


@_jit
def _output_loss(prob, delta, network, data, batch):  # type: ignore[no-untyped-def]
    """Weighted sum of the cross-entropies; sets the output layer's delta."""
    rows = batch.size
    loss = 0.0
    for j in range(network.units[-1]):
        for r in range(rows):
            p = prob[j * rows + r]
            weight = data.sample_weight[batch[r]]
            hit = data.y[batch[r], j]
            delta[j * rows + r] = (p - (1.0 if hit else 0.0)) * weight
            p = _EPSILON if p < _EPSILON else p
            p = 1.0 - _EPSILON if p > 1.0 - _EPSILON else p
            if hit:
                loss -= weight * math.log(p)
            elif not network.softmax:
                loss -= weight * math.log(1.0 - p)
            elif p != p:
                loss = p
    return loss


@_jit
def loss_gradient(theta, network, data, batch, work):  # type: ignore[no-untyped-def]
    """Loss of the rows `batch` (indices into `data`); leaves the gradient in `work.gradient`.

    Loss: mean cross-entropy, weighted, plus ½ alpha ‖weights‖² / sum of weights.
    """
    units, rows, last = network.units, batch.size, network.units.size - 2
    total_weight = 0.0
    for r in range(rows):
        total_weight += data.sample_weight[batch[r]]
        for i in range(units[0]):
            work.activations[i * rows + r] = data.X[batch[r], i]
    if total_weight == 0.0:
        raise ZeroDivisionError("Weights sum to zero, can't be normalized")  # as np.average

    n_coefs = 0
    for layer in range(last + 1):
        n_coefs += units[layer] * units[layer + 1]

    # forward: `at` is where the layer's inputs start, `w` and `b` where its weights do
    at, w, b = 0, 0, n_coefs
    for layer in range(last + 1):
        fan_in, fan_out = units[layer], units[layer + 1]
        out = at + fan_in * rows
        _affine(theta, w, b, work.activations, at, out, fan_in, fan_out, rows)
        z = work.activations[out : out + fan_out * rows]
        if layer < last:
            _activate(z, network.activation)
        elif network.softmax:
            _softmax(z, fan_out, rows)
        else:
            _activate(z, _LOGISTIC)
        at, w, b = out, w + fan_in * fan_out, b + fan_out

    loss = _output_loss(work.activations[at:], work.deltas[at:], network, data, batch)
    squares = 0.0
    for k in range(n_coefs):
        squares += theta[k] * theta[k]
    loss = (loss + 0.5 * network.alpha * squares) / total_weight

    # backward: `at` is now where the layer's outputs start
    for layer in range(last, -1, -1):
        fan_in, fan_out = units[layer], units[layer + 1]
        before, w, b = at - fan_in * rows, w - fan_in * fan_out, b - fan_out
        _outer(work.activations, before, work.deltas, at, work.gradient, w, fan_in, fan_out, rows)
        for k in range(w, w + fan_in * fan_out):
            work.gradient[k] = (work.gradient[k] + network.alpha * theta[k]) / total_weight
        for j in range(fan_out):
            total = 0.0
            for r in range(rows):
                total += work.deltas[at + j * rows + r]
            work.gradient[b + j] = total / total_weight
        if layer > 0:
            _back(theta, w, work.deltas, before, at, fan_in, fan_out, rows)
            _times_derivative(
                work.deltas[before:at], work.activations[before:at], network.activation
            )
        at = before
    return loss


@_jit
def sgd_epoch(  # type: ignore[no-untyped-def]
    theta, velocity, rate, momentum, nesterov, network, data, order, batch_size, work
):
    """One pass over the rows `order`, a step after each batch; returns the mean loss."""
    loss = 0.0
    for start in range(0, order.size, batch_size):
        batch = order[start : start + batch_size]
        loss += loss_gradient(theta, network, data, batch, work) * batch.size
        for k in range(theta.size):
            step = momentum * velocity[k] - rate * work.gradient[k]
            velocity[k] = step
            theta[k] += momentum * step - rate * work.gradient[k] if nesterov else step
    return loss / order.size


@_jit
def adam_epoch(  # type: ignore[no-untyped-def]
    theta, m, v, t, rate, beta_1, beta_2, epsilon, network, data, order, batch_size, work
):
    """As `sgd_epoch` for Adam; `t` is the number of steps taken before.

    Returns the mean loss, the number of steps and the last step's rate.
    """
    loss, step = 0.0, 0.0
    for start in range(0, order.size, batch_size):
        batch = order[start : start + batch_size]
        loss += loss_gradient(theta, network, data, batch, work) * batch.size
        t += 1
        step = rate * math.sqrt(1.0 - beta_2**t) / (1.0 - beta_1**t)
        for k in range(theta.size):
            g = work.gradient[k]
            m[k] = beta_1 * m[k] + (1.0 - beta_1) * g
            v[k] = beta_2 * v[k] + (1.0 - beta_2) * (g * g)
            theta[k] -= step * m[k] / (math.sqrt(v[k]) + epsilon)
    return loss / order.size, t, step

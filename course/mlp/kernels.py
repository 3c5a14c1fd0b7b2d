"""The inner loops of training by SGD and Adam, compiled by numba: one batch, one epoch.

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

import numpy as np

from course.mlp.kernel_cache import compiled

ACTIVATIONS = ("identity", "logistic", "tanh", "relu")
_IDENTITY, _LOGISTIC, _TANH, _RELU = range(4)
_EPSILON = float(np.finfo(np.float64).eps)

# A matrix product of more multiply-adds than this is left to BLAS (see README.md, "Crossover").
BLAS_FROM = 8_000


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


_FAST_SUMS = {"reassoc", "contract"}


def _kernel(function):  # type: ignore[no-untyped-def]
    return compiled(function, fastmath=_FAST_SUMS)


def _part(function):  # type: ignore[no-untyped-def]
    return compiled(function, fastmath=_FAST_SUMS, inline="always")


@compiled
def _scale_and_expm1(x):  # type: ignore[no-untyped-def]
    """2ᵏ and exp(r) − 1, where x = k ln 2 + r and |r| ≤ ½ ln 2; for |x| < 709.

    A polynomial (exp's Taylor series; the rest is below 1e-17) and the bits of 2ᵏ, because loops
    that call the C library's exp can't be vectorized. Adding 1.5 × 2⁵² rounds to whole numbers
    and leaves k in the lowest bits. Re-ordering these sums would break them: no fast-math here.
    """
    shifted = x * 1.4426950408889634 + 6755399441055744.0
    k = shifted - 6755399441055744.0
    r = (x - k * 0.6931471803691238) - k * 1.9082149292705877e-10
    scale = np.int64((np.float64(shifted).view(np.int64) + 1023) << 52).view(np.float64)
    p = 1.0 / 6227020800.0
    p = p * r + 1.0 / 479001600.0
    p = p * r + 1.0 / 39916800.0
    p = p * r + 1.0 / 3628800.0
    p = p * r + 1.0 / 362880.0
    p = p * r + 1.0 / 40320.0
    p = p * r + 1.0 / 5040.0
    p = p * r + 1.0 / 720.0
    p = p * r + 1.0 / 120.0
    p = p * r + 1.0 / 24.0
    p = p * r + 1.0 / 6.0
    p = p * r + 0.5
    return scale, p * r * r + r


@compiled
def logistic_in_place(z):  # type: ignore[no-untyped-def]
    """z becomes 1 / (1 + exp(−z)), to 2e-16."""
    for k in range(z.size):
        x = 708.0 if z[k] < -708.0 else -z[k]
        x = -708.0 if x < -708.0 else x
        scale, p = _scale_and_expm1(x)
        z[k] = 1.0 / (1.0 + (scale * p + scale))


@compiled
def tanh_in_place(z):  # type: ignore[no-untyped-def]
    """z becomes tanh(z), to 2e-16."""
    for k in range(z.size):
        x = 2.0 * abs(z[k])
        scale, p = _scale_and_expm1(50.0 if x > 50.0 else x)
        expm1 = scale * p + (scale - 1.0)
        z[k] = math.copysign(expm1 / (expm1 + 2.0), z[k])


@_part
def _activate(z, activation):  # type: ignore[no-untyped-def]
    if activation == _LOGISTIC:
        logistic_in_place(z)
    elif activation == _TANH:
        tanh_in_place(z)
    elif activation == _RELU:
        for k in range(z.size):
            z[k] = 0.0 if z[k] <= 0.0 else z[k]


@_part
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


@_kernel
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


@_part
def _affine(W, b, a, z, fan_in, fan_out, rows):  # type: ignore[no-untyped-def]
    """z (fan_out, rows) = Wᵀ a + b."""
    if fan_in * fan_out * rows > BLAS_FROM:
        product = z.reshape(fan_out, rows)
        np.dot(W.reshape(fan_in, fan_out).T, a.reshape(fan_in, rows), product)
        for j in range(fan_out):
            for r in range(rows):
                product[j, r] += b[j]
    else:
        for j in range(fan_out):
            z_j = z[j * rows : (j + 1) * rows]
            for r in range(rows):
                z_j[r] = b[j]
            for i in range(fan_in):
                weight = W[i * fan_out + j]
                a_i = a[i * rows : (i + 1) * rows]
                for r in range(rows):
                    z_j[r] += weight * a_i[r]


@_part
def _outer(a, delta, gradient, fan_in, fan_out, rows):  # type: ignore[no-untyped-def]
    """gradient (fan_in, fan_out) = a deltaᵀ, summed over the rows."""
    if fan_in * fan_out * rows > BLAS_FROM:
        transposed = delta.reshape(fan_out, rows).T
        np.dot(a.reshape(fan_in, rows), transposed, gradient.reshape(fan_in, fan_out))
    else:
        for i in range(fan_in):
            a_i = a[i * rows : (i + 1) * rows]
            for j in range(fan_out):
                delta_j = delta[j * rows : (j + 1) * rows]
                total = 0.0
                for r in range(rows):
                    total += a_i[r] * delta_j[r]
                gradient[i * fan_out + j] = total


@_part
def _back(W, delta, back, fan_in, fan_out, rows):  # type: ignore[no-untyped-def]
    """back (fan_in, rows) = W delta."""
    if fan_in * fan_out * rows > BLAS_FROM:
        np.dot(W.reshape(fan_in, fan_out), delta.reshape(fan_out, rows), back.reshape(fan_in, rows))
    else:
        for i in range(fan_in):
            back_i = back[i * rows : (i + 1) * rows]
            for r in range(rows):
                back_i[r] = 0.0
            for j in range(fan_out):
                weight = W[i * fan_out + j]
                delta_j = delta[j * rows : (j + 1) * rows]
                for r in range(rows):
                    back_i[r] += weight * delta_j[r]


@_part
def _output_loss(prob, delta, outputs, softmax, y, sample_weight, batch):  # type: ignore[no-untyped-def]
    """Weighted sum of the cross-entropies; sets the output layer's delta."""
    rows = batch.size
    loss = 0.0
    for j in range(outputs):
        for r in range(rows):
            p = prob[j * rows + r]
            weight = sample_weight[batch[r]]
            hit = y[batch[r], j]
            delta[j * rows + r] = (p - (1.0 if hit else 0.0)) * weight
            p = _EPSILON if p < _EPSILON else p
            p = 1.0 - _EPSILON if p > 1.0 - _EPSILON else p
            if hit:
                loss -= weight * math.log(p)
            elif not softmax:
                loss -= weight * math.log(1.0 - p)
            elif p != p:
                loss = p
    return loss


@_kernel
def loss_gradient(theta, network, data, batch, work):  # type: ignore[no-untyped-def]
    """Loss of the rows `batch` (indices into `data`); leaves the gradient in `work.gradient`.

    Loss: mean cross-entropy, weighted, plus ½ alpha ‖weights‖² / sum of weights.
    """
    units, activation, softmax, alpha = network
    X, y, sample_weight = data
    activations, deltas, gradient = work
    rows, last = batch.size, units.size - 2

    total_weight = 0.0
    for r in range(rows):
        total_weight += sample_weight[batch[r]]
        for i in range(units[0]):
            activations[i * rows + r] = X[batch[r], i]
    if total_weight == 0.0:
        raise ZeroDivisionError("Weights sum to zero, can't be normalized")  # as np.average

    n_coefs = 0
    for layer in range(last + 1):
        n_coefs += units[layer] * units[layer + 1]

    # forward: `at` is where the layer's inputs start, `w` and `b` where its weights do
    at, w, b = 0, 0, n_coefs
    for layer in range(last + 1):
        fan_in, fan_out = units[layer], units[layer + 1]
        out, w_end = at + fan_in * rows, w + fan_in * fan_out
        a, z = activations[at:out], activations[out : out + fan_out * rows]
        _affine(theta[w:w_end], theta[b : b + fan_out], a, z, fan_in, fan_out, rows)
        if layer == last and softmax:
            _softmax(z, fan_out, rows)
        else:
            _activate(z, activation if layer < last else _LOGISTIC)
        at, w, b = out, w_end, b + fan_out

    loss = _output_loss(activations[at:], deltas[at:], units[-1], softmax, y, sample_weight, batch)
    squares = 0.0
    for k in range(n_coefs):
        squares += theta[k] * theta[k]
    loss = (loss + 0.5 * alpha * squares) / total_weight

    # backward: `at` is now where the layer's outputs start
    for layer in range(last, -1, -1):
        fan_in, fan_out = units[layer], units[layer + 1]
        before, w_end = at - fan_in * rows, w
        w, b = w - fan_in * fan_out, b - fan_out
        a, delta = activations[before:at], deltas[at : at + fan_out * rows]
        _outer(a, delta, gradient[w:w_end], fan_in, fan_out, rows)
        for k in range(w, w_end):
            gradient[k] = (gradient[k] + alpha * theta[k]) / total_weight
        for j in range(fan_out):
            total = 0.0
            for r in range(j * rows, (j + 1) * rows):
                total += delta[r]
            gradient[b + j] = total / total_weight
        if layer > 0:
            back = deltas[before:at]
            _back(theta[w:w_end], delta, back, fan_in, fan_out, rows)
            _times_derivative(back, a, activation)
        at = before
    return loss


@_kernel
def sgd_epoch(  # type: ignore[no-untyped-def]
    theta, velocity, rate, momentum, nesterov, network, data, order, batch_size, work
):
    """One pass over the rows `order`, a step after each batch; returns the mean loss."""
    loss = 0.0
    gradient = work.gradient
    for start in range(0, order.size, batch_size):
        batch = order[start : start + batch_size]
        loss += loss_gradient(theta, network, data, batch, work) * batch.size
        for k in range(theta.size):
            step = momentum * velocity[k] - rate * gradient[k]
            velocity[k] = step
            theta[k] += momentum * step - rate * gradient[k] if nesterov else step
    return loss / order.size


@_kernel
def adam_epoch(  # type: ignore[no-untyped-def]
    theta, m, v, t, rate, beta_1, beta_2, epsilon, network, data, order, batch_size, work
):
    """As `sgd_epoch` for Adam; `t` is the number of steps taken before.

    Returns the mean loss, the number of steps and the last step's rate.
    """
    loss, step = 0.0, 0.0
    gradient = work.gradient
    for start in range(0, order.size, batch_size):
        batch = order[start : start + batch_size]
        loss += loss_gradient(theta, network, data, batch, work) * batch.size
        t += 1
        step = rate * math.sqrt(1.0 - beta_2**t) / (1.0 - beta_1**t)
        for k in range(theta.size):
            m[k] = beta_1 * m[k] + (1.0 - beta_1) * gradient[k]
            v[k] = beta_2 * v[k] + (1.0 - beta_2) * (gradient[k] * gradient[k])
            theta[k] -= step * m[k] / (math.sqrt(v[k]) + epsilon)
    return loss / order.size, t, step

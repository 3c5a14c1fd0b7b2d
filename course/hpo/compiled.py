"""The small network's training, compiled: C1-P1-C2-P2-Fc-Softmax with ReLU and dropout.

A network of a few hundred weights keeps torch busy with everything but arithmetic: a step takes a
millisecond, whatever the batch. Here an epoch is one compiled call, and its time is that of its
multiplications. What is computed is torch's `network` of the same setting, trained by
`torch.optim.AdamW` (`tests/course/hpo/test_compiled.py` compares gradients, steps and curves).

Layout. An image is (side, side, channels), padded by zeros to (side + k − 1, side + k − 1,
channels); filters are (filter, k, k · channels), so that a filter's row and what lies under it are
neighbours in memory. Weights lie in one vector `theta`: C1, its biases, C2, its biases, Fc, its
biases, the output layer, its biases. All numbers are float32.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from course.mlp.kernel_cache import compiled

_FAST = {"reassoc", "contract"}  # sums in any order, and fused multiply-add, as BLAS does
_ONE, _BETA1, _BETA2, _EPSILON = (np.float32(x) for x in (1, 0.9, 0.999, 1e-8))


class Shape(NamedTuple):
    """What a network is made of."""

    side: int  # of the image, in pixels
    channels: int
    c1: int  # filters
    c2: int
    fc: int  # hidden units
    k: int  # side of a filter
    pool1: int
    pool2: int


class Scratch(NamedTuple):
    """Work arrays for one image, made once a training."""

    image: np.ndarray  # (side + k − 1, side + k − 1, channels), edges zero
    pooled1: np.ndarray  # (side1 + k − 1, side1 + k − 1, c1), after ReLU, edges zero
    where1: np.ndarray  # (side1, side1, c1), which place of its window won; −1 where ReLU is 0
    d_pooled1: np.ndarray  # as pooled1
    pooled2: np.ndarray  # (side2, side2, c2), after ReLU
    where2: np.ndarray
    hidden: np.ndarray  # (fc,), after ReLU and dropout
    d_hidden: np.ndarray
    d_pooled2: np.ndarray  # (side2 · side2 · c2,)
    logits: np.ndarray  # (10,)
    turned1: np.ndarray  # (k · k · channels, c1 and zeros to a multiple of 8), see `_turn`
    turned2: np.ndarray  # (k · k · c1, c2 and zeros)
    sums1: np.ndarray  # (2, columns of turned1)
    sums2: np.ndarray


N_CLASSES = 10
LANES = 8
"""Filters come in such groups, whatever their number: as many as a processor multiplies at once."""


def pooled_sides(s: Shape) -> tuple[int, int]:
    """Sides of the image behind the first pool and behind the second."""
    side1 = -(-s.side // s.pool1)
    return side1, -(-side1 // s.pool2)


def offsets(s: Shape) -> list[int]:
    """Where each part of `theta` begins, and where the last one ends."""
    _, side2 = pooled_sides(s)
    sizes = [
        s.c1 * s.k * s.k * s.channels,
        s.c1,
        s.c2 * s.k * s.k * s.c1,
        s.c2,
        s.fc * side2 * side2 * s.c2,
        s.fc,
        N_CLASSES * s.fc,
        N_CLASSES,
    ]
    return [0, *np.cumsum(sizes).tolist()]


def scratch(s: Shape) -> Scratch:
    """Work arrays of a network."""
    side1, side2 = pooled_sides(s)
    columns1, columns2 = (-(-n // LANES) * LANES for n in (s.c1, s.c2))
    wide, wide1, f32 = s.side + s.k - 1, side1 + s.k - 1, np.float32
    return Scratch(
        np.zeros((wide, wide, s.channels), f32),
        np.zeros((wide1, wide1, s.c1), f32),
        np.zeros((side1, side1, s.c1), np.int64),
        np.zeros((wide1, wide1, s.c1), f32),
        np.zeros((side2, side2, s.c2), f32),
        np.zeros((side2, side2, s.c2), np.int64),
        np.zeros(s.fc, f32),
        np.zeros(s.fc, f32),
        np.zeros(side2 * side2 * s.c2, f32),
        np.zeros(N_CLASSES, f32),
        np.zeros((s.k * s.k * s.channels, columns1), f32),
        np.zeros((s.k * s.k * s.c1, columns2), f32),
        np.zeros((2, columns1), f32),
        np.zeros((2, columns2), f32),
    )


def _turn(weights, turned):  # type: ignore[no-untyped-def]
    """`weights` (filters · n) as `turned` (n, filters and some zeros): a filter is a column."""
    n = len(turned)
    for f in range(len(weights) // n):
        for i in range(n):
            turned[i, f] = weights[f * n + i]


def _convolve_and_pool(source, turned, biases, side, pool, k, before, sums, target, where):  # type: ignore[no-untyped-def]
    """A convolution, the maximum of each window, ReLU; `target` is offset by `before`.

    All filters are applied at a place at once: the innermost loop is over them.
    """
    channels = source.shape[2]
    length = k * channels
    rows = source.reshape((source.shape[0], -1))
    n_columns = turned.shape[1]
    filters = turned.reshape((k, length, n_columns))
    pooled_side = -(-side // pool)
    total, best = sums[0], sums[1]
    for top in range(pooled_side):
        for start in range(pooled_side):
            best[:] = -np.inf
            for y in range(top * pool, min(side, (top + 1) * pool)):
                for x in range(start * pool, min(side, (start + 1) * pool)):
                    total[:] = 0
                    for i in range(k):
                        under = rows[y + i, x * channels : x * channels + length]
                        for j in range(length):
                            pixel = under[j]
                            if pixel != 0:
                                for f in range(n_columns):
                                    total[f] += pixel * filters[i, j, f]
                    place = y * side + x
                    for f in range(len(biases)):
                        if not total[f] <= best[f]:  # so that NaN goes on
                            best[f] = total[f]
                            where[top, start, f] = place
            for f in range(len(biases)):
                value = best[f] + biases[f]
                if value <= 0:
                    value = np.float32(0)
                    where[top, start, f] = -1
                target[top + before, start + before, f] = value


def _back_through(  # type: ignore[no-untyped-def]
    source, weights, side, k, before, d_target, where, d_weights, d_biases, d_source, wants_source
):
    """Add the gradients of filters, biases and (if wanted) of what they were applied to."""
    pooled_side, _, n_filters = where.shape
    channels = source.shape[2]
    length = k * channels
    rows = source.reshape((source.shape[0], -1))
    d_rows = d_source.reshape((d_source.shape[0], -1))
    filters = weights.reshape((n_filters, k, length))
    d_filters = d_weights.reshape((n_filters, k, length))
    for top in range(pooled_side):
        for start in range(pooled_side):
            for f in range(n_filters):
                place = where[top, start, f]
                d = d_target[top + before, start + before, f]
                if place < 0 or d == 0:
                    continue
                d_biases[f] += d
                y, x = place // side, place % side
                for i in range(k):
                    under = rows[y + i, x * channels : x * channels + length]
                    for j in range(length):
                        d_filters[f, i, j] += d * under[j]
                    if wants_source:
                        d_under = d_rows[y + i, x * channels : x * channels + length]
                        for j in range(length):
                            d_under[j] += d * filters[f, i, j]


_turned = compiled(_turn)
_convolve = compiled(_convolve_and_pool, fastmath=_FAST)
_back = compiled(_back_through, fastmath=_FAST)


def _forward_plain(image, theta, at, s, work, keep):  # type: ignore[no-untyped-def]
    """Logits of an image; `keep` (fc,) is what dropout multiplies hidden units by."""
    side, k, fc, pool1 = s.side, s.k, s.fc, s.pool1
    before = (k - 1) // 2
    work.image[before : before + side, before : before + side] = image
    side1 = -(-side // pool1)
    _convolve(
        work.image, work.turned1, theta[at[1] : at[2]], side, pool1, k, before,
        work.sums1, work.pooled1, work.where1,
    )  # fmt: skip
    _convolve(
        work.pooled1, work.turned2, theta[at[3] : at[4]], side1, s.pool2, k, 0,
        work.sums2, work.pooled2, work.where2,
    )  # fmt: skip
    features = work.pooled2.reshape(-1)
    w3, b3 = theta[at[4] : at[5]].reshape((fc, len(features))), theta[at[5] : at[6]]
    for u in range(fc):
        total = np.float32(0)
        for j in range(len(features)):
            total += w3[u, j] * features[j]
        total += b3[u]
        work.hidden[u] = np.float32(0) if total <= 0 else total * keep[u]
    w4, b4 = theta[at[6] : at[7]].reshape((N_CLASSES, fc)), theta[at[7] : at[8]]
    for c in range(N_CLASSES):
        total = np.float32(0)
        for u in range(fc):
            total += w4[c, u] * work.hidden[u]
        work.logits[c] = total + b4[c]


_forward = compiled(_forward_plain, fastmath=_FAST)


def _backward_plain(label, theta, at, s, work, keep, gradient):  # type: ignore[no-untyped-def]
    """Add the gradient of the image's cross entropy to `gradient`; returns the cross entropy."""
    side, k, fc, pool1 = s.side, s.k, s.fc, s.pool1
    before = (k - 1) // 2
    side1 = -(-side // pool1)
    logits = work.logits
    most = logits.max()
    total = np.float32(0)
    for c in range(N_CLASSES):
        total += np.exp(logits[c] - most)
    loss = np.log(total) + most - logits[label]
    w4 = theta[at[6] : at[7]].reshape((N_CLASSES, fc))
    d_w4 = gradient[at[6] : at[7]].reshape((N_CLASSES, fc))
    work.d_hidden[:] = 0
    for c in range(N_CLASSES):
        d = np.exp(logits[c] - most) / total - np.float32(c == label)
        gradient[at[7] + c] += d
        for u in range(fc):
            d_w4[c, u] += d * work.hidden[u]
            work.d_hidden[u] += d * w4[c, u]
    features = work.pooled2.reshape(-1)
    n = len(features)
    w3 = theta[at[4] : at[5]].reshape((fc, n))
    d_w3 = gradient[at[4] : at[5]].reshape((fc, n))
    work.d_pooled2[:] = 0
    for u in range(fc):
        if work.hidden[u] > 0:
            d = work.d_hidden[u] * keep[u]
            gradient[at[5] + u] += d
            for j in range(n):
                d_w3[u, j] += d * features[j]
                work.d_pooled2[j] += d * w3[u, j]
    work.d_pooled1[:] = 0
    d_pooled2 = work.d_pooled2.reshape(work.pooled2.shape)
    _back(
        work.pooled1, theta[at[2] : at[3]], side1, k, 0, d_pooled2, work.where2,
        gradient[at[2] : at[3]], gradient[at[3] : at[4]], work.d_pooled1, True,
    )  # fmt: skip
    _back(
        work.image, theta[at[0] : at[1]], side, k, before, work.d_pooled1, work.where1,
        gradient[at[0] : at[1]], gradient[at[1] : at[2]], work.image, False,
    )  # fmt: skip
    return loss


_backward = compiled(_backward_plain, fastmath=_FAST)


def _adam_plain(theta, gradient, moments, step, at, rate, l2):  # type: ignore[no-untyped-def]
    """One step of Adam; weights, not biases, also shrink by `rate` · `l2`."""
    first, second = moments
    correction1 = _ONE - _BETA1 ** np.float32(step)
    correction2 = np.sqrt(_ONE - _BETA2 ** np.float32(step))
    for part in range(8):
        decay = l2 if part % 2 == 0 else np.float32(0)
        for i in range(at[part], at[part + 1]):
            g = gradient[i]
            first[i] = _BETA1 * first[i] + (_ONE - _BETA1) * g
            second[i] = _BETA2 * second[i] + (_ONE - _BETA2) * g * g
            denominator = np.sqrt(second[i]) / correction2 + _EPSILON
            theta[i] -= rate * (decay * theta[i] + first[i] / correction1 / denominator)


_adam = compiled(_adam_plain, fastmath=_FAST)


def _epoch_plain(theta, moments, step, X, y, order, keep, at, s, work, batch_size, rate, l2):  # type: ignore[no-untyped-def]
    """Train on the images in this order, once; how many were right, and the sum of losses."""
    gradient = np.zeros_like(theta)
    n_right, loss_sum = 0, 0.0
    for start in range(0, len(order), batch_size):
        batch = order[start : start + batch_size]
        gradient[:] = 0
        _turned(theta[at[0] : at[1]], work.turned1)
        _turned(theta[at[2] : at[3]], work.turned2)
        for place in range(len(batch)):
            i = batch[place]
            _forward(X[i], theta, at, s, work, keep[start + place])
            n_right += work.logits.argmax() == y[i]
            loss_sum += _backward(y[i], theta, at, s, work, keep[start + place], gradient)
        gradient /= np.float32(len(batch))
        step += 1
        _adam(theta, gradient, moments, step, at, rate, l2)
    return n_right, loss_sum, step


epoch = compiled(_epoch_plain)

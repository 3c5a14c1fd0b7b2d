"""What an architecture costs a device: counted, not trained.

Flash is what the generated C of `course.nas.codegen` keeps in constants, SRAM the peak of its
tensors; code itself, stack and program of the device come on top of both.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import least_squares

from course.nas.architecture import POOLS, Architecture, Layer, Shape
from course.nas.memory import peak_bytes

BYTES_PER_CHANNEL = 4 + 4 + 1
"""Of an int8 layer with weights: its bias, the multiplier and the shift of its rescaling."""
WORK = ("conv MACs", "pointwise MACs", "depthwise MACs", "rescalings", "other steps", "layers")
"""What takes time: MACs by kind of layer (pointwise: 1 × 1), sums brought to int8, the rest."""


@dataclass(frozen=True)
class Cost:
    """Parameters: what training changes. MACs: multiply-accumulates of one image."""

    parameters: int
    macs: int
    flash_bytes: int
    sram_bytes: int
    latency: float


@dataclass(frozen=True)
class Latency:
    """Time as a sum over the kinds of `WORK`, so much for each unit of each.

    The default counts one cycle for a multiply-accumulate and for any other step: an ideal device.
    `fit` makes it one of yours.
    """

    per_unit: tuple[float, ...] = (1.0, 1.0, 1.0, 1.0, 1.0, 0.0)

    def of(self, architecture: Architecture) -> float:
        return float(work(architecture) @ np.array(self.per_unit))

    @classmethod
    def fit(cls, architectures: Sequence[Architecture], seconds: Sequence[float]) -> Latency:
        """Least squares of the logarithms of times; every kind of work takes some time.

        Raises ValueError for fewer measurements than kinds of work.
        """
        if len(architectures) != len(seconds) or len(seconds) < len(WORK):
            raise ValueError(
                f"needs at least {len(WORK)} architectures and as many times, "
                f"got {len(architectures)} and {len(seconds)}"
            )
        times = np.log(np.array(seconds, dtype=float))
        amounts = np.array([work(one) for one in architectures])
        start = np.full(len(WORK), np.median(times - np.log(amounts.sum(1))))

        def residuals(logs: NDArray[np.float64]) -> NDArray[np.float64]:
            return np.log(amounts @ np.exp(logs)) - times

        found = least_squares(residuals, start, bounds=(start - 10, start + 10))
        return cls(tuple(float(x) for x in np.exp(found.x)))


IDEAL = Latency()


def cost(architecture: Architecture, *, in_place: bool = True, latency: Latency = IDEAL) -> Cost:
    """All costs of an architecture as an int8 network; `in_place` for its depthwise layers."""
    shapes = architecture.shapes
    parameters = macs = flash = 0
    for step, layer in enumerate(architecture.layers, start=1):
        weights = n_weights(layer, shapes[layer.inputs[0]])
        if weights:
            normalization = layer.channels * (1 if layer.operation == "linear" else 2)
            parameters += weights + normalization
            flash += layer_flash_bytes(layer, shapes[layer.inputs[0]])
            macs += weights * prod(shapes[step][1:])
    return Cost(
        parameters, macs, flash, peak_bytes(architecture, in_place=in_place),
        latency.of(architecture),
    )  # fmt: skip


def n_weights(layer: Layer, read: Shape) -> int:
    """Weights of a layer that reads such a tensor, without biases and normalization."""
    if layer.operation not in ("conv", "depthwise", "linear"):
        return 0
    n_inputs = 1 if layer.operation == "depthwise" else read[0]
    return layer.channels * n_inputs * layer.kernel**2


def layer_flash_bytes(layer: Layer, read: Shape) -> int:
    """Constants of a layer that reads such a tensor: int8 weights and nine bytes a channel."""
    weights = n_weights(layer, read)
    return weights + layer.channels * BYTES_PER_CHANNEL if weights else 0


def work(architecture: Architecture) -> NDArray[np.float64]:
    """The amounts of `WORK` in one image's way through the network, shape (6,).

    Other steps: pixels read by pools and averages, numbers written by sums and stacks.
    """
    shapes = architecture.shapes
    amounts = dict.fromkeys(WORK, 0)
    for step, layer in enumerate(architecture.layers, start=1):
        read, written = shapes[layer.inputs[0]], shapes[step]
        macs = n_weights(layer, read) * prod(written[1:])
        amounts["layers"] += 1
        if macs:
            amounts[f"{_kind(layer)} MACs"] += macs
        if layer.operation not in POOLS:
            amounts["rescalings"] += prod(written)
        if layer.operation in POOLS:
            amounts["other steps"] += prod(written) * layer.kernel**2
        elif not macs:
            amounts["other steps"] += max(prod(read), prod(written))
    return np.array([amounts[kind] for kind in WORK], dtype=float)


def _kind(layer: Layer) -> str:
    if layer.operation == "depthwise":
        return "depthwise"
    return "pointwise" if layer.kernel == 1 else "conv"

"""Post-training quantization to int8: per channel for weights, per tensor for what layers write.

A number r is kept as q in −128 … 127 with r = scale · (q − zero point). Weights have zero point 0
and a scale for each output channel; biases are int32. What a layer has summed up in int32 is
brought to the scale of its output by a fixed-point multiplier and a shift, so that no float is
needed on the device: the scheme of Jacob et al. (2018), as TensorFlow Lite has it. Pools keep scale
and zero point of what they read.

`QuantizedNetwork.run` does this in integers, and generated C gives the same numbers, bit by bit.
`FakeQuantized` is the usual way to see in torch what quantization does: floats, rounded to the same
grids; it rounds halves otherwise, so now and then a number differs by one step.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import frexp, prod
from typing import cast

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn
from torch.nn import functional

from course.nas.architecture import POOLS, Architecture, Layer
from course.nas.network import Network, apply, folded


@dataclass(frozen=True)
class Grid:
    """The 256 numbers that an int8 tensor can hold: scale · (q − zero)."""

    scale: float
    zero: int

    def quantize(self, values: NDArray[np.float32]) -> NDArray[np.int8]:
        steps = np.rint(values.astype(np.float64) / self.scale) + self.zero
        return np.clip(steps, -128, 127).astype(np.int8)


@dataclass(frozen=True)
class QuantizedLayer:
    """What a layer needs on the device; arrays are empty where it needs none.

    `weight` (output channels, inputs, k, k), int8; `weight_scale` (channels,), float32; `bias`
    (channels,), int32. `multiplier` and `shift` bring sums to the output's grid, result =
    sum · multiplier / 2^shift: one for each channel of layers with weights, one for each input of
    `add` (which has one shift) and of `concat`. `low` is the smallest output: ReLU's zero, or −128.
    """

    layer: Layer
    weight: NDArray[np.int8]
    weight_scale: NDArray[np.float32]
    bias: NDArray[np.int32]
    multiplier: NDArray[np.int32]
    shift: NDArray[np.int8]
    low: int


@dataclass(frozen=True)
class QuantizedNetwork:
    """An int8 network: its architecture, the grid of each tensor, what each layer needs."""

    architecture: Architecture
    grids: tuple[Grid, ...]
    layers: tuple[QuantizedLayer, ...]

    def quantize_images(self, images: NDArray[np.float32]) -> NDArray[np.int8]:
        return self.grids[0].quantize(images)

    def run(self, images: NDArray[np.float32]) -> NDArray[np.int8]:
        """Logits as int8, shape (n, classes), of float images (n, channels, height, width)."""
        tensors = [self.quantize_images(images).astype(np.int64)]
        for number, one in enumerate(self.layers, start=1):
            inputs = [tensors[x] - self.grids[x].zero for x in one.layer.inputs]
            sums = _sums(one, inputs, self.grids[one.layer.inputs[0]].zero)
            zero = 0 if one.layer.operation in POOLS else self.grids[number].zero
            tensors.append(np.clip(sums + zero, one.low, 127))
        return tensors[-1].astype(np.int8).reshape(len(images), -1)

    def predict(self, images: NDArray[np.float32]) -> NDArray[np.int64]:
        """The class with the largest logit, the first of equal ones."""
        return self.run(images).argmax(1)


def quantize(network: Network, images: NDArray[np.float32]) -> QuantizedNetwork:
    """The int8 form of a trained network.

    Grids span what each layer writes for these images, which should be some of those that it was
    trained on. The network is used as in evaluation, and left as it was.
    """
    architecture = network.architecture
    was_training = network.training
    with torch.no_grad():
        tensors = network.eval().tensors(torch.from_numpy(images))
    network.train(was_training)
    grids = [_grid_of(tensors[0])]
    layers = []
    for number, layer in enumerate(architecture.layers, start=1):
        inherits = layer.operation in POOLS
        grids.append(grids[layer.inputs[0]] if inherits else _grid_of(tensors[number]))
        n = prod(architecture.shapes[layer.inputs[0]][1:])
        layers.append(_quantized(layer, network.parts[number - 1], grids, n))
    return QuantizedNetwork(architecture, tuple(grids), tuple(layers))


def fixed_point(factor: float) -> tuple[int, int]:
    """Multiplier and shift with factor ≈ multiplier / 2^shift, to 31 bits.

    Raises ValueError for a factor that is not positive or beyond 2^30.
    """
    mantissa, exponent = frexp(factor)
    if factor <= 0 or exponent > 30:
        raise ValueError(f"a rescaling factor must be in (0, 2^30), got {factor}")
    multiplier = round(mantissa * 2**31)
    if multiplier == 2**31:
        multiplier, exponent = 2**30, exponent + 1
    if exponent < -31:  # less than half a step, whatever the sum
        return 0, 62
    return multiplier, 31 - exponent


def _quantized(
    layer: Layer, part: nn.Module, grids: Sequence[Grid], n_pixels: int
) -> QuantizedLayer:
    out = grids[-1]
    read = [grids[x].scale for x in layer.inputs]
    low = out.zero if layer.relu else -128
    empty = np.zeros(0)
    weight, scale, bias = empty.astype(np.int8), empty.astype(np.float32), empty.astype(np.int32)
    factors = [one / out.scale for one in read]
    if layer.operation in POOLS:
        factors = []
    elif layer.operation == "global_average":
        factors = [read[0] / (out.scale * n_pixels)]
    elif layer.operation not in ("add", "concat"):
        weight, scale, bias = _integers(layer, part, read[0])
        factors = [read[0] * float(one) / out.scale for one in scale]
    pairs = [fixed_point(factor) for factor in factors]
    if layer.operation == "add":
        pairs = _with_one_shift(factors)
    multiplier = np.array([m for m, _ in pairs], dtype=np.int32)
    shift = np.array([s for _, s in pairs], dtype=np.int8)
    return QuantizedLayer(layer, weight, scale, bias, multiplier, shift, low)


def _integers(
    layer: Layer, part: nn.Module, read: float
) -> tuple[NDArray[np.int8], NDArray[np.float32], NDArray[np.int32]]:
    """Weights, their scales and biases; a channel whose weights are all 0 has scale 1."""
    weight, bias = (values.double().numpy() for values in folded(layer, part))
    weight = weight.reshape(layer.channels, -1, layer.kernel, layer.kernel)
    largest = np.abs(weight).max((1, 2, 3))
    scale = np.where(largest > 0, largest / 127, 1.0).astype(np.float32)
    whole = np.rint(weight / scale[:, None, None, None].astype(np.float64))
    limit = 2**31 - 1
    biases = np.clip(np.rint(bias / (read * scale.astype(np.float64))), -limit, limit)
    return np.clip(whole, -127, 127).astype(np.int8), scale, biases.astype(np.int32)


def _with_one_shift(factors: list[float]) -> list[tuple[int, int]]:
    """The larger factor to 31 bits, the other with the same shift."""
    _, shift = fixed_point(max(factors))
    return [(min(round(factor * 2.0**shift), 2**31 - 1), shift) for factor in factors]


def _grid_of(tensor: torch.Tensor) -> Grid:
    """From the smallest to the largest number, 0 among them and on the grid."""
    low, high = min(float(tensor.min()), 0.0), max(float(tensor.max()), 0.0)
    scale = float(np.float32((high - low) / 255)) or 1.0
    return Grid(scale, int(np.clip(round(-128 - low / scale), -128, 127)))


def _sums(one: QuantizedLayer, inputs: list[NDArray[np.int64]], zero: int) -> NDArray[np.int64]:
    """What the layer has summed up, brought to the output's grid, zero point left out.

    Of pools: on the grid of what they read, zero point included.
    """
    layer, x = one.layer, inputs[0]
    if layer.operation in POOLS:
        return _pooled(layer, x + zero)
    if layer.operation == "add":
        total = sum(y * int(m) for y, m in zip(inputs, one.multiplier, strict=True))
        return _shifted(cast(NDArray[np.int64], total), one.shift[0].astype(np.int64))
    if layer.operation == "concat":
        pairs = zip(inputs, one.multiplier, one.shift, strict=True)
        return np.concatenate([_shifted(y * int(m), np.int64(s)) for y, m, s in pairs], axis=1)
    if layer.operation == "global_average":
        acc = x.sum((2, 3), keepdims=True)
    else:
        groups = x.shape[1] if layer.operation == "depthwise" else 1
        weight = torch.from_numpy(one.weight.astype(np.float64))  # exact: sums stay below 2^53
        x_float = torch.from_numpy(x.astype(np.float64))
        conv = functional.conv2d(
            x_float, weight, None, layer.stride, layer.kernel // 2, groups=groups
        )
        acc = conv.numpy().astype(np.int64) + one.bias[:, None, None]
    multiplier, shift = (a.astype(np.int64)[:, None, None] for a in (one.multiplier, one.shift))
    return _shifted(acc * multiplier, shift)


def _shifted(product: NDArray[np.int64], shift: NDArray[np.int64] | np.int64) -> NDArray[np.int64]:
    """product / 2^shift, rounded half up."""
    return (product + (np.int64(1) << (shift - 1))) >> shift


def _pooled(layer: Layer, q: NDArray[np.int64]) -> NDArray[np.int64]:
    """Maxima, or means rounded half up, of windows cut off at the edges."""
    pooled = apply(layer, nn.Identity(), [torch.from_numpy(q.astype(np.float64))]).numpy()
    return np.floor(pooled + 0.5 + 1e-9).astype(np.int64)


class FakeQuantized(nn.Module):
    """The same network in torch's floats, each tensor rounded to its grid."""

    def __init__(self, network: Network, quantized: QuantizedNetwork) -> None:
        super().__init__()
        self.network, self.quantized = network.eval(), quantized

    @torch.no_grad()
    def forward(self, images: torch.Tensor) -> torch.Tensor:
        """Logits on the grid of int8, shape (n, classes)."""
        grids = self.quantized.grids
        tensors = [_on_grid(images, grids[0])]
        for number, one in enumerate(self.quantized.layers, start=1):
            inputs = [tensors[x] for x in one.layer.inputs]
            part = _with_integers(one, self.network.parts[number - 1], grids[one.layer.inputs[0]])
            tensors.append(_on_grid(apply(one.layer, part, inputs), grids[number]))
        return tensors[-1]


def _with_integers(one: QuantizedLayer, part: nn.Module, read: Grid) -> nn.Module:
    """The layer with its weights and biases as the device has them, normalization folded in."""
    if not len(one.weight):
        return part
    layer, scale = one.layer, torch.from_numpy(one.weight_scale)
    weight = torch.from_numpy(one.weight.astype(np.float32)) * scale[:, None, None, None]
    bias = torch.from_numpy(one.bias.astype(np.float32)) * scale * read.scale
    groups = layer.channels if layer.operation == "depthwise" else 1
    module: nn.Module
    if layer.operation == "linear":
        module = nn.Linear(weight.shape[1], layer.channels)
        weight = weight.flatten(1)
    else:
        module = nn.Conv2d(
            weight.shape[1] * groups, layer.channels, layer.kernel, layer.stride,
            layer.kernel // 2, groups=groups,
        )  # fmt: skip
    module.load_state_dict({"weight": weight, "bias": bias})
    return module


def _on_grid(values: torch.Tensor, grid: Grid) -> torch.Tensor:
    return torch.fake_quantize_per_tensor_affine(values, grid.scale, grid.zero, -128, 127)

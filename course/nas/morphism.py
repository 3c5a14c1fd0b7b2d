"""Network morphisms: wider and deeper networks that compute the same function (survey I.C).

So a child need not be trained from scratch. After Chen, Goodfellow and Shlens (Net2Net, 2016):
*wider* repeats channels and shares out the weights that read them, *deeper* puts in a convolution
that is the identity. Functions are the same but for float rounding, in evaluation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from course.nas.architecture import Architecture, ArchitectureError, Layer
from course.nas.network import Network

Origins = NDArray[np.int64]
"""For each channel of a tensor after widening, the channel it comes from."""


def widened(network: Network, number: int, channels: int, rng: np.random.Generator) -> Network:
    """A network in which layer `number`, a convolution, counted from 1, has more channels.

    Added channels repeat random old ones, and are repeated by whatever keeps channels (depthwise,
    pools, stacks). Layers that read them share out each weight among the repeats, by chance, so
    that repeats get unlike gradients and become different. Raises `ArchitectureError` for another
    kind of layer, for fewer channels, and where a sum would add unlike channels.
    """
    layers = network.architecture.layers
    layer = layers[number - 1]
    if layer.operation != "conv" or channels < layer.channels:
        raise ArchitectureError(
            f"layer {number} ({layer.operation}, {layer.channels} channels) can't be widened to "
            f"{channels}; only convolutions can, and not to fewer"
        )
    extra = rng.integers(layer.channels, size=channels - layer.channels)
    origins = _origins(network.architecture, number, np.append(np.arange(layer.channels), extra))
    wide = tuple(
        one if one.operation == "linear" else replace(one, channels=len(origin))
        for one, origin in zip(layers, origins[1:], strict=True)
    )
    child = _blank(Architecture(network.architecture.image, wide))
    for i, one in enumerate(layers):
        read = origins[one.inputs[0]]
        _fill_wider(one, network.parts[i], child.parts[i], read, origins[i + 1], rng)
    return child.train(network.training)


def deepened(network: Network, number: int, images: NDArray[np.float32]) -> Network:
    """A network with one more convolution, 3 × 3 with ReLU, behind layer `number`, from 1.

    It is the identity at first. Its normalization has the means and variances that the layer has on
    `images`, so that training starts near the same function too. Raises `ArchitectureError` for a
    layer without ReLU: behind it, the new ReLU would cut off what is negative.
    """
    layers = network.architecture.layers
    layer = layers[number - 1]
    if not layer.relu:
        raise ArchitectureError(
            f"layer {number} ({layer.operation}) has no ReLU; a layer with ReLU behind it would "
            "change the function"
        )
    new = Layer("conv", (number,), layer.channels, kernel=3, relu=True)
    later = tuple(
        replace(one, inputs=tuple(x + (x >= number) for x in one.inputs)) for one in layers[number:]
    )
    child = _blank(Architecture(network.architecture.image, (*layers[:number], new, *later)))
    for i, part in enumerate(network.parts):
        child.parts[i + (i >= number)].load_state_dict(part.state_dict())
    was_training = network.training
    with torch.no_grad():
        written = network.eval().tensors(torch.from_numpy(images))[number]
    network.train(was_training)
    _become_identity(child.parts[number], written)
    return child.train(was_training)


def _origins(architecture: Architecture, number: int, widened: Origins) -> list[Origins]:
    """Of each tensor, the image first."""
    origins: list[Origins] = [np.arange(architecture.image[0])]
    for i, layer in enumerate(architecture.layers, start=1):
        read = [origins[x] for x in layer.inputs]
        if i == number:
            origins.append(widened)
        elif layer.operation in ("conv", "linear"):
            origins.append(np.arange(layer.channels))
        elif layer.operation == "concat":
            starts = np.cumsum([0] + [architecture.shapes[x][0] for x in layer.inputs])
            origins.append(np.concatenate([o + s for o, s in zip(read, starts[:-1], strict=True)]))
        elif layer.operation == "add" and not np.array_equal(read[0], read[1]):
            raise ArchitectureError(
                f"layer {i} (add) would add unlike channels if layer {number} were wider"
            )
        else:
            origins.append(read[0])
    return origins


@torch.no_grad()
def _fill_wider(
    layer: Layer, old: nn.Module, new: nn.Module, read: Origins, written: Origins,
    rng: np.random.Generator,
) -> None:  # fmt: skip
    state = old.state_dict()
    for name, value in state.items():
        if value.ndim == 0:
            continue
        rows = torch.from_numpy(written)
        value = value[rows] if layer.operation != "linear" else value
        if value.ndim > 1 and layer.operation != "depthwise":
            shares = torch.from_numpy(_shares(read, len(written), rng)).to(value.dtype)
            value = value[:, torch.from_numpy(read)]
            value = value * shares.reshape(*shares.shape, *[1] * (value.ndim - 2))
        state[name] = value
    new.load_state_dict(state)


def _shares(origins: Origins, n_rows: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """Shape (n_rows, channels): the shares of all that come from one channel add up to 1."""
    weights = rng.uniform(0.5, 1.5, (n_rows, len(origins)))
    totals = np.zeros((n_rows, int(origins.max()) + 1))
    np.add.at(totals.T, origins, weights.T)
    return np.asarray(weights / totals[:, origins])


@torch.no_grad()
def _become_identity(part: nn.Module, written: torch.Tensor) -> None:
    conv, norm = cast(Sequence[nn.Module], tuple(part.children()))
    assert isinstance(conv, nn.Conv2d)
    assert isinstance(norm, nn.BatchNorm2d)
    assert norm.running_mean is not None
    assert norm.running_var is not None
    nn.init.dirac_(conv.weight)
    variance, mean = torch.var_mean(written, (0, 2, 3), correction=0)
    norm.running_mean.copy_(mean)
    norm.running_var.copy_(variance)
    norm.weight.copy_((variance + norm.eps).sqrt())
    norm.bias.copy_(mean)


def _blank(architecture: Architecture) -> Network:
    """A network to be filled; torch's global generator is left as it was."""
    with torch.random.fork_rng(devices=[]):
        return Network(architecture)

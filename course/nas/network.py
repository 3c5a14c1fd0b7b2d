"""An architecture as a torch module."""

from __future__ import annotations

from typing import cast

import torch
from torch import nn
from torch.nn import functional

from course.nas.architecture import Architecture, Layer


class Network(nn.Module):
    """Maps images (n, channels, height, width), float32, to logits (n, classes).

    `parts[i]` holds what layer i of the architecture learns, and is empty where it learns nothing.
    Weights are drawn from torch's global generator.
    """

    def __init__(self, architecture: Architecture) -> None:
        super().__init__()
        self.architecture = architecture
        shapes = architecture.shapes
        self.parts = nn.ModuleList(
            _part(layer, shapes[layer.inputs[0]][0]) for layer in architecture.layers
        )

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        return self.tensors(images)[-1]

    def tensors(self, images: torch.Tensor) -> list[torch.Tensor]:
        """The images and what each layer writes."""
        tensors = [images]
        for layer, part in zip(self.architecture.layers, self.parts, strict=True):
            tensors.append(apply(layer, part, [tensors[x] for x in layer.inputs]))
        return tensors


def apply(layer: Layer, part: nn.Module, inputs: list[torch.Tensor]) -> torch.Tensor:
    """What a layer writes, ReLU included."""
    x = inputs[0]
    if layer.operation == "max_pool":
        x = functional.max_pool2d(x, layer.kernel, layer.stride, _padding(layer), 1, _ceil(layer))
    elif layer.operation == "average_pool":
        x = functional.avg_pool2d(
            x, layer.kernel, layer.stride, _padding(layer), _ceil(layer), count_include_pad=False
        )
    elif layer.operation == "add":
        x = inputs[0] + inputs[1]
    elif layer.operation == "concat":
        x = torch.cat(inputs, 1)
    elif layer.operation == "global_average":
        x = x.mean((2, 3), keepdim=True)
    elif layer.operation == "linear":
        x = part(x.flatten(1))
    else:
        x = part(x)
    return x.relu() if layer.relu else x


def folded(layer: Layer, part: nn.Module) -> tuple[torch.Tensor, torch.Tensor]:
    """Weights and biases of a layer with its batch normalization, as in evaluation, folded in."""
    if layer.operation == "linear":
        linear = cast(nn.Linear, part)
        return linear.weight.detach(), linear.bias.detach()
    conv, norm = cast(tuple[nn.Conv2d, nn.BatchNorm2d], tuple(part.children()))
    assert norm.running_mean is not None
    assert norm.running_var is not None
    scale = norm.weight / (norm.running_var + norm.eps).sqrt()
    weight = conv.weight * scale[:, None, None, None]
    return weight.detach(), (norm.bias - norm.running_mean * scale).detach()


def _part(layer: Layer, channels: int) -> nn.Module:
    if layer.operation == "linear":
        return nn.Linear(channels, layer.channels)
    if layer.operation not in ("conv", "depthwise"):
        return nn.Identity()
    groups = channels if layer.operation == "depthwise" else 1
    conv = nn.Conv2d(
        channels, layer.channels, layer.kernel, layer.stride, _padding(layer),
        groups=groups, bias=False,
    )  # fmt: skip
    return nn.Sequential(conv, nn.BatchNorm2d(layer.channels))


def _padding(layer: Layer) -> int:
    return (layer.kernel - 1) // 2


def _ceil(layer: Layer) -> bool:
    """Windows of 2 pixels have no middle: the last one may reach over the edge."""
    return layer.kernel == 2

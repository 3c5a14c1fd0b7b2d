"""The paper's two networks in torch: convolutions, pools, one hidden layer, ten classes.

C1-P1-C2-P2-Fc-Softmax for MNIST (and digits), C1-C2-P1-C3-P2-C4-P3-Fc-Softmax for CIFAR-10
(section III.B). Where the paper is silent, this is what "in the standard way" is taken to mean:

- convolutions and pools keep the edges: an image of side s stays s wide after a convolution, and is
  ⌈s / p⌉ wide after a pool of p, so that every setting of Table I fits;
- batch normalization stands between a convolution (or Fc) and its activation;
- dropout stands behind Fc only.

The pool comes before the activation, which is the same as after it, since activations rise, and
leaves a quarter of the pixels to activate.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import torch
from torch import nn

N_CLASSES = 10
LAYERS = {
    ("C1", "C2"): (("C1", "pool1"), ("C2", "pool2")),
    ("C1", "C2", "C3", "C4"): (("C1", None), ("C2", "pool1"), ("C3", "pool2"), ("C4", "pool2")),
}
"""Names of the convolutions → each convolution, and the pool behind it."""


def network(setting: Mapping[str, Any], image: tuple[int, int, int]) -> nn.Sequential:
    """The network of a setting, for images of this shape (channels, height, width).

    It maps float32 images (n, channels, height, width) to logits (n, 10); its weights are drawn
    from torch's global generator. Raises nothing of its own: `Space.check` says what fits.
    """
    channels, height, width = image
    size, bias = int(setting["filter_size"]), setting["regularizer"] != "batch_norm"
    layers: list[nn.Module] = []
    for name, pool in _layers(setting):
        n_filters = int(setting[name])
        if size % 2 == 0:
            layers.append(nn.ZeroPad2d((size // 2 - 1, size // 2, size // 2 - 1, size // 2)))
        padding = size // 2 if size % 2 else 0
        layers.append(nn.Conv2d(channels, n_filters, size, padding=padding, bias=bias))
        if setting["regularizer"] == "batch_norm":
            layers.append(nn.BatchNorm2d(n_filters))
        if pool is not None:
            step = int(setting[pool])
            layers.append(nn.MaxPool2d(step, ceil_mode=True))
            height, width = -(-height // step), -(-width // step)
        layers.append(_activation(setting))
        channels = n_filters
    n_units = int(setting["Fc"])
    layers += [nn.Flatten(), nn.Linear(channels * height * width, n_units, bias=bias)]
    if setting["regularizer"] == "batch_norm":
        layers.append(nn.BatchNorm1d(n_units))
    layers.append(_activation(setting))
    if setting["regularizer"] == "dropout":
        layers.append(nn.Dropout(float(setting["dropout"])))
    return nn.Sequential(*layers, nn.Linear(n_units, N_CLASSES))


def count_parameters(net: nn.Module) -> int:
    """How many numbers training changes."""
    return sum(parameter.numel() for parameter in net.parameters())


def count_macs(net: nn.Sequential, image: tuple[int, int, int]) -> int:
    """Multiply-accumulates of one image's way through convolutions and matrices.

    Biases, activations, pools and normalization are left out, as is usual.
    """
    macs = 0
    x = torch.zeros(1, *image)
    net.eval()
    with torch.no_grad():
        for layer in net:
            x = layer(x)
            if isinstance(layer, nn.Conv2d):
                macs += x[0].numel() * layer.weight[0].numel()
            elif isinstance(layer, nn.Linear):
                macs += layer.weight.numel()
    net.train()
    return macs


def _layers(setting: Mapping[str, Any]) -> tuple[tuple[str, str | None], ...]:
    names = tuple(name for name in ("C1", "C2", "C3", "C4") if name in setting)
    return LAYERS[names]


def _activation(setting: Mapping[str, Any]) -> nn.Module:
    return {"relu": nn.ReLU, "elu": nn.ELU, "tanh": nn.Tanh}[setting["activation"]]()

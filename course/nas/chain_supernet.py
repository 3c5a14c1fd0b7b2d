"""A one-shot model of the tiny chain: every depth and every layer of it, in one set of weights."""

from __future__ import annotations

from typing import cast

import torch
from torch import nn
from torch.nn import functional

from course.nas.architecture import N_CLASSES
from course.nas.encoding import Genotype
from course.nas.spaces.tiny_chain import POINTWISE_CHANNELS as WIDEST
from course.nas.spaces.tiny_chain import TinyChain
from course.nas.supernet import Shared


class ChainSupernet(nn.Module):
    """`forward(images, genotype)` gives logits; train it with `course.nas.supernet.train_paths`.

    Each place in the chain has one convolution of each kind, for the most channels there are. A
    layer of fewer channels uses its first ones. A path may end anywhere: there is a head for each
    depth, which reads as many channels as the last layer wrote. Weights are drawn from torch's
    global generator.
    """

    def __init__(self, space: TinyChain) -> None:
        super().__init__()
        self.places = nn.ModuleList(
            nn.ModuleDict(
                {
                    "conv": Shared(WIDEST, WIDEST, 3, depthwise=False),
                    "pointwise": Shared(WIDEST, WIDEST, 1, depthwise=False),
                    "depthwise": Shared(WIDEST, WIDEST, 3, depthwise=True),
                }
            )
            for _ in range(space.max_layers)
        )
        self.heads = nn.ModuleList(nn.Linear(WIDEST, N_CLASSES) for _ in range(space.max_layers))

    def forward(self, images: torch.Tensor, genotype: Genotype) -> torch.Tensor:
        x = images
        for place, one in zip(self.places, genotype, strict=False):
            parts = cast(nn.ModuleDict, place)
            if one.operation == "max_pool":
                x = functional.max_pool2d(x, 2, 2)
            elif one.operation == "conv":
                x = parts["conv"](x, one["channels"], 3)
            elif one.operation == "pointwise":
                x = parts["pointwise"](x, WIDEST, 1)
            else:
                x = parts["depthwise"](x, x.shape[1], 3)
        x = x.mean((2, 3))
        head = cast(nn.Linear, self.heads[len(genotype) - 1])
        return functional.linear(x, head.weight[:, : x.shape[1]], head.bias)

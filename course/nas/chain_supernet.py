"""Weight sharing in the tiny chain: one network in which all 1,553 have their weights.

Position i of a genotype has one shared layer for each operation, at its widest; fewer channels are
its first ones. So a layer at position 2 has the same weights whatever stands at position 1: that is
what makes training all networks together cheap, and what makes their order wrong.
"""

from __future__ import annotations

from typing import cast

import torch
from torch import nn
from torch.nn import functional

from course.hpo.tasks import TaskData
from course.nas.encoding import Gene, Genotype
from course.nas.spaces.tiny_chain import LAYERS, POINTWISE_CHANNELS, TinyChain
from course.nas.supernet import Shared, train_paths

WIDEST = max(*LAYERS["conv"]["channels"], POINTWISE_CHANNELS)


class ChainSupernet(nn.Module):
    """The shared weights of a tiny chain. `forward(images, genotype)` gives logits.

    Weights are drawn from torch's global generator.
    """

    def __init__(self, space: TinyChain) -> None:
        super().__init__()
        kernels = {"conv": 3, "pointwise": 1, "depthwise": 3}
        self.places = nn.ModuleList(
            nn.ModuleDict(
                {
                    name: Shared(WIDEST, WIDEST, kernel, depthwise=name == "depthwise")
                    for name, kernel in kernels.items()
                }
            )
            for _ in range(space.max_layers)
        )
        self.head = nn.Linear(WIDEST, 10)

    def forward(self, images: torch.Tensor, genotype: Genotype) -> torch.Tensor:
        x = images
        for place, one in zip(self.places, genotype, strict=False):
            x = _through(cast(nn.ModuleDict, place), one, x)
        x = x.mean((2, 3))
        return functional.linear(x, self.head.weight[:, : x.shape[1]], self.head.bias)


def _through(place: nn.ModuleDict, one: Gene, x: torch.Tensor) -> torch.Tensor:
    if one.operation == "max_pool":
        return functional.max_pool2d(x, 2, ceil_mode=True)
    channels = {"pointwise": POINTWISE_CHANNELS, "depthwise": x.shape[1]}
    n_out = one["channels"] if one.operation == "conv" else channels[one.operation]
    shared = cast(Shared, place[one.operation])
    return cast(torch.Tensor, shared(x, n_out, 1 if one.operation == "pointwise" else 3))


def train_chain_supernet(
    space: TinyChain, data: TaskData, *, n_steps: int = 1500, seed: int = 0
) -> tuple[ChainSupernet, float]:
    """A trained supernet and the processor seconds that it took: see `train_paths`."""
    return train_paths(lambda: ChainSupernet(space), space, data, n_steps=n_steps, seed=seed)

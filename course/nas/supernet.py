"""One-shot models: all architectures of a space are subgraphs of one network and share its weights.

The supernet of `course.nas.spaces.Bottlenecks` holds each bottleneck at its largest. A smaller
kernel is the middle of the large one, a smaller expansion its first channels, a missing bottleneck
is passed by. Training draws a path for each batch, uniformly (Guo et al. 2020); after that an
architecture is evaluated without being trained. The ranking that comes out is biased, since weights
fit the average path and not the one asked for.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar, cast

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from course.hpo.tasks import TaskData
from course.nas.encoding import Genotype, SearchSpace
from course.nas.estimation.estimator import Estimate
from course.nas.network import Network
from course.nas.spaces.mobile import EXPANSIONS, KERNELS, STAGES, Bottlenecks
from course.nas.training import step

EPS = 1e-5
Shares = TypeVar("Shares", bound=nn.Module)
"""A supernet: called with images and a genotype, it gives logits."""


class Shared(nn.Module):
    """A convolution with normalization, of which a part may be used."""

    def __init__(self, channels_in: int, channels_out: int, kernel: int, depthwise: bool) -> None:
        super().__init__()
        groups = channels_out if depthwise else 1
        conv = nn.Conv2d(channels_in, channels_out, kernel, groups=groups, bias=False)
        self.weight = conv.weight
        self.scale = nn.Parameter(torch.ones(channels_out))
        self.bias = nn.Parameter(torch.zeros(channels_out))
        self.depthwise = depthwise

    def part(self, n_in: int, n_out: int, kernel: int) -> torch.Tensor:
        """The first channels and the middle of the window, (n_out, n_in or 1, kernel, kernel)."""
        edge = (self.weight.shape[-1] - kernel) // 2
        inside = slice(edge, edge + kernel)
        return self.weight[:n_out, : 1 if self.depthwise else n_in, inside, inside]

    def forward(
        self, x: torch.Tensor, n_out: int, kernel: int, stride: int = 1, relu: bool = True
    ) -> torch.Tensor:
        """Normalized with the means and variances of this very batch, in evaluation too."""
        weight = self.part(x.shape[1], n_out, kernel)
        groups = n_out if self.depthwise else 1
        x = functional.conv2d(x, weight, None, stride, kernel // 2, groups=groups)
        x = functional.batch_norm(
            x, None, None, self.scale[:n_out], self.bias[:n_out], training=True, eps=EPS
        )
        return x.relu() if relu else x


class Supernet(nn.Module):
    """The largest network of a space of bottlenecks. `forward(images, genotype)` gives logits.

    Weights are drawn from torch's global generator.
    """

    def __init__(self, space: Bottlenecks) -> None:
        super().__init__()
        self.space = space
        channels = space.channels(0)
        self.stem = Shared(space.image[0], channels, 3, depthwise=False)
        self.blocks = nn.ModuleList()
        for position in range(space.n_genes[0]):
            out, wide = space.channels(position // space.depth), channels * max(EXPANSIONS)
            parts = (
                Shared(channels, wide, 1, depthwise=False),
                Shared(wide, wide, max(KERNELS), depthwise=True),
                Shared(wide, out, 1, depthwise=False),
            )
            self.blocks.append(nn.ModuleList(parts))
            channels = out
        self.head = nn.Linear(channels, 10)

    def forward(self, images: torch.Tensor, genotype: Genotype) -> torch.Tensor:
        x = self.stem(images, self.space.channels(0), 3)
        for position, one in enumerate(genotype):
            if one.operation == "identity":
                continue
            stage, place = divmod(position, self.space.depth)
            expand, look, narrow = cast(nn.ModuleList, self.blocks[position])
            wide = x.shape[1] * one["expansion"]
            y = look(expand(x, wide, 1), wide, one["kernel"], STAGES[stage][1] if not place else 1)
            y = narrow(y, self.space.channels(stage), 1, relu=False)
            x = x + y if x.shape == y.shape else y
        return cast(torch.Tensor, self.head(x.mean((2, 3))))

    @torch.no_grad()
    def extract(self, genotype: Genotype) -> Network:
        """The subgraph as a network of its own, with copies of the shared weights.

        In training it computes what the supernet does; for evaluation it has to see images first.
        """
        with torch.random.fork_rng(devices=[]):
            network = Network(self.space.decode(genotype))
        used = [self.stem]
        for block, one in zip(self.blocks, genotype, strict=True):
            if one.operation != "identity":
                used += cast(list[Shared], block)
        convs = [part for part in network.parts if isinstance(part, nn.Sequential)]
        for part, shared in zip(convs, used, strict=True):
            conv, norm = cast(tuple[nn.Conv2d, nn.BatchNorm2d], tuple(part.children()))
            n_out, n_in, kernel, _ = conv.weight.shape
            conv.weight.copy_(shared.part(n_in, n_out, kernel))
            norm.weight.copy_(shared.scale[:n_out])
            norm.bias.copy_(shared.bias[:n_out])
        network.parts[-1].load_state_dict(self.head.state_dict())
        return network


def train_supernet(
    space: Bottlenecks,
    data: TaskData,
    *,
    n_steps: int = 2000,
    batch_size: int = 64,
    learning_rate: float = 0.01,
    seed: int = 0,
) -> tuple[Supernet, float]:
    """A trained supernet and the processor seconds that it took. See `train_paths`."""
    return train_paths(
        lambda: Supernet(space), space, data,
        n_steps=n_steps, batch_size=batch_size, learning_rate=learning_rate, seed=seed,
    )  # fmt: skip


def train_paths(
    make: Callable[[], Shares],
    space: SearchSpace,
    data: TaskData,
    *,
    n_steps: int = 2000,
    batch_size: int = 64,
    learning_rate: float = 0.01,
    seed: int = 0,
) -> tuple[Shares, float]:
    """What `make` makes, trained path by path, and the processor seconds that it took.

    Each step draws a path evenly from the space and a batch; Adam, its rate falling to 0 on a
    cosine. All follows from `seed`, and torch's global generator is left as it was.
    """
    began = time.process_time()
    rng = np.random.default_rng(seed)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        supernet = make()
        optimizer = torch.optim.Adam(supernet.parameters(), lr=learning_rate)
        schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, n_steps)
        X, y = torch.from_numpy(data.X_train), torch.from_numpy(data.y_train)
        for _ in range(n_steps):
            batch = torch.randint(len(X), (batch_size,))
            path = _Path(supernet, space.random(rng))
            step(path, optimizer, X[batch], y[batch])
            schedule.step()
    return supernet, time.process_time() - began


class _Path(nn.Module):
    """One architecture of a supernet, as a function of images."""

    def __init__(self, supernet: nn.Module, genotype: Genotype) -> None:
        super().__init__()
        self.supernet, self.genotype = supernet, genotype

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        return cast(torch.Tensor, self.supernet(images, self.genotype))


class OneShot:
    """Evaluates genotypes with a supernet's weights, all validation images in one batch.

    Called with a genotype, not an architecture, since weights are shared by gene. A genotype asked
    for again is not evaluated again: `estimates` holds those that were.
    """

    def __init__(self, supernet: nn.Module, data: TaskData) -> None:
        self.supernet = supernet
        self.X, self.y = torch.from_numpy(data.X_validation), data.y_validation
        self.estimates: dict[Genotype, Estimate] = {}

    @torch.no_grad()
    def __call__(self, genotype: Genotype) -> Estimate:
        if genotype not in self.estimates:
            began = time.process_time()
            guesses = self.supernet(self.X, genotype).argmax(1).numpy()
            right = float((guesses == self.y).mean())
            self.estimates[genotype] = Estimate(right, time.process_time() - began)
        return self.estimates[genotype]

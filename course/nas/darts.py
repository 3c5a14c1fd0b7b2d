"""Gradient-based search on the cell space, after DARTS (Liu, Simonyan and Yang 2019), first order.

The space is made continuous: each node of a cell reads all earlier outputs through all operations
at once, weighted by a softmax of numbers α. Steps down the loss alternate, for α on one half of the
training images, for weights on the other. At the end each node keeps its two strongest inputs, each
with its strongest operation.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import cast

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn
from torch.nn import functional

from course.hpo.tasks import TaskData
from course.nas.encoding import Gene, Genotype, gene
from course.nas.spaces.cells import OPERATIONS, Cells
from course.nas.training import step

KINDS = ("normal", "reduction")


@dataclass(frozen=True)
class Searched:
    """The genotype, the weights of operations it was read from, and processor seconds.

    `weights[kind][i]` (inputs, operations) belongs to node i of the normal or the reduction cell;
    each row adds up to 1.
    """

    genotype: Genotype
    weights: dict[str, list[NDArray[np.float64]]]
    seconds: float


def _conv(channels_in: int, channels: int, kernel: int, stride: int, groups: int = 1) -> nn.Module:
    conv = nn.Conv2d(channels_in, channels, kernel, stride, kernel // 2, groups=groups, bias=False)
    return nn.Sequential(conv, nn.BatchNorm2d(channels), nn.ReLU())


def operation(name: str, channels: int, stride: int) -> nn.Module:
    """An operation of `course.nas.spaces.cells` as a module of its own."""
    kind, _, kernel = name.rpartition("_")
    if name == "identity":
        return nn.Identity() if stride == 1 else _conv(channels, channels, 1, stride)
    if kind == "separable":
        looked = _conv(channels, channels, int(kernel), stride, groups=channels)
        return nn.Sequential(looked, _conv(channels, channels, 1, 1))
    if kind == "max_pool":
        return nn.MaxPool2d(int(kernel), stride, 1)
    return nn.AvgPool2d(int(kernel), stride, 1, count_include_pad=False)


class Mixed(nn.Module):
    """All operations on one input, weighted."""

    def __init__(self, channels: int, stride: int) -> None:
        super().__init__()
        self.operations = nn.ModuleList(operation(name, channels, stride) for name in OPERATIONS)

    def forward(self, x: torch.Tensor, weights: torch.Tensor) -> torch.Tensor:
        outputs = torch.stack([one(x) for one in self.operations])
        return torch.einsum("o,o...->...", weights, outputs)


class MixedCell(nn.Module):
    """A cell whose nodes read everything; its output stacks all nodes."""

    def __init__(
        self, before: int, last: int, channels: int, n_nodes: int, shrink: int, stride: int
    ) -> None:
        super().__init__()
        self.inputs = nn.ModuleList(
            [_conv(before, channels, 1, shrink), _conv(last, channels, 1, 1)]
        )
        self.nodes = nn.ModuleList(
            nn.ModuleList(Mixed(channels, stride if i < 2 else 1) for i in range(2 + node))
            for node in range(n_nodes)
        )

    def forward(
        self, before: torch.Tensor, last: torch.Tensor, weights: list[torch.Tensor]
    ) -> torch.Tensor:
        outputs = [self.inputs[0](before), self.inputs[1](last)]
        for node, rows in zip(self.nodes, weights, strict=True):
            edges = zip(cast(nn.ModuleList, node), outputs, rows, strict=True)
            outputs.append(torch.stack([edge(x, row) for edge, x, row in edges]).sum(0))
        return torch.cat(outputs[2:], 1)


class ContinuousCells(nn.Module):
    """The stack of cells that `Cells.build` makes, all of them mixed. Gives logits.

    `alphas[kind]` has a parameter (inputs, operations) for each node.
    """

    def __init__(self, space: Cells) -> None:
        super().__init__()
        self.stem = _conv(space.image[0], space.channels, 3, 1)
        self.alphas = nn.ModuleDict()
        for kind in KINDS:
            sizes = [(2 + node, len(OPERATIONS)) for node in range(space.n_nodes)]
            self.alphas[kind] = nn.ParameterList(1e-3 * torch.randn(size) for size in sizes)
        self.cells, self.kinds = nn.ModuleList(), []
        before = last = space.channels
        shrink = 1
        for stage in range(space.n_stages):
            channels = space.channels * 2**stage
            for kind in ["reduction"] * (stage > 0) + ["normal"] * space.n_normal:
                stride = 2 if kind == "reduction" else 1
                self.cells.append(MixedCell(before, last, channels, space.n_nodes, shrink, stride))
                self.kinds.append(kind)
                before, last, shrink = last, channels * space.n_nodes, stride
        self.head = nn.Linear(last, 10)

    def weights(self, kind: str) -> list[torch.Tensor]:
        """Of each node of a kind of cell, (inputs, operations)."""
        return [alpha.softmax(1) for alpha in cast(nn.ParameterList, self.alphas[kind])]

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        weights = {kind: self.weights(kind) for kind in KINDS}
        before = last = self.stem(images)
        for cell, kind in zip(self.cells, self.kinds, strict=True):
            before, last = last, cell(before, last, weights[kind])
        return cast(torch.Tensor, self.head(last.mean((2, 3))))


def discretized(weights: list[NDArray[np.float64]]) -> tuple[Gene, ...]:
    """The nodes of a cell: of each the two strongest inputs, each with its strongest operation."""
    nodes = []
    for rows in weights:
        left, right = sorted(np.argsort(-rows.max(1), kind="stable")[:2].tolist())
        names = [OPERATIONS[int(rows[i].argmax())] for i in (left, right)]
        nodes.append(
            gene("node", left=left, left_operation=names[0], right=right, right_operation=names[1])
        )
    return tuple(nodes)


def gradient_search(
    space: Cells,
    data: TaskData,
    *,
    n_steps: int = 300,
    batch_size: int = 32,
    learning_rate: float = 0.01,
    alpha_rate: float = 0.02,
    seed: int = 0,
) -> Searched:
    """Search the cells of a space by gradient; of `data` only the training images are used.

    Each of `n_steps` is one step of Adam for α and one for the weights. All follows from `seed`,
    and torch's global generator is left as it was.
    """
    began = time.process_time()
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        net = ContinuousCells(space)
        alphas = list(net.alphas.parameters())
        chosen = {id(alpha) for alpha in alphas}
        others = [one for one in net.parameters() if id(one) not in chosen]
        of_alpha = torch.optim.Adam(alphas, lr=alpha_rate, betas=(0.5, 0.999))
        of_weights = torch.optim.Adam(others, lr=learning_rate)
        X, y = torch.from_numpy(data.X_train), torch.from_numpy(data.y_train)
        half = len(X) // 2
        for _ in range(n_steps):
            batch = torch.randint(half, (batch_size,))
            net.zero_grad()
            functional.cross_entropy(net(X[half + batch]), y[half + batch]).backward()
            of_alpha.step()
            batch = torch.randint(half, (batch_size,))
            step(net, of_weights, X[batch], y[batch])
        weights = {
            kind: [rows.detach().double().numpy() for rows in net.weights(kind)] for kind in KINDS
        }
    genotype = discretized(weights["normal"]) + discretized(weights["reduction"])
    return Searched(genotype, weights, time.process_time() - began)

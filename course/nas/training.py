"""Train one architecture, and the task on which the course does so: noisy digits."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn
from torch.nn import functional

from course.hpo.tasks import TaskData, load_task
from course.nas.architecture import Architecture
from course.nas.network import Network

NOISE = 1.0
"""Standard deviation of the noise of each pixel, in those of the digits' pixels."""


def noisy_digits(
    noise: float = NOISE, seed: int = 16, draws: tuple[int, int, int] = (1, 1, 1)
) -> TaskData:
    """The digits of `course.hpo.tasks`, with normal noise on each pixel of all three parts.

    Without noise almost every architecture tells digits apart, and there is nothing to search for.
    Training, validation and test images come `draws` times each, every time with other noise.
    """
    data = load_task("digits")
    rng = np.random.default_rng(seed)
    parts: list[NDArray[Any]] = []
    for X, y, n in zip(data[::2], data[1::2], draws, strict=True):
        images = np.concatenate([X] * n)
        images = images + noise * rng.standard_normal(images.shape, dtype=np.float32)
        parts += [images, np.concatenate([y] * n)]
    return TaskData(*parts)


@dataclass(frozen=True)
class Recipe:
    """How a network is trained: Adam, its rate falling to 0 on a cosine, in random batches."""

    epochs: int = 15
    batch_size: int = 32
    learning_rate: float = 0.02


RECIPE = Recipe()


@dataclass(frozen=True)
class Trained:
    """A network, its validation accuracy after each epoch, and the processor seconds it took."""

    network: Network
    curve: NDArray[np.float64]
    seconds: float


def train(
    network: Network | Architecture,
    data: TaskData,
    recipe: Recipe = RECIPE,
    seed: int = 0,
    *,
    n_epochs: int | None = None,
) -> Trained:
    """Train an architecture from scratch, or a network from the weights that it has.

    With `n_epochs` only the first ones of the recipe are trained, as they would be anyway.

    Seconds include validation after each epoch. Initial weights and the order of batches follow
    from `seed` alone, and torch's global generator is left as it was.
    """
    began = time.process_time()
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        net = Network(network) if isinstance(network, Architecture) else network
        optimizer = torch.optim.Adam(net.parameters(), lr=recipe.learning_rate)
        n_steps = recipe.epochs * -(-len(data.X_train) // recipe.batch_size)
        schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, n_steps)
        X, y = torch.from_numpy(data.X_train), torch.from_numpy(data.y_train)
        curve = []
        for _ in range(recipe.epochs if n_epochs is None else n_epochs):
            net.train()
            for batch in torch.randperm(len(X)).split(recipe.batch_size):
                step(net, optimizer, X[batch], y[batch])
                schedule.step()
            curve.append(accuracy(net, data.X_validation, data.y_validation))
    return Trained(net, np.array(curve), time.process_time() - began)


def step(
    net: nn.Module, optimizer: torch.optim.Optimizer, X: torch.Tensor, y: torch.Tensor
) -> None:
    """One step down the cross entropy of a batch."""
    loss = functional.cross_entropy(net(X), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()


@torch.no_grad()
def accuracy(net: nn.Module, X: NDArray[np.float32], y: NDArray[np.int64]) -> float:
    """The fraction of images that a network, as in evaluation, tells right."""
    net.eval()
    return float((net(torch.from_numpy(X)).argmax(1).numpy() == y).mean())

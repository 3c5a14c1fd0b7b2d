"""Weight inheritance: a child begins with its parent's weights and is trained for less long."""

from __future__ import annotations

from dataclasses import dataclass, replace
from difflib import SequenceMatcher

import torch

from course.hpo.tasks import TaskData
from course.nas.architecture import Architecture
from course.nas.estimation.estimator import Estimate
from course.nas.network import Network
from course.nas.training import RECIPE, Recipe, train


@dataclass(frozen=True)
class Inheritance:
    """Train what a child has inherited from `parent`, a trained network, for `epochs`."""

    data: TaskData
    parent: Network
    epochs: int = 3
    recipe: Recipe = RECIPE
    seed: int = 0

    def __call__(self, architecture: Architecture) -> Estimate:
        short = replace(self.recipe, epochs=self.epochs)
        child = inherited(architecture, self.parent, self.seed)
        trained = train(child, self.data, short, self.seed)
        return Estimate(float(trained.curve[-1]), trained.seconds)


def inherited(architecture: Architecture, parent: Network, seed: int = 0) -> Network:
    """A network with the parent's weights in all layers that both have in the same order.

    Layers count as the same if operation, kernel, stride and ReLU are, and shapes of weights. The
    others are drawn anew, from `seed`. A child with the parent's own layers is a copy of it.
    """
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        child = Network(architecture)
    ours, theirs = _signatures(child), _signatures(parent)
    for a, b, n in SequenceMatcher(None, theirs, ours, autojunk=False).get_matching_blocks():
        for offset in range(n):
            child.parts[b + offset].load_state_dict(parent.parts[a + offset].state_dict())
    return child


def _signatures(network: Network) -> list[tuple[object, ...]]:
    layers = network.architecture.layers
    return [
        (layer.operation, layer.kernel, layer.stride, layer.relu,
         *(tuple(value.shape) for value in part.state_dict().values()))
        for layer, part in zip(layers, network.parts, strict=True)
    ]  # fmt: skip

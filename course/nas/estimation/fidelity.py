"""Lower fidelity: shorter training, fewer images, smaller images, a narrower network.

All of them are biased, most often towards accuracies that are too low; it is the order of
architectures that they should keep. Smaller images may also help: on noisy pixels a mean of four is
a better pixel.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import prod

import numpy as np
from numpy.typing import NDArray

from course.hpo.tasks import TaskData
from course.nas.architecture import POOLS, Architecture, Layer, Shape, shape_after
from course.nas.estimation.estimator import Estimate, FullTraining
from course.nas.training import RECIPE, Recipe


@dataclass(frozen=True)
class FewerEpochs:
    """Train for `epochs`, the learning rate falling to 0 within these."""

    data: TaskData
    epochs: int = 3
    recipe: Recipe = RECIPE
    seed: int = 0

    def __call__(self, architecture: Architecture) -> Estimate:
        short = replace(self.recipe, epochs=self.epochs)
        return FullTraining(self.data, short, self.seed)(architecture)


@dataclass(frozen=True)
class Subset:
    """Train on the first `n_images` training images; validate on all. They are in random order."""

    data: TaskData
    n_images: int = 200
    recipe: Recipe = RECIPE
    seed: int = 0

    def __call__(self, architecture: Architecture) -> Estimate:
        n = self.n_images
        few = self.data._replace(X_train=self.data.X_train[:n], y_train=self.data.y_train[:n])
        return FullTraining(few, self.recipe, self.seed)(architecture)


@dataclass(frozen=True)
class Downsampled:
    """Train and validate on images of half the side, means of 2 × 2 pixels."""

    data: TaskData
    recipe: Recipe = RECIPE
    seed: int = 0

    def __call__(self, architecture: Architecture) -> Estimate:
        small = self.data._replace(
            X_train=halved(self.data.X_train),
            X_validation=halved(self.data.X_validation),
            X_test=halved(self.data.X_test),
        )
        _, *sides = small.X_train.shape[1:]
        smaller = for_image(architecture, (architecture.image[0], *sides))
        return FullTraining(small, self.recipe, self.seed)(smaller)


@dataclass(frozen=True)
class Narrower:
    """Train the architecture with a fraction of its channels."""

    data: TaskData
    fraction: float = 0.5
    recipe: Recipe = RECIPE
    seed: int = 0

    def __call__(self, architecture: Architecture) -> Estimate:
        narrow = narrowed(architecture, self.fraction)
        return FullTraining(self.data, self.recipe, self.seed)(narrow)


def halved(X: NDArray[np.float32]) -> NDArray[np.float32]:
    """Images (n, channels, height, width) of half the side. Raises ValueError for odd sides."""
    n, channels, height, width = X.shape
    if height % 2 or width % 2:
        raise ValueError(f"sides must be even to be halved, got {height} × {width}")
    return X.reshape(n, channels, height // 2, 2, width // 2, 2).mean((3, 5), dtype=np.float32)


def narrowed(architecture: Architecture, fraction: float) -> Architecture:
    """The same layers with this fraction of each convolution's channels, at least one.

    Raises ValueError for a fraction that is not in (0, 1].
    """
    if not 0 < fraction <= 1:
        raise ValueError(f"fraction must be in (0, 1], got {fraction}")

    def narrow(layer: Layer) -> Layer:
        if layer.operation != "conv":
            return layer
        return replace(layer, channels=max(1, round(layer.channels * fraction)))

    return _rebuilt(architecture.image, [narrow(layer) for layer in architecture.layers])


def for_image(architecture: Architecture, image: Shape) -> Architecture:
    """The same layers for images of another size. On a single pixel no layer has a stride."""
    return _rebuilt(image, list(architecture.layers))


def _rebuilt(image: Shape, layers: list[Layer]) -> Architecture:
    """Layers with channels and strides that fit what they read."""
    shapes, fitting = [image], []
    for layer in layers:
        read = [shapes[x] for x in layer.inputs]
        if prod(read[0][1:]) == 1 and layer.stride > 1:
            kernel = 3 if layer.operation in POOLS else layer.kernel
            layer = replace(layer, stride=1, kernel=kernel)
        if layer.operation == "concat":
            layer = replace(layer, channels=sum(c for c, _, _ in read))
        elif layer.operation not in ("conv", "linear"):
            layer = replace(layer, channels=read[0][0])
        shapes.append(shape_after(layer, shapes))
        fitting.append(layer)
    return Architecture(image, tuple(fitting))

"""What an estimator is, and the plain one: train it whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, Protocol

from course.hpo.tasks import TaskData
from course.nas.architecture import Architecture
from course.nas.training import RECIPE, Recipe, train


class Estimate(NamedTuple):
    """A validation accuracy, or what stands for it, and the processor seconds that it took."""

    accuracy: float
    seconds: float


class Estimator(Protocol):
    """A performance estimation strategy."""

    def __call__(self, architecture: Architecture) -> Estimate: ...


@dataclass(frozen=True)
class FullTraining:
    """Complete training and validation: the truth that the others stand for, and the dearest."""

    data: TaskData
    recipe: Recipe = RECIPE
    seed: int = 0

    def __call__(self, architecture: Architecture) -> Estimate:
        trained = train(architecture, self.data, self.recipe, self.seed)
        return Estimate(float(trained.curve[-1]), trained.seconds)

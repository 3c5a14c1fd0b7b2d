"""Learning-curve extrapolation: train for a few epochs and predict the last one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from course.hpo.prediction.predictor import CurvePredictor
from course.hpo.tasks import TaskData
from course.nas.architecture import Architecture
from course.nas.cost import cost
from course.nas.estimation.estimator import Estimate
from course.nas.training import RECIPE, Recipe, train


@dataclass(frozen=True)
class Extrapolation:
    """The first `epochs` of full training, and what a predictor of `course.hpo.prediction` says.

    The predictor must have been fitted to whole curves of other architectures: see `fit`.
    """

    data: TaskData
    predictor: CurvePredictor
    epochs: int = 5
    recipe: Recipe = RECIPE
    seed: int = 0

    @classmethod
    def fit(
        cls,
        data: TaskData,
        predictor: CurvePredictor,
        architectures: Sequence[Architecture],
        curves: NDArray[np.float64],
        *,
        epochs: int = 5,
        recipe: Recipe = RECIPE,
        seed: int = 0,
    ) -> Extrapolation:
        """Fit the predictor to the curves, (n, recipe.epochs), of architectures trained whole.

        Raises ValueError for curves of another length.
        """
        if curves.shape[1] != recipe.epochs:
            raise ValueError(
                f"curves must have the recipe's {recipe.epochs} epochs, got {curves.shape[1]}"
            )
        points = np.array([features(one) for one in architectures])
        return cls(data, predictor.fit(curves, points), epochs, recipe, seed)

    def __call__(self, architecture: Architecture) -> Estimate:
        trained = train(architecture, self.data, self.recipe, self.seed, n_epochs=self.epochs)
        means, _ = self.predictor.predict(trained.curve[None], features(architecture)[None])
        return Estimate(float(means[0]), trained.seconds)


def features(architecture: Architecture) -> NDArray[np.float64]:
    """What predictors know of an architecture, about in the unit cube, shape (4,).

    Logarithms, base 2, of parameters, MACs and SRAM over those of a large one (2²⁰), and the number
    of layers over 64.
    """
    costs = cost(architecture)
    sizes = np.log2([costs.parameters, costs.macs, costs.sram_bytes]) / 20
    return np.append(sizes, len(architecture.layers) / 64)

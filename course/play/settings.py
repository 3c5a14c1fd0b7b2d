"""What can be dragged, and the training that it makes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from course.mlp import MLPClassifier
from course.mlp.presets import HW04

SOLVERS = {"L-BFGS": "lbfgs", "SGD": "sgd", "Adam": "adam"}
ACTIVATIONS = {"ReLU": "relu", "logistic": "logistic", "tanh": "tanh", "identity": "identity"}
MAX_SEED, MAX_WIDTH = 15, 8
STEPS = (0, 1, 2, 3, 5, 7, 10, 15, 20, 30, 50, 70, 100, 150, 200, 300, 400)


@dataclass(frozen=True)
class Settings:
    """One position of all controls.

    solver, activation : scikit-learn's names; learning_rate : of SGD and Adam, L-BFGS has none.
    seed : `random_state`; width : hidden units, one layer of them; steps : epochs (iterations of
    L-BFGS) after which to look, or earlier where the training ends by itself.
    same_start : whether every training from a seed starts from the same initial weights, whatever
    else is changed: unit 1 always starts where unit 1 starts. Otherwise scikit-learn draws them,
    as in the labs: other weights for another width, smaller ones for logistic units.
    """

    solver: str = "sgd"
    activation: str = "relu"
    learning_rate: float = 0.1
    seed: int = 0
    width: int = 2
    steps: int = STEPS[-1]
    same_start: bool = False

    def parameters(self) -> dict[str, Any]:
        """The parameters of `MLPClassifier`: HW04's, but for what is dragged."""
        rate = {} if self.solver == "lbfgs" else {"learning_rate_init": self.learning_rate}
        return {
            **HW04[self.solver],
            **rate,
            "activation": self.activation,
            "hidden_layer_sizes": (self.width,),
            "max_iter": min(self.steps, HW04[self.solver]["max_iter"]),
            "random_state": self.seed,
        }

    def sentence(self) -> str:
        """The settings in words: "SGD, ReLU, 2 hidden units, learning rate 0.1, seed 0"."""
        units = "1 hidden unit" if self.width == 1 else f"{self.width} hidden units"
        rate = [] if self.solver == "lbfgs" else [f"learning rate {self.learning_rate:.3g}"]
        names = _name(SOLVERS, self.solver), _name(ACTIVATIONS, self.activation)
        return ", ".join([*names, units, *rate, f"seed {self.seed}"])


def train(settings: Settings, X: ArrayLike, y: ArrayLike) -> MLPClassifier:
    """The classifier after so many steps on X (n, 2) and y (n,).

    Raises what `fit` raises: ValueError where a training diverges to weights that are not finite.
    """
    kind = _SharedStart if settings.same_start else MLPClassifier
    parameters = settings.parameters()
    if settings.steps == 0:
        # a step of length 0: the weights that the training starts from
        still = {"solver": "sgd", "learning_rate_init": 1e-300, "max_iter": 1}
        still |= {"batch_size": len(np.asarray(y))}
        clf = kind(**parameters | still).fit(X, y)
        clf.set_params(**parameters)
        clf.n_iter_, clf.loss_curve_, clf.did_converge_ = 0, [], False
        return clf
    return kind(**parameters).fit(X, y)


class _SharedStart(MLPClassifier):
    """Starts each hidden unit from weights that hang on the seed and the unit's number only."""

    def _initialize(self, y: np.ndarray, layer_units: list[int], dtype: Any) -> None:
        super()._initialize(y, layer_units, dtype)
        n_features, width, _ = layer_units
        # Glorot's bounds for the two units of HW04
        inner, outer = np.sqrt(6 / (n_features + 2)), np.sqrt(6 / (2 + 1))
        streams = [np.random.RandomState([self.random_state, unit]) for unit in range(width)]
        units = np.array([stream.uniform(-1, 1, n_features + 2) for stream in streams])
        first, bias, last = units[:, :n_features].T, units[:, n_features], units[:, -1:]
        self.coefs_ = [np.ascontiguousarray(inner * first), np.ascontiguousarray(outer * last)]
        self.intercepts_ = [inner * bias, np.zeros(1)]
        self._random_state = np.random.RandomState(self.random_state)  # the same order of points


def _name(names: dict[str, str], value: str) -> str:
    return next(shown for shown, own in names.items() if own == value)

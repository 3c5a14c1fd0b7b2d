"""Tables of made-up learning curves with the shapes that real ones have (the paper's Figs 1, 2)."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from course.hpo.space import Hyperparameter, Space

N_VALIDATION = 500  # accuracies are multiples of 1 / 500


@dataclass(frozen=True)
class Table:
    """The attributes of a CurveTable that facts and pictures ask for, and no more."""

    validation_accuracy: np.ndarray
    settings: pd.DataFrame = None
    space: Space = None
    task: str = "made-up"


SPACE = Space(
    "made-up",
    (1, 8, 8),
    (
        Hyperparameter("C1", "integer", 1, 32),
        Hyperparameter("filter_size", "integer", 2, 5),
        Hyperparameter("learning_rate", "float", 1e-4, 10**-0.5, log=True),
        Hyperparameter("dropout", "float", 0.0, 0.9),
        Hyperparameter("activation", "categorical", choices=("relu", "elu", "tanh")),
    ),
)


def curves(*rows):
    """A table of these curves, without settings."""
    return Table(np.array(rows, dtype=np.float32))


def realistic(n_settings=2000, n_epochs=20, seed=0):
    """Untrainable and diverged settings for high learning rates, slow starters for low ones.

    Between them lie the good ones: the more filters and the less dropout, the faster and better.
    """
    rng = np.random.default_rng(seed)
    settings = pd.DataFrame(
        {
            "C1": rng.integers(1, 33, n_settings),
            "filter_size": rng.integers(2, 6, n_settings),
            "learning_rate": 10 ** rng.uniform(-4, -0.5, n_settings),
            "dropout": rng.uniform(0, 0.9, n_settings),
            "activation": rng.choice(["relu", "elu", "tanh"], n_settings),
        }
    )
    log_rate = np.log10(settings["learning_rate"].to_numpy())[:, None]
    width = np.log2(settings["C1"].to_numpy())[:, None] / 5
    dropout = settings["dropout"].to_numpy()[:, None]
    epochs = np.arange(1, n_epochs + 1)

    speed = 10 ** (log_rate + 3) * (0.3 + width)
    start = np.where(log_rate < -3, rng.exponential(3, (n_settings, 1)), 0)  # flat so long
    best = 0.99 - 0.25 * dropout**3 - 0.3 * (1 - width) ** 3 - 0.03 * rng.random((n_settings, 1))
    rise = 1 - np.exp(-speed * np.maximum(epochs - start, 0))
    mean = 0.1 + (best - 0.1) * rise
    mean = np.where(log_rate + 0.4 * rng.standard_normal((n_settings, 1)) > -1.4, 0.1, mean)
    # less noise than from other images every time: they are the same after every epoch
    made = (
        np.rint(0.7 * N_VALIDATION * mean + 0.3 * rng.binomial(N_VALIDATION, mean)) / N_VALIDATION
    )

    last = np.where(log_rate > -0.6, rng.integers(0, 2 * n_epochs, (n_settings, 1)), n_epochs)
    made[epochs > last] = np.nan
    return Table(made.astype(np.float32), settings, SPACE)

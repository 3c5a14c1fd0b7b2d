"""What a table of learning curves says: numbers for pictures, cards and answers.

Everything here is about validation accuracy, a fraction from 0 to 1, of one table's settings, each
trained once for T epochs. A table is any object with the attributes named in `HasCurves`, such as
`course.hpo.table.CurveTable`. Where a setting has diverged, its accuracy is no number (NaN); it
counts as 0 from there on, worse than a guess, so that every setting has a rank.
"""

from typing import Protocol

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy.stats import rankdata

from course.hpo.space import Hyperparameter, Space
from course.hpo.table import UNTRAINABLE_BELOW

Numbers = NDArray[np.float64]

CHANCE = 0.1  # a guess among ten classes: the paper's r (section IV.A)
# How far a curve that has converged may still be from its end.
TOLERANCE = 0.02
# Accuracies are multiples of 1 / n_validation, so limits are met exactly now and then; kept as
# float32, accuracies and their differences may be off by less than this.
ROUNDING = 1e-6


class HasCurves(Protocol):
    """What is asked of a table for its curves' facts.

    validation_accuracy : (n_settings, n_epochs), column t − 1 for epoch t; NaN after divergence.
    """

    @property
    def task(self) -> str: ...
    @property
    def validation_accuracy(self) -> NDArray[np.float32]: ...


class HasSettings(HasCurves, Protocol):
    """What is asked of a table to see what its settings do.

    settings : a row a setting, in the order of the curves, a column a hyperparameter.
    """

    @property
    def settings(self) -> pd.DataFrame: ...
    @property
    def space(self) -> Space: ...


# --- accuracies ---------------------------------------------------------------------------------


def accuracies(table: HasCurves) -> Numbers:
    """Validation accuracy after each epoch, shape (n_settings, n_epochs); 0 after divergence.

    Raises ValueError if the table's `validation_accuracy` has another form, or nothing in it.
    """
    curves = np.asarray(table.validation_accuracy, dtype=np.float64)
    if curves.ndim != 2 or curves.size == 0:
        raise ValueError(
            "validation_accuracy must have shape (n_settings, n_epochs) with at least one of each, "
            f"got shape {curves.shape}; pass a CurveTable, such as load_curves('digits')"
        )
    return np.nan_to_num(curves, nan=0.0)


def final_accuracies(table: HasCurves) -> Numbers:
    """Validation accuracy after the last epoch, shape (n_settings,); 0 where training diverged."""
    return accuracies(table)[:, -1]


def best_first(table: HasCurves) -> NDArray[np.int64]:
    """The settings' numbers by final accuracy, best first, shape (n_settings,); diverged ones last.

    Among equals the one with the lower number comes first.
    """
    return np.argsort(-final_accuracies(table), kind="stable")


def untrainable_share(table: HasCurves) -> float:
    """Which fraction of the settings ends below 0.15: ETR-1's r + ε, diverged ones included."""
    return float(np.mean(final_accuracies(table) < UNTRAINABLE_BELOW))


def goal_accuracies(table: HasCurves, fractions: ArrayLike) -> Numbers:
    """The final accuracy that this fraction of the settings reaches, one for each of `fractions`.

    It is the highest accuracy that at least so many settings reach, and so one that occurs: the
    10th best of 20,000 settings for 0.0005, the paper's "top 0.05%" (section IV.C). Shape as
    `fractions`, each above 0 and at most 1.

    Raises ValueError for a fraction outside this range.
    """
    asked = np.asarray(fractions, dtype=np.float64)
    final = final_accuracies(table)
    ranks = [_how_many(fraction, len(final), "fractions") for fraction in asked.flat]
    return np.sort(final)[::-1][np.array(ranks, dtype=np.int64) - 1].reshape(asked.shape)


# --- curves -------------------------------------------------------------------------------------


def rank_correlations(table: HasCurves, top: float = 1.0) -> Numbers:
    """Spearman's correlation of accuracy after each epoch with the final one, shape (n_epochs,).

    It compares ranks only. Of all settings, or only of the fraction `top` that ends best (0.25:
    the best quarter). It is NaN for an epoch after which all of them are equally good, and for
    every epoch if they end so.

    Raises ValueError if `top` isn't above 0 and at most 1.
    """
    chosen = best_first(table)
    chosen = chosen[: _how_many(top, len(chosen), "top")]
    ranks = rankdata(accuracies(table)[chosen], axis=0)
    centred = ranks - ranks.mean(axis=0)
    lengths = np.linalg.norm(centred, axis=0)
    with np.errstate(invalid="ignore"):
        return np.asarray(centred.T @ centred[:, -1] / (lengths * lengths[-1]))


def convergence_epochs(table: HasCurves, tolerance: float = TOLERANCE) -> NDArray[np.int64]:
    """The epoch, from 1, in which each setting's curve has converged, shape (n_settings,).

    Converged is the first epoch t such that the accuracies after t and after all later epochs
    differ from the final one by at most `tolerance` (absolute; 0.02 is two points of a hundred).
    Thus every curve has converged in its last epoch at the latest, flat ones in epoch 1.

    Raises ValueError if `tolerance` is negative.
    """
    if not tolerance >= 0:
        raise ValueError(
            f"tolerance must be 0 or more, got tolerance={tolerance}; "
            "it is a difference of accuracies, such as 0.02"
        )
    curves = accuracies(table)
    close = np.abs(curves - curves[:, -1:]) <= tolerance + ROUNDING
    close_to_the_end = np.logical_and.accumulate(close[:, ::-1], axis=1).sum(axis=1)
    return np.asarray(curves.shape[1] - close_to_the_end + 1, dtype=np.int64)


def trainable_convergence_epochs(
    table: HasCurves, tolerance: float = TOLERANCE, best: int | None = None
) -> NDArray[np.int64]:
    """`convergence_epochs` of the trainable settings (0.15 or more at the end), best first.

    Of all of them, shape (n_trainable,), or of the `best` ones only. Those left out are mostly
    flat, and would pass for fast.

    Raises ValueError if no setting is trainable, or `tolerance` is negative.
    """
    order = best_first(table)
    final = final_accuracies(table)
    trainable = order[final[order] >= UNTRAINABLE_BELOW]
    if not len(trainable):
        raise ValueError(
            f"a setting must end at {UNTRAINABLE_BELOW:.2f} or more to be called trainable, got "
            f"{final.max():.3f} at best; take a table with more settings or more epochs"
        )
    return convergence_epochs(table, tolerance)[trainable[:best]]


def converged_by_half(
    table: HasCurves, tolerance: float = TOLERANCE, best: int | None = None
) -> float:
    """Which fraction of the trainable settings (or of the `best` ones) has converged by T/2 epochs.

    To compare with "most of the curves converge before reaching the half of the preset total
    training epoch" (section III.C), said there of the 100 best and the 100 worst curves.
    Raises ValueError as `trainable_convergence_epochs` does.
    """
    half = np.asarray(table.validation_accuracy).shape[1] / 2
    return float(np.mean(trainable_convergence_epochs(table, tolerance, best) <= half))


# --- hyperparameters ----------------------------------------------------------------------------


def marginal_effect(table: HasSettings, name: str, n_bins: int = 10) -> pd.DataFrame:
    """Final accuracy by the value of one hyperparameter, whatever the others are.

    One row a choice, for categories; one row a value, for integers with at most `n_bins` values;
    otherwise one row for each of `n_bins` bins from low to high, equally wide, on the logarithmic
    scale for hyperparameters that are searched there. Rows without settings are left out.

    Columns: `value`, the choice, the number, or the bin's middle (the geometric one on the
    logarithmic scale); `n`, how many settings; `lower`, `median`, `upper`, the quartiles of their
    final accuracies.

    Raises ValueError if `name` was not searched, or `n_bins` is less than 1.
    """
    known = {searched.name: searched for searched in table.space.free()}
    if name not in known:
        raise ValueError(
            f"name must be a hyperparameter searched on {table.task}, got {name!r}; "
            f"choose from {', '.join(known)}"
        )
    if n_bins < 1:
        raise ValueError(f"n_bins must be at least 1, got n_bins={n_bins}; 10 suits most tables")
    hyperparameter, column = known[name], table.settings[name].to_numpy()
    values: list[str] | list[float]
    if hyperparameter.type == "categorical":
        values = list(hyperparameter.choices)
        places = np.array([values.index(choice) for choice in column])
    else:
        middles, inner_edges = _bins(hyperparameter, n_bins)
        values = middles.tolist()
        places = np.digitize(column.astype(np.float64), inner_edges)
    final, rows = final_accuracies(table), []
    for place, value in enumerate(values):
        here = final[places == place]
        if len(here):
            rows.append((value, len(here), *np.quantile(here, [0.25, 0.5, 0.75]).tolist()))
    return pd.DataFrame(rows, columns=["value", "n", "lower", "median", "upper"])


def has_few_values(hyperparameter: Hyperparameter, n_bins: int = 10) -> bool:
    """Whether `marginal_effect` gives each of its values a row, rather than a bin."""
    if hyperparameter.type == "categorical":
        return True
    low, high = _range(hyperparameter)
    return hyperparameter.type == "integer" and high - low + 1 <= n_bins


def _bins(hyperparameter: Hyperparameter, n_bins: int) -> tuple[Numbers, Numbers]:
    """The middles of the bins, and the edges between them."""
    low, high = _range(hyperparameter)
    if has_few_values(hyperparameter, n_bins):
        return np.arange(low, high + 1), np.arange(low, high) + 0.5
    if hyperparameter.type == "integer":  # the lowest and the highest get as much room as others
        low, high = low - 0.5, high + 0.5
    if hyperparameter.log:
        edges = np.geomspace(low, high, n_bins + 1)
        return np.sqrt(edges[:-1] * edges[1:]), edges[1:-1]
    edges = np.linspace(low, high, n_bins + 1)
    return (edges[:-1] + edges[1:]) / 2, edges[1:-1]


def _range(hyperparameter: Hyperparameter) -> tuple[float, float]:
    if hyperparameter.low is None or hyperparameter.high is None:
        raise ValueError(
            f"{hyperparameter.name} must have a low and a high value, got "
            f"{hyperparameter.low} and {hyperparameter.high}; only categories go without"
        )
    return float(hyperparameter.low), float(hyperparameter.high)


def _how_many(fraction: float, n: int, name: str) -> int:
    """So many of n settings are at least this fraction of them."""
    if not 0 < fraction <= 1:
        raise ValueError(
            f"{name} must be above 0 and at most 1, got {fraction:g}; "
            "the top 0.5 % are the fraction 0.005"
        )
    # 0.07 of 100 are 7, though 0.07 * 100 is a little more in binary.
    return max(1, int(np.ceil(fraction * n - 1e-9)))

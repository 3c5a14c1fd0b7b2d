"""Domhan's predictor: parametric curves through the first epochs, weighted by how well they fit."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import least_squares

from course.hpo.prediction.predictor import Numbers, checked

LEAST_NOISE = 0.002
"""No curve is believed to be known better than this: a difference of accuracies."""


class Curve(NamedTuple):
    """A family of curves, accuracy after epoch t; where a fit begins, and its bounds."""

    function: Callable[..., Numbers]
    start: tuple[float, ...]
    lower: tuple[float, ...]
    upper: tuple[float, ...]


# Table 1 of Domhan et al., by their names. Ends (c, α, ymax) are accuracies, so they stay in 0 … 1.
CURVES = {
    "vapor_pressure": Curve(
        lambda t, a, b, c: np.exp(a + b / t + c * np.log(t)),
        (-0.5, -0.5, 0.05), (-5, -5, -1), (1, 5, 1),
    ),
    "pow3": Curve(
        lambda t, c, a, alpha: c - a * t**-alpha, (0.8, 0.5, 0.5), (0, -1, 0.01), (1, 2, 5)
    ),
    "log_log_linear": Curve(
        lambda t, a, b: np.log(a * np.log(t) + b), (0.3, 1.5), (0, 1), (2, 2.8)
    ),
    "hill3": Curve(
        lambda t, ymax, eta, kappa: ymax * t**eta / (kappa**eta + t**eta),
        (0.8, 1.0, 1.0), (0, 0.05, 0.01), (1, 8, 100),
    ),
    "log_power": Curve(
        lambda t, a, b, c: a / (1 + (t / np.exp(b)) ** c),
        (0.8, 0.5, -1.0), (0, -5, -8), (1, 5, -0.05),
    ),
    "pow4": Curve(
        lambda t, c, a, b, alpha: c - (a * t + b) ** -alpha,
        (0.8, 1.0, 1.0, 1.0), (0, 0.01, 0.1, 0.05), (1, 50, 50, 5),
    ),
    "mmf": Curve(
        lambda t, alpha, beta, kappa, delta: alpha - (alpha - beta) / (1 + (kappa * t) ** delta),
        (0.8, 0.1, 1.0, 1.0), (0, 0, 0.01, 0.05), (1, 1, 20, 8),
    ),
    "exp4": Curve(
        lambda t, c, a, b, alpha: c - np.exp(-a * t**alpha + b),
        (0.8, 1.0, 0.0, 0.5), (0, 0.01, -5, 0.05), (1, 10, 2, 3),
    ),
    "janoschek": Curve(
        lambda t, alpha, beta, kappa, delta: alpha - (alpha - beta) * np.exp(-kappa * t**delta),
        (0.8, 0.1, 0.5, 1.0), (0, 0, 0.001, 0.05), (1, 1, 20, 5),
    ),
    "weibull": Curve(
        lambda t, alpha, beta, kappa, delta: (
            alpha - (alpha - beta) * np.exp(-((kappa * t) ** delta))
        ),
        (0.8, 0.1, 0.5, 1.0), (0, 0, 0.001, 0.05), (1, 1, 20, 5),
    ),
    "ilog2": Curve(lambda t, c, a: c - a / np.log(t + 1), (0.9, 0.3), (0, -1), (1, 2)),
}  # fmt: skip


class DomhanPredictor:
    """Eleven parametric families fitted to the partial curve alone, and averaged.

    Each family is fitted by least squares; its uncertainty at the last epoch is that of its
    parameters (from the curvature at the fit) plus the noise around it; families are weighted by
    exp(−BIC / 2). Domhan et al. sample weights and parameters together by Markov chains instead,
    which takes seconds a curve and not milliseconds. Families with as many parameters as there are
    epochs, or more, are left out; with fewer than three epochs there is none left, and the last
    accuracy is predicted with a deviation of 0.5: nobody knows.

    Settings are not looked at. `fit` only learns how many epochs there will be.

    Source: Domhan, Springenberg, Hutter (2015), sections 3.1 and 3.2, Table 1.
    """

    def fit(self, curves: ArrayLike, points: ArrayLike) -> DomhanPredictor:
        self.n_epochs_ = checked(curves, points, 1)[0].shape[1]
        return self

    def predict(self, curves: ArrayLike, points: ArrayLike) -> tuple[Numbers, Numbers]:
        partial, _ = checked(curves, points, 1)
        ends = np.array([extrapolated(curve, self.n_epochs_) for curve in partial])
        return ends[:, 0], ends[:, 1]


def extrapolated(curve: Numbers, epoch: int) -> tuple[float, float]:
    """Mean and standard deviation of the accuracy after this epoch, from a curve's first ones."""
    fits = [f for family in CURVES.values() if (f := _fitted(family, curve, epoch)) is not None]
    if not fits:
        return float(curve[-1]), 0.5
    bic, means, variances = np.array(fits).T
    weights = np.exp(-(bic - bic.min()) / 2)
    weights /= weights.sum()
    mean = weights @ means
    variance = weights @ (variances + (means - mean) ** 2)
    return float(np.clip(mean, 0, 1)), float(np.sqrt(variance))


def _fitted(family: Curve, curve: Numbers, epoch: int) -> tuple[float, float, float] | None:
    """BIC, predicted mean and variance of one family; None if it cannot be fitted."""
    n, n_parameters = len(curve), len(family.start)
    if n <= n_parameters:
        return None
    t = np.arange(1.0, n + 1)

    def residuals(parameters: Numbers) -> Numbers:
        missed = family.function(t, *parameters) - curve
        return np.nan_to_num(missed, nan=10, posinf=10, neginf=-10)

    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore", RuntimeWarning)
        try:
            bounds = (family.lower, family.upper)
            fit = least_squares(residuals, family.start, bounds=bounds, max_nfev=200)
        except ValueError:  # the curve leads to numbers beyond all bounds
            return None
        noise = max(2 * fit.cost / (n - n_parameters), LEAST_NOISE**2)
        end = float(family.function(np.array([float(epoch)]), *fit.x)[0])
        slope = _slope(family, fit.x, epoch)
    if not (np.isfinite(end) and np.isfinite(slope).all()):
        return None
    # the pseudo-inverse: a parameter that the epochs seen say nothing of adds nothing here
    jacobian = np.asarray(fit.jac)
    covariance = noise * np.linalg.pinv(jacobian.T @ jacobian, rcond=1e-8)
    bic = n * np.log(max(2 * fit.cost / n, LEAST_NOISE**2)) + n_parameters * np.log(n)
    return bic, end, float(noise + slope @ covariance @ slope)


def _slope(family: Curve, parameters: Numbers, epoch: int) -> Numbers:
    """How the accuracy after an epoch changes with each parameter."""
    at = np.array([float(epoch)])
    steps = 1e-6 * np.maximum(1, np.abs(parameters))
    changes = []
    for i, step in enumerate(steps):
        moved = parameters.copy()
        moved[i] += step
        changes.append(
            float((family.function(at, *moved) - family.function(at, *parameters))[0]) / step
        )
    return np.array(changes)

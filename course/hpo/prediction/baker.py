"""Baker's predictor: support vector regression on a partial curve and the hyperparameters."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from sklearn.model_selection import GridSearchCV, KFold, cross_val_predict
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import NuSVR

from course.hpo.prediction.predictor import Numbers, checked

N_FOLDS = 3
GRID = {"nusvr__C": [0.1, 1.0, 10.0, 100.0], "nusvr__nu": [0.3, 0.6]}


class NuSVRPredictor:
    """ν-SVR from accuracies, their first and second differences, and the setting.

    One model for each length t of partial curve, made when it is first asked for; C and ν are
    chosen by cross-validation. The standard deviation is the root mean square error of predictions
    for held-out curves, the same for all.

    Source: B. Baker, O. Gupta, R. Raskar, N. Naik, "Accelerating Neural Architecture Search using
    Performance Prediction" (2018), sections 3.1 and 3.2.

    Parameters
    ----------
    random_state : of the folds.

    `fit` needs 9 curves and raises ValueError for fewer.
    """

    def __init__(self, random_state: int | None = 0) -> None:
        self.random_state = random_state

    def fit(self, curves: ArrayLike, points: ArrayLike) -> NuSVRPredictor:
        self.curves_, self.points_ = checked(curves, points, 3 * N_FOLDS)
        self.models_: dict[int, tuple[Pipeline, float]] = {}
        return self

    def predict(self, curves: ArrayLike, points: ArrayLike) -> tuple[Numbers, Numbers]:
        partial, settings = checked(curves, points, 1)
        t = partial.shape[1]
        if t not in self.models_:
            self.models_[t] = self._model(t)
        model, deviation = self.models_[t]
        mean = np.asarray(model.predict(features(partial, settings)))
        return mean, np.full(len(partial), deviation)

    def _model(self, t: int) -> tuple[Pipeline, float]:
        X, y = features(self.curves_[:, :t], self.points_), self.curves_[:, -1]
        folds = KFold(N_FOLDS, shuffle=True, random_state=self.random_state)
        pipeline = make_pipeline(StandardScaler(), NuSVR())
        best = GridSearchCV(pipeline, GRID, cv=folds, scoring="neg_mean_squared_error").fit(X, y)
        held_out = cross_val_predict(best.best_estimator_, X, y, cv=folds)
        return best.best_estimator_, float(np.sqrt(np.mean((held_out - y) ** 2)))


def features(curves: Numbers, points: Numbers) -> Numbers:
    """What the regression sees, one row a setting: the curve, its differences, the setting."""
    first = np.diff(curves, axis=1)
    return np.hstack([curves, first, np.diff(first, axis=1), points])

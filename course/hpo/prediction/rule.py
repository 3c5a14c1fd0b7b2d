"""A stopping rule of any predictor: stop what will hardly beat the best."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

from course.hpo.prediction.predictor import CurvePredictor
from course.hpo.simulate import History


class StopUnpromising:
    """Stops a trial if P(it ends better than the best so far) is less than `delta`.

    The predictor is fitted anew whenever the number of trials trained to their end has grown by a
    tenth.

    Source: T. Domhan, J. Springenberg, F. Hutter, "Speeding up Automatic Hyperparameter
    Optimization of Deep Neural Networks by Extrapolation of Learning Curves" (2015), section 3.3.

    Parameters
    ----------
    predictor : see `CurvePredictor`.
    points : the table's rows as points of the unit cube, shape (n_settings, d).
    delta : probability, between 0 and 1; raises ValueError for another.
    epochs : after these epochs it decides.
    n_trials : so many must have been trained to their end before it does.
    """

    def __init__(
        self,
        predictor: CurvePredictor,
        points: NDArray[np.float64],
        *,
        delta: float = 0.05,
        epochs: Sequence[int] = (5,),
        n_trials: int = 20,
    ) -> None:
        if not 0 < delta < 1:
            raise ValueError(f"delta must lie between 0 and 1, got delta={delta}")
        self.predictor, self.delta = predictor, delta
        self.epochs, self.n_trials = frozenset(epochs), n_trials
        self._points = np.asarray(points, dtype=np.float64)
        self._n_when_fitted = 0

    def should_stop(self, curve: Sequence[float], history: History) -> bool:
        full = [trial for trial in history.trials if not trial.was_stopped]
        if len(curve) not in self.epochs or len(full) < self.n_trials or history.best is None:
            return False
        assert history.asked is not None
        if len(full) >= 1.1 * self._n_when_fitted:
            rows = [trial.setting for trial in full]
            self.predictor.fit([trial.curve for trial in full], self._points[rows])
            self._n_when_fitted = len(full)
        mean, deviation = self.predictor.predict([curve], self._points[[history.asked]])
        return bool(norm.sf(history.best.accuracy, mean[0], deviation[0]) < self.delta)

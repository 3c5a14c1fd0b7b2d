"""Optuna's samplers on our tables: `pip install "sixteen-seeds[optuna]"`."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pandas as pd

from course.hpo.simulate import History
from course.hpo.space import Hyperparameter
from course.hpo.table import CurveTable

try:
    import optuna
    from optuna.distributions import (
        BaseDistribution,
        CategoricalDistribution,
        FloatDistribution,
        IntDistribution,
    )
    from optuna.trial import TrialState, create_trial
except ImportError as error:
    raise ImportError(
        f'Optuna must be installed, got {error}; run `pip install "sixteen-seeds[optuna]"`'
    ) from error


class OptunaSearch:
    """Suggests the row nearest to what a sampler of Optuna's asks for, among those not tried yet.

    What the sampler is told are the settings of the rows that were trained, not those it had asked
    for. Distance is that of the unit cube, as in `CurveTable.nearest`.

    Parameters
    ----------
    sampler : such as `optuna.samplers.TPESampler(seed=0)`; TPE with `random_state` if None.
    random_state : of the sampler, if it is left out.
    """

    def __init__(
        self,
        table: CurveTable,
        sampler: optuna.samplers.BaseSampler | None = None,
        random_state: int | None = None,
    ) -> None:
        optuna.logging.set_verbosity(optuna.logging.WARNING)
        sampler = sampler or optuna.samplers.TPESampler(seed=random_state)
        self.study = optuna.create_study(sampler=sampler, direction="maximize")
        self._space = table.space
        self._distributions = {h.name: distribution(h) for h in table.space.free()}
        self._settings = table.settings
        self._points = table.space.to_unit(table.settings)
        self._is_free = np.ones(table.n_settings, dtype=bool)
        self._n_told = 0

    def suggest(self, history: History) -> int | None:
        free = np.flatnonzero(self._is_free)
        if not len(free):
            return None
        for trial in history.trials[self._n_told :]:
            self._tell(trial.setting, trial.accuracy)
        self._n_told = len(history.trials)
        asked = self.study.ask(self._distributions)
        self.study.tell(asked, state=TrialState.FAIL)  # what is trained is a row of the table
        apart = self._points[free] - self._point(asked.params)
        row = int(free[np.argmin((apart**2).sum(axis=1))])
        self._is_free[row] = False
        return row

    def _tell(self, row: int, accuracy: float) -> None:
        setting = self._settings.iloc[row]
        params = {name: _plain(setting[name]) for name in self._distributions}
        with warnings.catch_warnings():  # a logarithm and back may leave the range by its last bit
            warnings.simplefilter("ignore", UserWarning)
            told = create_trial(params=params, distributions=self._distributions, value=accuracy)
        self.study.add_trial(told)

    def _point(self, params: dict[str, Any]) -> np.ndarray:
        fixed = {h.name: h.fixed for h in self._space.hyperparameters if h.fixed is not None}
        return self._space.to_unit(pd.DataFrame([params | fixed]))[0]


def distribution(h: Hyperparameter) -> BaseDistribution:
    """A hyperparameter's range in Optuna's words."""
    if h.type == "categorical":
        return CategoricalDistribution(h.choices)
    assert h.low is not None
    assert h.high is not None
    if h.type == "integer":
        return IntDistribution(int(h.low), int(h.high))
    slack = 1e-12 * abs(h.high)  # of a logarithm and back
    return FloatDistribution(h.low - slack * h.log * h.low, h.high + slack, log=h.log)


def _plain(value: Any) -> Any:
    return value.item() if isinstance(value, np.generic) else value

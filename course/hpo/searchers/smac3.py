"""SMAC3's search on our tables: `pip install "sixteen-seeds[smac]"`."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from course.hpo.simulate import History
from course.hpo.space import Hyperparameter, Space
from course.hpo.table import CurveTable

try:
    from ConfigSpace import (
        CategoricalHyperparameter,
        Configuration,
        ConfigurationSpace,
        UniformFloatHyperparameter,
        UniformIntegerHyperparameter,
    )
    from smac import HyperparameterOptimizationFacade, RunHistory, Scenario
    from smac.acquisition.maximizer import AbstractAcquisitionMaximizer
    from smac.main.config_selector import ConfigSelector
    from smac.model.random_forest import RandomForest
except ImportError as error:
    raise ImportError(
        f'SMAC3 must be installed, got {error}; run `pip install "sixteen-seeds[smac]"`'
    ) from error

MOST_LEAVES = 2**12


class SMAC3Search:
    """Suggests the row of a table that SMAC3 asks for, or the nearest to it not tried yet.

    SMAC3's are, as its `HyperparameterOptimizationFacade` puts them together: the Sobol design of
    the first rows, the random forest of the logarithm of the scaled error, expected improvement
    over the best prediction, one random setting in five, and the `ConfigSelector`, which has them
    work by turns. Three things are ours:

    - Expected improvement is computed for every row that was not tried yet. SMAC3 looks for its
      largest value by random and local search, and would ask for settings that no table has.
    - The forest is fitted anew before each trial; SMAC3 does so before every eighth.
    - There is no intensifier, which repeats trials of noisy targets (a row has one curve), and no
      file is written.

    SMAC3 is told the rows that were trained, with their last accuracy, stopped ones included.
    Settings still in training it does not take into account. Distance is that of the unit cube, as
    in `CurveTable.nearest`.

    Source: M. Lindauer et al., "SMAC3: A Versatile Bayesian Optimization Package for Hyperparameter
    Optimization" (2022), version 2.4.1 of the package.

    Parameters
    ----------
    model : a surrogate of SMAC3's for `configuration_space(table.space)`; its forest with
        `random_state` if None.
    n_initial : so many points of the Sobol design come first, at least 1; raises ValueError for
        less. SMAC3 itself takes ten for each hyperparameter.
    random_state : every random number follows from it.
    """

    def __init__(
        self,
        table: CurveTable,
        model: RandomForest | None = None,
        *,
        n_initial: int = 10,
        random_state: int | None = None,
    ) -> None:
        if n_initial < 1:
            raise ValueError(f"n_initial must be at least 1, got n_initial={n_initial}")
        seed = np.random.default_rng().integers(2**31) if random_state is None else random_state
        self._space = table.space
        self._points = table.space.to_unit(table.settings)
        self._is_free = np.ones(table.n_settings, dtype=bool)
        self._n_told = 0
        space = configuration_space(table.space, int(seed))
        self._rows = _configurations(space, table)
        self.runhistory = RunHistory()
        maximizer = _EveryRow(space, self._rows, self._is_free, int(seed))
        self._asked = iter(_selector(space, maximizer, self.runhistory, model, n_initial))

    def suggest(self, history: History) -> int | None:
        free = np.flatnonzero(self._is_free)
        if not len(free):
            return None
        for trial in history.trials[self._n_told :]:
            self.runhistory.add(self._rows[trial.setting], cost=1 - trial.accuracy)
        self._n_told = len(history.trials)
        apart = self._points[free] - self._point(next(self._asked))
        row = int(free[np.argmin((apart**2).sum(axis=1))])
        self._is_free[row] = False
        return row

    def _point(self, asked: Configuration) -> NDArray[np.float64]:
        fixed = {h.name: h.fixed for h in self._space.hyperparameters if h.fixed is not None}
        return self._space.to_unit(pd.DataFrame([dict(asked) | fixed]))[0]


class _EveryRow(AbstractAcquisitionMaximizer):
    """Finds the row with the largest acquisition by computing it for each row that is free."""

    def __init__(
        self,
        space: ConfigurationSpace,
        rows: list[Configuration],
        is_free: NDArray[np.bool_],
        seed: int,
    ) -> None:
        super().__init__(space, seed=seed)
        self._rows, self._is_free = rows, is_free

    def _maximize(
        self, previous_configs: list[Configuration], n_points: int
    ) -> list[tuple[float, Configuration]]:
        free = [self._rows[row] for row in np.flatnonzero(self._is_free)]
        return self._sort_by_acquisition_value(free)


def _selector(
    space: ConfigurationSpace,
    maximizer: AbstractAcquisitionMaximizer,
    runhistory: RunHistory,
    model: RandomForest | None,
    n_initial: int,
) -> ConfigSelector:
    """SMAC3's parts, put together as its facade does."""
    parts = HyperparameterOptimizationFacade
    seed = maximizer.meta["seed"]
    scenario = Scenario(space, deterministic=True, n_trials=max(n_initial, 100), seed=seed)
    acquisition = parts.get_acquisition_function(scenario)
    maximizer.acquisition_function = acquisition
    encoder = parts.get_runhistory_encoder(scenario)
    encoder.runhistory = runhistory
    selector = ConfigSelector(scenario, retrain_after=1)
    selector._set_components(
        initial_design=parts.get_initial_design(scenario, n_configs=n_initial, max_ratio=1),
        runhistory=runhistory,
        runhistory_encoder=encoder,
        model=model or _forest(space, seed),
        acquisition_maximizer=maximizer,
        acquisition_function=acquisition,
        random_design=parts.get_random_design(scenario),
    )
    return selector


def _forest(space: ConfigurationSpace, seed: int) -> RandomForest:
    """The forest of `HyperparameterOptimizationFacade`, tree by tree, on one core.

    Its trees may have 2**20 leaves, and making room for them all takes SMAC3 most of its time. A
    tree has no more leaves than there are trials, far fewer than `MOST_LEAVES`.
    """
    return RandomForest(
        space,
        log_y=True,
        n_trees=10,
        ratio_features=1.0,
        min_samples_split=2,
        min_samples_leaf=1,
        max_leaf_nodes=MOST_LEAVES,
        seed=seed,
        n_jobs=1,
    )


def configuration_space(space: Space, seed: int | None = None) -> ConfigurationSpace:
    """The hyperparameters that are searched, in SMAC3's words."""
    return ConfigurationSpace(seed=seed, space={h.name: _range(h) for h in space.free()})


def _range(
    h: Hyperparameter,
) -> CategoricalHyperparameter | UniformFloatHyperparameter | UniformIntegerHyperparameter:
    if h.type == "categorical":
        return CategoricalHyperparameter(h.name, h.choices)
    assert h.low is not None
    assert h.high is not None
    if h.type == "integer":
        return UniformIntegerHyperparameter(h.name, int(h.low), int(h.high))
    return UniformFloatHyperparameter(h.name, h.low, h.high, log=h.log)


def _configurations(space: ConfigurationSpace, table: CurveTable) -> list[Configuration]:
    """The table's rows in SMAC3's words."""
    ours = {h.name: h for h in table.space.free()}
    columns = []
    for name, theirs in space.items():  # they are in the order of their names
        values = table.settings[name].to_numpy()
        if ours[name].type != "categorical":  # a logarithm and back may leave its range by a bit
            values = np.clip(values, ours[name].low, ours[name].high)
        columns.append(theirs.to_vector(values))
    return [Configuration(space, vector=vector) for vector in np.column_stack(columns)]

"""How long a searcher thinks before each trial: ours, SMAC3's, Optuna's, scikit-learn's forest.

All of them know the same trials of the digits table, the first ones of a search by our SMAC, and
choose among its 20,000 settings. Processor seconds, by turns; one thread unless it says otherwise.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import RandomForestRegressor
from threadpoolctl import threadpool_limits

from course.data import load_curves
from course.hpo.acquisition import expected_improvement
from course.hpo.searchers import SMAC
from course.hpo.simulate import History, Searcher, Trial, simulate
from course.hpo.table import CurveTable
from tests.bench.measuring import Figure

N_KNOWN = (50, 100, 200)
FOREST = {"n_trees": 50, "ratio_features": 5 / 6, "splitter": "best"}
"""Ours, in SMAC3's words."""

Ratios = dict[int, dict[str, float]]


class Forest:
    """What one writes with scikit-learn: a forest's mean and variance over trees, and EI."""

    def __init__(self, points: NDArray[np.float64]) -> None:
        self._points = points.astype(np.float32)  # as its trees would make it, 50 times
        self._is_free = np.ones(len(points), dtype=bool)

    def suggest(self, history: History) -> int:
        rows = [trial.setting for trial in history.trials]
        accuracies = [trial.accuracy for trial in history.trials]
        forest = RandomForestRegressor(50, max_features=5 / 6)
        forest.fit(self._points[rows], accuracies)
        free = np.flatnonzero(self._is_free)
        candidates = self._points[free]
        of_trees = np.stack([tree.predict(candidates) for tree in forest.estimators_])
        scores = expected_improvement(of_trees.mean(axis=0), of_trees.var(axis=0), max(accuracies))
        row = int(free[np.argmax(scores)])
        self._is_free[row] = False
        return row


def suggest_vs_sklearn_forest(runs: int) -> Figure:
    """scikit-learn's `RandomForestRegressor` with our forest's settings."""
    ratios = _compare(runs, lambda table: Forest(table.space.to_unit(table.settings)))
    return _figure("suggest_vs_sklearn_forest", ratios, runs, "≥ 10")


def suggest_vs_optuna(runs: int) -> Figure:
    """Optuna's TPE, and the nearest row to what it asks for: it scores 24 settings, not 20,000."""
    from course.hpo.searchers.optuna import OptunaSearch

    ratios = _compare(runs, lambda table: OptunaSearch(table, random_state=0))
    return _figure("suggest_vs_optuna", ratios, runs)


def suggest_vs_smac3(runs: int) -> Figure:
    """SMAC3 with a forest like ours, and room for no more leaves than it needs.

    `more` has it with its own forest, of 10 trees with random splits: likewise, and as its facade
    makes it, with room for 2**20 leaves a tree and trees spread over all cores.
    """
    from course.hpo.searchers.smac3 import (
        MOST_LEAVES,
        RandomForest,
        SMAC3Search,
        configuration_space,
    )

    own = {"n_trees": 10, "ratio_features": 1.0}
    shared = {"log_y": True, "min_samples_split": 2, "min_samples_leaf": 1, "seed": 0}
    frugal = {"max_leaf_nodes": MOST_LEAVES, "n_jobs": 1}

    def with_forest(**settings: Any) -> Ratios:
        def make(table: CurveTable) -> Searcher:
            model = RandomForest(configuration_space(table.space), **shared, **settings)
            return SMAC3Search(table, model, n_initial=1, random_state=0)

        return _compare(runs, make)

    more = {
        "its_own_forest": with_forest(**own, **frugal),
        "its_own_forest_as_shipped": with_forest(**own),
    }
    return _figure("suggest_vs_smac3", with_forest(**FOREST, **frugal), runs, "≥ 20", more)


def _compare(runs: int, make_theirs: Callable[[CurveTable], Searcher]) -> Ratios:
    """For each number of trials: both sides' median seconds, their ratio, and that of each turn."""
    table = load_curves("digits")
    points = table.space.to_unit(table.settings)
    search = simulate(table, SMAC(points, random_state=0), max_trials=max(N_KNOWN) + runs)
    final = table.validation_accuracy[:, -1]
    trials = [Trial(row, (float(np.nan_to_num(final[row])),), False) for row in search.settings]
    ratios = {}
    with threadpool_limits(1):
        for n in N_KNOWN:
            sides = [SMAC(points, n_initial=1, random_state=0), make_theirs(table)]
            seconds = _by_turns(sides, trials, n, runs)
            ours, theirs = np.median(seconds, axis=0).tolist()
            each = seconds[:, 1] / seconds[:, 0]
            ratios[n] = {
                "ours": ours,
                "theirs": theirs,
                "ratio": theirs / ours,
                "lowest": float(each.min()),
                "highest": float(each.max()),
            }
    return ratios


def _by_turns(
    sides: Sequence[Searcher], trials: Sequence[Trial], n: int, runs: int
) -> NDArray[np.float64]:
    """Processor seconds of suggestions from n, n + 1, … trials: (runs, sides)."""
    for side in sides:  # the first is random, and the second may have to compile
        side.suggest(_history(trials[: n - 2]))
        side.suggest(_history(trials[: n - 1]))
    seconds = np.empty((runs, len(sides)))
    for run in range(runs):
        history = _history(trials[: n + run])
        for i, side in enumerate(sides):
            began = time.process_time()
            side.suggest(history)
            seconds[run, i] = time.process_time() - began
    return seconds


def _history(trials: Sequence[Trial]) -> History:
    history = History()
    for trial in trials:
        history.add(trial)
    return history


def _figure(
    name: str, ratios: Ratios, runs: int, goal: str = "", more: dict[str, Ratios] | None = None
) -> Figure:
    """The smallest of the ratios, with the seconds that it is made of; all of them in `what`."""
    worst = min(ratios.values(), key=lambda r: r["ratio"])
    each = ", ".join(
        f"{r['ratio']:.3g} ({r['lowest']:.3g} – {r['highest']:.3g}) from {n}"
        for n, r in ratios.items()
    )
    return Figure(
        name,
        worst["ratio"],
        "×",
        worst["ours"],
        worst["theirs"],
        runs,
        f"a suggestion from so many trials, processor seconds: {each}",
        goal,
        {"from": ratios} | (more or {}),
    )

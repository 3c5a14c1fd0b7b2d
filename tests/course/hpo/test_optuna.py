"""Optuna's TPE and random sampler on a table of ours."""

import numpy as np
import pytest
from scipy.stats import mannwhitneyu

from course.hpo.searchers import RandomSearch
from course.hpo.simulate import simulate
from tests.course.hpo.tables import WithSettings

optuna = pytest.importorskip("optuna", reason='needs Optuna: pip install "sixteen-seeds[optuna]"')
from course.hpo.searchers.optuna import OptunaSearch  # noqa: E402 (only where Optuna is)


@pytest.mark.parametrize("task", ["digits", "cifar10"])
@pytest.mark.parametrize("n_workers", [1, 3])
def test_each_row_comes_once_and_the_same_for_the_same_seed(task, n_workers):
    table = WithSettings(task)
    first, again = (
        simulate(table, OptunaSearch(table, random_state=1), max_trials=30, n_workers=n_workers)
        for _ in range(2)
    )
    assert len(set(first.settings)) == 30
    assert first.settings.tolist() == again.settings.tolist()


def test_it_is_told_what_was_trained():
    table = WithSettings("cifar10")
    searcher = OptunaSearch(table, optuna.samplers.RandomSampler(seed=0))
    result = simulate(table, searcher, max_trials=5)
    searcher.suggest(result_history(result, table))
    told = [t for t in searcher.study.trials if t.value is not None]
    assert len(told) >= 4
    for trial, row in zip(told, result.settings, strict=False):
        assert trial.params["C1"] == table.settings["C1"][row]
        assert trial.params["activation"] == table.settings["activation"][row]


def result_history(result, table):
    from course.hpo.simulate import History, Trial

    history = History()
    for row in result.settings:
        history.add(Trial(int(row), tuple(table.validation_accuracy[row]), False))
    return history


def test_its_tpe_beats_chance():
    table = WithSettings("digits")
    goal = np.quantile(table.validation_accuracy[:, -1], 0.98)
    own = [
        len(simulate(table, OptunaSearch(table, random_state=s), goal=goal).settings)
        for s in range(16)
    ]
    chance = [
        len(simulate(table, RandomSearch(256, random_state=s), goal=goal).settings)
        for s in range(100)
    ]
    assert mannwhitneyu(own, chance, alternative="less").pvalue < 0.05

"""Searchers suggest each row once, the same for the same seed, and SMAC beats chance."""

import importlib
import sys

import numpy as np
import pytest
from scipy.stats import mannwhitneyu, qmc

from course.hpo.searchers import GPEI, SMAC, TPE, GridSearch, RandomSearch
from course.hpo.simulate import simulate
from tests.course.hpo.test_simulate import Table

D = 5
POINTS = qmc.Sobol(D, scramble=False).random(512)
LEVEL = np.exp(-4 * ((POINTS - 0.6) ** 2).sum(axis=1))  # one hill
TABLE = Table(LEVEL[:, np.newaxis] * np.array([0.5, 0.8, 1.0]), np.ones(512))

SEARCHERS = {
    "random": lambda seed: RandomSearch(512, random_state=seed),
    "grid": lambda seed: GridSearch(POINTS, 3, random_state=seed),
    "smac": lambda seed: SMAC(POINTS, n_initial=5, random_state=seed),
    "gp": lambda seed: GPEI(POINTS, n_initial=5, random_state=seed),
    "tpe": lambda seed: TPE(POINTS, n_initial=5, random_state=seed),
}


@pytest.mark.parametrize("make", SEARCHERS.values(), ids=SEARCHERS)
@pytest.mark.parametrize("n_workers", [1, 4])
def test_each_row_comes_once_and_the_same_for_the_same_seed(make, n_workers):
    first, again, other = (
        simulate(TABLE, make(seed), max_trials=20, n_workers=n_workers).settings.tolist()
        for seed in (1, 1, 2)
    )
    assert len(set(first)) == 20
    assert first == again
    assert first != other


def test_random_search_goes_through_all_rows():
    result = simulate(TABLE, RandomSearch(512, random_state=0))
    assert sorted(result.settings) == list(range(512))


@pytest.mark.parametrize("kind", [SMAC, GPEI, TPE])
def test_a_search_ends_when_all_rows_are_tried(kind):
    small = Table(TABLE.validation_accuracy[:12], np.ones(12))
    result = simulate(small, kind(POINTS[:12], n_initial=3, random_state=0))
    assert sorted(result.settings) == list(range(12))


def test_a_grid_takes_the_nearest_rows():
    points = np.array([[0.2, 0.2], [0.3, 0.8], [0.9, 0.1], [0.7, 0.7], [0.5, 0.5]])
    result = simulate(
        Table(np.full((5, 2), 0.5), np.ones(5)), GridSearch(points, 2, random_state=0)
    )
    assert sorted(result.settings) == [0, 1, 2, 3]


@pytest.mark.parametrize(("name", "n_seeds"), [("smac", 48), ("gp", 16), ("tpe", 48)])
def test_it_finds_the_hill_sooner_than_chance(name, n_seeds):
    goal = np.quantile(LEVEL, 0.99)
    own, chance = (
        [len(simulate(TABLE, SEARCHERS[who](seed), goal=goal).settings) for seed in range(n)]
        for who, n in ((name, n_seeds), ("random", 100))
    )
    assert mannwhitneyu(own, chance, alternative="less").pvalue < 0.01


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: RandomSearch(0), "n_settings must be at least 1, got n_settings=0"),
        (lambda: GridSearch(POINTS, 0), "n_values must be at least 1"),
        (lambda: GridSearch(POINTS, 100), r"n_values \*\* 5 at most a million"),
        (lambda: SMAC(POINTS, n_initial=0), "n_initial must be at least 1, got n_initial=0"),
        (lambda: GPEI(POINTS, n_initial=1), "n_initial must be at least 2, got n_initial=1"),
        (lambda: TPE(POINTS, gamma=1), "gamma between 0 and 1, got n_initial=10, gamma=1"),
    ],
)
def test_mistakes_are_named(make, message):
    with pytest.raises(ValueError, match=message):
        make()


@pytest.mark.parametrize(
    ("module", "package", "message"),
    [
        (
            "optuna",
            "optuna",
            r'Optuna must be installed, .*; run `pip install "sixteen-seeds\[optu',
        ),
        (
            "smac3",
            "smac",
            r'SMAC3 must be installed, .*; run `pip install "sixteen-seeds\[smac\]"`',
        ),
    ],
)
def test_without_its_extra_a_searcher_says_what_to_install(monkeypatch, module, package, message):
    monkeypatch.delitem(sys.modules, f"course.hpo.searchers.{module}", raising=False)
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(ImportError, match=message):
        importlib.import_module(f"course.hpo.searchers.{module}")

"""SMAC3's search on a table of ours, and that it is SMAC3's."""

import numpy as np
import pytest
from scipy.stats import mannwhitneyu

from course.hpo.searchers import RandomSearch
from course.hpo.simulate import History, Trial, simulate
from course.hpo.space import SPACES
from tests.course.hpo.tables import WithSettings

smac = pytest.importorskip("smac", reason='needs SMAC3: pip install "sixteen-seeds[smac]"')
from smac.initial_design import SobolInitialDesign  # noqa: E402 (only where SMAC3 is)

from course.hpo.searchers.smac3 import SMAC3Search, configuration_space  # noqa: E402


def scenario(task, seed=0):
    space = configuration_space(SPACES[task], seed)
    return smac.Scenario(space, deterministic=True, seed=seed)


def history_of(table, rows):
    history = History()
    for row in rows:
        history.add(Trial(int(row), tuple(table.validation_accuracy[row]), False))
    return history


@pytest.mark.parametrize("task", ["digits", "cifar10"])
@pytest.mark.parametrize("n_workers", [1, 3])
def test_each_row_comes_once_and_the_same_for_the_same_seed(task, n_workers):
    table = WithSettings(task)
    first, again, other = (
        simulate(
            table, SMAC3Search(table, random_state=seed), max_trials=24, n_workers=n_workers
        ).settings.tolist()
        for seed in (1, 1, 2)
    )
    assert len(set(first)) == 24
    assert first == again
    assert first != other


@pytest.mark.parametrize("n_workers", [1, 5])
def test_a_search_ends_when_all_rows_are_tried(n_workers):
    table = WithSettings("digits", 16)
    searcher = SMAC3Search(table, n_initial=3, random_state=0)
    assert sorted(simulate(table, searcher, n_workers=n_workers).settings) == list(range(16))


def test_the_first_rows_are_the_nearest_to_its_sobol_design():
    table = WithSettings("cifar10")
    searcher = SMAC3Search(table, n_initial=8, random_state=3)
    rows = simulate(table, searcher, max_trials=8).settings
    design = SobolInitialDesign(scenario("cifar10", 3), n_configs=8, max_ratio=1)
    fixed = {h.name: h.fixed for h in table.space.hyperparameters if h.fixed is not None}
    asked = [dict(config) | fixed for config in design.select_configurations()]
    points = table.space.to_unit(table.settings)
    apart = table.space.to_unit(table.settings.iloc[:0].from_records(asked))[:, None] - points
    assert rows.tolist() == (apart**2).sum(axis=2).argmin(axis=1).tolist()


def test_its_forest_is_that_of_the_facade():
    table = WithSettings("cifar10")
    of_facade = smac.HyperparameterOptimizationFacade.get_model(scenario("cifar10", 1))
    ours, theirs = (
        simulate(table, SMAC3Search(table, model, random_state=1), max_trials=14).settings
        for model in (None, of_facade)
    )
    assert ours.tolist() == theirs.tolist()


def test_it_is_told_what_was_trained():
    table = WithSettings("cifar10")
    searcher = SMAC3Search(table, random_state=0)
    rows = [7, 3, 200]
    searcher.suggest(history_of(table, rows))
    told = list(searcher.runhistory.items())
    assert [value.cost for _, value in told] == [
        1 - table.validation_accuracy[row, -1] for row in rows
    ]
    for (key, _), row in zip(told, rows, strict=True):
        setting = dict(searcher.runhistory.get_config(key.config_id))
        assert setting == pytest.approx(table.settings.iloc[row][list(setting)].to_dict())


def test_it_beats_chance():
    table = WithSettings("digits", 512)
    goal = np.quantile(table.validation_accuracy[:, -1], 0.99)
    own = [
        len(simulate(table, SMAC3Search(table, random_state=s), goal=goal).settings)
        for s in range(16)
    ]
    chance = [
        len(simulate(table, RandomSearch(512, random_state=s), goal=goal).settings)
        for s in range(300)
    ]
    assert mannwhitneyu(own, chance, alternative="less").pvalue < 0.05


def test_mistakes_are_named():
    with pytest.raises(ValueError, match="n_initial must be at least 1, got n_initial=0"):
        SMAC3Search(WithSettings("digits", 16), n_initial=0)

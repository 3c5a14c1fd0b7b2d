"""The tables that come with the course: whole, as their cards say, and true when trained again."""

import os
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from course.data import load_curves
from course.hpo.build import seed_of_run
from course.hpo.card import GOALS, card
from course.hpo.facts import final_accuracies, goal_accuracies, untrainable_share
from course.hpo.space import SPACES
from course.hpo.tasks import TASKS, load_task
from course.hpo.training import train

DATASETS = Path(__file__).parents[3] / "datasets"
SHIPPED = {"digits": 20_000, "mnist": 4_000, "cifar10": 2_000}
IMAGES = os.environ.get("SIXTEEN_SEEDS_IMAGES")
"""A folder with `mnist` and `cifar10` in it."""

tables = pytest.mark.parametrize("task", SHIPPED)


def test_together_they_are_small():
    files = [path for path in (DATASETS / "curves").rglob("*") if path.is_file()]
    assert {path.parent.name for path in files} == set(SHIPPED)
    assert sum(path.stat().st_size for path in files) < 10_000_000


@tables
def test_settings_are_sobols_and_curves_are_whole(task):
    table = load_curves(task)
    assert (table.n_settings, table.n_epochs) == (SHIPPED[task], 20)
    pd.testing.assert_frame_equal(table.settings, SPACES[task].sobol(table.n_settings))
    assert (np.diff(table.seconds, axis=1) > 0).all()
    for accuracy in (table.train_accuracy, table.validation_accuracy, table.test_accuracy):
        assert (accuracy >= 0).all()
        assert (accuracy <= 1).all()


@tables
def test_there_is_variety_to_search_in(task):
    table = load_curves(task)
    assert 0.15 < untrainable_share(table) < 0.5  # at chance, as in Figs 1c and 2c
    goals = goal_accuracies(table, GOALS)
    assert (np.diff(goals) < 0).all()
    assert goals[0] <= final_accuracies(table).max()


@tables
def test_the_readme_has_its_card(task):
    text = (DATASETS / "README.md").read_text(encoding="utf-8")
    for name, value in card(load_curves(task)):
        assert f"| {name} | {value} |" in text


@pytest.mark.slow
@tables
def test_trained_again_it_ends_where_the_table_says(task):
    """20 settings, drawn anew each time; another processor's last bit grows to a seed's noise."""
    if task != "digits" and not IMAGES:
        pytest.skip("SIXTEEN_SEEDS_IMAGES does not name a folder with the task's images")
    table = load_curves(task)
    data = load_task(task, None if task == "digits" else Path(str(IMAGES), task))
    ends = table.repeats[:, :, -1, table.metrics.index("validation_accuracy")]
    noise = np.sqrt(np.mean(ends.var(axis=1, ddof=1))) if ends.size else 0.05  # as digits
    rows = np.random.default_rng().choice(table.n_settings, 20, replace=False)
    again = [
        train(
            table.settings.iloc[row].to_dict(),
            data,
            n_epochs=table.n_epochs,
            batch_size=TASKS[task].batch_size,
            seed=seed_of_run(0, int(row), 0),
        )[-1, 1]
        for row in rows
    ]
    apart = np.array(again) - table.validation_accuracy[rows, -1]
    assert np.sqrt(np.mean(apart**2)) < 2 * noise, dict(zip(rows, apart, strict=True))

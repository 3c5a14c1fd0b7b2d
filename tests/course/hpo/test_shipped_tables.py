"""The tables that come with the course: whole, and what training gives again."""

import os

import numpy as np
import pytest

from course.data import load_curves
from course.hpo.build import seed_of_run
from course.hpo.tasks import TASKS, load_task
from course.hpo.training import train

SHIPPED = {"digits": 20_000}
N_SPOT_CHECKS = 20


@pytest.fixture(scope="module", params=SHIPPED)
def table(request):
    return load_curves(request.param)


def test_a_shipped_table_is_whole(table):
    assert table.n_settings >= SHIPPED[table.task]
    assert table.n_epochs == 20
    assert table.repeats.shape[:2] >= (200, 3)
    accuracies = table.curves[..., :3]
    is_ok = np.array(table.statuses) == "ok"
    assert (~np.isnan(accuracies[is_ok])).all()
    assert np.nanmin(accuracies) >= 0
    assert np.nanmax(accuracies) <= 1
    assert (np.diff(table.seconds[is_ok], axis=1) > 0).all()
    settings = table.space.sobol(table.n_settings)
    assert settings.equals(table.settings)


def test_goals_at_the_top_are_distinct(table):
    final = np.nan_to_num(table.validation_accuracy[:, -1])
    goals = [np.quantile(final, 1 - top) for top in (0.0005, 0.0025, 0.005)]
    assert len(set(goals)) == 3
    for goal, top in zip(goals, (0.0005, 0.0025, 0.005), strict=True):
        assert (final >= goal).mean() == pytest.approx(top, rel=0.6)


def test_modelled_seconds_follow_the_measured_ones(table):
    measured, modelled = table.seconds[:, -1], table.modelled_seconds[:, -1]
    is_ok = np.array(table.statuses) == "ok"
    assert np.median(modelled[is_ok] / measured[is_ok]) == pytest.approx(1, abs=0.1)
    assert np.corrcoef(measured[is_ok], modelled[is_ok])[0, 1] > 0.8


@pytest.mark.slow
def test_twenty_settings_trained_again_end_within_the_noise_of_the_seeds(table):
    """Half a minute on digits. MNIST and CIFAR-10 want SIXTEEN_SEEDS_DATA/TASK with their files."""
    folder = None
    if table.task != "digits":
        root = os.environ.get("SIXTEEN_SEEDS_DATA")
        if root is None:
            pytest.skip("SIXTEEN_SEEDS_DATA names no folder with the files of MNIST and CIFAR-10")
        folder = f"{root}/{table.task}"
    data = load_task(table.task, folder)
    chosen = np.random.default_rng(16).choice(table.n_settings, N_SPOT_CHECKS, replace=False)
    differences = []
    for i in chosen:
        again = train(
            table.settings.iloc[i].to_dict(),
            data,
            n_epochs=table.n_epochs,
            batch_size=TASKS[table.task].batch_size,
            seed=seed_of_run(table.metadata["seed"], int(i), 0),
        )
        differences.append(again[-1, 1] - table.validation_accuracy[i, -1])
    ends = table.repeats[:, :, -1, 1]
    between_seeds = np.abs(ends[:, 0] - ends[:, 1])
    # the same seed on another processor may differ as much as another seed does, but no more
    assert np.median(np.abs(differences)) <= np.median(between_seeds)
    assert np.quantile(np.abs(differences), 0.9) <= np.quantile(between_seeds, 0.99)

"""The published figures of HW04: 64 runs on XOR, {L-BFGS, SGD} × {ReLU, logistic} × 16 seeds."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from course.data import load_xor
from course.mlp import MLPClassifier, fit_seeds

PUBLISHED = pd.read_csv(Path(__file__).parents[1] / "hw04_runs.csv")
SETTINGS = {
    "lbfgs": {"max_iter": 200, "tol": 1e-6},
    "sgd": {
        "max_iter": 400,
        "tol": 1e-8,
        "batch_size": 10,
        "learning_rate": "adaptive",
        "learning_rate_init": 0.1,
        "momentum": 0.0,
    },
}


def published(solver: str, activation: str) -> pd.DataFrame:
    runs = PUBLISHED.query("solver == @solver and activation == @activation")
    return runs.sort_values("random_state").reset_index(drop=True)


@pytest.fixture(scope="module")
def xor():
    return load_xor()


@pytest.fixture(scope="module")
def fitted(xor) -> dict[tuple[str, str], list[MLPClassifier]]:
    return {
        (solver, activation): fit_seeds(
            xor.X_train,
            xor.y_train,
            range(16),
            hidden_layer_sizes=[2],
            activation=activation,
            solver=solver,
            alpha=1e-4,
            **settings,
        )
        for solver, settings in SETTINGS.items()
        for activation in ("relu", "logistic")
    }


@pytest.mark.parametrize(
    ("solver", "activation", "n_solved"),
    [("lbfgs", "relu", 4), ("lbfgs", "logistic", 6), ("sgd", "relu", 6), ("sgd", "logistic", 8)],
)
def test_the_same_seeds_reach_zero_training_error(xor, fitted, solver, activation, n_solved):
    solved = [clf.score(xor.X_train, xor.y_train) == 1 for clf in fitted[solver, activation]]
    assert sum(solved) == n_solved
    expected = published(solver, activation)["reaches_zero_training_error"].astype(bool)
    assert solved == expected.tolist()


@pytest.mark.parametrize("activation", ["relu", "logistic"])
def test_sgd_takes_exactly_the_published_number_of_epochs(fitted, activation):
    epochs = [clf.n_iter_ for clf in fitted["sgd", activation]]
    assert epochs == published("sgd", activation)["published_iterations"].tolist()


@pytest.mark.parametrize("activation", ["relu", "logistic"])
def test_lbfgs_takes_the_published_number_of_iterations_on_average(fitted, activation):
    mean = np.mean([clf.n_iter_ for clf in fitted["lbfgs", activation]])
    expected = published("lbfgs", activation)["published_iterations"].mean()
    assert mean == pytest.approx(expected, rel=0.05)


def test_lbfgs_relu_ends_at_the_published_losses(fitted):
    runs = published("lbfgs", "relu")
    losses = np.array([clf.loss_ for clf in fitted["lbfgs", "relu"]])
    expected = runs["published_final_loss"].to_numpy()
    solved = runs["reaches_zero_training_error"].to_numpy(dtype=bool)
    np.testing.assert_allclose(losses[~solved], expected[~solved], rtol=1e-5)
    assert (losses[solved] < 1e-4).all()
    assert (expected[solved] < 1e-4).all()


def test_loss_curves_have_one_entry_an_iteration(fitted):
    for clf in (clf for group in fitted.values() for clf in group):
        assert len(clf.loss_curve_) == clf.n_iter_
        assert clf.loss_curve_[-1] == clf.loss_

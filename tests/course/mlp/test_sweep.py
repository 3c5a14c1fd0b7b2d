"""sweep: which runs there are, what is said of each, and what it refuses."""

import re

import numpy as np
import pandas as pd
import pytest
from sklearn.datasets import make_classification

from course.data import load_xor
from course.mlp import MLPClassifier, fit_seeds, sweep
from course.mlp.presets import HW04

X, Y = make_classification(n_samples=60, n_features=4, random_state=0)
QUICK = {"hidden_layer_sizes": (3,), "max_iter": 5}
COLUMNS = [
    "solver",
    "activation",
    "random_state",
    "iterations",
    "final_loss",
    "train_error",
    "test_error",
    "did_converge",
    "seconds",
]


def test_one_row_a_run_in_the_order_given():
    result = sweep(X, Y, [{"solver": "sgd", **QUICK}, {"solver": "lbfgs", **QUICK}], [5, 3])
    assert list(result.runs.columns) == COLUMNS
    assert result.runs["solver"].tolist() == ["sgd", "sgd", "lbfgs", "lbfgs"]
    assert result.runs["random_state"].tolist() == [5, 3, 5, 3]
    assert [model.random_state for model in result.models] == [5, 3, 5, 3]
    assert [len(curve) for curve in result.loss_curves] == result.runs["iterations"].tolist()


def test_a_row_says_what_the_model_says():
    result = sweep(X[:40], Y[:40], QUICK, 2, X_test=X[40:], y_test=Y[40:])
    for (_, row), model in zip(result.runs.iterrows(), result.models, strict=True):
        assert row["final_loss"] == model.loss_
        assert row["did_converge"] == model.did_converge_
        assert row["train_error"] == pytest.approx(1 - model.score(X[:40], Y[:40]))
        assert row["test_error"] == pytest.approx(1 - model.score(X[40:], Y[40:]))
        assert row["seconds"] > 0


def test_without_a_test_set_there_is_no_test_error():
    assert sweep(X, Y, QUICK, 2).runs["test_error"].isna().all()


def test_a_number_of_seeds_counts_from_zero():
    assert sweep(X, Y, QUICK, 3).runs["random_state"].tolist() == [0, 1, 2]


def test_parameters_that_tell_settings_apart_get_a_column():
    settings = [QUICK, QUICK | {"alpha": 0.5}, QUICK | {"hidden_layer_sizes": [4, 4]}]
    runs = sweep(X, Y, settings, 1).runs
    assert runs["alpha"].tolist() == [1e-4, 0.5, 1e-4]
    assert runs["hidden_layer_sizes"].tolist() == ["(3,)", "(3,)", "[4, 4]"]
    assert list(runs.drop(columns=["alpha", "hidden_layer_sizes"]).columns) == COLUMNS


@pytest.mark.parametrize("solver", ["sgd", "adam", "lbfgs"])
@pytest.mark.parametrize("n_jobs", [None, 2, -1])
def test_the_numbers_do_not_depend_on_how_many_run_at_once(solver, n_jobs):
    setting = {"solver": solver, **QUICK}
    one_at_a_time = sweep(X, Y, setting, 4, n_jobs=1)
    together = sweep(X, Y, setting, 4, n_jobs=n_jobs)
    pd.testing.assert_frame_equal(
        one_at_a_time.runs.drop(columns="seconds"), together.runs.drop(columns="seconds")
    )
    singles = [MLPClassifier(random_state=seed, **setting).fit(X, Y) for seed in range(4)]
    for models in (together.models, fit_seeds(X, Y, range(4), **setting)):
        for model, single in zip(models, singles, strict=True):
            for mine, reference in zip(model.coefs_, single.coefs_, strict=True):
                np.testing.assert_array_equal(mine, reference)


def test_summary_counts_the_runs_without_training_error():
    xor = load_xor()
    settings = [HW04["lbfgs"] | {"activation": name} for name in ("relu", "logistic")]
    summary = sweep(xor.X_train, xor.y_train, settings, 16).summary()
    assert summary["activation"].tolist() == ["relu", "logistic"]
    assert summary["solved"].tolist() == [4, 6]  # as published
    assert summary["runs"].tolist() == [16, 16]
    assert summary["fraction_solved"].tolist() == [0.25, 0.375]
    # Wilson's interval for 4 of 16, by his formula with z = 1.959964
    z2 = 1.959963984540054**2
    centre, half = (4 + z2 / 2) / (16 + z2), np.sqrt(z2) * np.sqrt(3 + z2 / 4) / (16 + z2)
    assert summary["wilson_low"][0] == pytest.approx(centre - half)
    assert summary["wilson_high"][0] == pytest.approx(centre + half)


def test_tables_come_back_from_disk(tmp_path):
    settings = [QUICK, QUICK | {"batch_size": 7, "learning_rate_init": 0.01}]
    result = sweep(X, Y, settings, 2)
    result.to_csv(tmp_path / "runs.csv")
    result.to_parquet(tmp_path / "runs.parquet")
    for read in (
        pd.read_csv(tmp_path / "runs.csv"),
        pd.read_parquet(tmp_path / "runs.parquet"),
    ):
        pd.testing.assert_frame_equal(read, result.runs)


def test_an_error_in_training_says_which_run_it_was():
    settings = {"solver": "sgd", "learning_rate_init": 1e200, "max_iter": 3}
    with pytest.raises(ValueError, match="non-finite parameter weights") as caught:
        sweep(X, Y, settings, [7])
    assert "random_state=7" in caught.value.__notes__[0]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"settings": []}, "settings must hold at least one setting, got none; try [{}]"),
        ({"settings": ["sgd"]}, "each setting must be a dict of MLPClassifier parameters, got"),
        ({"settings": {"hiden_layer_sizes": 2}}, "did you mean 'hidden_layer_sizes'?"),
        ({"settings": {"qq": 2}}, "got 'qq'; known are activation, alpha"),
        ({"settings": {"random_state": 2}}, "must not hold random_state; give it as seeds"),
        ({"settings": [{}, {}]}, "settings must differ, but settings[0] and settings[1] are both"),
        ({"seeds": 0}, "the number of seeds must be at least 1, got seeds=0"),
        ({"seeds": []}, "seeds must hold at least one seed, got none"),
        ({"seeds": [1, -1]}, "each seed must be from 0 to 2**32 - 1, got -1"),
        ({"seeds": [1, 2, 1]}, "seeds must be distinct, but [1] come more than once"),
        ({"seeds": [0.5]}, "each seed must be a whole number, got 0.5"),
        ({"seeds": True}, "seeds must be a number of seeds or a list of seeds, got seeds=True"),
        ({"seeds": 1.5}, "seeds must be a number of seeds or a list of seeds, got seeds=1.5"),
        ({"y_train": Y[:-1]}, "must have the same length, got 60 rows and 59 labels"),
        ({"y_train": None}, "X_train and y_train belong together, got y_train=None"),
        ({"X_train": None, "y_train": None}, "X_train and y_train must be given, got None"),
        ({"y_train": np.c_[Y, Y]}, "y_train must be one label a row, shape (samples,), got shape"),
        ({"X_test": X}, "X_test and y_test belong together, got y_test=None"),
        ({"n_jobs": 0}, "n_jobs must be at least 1, or -1 for one run a core, got n_jobs=0"),
        ({"n_jobs": -3}, "got n_jobs=-3"),
    ],
)
def test_bad_input_is_refused_before_anything_is_trained(arguments, message, monkeypatch):
    monkeypatch.setattr(MLPClassifier, "fit", None)
    given = {"X_train": X, "y_train": Y, "settings": QUICK, "seeds": 2} | arguments
    with pytest.raises((ValueError, TypeError), match=re.escape(message)):
        sweep(**given)

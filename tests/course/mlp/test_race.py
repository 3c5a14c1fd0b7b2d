"""The race: who ran, what they had spent, and where they were."""

import numpy as np
import pytest

from course.data import make_xor
from course.mlp import MLPClassifier
from course.mlp.race import LBFGS_RATE, race

X, Y = make_xor(3, n_per_blob=10)
NETWORK = {"hidden_layer_sizes": (2,), "activation": "tanh"}
SGD = NETWORK | {"solver": "sgd", "batch_size": 10}
LBFGS = NETWORK | {"solver": "lbfgs"}


def test_one_row_an_epoch_with_sklearns_losses():
    log = race(X, Y, {"SGD": SGD}, [0.01, 0.1], seeds=[4, 1], epochs=7)
    assert len(log) == 2 * 2 * 7
    run = log[(log["learning_rate"] == 0.1) & (log["seed"] == 1)]
    clf = MLPClassifier(**SGD, random_state=1, learning_rate_init=0.1, max_iter=7, tol=0)
    assert run["loss"].tolist() == clf.fit(X, Y).loss_curve_
    assert run["gradient_evaluations"].tolist() == [40 * epoch for epoch in range(1, 8)]
    np.testing.assert_allclose(np.diff(run["seconds"]), run["seconds"].iloc[0])


def test_lbfgs_runs_once_a_seed_and_its_evaluations_are_counted():
    log = race(X, Y, {"L-BFGS": LBFGS}, [0.01, 0.1], seeds=3, epochs=9)
    assert set(log["learning_rate"]) == {LBFGS_RATE}
    for seed, run in log.groupby("seed"):
        clf = MLPClassifier(**LBFGS, random_state=seed, max_iter=9).fit(X, Y)
        assert run["loss"].tolist() == clf.loss_curve_
        evaluations = run["gradient_evaluations"].to_numpy() // 40
        # one before the first step, and at least one each
        assert (evaluations >= np.arange(2, len(evaluations) + 2)).all()
        assert (np.diff(evaluations) >= 1).all()


def test_all_optimizers_at_equal_numbers_of_evaluations():
    """`max_fun` stops scikit-learn at the first iteration that has used more evaluations."""
    log = race(X, Y, {"L-BFGS": LBFGS}, [], seeds=[5], epochs=30)
    evaluations = log["gradient_evaluations"].to_numpy() // 40
    for limit in (3, 6, 12):
        clf = MLPClassifier(**LBFGS, random_state=5, max_fun=limit).fit(X, Y)
        assert clf.n_iter_ == 1 + np.searchsorted(evaluations, limit, side="right")


def test_a_run_that_diverges_has_an_infinite_loss():
    log = race(X, Y, {"SGD": SGD | {"activation": "relu"}}, [1e9], seeds=[0], epochs=50)
    assert log[["gradient_evaluations", "loss"]].to_numpy().tolist() == [[40, np.inf]]


def test_bad_settings_are_refused():
    with pytest.raises(ValueError, match="did you mean 'momentum'"):
        race(X, Y, {"SGD": {"solver": "sgd", "momentun": 0.9}}, [0.1])
    with pytest.raises(ValueError, match="seeds must be distinct"):
        race(X, Y, {"SGD": SGD}, [0.1], seeds=[1, 1])
    with pytest.raises(ValueError, match="inconsistent numbers of samples"):
        race(X, Y[:-1], {"SGD": SGD}, [0.1], seeds=1)

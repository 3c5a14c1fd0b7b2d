"""A snapshot is the classifier as it was: the same training, only ended sooner."""

import numpy as np
import pytest
import sklearn.neural_network
from sklearn.base import clone

from course.data import make_xor
from course.mlp import MLPClassifier, snapshots

X, Y = make_xor(11, n_per_blob=25)
SETTINGS = {
    "sgd": {"solver": "sgd", "batch_size": 10, "learning_rate_init": 0.1, "max_iter": 30},
    "adam": {"solver": "adam", "max_iter": 30},
    "lbfgs": {"solver": "lbfgs", "max_iter": 200, "tol": 1e-6},
}


def untrained(solver, **settings):
    return MLPClassifier((2,), random_state=5, **{**SETTINGS[solver], **settings})


def weights(clf):
    return np.concatenate([part.ravel() for part in clf.coefs_ + clf.intercepts_])


@pytest.mark.parametrize("solver", SETTINGS)
def test_the_last_is_the_ordinary_fit_bit_for_bit(solver):
    clf = untrained(solver)
    whole = clone(clf).fit(X, Y)
    *_, last = snapshots(clf, X, Y, range(0, 1001, 7))
    np.testing.assert_array_equal(weights(last), weights(whole))
    assert last.loss_curve_ == whole.loss_curve_
    assert (last.loss_, last.n_iter_, last.did_converge_, last.max_iter) == (
        whole.loss_, whole.n_iter_, whole.did_converge_, whole.max_iter,
    )  # fmt: skip
    assert not hasattr(clf, "coefs_"), "the classifier given is left as it was"


@pytest.mark.parametrize("solver", SETTINGS)
def test_each_has_the_losses_up_to_its_own(solver):
    curve = untrained(solver).fit(X, Y).loss_curve_
    taken = snapshots(untrained(solver), X, Y, [1, 2, 5, 11])
    assert [clf.n_iter_ for clf in taken] == [1, 2, 5, 11]
    for clf in taken:
        assert clf.loss_ == curve[clf.n_iter_ - 1]
        assert clf.loss_curve_ == curve[: clf.n_iter_]


@pytest.mark.parametrize("solver", SETTINGS)
def test_the_zeroth_has_the_weights_that_training_starts_from(solver):
    (start,) = snapshots(untrained(solver), X, Y, [0])
    assert type(start) is MLPClassifier
    assert (start.n_iter_, start.loss_curve_, start.did_converge_) == (0, [], False)
    # the draws of Glorot and Bengio, in scikit-learn's order
    rng = np.random.RandomState(5)
    expected = []
    for fan_in, fan_out in [(2, 2), (2, 1)]:
        bound = np.sqrt(6 / (fan_in + fan_out))
        expected.append(rng.uniform(-bound, bound, (fan_in, fan_out)))
        expected.append(rng.uniform(-bound, bound, fan_out))
    for one, other in zip(
        [start.coefs_[0], start.intercepts_[0], start.coefs_[1], start.intercepts_[1]],
        expected,
        strict=True,
    ):
        np.testing.assert_array_equal(one, other)
    cross_entropy = -np.mean(np.log(start.predict_proba(X)[np.arange(len(Y)), Y]))
    penalty = start.alpha / 2 * sum(np.sum(coef**2) for coef in start.coefs_) / len(Y)
    assert start.loss_ == pytest.approx(cross_entropy + penalty, abs=1e-12)


def test_one_step_of_full_batch_descent_leads_from_the_zeroth_to_the_first():
    clf = untrained("sgd", batch_size=len(Y), momentum=0.0)
    start, first = snapshots(clf, X, Y, [0, 1])
    assert first.loss_curve_ == [pytest.approx(start.loss_, abs=1e-12)]


def test_what_lies_after_the_end_is_given_once():
    n_iter = untrained("lbfgs").fit(X, Y).n_iter_
    iterations = [0, n_iter - 1, n_iter + 1, n_iter + 2, 10**6]
    taken = snapshots(untrained("lbfgs"), X, Y, iterations)
    assert [clf.n_iter_ for clf in taken] == [0, n_iter - 1, n_iter]
    assert [clf.did_converge_ for clf in taken] == [False, False, True]


def test_the_end_asked_for_exactly_is_the_converged_run():
    n_iter = untrained("lbfgs").fit(X, Y).n_iter_
    (last,) = snapshots(untrained("lbfgs"), X, Y, np.array([n_iter]))
    assert last.did_converge_


def test_nothing_after_what_was_asked_for():
    assert [clf.n_iter_ for clf in snapshots(untrained("sgd"), X, Y, (0, 3))] == [0, 3]


@pytest.mark.parametrize(
    ("clf", "iterations", "error", "message"),
    [
        (untrained("sgd").set_params(random_state=None), [1], ValueError,
         "whole number as random_state, got random_state=None; pass a seed"),
        (untrained("sgd").set_params(random_state=np.random.RandomState(1)), [1], ValueError,
         "whole number as random_state, got random_state=RandomState"),
        (sklearn.neural_network.MLPClassifier(random_state=1), [1], TypeError,
         r"clf must be a course\.mlp\.MLPClassifier, got sklearn\..*\.MLPClassifier; make one"),
        ("sgd", [1], TypeError, r"clf must be a course\.mlp\.MLPClassifier, got builtins\.str"),
        (untrained("sgd"), [], ValueError, "iterations must hold at least one number, got none"),
        (untrained("sgd"), [0, -1], ValueError, "whole numbers from 0 on, got -1"),
        (untrained("sgd"), [0, 1.5], ValueError, "whole numbers from 0 on, got 1.5"),
        (untrained("sgd"), [0, 2, 2], ValueError, r"must increase, got 2 after 2; pass sorted"),
        (untrained("sgd", activation="step"), [0], ValueError, "The 'activation' parameter"),
    ],
)  # fmt: skip
def test_misuse_is_told_in_one_line(clf, iterations, error, message):
    with pytest.raises(error, match=message):
        snapshots(clf, X, Y, iterations)

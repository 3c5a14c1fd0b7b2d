"""MLPClassifier is scikit-learn's: its contract, its errors, its warnings, and two facts more."""

import copy
import pickle
import subprocess
import sys
import warnings

import numpy as np
import pytest
import scipy.sparse
import sklearn.neural_network
from sklearn.datasets import make_classification
from sklearn.utils.estimator_checks import parametrize_with_checks

from course.mlp import MLPClassifier, estimator, sklearn_internals

X, Y = make_classification(n_samples=80, n_features=4, random_state=0)


@parametrize_with_checks(
    [
        MLPClassifier(solver="sgd", max_iter=100, learning_rate_init=0.1),
        MLPClassifier(solver="adam", max_iter=100),
        MLPClassifier(solver="lbfgs", hidden_layer_sizes=(3,), max_iter=100),
    ]
)
@pytest.mark.filterwarnings("ignore:Got `batch_size` less than 1 or larger than sample size")
def test_keeps_scikit_learns_estimator_contract(estimator, check):
    check(estimator)


def test_init_is_scikit_learns():
    assert MLPClassifier.__init__ is sklearn.neural_network.MLPClassifier.__init__
    assert issubclass(MLPClassifier, sklearn.neural_network.MLPClassifier)


@pytest.mark.parametrize("solver", ["sgd", "adam", "lbfgs"])
def test_is_silent_and_says_whether_it_converged(solver, capfd):
    settings = {"solver": solver, "random_state": 0, "hidden_layer_sizes": (3,)}
    stopped = MLPClassifier(max_iter=2, tol=1e-9, **settings).fit(X, Y)
    assert not stopped.did_converge_
    assert stopped.n_iter_ == 2
    done = MLPClassifier(max_iter=5000, tol=0.01, n_iter_no_change=2, **settings).fit(X, Y)
    assert done.did_converge_
    assert done.n_iter_ < 5000
    assert capfd.readouterr() == ("", "")


def test_converging_in_the_very_last_epoch_counts():
    settings = {"solver": "sgd", "random_state": 0, "tol": 0.01, "n_iter_no_change": 2}
    n_epochs = MLPClassifier(max_iter=5000, **settings).fit(X, Y).n_iter_
    assert MLPClassifier(max_iter=n_epochs, **settings).fit(X, Y).did_converge_


@pytest.mark.parametrize("kind", ["float32", "sparse", "float32 weights"])
@pytest.mark.parametrize("solver", ["sgd", "adam", "lbfgs"])
def test_what_is_not_compiled_is_scikit_learns_own_code(solver, kind):
    features = {"float32": X.astype(np.float32), "sparse": scipy.sparse.csr_array(X)}.get(kind, X)
    weights = np.ones(len(Y), dtype=np.float32) if kind == "float32 weights" else None
    settings = {"solver": solver, "random_state": 0, "max_iter": 5, "hidden_layer_sizes": (3,)}
    ours = MLPClassifier(**settings).fit(features, Y, sample_weight=weights)
    theirs = sklearn.neural_network.MLPClassifier(**settings)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs.fit(features, Y, sample_weight=weights)
    for mine, reference in zip(ours.coefs_, theirs.coefs_, strict=True):
        np.testing.assert_array_equal(mine, reference)
    assert len(ours.loss_curve_) == ours.n_iter_ == theirs.n_iter_
    assert not ours.did_converge_


@pytest.mark.parametrize(
    ("settings", "data"),
    [
        ({"solver": "sgd", "learning_rate_init": 1e200}, X),
        ({"solver": "adam", "learning_rate_init": 1e200}, X),
        ({"solver": "sgd", "activation": "identity"}, X * 1e300),
        ({"solver": "adam", "activation": "logistic"}, X * 1e300),
        ({"solver": "lbfgs", "activation": "identity"}, X * 1e300),
    ],
)
def test_training_that_diverges_ends_as_scikit_learns(settings, data):
    outcomes = []
    for kind_of_classifier in (MLPClassifier, sklearn.neural_network.MLPClassifier):
        clf = kind_of_classifier(random_state=0, max_iter=4, **settings)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                clf.fit(data, Y)
                outcomes.append([np.isnan(clf.loss_), clf.n_iter_, "finished"])
            except ValueError as error:
                outcomes.append([np.isnan(clf.loss_), clf.n_iter_, str(error)])
    assert outcomes[0] == outcomes[1]


def test_a_batch_whose_weights_sum_to_zero_gives_scikit_learns_error():
    weights = np.zeros(len(Y))
    weights[-1] = 1.0
    for kind_of_classifier in (MLPClassifier, sklearn.neural_network.MLPClassifier):
        clf = kind_of_classifier(solver="sgd", batch_size=10, shuffle=False)
        with pytest.raises(ZeroDivisionError, match="Weights sum to zero, can't be normalized"):
            clf.fit(X, Y, sample_weight=weights)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"activation": "step"}, "The 'activation' parameter of MLPClassifier must be a str"),
        ({"hidden_layer_sizes": (2, 0)}, "hidden_layer_sizes must be > 0"),
        ({"early_stopping": True, "validation_fraction": 0.01}, "test_size = 1 should be greater"),
        (
            {"early_stopping": True, "validation_fraction": 0.01, "solver": "sgd"},
            "test_size = 1 should be greater",
        ),
    ],
)
def test_bad_input_gives_scikit_learns_errors(settings, message):
    for kind_of_classifier in (MLPClassifier, sklearn.neural_network.MLPClassifier):
        with pytest.raises(ValueError, match=message):
            kind_of_classifier(**settings).fit(X, Y)


def test_warns_of_a_batch_that_is_larger_than_the_data():
    with pytest.warns(UserWarning, match="larger than sample size. It is going to be clipped"):
        MLPClassifier(solver="sgd", batch_size=1000, max_iter=1).fit(X, Y)


def test_early_stopping_is_refused_in_partial_fit():
    with pytest.raises(ValueError, match="partial_fit does not support early_stopping=True"):
        MLPClassifier(early_stopping=True).partial_fit(X, Y, classes=[0, 1])


@pytest.mark.parametrize("duplicate", [copy.deepcopy, lambda c: pickle.loads(pickle.dumps(c))])
@pytest.mark.parametrize("solver", ["sgd", "adam"])
def test_training_goes_on_after_a_copy(solver, duplicate):
    settings = {"solver": solver, "random_state": 0, "hidden_layer_sizes": (3,)}
    without = MLPClassifier(**settings).partial_fit(X, Y, classes=[0, 1]).partial_fit(X, Y)
    copied = duplicate(MLPClassifier(**settings).partial_fit(X, Y, classes=[0, 1]))
    copied.partial_fit(X, Y)
    for one, other in zip(copied.coefs_, without.coefs_, strict=True):
        np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize("solver", ["sgd", "lbfgs"])
def test_verbose_prints_the_loss_of_each_iteration(solver, capsys):
    MLPClassifier(solver=solver, random_state=0, max_iter=3, verbose=True).fit(X, Y)
    lines = [line for line in capsys.readouterr().out.splitlines() if "loss" in line]
    assert [line.split(",")[0] for line in lines] == [f"Iteration {i}" for i in (1, 2, 3)]


# --- the guard against changes in scikit-learn --------------------------------------------------


def test_the_installed_scikit_learn_is_the_one_that_is_repeated():
    assert sklearn_internals.changed_internals() == ()


def test_a_change_or_loss_of_a_private_method_is_noticed():
    path = "_multilayer_perceptron BaseMultilayerPerceptron _backprop"
    assert sklearn_internals.changed({path: "0" * 12}) == [path.replace(" ", ".")]
    assert sklearn_internals.fingerprint("_multilayer_perceptron NoSuchClass fit") == "missing"
    assert sklearn_internals.fingerprint("_no_such_module") == "missing"


@pytest.mark.parametrize("solver", ["sgd", "adam", "lbfgs"])
def test_falls_back_when_scikit_learn_has_changed(solver, monkeypatch):
    def must_not_run(*args):
        raise AssertionError("the compiled path ran")

    monkeypatch.setattr(estimator, "changed_internals", lambda: ("_multilayer_perceptron._fit",))
    monkeypatch.setattr(estimator, "fit_stochastic", must_not_run)
    monkeypatch.setattr(estimator, "Objective", must_not_run)
    clf = MLPClassifier(solver=solver, random_state=0, max_iter=2, tol=1e-9).fit(X, Y)
    assert clf.loss_curve_[-1] == clf.loss_
    assert not clf.did_converge_


def test_warns_once_at_import_when_scikit_learn_has_changed():
    # a stand-in for course.mlp.sklearn_internals is there before course.mlp asks for it
    code = """
import sys, types
stand_in = types.ModuleType("course.mlp.sklearn_internals")
stand_in.changed_internals = lambda: ("_fit_stochastic",)
sys.modules[stand_in.__name__] = stand_in
import course.mlp
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.count("RuntimeWarning") == 1
    assert "differs in _fit_stochastic" in done.stderr

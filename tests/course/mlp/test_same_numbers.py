"""The compiled path gives scikit-learn's numbers, whatever the setting.

Reference: `sklearn.neural_network.MLPClassifier`, trained in the same process on the same data.
"""

import warnings

import numpy as np
import pytest
import sklearn.neural_network
from hypothesis import assume, currently_in_test_context, given, reject, settings
from hypothesis import strategies as st
from threadpoolctl import threadpool_limits

from course.data import load_xor
from course.mlp import MLPClassifier, kernels
from course.mlp.presets import HW04

# both warn when a batch is larger than the data; that they do is tested in test_estimator.py
pytestmark = pytest.mark.filterwarnings("ignore:Got `batch_size` less than 1 or larger than sample")

TOLERANCE = 1e-9


@pytest.fixture(autouse=True, scope="module")
def one_blas_thread():
    """scikit-learn's L-BFGS is slow on a busy machine with more; the numbers are the same."""
    with threadpool_limits(1, user_api="blas"):
        yield


MODEST = settings(max_examples=100, deadline=None, derandomize=True)

networks = st.fixed_dictionaries(
    {
        "hidden_layer_sizes": st.lists(st.integers(1, 7), min_size=1, max_size=3),
        "activation": st.sampled_from(["identity", "logistic", "tanh", "relu"]),
        "alpha": st.sampled_from([0.0, 1e-4, 0.1]),
        "random_state": st.integers(0, 2**32 - 1),
    }
)
loops = st.fixed_dictionaries(
    {
        "batch_size": st.sampled_from([1, 3, 10, 32, "auto"]),
        "shuffle": st.booleans(),
        "max_iter": st.integers(1, 12),
        "n_iter_no_change": st.integers(1, 4),
        "tol": st.sampled_from([1e-2, 1e-4]),
    }
)
optimizers = st.one_of(
    st.fixed_dictionaries(
        {
            "solver": st.just("sgd"),
            "learning_rate": st.sampled_from(["constant", "invscaling", "adaptive"]),
            "learning_rate_init": st.sampled_from([0.001, 0.02, 0.1]),
            "momentum": st.sampled_from([0.0, 0.5, 0.9]),
            "nesterovs_momentum": st.booleans(),
            "power_t": st.sampled_from([0.25, 0.5]),
        }
    ),
    st.fixed_dictionaries(
        {
            "solver": st.just("adam"),
            "learning_rate_init": st.sampled_from([0.001, 0.02]),
            "beta_1": st.sampled_from([0.5, 0.9]),
            "beta_2": st.sampled_from([0.9, 0.999]),
            "epsilon": st.sampled_from([1e-8, 1e-3]),
        }
    ),
)


@st.composite
def problems(draw):
    """X, y and perhaps weights: 20 to 60 rows, 1 to 4 features, each kind of target."""
    n, features = draw(st.integers(20, 60)), draw(st.integers(1, 4))
    rng = np.random.default_rng(draw(st.integers(0, 10_000)))
    X = draw(st.sampled_from([0.5, 1.0, 3.0])) * rng.normal(size=(n, features))
    target = draw(st.sampled_from(["binary", "multiclass", "multilabel"]))
    if target == "multilabel":
        y = rng.integers(0, 2, size=(n, 3))
    else:
        y = rng.permutation(np.arange(n) % (2 if target == "binary" else 4))
    weight = rng.uniform(0.1, 3.0, size=n) if draw(st.booleans()) else None
    if draw(st.booleans()):
        X = np.asfortranarray(X)
    return X, y, weight


def assert_same(ours: MLPClassifier, theirs: sklearn.neural_network.MLPClassifier) -> None:
    assert ours.n_iter_ == theirs.n_iter_
    assert len(ours.coefs_) == len(theirs.coefs_)
    for mine, reference in zip(
        ours.coefs_ + ours.intercepts_, theirs.coefs_ + theirs.intercepts_, strict=True
    ):
        np.testing.assert_allclose(mine, reference, rtol=TOLERANCE, atol=TOLERANCE)
    np.testing.assert_allclose(ours.loss_, theirs.loss_, rtol=TOLERANCE, atol=TOLERANCE)
    if hasattr(theirs, "loss_curve_"):
        np.testing.assert_allclose(
            ours.loss_curve_, theirs.loss_curve_, rtol=TOLERANCE, atol=TOLERANCE
        )


def fit_reference(model, *args, method="fit", **kwargs):
    """Train scikit-learn's. Random settings that explode are left out: they multiply rounding
    errors (test_estimator.py tests how they end)."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            getattr(model, method)(*args, **kwargs)
        except ValueError:
            reject()  # weights are not finite
    if currently_in_test_context():
        assume(max(np.abs(W).max() for W in model.coefs_) < 30)


def fit_both(params, X, y, weight=None):
    theirs = sklearn.neural_network.MLPClassifier(**params)
    fit_reference(theirs, X, y, sample_weight=weight)
    return MLPClassifier(**params).fit(X, y, sample_weight=weight), theirs


@MODEST
@given(networks, loops, optimizers, problems())
def test_stochastic(network, loop, optimizer, problem):
    assert_same(*fit_both(network | loop | optimizer, *problem))


@MODEST
@given(networks, loops, optimizers, problems(), st.sampled_from([0.1, 0.3]))
def test_early_stopping(network, loop, optimizer, problem, fraction):
    params = network | loop | optimizer | {"batch_size": 5, "validation_fraction": fraction}
    ours, theirs = fit_both(params | {"early_stopping": True}, *problem)
    assert_same(ours, theirs)
    np.testing.assert_allclose(ours.validation_scores_, theirs.validation_scores_, rtol=TOLERANCE)


@MODEST
@given(networks, loops, optimizers, problems(), st.integers(1, 4))
def test_partial_fit(network, loop, optimizer, problem, calls):
    X, y, weight = problem
    ours = MLPClassifier(**network | loop | optimizer)
    theirs = sklearn.neural_network.MLPClassifier(**network | loop | optimizer)
    classes = np.unique(y) if y.ndim == 1 else np.arange(y.shape[1])
    for _ in range(calls):
        fit_reference(theirs, X, y, sample_weight=weight, classes=classes, method="partial_fit")
        ours.partial_fit(X, y, sample_weight=weight, classes=classes)
    assert_same(ours, theirs)


@MODEST
@given(networks, loops, optimizers, problems())
def test_warm_start(network, loop, optimizer, problem):
    X, y, weight = problem
    params = network | loop | optimizer | {"warm_start": True}
    ours, theirs = fit_both(params, X, y, weight)
    fit_reference(theirs, X, y, sample_weight=weight)
    ours.fit(X, y, sample_weight=weight)
    assert_same(ours, theirs)


@MODEST
@given(networks, problems(), st.integers(1, 200))
def test_lbfgs_bit_for_bit(network, problem, max_iter):
    params = network | {"solver": "lbfgs", "max_iter": max_iter}
    ours, theirs = fit_both(params, *problem)
    assert ours.n_iter_ == theirs.n_iter_
    assert ours.loss_ == theirs.loss_
    for mine, reference in zip(
        ours.coefs_ + ours.intercepts_, theirs.coefs_ + theirs.intercepts_, strict=True
    ):
        np.testing.assert_array_equal(mine, reference)
    assert len(ours.loss_curve_) == ours.n_iter_


# --- what random settings do not reach ----------------------------------------------------------


@pytest.mark.parametrize("solver", ["sgd", "adam"])
@pytest.mark.parametrize("activation", ["identity", "logistic", "tanh", "relu"])
@pytest.mark.parametrize("n_classes", [2, 3])
def test_layers_so_wide_that_blas_takes_over(solver, activation, n_classes):
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(150, 30)), np.arange(150) % n_classes
    network = {"hidden_layer_sizes": (70, 50), "activation": activation, "random_state": 0}
    largest, smallest = 30 * 70 * 60, 50 * 1 * 30  # multiply-adds: first layer, last batch's last
    assert smallest < kernels.BLAS_FROM < largest
    assert_same(*fit_both(network | {"solver": solver, "batch_size": 60, "max_iter": 5}, X, y))


@pytest.mark.parametrize("activation", ["relu", "logistic"])
def test_forty_epochs_of_hw04(activation):
    xor = load_xor()
    params = HW04["sgd"] | {"activation": activation, "random_state": 3, "max_iter": 40}
    assert_same(*fit_both(params, xor.X_train, xor.y_train))


@pytest.mark.parametrize("activation", ["relu", "logistic"])
def test_lbfgs_of_hw04_bit_for_bit(activation):
    """The runs that show every differing bit: one once took 67 iterations for 100."""
    xor = load_xor()
    for seed in range(16):
        params = HW04["lbfgs"] | {"activation": activation, "random_state": seed}
        ours, theirs = fit_both(params, xor.X_train, xor.y_train)
        assert ours.n_iter_ == theirs.n_iter_
        assert ours.loss_ == theirs.loss_


@pytest.mark.slow
@pytest.mark.parametrize("activation", ["relu", "logistic"])
@pytest.mark.parametrize("seed", range(16))
def test_whole_sgd_runs_of_hw04(activation, seed):
    xor = load_xor()
    params = HW04["sgd"] | {"activation": activation, "random_state": seed}
    assert_same(*fit_both(params, xor.X_train, xor.y_train))

"""The compiled forest against scikit-learn's, and expected improvement against quadrature."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.stats import norm
from sklearn.ensemble import RandomForestRegressor
from sklearn.tree import DecisionTreeRegressor

from course.hpo.acquisition import expected_improvement
from course.hpo.forest import RandomForest


def data(n, d, seed):
    rng = np.random.default_rng(seed)
    X = rng.random((n, d))
    y = np.sin(4 * X[:, 0]) + (X[:, 1 % d] > 0.5) * X[:, -1] + 0.1 * rng.normal(size=n)
    return X, y, rng.random((500, d))


@settings(max_examples=40)
@given(st.integers(1, 80), st.integers(1, 9), st.integers(0, 8), st.integers(0, 10**6))
def test_a_tree_alone_is_scikit_learns(n, d, more, seed):
    # of many features several may split a few points alike, and either of them is right
    n, min_samples_leaf = (n, 1 + more) if d == 1 else (40 + n, 8 + more)
    X, y, candidates = data(n, d, seed)
    forest = RandomForest(
        1, max_features=1, bootstrap=False, min_samples_leaf=min_samples_leaf, random_state=0
    )
    mean, variance = forest.fit(X, y).predict(candidates)
    tree = DecisionTreeRegressor(min_samples_leaf=min_samples_leaf, random_state=0).fit(X, y)
    np.testing.assert_allclose(mean, tree.predict(candidates), rtol=1e-9)
    np.testing.assert_array_equal(variance, 0)


@pytest.mark.parametrize("scale", [1, 1e15])
def test_many_rows_go_the_same_way_as_in_scikit_learns_tree(scale):
    rng = np.random.default_rng(1)
    X = np.exp(rng.normal(0, 8, (60, 3))) * scale  # most thresholds lie close together
    y = rng.random(60)
    candidates = np.concatenate([X, np.exp(rng.normal(0, 8, (3000, 3))) * scale])
    mean, _ = (
        RandomForest(1, max_features=1, bootstrap=False).fit(X[:, :1], y).predict(candidates[:, :1])
    )
    np.testing.assert_allclose(
        mean, DecisionTreeRegressor().fit(X[:, :1], y).predict(candidates[:, :1])
    )


def test_more_nodes_than_sixteen_bits_count():
    X, y, candidates = data(40_000, 1, 0)
    mean, _ = RandomForest(1, bootstrap=False).fit(X, y).predict(candidates)
    np.testing.assert_allclose(mean, DecisionTreeRegressor().fit(X, y).predict(candidates))


@pytest.mark.parametrize("max_features", [1.0, 0.5])
def test_a_forest_has_the_statistics_of_scikit_learns(max_features):
    X, y, candidates = data(120, 8, 3)
    n_trees = 1000
    mean, variance = (
        RandomForest(n_trees, max_features=max_features, random_state=1).fit(X, y)
    ).predict(candidates)
    theirs = RandomForestRegressor(n_trees, max_features=max_features, random_state=2).fit(X, y)
    trees = np.array([tree.predict(candidates) for tree in theirs.estimators_])
    error = np.sqrt(trees.var(axis=0) / n_trees * 2)
    assert np.mean(np.abs(mean - trees.mean(axis=0)) < 3 * error) > 0.99
    ratio = variance / trees.var(axis=0)
    assert np.median(ratio) == pytest.approx(1, abs=0.03)
    assert np.quantile(ratio, 0.02) > 0.8
    assert np.quantile(ratio, 0.98) < 1.25


def test_the_same_seed_gives_the_same_forest():
    X, y, candidates = data(50, 5, 0)
    first, again, other = (
        RandomForest(random_state=s).fit(X, y).predict(candidates) for s in (1, 1, 2)
    )
    np.testing.assert_array_equal(first, again)
    assert (first[0] != other[0]).any()


def test_constant_features_and_targets_make_a_leaf():
    mean, variance = RandomForest().fit(np.ones((5, 3)), [1, 2, 3, 4, 5]).predict(np.ones((2, 3)))
    assert (variance > 0).all()  # the bootstrap samples differ
    assert ((mean > 1) & (mean < 5)).all()
    mean, variance = RandomForest().fit(np.eye(4), np.full(4, 0.25)).predict(np.eye(4))
    np.testing.assert_array_equal(mean, 0.25)
    np.testing.assert_array_equal(variance, 0)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: RandomForest(0), "n_trees and min_samples_leaf must be at least 1"),
        (lambda: RandomForest(max_features=0), "max_features must be above 0 and at most 1"),
        (lambda: RandomForest().fit([[1.0]], [1.0, 2.0]), r"got \(1, 1\) and \(2,\)"),
        (lambda: RandomForest().fit(np.zeros((0, 2)), []), "n ≥ 1"),
        (lambda: RandomForest().fit([[np.nan]], [1.0]), "must hold finite numbers"),
        (lambda: RandomForest().fit([[1e300]], [1.0]), "must hold finite numbers"),
        (
            lambda: RandomForest().fit([[0.0], [1.0]], [0.0, 1.0]).predict([[np.inf]]),
            "X must hold finite numbers",
        ),
        (lambda: RandomForest().predict([[1.0]]), "must be fitted before it predicts"),
        (lambda: RandomForest().fit([[1.0]], [1.0]).predict([[1, 2]]), r"must have shape \(n, 1\)"),
    ],
)
def test_mistakes_are_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()


@given(st.floats(-3, 3), st.floats(0.05, 2), st.floats(-3, 3))
def test_expected_improvement_is_its_definition(mean, sigma, best):
    def gain(f):
        return (f - best) * norm.pdf(f, mean, sigma)

    upper = max(best, mean) + 10 * sigma
    wanted = quad(gain, best, upper, points=[max(best, mean)], limit=200)[0]
    assert expected_improvement(mean, sigma**2, best) == pytest.approx(wanted, abs=1e-7)


def test_limits_of_expected_improvement():
    ei = expected_improvement([0.5, 0.9, 0.2], [0, 0, 0], 0.6)
    np.testing.assert_allclose(ei, [0, 0.3, 0])
    assert expected_improvement(0.6, 0.01, 0.6) == pytest.approx(0.1 / np.sqrt(2 * np.pi))
    assert (expected_improvement(np.linspace(-50, 0, 99), 0.01, 1.0) >= 0).all()
    with pytest.raises(ValueError, match=r"variance must be zero or more, got -1\.0"):
        expected_improvement(0, -1.0, 0)

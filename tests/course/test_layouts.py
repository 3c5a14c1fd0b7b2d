"""Harder layouts: shapes, balance, the same bits from the same seed, and that they are hard."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier

from course.data import add_noise_features, make_circles, make_flower, make_moons, make_spirals

MAKERS = [make_moons, make_circles, make_spirals, make_flower]
makers = st.sampled_from(MAKERS)
seeds = st.integers(0, 2**32 - 1)


@given(make=makers, seed=seeds, n=st.integers(2, 200), noise=st.floats(0, 2))
def test_shapes_labels_and_balance(make, seed, n, noise):
    X, y = make(seed, n=n, noise=noise)
    assert (X.shape, X.dtype) == ((n, 2), np.float64)
    assert (y.shape, y.dtype) == ((n,), np.int64)
    assert set(y) == {0, 1}
    assert y.sum() == n // 2
    assert np.isfinite(X).all()


@given(make=makers, seed=seeds, n=st.integers(2, 50))
def test_the_same_seed_gives_the_same_bits(make, seed, n):
    for one, other in zip(make(seed, n=n), make(seed, n=n), strict=True):
        assert one.tobytes() == other.tobytes()


@pytest.mark.parametrize("make", MAKERS)
def test_noise_moves_the_same_points(make):
    still, y = make(7, noise=0)
    moved, y_moved = make(7, noise=0.25)
    np.testing.assert_array_equal(y, y_moved)
    np.testing.assert_allclose((moved - still).std(axis=0), 0.25, rtol=0.1)
    np.testing.assert_allclose((moved - still).mean(axis=0), 0, atol=0.03)


def test_points_without_noise_lie_where_the_datasheet_says():
    X, y = make_circles(1, noise=0)
    np.testing.assert_allclose(np.hypot(*X.T), np.where(y == 0, 1, 0.5))
    X, y = make_moons(1, noise=0)
    side = np.where(y == 0, 1, -1)[:, np.newaxis]
    np.testing.assert_allclose(np.hypot(*(X - side * (-0.5, -0.25)).T), 1)
    X, y = make_spirals(1, noise=0, turns=2)
    radius = np.hypot(*X.T)
    assert radius.min() >= 0.15
    assert radius.max() <= 1
    angle = 4 * np.pi * (radius - 0.15) / 0.85 + np.pi * y
    np.testing.assert_allclose(X, radius[:, np.newaxis] * np.c_[np.cos(angle), np.sin(angle)])
    X, y = make_flower(1, noise=0)
    angle = np.arctan2(X[:, 1], X[:, 0])
    petal = np.rint(angle / (np.pi / 3))
    np.testing.assert_array_equal(petal % 2, y)
    np.testing.assert_allclose(np.hypot(*X.T), np.cos(3 * (angle - petal * np.pi / 3)))


@pytest.mark.parametrize("make", MAKERS)
def test_neighbours_separate_the_classes_and_no_line_does(make):
    X, y = make(3, n=1000, noise=0.02)
    X_test, y_test = make(4, n=1000, noise=0.02)
    assert KNeighborsClassifier(1).fit(X, y).score(X_test, y_test) > 0.98
    assert LogisticRegression().fit(X, y).score(X_test, y_test) < 0.92


@given(d=st.integers(1, 5), more=st.integers(0, 30), n=st.integers(1, 30), seed=seeds)
def test_noise_features_come_at_the_right(d, more, n, seed):
    X = np.arange(float(n * d)).reshape(n, d)
    wide = add_noise_features(X, d + more, seed)
    assert (wide.shape, wide.dtype) == ((n, d + more), np.float64)
    np.testing.assert_array_equal(wide[:, :d], X)
    assert wide.tobytes() == add_noise_features(X, d + more, seed).tobytes()


def test_noise_features_are_standard_normal():
    noise = add_noise_features(np.zeros((20_000, 2)), 5, 1)[:, 2:]
    np.testing.assert_allclose(noise.mean(axis=0), 0, atol=0.03)
    np.testing.assert_allclose(np.cov(noise.T), np.eye(3), atol=0.03)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: make_moons(0, n=1), "n must be at least 2, one point a class, got n=1"),
        (lambda: make_circles(0, noise=-1), "noise must be zero or more, got noise=-1"),
        (lambda: make_flower(0, noise=float("nan")), "noise must be zero or more, got noise=nan"),
        (
            lambda: make_spirals(0, turns=-2),
            "turns must be zero or more, got turns=-2; 1.25 is usual",
        ),
        (
            lambda: add_noise_features(np.zeros(3), 4, 0),
            "X must have shape (n, d), got shape (3,); one row a point",
        ),
        (
            lambda: add_noise_features(np.zeros((3, 2)), 1, 0),
            "n_features counts all columns, so it must be at least the 2 of X, got n_features=1",
        ),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        call()

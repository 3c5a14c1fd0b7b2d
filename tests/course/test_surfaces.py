"""The problems of Lab 2 against scikit-learn, scipy and torch's autograd."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import check_grad, rosen, rosen_der
from sklearn.neural_network import MLPClassifier

from course.data import make_xor
from course.surfaces import (
    Plane,
    initial_weights,
    n_parameters,
    pack,
    unpack,
    value_and_gradient,
)

ACTIVATIONS = {"tanh": torch.tanh, "relu": torch.relu, "logistic": torch.sigmoid}
seeds = st.integers(0, 2**32 - 1)


def network(rng, activation, alpha=0.3):
    n, n_features, n_hidden = (int(k) for k in rng.integers(1, 7, size=3))
    X, y = rng.normal(size=(n, n_features)), rng.integers(0, 2, size=n)
    how = {"n_hidden": n_hidden, "activation": activation, "alpha": alpha}
    theta = rng.normal(size=n_parameters(n_features, n_hidden))
    return {"kind": "network", "X": X, "y": y} | how, theta


@given(seeds, st.sampled_from(sorted(ACTIVATIONS)))
def test_a_network_as_torch_differentiates_it(seed, activation):
    problem, theta = network(np.random.default_rng(seed), activation)
    X, y = torch.tensor(problem["X"]), torch.tensor(problem["y"], dtype=torch.float64)
    n, n_features = X.shape
    t = torch.tensor(theta, requires_grad=True)
    n_first, n_hidden = n_features * problem["n_hidden"], problem["n_hidden"]
    W1, w2, b1, b2 = torch.split(t, [n_first, n_hidden, n_hidden, 1])
    h = ACTIVATIONS[activation](X @ W1.reshape(n_features, n_hidden) + b1)
    loss = torch.nn.functional.binary_cross_entropy_with_logits(h @ w2 + b2, y)
    loss = loss + problem["alpha"] / (2 * n) * ((W1**2).sum() + (w2**2).sum())
    loss.backward()
    value, gradient = value_and_gradient(problem, theta)
    np.testing.assert_allclose(value, loss.item(), rtol=1e-9)
    np.testing.assert_allclose(gradient, t.grad.numpy(), rtol=1e-7, atol=1e-12)


@given(seeds)
def test_rows_are_a_smaller_problem(seed):
    rng = np.random.default_rng(seed)
    problem, theta = network(rng, "tanh")
    rows = rng.integers(0, len(problem["y"]), size=3)
    smaller = problem | {"X": problem["X"][rows], "y": problem["y"][rows]}
    value, gradient = value_and_gradient(problem, theta, rows)
    wanted_value, wanted_gradient = value_and_gradient(smaller, theta)
    assert value == wanted_value
    np.testing.assert_array_equal(gradient, wanted_gradient)


@given(seeds, st.integers(2, 6))
def test_rosenbrock_as_scipy_has_it(seed, n):
    x = np.random.default_rng(seed).normal(size=n)
    value, gradient = value_and_gradient({"kind": "rosenbrock", "a": 1, "b": 100}, x)
    np.testing.assert_allclose(value, rosen(x), rtol=1e-9)
    np.testing.assert_allclose(gradient, rosen_der(x), rtol=1e-9, atol=1e-9)


@given(seeds, st.integers(1, 5))
def test_a_bowl_and_its_bottom(seed, n):
    rng = np.random.default_rng(seed)
    root = rng.normal(size=(n, n))
    problem = {"kind": "quadratic", "A": root @ root.T + np.eye(n), "b": rng.normal(size=n)}
    x = rng.normal(size=n)
    apart = check_grad(
        lambda x: value_and_gradient(problem, x)[0], lambda x: value_and_gradient(problem, x)[1], x
    )
    assert apart < 1e-4
    bottom = np.linalg.solve(problem["A"], problem["b"])
    np.testing.assert_allclose(value_and_gradient(problem, bottom)[1], 0, atol=1e-8)
    assert value_and_gradient(problem, x)[0] >= value_and_gradient(problem, bottom)[0]


def test_the_vector_is_in_scikit_learns_order():
    X, y = make_xor(1, n_per_blob=5)
    clf = MLPClassifier([3], activation="tanh", solver="lbfgs", alpha=0.1, random_state=2).fit(X, y)
    theta = pack(*clf.coefs_, *clf.intercepts_)
    how = {"n_hidden": 3, "activation": "tanh", "alpha": 0.1}
    value, gradient = value_and_gradient({"kind": "network", "X": X, "y": y} | how, theta)
    assert value == pytest.approx(clf.loss_, rel=1e-9)
    assert np.abs(gradient).max() < 1e-3  # where scikit-learn's L-BFGS stopped
    W1, w2, b1, b2 = unpack(theta, 2, 3)
    np.testing.assert_array_equal(W1, clf.coefs_[0])
    np.testing.assert_array_equal(np.concatenate([b1, b2]), np.concatenate(clf.intercepts_))
    np.testing.assert_array_equal(w2, clf.coefs_[1].ravel())


def test_first_weights_are_within_glorots_bounds():
    theta = np.array([initial_weights(2, 4, random_state=seed) for seed in range(200)])
    assert np.abs(theta[:, :8]).max() <= 1.0
    assert np.abs(theta[:, 8:12]).max() <= np.sqrt(6 / 5)
    assert np.abs(theta).max() > 0.9
    np.testing.assert_array_equal(theta[3], initial_weights(2, 4, random_state=3))


@given(seeds)
def test_three_points_lie_in_their_plane(seed):
    points = np.random.default_rng(seed).normal(size=(3, 5))
    plane = Plane.through(*points)
    flat = plane.coordinates(points)
    np.testing.assert_allclose(flat[0], 0, atol=1e-12)
    np.testing.assert_allclose(flat[1, 1], 0, atol=1e-9)
    assert flat[1, 0] > 0
    for point, coordinates in zip(points, flat, strict=True):
        np.testing.assert_allclose(plane.point(coordinates), point, atol=1e-9)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: value_and_gradient({"kind": "cone"}, [1]), "must be quadratic, rosenbrock or net"),
        (lambda: value_and_gradient({"kind": "rosenbrock", "a": 1}, [1, 1]), "needs the key 'b'"),
        (lambda: unpack(np.zeros(4), 2, 3), r"shape \(13,\) for 2 features and 3 .* got .*\(4,\)"),
        (lambda: Plane.through([0, 0], [1, 1], [2, 2]), "on one line"),
    ],
)
def test_what_does_not_fit_is_told(call, message):
    with pytest.raises(ValueError, match=message):
        call()

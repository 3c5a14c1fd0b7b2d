"""Layouts harder than XOR, and columns of noise: two balanced classes in the plane, made to order.

    moons     two half circles that reach into each other
    circles   a ring around a ring
    spirals   two arms, wound around each other
    flower    six petals, of class 0 and 1 by turns

Every generator draws its points on a curve and moves each by Gaussian noise; where the curves are,
its docstring says. The same `random_state` gives the same bits on every machine.
`datasets/README.md` is their card.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Points = tuple[NDArray[np.float64], NDArray[np.int64]]
"""X, float64 of shape (n, 2), without unit, and y, int64 of shape (n,), labels 0 and 1"""


def make_moons(random_state: int, *, n: int = 1000, noise: float = 0.1) -> Points:
    """Two half circles of radius 1: class 0 arches over (−0.5, −0.25), class 1 under (0.5, 0.25).

    `n` points in shuffled order, n // 2 of them class 1, each moved by Gaussian noise of standard
    deviation `noise` along both axes. Points are uniform along the half circles. Raises ValueError
    when `n` < 2 or `noise` is negative.
    """
    rng, y = _start(random_state, n, noise)
    angle = np.pi * rng.random_sample(n)
    side = np.where(y == 0, 1.0, -1.0)
    X = np.column_stack([np.cos(angle), np.sin(angle)]) * side[:, np.newaxis]
    return _finish(X + side[:, np.newaxis] * (-0.5, -0.25), y, noise, rng)


def make_circles(random_state: int, *, n: int = 1000, noise: float = 0.1) -> Points:
    """Two circles around (0, 0): class 0 has radius 1, class 1 radius 0.5.

    `n` points in shuffled order, n // 2 of them class 1, each moved by Gaussian noise of standard
    deviation `noise` along both axes. Points are uniform along the circles. Raises ValueError when
    `n` < 2 or `noise` is negative.
    """
    rng, y = _start(random_state, n, noise)
    angle = 2 * np.pi * rng.random_sample(n)
    return _finish(_polar(np.where(y == 0, 1.0, 0.5), angle), y, noise, rng)


def make_spirals(
    random_state: int, *, n: int = 1000, noise: float = 0.03, turns: float = 1.25
) -> Points:
    """Two arms that wind `turns` times around (0, 0), from radius 0.15 to 1.

    The arm of class 1 is that of class 0 turned by 180°. The radius grows in proportion to the
    angle, and points are uniform in it. `n` points in shuffled order, n // 2 of them class 1, each
    moved by Gaussian noise of standard deviation `noise` along both axes. Raises ValueError when
    `n` < 2, or `noise` or `turns` is negative.
    """
    if not turns >= 0:
        raise ValueError(f"turns must be zero or more, got turns={turns}; 1.25 is usual")
    rng, y = _start(random_state, n, noise)
    along = rng.random_sample(n)
    angle = 2 * np.pi * turns * along + np.pi * y
    return _finish(_polar(0.15 + 0.85 * along, angle), y, noise, rng)


def make_flower(random_state: int, *, n: int = 1000, noise: float = 0.03) -> Points:
    """Six petals of length 1 around (0, 0), every second one class 1.

    The petal with its middle at the angle α = 0°, 60°, … 300° is the curve of radius
    cos(3 (angle − α)), as far as 24° to both sides of α, where the radius is 0.31; points are
    uniform in the angle. `n` points in shuffled order, n // 2 of them class 1, each moved by
    Gaussian noise of standard deviation `noise` along both axes. Raises ValueError when `n` < 2 or
    `noise` is negative.
    """
    rng, y = _start(random_state, n, noise)
    middle = np.pi / 3 * (2 * rng.randint(3, size=n) + y)
    offset = np.deg2rad(24) * (2 * rng.random_sample(n) - 1)
    return _finish(_polar(np.cos(3 * offset), middle + offset), y, noise, rng)


def add_noise_features(X: ArrayLike, n_features: int, random_state: int) -> NDArray[np.float64]:
    """X with columns of standard normal noise at its right, `n_features` columns in all.

    X has shape (n, d), d ≤ `n_features`; so has the result with `n_features` columns, the first d
    of which are X. Raises ValueError when X has another number of dimensions or more columns.
    """
    given = np.asarray(X, dtype=np.float64)
    if given.ndim != 2:
        raise ValueError(f"X must have shape (n, d), got shape {given.shape}; one row a point")
    n, d = given.shape
    if n_features < d:
        raise ValueError(
            f"n_features counts all columns, so it must be at least the {d} of X, "
            f"got n_features={n_features}"
        )
    noise = np.random.RandomState(random_state).standard_normal((n, n_features - d))
    return np.hstack([given, noise])


def _start(random_state: int, n: int, noise: float) -> tuple[np.random.RandomState, NDArray]:
    """The stream of random numbers, and the labels in shuffled order."""
    if n < 2:
        raise ValueError(f"n must be at least 2, one point a class, got n={n}")
    if not noise >= 0:
        raise ValueError(f"noise must be zero or more, got noise={noise}")
    # RandomState, as in make_xor: its streams are frozen, so the bits outlive numpy
    rng = np.random.RandomState(random_state)
    return rng, rng.permutation(np.arange(n, dtype=np.int64) % 2)


def _finish(
    X: NDArray[np.float64], y: NDArray[np.int64], noise: float, rng: np.random.RandomState
) -> Points:
    return X + noise * rng.standard_normal(X.shape), y


def _polar(radius: NDArray[np.float64], angle: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])

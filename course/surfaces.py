"""Functions to minimize, described by plain data, so that one optimizer can be tried on many.

A problem is a dict whose "kind" says which function it is, and which other keys it has:

    {"kind": "quadratic", "A": A, "b": b}        ½ xᵀA x − bᵀx, A symmetric
    {"kind": "rosenbrock", "a": 1, "b": 100}     Σ b (xᵢ₊₁ − xᵢ²)² + (a − xᵢ)²
    {"kind": "network", "X": X, "y": y, "n_hidden": 2, "activation": "relu", "alpha": 1e-4}
                                                 scikit-learn's loss, one hidden layer
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from course.mlp.lbfgs import Objective

Vector = NDArray[np.float64]


class Weights(NamedTuple):
    """The parts of a network's parameter vector, as views: what is written to them changes it.

    W1 : (n_features, n_hidden); w2 : (n_hidden,); b1 : (n_hidden,); b2 : (1,).
    """

    W1: Vector
    w2: Vector
    b1: Vector
    b2: Vector


def n_parameters(n_features: int, n_hidden: int) -> int:
    """How many numbers the parameter vector of a network with one output has."""
    return n_features * n_hidden + 2 * n_hidden + 1


def unpack(theta: ArrayLike, n_features: int, n_hidden: int) -> Weights:
    """Split a parameter vector: W1 row by row, then w2, b1, b2 (scikit-learn's own order).

    Raises ValueError if `theta` has another length than `n_parameters(n_features, n_hidden)`.
    """
    vector = np.asarray(theta, dtype=float)
    wanted = n_parameters(n_features, n_hidden)
    if vector.shape != (wanted,):
        raise ValueError(
            f"theta must have shape ({wanted},) for {n_features} features and {n_hidden} hidden "
            f"units, got shape {vector.shape}; n_parameters(n_features, n_hidden) says how many"
        )
    ends = np.cumsum([n_features * n_hidden, n_hidden, n_hidden])
    W1, w2, b1, b2 = np.split(vector, ends)
    return Weights(W1.reshape(n_features, n_hidden), w2, b1, b2)


def pack(W1: ArrayLike, w2: ArrayLike, b1: ArrayLike, b2: ArrayLike) -> Vector:
    """The parameter vector that `unpack` splits into these parts."""
    return np.concatenate([np.ravel(np.asarray(part, dtype=float)) for part in (W1, w2, b1, b2)])


def initial_weights(n_features: int, n_hidden: int, random_state: int) -> Vector:
    """Random first weights: uniform, all of them, within ±√(6 / (fan in + fan out)).

    That is Glorot's rule, and scikit-learn's for all activations but the logistic.
    """
    rng = np.random.RandomState(random_state)
    inner = np.sqrt(6 / (n_features + n_hidden))
    outer = np.sqrt(6 / (n_hidden + 1))
    W1 = rng.uniform(-inner, inner, (n_features, n_hidden))
    b1 = rng.uniform(-inner, inner, n_hidden)
    w2 = rng.uniform(-outer, outer, n_hidden)
    return pack(W1, w2, b1, rng.uniform(-outer, outer, 1))


@dataclass(frozen=True, eq=False)
class Plane:
    """A plane in a space of n dimensions, to look at a function of n numbers in two.

    origin : (n,); axes : (2, n), orthonormal.
    """

    origin: Vector
    axes: Vector

    @classmethod
    def through(cls, origin: ArrayLike, second: ArrayLike, third: ArrayLike) -> "Plane":
        """The plane through three points of shape (n,), the first at (0, 0), the second at (d, 0).

        Raises ValueError if they lie on one line.
        """
        start = np.asarray(origin, dtype=float)
        sides = np.array([np.asarray(point, dtype=float) - start for point in (second, third)])
        q, r = np.linalg.qr(sides.T)
        if abs(r[0, 0] * r[1, 1]) < 1e-12 * np.linalg.norm(sides) ** 2:
            raise ValueError("three points on one line lie in many planes; take other points")
        return cls(start, (q * np.sign(np.diag(r))).T)

    def coordinates(self, points: ArrayLike) -> Vector:
        """Where points (m, n) lie in the plane, or the foot of their perpendicular: (m, 2)."""
        return np.asarray((np.asarray(points, dtype=float) - self.origin) @ self.axes.T)

    def point(self, coordinates: ArrayLike) -> Vector:
        """The point (n,) at coordinates (2,) of the plane."""
        return np.asarray(self.origin + np.asarray(coordinates, dtype=float) @ self.axes)


def value_and_gradient(
    problem: Mapping[str, Any], x: ArrayLike, rows: Sequence[int] | NDArray[np.int64] | None = None
) -> tuple[float, Vector]:
    """A problem's function and its gradient at `x`, shape (n,).

    `rows` (indices, for a network only) takes the loss over these points alone: a mini-batch.
    Raises ValueError for an unknown kind, or a missing key.
    """
    point = np.asarray(x, dtype=float)
    try:
        match problem["kind"]:
            case "quadratic":
                return _quadratic(np.asarray(problem["A"]), np.asarray(problem["b"]), point)
            case "rosenbrock":
                return _rosenbrock(float(problem["a"]), float(problem["b"]), point)
            case "network":
                return _network(problem, point, rows)
    except KeyError as missing:
        raise ValueError(
            f"a problem needs the key {missing}, got {sorted(problem)}; see course.surfaces"
        ) from None
    raise ValueError(
        f"a problem's kind must be quadratic, rosenbrock or network, got {problem['kind']!r}"
    )


def _quadratic(A: Vector, b: Vector, x: Vector) -> tuple[float, Vector]:
    Ax = A @ x
    return float(0.5 * x @ Ax - b @ x), Ax - b


def _rosenbrock(a: float, b: float, x: Vector) -> tuple[float, Vector]:
    rise, miss = x[1:] - x[:-1] ** 2, a - x[:-1]
    gradient = np.zeros_like(x)
    gradient[:-1] = -4 * b * x[:-1] * rise - 2 * miss
    gradient[1:] += 2 * b * rise
    return float(np.sum(b * rise**2 + miss**2)), gradient


def _network(
    problem: Mapping[str, Any], theta: Vector, rows: Sequence[int] | NDArray[np.int64] | None
) -> tuple[float, Vector]:
    X = np.ascontiguousarray(problem["X"], dtype=float)
    y = np.asarray(problem["y"])
    n_features, n_hidden = X.shape[1], int(problem["n_hidden"])
    unpack(theta, n_features, n_hidden)  # says what is wrong with a vector that does not fit
    if rows is not None:
        X, y = X[rows], y[rows]
    objective = Objective(
        X,
        (y == 1).reshape(-1, 1),
        None,
        [n_features, n_hidden, 1],
        problem["activation"],
        "logistic",
        float(problem["alpha"]),
    )
    return objective.loss(theta), objective.gradient(theta)

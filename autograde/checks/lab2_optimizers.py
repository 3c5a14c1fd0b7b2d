"""Lab 2: the hidden checks, on inputs drawn anew for each run of the grader."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.optimize import LbfgsInvHessProduct

from course.checks.expect import as_list, expect, expect_close, expect_equal
from course.checks.lab2_optimizers import (
    ACTIVATIONS,
    PLATEAUS,
    loss_and_gradient_of,
    network,
    number,
    parts,
    try_own_then_ours,
)
from course.checks.runner import question
from course.checks.submission import Submission
from course.checks.xor_inputs import with_hidden_weights
from course.data import make_xor
from course.surfaces import initial_weights, n_parameters, pack, unpack, value_and_gradient
from solutions.lab2_optimizers import answers

Rng = np.random.Generator


# --- activations --------------------------------------------------------------------------------


@question("q1", points=1, hint="z may have any shape, and any numbers in it.")
def test_other_shapes(submission: Submission, rng: Rng) -> None:
    """Values and derivatives are right for arrays of other shapes."""
    z = rng.normal(0, 2, size=(rng.integers(2, 5), rng.integers(2, 5)))
    z[0, 0], z[-1, -1] = abs(z[0, 0]), -abs(z[-1, -1])  # both sides, in every draw
    for name in ACTIVATIONS:
        got = parts(submission.call("activate", name, z), ["value", "derivative"])
        for part, wanted in zip(got, answers.activate(name, z), strict=True):
            expect_close(part, wanted, atol=1e-7)


@question("q1", points=1, hint="At the kink, take the slope from the left: 0, and 0.01.")
def test_at_the_kink(submission: Submission) -> None:
    """At 0 the derivatives of ReLU, leaky ReLU and ELU are 0, 0.01 and 1."""
    for name in ("relu", "leaky_relu", "elu"):
        got = parts(submission.call("activate", name, np.zeros(2)), ["value", "derivative"])
        for part, wanted in zip(got, answers.activate(name, np.zeros(2)), strict=True):
            expect_close(part, wanted)


@question("q1", points=2, hint="exp of a large number overflows: only ever take exp of −|z|.")
def test_at_large_numbers(submission: Submission, rng: Rng) -> None:
    """At ±10,000 and beyond all is finite and right, without a warning."""
    z = np.concatenate([[-1e4, 1e4], rng.uniform(800, 9000, 3), -rng.uniform(800, 9000, 3)])
    for name in ACTIVATIONS:
        got = parts(submission.call("activate", name, z), ["value", "derivative"])
        for part, wanted in zip(got, answers.activate(name, z), strict=True):
            expect_close(part, wanted)


# --- loss and gradient --------------------------------------------------------------------------


def random_network(rng: Rng, activation: str, alpha: float) -> tuple[dict, np.ndarray]:
    """A problem of another shape, and a parameter vector for it."""
    n, n_features, n_hidden = (int(rng.integers(*ends)) for ends in ((5, 9), (3, 6), (2, 7)))
    y = np.arange(n) % 2
    problem = network(rng.normal(size=(n, n_features)), y, n_hidden, activation, alpha)
    return problem, rng.normal(size=n_parameters(n_features, n_hidden))


@question("q2", points=1, hint="Any number of points, features and hidden units; any alpha.")
def test_other_losses(submission: Submission, rng: Rng) -> None:
    """The loss is right for networks of other shapes."""
    for activation in ("tanh", "relu"):
        problem, theta = random_network(rng, activation, float(rng.uniform(0.1, 2)))
        loss, _ = loss_and_gradient_of(submission, theta, problem)
        expect_close(number(loss, "loss"), value_and_gradient(problem, theta)[0])


@question("q2", points=3, hint="Check yours with scipy.optimize.check_grad, on several shapes.")
def test_other_gradients(submission: Submission, rng: Rng) -> None:
    """The gradient is right for networks of other shapes, and fits the loss."""
    for activation in ("tanh", "relu"):
        problem, theta = random_network(rng, activation, float(rng.uniform(0.1, 2)))
        _, got = loss_and_gradient_of(submission, theta, problem)
        expect_close(got, value_and_gradient(problem, theta)[1])


@question("q2", points=2, hint="log p of a tiny p: np.logaddexp(0, score) never overflows.")
def test_sure_of_itself(submission: Submission, rng: Rng) -> None:
    """A network surer than a float can say has a finite loss and gradient, without a warning."""
    problem = network(rng.normal(size=(6, 2)), np.arange(6) % 2, 3, "relu", 0.0)
    theta = 300 * np.sign(rng.normal(size=n_parameters(2, 3))) * rng.uniform(1, 2, 13)
    theta[-1] = 5000.0  # every score is far from 0, whatever the units say
    W1, w2, b1, b2 = unpack(theta, 2, 3)
    b1[:] = np.abs(b1)  # so that each unit lives
    for sign in (1, -1):  # what is right in one of the two cases is wrong in the other
        turned = pack(W1, sign * w2, b1, sign * b2)
        loss, gradient = loss_and_gradient_of(submission, turned, problem)
        wanted = answers.loss_and_gradient(turned, *list(problem.values())[1:])
        expect_close(number(loss, "loss"), wanted[0], rtol=1e-6)
        expect_close(gradient, wanted[1], atol=1e-6)


# --- steps --------------------------------------------------------------------------------------


def expect_momentum_steps(submission: Submission, rng: Rng, nesterov: bool) -> None:
    """Raise unless six steps in a row are right, each from the one before."""
    n, rate, momentum = rng.integers(2, 6), rng.uniform(0.01, 0.5), rng.uniform(0.5, 0.99)
    theta, velocity = rng.normal(size=n), np.zeros(n)
    for _ in range(6):
        given = (theta, velocity, rng.normal(size=n), float(rate), float(momentum), nesterov)
        got = parts(submission.call("momentum_step", *given), ["theta", "velocity"])
        theta, velocity = answers.momentum_step(*given)
        expect_close(got[0], theta)
        expect_close(got[1], velocity)


@question("q3", points=1, hint="Follow three steps by hand, with numbers of your own.")
def test_momentum_steps(submission: Submission, rng: Rng) -> None:
    """Six steps of plain momentum in a row are right."""
    expect_momentum_steps(submission, rng, nesterov=False)


@question("q3", points=2, hint="The look ahead uses the new velocity, and the gradient once more.")
def test_nesterov_steps(submission: Submission, rng: Rng) -> None:
    """Six steps of Nesterov's momentum in a row are right."""
    expect_momentum_steps(submission, rng, nesterov=True)


@question("q4", points=3, hint="Other betas, and later steps: t is the number of the step.")
def test_adam_steps(submission: Submission, rng: Rng) -> None:
    """Eight steps of Adam in a row are right, with other betas and another epsilon."""
    n = rng.integers(2, 6)
    beta1, beta2 = float(rng.uniform(0.5, 0.9)), float(rng.uniform(0.9, 0.99))
    for rate, epsilon in ((0.1, 1e-8), (0.5, 0.3)):
        theta, m, v = rng.normal(size=n), np.zeros(n), np.zeros(n)
        for t in range(1, 9):
            given = (theta, m, v, t, rng.normal(size=n), rate, beta1, beta2, epsilon)
            got = parts(submission.call("adam_step", *given), ["theta", "m", "v"])
            theta, m, v = answers.adam_step(*given)
            expect_close(got[1], m)
            expect_close(got[2], v)
            expect_close(got[0], theta, atol=1e-7)


@question("q5", points=2, hint="Try a long curve that goes up and down, and several patiences.")
def test_other_curves(submission: Submission, rng: Rng) -> None:
    """Rates are right for other curves, rates and patiences."""
    for patience in (1, 2, 4):
        losses = np.abs(np.linspace(1, 0.3, 40) + 0.1 * rng.normal(size=40)).tolist()
        rate, tol = float(rng.uniform(0.01, 0.5)), float(rng.uniform(0.03, 0.1))
        got = submission.call("adaptive_rates", losses, rate, tol, patience)
        expect_close(got, answers.adaptive_rates(losses, rate, tol, patience), rtol=1e-9)


@question("q5", points=1, hint="Equal to the best minus tol is good; a patience of 0; one epoch.")
def test_rates_at_the_edges(submission: Submission) -> None:
    """A loss of exactly best − tol is good; a patience of 0 and a list without epochs work."""
    cases: list[tuple[list[float], int]] = [
        ([1.0, 0.75, 0.5, 0.5, 0.25], 0),
        ([1.0, 1.0, 1.0, 0.5, 0.5], 0),
        ([1.0, 0.875, 0.75, 0.625, 0.5], 0),  # each is a new best, by less than tol
        ([1.0, 0.875, 0.75, 0.75, 0.75], 1),
        ([3.0], 2),
        ([], 2),
    ]
    for losses, patience in cases:
        got = submission.call("adaptive_rates", losses, 1.0, 0.25, patience)
        expect_close(got, answers.adaptive_rates(losses, 1.0, 0.25, patience))


# --- line searches ------------------------------------------------------------------------------


def random_descents(rng: Rng, n: int) -> list[tuple[dict, np.ndarray, np.ndarray]]:
    """Problems, points, and directions that go downhill there."""
    found = []
    for i in range(n):
        dim = int(rng.integers(2, 6))
        root = rng.normal(size=(dim, dim))
        problem: dict[str, Any] = {"kind": "rosenbrock", "a": 1.0, "b": float(rng.uniform(5, 100))}
        if i % 2:
            A = root @ root.T + np.eye(dim)
            problem = {"kind": "quadratic", "A": A, "b": rng.normal(size=dim)}
        x = rng.uniform(-2, 2, dim)
        gradient = value_and_gradient(problem, x)[1]
        found.append((problem, x, -gradient * rng.uniform(0.5, 2, dim)))
    return found


@question("q6", points=2, hint="Try other functions, other c1 and other shrink than ½.")
def test_armijo_elsewhere(submission: Submission, rng: Rng) -> None:
    """On other functions the step is the first that fulfils Armijo's condition, for any c1."""
    for i, given in enumerate(random_descents(rng, 8)):
        length = 1e-4 if i == 7 else 1.0  # accepted at once
        given = (*given[:2], length * given[2])
        how = (1e-4, 0.5) if i < 2 else (float(rng.uniform(0.2, 0.7)), float(rng.uniform(0.3, 0.8)))
        got = parts(submission.call("backtrack", *given, *how), ["step", "tries"])
        expect_close(number(got[0], "step"), answers.backtrack(*given, *how)[0])


@question("q6", points=1, hint="A step of 1 that is accepted at once took one try.")
def test_tries(submission: Submission, rng: Rng) -> None:
    """The number of tries is right, also when the first step is good at once."""
    for problem, x, direction in random_descents(rng, 4):
        for length in (1.0, 1e-4):
            given = (problem, x, length * direction, 1e-4, 0.5)
            got = parts(submission.call("backtrack", *given), ["step", "tries"])
            expect_equal(got[1], answers.backtrack(*given)[1])


@question("q7", points=2, hint="Both conditions, in both directions, for any c1 and c2.")
def test_wolfe_elsewhere(submission: Submission, rng: Rng) -> None:
    """On other functions the verdict is right, for steps of many lengths, and each condition."""
    given = [
        (problem, x, direction, float(step), c1, c2)
        for problem, x, direction in random_descents(rng, 6)
        for step in np.geomspace(1e-4, 3, 6)
        for c1, c2 in ((1e-4, 0.9), (0.3, 0.5))
    ]
    bowl = {"kind": "quadratic", "A": np.array([[2.0]]), "b": np.zeros(1)}
    # in f = x² from 1: low but steep; flat enough but not low enough for c1 = 0.6
    down = (bowl, np.array([1.0]), np.array([-2.0]))
    given += [(*down, t, 0.6, 0.3) for t in (0.1, 0.45, 0.55)]
    given += [(*down, t, 0.3, 0.5) for t in (0.3, 0.5, 0.65, 0.9)]
    given += [(*down, t, 0.05, 0.5) for t in (0.8, 0.9)]  # low enough, but steep, uphill
    # where the slope is small the gradient is not: it points to the side
    valley = {"kind": "quadratic", "A": np.diag([1.0, 9.0]), "b": np.zeros(2)}
    along = (valley, np.array([3.0, 1.0]), np.array([-1.0, 0.0]))
    given += [(*along, t, 1e-4, 0.5) for t in (1.0, 2.0, 3.0)]
    for one in given:
        expect_equal(submission.call("strong_wolfe", *one), answers.strong_wolfe(*one))


# --- L-BFGS -------------------------------------------------------------------------------------


def random_pairs(rng: Rng, n: int, dim: int) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Steps, and the changes of a convex function's gradient along them."""
    root = rng.normal(size=(dim, dim))
    A = root @ root.T + np.eye(dim)
    s = [rng.normal(size=dim) for _ in range(n)]
    return s, [A @ step for step in s]


@question("q8", points=2, hint="Compare with scipy.optimize.LbfgsInvHessProduct, for gamma = 1.")
def test_against_scipy(submission: Submission, rng: Rng) -> None:
    """With gamma = 1 it is what scipy's LbfgsInvHessProduct gives, for other sizes."""
    for n in (1, 3, 6):
        dim = int(rng.integers(4, 9))
        s, y = random_pairs(rng, n, dim)
        gradient = rng.normal(size=dim)
        got = submission.call("two_loop", gradient, s, y, 10, 1.0)
        expect_close(got, LbfgsInvHessProduct(np.array(s), np.array(y)) @ gradient)


@question("q8", points=1, hint="Only the newest `memory` pairs count, and gamma in between.")
def test_memory_and_gamma(submission: Submission, rng: Rng) -> None:
    """Only the newest pairs count, as many as memory says; and gamma stands between the loops."""
    s, y = random_pairs(rng, 6, 5)
    gradient = rng.normal(size=5)
    for memory in (1, 2, 4, 6):
        given = (gradient, s, y, memory, float(rng.uniform(0.1, 3)))
        expect_close(submission.call("two_loop", *given), answers.two_loop(*given))


@question("q8", points=1, hint="H y = s for the newest pair, whatever gamma and memory are.")
def test_secant_equation_elsewhere(submission: Submission, rng: Rng) -> None:
    """The secant equation holds for other pairs, and any gamma."""
    s, y = random_pairs(rng, 5, 7)
    for memory in (1, 3, 9):
        got = submission.call("two_loop", y[-1], s, y, memory, float(rng.uniform(0.1, 3)))
        expect_close(got, s[-1])


# --- training -----------------------------------------------------------------------------------


@question("q9", points=2, hint="Each point exactly once an epoch; the last batch may be smaller.")
def test_batches(submission: Submission, rng: Rng) -> None:
    """Each epoch takes every point once, in batches of the size asked for, the last one smaller."""
    X, y = make_xor(int(rng.integers(10**6)), n_per_blob=3)
    theta = initial_weights(2, 3, int(rng.integers(10**6)))
    rate = 1e-7  # so short that all gradients of an epoch are those at theta
    problem = network(X, y, 3, "tanh", 0.0)
    for batch_size in (1, 4):
        got = submission.call("train_sgd", problem, theta, rate, batch_size, 1, 3)
        wanted = 12 / batch_size * value_and_gradient(problem, theta)[1]
        expect_close((theta - np.asarray(got["theta"])) / rate, wanted, atol=1e-3, rtol=1e-3)
    same = network(np.repeat(X[:1], 7, axis=0), np.repeat(y[:1], 7), 3, "tanh", 0.0)
    got = submission.call("train_sgd", same, theta, rate, 3, 2, 3)  # 3 + 3 + 1 points, twice
    wanted = 6 * value_and_gradient(same, theta)[1]
    expect_close((theta - np.asarray(got["theta"])) / rate, wanted, atol=1e-3, rtol=1e-3)


@question("q9", points=1, hint="Shuffle in every epoch; the same random_state, the same run.")
def test_shuffled_anew(submission: Submission, rng: Rng) -> None:
    """The order differs from epoch to epoch and from seed to seed, and a run can be repeated."""
    X, _ = make_xor(int(rng.integers(10**6)), n_per_blob=1)
    problem = network(X[:2], np.array([0, 1]), 2, "tanh", 0.0)
    theta = initial_weights(2, 2, int(rng.integers(10**6)))
    seeds = [int(seed) for seed in rng.integers(10**6, size=2)]
    one, other, again = (
        np.asarray(submission.call("train_sgd", problem, theta, 0.7, 1, 40, seed)["theta"])
        for seed in (*seeds, seeds[0])
    )
    expect_close(again, one)
    expect(bool(np.abs(one - other).max() > 1e-9), "the same run", "another one")
    for order in ([0, 1], [1, 0]):  # the run of who never changes the order
        fixed = theta
        for row in order * 40:
            fixed = fixed - 0.7 * value_and_gradient(problem, fixed, [row])[1]
        expect(bool(np.abs(one - fixed).max() > 1e-9), "one order", "a new one each epoch")


@question("q9", points=1, hint="Eight hidden units solve XOR in 30 epochs: look at your losses.")
def test_sgd_solves_xor(submission: Submission, rng: Rng) -> None:
    """With eight hidden units it trains XOR as far as scikit-learn does, loss by loss."""
    X, y = make_xor(int(rng.integers(10**6)), n_per_blob=20)
    problem = network(X, y, 8, "tanh", 1e-4)
    theta = initial_weights(2, 8, int(rng.integers(10**6)))
    got = submission.call("train_sgd", problem, theta, 0.5, 10, 30, 7)
    losses = as_list(got["losses"])
    expect(len(losses) == 30, len(losses), "30 losses")
    expect_close(losses[-1], value_and_gradient(problem, got["theta"])[0])
    expect(0 < losses[-1] < 0.1, losses[-1], "a loss below 0.1")


@question("q10", points=2, hint="Try Rosenbrock's function; look at the losses.")
def test_lbfgs_in_the_banana(submission: Submission, rng: Rng) -> None:
    """It finds the minimum of Rosenbrock's function, always downhill."""
    problem = {"kind": "rosenbrock", "a": 1.0, "b": 100.0}

    def check(got: Any) -> None:
        losses = as_list(got["losses"])
        expect_close(got["theta"], [1, 1], atol=1e-3)
        expect(bool(np.all(np.diff(losses) <= 0)), losses, "no step uphill")
        expect(len(losses) <= 150, len(losses), "150 iterations at most")

    for _ in range(2):
        start = rng.uniform([0, -1], [2, 3])
        try_own_then_ours(submission, check, problem, start, 10, 200, 1e-6)


@question("q10", points=1, hint="Try memory 1 and many points; count each call.")
def test_lbfgs_solves_xor(submission: Submission, rng: Rng) -> None:
    """With eight hidden units it trains XOR as far as scikit-learn's does."""
    X, y = make_xor(int(rng.integers(10**6)), n_per_blob=20)
    problem = network(X, y, 8, "tanh", 1e-4)
    theta = initial_weights(2, 8, int(rng.integers(10**6)))

    def check(got: Any) -> None:
        expect_close(as_list(got["losses"])[-1], value_and_gradient(problem, got["theta"])[0])
        expect(as_list(got["losses"])[-1] < 0.01, got["losses"][-1], "a loss below 0.01")

    try_own_then_ours(submission, check, problem, theta, 10, 200, 1e-6)


@question("q10", points=1, hint="One call at the start; then, in each iteration, tries and one.")
def test_evaluations(submission: Submission, rng: Rng) -> None:
    """The evaluations are counted as the question says."""
    for given in _short_runs(rng):
        wanted = answers.train_lbfgs(*given)["evaluations"]

        def check(got: Any, wanted: Any = wanted) -> None:
            expect_equal(as_list(got["evaluations"]), wanted)

        try_own_then_ours(submission, check, *given)


@question("q10", points=1, hint="Neither more than max_iter iterations, nor one once it is flat.")
def test_lbfgs_stops(submission: Submission, rng: Rng) -> None:
    """It stops after max_iter iterations, or as soon as the gradient is within tol."""
    for given in _short_runs(rng):
        n = len(answers.train_lbfgs(*given)["losses"])

        def check(got: Any, n: int = n) -> None:
            expect_equal(len(as_list(got["losses"])), n)

        try_own_then_ours(submission, check, *given)


def _short_runs(rng: Rng) -> list[tuple[dict, np.ndarray, int, int, float]]:
    """Runs that end by max_iter, by tol, or before the first step."""
    steepness, b = rng.uniform(1, 9, 3), rng.normal(size=3)
    bowl = {"kind": "quadratic", "A": np.diag(steepness), "b": b}
    banana = {"kind": "rosenbrock", "a": 1.0, "b": 100.0}
    start, lowest = np.array([-1.2, 1.0]), b / steepness
    flat = lowest + 1e-3  # not at the bottom itself, where 1 / sum of |gradient| has no value
    return [(banana, start, 5, 4, 1e-6), (bowl, lowest + 1, 5, 50, 0.5), (bowl, flat, 5, 50, 0.1)]


# --- plateaus and units -------------------------------------------------------------------------


@question("q11", points=1, hint="Groups of any size: weigh each by its number of points.")
def test_other_groups(submission: Submission, rng: Rng) -> None:
    """The height is right for other groups, three merged blobs among them."""
    for _ in range(3):
        groups = rng.integers(1, 400, size=(int(rng.integers(2, 6)), 2)).tolist()
        got = number(submission.call("best_loss", groups), "loss")
        expect_close(got, answers.best_loss(groups))
    got = number(submission.call("best_loss", [[250, 500], [250, 0]]), "loss")
    expect_close(got, 0.75 * (np.log(3) - 2 / 3 * np.log(2)))


@question("q11", points=1, hint="0 log 0 is 0, also for a computer; a group may be empty.")
def test_pure_and_empty_groups(submission: Submission) -> None:
    """Pure groups cost nothing, empty ones change nothing."""
    for groups in ([[3, 0], [0, 5]], [[0, 0], [2, 2]], [[0, 7], [1, 3], [0, 0]]):
        got = number(submission.call("best_loss", groups), "loss")
        expect_close(got, answers.best_loss([(a, b) for a, b in groups]))


@question("q12", points=2, hint="Other plateaus and tolerances; the nearest one, if near enough.")
def test_other_plateaus(submission: Submission, rng: Rng) -> None:
    """Names are right for other losses, plateaus and tolerances."""
    heights = rng.permutation([0.1, 0.25, 0.3, 0.7, 0.9])
    other = dict(zip("abcde", heights.tolist(), strict=True))
    for plateaus, tolerance in ((other, 0.04), (other, 0.2), (PLATEAUS, 0.1)):
        losses = [*rng.uniform(0, 1.2, 30).tolist(), 0.28, 0.27, 0.41, 1.2]
        got = submission.call("classify_losses", losses, plateaus, tolerance)
        expect_equal(as_list(got), answers.classify_losses(losses, plateaus, tolerance))


@question("q13", points=1, hint="Try a unit that lives for a single point only.")
def test_other_relu_units(submission: Submission, rng: Rng) -> None:
    """The states of other ReLU units are right, those that live for a single point too."""
    X = rng.normal(size=(30, 2))
    W1 = rng.normal(size=(2, 6))
    z = X @ W1
    # dead by a hair, alive for one point, linear by a hair, dead for one point, and two others
    top, low = z.max(axis=0), z.min(axis=0)
    b1 = np.array([-top[0] - 0.01, -top[1] + 1e-6, -low[2] + 0.01, -low[3] - 1e-6, 0, -top[5] - 1])
    order = rng.permutation(6)
    clf = with_hidden_weights(W1[:, order], b1[order], "relu")
    expect_equal(as_list(submission.call("unit_states", clf, X)), answers.unit_states(clf, X))


@question("q13", points=2, hint="95 % of the points, both ends, 0.01 and 0.99.")
def test_logistic_units(submission: Submission) -> None:
    """The states of logistic units are right, near the limits too."""
    side = np.where(np.arange(40) % 2, 1.0, -1.0)
    X = np.column_stack([side, np.where(np.arange(40) < 2, 0.0, 1.0)])  # 2 of 40: 5 %
    Y = np.column_stack([side, np.where(np.arange(40) < 3, 0.0, 1.0)])  # 3 of 40: more
    W1 = np.array([[5.0, 4.5, 0, 0, 0, 0, 1], [0, 0, 5, -5, 4.5, 0, 1]])
    b1 = np.array([0.0, 0, 0, 0, 0, -9, 0])
    clf = with_hidden_weights(W1, b1, "logistic")
    for points in (X, Y):
        got = submission.call("unit_states", clf, points)
        expect_equal(as_list(got), answers.unit_states(clf, points))


@question("q14", points=2, hint="Dead from the start; dead and back again; alive only at the end.")
def test_other_deaths(submission: Submission, rng: Rng) -> None:
    """Other lives end where they do: from the start, late, never, and after coming back."""
    X = rng.uniform(-1, 1, size=(20, 2))
    W1 = rng.normal(size=(2, 5))
    alive = np.array(
        [[0, 0, 0, 0, 0, 0], [1, 1, 1, 1, 1, 0], [1, 0, 0, 1, 1, 1], [0, 1, 0, 1, 0, 0],
         [1, 0, 0, 0, 0, 1]]
    )  # fmt: skip
    top = np.max(X @ W1, axis=0)
    clfs = [
        with_hidden_weights(W1, np.where(now, -top + 0.05, -top - 0.05), "relu") for now in alive.T
    ]
    got = submission.call("when_units_died", clfs, X)
    expect_equal(as_list(got), answers.when_units_died(clfs, X))

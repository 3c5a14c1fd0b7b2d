"""Lab 2: the public checks. Students see their sentences, and what was got and expected."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from course.checks.expect import (
    CheckFailed,
    as_list,
    expect,
    expect_close,
    expect_equal,
    expect_keys,
)
from course.checks.runner import question
from course.checks.submission import Submission
from course.checks.xor_inputs import with_hidden_weights
from course.surfaces import value_and_gradient

QUESTIONS = {
    "q1": "Six activations and their derivatives",
    "q2": "Loss and gradient of a network",
    "q3": "A step with momentum",
    "q4": "A step of Adam",
    "q5": "The adaptive learning rate",
    "q6": "A backtracking line search",
    "q7": "The strong Wolfe conditions",
    "q8": "The two-loop recursion",
    "q9": "Train by SGD",
    "q10": "Train by L-BFGS",
    "q11": "The height of a plateau",
    "q12": "Plateaus of 64 runs",
    "q13": "Dead and saturated units",
    "q14": "Which unit died when",
}

Z = np.array([-2.0, -0.5, 0.5, 2.0])
ACTIVATIONS: dict[str, tuple[list[float], list[float]]] = {
    "identity": ([-2, -0.5, 0.5, 2], [1, 1, 1, 1]),
    "logistic": (
        [0.119203, 0.377541, 0.622459, 0.880797],
        [0.104994, 0.235004, 0.235004, 0.104994],
    ),
    "tanh": ([-0.964028, -0.462117, 0.462117, 0.964028], [0.070651, 0.786448, 0.786448, 0.070651]),
    "relu": ([0, 0, 0.5, 2], [0, 0, 1, 1]),
    "leaky_relu": ([-0.02, -0.005, 0.5, 2], [0.01, 0.01, 1, 1]),
    "elu": ([-0.864665, -0.393469, 0.5, 2], [0.135335, 0.606531, 1, 1]),
}

TINY = {
    "X": np.array([[1.0, 2.0], [-1.0, 0.5], [0.25, -1.5]]),
    "y": np.array([1, 0, 1]),
    "theta": np.array([0.5, -0.3, 0.2, 0.4, 1.0, -0.7, 0.1, 0.2, -0.3]),
}
BOWL = {"kind": "quadratic", "A": np.diag([1.0, 10.0]), "b": np.zeros(2)}
BANANA = {"kind": "rosenbrock", "a": 1.0, "b": 100.0}


def parts(got: Any, names: list[str]) -> list[Any]:
    """The parts of an answer that returns several values."""
    if isinstance(got, np.ndarray) and got.ndim:
        got = list(got)
    expect(
        isinstance(got, list) and len(got) == len(names),
        got,
        f"{len(names)} values: {', '.join(names)}",
        "a part is missing, or only one was returned",
        f"End the function with `return {', '.join(names)}`.",
    )
    return list(got)


def number(got: Any, name: str) -> float:
    """A plain number."""
    expect(
        isinstance(got, int | float) and not isinstance(got, bool),
        f"{name} = {got!r}"[:80],
        "a number",
        "an array or nothing was returned",
        "float(…) makes a number of an array with one entry.",
    )
    return float(got)


# --- activations --------------------------------------------------------------------------------


@question("q1", points=2)
def test_values(submission: Submission) -> None:
    """The six activations are right at −2, −½, ½ and 2."""
    for name, (values, _) in ACTIVATIONS.items():
        got, _ = parts(submission.call("activate", name, Z), ["value", "derivative"])
        cause = f"another formula than that of {name}, or values and derivatives swapped"
        expect_close(got, values, cause, "Try z = 2 by hand.", name=name, atol=1e-5)


@question("q1", points=2)
def test_derivatives(submission: Submission) -> None:
    """Their derivatives are right at −2, −½, ½ and 2."""
    for name, (_, derivatives) in ACTIVATIONS.items():
        _, got = parts(submission.call("activate", name, Z), ["value", "derivative"])
        cause = f"the slope of {name} is another: tanh′ = 1 − tanh², logistic′ = p (1 − p)"
        step = "Compare with (f(z + 1e-6) − f(z − 1e-6)) / 2e-6."
        expect_close(got, derivatives, cause, step, name=f"derivative of {name}", atol=1e-5)


# --- loss and gradient --------------------------------------------------------------------------


def network(X: np.ndarray, y: np.ndarray, n_hidden: int, activation: str, alpha: float) -> dict:
    """The problem that Question 2's function is about."""
    how = {"n_hidden": n_hidden, "activation": activation, "alpha": alpha}
    return {"kind": "network", "X": X, "y": y} | how


def loss_and_gradient_of(submission: Submission, theta: np.ndarray, problem: dict) -> list[Any]:
    given = [problem[key] for key in ("X", "y", "n_hidden", "activation", "alpha")]
    # the library's own would be the answer to this question
    own_work = {"value_and_gradient": "course.checks.parts_of_lab2:by_hand"}
    got = submission.call("loss_and_gradient", theta, *given, stand_ins=own_work)
    return parts(got, ["loss", "gradient"])


@question("q2", points=2)
def test_loss(submission: Submission) -> None:
    """The loss is right for three points and two hidden units, with either activation."""
    for activation in ("tanh", "relu"):
        for alpha in (0.0, 0.5):
            problem = network(TINY["X"], TINY["y"], 2, activation, alpha)
            loss, _ = loss_and_gradient_of(submission, TINY["theta"], problem)
            wanted, _ = value_and_gradient(problem, TINY["theta"])
            cause = (
                "the sum in place of the mean, log p of the wrong class, or p without b2"
                if alpha == 0
                else "the penalty: alpha / (2 n) times the squares of W1 and w2, without biases"
            )
            name = f"loss ({activation}, alpha = {alpha:g})"
            expect_close(number(loss, "loss"), wanted, cause, "Try alpha = 0 first.", name=name)


@question("q2", points=2)
def test_gradient(submission: Submission) -> None:
    """The gradient is right for the same three points."""
    for activation in ("tanh", "relu"):
        problem = network(TINY["X"], TINY["y"], 2, activation, 0.5)
        _, got = loss_and_gradient_of(submission, TINY["theta"], problem)
        _, wanted = value_and_gradient(problem, TINY["theta"])
        cause = "parts in another order than W1, w2, b1, b2; no division by n; or no penalty in it"
        step = (
            "scipy.optimize.check_grad tells you whether it fits your loss; set alpha to 0 first."
        )
        expect_close(got, wanted, cause, step, name=f"gradient ({activation})")


# --- steps --------------------------------------------------------------------------------------


@question("q3", points=1)
def test_first_momentum_step(submission: Submission) -> None:
    """From velocity 1 with gradient 2, rate 0.1 and momentum 0.9: velocity 0.7, theta 5.7."""
    given = (np.array([5.0]), np.array([1.0]), np.array([2.0]), 0.1, 0.9, False)
    theta, velocity = parts(submission.call("momentum_step", *given), ["theta", "velocity"])
    cause = "the sign of the gradient, or the momentum left out"
    expect_close(velocity, [0.7], cause, "0.9 × 1 − 0.1 × 2 is 0.7.", name="velocity")
    expect_close(theta, [5.7], "the old velocity was added", "Add the new one.", name="theta")


@question("q3", points=1)
def test_first_nesterov_step(submission: Submission) -> None:
    """The same with Nesterov's look ahead: velocity 0.7, theta 5.43."""
    given = (np.array([5.0]), np.array([1.0]), np.array([2.0]), 0.1, 0.9, True)
    theta, velocity = parts(submission.call("momentum_step", *given), ["theta", "velocity"])
    expect_close(velocity, [0.7], "the velocity is the same as before", name="velocity")
    cause = "the plain step, or the old velocity in the look ahead"
    expect_close(theta, [5.43], cause, "0.9 × 0.7 − 0.1 × 2 is 0.43.", name="theta")


@question("q4", points=2)
def test_first_adam_step(submission: Submission) -> None:
    """Adam's first step is as long as the rate, whatever the gradient: that is its character."""
    gradient = np.array([1000.0, -0.001])
    zeros = np.zeros(2)
    given = (zeros, zeros, zeros, 1, gradient, 0.01, 0.9, 0.999, 1e-12)
    theta, m, v = parts(submission.call("adam_step", *given), ["theta", "m", "v"])
    expect_close(m, [100, -0.0001], "m' = beta1 × m + (1 − beta1) × gradient", name="m")
    expect_close(v, [1000, 1e-9], "v' uses the squares of the gradient", name="v", atol=1e-12)
    cause = "m̂ and v̂ were left out, their powers are wrong, or the sign of the step"
    expect_close(theta, [-0.01, 0.01], cause, "At t = 1, m̂ is the gradient.", name="theta")


@question("q5", points=2)
def test_rates(submission: Submission) -> None:
    """Two bad epochs in a row, with a patience of 1, bring a fifth of the rate."""
    losses = [0.9, 0.8, 0.85, 0.7, 0.75, 0.68, 0.5, 0.6, 0.6, 0.6, 0.6]
    got = submission.call("adaptive_rates", losses, 0.1, 0.05, 1)
    wanted = [0.1] * 6 + [0.02] * 3 + [0.004] * 2
    cause = "compared with the epoch before and not with the best, tol forgotten, or one epoch off"
    step = "Epochs 5 and 6 (0.75, 0.68) are both bad: neither is below 0.7 by 0.05."
    expect_close(got, wanted, cause, step)


# --- line searches ------------------------------------------------------------------------------


@question("q6", points=2)
def test_armijo_in_the_banana(submission: Submission) -> None:
    """From (−1.2, 1) straight downhill on Rosenbrock's function, step 1/1024 is the first."""
    x = np.array([-1.2, 1.0])
    _, gradient = value_and_gradient(BANANA, x)
    got = submission.call("backtrack", BANANA, x, -gradient, 1e-4, 0.5)
    step, tries = parts(got, ["step", "tries"])
    cause = "another condition, or another first step than 1"
    expect_close(number(step, "step"), 2.0**-10, cause, "Print each step and its f.", name="step")
    cause = "tries counts the steps 1, ½, ¼, …, the accepted one included"
    expect_equal(tries, 11, cause, "Start counting at 1.", name="tries")


@question("q7", points=2)
def test_steps_in_a_bowl(submission: Submission) -> None:
    """In f = ½ x², from x = 1 in the direction −1: 1 is good, 0.01 too short, 2.1 too long."""
    bowl = {"kind": "quadratic", "A": np.array([[1.0]]), "b": np.zeros(1)}
    reasons = [
        (1.0, True, "this step ends at the minimum: f is low, the slope is 0"),
        (0.01, False, "here the slope is still 99 % of what it was: not flat enough"),
        (1.95, False, "here the slope is 95 % of what it was, upwards: take absolute values"),
        (2.1, False, "here f is higher than before: Armijo's condition is not fulfilled"),
    ]
    for step, wanted, cause in reasons:
        given = (bowl, np.array([1.0]), np.array([-1.0]), step, 1e-4, 0.9)
        got = submission.call("strong_wolfe", *given)
        expect_equal(got, wanted, cause, "Print both sides of both conditions.", name=f"{step}")


# --- L-BFGS -------------------------------------------------------------------------------------


@question("q8", points=1)
def test_no_memory_yet(submission: Submission) -> None:
    """Without any pair, H × gradient is gamma × gradient."""
    got = submission.call("two_loop", np.array([1.0, -2.0]), [], [], 5, 0.25)
    expect_close(got, [0.25, -0.5], "gamma was left out, or the sign turned", "r = gamma × q.")


@question("q8", points=2)
def test_secant_equation(submission: Submission) -> None:
    """H maps the newest change of the gradient to the newest step: H y = s."""
    s = [np.array([1.0, 0.5, 0.0]), np.array([0.2, -1.0, 0.3])]
    y = [np.array([2.0, 1.5, -0.5]), np.array([0.1, -3.0, 0.9])]
    got = submission.call("two_loop", y[-1], s, y, 5, 0.7)
    cause = "the loops run in the wrong direction, or alphas and pairs do not belong together"
    expect_close(got, s[-1], cause, "First loop newest to oldest, second oldest to newest.")


@question("q9", points=2)
def test_one_large_batch(submission: Submission) -> None:
    """With all points in one batch it is gradient descent, step by step."""
    problem = network(TINY["X"], TINY["y"], 2, "tanh", 0.1)
    got = submission.call("train_sgd", problem, TINY["theta"], 0.5, 3, 4, 0)
    expect_keys(got, ["theta", "losses"])
    theta, losses = TINY["theta"], []
    for _ in range(4):
        theta = theta - 0.5 * value_and_gradient(problem, theta)[1]
        losses.append(value_and_gradient(problem, theta)[0])
    cause = "more or fewer than one step an epoch, or uphill"
    expect_close(got["theta"], theta, cause, "Try one epoch, by hand.", name="theta")
    cause = "the loss before each epoch, or of a batch only"
    expect_close(got["losses"], losses, cause, "After each epoch, without rows.", name="losses")


def try_own_then_ours(submission: Submission, check: Callable[[Any], None], *given: Any) -> None:
    """Question 10 with the student's own parts; if that fails, with ours in their place."""
    try:
        check(submission.call("train_lbfgs", *given))
    except CheckFailed as failed:
        ours = {name: f"course.checks.parts_of_lab2:{name}" for name in ("two_loop", "backtrack")}
        try:
            check(submission.call("train_lbfgs", *given, stand_ins=ours))
        except CheckFailed:
            raise failed from None


@question("q10", points=2)
def test_bottom_of_a_bowl(submission: Submission) -> None:
    """In a bowl ten times steeper one way than the other, it finds the bottom and says how."""

    def check(got: Any) -> None:
        expect_keys(got, ["theta", "losses", "evaluations"])
        cause = "it stopped too early, went uphill, or pairs (s, y) do not belong together"
        expect_close(got["theta"], [0, 0], cause, "Print theta in each iteration.", atol=1e-6)
        losses, counts = as_list(got["losses"]), as_list(got["evaluations"])
        expect(
            len(losses) == len(counts) and 2 <= len(losses) <= 30,
            f"{len(losses)} losses and {len(counts)} evaluations",
            "2 to 30 of both, one an iteration",
            "one of the lists is filled elsewhere than at the end of an iteration",
            "Append to both in each iteration.",
        )

    try_own_then_ours(submission, check, BOWL, np.array([3.0, -1.0]), 5, 100, 1e-8)


# --- plateaus and units -------------------------------------------------------------------------


@question("q11", points=2)
def test_named_plateaus(submission: Submission) -> None:
    """One group of 500 and 500 points costs ln 2; half of the points known, half of that."""
    for groups, wanted in [
        ([[500, 500]], np.log(2)),
        ([[250, 250], [250, 0], [0, 250]], np.log(2) / 2),
    ]:
        got = number(submission.call("best_loss", groups), "loss")
        cause = "log₂ in place of the natural logarithm, or a sum in place of a mean over points"
        step = "In a group of n0 and n1 points the best probability is n1 / (n0 + n1)."
        expect_close(got, wanted, cause, step, name=f"best_loss({groups})")


PLATEAUS = {"solved": 0.0, "half": 0.3466, "three": 0.4774, "nothing": 0.6931}


@question("q12", points=2)
def test_names_of_losses(submission: Submission) -> None:
    """Five losses get the names of the plateaus nearest to them, one is elsewhere."""
    losses = [0.0005, 0.6929, 0.348, 0.47, 0.36, 0.55]
    got = submission.call("classify_losses", losses, PLATEAUS, 0.03)
    wanted = ["solved", "nothing", "half", "three", "half", "elsewhere"]
    cause = "the first plateau within the tolerance, or no limit to the distance"
    expect_equal(as_list(got), wanted, cause, "Print each loss with its distances.")


@question("q13", points=2)
def test_relu_units(submission: Submission) -> None:
    """Of three ReLU units one is dead on the points, one linear, one working."""
    X = np.array([[-1.0, -1.0], [-1.0, 1.0], [1.0, -1.0], [1.0, 1.0]])
    clf = with_hidden_weights(np.array([[1.0, 1, 1], [1.0, 0, 1]]), np.array([-3.0, 2, 0]), "relu")
    got = submission.call("unit_states", clf, X)
    cause = "units and points swapped, the sign of X W1 + b1, or one point in place of all"
    step = "Print X @ clf.coefs_[0] + clf.intercepts_[0]: one column a unit."
    expect_equal(as_list(got), ["dead", "linear", "working"], cause, step)


@question("q14", points=2)
def test_time_of_death(submission: Submission) -> None:
    """The first unit dies at position 2; the second lives to the end."""
    X = np.array([[-1.0, 0.0], [1.0, 0.5]])
    biases = [[0.5, 0.5], [0.0, -2.0], [-1.5, 1.0], [-2.0, 0.5]]
    clfs = [
        with_hidden_weights(np.array([[1.0, -1], [0.5, 0]]), np.array(b), "relu") for b in biases
    ]
    got = submission.call("when_units_died", clfs, X)
    cause = "the last position at which it lived, or the first death though it came back"
    expect_equal(as_list(got), [2, None], cause, "Look at the last time it lived, and add 1.")

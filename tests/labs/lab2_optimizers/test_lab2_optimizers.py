"""Lab 2: its text keeps its promises, and its answers are what torch, scipy and scikit-learn do."""

import re

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import LbfgsInvHessProduct, line_search, minimize
from sklearn.neural_network import _stochastic_optimizers as theirs

from autograde.checks import checks_of, points_of
from autograde.release import source_notebook
from autograde.variants import file_variants
from course.checks import parts_of_lab2
from course.data import make_xor
from course.mlp import fit_seeds
from course.mlp.presets import HW04
from course.surfaces import initial_weights, value_and_gradient
from solutions.lab2_optimizers import answers

LAB = "lab2_optimizers"
BANANA = {"kind": "rosenbrock", "a": 1.0, "b": 100.0}
seeds = st.integers(0, 2**32 - 1)

# --- the text -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def cells():
    return source_notebook(LAB).cells


def test_headings_state_the_points(cells):
    text = "\n".join(cell.source for cell in cells)
    stated = re.findall(r"### Question (\d+) · [^\n]*\((\d+) points\)", text)
    assert {f"q{number}": int(n) for number, n in stated} == points_of(LAB)
    assert f"({sum(points_of(LAB).values())} points)" in text
    manual = [
        marks["points"]
        for cell in cells
        if (marks := cell.metadata.get("nbgrader", {})).get("grade") and marks["solution"]
    ]
    assert manual == [4, 4, 4]
    assert f"({sum(manual)} points)" in text
    assert text.count("**In your words (4 points).**") == 3


def test_every_question_has_public_and_hidden_checks_with_hints():
    for question in points_of(LAB):
        own = [check for check in checks_of(LAB) if check.question == question]
        assert {check.hidden for check in own} == {True, False}
        assert all(check.hint for check in own if check.hidden)


@pytest.mark.parametrize("question", points_of(LAB))
def test_enough_variants_of_each_question(question):
    own = [v for v in file_variants(LAB, points_of(LAB)) if v.question == question]
    sources = [v.sources[question] for v in own]
    assert len(set(sources)) == len(sources)
    assert sum(" right: " in f" {v.name}" for v in own) >= 3
    assert sum(" wrong: " in f" {v.name}" for v in own) >= 8


# --- the answers --------------------------------------------------------------------------------

TORCH = {
    "identity": lambda z: z,
    "logistic": torch.sigmoid,
    "tanh": torch.tanh,
    "relu": torch.relu,
    "leaky_relu": torch.nn.functional.leaky_relu,
    "elu": torch.nn.functional.elu,
}


@given(st.lists(st.floats(-1e4, 1e4), max_size=8), st.sampled_from(sorted(TORCH)))
def test_activations_and_their_derivatives_as_torch_has_them(numbers, name):
    z = torch.tensor([*numbers, 0.0, -1e4, 1e4], dtype=torch.float64, requires_grad=True)
    wanted = TORCH[name](z)
    wanted.sum().backward()
    value, derivative = answers.activate(name, z.detach().numpy())
    np.testing.assert_allclose(value, wanted.detach().numpy(), atol=1e-12)
    np.testing.assert_allclose(derivative, z.grad.numpy(), atol=1e-12)


@given(seeds, st.sampled_from(["tanh", "relu"]))
def test_loss_and_gradient_as_the_library_has_them(seed, activation):
    """`tests/course/test_surfaces.py` holds the library's against torch's autograd."""
    rng = np.random.default_rng(seed)
    n, n_features, n_hidden = (int(k) for k in rng.integers(1, 6, size=3))
    X, y = rng.normal(size=(n, n_features)), rng.integers(0, 2, size=n)
    theta = rng.normal(size=n_features * n_hidden + 2 * n_hidden + 1)
    loss, gradient = answers.loss_and_gradient(theta, X, y, n_hidden, activation, 0.3)
    how = {"n_hidden": n_hidden, "activation": activation, "alpha": 0.3}
    wanted = value_and_gradient({"kind": "network", "X": X, "y": y} | how, theta)
    np.testing.assert_allclose(loss, wanted[0], rtol=1e-9)
    np.testing.assert_allclose(gradient, wanted[1], atol=1e-12)


def steps_of(rng):
    """A start, and the gradients of ten steps."""
    return rng.normal(size=4), rng.normal(size=(10, 4))


def torch_steps(optimizer_class, start, gradients, **how):
    theta = torch.tensor(start, requires_grad=True)
    optimizer = optimizer_class([theta], **how)
    for gradient in gradients:
        theta.grad = torch.tensor(gradient)
        optimizer.step()
        yield theta.detach().numpy().copy()


@given(seeds, st.floats(0.1, 0.99), st.booleans())
def test_momentum_step_by_step(seed, momentum, nesterov):
    start, gradients = steps_of(np.random.default_rng(seed))
    sgd = torch.optim.SGD
    in_torch = torch_steps(sgd, start, gradients, lr=0.1, momentum=momentum, nesterov=nesterov)
    in_sklearn = start.copy()
    optimizer = theirs.SGDOptimizer([in_sklearn], 0.1, "constant", momentum, nesterov)
    theta, velocity = start, np.zeros(4)
    for gradient, wanted in zip(gradients, in_torch, strict=True):
        theta, velocity = answers.momentum_step(theta, velocity, gradient, 0.1, momentum, nesterov)
        optimizer.update_params([in_sklearn], [gradient])
        np.testing.assert_allclose(theta, wanted, atol=1e-12)
        np.testing.assert_allclose(theta, in_sklearn, atol=1e-12)


@given(seeds, st.floats(0.5, 0.95), st.floats(0.8, 0.9999))
def test_adam_step_by_step(seed, beta1, beta2):
    start, gradients = steps_of(np.random.default_rng(seed))
    in_torch = torch_steps(torch.optim.Adam, start, gradients, lr=0.1, betas=(beta1, beta2))
    in_sklearn = start.copy()
    optimizer = theirs.AdamOptimizer([in_sklearn], 0.1, beta1, beta2, 1e-8)
    theta, m, v = start, np.zeros(4), np.zeros(4)
    for t, (gradient, wanted) in enumerate(zip(gradients, in_torch, strict=True), 1):
        theta, m, v = answers.adam_step(theta, m, v, t, gradient, 0.1, beta1, beta2, 1e-8)
        optimizer.update_params([in_sklearn], [gradient])
        np.testing.assert_allclose(theta, wanted, atol=1e-12)
        # scikit-learn adds epsilon to √v before it corrects the bias
        np.testing.assert_allclose(theta, in_sklearn, atol=1e-4)


def test_adaptive_rates_of_a_whole_training():
    """Seeds of HW04: scikit-learn's own optimizer is told to slow down at the same epochs."""
    X, y = make_xor(11, n_per_blob=25)
    for clf in fit_seeds(X, y, range(4), **HW04["sgd"] | {"max_iter": 300}):
        optimizer = theirs.SGDOptimizer([], 0.1, "adaptive")
        expected, n_bad, best = [], 0, np.inf
        for loss in clf.loss_curve_:
            expected.append(optimizer.learning_rate)
            n_bad = n_bad + 1 if loss > best - clf.tol else 0
            best = min(best, loss)
            if n_bad > clf.n_iter_no_change:
                optimizer.trigger_stopping("", False)
                n_bad = 0
        got = answers.adaptive_rates(clf.loss_curve_, 0.1, clf.tol, clf.n_iter_no_change)
        np.testing.assert_allclose(got, expected)


@given(seeds)
def test_a_backtracked_step_is_good_and_the_one_before_was_not(seed):
    rng = np.random.default_rng(seed)
    x = rng.uniform(-2, 2, 3)
    value, gradient = value_and_gradient(BANANA, x)
    step, tries = answers.backtrack(BANANA, x, -gradient, 1e-3, 0.5)
    assert step == 0.5 ** (tries - 1)

    def is_low(step):
        allowed = value - 1e-3 * step * gradient @ gradient
        return value_and_gradient(BANANA, x - step * gradient)[0] <= allowed

    assert is_low(step)
    assert tries == 1 or not is_low(2 * step)


@given(seeds)
def test_what_scipys_line_search_finds_fulfils_both_wolfe_conditions(seed):
    x = np.random.default_rng(seed).uniform(-2, 2, 2)
    value, gradient = (lambda x, i=i: value_and_gradient(BANANA, x)[i] for i in (0, 1))
    direction = -gradient(x)
    step = line_search(value, gradient, x, direction, c1=1e-4, c2=0.9, maxiter=60)[0]
    if step is not None:
        assert answers.strong_wolfe(BANANA, x, direction, step, 1e-4, 0.9)
        assert not answers.strong_wolfe(BANANA, x, direction, step * 1e-9, 1e-4, 0.9)


@pytest.mark.parametrize("two_loop", [answers.two_loop, parts_of_lab2.two_loop])
@given(seed=seeds, n=st.integers(1, 5), memory=st.integers(1, 7))
def test_the_two_loops_are_scipys_product_and_learn_the_last_lesson(two_loop, seed, n, memory):
    rng = np.random.default_rng(seed)
    root = rng.normal(size=(6, 6))
    A = root @ root.T + np.eye(6)
    s = rng.normal(size=(n, 6))
    y = s @ A
    gradient = rng.normal(size=6)
    wanted = LbfgsInvHessProduct(s[-memory:], y[-memory:]) @ gradient
    np.testing.assert_allclose(two_loop(gradient, list(s), list(y), memory, 1.0), wanted, rtol=1e-6)
    learned = two_loop(y[-1], list(s), list(y), memory, 0.3)
    np.testing.assert_allclose(learned, s[-1], rtol=1e-6, atol=1e-9)


@given(seeds)
def test_the_part_that_stands_in_finds_the_same_step(seed):
    x = np.random.default_rng(seed).uniform(-2, 2, 3)
    given = (BANANA, x, -value_and_gradient(BANANA, x)[1], 1e-4, 0.5)
    assert parts_of_lab2.backtrack(*given) == answers.backtrack(*given)


def test_lbfgs_reaches_what_scipys_reaches():
    for start in ([-1.2, 1.0], [2.0, -2.0], [0.0, 3.0]):
        run = answers.train_lbfgs(BANANA, np.array(start), 10, 200, 1e-6)
        theirs_ = minimize(lambda x: value_and_gradient(BANANA, x), start, jac=True)
        np.testing.assert_allclose(run["theta"], theirs_.x, atol=1e-4)
        assert len(run["losses"]) <= 2 * theirs_.nit


def test_both_trainings_reach_what_scikit_learn_reaches():
    X, y = make_xor(11)
    how = {"n_hidden": 2, "activation": "tanh", "alpha": 1e-4}
    problem = {"kind": "network", "X": X, "y": y} | how
    starts = [initial_weights(2, 2, seed) for seed in range(16)]
    lbfgs = [answers.train_lbfgs(problem, start, 10, 200, 1e-6)["losses"][-1] for start in starts]
    known = {"activation": "tanh"}
    wanted = [clf.loss_ for clf in fit_seeds(X, y, range(16), **HW04["lbfgs"] | known)]
    assert min(lbfgs) == pytest.approx(min(wanted), abs=1e-4)
    assert abs(np.sum(np.array(lbfgs) < 0.05) - np.sum(np.array(wanted) < 0.05)) <= 4
    sgd = [answers.train_sgd(problem, start, 0.1, 10, 40, 0)["losses"][-1] for start in starts[:3]]
    assert min(sgd) < 0.05


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=1, max_size=5))
def test_the_height_of_a_plateau_is_the_entropy_left(groups):
    total = sum(map(sum, groups))
    if total == 0:
        return
    best = np.linspace(1e-6, 1 - 1e-6, 2001)  # the best probability of each group, by trying
    tried = sum(np.min(-n0 * np.log(1 - best) - n1 * np.log(best)) for n0, n1 in groups) / total
    assert answers.best_loss(groups) == pytest.approx(tried, abs=2e-5)


def test_states_of_units_of_the_64_runs():
    """One ReLU unit of SGD's 32 dies, that of seed 10, by epoch 8: the text says so."""
    X, y = make_xor(11)
    clfs = fit_seeds(X, y, range(16), **HW04["sgd"] | {"activation": "relu"})
    dead = {clf.random_state for clf in clfs if "dead" in answers.unit_states(clf, X)}
    assert dead == {10}
    [early] = fit_seeds(X, y, [10], **HW04["sgd"] | {"activation": "relu", "max_iter": 8})
    assert "dead" in answers.unit_states(early, X)
    lbfgs = fit_seeds(X, y, range(16), **HW04["lbfgs"] | {"activation": "relu"})
    assert not any("dead" in answers.unit_states(clf, X) for clf in lbfgs)

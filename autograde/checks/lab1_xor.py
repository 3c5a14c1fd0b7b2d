"""Lab 1: the hidden checks. A student learns of each only its sentence and its hint."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest

from course.checks.expect import (
    CheckFailed,
    as_list,
    expect,
    expect_close,
    expect_equal,
    expect_keys,
    expect_table,
)
from course.checks.lab1_xor import (
    CURVE_TITLES,
    STUCK_COLUMNS,
    SUMMARY_KEYS,
    TABLE_COLUMNS,
)
from course.checks.pictures import (
    expect_fields,
    expect_limits_shared,
    expect_lines,
    expect_panels,
)
from course.checks.runner import question
from course.checks.runs import Runs, SixteenRuns, expect_settings, expect_trained
from course.checks.submission import Submission
from course.checks.xor_inputs import lopsided_runs, small_runs
from course.data import make_xor
from course.mlp import MLPClassifier, fit_seeds
from course.mlp.presets import HW04
from course.personal import SixteenSeeds
from solutions.lab1_xor import answers


def csv_text(header: str, values: np.ndarray) -> str:
    rows = [",".join(map(repr, np.atleast_1d(row).tolist())) for row in values]
    return "\n".join([header, *rows]) + "\n"


@question("q1", points=2, hint="Read all four files from the folder that the function is given.")
def test_another_folder(submission: Submission) -> None:
    """load_data reads whatever folder it is given, every line of it."""
    X_train, y_train = make_xor(31, n_per_blob=4)
    X_test, y_test = make_xor(32, n_per_blob=6)
    files = {
        "x_train.csv": csv_text("x1,x2", X_train),
        "y_train.csv": csv_text("y", y_train),
        "x_test.csv": csv_text("x1,x2", X_test),
        "y_test.csv": csv_text("y", y_test),
    }
    with submission.folder(files) as folder:
        got = submission.call("load_data", folder)
    expect(isinstance(got, list) and len(got) == 4, got, "four arrays")
    for array, wanted in zip(got, (X_train, y_train, X_test, y_test), strict=True):
        expect_close(array, wanted, rtol=1e-12)


@question("q2", points=2, hint="Try data with other shapes and other fractions than 1/2.")
def test_description_of_other_data(submission: Submission) -> None:
    """describe_data is right for data of other sizes, and for labels against XOR's rule."""
    rng = np.random.RandomState(8)
    for n_samples, n_features in [(23, 2), (40, 3)]:
        X, y = rng.randn(n_samples, n_features), (rng.rand(n_samples) < 0.3).astype(int)
        X[:, 2:] = np.abs(X[:, 2:])  # so that the product of all columns has the sign of x1 * x2
        try:
            got = submission.call("describe_data", X, y)
        except CheckFailed:
            if n_features == 2:
                raise
            continue  # `x1, x2 = X.T` is a good answer, too
        wanted = answers.describe_data(X, y)
        expect_keys(got, list(wanted))
        for key, value in wanted.items():
            expect_close(got[key], value)


@question("q3", points=6, hint="Fit each classifier on the X and y that the function was given.")
def test_runs_are_trained(submission: Submission) -> None:
    """The classifiers predict what networks trained from those seeds on that data predict."""
    X, y = make_xor(13, n_per_blob=12)
    settings = HW04["sgd"] | {"activation": "tanh", "max_iter": 7, "momentum": 0.5}
    seeds = [21, 3, 40, 8]
    got = submission.call("run_seeds", X, y, seeds, returns="estimators", **settings)
    expect_trained(got, fit_seeds(X, y, seeds, **settings), X)


@cache
def reference_runs(
    seeds: SixteenSeeds, data_seed: int, n_per_blob: int, solver: str, activation: str
) -> tuple[list[MLPClassifier], dict[str, Any], np.ndarray, np.ndarray]:
    """Sixteen runs as they should be, their settings, and the points they were trained on."""
    X, y = make_xor(data_seed, n_per_blob=n_per_blob)
    settings = HW04[solver] | {"activation": activation}
    return fit_seeds(X, y, seeds.values, **settings), settings, X, y


def data_seed(seeds: SixteenSeeds, rng: np.random.Generator, common: int) -> int:
    """From which seed a hidden data set is made: where seeds are personal, so is the data."""
    return int(rng.integers(2**31)) if seeds.are_personal else common


def expect_sixteen(
    submission: Submission, seeds: SixteenSeeds, function: str, *reference: Any
) -> None:
    """Raise unless the answer's runs have the settings and predict what the reference does."""
    # both first: what a worker computes while it warms up is there for all submissions
    references = {
        activation: reference_runs(seeds, *reference, activation)
        for activation in ("relu", "logistic")
    }
    for activation, (wanted, settings, X, y) in references.items():

        def check(runs: Runs, wanted: Any = wanted, settings: Any = settings, X: Any = X) -> None:
            expect_settings(runs, settings)
            expect_trained(runs, wanted, X)

        SixteenRuns(submission, seeds, function, X, y, activation).expect(check)


@question("q4", points=3, hint="Train on the data and with the activation that were passed in.")
def test_lbfgs_runs_are_trained(
    submission: Submission, seeds: SixteenSeeds, rng: np.random.Generator
) -> None:
    """lbfgs_runs trains on the data given, with the activation given and the right settings."""
    expect_sixteen(submission, seeds, "lbfgs_runs", data_seed(seeds, rng, 14), 5, "lbfgs")


@question("q8", points=3, hint="Train on the data and with the activation that were passed in.")
def test_sgd_runs_are_trained(
    submission: Submission, seeds: SixteenSeeds, rng: np.random.Generator
) -> None:
    """sgd_runs trains on the data given, with the activation given and the right settings."""
    expect_sixteen(submission, seeds, "sgd_runs", data_seed(seeds, rng, 15), 3, "sgd")


@question("q5", points=3, hint="Each panel shows its own classifier; all panels share their axes.")
def test_grid_of_other_runs(submission: Submission) -> None:
    """The grid is right for other classifiers: own field each, titles that follow, shared axes."""
    clfs, X, y = lopsided_runs(16, tuple(range(31, 15, -1)))
    figure = submission.call("draw_grid", clfs, X, y, returns="figure")
    expect_panels(figure, [f"seed {clf.random_state}" for clf in clfs])
    expect_fields(figure, clfs, X)
    expect_limits_shared(figure)


@question("q6", points=3, hint="Try runs from several seeds, in any order, on data of your own.")
def test_summary_of_other_runs(submission: Submission) -> None:
    """summarize_runs is right for other classifiers and other data, iterations included."""
    clfs, X, y = small_runs(6, (14, 6, 5, 2, 0, 31, 30))
    X_other, _ = make_xor(66, n_per_blob=60)
    y_other = clfs[0].predict(X_other)
    y_other[0] = 1 - y_other[0]  # an error rate that is small, but not zero
    for runs, *data in [(clfs, X, y), (clfs, X_other, y_other), (clfs[1:], X, clfs[1].predict(X))]:
        got = submission.call("summarize_runs", runs, *data)
        wanted = answers.summarize_runs(runs, *data)
        expect_keys(got, SUMMARY_KEYS)
        expect_equal(as_list(got["zero_seeds"]), wanted["zero_seeds"])
        for key in SUMMARY_KEYS[1:]:
            expect_close(got[key], wanted[key])


@question("q7", points=3, hint="Lowest loss first; and what if no run is stuck?")
def test_stuck_runs_in_order(submission: Submission) -> None:
    """stuck_runs is right for other runs: error rates, losses, order; and when none is stuck."""
    clfs, X, y = small_runs(6, (14, 6, 5, 2, 0, 31, 30), activation="logistic", max_iter=25)
    y_noisy = y.copy()
    y_noisy[:2] = 1 - y_noisy[:2]
    for labels in (y, y_noisy):
        wanted = answers.stuck_runs(clfs, X, labels)
        table = expect_table(
            submission.call("stuck_runs", clfs, X, labels), STUCK_COLUMNS, len(wanted)
        )
        for column in STUCK_COLUMNS:
            expect_close(table[column].to_numpy(), wanted[column].to_numpy())
    one = clfs[:1]
    got = submission.call("stuck_runs", one, X, one[0].predict(X))
    expect(len(got) == 0, got, "no rows")


@pytest.mark.parametrize("as_array", [False, True])
@question("q9", points=1, hint="What if the loss is just reached, or never, or at once?")
def test_epochs_at_the_edges(submission: Submission, as_array: bool) -> None:
    """epochs_to_reach: equal counts as reached, never is None, at once is 1."""
    curve = [0.75, 0.5, 0.25, 0.5, 0.125]
    given = np.array(curve) if as_array else curve
    for loss, epoch in [(0.5, 2), (0.8, 1), (0.125, 5), (0.3, 3), (0.1, None)]:
        expect_equal(submission.call("epochs_to_reach", given, loss), epoch)


@question("q10", points=3, hint="Try summaries with no seed in common, and with none at all.")
def test_other_comparisons(submission: Submission) -> None:
    """compare_solvers is right for other summaries, with sorted seeds and empty lists too."""
    cases = [([15, 3, 11, 0], [3, 12, 0, 14, 1]), ([], [7]), ([2, 1], [])]
    for i, (one, two) in enumerate(cases):
        first = {"zero_seeds": one, "fraction_at_zero": len(one) / 16, "mean_iterations": 28.75 + i}
        second = {"zero_seeds": two, "fraction_at_zero": len(two) / 16, "mean_iterations": 356.25}
        more = {"median_iterations": 40.0}
        got = submission.call("compare_solvers", first | more, second | more)
        wanted = answers.compare_solvers(first, second)
        expect_keys(got, list(wanted))
        expect_close(got["iterations_ratio"], wanted["iterations_ratio"])
        for key in ("both", "only_first", "only_second"):
            expect_equal(as_list(got[key]), wanted[key])


@question("q11", points=2, hint="Sorted seeds; each run has its own max_iter; it may be none.")
def test_other_limits(submission: Submission) -> None:
    """hit_limit is right for runs with different limits, out of order, and when none is cut."""
    early, _, _ = small_runs(6, (14, 6, 5, 2), max_iter=15)
    late, _, _ = small_runs(6, (31, 30, 0), activation="logistic", max_iter=40)
    whole, _, _ = small_runs(6, (9, 1), max_iter=1000)
    for clfs in (early + late + whole, late + early, whole):
        expect_equal(as_list(submission.call("hit_limit", clfs)), answers.hit_limit(clfs))


@question("q12", points=3, hint="Limits 0 to 1, shared x; x counts from 1; any number of runs.")
def test_other_curves(submission: Submission) -> None:
    """Other curves: lines against 1, 2, 3, …; panels share their axes, and y goes from 0 to 1."""
    rng = np.random.RandomState(9)
    keys = [(solver, act) for solver in ("lbfgs", "sgd") for act in ("relu", "logistic")]
    curves = {
        key: [np.sort(rng.rand(rng.randint(3, 30)))[::-1].tolist() for _ in range(5)]
        for key in keys
    }
    shuffled = {key: curves[key] for key in reversed(keys)}
    figure = submission.call("draw_loss_curves", shuffled, returns="figure")
    expect_panels(figure, CURVE_TITLES)
    expect_lines(figure, curves, x_too=True)
    expect_limits_shared(figure)
    expect_close(figure.panels[0].ylim, (0, 1))


@question("q13", points=3, hint="Best fraction first; on a tie, fewer iterations first.")
def test_table_in_order(submission: Submission) -> None:
    """results_table has the right values in the right order, ties included."""
    summaries = {
        ("sgd", "relu"): (0.375, 338.0),
        ("lbfgs", "relu"): (0.25, 28.75),
        ("sgd", "logistic"): (0.5, 356.25),
        ("lbfgs", "logistic"): (0.375, 68.5),
    }
    given = {
        key: {
            "zero_seeds": list(range(int(16 * fraction))),
            "fraction_at_zero": fraction,
            "mean_iterations": iterations,
            "median_iterations": 10.0,
        }
        for key, (fraction, iterations) in summaries.items()
    }
    wanted = answers.results_table(given)
    table = expect_table(submission.call("results_table", given), TABLE_COLUMNS, 4)
    for column in ("solver", "activation"):
        expect_equal(table[column].tolist(), wanted[column].tolist())
    for column in ("fraction_at_zero", "mean_iterations"):
        expect_close(table[column].to_numpy(), wanted[column].to_numpy())

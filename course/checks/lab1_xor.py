"""Lab 1: the public checks.

Functions are called on small data of the check's own, so that a mistake in one question costs only
that question: lists of classifiers are ours, and where an answer calls the student's `run_seeds`,
ours may stand in for it.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from course.checks.expect import (
    as_list,
    expect,
    expect_close,
    expect_equal,
    expect_keys,
    expect_table,
)
from course.checks.figures import FigureFacts
from course.checks.pictures import expect_fields, expect_grid, expect_lines, expect_panels
from course.checks.runner import question
from course.checks.runs import (
    Runs,
    SixteenRuns,
    expect_seeds,
    expect_settings,
    own_runs,
    zero_seeds,
)
from course.checks.submission import Submission
from course.checks.xor_inputs import lopsided_runs, small_runs
from course.data import make_xor
from course.mlp.presets import HW04
from course.personal import SixteenSeeds

QUESTIONS = {
    "q1": "Load the data",
    "q2": "Describe the data",
    "q3": "Train one network per seed",
    "q4": "Sixteen runs of L-BFGS",
    "q5": "Sixteen decision boundaries",
    "q6": "Summarize sixteen runs",
    "q7": "The runs that got stuck",
    "q8": "Sixteen runs of SGD",
    "q9": "When the loss is low",
    "q10": "Compare two solvers",
    "q11": "Runs cut short",
    "q12": "Loss curves side by side",
    "q13": "One table of results",
}

LBFGS, SGD = HW04["lbfgs"], HW04["sgd"]


# --- q1, q2: the data ---------------------------------------------------------------------------


@question("q1", points=1)
def test_data_is_loaded(submission: Submission) -> None:
    """X_train, y_train, X_test and y_test are the 1,000 + 1,000 points of the data set."""
    for split, first in [("train", (0.685693, 1.045238)), ("test", (-1.306564, -0.919004))]:
        X, y = submission[f"X_{split}"], submission[f"y_{split}"]
        cause = "the header was not skipped, or a line too many was, or train and test are mixed up"
        step = f"Compare X_{split}.shape and X_{split}[0] with the first lines of x_{split}.csv."
        expect_equal(np.shape(X), (1000, 2), cause, step, name=f"X_{split}.shape")
        expect_equal(np.shape(y), (1000,), cause, step, name=f"y_{split}.shape")
        expect_close(np.asarray(X)[0], first, cause, step, rtol=1e-4)


@question("q2", points=2)
def test_description_of_nine_points(submission: Submission) -> None:
    """describe_data is right for nine points, six of them on XOR's rule."""
    X = np.array([[1, 1], [-1, -1], [1, -1], [-1, 1], [2, 3], [1, 2], [-3, 1], [2, 2], [-1, 2.0]])
    y = np.array([1, 1, 0, 0, 1, 0, 1, 0, 0])
    got = submission.call("describe_data", X, y)
    expect_keys(got, ["n_samples", "n_features", "fraction_positive", "xor_accuracy"])
    hints = {
        "n_samples": (9, "rows and columns swapped", "X.shape is (rows, columns)."),
        "n_features": (2, "rows and columns swapped", "X.shape is (rows, columns)."),
        "fraction_positive": (4 / 9, "a count, or a percentage", "np.mean(y == 1) gives it."),
        "xor_accuracy": (
            6 / 9,
            "the rule is turned round, uses one coordinate only, or a count was returned",
            "Two numbers have the same sign when their product is above 0.",
        ),
    }
    for key, (wanted, cause, next_step) in hints.items():
        expect_close(got[key], wanted, cause, next_step, name=key)


# --- q3, q4, q8: the runs -----------------------------------------------------------------------


@pytest.fixture(scope="module")
def three_runs(submission: Submission) -> Runs:
    X, y = make_xor(3, n_per_blob=10)
    settings: dict[str, Any] = LBFGS | {"activation": "tanh", "max_iter": 12, "alpha": 0.01}
    runs: Runs = submission.call("run_seeds", X, y, [4, 1, 2], returns="estimators", **settings)
    return runs


@question("q3", points=2)
def test_one_classifier_per_seed(three_runs: Runs) -> None:
    """run_seeds(X, y, [4, 1, 2]) gives three fitted classifiers, seeds 4, 1 and 2 in order."""
    expect_seeds(three_runs, [4, 1, 2])


@question("q3", points=2)
def test_settings_are_passed_on(three_runs: Runs) -> None:
    """Whatever settings run_seeds is given reach each MLPClassifier."""
    settings = LBFGS | {"activation": "tanh", "max_iter": 12, "alpha": 0.01}
    expect_settings(three_runs, settings)


@pytest.fixture(scope="module")
def sixteen_lbfgs(submission: Submission, seeds: SixteenSeeds) -> SixteenRuns:
    X, y = make_xor(4, n_per_blob=5)
    return SixteenRuns(submission, seeds, "lbfgs_runs", X, y, "logistic")


@question("q4", points=1)
def test_lbfgs_seeds(sixteen_lbfgs: SixteenRuns, seeds: SixteenSeeds) -> None:
    """lbfgs_runs gives 16 fitted classifiers, one for each of the sixteen seeds, in order."""
    sixteen_lbfgs.expect(lambda runs: expect_seeds(runs, list(seeds.values)))


@question("q4", points=2)
def test_lbfgs_settings(sixteen_lbfgs: SixteenRuns) -> None:
    """They have the homework's settings for L-BFGS and the activation that was asked for."""
    sixteen_lbfgs.expect(lambda runs: expect_settings(runs, LBFGS | {"activation": "logistic"}))


@pytest.fixture(scope="module")
def sixteen_sgd(submission: Submission, seeds: SixteenSeeds) -> SixteenRuns:
    X, y = make_xor(4, n_per_blob=3)
    return SixteenRuns(submission, seeds, "sgd_runs", X, y, "logistic")


@question("q8", points=1)
def test_sgd_seeds(sixteen_sgd: SixteenRuns, seeds: SixteenSeeds) -> None:
    """sgd_runs gives 16 fitted classifiers, one for each of the sixteen seeds, in order."""
    sixteen_sgd.expect(lambda runs: expect_seeds(runs, list(seeds.values)))


@question("q8", points=2)
def test_sgd_settings(sixteen_sgd: SixteenRuns) -> None:
    """They have the homework's settings for SGD and the activation that was asked for."""
    sixteen_sgd.expect(lambda runs: expect_settings(runs, SGD | {"activation": "logistic"}))


# --- q5, q12: the pictures ----------------------------------------------------------------------


@pytest.fixture(scope="module")
def grid(submission: Submission) -> FigureFacts:
    clfs, X, y = lopsided_runs(5, tuple(range(16)))
    figure: FigureFacts = submission.call("draw_grid", clfs, X, y, returns="figure")
    return figure


@question("q5", points=1)
def test_grid_has_a_panel_per_run(grid: FigureFacts) -> None:
    """The figure has 16 panels, titled seed 0 to seed 15, row by row."""
    expect_panels(grid, [f"seed {seed}" for seed in range(16)])
    expect_grid(grid, ncols=4)


@question("q5", points=2)
def test_grid_shows_probability_and_data(grid: FigureFacts) -> None:
    """Every panel shows its own classifier's probabilities and all the points."""
    clfs, X, _ = lopsided_runs(5, tuple(range(16)))
    expect_fields(grid, clfs, X)


CURVES = {
    ("lbfgs", "relu"): [[0.7, 0.5, 0.35], [0.7, 0.2]],
    ("lbfgs", "logistic"): [[0.72, 0.6, 0.3], [0.71, 0.1, 0.05, 0.04]],
    ("sgd", "relu"): [[0.69, 0.68, 0.67, 0.66, 0.4], [0.65, 0.3, 0.2]],
    ("sgd", "logistic"): [[0.8, 0.7, 0.69], [0.75, 0.7, 0.69, 0.688]],
}
CURVE_TITLES = ["L-BFGS ReLU", "L-BFGS Logistic", "SGD ReLU", "SGD Logistic"]


@pytest.fixture(scope="module")
def curve_grid(submission: Submission) -> FigureFacts:
    figure: FigureFacts = submission.call("draw_loss_curves", CURVES, returns="figure")
    return figure


@question("q12", points=1)
def test_curve_panels(curve_grid: FigureFacts) -> None:
    """The figure has four panels: rows L-BFGS and SGD, columns ReLU and logistic."""
    expect_panels(curve_grid, CURVE_TITLES)
    expect_grid(curve_grid, ncols=2)


@question("q12", points=2)
def test_curve_lines(curve_grid: FigureFacts) -> None:
    """Each panel has one line per run of its own setting, and no others."""
    expect(
        len(curve_grid.panels) == 4,
        f"{len(curve_grid.panels)} panels",
        "4 panels",
        "panels are missing, empty or too many",
        "plt.subplots(2, 2) makes four; draw on each of them.",
    )
    expect_lines(curve_grid, CURVES, x_too=False)


# --- q6, q7, q9, q10, q11, q13: the numbers -----------------------------------------------------

SUMMARY_KEYS = ["zero_seeds", "fraction_at_zero", "mean_iterations", "median_iterations"]
STUCK_COLUMNS = ["random_state", "error_rate", "final_loss"]
TABLE_COLUMNS = ["solver", "activation", "fraction_at_zero", "mean_iterations"]


def _expect_fraction(summary: dict[str, Any], wanted: float) -> None:
    cause = "a count, a percentage, or the mean error rate"
    next_step = "Divide the number of runs at zero error by the number of runs."
    expect_close(summary["fraction_at_zero"], wanted, cause, next_step, name="fraction_at_zero")


@question("q6", points=2)
def test_summary_of_small_runs(submission: Submission) -> None:
    """summarize_runs is right for six classifiers on forty points."""
    clfs, X, y = small_runs(5, (18, 6, 0, 12, 3, 1))
    got = submission.call("summarize_runs", clfs, X, y)
    zero = sorted(clf.random_state for clf in clfs if clf.score(X, y) == 1)
    expect_keys(got, SUMMARY_KEYS)
    expect_equal(
        as_list(got["zero_seeds"]),
        zero,
        "not sorted, errors on other data than X and y, or 'small' taken for zero",
        "A run counts if clf.predict(X) equals y everywhere.",
        name="zero_seeds",
    )
    _expect_fraction(got, len(zero) / len(clfs))
    iterations = [clf.n_iter_ for clf in clfs]
    cause = "of some runs only, or of other counts than n_iter_"
    for key, wanted in [
        ("mean_iterations", np.mean(iterations)),
        ("median_iterations", np.median(iterations)),
    ]:
        next_step = "Collect clf.n_iter_ of all runs; np.mean and np.median do the rest."
        expect_close(got[key], wanted, cause, next_step, name=key)


@question("q6", points=2)
def test_summary_of_problem_1(submission: Submission) -> None:
    """summary_lbfgs_relu has the numbers of your own sixteen runs of Problem 1."""
    own = own_runs(submission, "lbfgs_relu")
    if own is None:  # an earlier question broke the runs: let this one be judged by its function
        test_summary_of_small_runs(submission)
        return
    runs, X, y = own
    got = submission["summary_lbfgs_relu"]
    expect_keys(got, SUMMARY_KEYS)
    zero = zero_seeds(runs, X, y)
    again = "Run the cell above again, with lbfgs_relu, X_train and y_train."
    cause = "errors counted on other data, or an old result"
    expect_equal(as_list(got["zero_seeds"]), zero, cause, again, name="zero_seeds")
    _expect_fraction(got, len(zero) / len(runs))
    iterations = runs.attribute("n_iter_")
    cause = "iterations of other runs, or of those at zero error only"
    expect_close(got["mean_iterations"], np.mean(iterations), cause, again, name="mean_iterations")


@question("q7", points=2)
def test_stuck_runs_are_found(submission: Submission) -> None:
    """stuck_runs has one row for each run with errors, and none for the others."""
    clfs, X, y = small_runs(5, (9, 5, 0, 12, 3))
    stuck = {clf.random_state for clf in clfs if clf.score(X, y) < 1}
    got = submission.call("stuck_runs", clfs, X, y)
    table = expect_table(got, STUCK_COLUMNS, len(stuck))
    expect_equal(
        sorted(table["random_state"].tolist()),
        sorted(stuck),
        "the wrong runs were kept, or runs are numbered by position",
        "A run is stuck if its error rate on X, y is above 0.",
    )


@question("q7", points=1)
def test_stuck_runs_of_problem_2(submission: Submission) -> None:
    """stuck_lbfgs_logistic lists the runs of your own Problem 2 that made errors."""
    own = own_runs(submission, "lbfgs_logistic")
    if own is None:
        test_stuck_runs_are_found(submission)
        return
    runs, X, y = own
    all_seeds = set(runs.attribute("random_state"))
    stuck = sorted(all_seeds - set(zero_seeds(runs, X, y)))
    got = submission["stuck_lbfgs_logistic"]
    again = "Run the cell above again, with lbfgs_logistic, X_train and y_train."
    is_table = isinstance(got, pd.DataFrame) and "random_state" in got
    expect(is_table, got, "a data frame of runs", "something else was returned", again)
    found = sorted(got["random_state"].unique().tolist())
    expect_equal(found, stuck, "the wrong runs were kept", again, name="random_state")


@question("q9", points=1)
def test_first_epoch(submission: Submission) -> None:
    """The curve 0.7, 0.5, 0.3, 0.6, 0.2 is at or below 0.55 from epoch 2 on."""
    got = submission.call("epochs_to_reach", [0.7, 0.5, 0.3, 0.6, 0.2], 0.55)
    cause = "epochs counted from 0, or the last or lowest epoch taken for the first"
    expect_equal(got, 2, cause, "enumerate(loss_curve, start=1) counts from 1.")


@question("q9", points=1)
def test_epochs_of_problem_3(submission: Submission) -> None:
    """epochs_sgd_relu says for each of your own runs of Problem 3 when its loss was at 0.1."""
    own = own_runs(submission, "sgd_relu")
    if own is None:
        test_first_epoch(submission)
        return
    expected = []
    for curve in own[0].attribute("loss_curve_"):
        reached = np.flatnonzero(np.array(curve) <= 0.1)
        expected.append(int(reached[0]) + 1 if reached.size else None)
    cause = "another loss or another curve, or epochs counted from 0"
    again = "Run the cell above again, with the runs of sgd_relu and 0.1."
    expect_equal(as_list(submission["epochs_sgd_relu"]), expected, cause, again)


@question("q10", points=2)
def test_comparison(submission: Submission) -> None:
    """compare_solvers is right for two summaries of six seeds."""
    first = {"zero_seeds": [1, 2, 5], "fraction_at_zero": 0.5, "mean_iterations": 20.0}
    second = {"zero_seeds": [2, 4, 5], "fraction_at_zero": 0.5, "mean_iterations": 300.0}
    more = {"median_iterations": 100.0}
    got = submission.call("compare_solvers", first | more, second | more)
    expect_keys(got, ["iterations_ratio", "both", "only_first", "only_second"])
    cause, next_step = "turned round, or of the medians", "Divide the second's by the first's."
    expect_close(got["iterations_ratio"], 15, cause, next_step, name="iterations_ratio")
    cause = "the two sides swapped, or all seeds together"
    next_step = "Sets help: one & two, one - two, two - one; then sort."
    for key, seeds in [("both", [2, 5]), ("only_first", [1]), ("only_second", [4])]:
        expect_equal(as_list(got[key]), seeds, cause, next_step, name=key)


@question("q11", points=1)
def test_runs_cut_short(submission: Submission) -> None:
    """hit_limit finds those of five runs that used up their 20 iterations."""
    clfs, _, _ = small_runs(5, (9, 5, 0, 12, 3), max_iter=20)
    limited = sorted(clf.random_state for clf in clfs if clf.n_iter_ == 20)
    got = submission.call("hit_limit", clfs)
    cause = "the runs that converged, positions instead of seeds, or a fixed limit of 400"
    expect_equal(
        as_list(got), limited, cause, "Compare each clf.n_iter_ with its own clf.max_iter."
    )


@question("q13", points=1)
def test_table_of_own_results(submission: Submission) -> None:
    """`table` has one row for each of the four settings, best first."""
    if "table" in submission:
        got = submission["table"]
    else:  # an earlier question broke the summaries
        summary = {"zero_seeds": [0], "fraction_at_zero": 0.25, "mean_iterations": 9.0}
        settings = [(solver, act) for solver in ("lbfgs", "sgd") for act in ("relu", "logistic")]
        got = submission.call("results_table", dict.fromkeys(settings, summary))
    table = expect_table(got, TABLE_COLUMNS, 4)
    fractions = np.asarray(table["fraction_at_zero"], dtype=float)
    expect(
        bool(np.all(np.diff(fractions) <= 0)),
        fractions,
        "the highest fraction first",
        "not sorted, or sorted upwards",
        "sort_values(…, ascending=[False, True]) sorts down by one column, up by the other.",
    )

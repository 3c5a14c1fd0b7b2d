"""Right answers to Lab 1, one function or text a question: the one place where they are written.

Each function's signature and docstring are what the student sees; its body is the answer.
"""

from pathlib import Path

import numpy as np
import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from course.mlp import MLPClassifier
from course.plots import plot_loss_curves, plot_probabilities


def load_data(folder: str) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Read x_train.csv, y_train.csv, x_test.csv and y_test.csv from `folder`.

    Return X_train, y_train, X_test, y_test: arrays of shape (n, 2), (n,), (m, 2) and (m,).
    Each file starts with one header line.
    """

    def read(name: str) -> np.ndarray:
        return np.loadtxt(Path(folder) / f"{name}.csv", skiprows=1, delimiter=",")

    return read("x_train"), read("y_train"), read("x_test"), read("y_test")


def describe_data(X: np.ndarray, y: np.ndarray) -> dict[str, float]:
    """Return a dict with four numbers:

    "n_samples", "n_features", "fraction_positive" (the fraction of points with y == 1), and
    "xor_accuracy": the fraction of points that this rule gets right:
    "the class is 1 if x1 and x2 have the same sign, else 0".
    """
    same_sign = X[:, 0] * X[:, 1] > 0
    return {
        "n_samples": X.shape[0],
        "n_features": X.shape[1],
        "fraction_positive": float(np.mean(y == 1)),
        "xor_accuracy": float(np.mean(same_sign == (y == 1))),
    }


def run_seeds(
    X: np.ndarray, y: np.ndarray, seeds: list[int], **settings: object
) -> list[MLPClassifier]:
    """Train one MLPClassifier per seed on X, y; return the fitted classifiers in that order.

    Each is MLPClassifier(random_state=seed, **settings), a new one for each seed.
    """
    clfs = []
    for seed in seeds:
        clf = MLPClassifier(random_state=seed, **settings)
        clf.fit(X, y)
        clfs.append(clf)
    return clfs


def lbfgs_runs(X: np.ndarray, y: np.ndarray, activation: str) -> list[MLPClassifier]:
    """Train on X, y with L-BFGS from the seeds 0, 1, … 15; return the 16 fitted classifiers.

    hidden_layer_sizes [2], the given activation, alpha 0.0001, max_iter 200, tol 1e-6.
    """
    return run_seeds(
        X,
        y,
        list(range(16)),
        solver="lbfgs",
        activation=activation,
        hidden_layer_sizes=[2],
        alpha=0.0001,
        max_iter=200,
        tol=1e-6,
    )


def draw_grid(clfs: list[MLPClassifier], X: np.ndarray, y: np.ndarray) -> Figure:
    """Draw 16 classifiers in a 4×4 grid of panels, row by row, and return the figure.

    Each panel: predicted probability and data (`plot_probabilities` draws both), with a title that
    names the classifier's seed: "seed 0", … All panels share their x and y limits.
    """
    room = {"hspace": 0.3, "wspace": 0.08}  # a layout engine would draw every panel twice
    fig, axes = plt.subplots(4, 4, figsize=(10.5, 11), sharex=True, sharey=True, gridspec_kw=room)
    for clf, ax in zip(clfs, axes.ravel(), strict=True):
        plot_probabilities(clf, X, y, ax=ax, title=f"seed {clf.random_state}", markersize=2)
        ax.label_outer(remove_inner_ticks=True)
    return fig


def summarize_runs(clfs: list[MLPClassifier], X: np.ndarray, y: np.ndarray) -> dict:
    """Return a dict of four facts about fitted classifiers on the training data X, y:

    "zero_seeds": sorted list of the seeds (random_state) whose error rate on X, y is exactly 0;
    "fraction_at_zero": the fraction of runs that these are (between 0 and 1);
    "mean_iterations" and "median_iterations" of n_iter_, over all runs.
    """
    zero_seeds = sorted(clf.random_state for clf in clfs if np.all(clf.predict(X) == y))
    iterations = [clf.n_iter_ for clf in clfs]
    return {
        "zero_seeds": zero_seeds,
        "fraction_at_zero": len(zero_seeds) / len(clfs),
        "mean_iterations": float(np.mean(iterations)),
        "median_iterations": float(np.median(iterations)),
    }


def stuck_runs(clfs: list[MLPClassifier], X: np.ndarray, y: np.ndarray) -> pd.DataFrame:
    """Return a data frame of the runs whose error rate on X, y is above 0, one row each.

    Columns "random_state", "error_rate", "final_loss" (the attribute loss_);
    lowest final loss first. No rows if every run reached zero.
    """
    rows = [
        {
            "random_state": clf.random_state,
            "error_rate": float(np.mean(clf.predict(X) != y)),
            "final_loss": float(clf.loss_),
        }
        for clf in clfs
    ]
    runs = pd.DataFrame(rows, columns=["random_state", "error_rate", "final_loss"])
    return runs[runs["error_rate"] > 0].sort_values("final_loss", ignore_index=True)


def sgd_runs(X: np.ndarray, y: np.ndarray, activation: str) -> list[MLPClassifier]:
    """Train on X, y with SGD from the seeds 0, 1, … 15; return the 16 fitted classifiers.

    hidden_layer_sizes [2], the given activation, alpha 0.0001, max_iter 400, tol 1e-8,
    batch_size 10, learning_rate "adaptive", learning_rate_init 0.1, momentum 0.
    """
    return run_seeds(
        X,
        y,
        list(range(16)),
        solver="sgd",
        activation=activation,
        hidden_layer_sizes=[2],
        alpha=0.0001,
        max_iter=400,
        tol=1e-8,
        batch_size=10,
        learning_rate="adaptive",
        learning_rate_init=0.1,
        momentum=0.0,
    )


def epochs_to_reach(loss_curve: list[float], loss: float) -> int | None:
    """Return the first epoch (counting from 1) whose loss is at or below `loss`.

    None if the curve never gets there. `loss_curve[0]` is the loss of epoch 1.
    """
    for epoch, value in enumerate(loss_curve, start=1):
        if value <= loss:
            return epoch
    return None


def compare_solvers(first: dict, second: dict) -> dict:
    """Compare two summaries (as summarize_runs gives them); return a dict:

    "iterations_ratio": the second's mean_iterations divided by the first's;
    "both", "only_first", "only_second": sorted lists of the seeds at zero error in both, in the
    first alone, in the second alone.
    """
    one, two = set(first["zero_seeds"]), set(second["zero_seeds"])
    return {
        "iterations_ratio": second["mean_iterations"] / first["mean_iterations"],
        "both": sorted(one & two),
        "only_first": sorted(one - two),
        "only_second": sorted(two - one),
    }


def hit_limit(clfs: list[MLPClassifier]) -> list[int]:
    """Return the sorted seeds of the runs that stopped only because they had used up max_iter.

    Those with n_iter_ equal to their max_iter; the others met their tolerance before.
    """
    return sorted(clf.random_state for clf in clfs if clf.n_iter_ == clf.max_iter)


def draw_loss_curves(curves: dict[tuple[str, str], list[list[float]]]) -> Figure:
    """Draw loss curves in a 2×2 grid of panels and return the figure.

    `curves[("lbfgs", "relu")]` is the list of 16 loss curves of that setting, and so on. Rows:
    lbfgs, sgd; columns: relu, logistic. One line a run, against 1, 2, 3, …; panel titles
    "L-BFGS ReLU", "L-BFGS Logistic", "SGD ReLU", "SGD Logistic"; shared x axis; y from 0 to 1.
    """
    room = {"hspace": 0.2, "wspace": 0.25}  # the labels of the plateaus stand between the panels
    fig, axes = plt.subplots(2, 2, figsize=(10, 8), sharex=True, sharey=True, gridspec_kw=room)
    panels = [
        ("lbfgs", "relu", "L-BFGS ReLU"),
        ("lbfgs", "logistic", "L-BFGS Logistic"),
        ("sgd", "relu", "SGD ReLU"),
        ("sgd", "logistic", "SGD Logistic"),
    ]
    for (solver, activation, title), ax in zip(panels, axes.ravel(), strict=True):
        unit = "iteration" if solver == "lbfgs" else "epoch"
        plot_loss_curves(curves[solver, activation], ax=ax, title=title, xlabel=unit)
        ax.set_ylim(0, 1)
    return fig


def results_table(summaries: dict[tuple[str, str], dict]) -> pd.DataFrame:
    """Return one row per setting, the highest fraction_at_zero first.

    `summaries[("lbfgs", "relu")]` is that setting's summary (as summarize_runs gives it), and so
    on. Columns "solver", "activation", "fraction_at_zero", "mean_iterations"; of two settings with
    the same fraction the one with fewer mean iterations comes first.
    """
    rows = [
        {
            "solver": solver,
            "activation": activation,
            "fraction_at_zero": summary["fraction_at_zero"],
            "mean_iterations": summary["mean_iterations"],
        }
        for (solver, activation), summary in summaries.items()
    ]
    order = ["fraction_at_zero", "mean_iterations"]
    return pd.DataFrame(rows).sort_values(order, ascending=[False, True], ignore_index=True)


RESPONSE_1B = """\
4 of 16 runs (seeds 5, 6, 9 and 12), a quarter, reach zero training error. All others end at an
error rate of 0.25: their boundaries are straight pieces that cut off one blob, or part the plane
once, and leave one blob in the wrong class; ten of them share the loss 0.3466, two the loss
0.4774. Runs settle within 14 to 38 iterations, about 28 on average."""

RESPONSE_2B = """\
6 of 16 (3/8) reach zero error, against 4 of 16 (1/4) with ReLU. The boundaries of the failed runs
are bent now, since the logistic function is smooth, while ReLU's were made of straight pieces;
their error rates are 0.25 to 0.30. It takes about 66 iterations on average, more than twice the
28 of ReLU: nearly flat regions slow the solver down."""

RESPONSE_3B = """\
6 of 16 reach zero error (seeds 3, 5, 6, 9, 12 and 15); the others end at 0.25. A run stops after
338 epochs on average, but those that succeed are below a loss of 0.1 after four to seven epochs:
the tolerance of 1e-8 only lets them stop when nothing at all improves any more, and polishing a
solved problem goes on improving a little for hundreds of epochs."""

RESPONSE_3C = """\
SGD takes about twelve times as many epochs as L-BFGS takes iterations (338 against 28), and an
epoch is 100 small steps. All four seeds that succeed with L-BFGS succeed with SGD too, which adds
3 and 15: its noisy steps can leave regions in which L-BFGS, which goes straight down, stops.
L-BFGS sees all points and the curvature, so that each of its steps is worth much more near a
minimum; SGD sees ten points and only the slope, and must keep its steps small."""

RESPONSE_4B = """\
8 of 16 reach zero error, a half. The others have error rates of about 0.37 to 0.50: some have
learned nothing beyond a constant. It is slow: 356 epochs on average, and 13 of 16 runs used up
all 400 epochs, so that the mean is only a lower bound, and some failures might have succeeded."""

RESPONSE_4C = """\
SGD needs 356 epochs (more, if it were not cut short) where L-BFGS needs about 66 iterations. Failed
runs fail worse, with error rates of 0.37 to 0.5 instead of 0.25 to 0.30. The logistic function's
slope is at most 1/4 and nearly zero far out, so that gradients are small and SGD crawls along a
plateau; L-BFGS rescales its steps by the curvature and gets off it, if only to the next one."""

RESPONSE_5B = """\
If easier means fewer iterations, ReLU is easier with both solvers (28 against 66, 338 against
356). If it means success, logistic is ahead with both (6 against 4, 8 against 6 of 16). So the
answer depends on the goal. SGD with logistic needs most iterations, and most of its runs were
stopped by the limit."""

RESPONSE_5C = """\
No. With 16 runs the 95 % intervals of 4/16 and 8/16 are about 0.10 to 0.49 and 0.28 to 0.72: they
overlap widely, and chance alone could give such a difference. Three experiments: (1) 1,000 seeds
instead of 16, measuring the fraction at zero error with its interval; intervals that part would
convince me. (2) Wider networks (3, 4, 8, 16 units), measuring the same; if the ranking turns
round, it was about two units, not about the activation. (3) Other learning rates for each
activation, best of eight each, measuring epochs to a loss of 0.1; if the gap closes, it was the
rate's doing."""

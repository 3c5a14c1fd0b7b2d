"""What the checks of Lab 3, public and hidden, share: fair comparisons, and inputs that tell.

Answers that come from random numbers are compared with exact ones, six standard deviations wide: a
right answer fails once in a billion times, whatever it draws and in which order.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from course.checks.expect import (
    as_list,
    expect,
    expect_close,
    expect_equal,
    expect_keys,
    expect_table,
)
from course.checks.figures import FigureFacts, PanelFacts
from course.checks.submission import Submission
from course.mlp import MLPClassifier, fit_seeds

EXPERIMENT_COLUMNS = ["name", "runs", "solved"]
SURVIVAL_COLUMNS = ["epoch", "at_risk", "events", "fraction_left"]
LOSS_COLUMNS = ["optimizer", "learning_rate", "loss"]


# --- fair comparisons ---------------------------------------------------------------------------


def expect_rate(
    got: Any, exact: float, n_repeats: int, cause: str = "", next_step: str = ""
) -> None:
    """Raise unless a simulated fraction is six standard deviations or less from the exact one."""
    expect(isinstance(got, int | float), got, "a number between 0 and 1", "", next_step)
    tolerance = 3 / np.sqrt(n_repeats)  # a fraction's standard deviation is at most ½ / √n
    expect(
        abs(got - exact) <= tolerance,
        f"{got:.4g}",
        f"{exact:.4g}, give or take {tolerance:.2g}",
        cause,
        next_step,
    )


def expect_seed_used(ask: Callable[[int], list[Any]]) -> None:
    """Raise unless `ask(random_state)`, several results of chance, depends on its seed and on it
    alone.
    """
    first, again, other = ask(1), ask(1), ask(2)
    step = "Make one rng = np.random.default_rng(random_state) in the function, and draw from it."
    cause = "`random_state` is not used: the numbers come from another source"
    expect(
        first == again, f"{first}, then {again}", "twice the same from the same seed", cause, step
    )
    cause = "the seed is fixed in the function"
    expect(
        first != other, f"{first} from two seeds", "something else from another seed", cause, step
    )


def expect_pair(got: Any, wanted: tuple[float, float], cause: str, step: str, **how: Any) -> None:
    """Raise unless `got` is a pair (low, high) with these values."""
    pair = as_list(got)
    expect(
        isinstance(pair, list) and len(pair) == 2,
        got,
        "two numbers, (low, high)",
        "one number, a dict or nothing was returned",
        "End the function with `return low, high`.",
    )
    for name, value, right in zip(("low", "high"), pair, wanted, strict=True):
        expect_close(value, right, cause, step, name=name, **how)


# --- cases for run_experiment -------------------------------------------------------------------


@cache
def telling_case(
    seed: int, n_seeds: int, max_error: float
) -> tuple[tuple[tuple[Any, ...], dict[str, Any]], int]:
    """A case of few points, and how many of its seeds have a test error of at most `max_error`.

    Its points are drawn so that other counts differ: of training errors, of errors below
    `max_error`, of errors of zero, and of seeds that begin at 1.
    """
    rng = np.random.default_rng(seed)
    setting = {"hidden_layer_sizes": (3,), "solver": "lbfgs", "max_iter": 15}
    while True:
        X, y = rng.normal(size=(24, 2)), np.arange(24) % 2
        models = fit_seeds(X, y, range(n_seeds + 1), **setting)
        of_training = int((_errors(models[:-1], X, y) <= max_error).sum())
        for _ in range(50):
            X_test = rng.normal(size=(8, 2))
            y_test = models[rng.integers(n_seeds)].predict(X_test)
            y_test[: rng.integers(3)] ^= 1
            errors = _errors(models, X_test, y_test)
            wanted = int((errors[:-1] <= max_error).sum())
            below = int((errors[:-1] < max_error).sum())
            of_others = int((errors[1:] <= max_error).sum())
            zero = int((errors[:-1] == 0).sum())
            if wanted not in (of_training, below, of_others, zero, n_seeds):
                return ((X, y, X_test, y_test), setting), wanted


def _errors(models: list[MLPClassifier], X: np.ndarray, y: np.ndarray) -> np.ndarray:
    return np.array([np.mean(model.predict(X) != y) for model in models])


# --- the picture --------------------------------------------------------------------------------


def only_panel(figure: FigureFacts) -> PanelFacts:
    """The one panel of a figure; raises if there are more or none."""
    cause, step = "nothing was drawn, or panels are empty", "fig, ax = plt.subplots() makes one."
    expect_equal(len(figure.panels), 1, cause, step, name="number of panels")
    return figure.panels[0]


def expect_intervals(panel: PanelFacts, table: pd.DataFrame) -> None:
    """Raise unless row i of `table` has a line from (i, low) to (i, high), and a dot."""
    bars = [line for line in panel.lines if len(line) == 2 and np.ptp(line[:, 0]) == 0]
    for i, row in enumerate(table.to_dict("records")):
        wanted = [[i, row["low"]], [i, row["high"]]]
        expect(
            any(np.allclose(sorted(bar.tolist()), wanted) for bar in bars),
            f"no line at x = {i} from {row['low']:.3g} to {row['high']:.3g}",
            f"the interval of {row['name']!r} there",
            "errorbar was given the ends where it wants distances, x does not count from 0, or the "
            "rows are in another order",
            'ax.vlines(range(len(table)), table["low"], table["high"]) draws them all.',
        )
    expect(
        panel.n_points >= len(table),
        f"{panel.n_points} dots",
        f"{len(table)}, one for each fraction",
        "the fractions were left out, or joined by a line without dots",
        'ax.plot(range(len(table)), table["fraction"], "o") draws dots only.',
    )


# --- tables and sentences -----------------------------------------------------------------------


def expect_survival(got: Any, wanted: pd.DataFrame, *, rtol: float = 1e-6) -> None:
    """Raise unless `got` has the rows and values of the estimate."""
    table = expect_table(got, SURVIVAL_COLUMNS, len(wanted))
    hints = {
        "epoch": ("rows for censored runs, or not sorted", "np.unique(epochs[converged])."),
        "at_risk": (
            "runs cut before or at this epoch are miscounted, or only events were subtracted",
            "Count the runs, of both kinds, whose epochs are at least this one's.",
        ),
        "events": ("censored runs were counted", "Count those that converged just then."),
        "fraction_left": (
            "a factor, not the product so far, or a fraction of all runs",
            "(1 - events / at_risk).cumprod().",
        ),
    }
    for column, (cause, step) in hints.items():
        values = table[column].to_numpy()
        expect_close(values, wanted[column].to_numpy(), cause, step, name=column, rtol=rtol)


def expect_losses(got: Any, wanted: pd.DataFrame) -> None:
    """Raise unless `got` has these optimizers, rates and losses, in order."""
    table = expect_table(got, LOSS_COLUMNS, len(wanted))
    step = "groupby sorts by its keys; reset_index() makes them columns."
    cause = "not sorted by optimizer, then learning rate"
    for column in LOSS_COLUMNS[:2]:
        expect_equal(table[column].tolist(), wanted[column].tolist(), cause, step, name=column)
    cause = (
        "the lowest loss instead of the last, epochs beyond the budget, rows taken in the order "
        "they lie, or a mean over seeds"
    )
    step = "Keep log[log[column] <= budget], sort it by column, take each run's last; then median."
    got_losses, wanted_losses = table["loss"].to_numpy(), wanted["loss"].to_numpy()
    expect_close(got_losses, wanted_losses, cause, step, name="loss")


def sentence_of(answer: Any) -> str:
    """The sentence of a verdict, spaces and a missing full stop forgiven."""
    expect_keys(answer, ["better", "sentence"])
    sentence = answer["sentence"]
    cause, step = "no text was made", "An f-string makes one."
    expect(isinstance(sentence, str), sentence, "a sentence", cause, step)
    return " ".join(sentence.split()).removesuffix(".")


def own_experiments(submission: Submission) -> dict[str, Any] | None:
    """The notebook's experiments: name → (case, case, verdict); None unless all can be read."""
    if "experiments" not in submission or "verdicts" not in submission:
        return None
    experiments, verdicts = submission["experiments"], submission["verdicts"]
    if not isinstance(experiments, dict) or not isinstance(verdicts, dict) or not verdicts:
        return None
    found = {}
    for name, kept in verdicts.items():
        table = experiments.get(name)
        if not isinstance(table, pd.DataFrame) or not {*EXPERIMENT_COLUMNS} <= {*table.columns}:
            return None
        cases = {row["name"]: row for row in table.to_dict("records")}
        if not isinstance(kept, dict) or not {*kept.get("pair", ["?"])} <= {*cases}:
            return None
        found[name] = (*(cases[case] for case in kept["pair"]), kept)
    return found

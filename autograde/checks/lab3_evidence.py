"""Lab 3: the hidden checks. A student learns of each only its sentence and its hint.

Inputs are drawn anew in every run; fixed ones stand beside them where a draw might miss a mistake.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import CensoredData, binomtest, ecdf, fisher_exact

from autograde.checks import exact
from course.checks.evidence import (
    EXPERIMENT_COLUMNS,
    expect_intervals,
    expect_losses,
    expect_pair,
    expect_rate,
    expect_survival,
    only_panel,
    sentence_of,
    telling_case,
)
from course.checks.expect import as_list, expect, expect_close, expect_equal, expect_table
from course.checks.runner import question
from course.checks.submission import Submission
from solutions.lab3_evidence import answers

# --- q1, q2, q3: intervals ----------------------------------------------------------------------


@question("q1", points=3, hint="Try other confidences, 0 and n successes, and a single run.")
def test_other_wilson_intervals(submission: Submission, rng: np.random.Generator) -> None:
    """wilson_interval is right for other counts, other numbers of runs and other confidences."""
    cases = [(0, 7, 0.99), (7, 7, 0.9), (1, 1, 0.5), (37, 1024, 0.999)]
    for _ in range(6):
        n = int(rng.integers(2, 500))
        cases.append((int(rng.integers(n + 1)), n, float(rng.uniform(0.6, 0.93))))
    for successes, n, confidence in cases:
        wanted = binomtest(successes, n).proportion_ci(confidence, method="wilson")
        got = submission.call("wilson_interval", successes, n, confidence)
        expect_pair(got, (wanted.low, wanted.high), "", "", rtol=1e-6)
    wanted = binomtest(6, 16).proportion_ci(method="wilson")
    got = submission.call("wilson_interval", 6, 16)
    expect_pair(got, (wanted.low, wanted.high), "", "", rtol=1e-4)


@question("q2", points=3, hint="n is len(lows) - 1; draw counts for the p that is given.")
def test_other_coverages(submission: Submission, rng: np.random.Generator) -> None:
    """coverage is right for other intervals, numbers of runs and truths, ends included."""
    n_repeats = 10_000
    got = submission.call("coverage", [0.0, 0.6], [0.55, 1.0], 0.5, n_repeats, random_state=1)
    expect_rate(got, 0.5, n_repeats)
    for n, p in [(5, float(rng.uniform(0.3, 0.7))), (40, float(rng.uniform(0.1, 0.9)))]:
        width = rng.uniform(0.08, 0.15) if n > 5 else 0.3
        middles = np.linspace(0, 1, n + 1)
        lows, highs = (middles - width).tolist(), (middles + width).tolist()
        got = submission.call("coverage", lows, highs, p, n_repeats, random_state=n)
        expect_rate(got, exact.coverage(lows, highs, p), n_repeats)
    got = submission.call("coverage", [0.25, 0.5], [0.5, 0.75], 0.5, 100, random_state=0)
    expect_close(got, 1.0)  # an interval holds its own ends


@question("q3", points=2, hint="Try the fractions 0 and 1, widths near 1, other confidences.")
def test_other_plans(submission: Submission, rng: np.random.Generator) -> None:
    """seeds_needed is right for other fractions, widths and confidences."""
    cases = [(0.0, 0.2, 0.95), (1.0, 0.05, 0.8), (0.5, 0.95, 0.95), (0.3, 0.04, 0.99)]
    for _ in range(6):
        p, confidence = float(rng.uniform(0.05, 0.95)), float(rng.uniform(0.6, 0.99))
        cases.append((p, float(rng.uniform(0.04, 0.3)), confidence))
    for p, width, confidence in cases:
        got = submission.call("seeds_needed", p, width, confidence=confidence)
        expect_equal(got, answers.seeds_needed(p, width, confidence))


# --- q4 … q7: comparisons -----------------------------------------------------------------------


@question("q4", points=3, hint="Try rows of different lengths, and tables with zeros in them.")
def test_other_tables(submission: Submission, rng: np.random.Generator) -> None:
    """fisher_p_value is right for other tables: unequal rows, zeros, swapped rows."""
    tables = [[[0, 5], [5, 0]], [[3, 0], [7, 2]], [[1, 5], [9, 4]], [[9, 4], [1, 5]]]
    tables += [[[2, 3], [6, 4]], [[0, 4], [0, 9]], [[8, 8], [4, 12]], [[60, 4], [41, 23]]]
    for _ in range(6):
        n_one, n_two = (int(n) for n in rng.integers(3, 20, size=2))
        a, c = int(rng.integers(n_one + 1)), int(rng.integers(n_two + 1))
        tables.append([[a, n_one - a], [c, n_two - c]])
    for table in tables:
        got = submission.call("fisher_p_value", table)
        expect_close(got, fisher_exact(np.array(table)).pvalue, rtol=1e-5)


@question("q5", points=3, hint="Try heaps of different sizes, equal values, and both directions.")
def test_other_heaps(submission: Submission, rng: np.random.Generator) -> None:
    """permutation_p_value is right for heaps of different sizes, either way round, and for ties."""
    n_permutations = 2000
    one, two = _moderate_heaps(rng)
    zeros_and_ones = [1.0] * 6 + [0.0] * 2, [1.0] * 2 + [0.0] * 2
    lonely = [1.0], [0.0] * 3
    for a, b in [(one, two), (two, one), zeros_and_ones, lonely]:
        got = submission.call("permutation_p_value", a, b, n_permutations, random_state=5)
        expect_rate(got, exact.permutation_p_value(a, b), n_permutations)
    got = submission.call("permutation_p_value", [9, 8, 7], [1, 0, 2], 4000, random_state=6)
    expect(abs(got - 0.1) < 0.028, got, "0.1")


def _moderate_heaps(rng: np.random.Generator) -> tuple[list[float], list[float]]:
    """Three values and seven, whose p-value is so large that half of it, or 1 less it, is not."""
    while True:
        one, two = rng.normal(size=3).tolist(), rng.normal(size=7).tolist()
        if 0.25 < exact.permutation_p_value(one, two) < 0.4:
            return one, two


@question("q6", points=3, hint="Try other confidences, and values in another order and number.")
def test_other_medians(submission: Submission, rng: np.random.Generator) -> None:
    """bootstrap_median_interval is right for other values, numbers of values and confidences."""
    # so chosen that the ends of the interval lie well inside a step of the bootstrap's distribution
    for n, confidence in [(9, 0.5), (13, 0.74), (15, 0.7), (17, 0.67)]:
        values = rng.permutation(np.cumsum(rng.uniform(1, 2, size=n)) ** 2).tolist()
        got = submission.call("bootstrap_median_interval", values, confidence, 4000, random_state=n)
        expect_pair(got, exact.median_interval(values, confidence), "", "")


@question("q7", points=3, hint="What if none converged, or all; or one was cut in the last epoch?")
def test_other_survivals(submission: Submission, rng: np.random.Generator) -> None:
    """kaplan_meier is right for other runs, with ties, in any order; all or none converged."""
    cases = [([5, 3, 9], [True, True, True]), ([4, 4, 2], [False, False, False])]
    cases += [([7, 7, 7, 2, 9, 9], [True, False, True, False, True, False]), ([6], [True])]
    for n in (12, 40):
        epochs = rng.integers(1, 12, size=n)
        converged = rng.random(n) < 0.6
        converged[:2] = epochs[:2] = 3  # at least one event
        converged[1] = False  # and a run that was cut just then
        cases.append((epochs.tolist(), converged.tolist()))
    for given in cases:
        expect_survival(submission.call("kaplan_meier", *given), _survival(*given))


def _survival(epochs: list[int], converged: list[bool]) -> pd.DataFrame:
    """The estimate by the reference, its last column by scipy."""
    table = answers.kaplan_meier(epochs, converged)
    if len(table):
        censored = CensoredData.right_censored(np.array(epochs, float), ~np.array(converged))
        table["fraction_left"] = ecdf(censored).sf.evaluate(table["epoch"].to_numpy(float))
    return table


# --- q8, q9, q10: experiments -------------------------------------------------------------------


@question("q8", points=3, hint="Each case has its own data; count test errors of max_error, too.")
def test_other_experiments(submission: Submission, rng: np.random.Generator) -> None:
    """run_experiment is right for other cases, seeds and errors."""
    for n_seeds, names in [(5, ["b", "a"]), (8, ["only"])]:
        max_error = float(rng.choice([0.125, 0.25]))
        told = [telling_case(int(rng.integers(1000)), n_seeds, max_error) for _ in names]
        cases = {name: case for name, (case, _) in zip(names, told, strict=True)}
        got = submission.call("run_experiment", cases, n_seeds, max_error)
        table = expect_table(got, EXPERIMENT_COLUMNS, len(names))
        expect_equal(table["name"].tolist(), names)
        expect_equal(table["runs"].tolist(), [n_seeds] * len(names))
        expect_equal(table["solved"].tolist(), [solved for _, solved in told])


@question("q9", points=2, hint="Any number of rows, in their order; y goes from 0 to 1.")
def test_other_intervals_drawn(submission: Submission, rng: np.random.Generator) -> None:
    """The picture is right for other tables, their index and order included; y from 0 to 1."""
    for n in (2, 7):
        fraction = rng.uniform(0.3, 0.7, size=n)
        low, high = fraction - rng.uniform(0.05, 0.2, n), fraction + rng.uniform(0.05, 0.25, n)
        names = [f"case {i}" for i in rng.permutation(n)]
        table = pd.DataFrame({"name": names, "fraction": fraction, "low": low, "high": high})
        table.index = table.index[::-1] + 3  # as after a sort: rows count, not labels
        figure = submission.call("draw_intervals", table, f"{n} cases", returns="figure")
        panel = only_panel(figure)
        expect_intervals(panel, table)
        expect(f"{n} cases" in panel.title, panel.title, "the title")
        expect_close(panel.ylim, (0, 1))


@question("q10", points=2, hint="Fractions, not counts; p at the level itself counts as better.")
def test_other_verdicts(submission: Submission, rng: np.random.Generator) -> None:
    """verdict is right for other numbers of runs, levels and p-values, either way round."""
    one = {"name": "tanh", "solved": 10, "runs": 64}  # the larger count, the smaller fraction
    two = {"name": "relu", "solved": 8, "runs": 16}
    cases: list[Any] = [(one, two, 0.0063, 0.05), (two, one, 0.0063, 0.01), (one, two, 0.05, 0.05)]
    cases += [(two, one, 0.0307, 0.01), (one, two, 1.9e-5, 0.001), (two, one, 0.0512, 0.05)]
    runs = int(rng.integers(20, 90))
    three = {"name": f"rate {rng.integers(2, 99)}", "solved": int(rng.integers(runs)), "runs": runs}
    four = {"name": "rate 1", "solved": runs + 1, "runs": runs + 1}
    cases += [(three, four, float(rng.uniform(0, 0.04)), 0.05)]
    cases += [(four, three, float(rng.uniform(0.11, 1)), 0.1)]
    for case in cases:
        got, wanted = submission.call("verdict", *case), answers.verdict(*case)
        expect_equal(sentence_of(got), wanted["sentence"].removesuffix("."))
        expect_equal(got["better"], wanted["better"])


# --- q11, q12: the race -------------------------------------------------------------------------


def race_log(rng: np.random.Generator, rates: list[float], n_seeds: int = 3) -> pd.DataFrame:
    """A made-up log of a race, its rows shuffled; losses go up and down."""
    rows = [
        {
            "optimizer": optimizer,
            "learning_rate": rate,
            "seed": seed,
            "gradient_evaluations": cost * epoch,
            "seconds": second * epoch,
            "loss": float(rng.uniform(0.01, 1)),
        }
        for optimizer, cost, second in [
            ("quick", 100, 0.004),
            ("slow", 250, 0.001),
            ("A", 50, 0.01),
        ]
        for rate in rates
        for seed in range(n_seeds)
        for epoch in range(1, 9)
    ]
    return pd.DataFrame(rows).iloc[rng.permutation(len(rows))].reset_index(drop=True)


@question("q11", points=3, hint="Rows in any order; the budget itself is within; then the median.")
def test_losses_of_another_race(submission: Submission, rng: np.random.Generator) -> None:
    """losses_within is right for other races: shuffled rows, budgets that are just met, no rows."""
    for n_seeds, column, budget in [
        (3, "gradient_evaluations", 500),
        (4, "seconds", 0.0301),
        (4, "seconds", 9),
    ]:
        log = race_log(rng, [1.0, 0.03], n_seeds)
        got = submission.call("losses_within", log, column, budget)
        expect_losses(got, answers.losses_within(log, column, budget))
    log = race_log(rng, [0.5], 3)
    got = submission.call("losses_within", log, "gradient_evaluations", 99)  # "A" only
    expect_losses(got, answers.losses_within(log, "gradient_evaluations", 99))


@question("q12", points=2, hint="Lowest loss first; only rates listed; leave out who has none.")
def test_other_rankings(submission: Submission, rng: np.random.Generator) -> None:
    """ranking is right for other optimizers and rates, and leaves out those without any."""
    w, x, y, z = rng.permutation(["zeta", "beta", "kappa", "alpha"]).tolist()
    rates = [0.01, 0.1, 1.0]
    rows = {w: [0.9, 0.3, 0.5], x: [0.2, 0.8, 1.4], y: [0.4, 0.35, 0.1], z: [np.inf, 0.6, 0.25]}
    losses = pd.DataFrame(
        [
            (name, rate, loss)
            for name, own in (rows | {"unlisted": [0.01, 0.01, 0.01]}).items()
            for rate, loss in zip(rates, own, strict=True)
        ],
        columns=["optimizer", "learning_rate", "loss"],
    )
    losses["loss"] *= rng.uniform(0.5, 2)
    for allowed in (
        {z: rates, w: rates, y: rates, x: rates},
        {w: [0.1], x: [1.0, 0.1], y: [7.0], z: [0.01, 0.1]},
        {w: [0.01], y: [1.0], z: [1.0]},
    ):
        got = submission.call("ranking", losses, allowed)
        expect_equal(as_list(got), answers.ranking(losses, allowed))


# --- q13, q14: many comparisons -----------------------------------------------------------------


@question("q13", points=2, hint="Any pair counts, once a study; p equal to the level counts too.")
def test_other_false_alarms(submission: Submission, rng: np.random.Generator) -> None:
    """false_alarm_rate is right for other tests, levels and numbers of settings."""
    for n_settings, n in [(2, 1), (3, 4), (4, 3)]:
        p, level = float(rng.uniform(0.4, 0.6)), float(rng.choice([0.01, 0.125]))
        p_values = np.full((n + 1, n + 1), 0.5)
        far = np.abs(np.subtract.outer(range(n + 1), range(n + 1))) >= (n + 1) // 2
        p_values[far] = level
        np.fill_diagonal(p_values, 1.0)
        wanted = exact.false_alarm_rate(p, n_settings, partial(_any_pair, far), n)
        args = (p, n_settings, p_values.tolist(), level, 4000)
        got = submission.call("false_alarm_rate", *args, random_state=n)
        expect_rate(got, wanted, 4000)


def _any_pair(far: np.ndarray, counts: tuple[int, ...]) -> bool:
    return any(bool(far[i, j]) for i in counts for j in counts)


@question("q14", points=3, hint="One p-value, equal ones, any order; none smaller than one before.")
def test_other_p_values(submission: Submission, rng: np.random.Generator) -> None:
    """holm is right for other p-values: one, equal ones, sorted and not."""
    cases = [[0.02], [0.5, 0.5], [0.9, 0.001, 0.04, 0.04, 0.02], [0.01, 0.011, 0.012, 0.9]]
    cases += [[0.9, 0.8, 0.7], rng.uniform(0, 1, size=8).tolist()]
    cases += [(rng.uniform(0, 0.05, size=6)).tolist()]
    for p_values in cases:
        got = submission.call("holm", p_values)
        expect_close(as_list(got), answers.holm(p_values))

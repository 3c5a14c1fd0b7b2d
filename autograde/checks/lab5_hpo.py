"""Lab 5: the hidden checks. A student learns of each only its sentence and its hint.

Inputs are drawn anew in every run; fixed ones stand beside them where a draw might miss a mistake.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from functools import cache, partial
from math import inf
from statistics import fmean, median
from typing import Any

import numpy as np
from scipy.integrate import quad
from scipy.stats import CensoredData, ecdf, hypergeom, norm

from course.checks.expect import as_list, expect, expect_close, expect_equal, expect_keys
from course.checks.lab5_hpo import (
    COMPARISON_KEYS,
    ENOUGH,
    SUMMARY_KEYS,
    hill,
    pair_of,
    words,
)
from course.checks.parts_of_lab5 import OWN_PARTS, asking, expect_row, scores, smac
from course.checks.runner import question
from course.checks.submission import Submission
from course.data import load_curves
from course.hpo.benefit import ask_each, draw_stages, epochs_under, measure_benefit
from course.hpo.simulate import History, simulate
from course.hpo.subset import subset
from course.hpo.table import CurveTable
from solutions.lab5_hpo import answers

# --- q1, q2, q3: what to try next ---------------------------------------------------------------


def by_quadrature(mean: float, sigma: float, best: float) -> float:
    """E[max(0, f − best)] as an integral, to ten digits."""
    low, high = max(best, mean - 12 * sigma), mean + 12 * sigma
    if high <= best:
        return 0.0
    value, _ = quad(lambda f: (f - best) * norm.pdf(f, mean, sigma), low, high, epsabs=1e-14)
    return float(value)


@question("q1", points=4, hint="Far above the best, far below, tiny and no variance; any shape.")
def test_improvement_is_its_integral(submission: Submission, rng: np.random.Generator) -> None:
    """expected_improvement is E[max(0, f − best)], by numerical integration, for arrays."""
    best = float(rng.uniform(0.3, 0.7))
    mean = best + np.concatenate([[0.5, 3.0, -0.05, -0.5, 0.2, -0.2], rng.normal(0, 0.2, 9)])
    sigma = np.concatenate([[0.01, 1.5, 0.05, 0.01, 0.0, 0.0], rng.uniform(0.02, 0.3, 9)])
    wanted = [
        by_quadrature(m, s, best) if s > 0 else max(m - best, 0)
        for m, s in zip(mean, sigma, strict=True)
    ]
    got = submission.call("expected_improvement", mean, sigma**2, best)
    expect_close(got, wanted, rtol=1e-5, atol=1e-10)
    shape = (3, 5)
    got = submission.call(
        "expected_improvement", mean.reshape(shape), sigma.reshape(shape) ** 2, best
    )
    expect_close(got, np.reshape(wanted, shape), rtol=1e-5, atol=1e-10)


@question("q2", points=2, hint="Try fifty trees, one tree, and as many trees as settings.")
def test_other_trees(submission: Submission, rng: np.random.Generator) -> None:
    """mean_and_variance is right for other forests, also of a single tree."""
    for n_trees, n in [(50, 7), (1, 4), (5, 5)]:
        predictions = rng.random((n_trees, n))
        mean, variance = pair_of(submission.call("mean_and_variance", predictions))
        wanted = predictions.sum(axis=0) / n_trees
        expect_close(mean, wanted, name="mean")
        squares = ((predictions - wanted) ** 2).sum(axis=0) / n_trees
        expect_close(variance, squares, name="variance")


@cache
def whole_table() -> CurveTable:
    return load_curves("digits")


class Asks:
    """A searcher in the grader whose every suggestion is the student's."""

    def __init__(self, submission: Submission, points: np.ndarray, initial: list[int]) -> None:
        self.submission, self.points, self.initial = submission, points, initial

    def suggest(self, history: History) -> int | None:
        tried = [trial.setting for trial in history.trials]
        if len(tried) < len(self.initial):
            return self.initial[len(tried)]
        accuracies = [trial.accuracy for trial in history.trials]
        given = self.points, tried, accuracies, len(tried)
        got = self.submission.call("suggest_next", *given, stand_ins=OWN_PARTS)
        expect_row(got, scores(*given))
        return int(got)


@question("q3", points=4, hint="Each suggestion of a search over a real table is compared.")
def test_suggestions_of_a_search(submission: Submission, rng: np.random.Generator) -> None:
    """A search over other settings of the table, replayed by `simulate`, goes where SMAC goes."""
    rows = rng.choice(whole_table().n_settings, 300, replace=False)
    table = subset(whole_table(), rows)
    points = np.asarray(table.space.to_unit(table.settings), dtype=float)
    initial = rng.choice(300, 8, replace=False).tolist()
    simulate(table, Asks(submission, points, initial), max_trials=20)


# --- q4, q5: searches ---------------------------------------------------------------------------


@question("q4", points=3, hint="Many settings, most of them good, one good; compare with scipy.")
def test_other_random_trials(submission: Submission, rng: np.random.Generator) -> None:
    """random_trials is right for other tables, by the hypergeometric distribution."""
    cases = [(20_000, 100), (10, 9), (11, 1), (7, 7), (4, 2)]
    cases += [(int(n), int(rng.integers(2, n))) for n in rng.integers(20, 3000, 6)]
    for n, k in cases:
        got = submission.call("random_trials", n, k)
        expect_keys(got, ["mean", "median"])
        expect_close(got["mean"], (n + 1) / (k + 1), name="mean")
        trials = range(1, n + 1)
        hits = partial(_chance, n, k)
        first = trials[bisect_left(trials, 0.5 - 1e-12, key=hits)]
        expect_close(got["median"], first, name="median")


def _chance(n: int, k: int, m: int) -> float:
    """That m trials hit one of k good settings among n."""
    return float(hypergeom.sf(0, n, k, m))


@question("q5", points=4, hint="Goals reached at once, late, at the limit and never; other seeds.")
def test_other_searches(submission: Submission, rng: np.random.Generator) -> None:
    """smac is right for other tables, goals, limits and seeds."""
    seed = int(rng.integers(1000))
    points, final = hill(seed, 70)
    final = final + np.round(rng.normal(0, 0.1, 70), 6)
    whole = smac(points, final, 2.0, 4, 25, seed)
    reached = final[whole]
    firsts = [i for i in range(25) if reached[i] > max(reached[:i], default=-1)]
    for place in {0, firsts[-1], firsts[len(firsts) // 2]}:
        for max_trials in (25, place + 1):
            given = points, final, float(reached[place]), 4, max_trials, seed
            got = submission.call("smac", *given, stand_ins=OWN_PARTS)
            expect_equal(as_list(got), whole[: place + 1])
    for n_initial, max_trials in [(1, 6), (6, 6), (8, 3), (5, 30)]:
        given = points, final, 2.0, n_initial, max_trials, seed + 1
        got = submission.call("smac", *given, stand_ins=OWN_PARTS)
        expect_equal(as_list(got), smac(*given))


# --- q6, q7: times ------------------------------------------------------------------------------


def draw_times(rng: np.random.Generator, n: int, limit: float, scale: float) -> list[float]:
    times = np.round(rng.exponential(scale, n) + 0.1, 3)
    return np.where(times > limit, inf, times).tolist()


def ask_summaries(submission: Submission, rng: np.random.Generator) -> Iterator[tuple[Any, Any]]:
    """Times of searches, and what the student says of them."""
    cases = [[inf, inf, inf], [2.0], [5.0, 1.0, 3.0, 2.0], [inf, 1.0], [4.0, inf, inf]]
    cases += [draw_times(rng, n, 20, s) for n, s in [(50, 5), (51, 30), (50, 25), (12, 15)]]
    for times in cases:
        got = submission.call("summarize_times", times, 20.0)
        expect_keys(got, SUMMARY_KEYS)
        yield times, got


@question("q6", points=1, hint="Nobody reached the goal, everybody, and some.")
def test_other_fractions_and_means(submission: Submission, rng: np.random.Generator) -> None:
    """The fraction and the mean of summarize_times are right for other searches."""
    for times, got in ask_summaries(submission, rng):
        expect_close(got["reached"], np.isfinite(times).mean(), name="reached")
        wanted = np.minimum(times, 20.0).mean()
        expect_close(got["mean_up_to_limit"], wanted, name="mean_up_to_limit")


@question("q6", points=2, hint="Odd and even numbers of searches; compare with scipy's ecdf.")
def test_other_medians(submission: Submission, rng: np.random.Generator) -> None:
    """The median of summarize_times is that of Kaplan and Meier for other searches."""
    for times, got in ask_summaries(submission, rng):
        reached = np.isfinite(times)
        if not reached.any():
            expect_close(got["median"], inf, name="median")
            continue
        left = ecdf(CensoredData.right_censored(np.minimum(times, 20.0), ~reached)).sf
        below = left.probabilities <= 0.5 + 1e-9
        wanted = float(left.quantiles[np.argmax(below)]) if below.any() else inf
        expect_close(got["median"], wanted, name="median")


@question(
    "q7", points=3, hint="95 % stay inside; drawn with replacement, as many as there are, in pairs."
)
def test_other_comparisons(submission: Submission, rng: np.random.Generator) -> None:
    """compare_times is right for other searches, some of them given up."""
    for n in (9, 30):
        none = draw_times(rng, n, 15, 9)
        times = np.minimum(none, 30) * rng.uniform(0.3, 1.4, n)
        rule = np.where(times > 15, inf, times).tolist()
        got = submission.call("compare_times", rule, none, 15.0, 10_000, int(rng.integers(99)))
        expect_keys(got, COMPARISON_KEYS)
        wanted = answers.compare_times(rule, none, 15.0, 100_000, 0)
        expect_close(got["ratio"], wanted["ratio"], name="ratio")
        # a quantile of 10,000 has a standard error of 0.013 of the interval; six of them
        width = wanted["high"] - wanted["low"]
        for key in ("low", "high"):
            expect_close(got[key], wanted[key], name=key, rtol=0, atol=0.08 * width)


# --- q8 … q12: when a rule helps ----------------------------------------------------------------


@question("q8", points=2, hint="Searches of different length, some shorter than n_initial.")
def test_other_shares(submission: Submission, rng: np.random.Generator) -> None:
    """untrainable_shares is right for other searches."""
    final = np.round(rng.uniform(0, 0.4, 200), 2)
    final[::4] = 0.15
    searches = [rng.choice(200, n, replace=False).tolist() for n in (40, 13, 3, 10, 25)]
    for n_initial in (10, 5):
        got = submission.call("untrainable_shares", searches, final, n_initial)
        expect_keys(got, ["random", "proposed"])
        parts = [[final[row] < 0.15 for rows in searches for row in rows[:n_initial]]]
        parts.append([final[row] < 0.15 for rows in searches for row in rows[n_initial:]])
        for key, part in zip(("random", "proposed"), parts, strict=True):
            expect_close(got[key], float(np.mean(part)), name=key)


@question("q9", points=3, hint="Try a goal that nobody reaches, and one that all reach.")
def test_other_expected_seconds(submission: Submission, rng: np.random.Generator) -> None:
    """expected_seconds is right for other settings; infinite if none hits."""
    for goal in (0.0, 0.5, 0.9, 2.0):
        final, seconds = np.round(rng.random(60), 2), rng.uniform(0.1, 2, 60)
        epochs = np.where(rng.random(60) < 0.4, rng.integers(1, 12, 60), 12)
        final[0], epochs[0] = 0.9, 12
        got = submission.call("expected_seconds", epochs, final, seconds, goal, 12)
        n_hits = int(np.sum((epochs == 12) & (final >= goal)))
        wanted = float(np.sum(epochs * seconds)) / n_hits if n_hits else inf
        expect_close(got, wanted)


def draw_curves(rng: np.random.Generator, n: int, n_epochs: int) -> np.ndarray:
    """Noisy curves that rise to different heights or not at all, (n, n_epochs)."""
    heights, speeds = rng.uniform(0.3, 1, size=(n, 1)), rng.uniform(0.05, 1.5, size=(n, 1))
    heights[: n // 3] = 0.1
    rising = heights * (1 - np.exp(-speeds * np.arange(1, n_epochs + 1)))
    noisy = np.clip(rising + rng.normal(0, 0.03, size=rising.shape), 0, 1)
    return np.asarray(np.round(noisy * 700) / 700)


def ratio(curves: np.ndarray, seconds: np.ndarray, goal: float, stopped: Any, tau: int) -> float:
    """Expected seconds over none's, if these rows are stopped after epoch τ."""
    n, n_epochs = curves.shape
    final = curves[:, -1]
    everything = answers.expected_seconds(np.full(n, n_epochs), final, seconds, goal, n_epochs)
    epochs = np.where(stopped, tau, n_epochs)
    return answers.expected_seconds(epochs, final, seconds, goal, n_epochs) / everything


@question(
    "q10", points=3, hint="Winners that start late, dearer epochs, a τ that stops every winner."
)
def test_other_taus(submission: Submission, rng: np.random.Generator) -> None:
    """tau_tradeoff is right for other curves and goals; infinite where every winner is stopped."""
    late = np.array([[0.1, 0.1, 0.9, 0.9], [0.1, 0.5, 0.5, 0.5], [0.1, 0.1, 0.1, 0.2]])
    cases = [(late, np.array([1.0, 2.0, 5.0]), 0.9, [1, 2, 3])]
    curves = draw_curves(rng, 60, 10)
    goal = float(np.sort(curves[:, -1])[-20])
    cases.append((curves, rng.uniform(0.2, 3, 60), goal, [1, 2, 5, 9]))
    for curves, seconds, goal, taus in cases:
        got = submission.call("tau_tradeoff", curves, seconds, goal, taus)
        wanted = [ratio(curves, seconds, goal, curves[:, t - 1] < 0.15, t) for t in taus]
        expect_close(as_list(got), wanted)


@question("q11", points=3, hint="Best curves that fall at the end, or rise at once; a p above 1.")
def test_other_ps(submission: Submission, rng: np.random.Generator) -> None:
    """p_tradeoff is right for other curves, best curves and goals."""
    curves, seconds = draw_curves(rng, 60, 8), rng.uniform(0.2, 3, 60)
    goal = float(np.sort(curves[:, -1])[-20])
    ps = [0.3, 0.5, 0.8, 1.0, 9.0]
    bests = [
        ([0.2, 0.4, 0.6, 0.5, 0.9, 0.9, 0.9, 0.9], 4),
        ([0.3, 0.7, 0.6, 0.9, 1.0, 0.9, 0.9, 0.8], 3),
        ([0.375, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.5], 1),
        ([0.7, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8], None),
    ]
    for best, tau in bests:
        wanted = [1.0] * len(ps)
        if tau is not None:
            column = curves[:, tau - 1]
            wanted = [ratio(curves, seconds, goal, column < p * best[tau - 1], tau) for p in ps]
        got = submission.call("p_tradeoff", curves, seconds, goal, best, ps)
        expect_close(as_list(got), wanted)


@question("q12", points=2, hint="Searches of different length; rule and none of different number.")
def test_other_thinking(submission: Submission, rng: np.random.Generator) -> None:
    """ratios_with_thinking is right for other searches and prices."""
    rule, none = (
        {"seconds": rng.uniform(1, 30, n).tolist(), "trials": rng.integers(5, 90, n).tolist()}
        for n in (12, 15)
    )
    think = [0.0, 0.25, 7.0]
    means = [
        [fmean(runs["seconds"]) + t * fmean(runs["trials"]) for runs in (rule, none)] for t in think
    ]
    got = submission.call("ratios_with_thinking", rule, none, think)
    expect_close(as_list(got), [a / b for a, b in means])


# --- q13: a rule --------------------------------------------------------------------------------


def median_rule(curve: Any, best: Any, finished: Any) -> bool:
    """Google Vizier's, as `course.hpo.stopping.MedianRule` has it."""
    return bool(finished) and max(curve) < median(fmean(one[: len(curve)]) for one in finished)


@question("q13", points=4, hint="Ends are drawn anew, with noise: what holds for other settings?")
def test_my_rule_on_a_hidden_table(submission: Submission, rng: np.random.Generator) -> None:
    """On a hidden table, my_rule takes at most nine tenths of the time of training to the end."""
    stages = draw_stages(whole_table(), rng)
    benefit = measure_benefit(stages, epochs_under(asking(submission), stages))
    expect(benefit.high < ENOUGH, words(benefit), f"an interval below {ENOUGH}")


@question("q13", points=3, hint="Stop more of the bad ones, or fewer of the winners.")
def test_my_rule_against_the_median_rule(submission: Submission, rng: np.random.Generator) -> None:
    """On a hidden table, my_rule takes at most 1.4 times as long as the median rule."""
    stages = draw_stages(whole_table(), rng)
    medians = epochs_under(partial(ask_each, median_rule), stages)
    benefit = measure_benefit(stages, epochs_under(asking(submission), stages), medians)
    expect(benefit.high < 1.4, words(benefit), "an interval below 1.4")

"""Lab 4: the hidden checks. A student learns of each only its sentence and its hint.

Inputs are drawn anew in every run; fixed ones stand beside them where a draw might miss a mistake.
"""

from __future__ import annotations

import numpy as np
from scipy.stats import qmc, spearmanr

from course.checks.expect import as_list, expect, expect_close, expect_equal, expect_keys
from course.checks.lab4_curves import TALLY_KEYS, ask
from course.checks.rules_of_lab4 import stop_when_behind, stop_when_falling
from course.checks.runner import question
from course.checks.submission import Name, Submission
from course.hpo.space import Hyperparameter
from solutions.lab4_curves import answers


def draw_curves(rng: np.random.Generator, n: int, n_epochs: int) -> np.ndarray:
    """Noisy curves that rise to different heights, (n, n_epochs), multiples of 1/700."""
    heights, speeds = rng.uniform(0.1, 1, size=(n, 1)), rng.uniform(0.1, 1.5, size=(n, 1))
    rising = heights * (1 - np.exp(-speeds * np.arange(1, n_epochs + 1)))
    noisy = np.clip(rising + rng.normal(0, 0.04, size=rising.shape), 0, 1)
    return np.round(noisy * 700) / 700


# --- q1, q2: points -----------------------------------------------------------------------------


@question("q1", points=3, hint="Try many points, in one, two and nine dimensions; and scipy's.")
def test_other_discrepancies(submission: Submission, rng: np.random.Generator) -> None:
    """centred_discrepancy is right for other points and dimensions."""
    for n, d in [(1, 3), (2, 1), (7, 2), (64, 9)]:
        points = rng.random((n, d))
        got = submission.call("centred_discrepancy", points)
        expect_close(got, float(qmc.discrepancy(points, method="CD")))


@question("q2", points=4, hint="Try each type, ranges that begin elsewhere, and u close to 1.")
def test_other_rows_of_the_table(submission: Submission, rng: np.random.Generator) -> None:
    """from_unit is right for other ranges, choices and coordinates."""
    low = int(rng.integers(3, 9))
    rows = [
        Hyperparameter("a", "integer", low, low + int(rng.integers(3, 30))),
        Hyperparameter("b", "integer", 0, 1),
        Hyperparameter("c", "float", float(rng.uniform(-3, -1)), float(rng.uniform(1, 3))),
        Hyperparameter("d", "float", 1e-4, 10 ** float(rng.uniform(-1, 1)), log=True),
        Hyperparameter("e", "categorical", choices=("relu", "elu", "tanh")),
    ]
    u = np.concatenate([[0.0, 0.5, 0.9999], rng.random(20)])
    for h in rows:
        if h.type == "categorical":
            row: dict[str, object] = {"type": h.type, "choices": list(h.choices)}
        else:
            row = {"type": h.type, "low": h.low, "high": h.high, "log": h.log}
        got, wanted = as_list(submission.call("from_unit", u.tolist(), row)), h.from_unit(u)
        if h.type == "float":
            expect_close(got, wanted)
        else:
            expect_equal(got, wanted.tolist())


# --- q3 … q7: curves ----------------------------------------------------------------------------


@question("q3", points=3, hint="Random rows are all different and follow from random_state.")
def test_other_families(submission: Submission, rng: np.random.Generator) -> None:
    """families is right for other accuracies and sizes, and its random rows are fair."""
    final = rng.permutation(np.linspace(0.05, 0.99, 60))
    draws = [submission.call("families", final, 25, random_state=seed) for seed in (1, 1, 2)]
    order = np.argsort(final)
    for got in draws:
        expect_keys(got, ["random", "top", "bottom"])
        expect_equal(as_list(got["top"]), order[::-1][:25].tolist(), name="top")
        expect_equal(as_list(got["bottom"]), order[:25].tolist(), name="bottom")
        rows = as_list(got["random"])
        are_rows = isinstance(rows, list) and set(rows) <= set(range(60))
        expect(are_rows and len(set(rows)) == len(rows) == 25, rows, "25 different rows")
    first, again, other = (as_list(got["random"]) for got in draws)
    expect(first == again, "other rows from the same seed", "the same rows")
    expect(sorted(first) != sorted(other), "the same rows from two seeds", "other rows")
    seen = {row for s in range(3, 12) for row in as_list(_random(submission, final, s))}
    expect(len(seen) > 50, f"only {len(seen)} rows in nine draws", "any of the 60 rows")


def _random(submission: Submission, final: np.ndarray, seed: int) -> object:
    return submission.call("families", final, 25, random_state=seed)["random"]


@question("q4", points=2, hint="Try fractions that give whole ranks, that do not, and equal ends.")
def test_other_goals(submission: Submission, rng: np.random.Generator) -> None:
    """goals is right for other accuracies and fractions, also of 0.07 · 100 settings."""
    fractions = [0.07, 0.005, 0.015, 1.0, float(rng.uniform(0.1, 0.9))]
    for final in (rng.permutation(np.linspace(0, 0.99, 100)), np.round(rng.random(333), 2)):
        got = submission.call("goals", final, fractions)
        expect_close(as_list(got), answers.goals(final, fractions))


@question("q5", points=3, hint="Try flat curves, falling ones, and one that moves at the very end.")
def test_other_curves_converge(submission: Submission, rng: np.random.Generator) -> None:
    """convergence_epoch is right for other curves and tolerances."""
    curves = [[0.1] * 6, [0.9, 0.5, 0.3, 0.3], [0.5, 0.5, 0.5, 0.9], [0.4], [0.2, 0.29, 0.3]]
    curves += [[0.1, 0.5, 0.9, 0.7, 0.71], [0.6, 0.1, 0.6, 0.6, 0.6]]
    curves += draw_curves(rng, 15, 12).tolist()
    for curve in curves:
        for tolerance in (0.0, 0.02, 0.1):
            got = submission.call("convergence_epoch", curve, tolerance)
            expect_equal(got, answers.convergence_epoch(curve, tolerance))


@question("q6", points=3, hint="Equal accuracies share their mean rank; compare with spearmanr.")
def test_other_rank_correlations(submission: Submission, rng: np.random.Generator) -> None:
    """rank_correlations is right for other curves, with many equal values."""
    for curves in (draw_curves(rng, 40, 7), np.round(draw_curves(rng, 30, 4), 1)):
        wanted = [spearmanr(column, curves[:, -1]).statistic for column in curves.T]
        got = submission.call("rank_correlations", curves)
        expect_close(as_list(got), wanted)


@question("q7", points=3, hint="Ranks within the group only; groups of exactly min_size stay.")
def test_other_groups(submission: Submission, rng: np.random.Generator) -> None:
    """correlations_by_group is right for other groups, epochs and sizes."""
    curves = draw_curves(rng, 60, 8)
    names = ["none", "dropout", "batch_norm", "rare"]
    groups = rng.permutation(np.repeat(names, [25, 20, 11, 4])).tolist()
    for epoch, min_size, kept in [(1, 11, 3), (3, 12, 2), (5, 4, 4)]:
        got = submission.call("correlations_by_group", curves, groups, epoch, min_size)
        expect_keys(got, names[:kept])
        for name in names[:kept]:
            own = curves[np.array(groups) == name]
            wanted = float(spearmanr(own[:, epoch - 1], own[:, -1]).statistic)
            expect_close(got[name], wanted, name=name)


# --- q8, q9, q10: rules -------------------------------------------------------------------------


@question("q8", points=3, hint="Try every epoch of a curve, other r and ε, arrays; below is below.")
def test_other_etr1(submission: Submission, rng: np.random.Generator) -> None:
    """etr1 is right for other curves, τ, r and ε, and for arrays."""
    cases = [([0.25], 1, 0.125, 0.125, False), ([0.24], 1, 0.125, 0.125, True)]
    cases += [([0.5, 0.3], 2, 0.25, 0.125, True), ([0.3, 0.5], 2, 0.25, 0.125, False)]
    cases += [([0.4, 0.1], 2, 0.1, 0.05, True), ([0.12, 0.3, 0.1], 3, 0.1, 0.05, True)]
    cases += [([0.1, 0.1, 0.1], 2, 0.1, 0.05, False), ([0.1], 2, 0.1, 0.05, False)]
    for curve, tau, r, epsilon, wanted in cases:
        expect_equal(ask(submission, "etr1", curve, tau, r, epsilon), wanted)
    for whole in 0.4 * draw_curves(rng, 4, 6):
        tau = int(rng.integers(1, 7))
        for t in range(1, 7):
            wanted = t == tau and bool(whole[t - 1] < 0.1 + 0.05)
            expect_equal(ask(submission, "etr1", whole[:t], tau=tau), wanted)


@question("q9", points=3, hint="Try other q, curves that fall at the end, and equality.")
def test_other_taus(submission: Submission, rng: np.random.Generator) -> None:
    """etr2_tau is right for other curves and q, also where the highest accuracy is not the last."""
    cases = [
        ([0.25, 0.5, 1.0], 0.5, 2),
        ([0.5, 1.0, 0.5], 0.75, None),
        ([0.3, 0.2, 0.9, 0.8], 0.3, 2),
    ]
    cases += [([0.1, 0.9, 0.3, 0.9, 0.2, 0.8], 0.5, 5), ([0.1, 0.7, 0.8], 0.75, 1)]
    cases += [([0.7, 0.75, 1.0, 0.9], 0.75, None), ([0.6, 0.7, 1.0, 0.9], 0.75, 1)]
    for curve, q, wanted in cases:
        expect_equal(submission.call("etr2_tau", curve, q), wanted)
    for curve in draw_curves(rng, 15, 10):
        q = float(rng.uniform(0.5, 0.95))
        expect_equal(submission.call("etr2_tau", curve.tolist(), q=q), answers.etr2_tau(curve, q))


@question("q10", points=4, hint="No best curve, no τ, τ moves with the best curve and q; arrays.")
def test_other_etr2(submission: Submission, rng: np.random.Generator) -> None:
    """etr2 is right for other curves, p and q, without a best curve, and without a τ."""
    for curve, best, p, q, wanted in [
        ([0.0], None, 0.9, 0.75, False),
        ([0.0], [0.8, 0.8, 0.9], 0.9, 0.75, False),
        ([0.125], [0.25, 0.9, 0.9], 0.5, 0.75, False),  # equal is not below
        ([0.12], [0.25, 0.9, 0.9], 0.5, 0.75, True),
        ([0.5, 0.1], [0.1, 0.4, 0.9], 0.5, 0.75, True),
        ([0.1, 0.3], [0.1, 0.4, 0.9], 0.5, 0.75, False),
        ([0.3, 0.1, 0.3], [0.2, 0.9, 0.4, 0.8], 0.8, 0.75, True),  # the last such epoch
        ([0.1], [0.2, 0.9, 0.4, 0.8], 0.8, 0.75, False),
        ([0.1], [0.2, 0.4, 0.8], 0.9, 0.3, True),
        ([0.1, 0.1], [0.2, 0.4, 0.8], 0.9, 0.3, False),
    ]:
        expect_equal(ask(submission, "etr2", curve, best, p, q), wanted)
    for best, other in zip(draw_curves(rng, 6, 8), draw_curves(rng, 6, 8), strict=True):
        for t in range(1, 9):
            wanted = answers.etr2(other[:t], best, 0.8)
            expect_equal(ask(submission, "etr2", tuple(other[:t].tolist()), best, p=0.8), wanted)


# --- q11, q12: replay ---------------------------------------------------------------------------

RULES = {"stop_when_behind": stop_when_behind, "stop_when_falling": stop_when_falling}
TIES = [[0.5, 0.5, 0.8], [0.9, 0.9, 0.8], [0.41, 0.41, 0.41], [0.39, 0.6, 0.7]]
WORSE_AFTER_BEST = [[0.5, 0.9, 0.9], [0.4, 0.8, 0.8], [0.33, 0.64, 0.9], [0.39, 0.71, 0.95]]
STOPPED_IS_NO_BEST = [[0.5, 0.5, 0.5], [0.1, 0.9, 0.99], [0.45, 0.6, 0.6], [0.41, 0.5, 0.7]]


@question("q11", points=4, hint="Who was stopped never becomes the best; of equals the first.")
def test_other_replays(submission: Submission, rng: np.random.Generator) -> None:
    """replay is right for other curves, in other orders, under both rules."""
    tables = [TIES, WORSE_AFTER_BEST, STOPPED_IS_NO_BEST]
    tables += [draw_curves(rng, 40, 8).tolist()]
    for curves in tables:
        for rule in ("stop_when_behind", "stop_when_falling"):
            got = submission.call("replay", curves, Name(rule))
            wanted = answers.replay(curves, RULES[rule])
            expect_equal(as_list(got), wanted, name=rule)


@question("q12", points=4, hint="Good is judged by the whole curve; at the goal is good.")
def test_other_tallies(submission: Submission, rng: np.random.Generator) -> None:
    """tally is right for other curves, epochs and goals."""
    for n, n_epochs in [(50, 6), (31, 20)]:
        curves = draw_curves(rng, n, n_epochs)
        epochs = rng.integers(1, n_epochs + 1, size=n)
        epochs[rng.permutation(n)[: n // 2]] = n_epochs
        goal = float(np.sort(curves[:, -1])[n // 2])
        got = submission.call("tally", epochs.tolist(), curves, goal)
        expect_keys(got, TALLY_KEYS)
        wanted = answers.tally(epochs.tolist(), curves, goal)
        for key in TALLY_KEYS:
            expect_close(got[key], wanted[key], name=key)

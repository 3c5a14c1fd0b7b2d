"""How a statement of the paper is put to the test: a number, and a range for it.

A statement *agrees* with what was measured if the whole interval lies in the range, *differs* if it
lies outside, and otherwise our data *cannot tell* (`evidence.verdict`). The statements themselves
are in `paper.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import permutations

import numpy as np

from course.hpo.facts import TOLERANCE, accuracies, best_first, convergence_epochs
from course.hpo.reproduce.evidence import (
    BOTH_GOALS,
    Evidence,
    Goal,
    Interval,
    Verdict,
    hull,
    largest,
    ratio_between,
    share,
    smallest,
    verdict,
)
from course.hpo.reproduce.rules import ETR1, Variant
from course.hpo.table import UNTRAINABLE_BELOW

N_FAMILY = 100
TOLERANCES = (TOLERANCE, 0.05)
"""How near its end a curve counts as converged, which the paper leaves open: both readings."""
NOTICEABLE = 1.1
GOOD = 0.05
INFINITE = float("inf")

Place = tuple[str, Goal | None]
Measured = list[tuple[Place, Interval]]


@dataclass(frozen=True)
class Statement:
    """A sentence of the paper and how it is put to the test."""

    key: str
    quote: str
    said_of: str
    number: str
    """What is measured, in words."""
    claimed: tuple[float, float]
    """The range of that number in which the sentence is right; open."""
    measure: Callable[[Sequence[Evidence]], Measured]

    def check(self, evidence: Sequence[Evidence]) -> list[Finding]:
        """A finding for each task, or task and goal, that it can be tested on."""
        return [
            Finding(self, task, goal, measured, verdict(measured, self.claimed))
            for (task, goal), measured in self.measure(evidence)
        ]


@dataclass(frozen=True)
class Finding:
    """A statement's number on one task, or for one goal of a task."""

    statement: Statement
    task: str
    goal: Goal | None
    measured: Interval
    verdict: Verdict


def each_task(number: Callable[[Evidence], Interval]) -> Callable[[Sequence[Evidence]], Measured]:
    return lambda evidence: [((one.name, None), number(one)) for one in evidence]


def each_goal(
    number: Callable[[Evidence, Goal], Interval], goals: Sequence[Goal] = BOTH_GOALS
) -> Callable[[Sequence[Evidence]], Measured]:
    return lambda evidence: [
        ((one.name, goal), number(one, goal)) for one in evidence for goal in goals
    ]


# --- of curves ----------------------------------------------------------------------------------


def untrainable_among_worst(evidence: Evidence) -> Interval:
    worst = evidence.final[best_first(evidence.task.table)[::-1][:N_FAMILY]]
    return share(int(np.sum(worst < UNTRAINABLE_BELOW)), len(worst))


def untrainable(evidence: Evidence) -> Interval:
    return share(int(np.sum(evidence.final < UNTRAINABLE_BELOW)), len(evidence.final))


def top_in_two_epochs(evidence: Evidence) -> Interval:
    rows = best_first(evidence.task.table)[:N_FAMILY]
    return hull([_converged(evidence, rows, 2, tolerance) for tolerance in TOLERANCES])


def converged_by_half(evidence: Evidence) -> Interval:
    order = best_first(evidence.task.table)
    rows = np.unique(np.concatenate([order[:N_FAMILY], order[::-1][:N_FAMILY]]))
    half = evidence.task.table.n_epochs / 2
    return hull([_converged(evidence, rows, half, tolerance) for tolerance in TOLERANCES])


def _converged(evidence: Evidence, rows: np.ndarray, by: float, tolerance: float) -> Interval:
    epochs = convergence_epochs(evidence.task.table, tolerance)[rows]
    return share(int(np.sum(epochs <= by)), len(rows))


def good_ones_stopped(evidence: Evidence) -> Interval:
    """Part of the best 5 % that ETR-1 stops after epoch 1."""
    n_good = max(1, round(GOOD * len(evidence.final)))
    first = accuracies(evidence.task.table)[best_first(evidence.task.table)[:n_good], 0]
    return share(int(np.sum(first < UNTRAINABLE_BELOW)), n_good)


# --- of searches --------------------------------------------------------------------------------


def _every_ratio(evidence: Evidence, variants: Sequence[Variant]) -> list[Interval]:
    """Of one rule with all its parameters for both goals; the intervals hold together."""
    n = len(variants) * len(BOTH_GOALS)
    return [
        evidence.ratio(goal, variant, compared=n) for goal in BOTH_GOALS for variant in variants
    ]


def best(variants: Sequence[Variant]) -> Callable[[Evidence], Interval]:
    return lambda evidence: smallest(_every_ratio(evidence, variants))


def worst(variants: Sequence[Variant]) -> Callable[[Evidence], Interval]:
    return lambda evidence: largest(_every_ratio(evidence, variants))


def spread(variants: Sequence[Variant]) -> Callable[[Evidence, Goal], Interval]:
    """The slowest parameter's mean time over the fastest's, which cannot be below 1."""
    n_pairs = len(variants) * (len(variants) - 1) // 2

    def number(evidence: Evidence, goal: Goal) -> Interval:
        found = largest(
            [evidence.ratio(goal, *pair, compared=n_pairs) for pair in permutations(variants, 2)]
        )
        return Interval(found.value, max(1.0, found.low), found.high)

    return number


def cifar10_over_mnist(evidence: Sequence[Evidence]) -> Measured:
    by_name = {one.name: one for one in evidence}
    if not {"cifar10", "mnist"} <= set(by_name):
        return []
    cifar10, mnist = (by_name[name].log_ratio("hard", ETR1) for name in ("cifar10", "mnist"))
    return [(("cifar10", "hard"), ratio_between(cifar10, mnist))]


def hard_over_easy(variants: Sequence[Variant]) -> Callable[[Evidence], Interval]:
    return lambda evidence: ratio_between(
        evidence.log_ratio("hard", variants), evidence.log_ratio("easy", variants)
    )

"""How soon a search reaches its goal, in simulated seconds: our SMAC and SMAC3's.

Speed must not cost quality. Both train settings of the digits table to their ends, one after
another, until one of the best 0.05 % is found or a limit is reached; on the way there, one of the
best 0.5 %. Thinking is not charged.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from course.data import load_curves
from course.hpo.facts import goal_accuracies
from course.hpo.searchers import SMAC
from course.hpo.simulate import SearchResult, simulate
from tests.bench.measuring import Figure

N_SEARCHES = 50
LIMIT = 100.0
"""Simulated seconds."""
GOALS = (0.005, 0.0005)
N_RESAMPLES = 10_000


def search_vs_smac3() -> Figure:
    """Mean simulated seconds to a goal, up to the limit; above 1: ours gets there sooner.

    SMAC3 has its own forest, acquisition and random settings, and the same number of first trials.
    """
    from course.hpo.searchers.smac3 import SMAC3Search

    table = load_curves("digits")
    points = table.space.to_unit(table.settings)
    goals = goal_accuracies(table, GOALS)
    seconds = np.empty((2, len(GOALS), N_SEARCHES))
    thought = np.zeros(2)
    for seed in range(N_SEARCHES):
        searchers = (SMAC(points, random_state=seed), SMAC3Search(table, random_state=seed))
        for side, searcher in enumerate(searchers):
            result = simulate(table, searcher, goal=goals.max(), max_seconds=LIMIT)
            seconds[side, :, seed] = [_seconds_to(goal, result) for goal in goals]
            thought[side] += result.searcher_seconds
    each = {f"top {fraction:.2%}": _compare(*seconds[:, i]) for i, fraction in enumerate(GOALS)}
    worst = min(each.values(), key=lambda r: r["ratio"])
    told = "; ".join(
        f"{name} {r['ratio']:.2f} × ({r['low']:.2f} – {r['high']:.2f})" for name, r in each.items()
    )
    return Figure(
        "search_vs_smac3",
        worst["ratio"],
        "×",
        worst["ours"],
        worst["theirs"],
        N_SEARCHES,
        f"mean simulated seconds to a goal, up to {LIMIT:g}, with 95 % intervals: {told}",
        "≥ 1",
        {
            "goals": each,
            "seconds": seconds.tolist(),
            "seconds_of_thinking": dict(zip(("ours", "theirs"), thought.tolist(), strict=True)),
        },
    )


def _seconds_to(goal: float, result: SearchResult) -> float:
    """When the first trial with this accuracy had ended; infinite if none has."""
    reached = result.seconds[result.best >= goal]
    return float(reached[0]) if len(reached) else np.inf


def _compare(ours: NDArray[np.float64], theirs: NDArray[np.float64]) -> dict[str, float]:
    """Means up to the limit, theirs over ours with a 95 % bootstrap interval, and who got there."""
    rng = np.random.default_rng(0)
    times = np.minimum([ours, theirs], LIMIT)
    resampled = [
        side[rng.integers(len(side), size=(N_RESAMPLES, len(side)))].mean(axis=1) for side in times
    ]
    low, high = np.quantile(resampled[1] / resampled[0], [0.025, 0.975])
    means = times.mean(axis=1)
    return {
        "ours": float(means[0]),
        "theirs": float(means[1]),
        "ratio": float(means[1] / means[0]),
        "low": float(low),
        "high": float(high),
        "ours_reached": float(np.isfinite(ours).mean()),
        "theirs_reached": float(np.isfinite(theirs).mean()),
    }

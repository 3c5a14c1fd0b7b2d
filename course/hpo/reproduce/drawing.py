"""The paper's Figs 1 and 2 (a table's learning curves), 4 and 5 (times to a goal), with words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from course.hpo.facts import untrainable_share
from course.hpo.reproduce.evidence import BOTH_GOALS, Evidence, Goal
from course.hpo.reproduce.grid import LIMIT
from course.hpo.reproduce.rules import ETR1, ETR2, NO_RULE, VARIANTS, Variant
from course.plots import plot_curve_families, plot_times_to_goal

N_CURVES = 100
NAMES = {"digits": "digits", "mnist": "MNIST", "cifar10": "CIFAR-10"}
PANELS: tuple[Goal, Goal] = (BOTH_GOALS[1], BOTH_GOALS[0])  # as in the paper: the hard goal left


@dataclass(frozen=True)
class Picture:
    """A figure, what it is of, and the same in words for those who don't see it."""

    file: str
    caption: str
    alt: str
    figure: Figure


def draw_all(evidence: Sequence[Evidence]) -> list[Picture]:
    """All figures, known to pyplot; the caller closes them."""
    return [
        *(_curves(one) for one in evidence),
        _times(evidence, ETR1, "fig4_etr1.png", "Fig. 4", "ETR-1"),
        _times(evidence, ETR2, "fig5_etr2.png", "Fig. 5", "ETR-2"),
    ]


def goal_label(evidence: Evidence, goal: Goal) -> str:
    """Such as "top 0.5 %"."""
    return f"top {100 * evidence.fraction(goal):g} %"


def _curves(evidence: Evidence) -> Picture:
    table = evidence.task.table
    n = min(N_CURVES, table.n_settings)
    name = NAMES[evidence.name]
    final = np.sort(evidence.final)
    figure = plot_curve_families(table, n, suptitle=f"{name}: {table.n_settings:,} settings")
    return Picture(
        f"fig1_2_curves_{evidence.name}.png",
        f"Figs 1 and 2 of the paper, on our table of {name}: {n} random, the {n} best and the {n} "
        "worst learning curves.",
        f"{name}: validation accuracy by epoch in three panels. The {n} best settings end between "
        f"{final[-n]:.3f} and {final[-1]:.3f}, the {n} worst between {final[0]:.3f} and "
        f"{final[n - 1]:.3f}; of all settings, {untrainable_share(table):.0%} end below 0.15.",
        figure,
    )


def _times(
    evidence: Sequence[Evidence], variants: Sequence[Variant], file: str, number: str, rule: str
) -> Picture:
    figure, axes = plt.subplots(
        len(evidence), 2, figsize=(12.8, 0.4 + 3.3 * len(evidence)), squeeze=False, sharex="row",
        layout="constrained",
    )  # fmt: skip
    words: list[str] = []
    for row, one in zip(axes, evidence, strict=True):
        for goal, ax in zip(PANELS, row, strict=True):
            letter = "abcdef"[len(words)]
            times = one.times(goal)
            plot_times_to_goal(
                {v.label: times[VARIANTS.index(v)] for v in (NO_RULE, *variants)},
                one.task.limit,
                ax=ax,
                reference=NO_RULE.label,
                unit="simulated seconds",
                title=f"({letter}) {NAMES[one.name]}, {goal_label(one, goal)} "
                f"(accuracy ≥ {one.accuracy(goal):.4f})",
            )
            words.append(
                f"{NAMES[one.name]}, {goal_label(one, goal)}: {_in_words(one, goal, variants)}"
            )
    return Picture(
        file,
        f"{number} of the paper: time to the goal with {rule}. Dots are searches, boxes quartiles "
        "with the median, the dashed line the median without a rule; hollow triangles stand where "
        f"a search was given up, after the time of {LIMIT} average trainings.",
        f"Box plots of times to the goal, median seconds: {'; '.join(words)}.",
        figure,
    )


def _in_words(evidence: Evidence, goal: Goal, variants: Sequence[Variant]) -> str:
    medians = ((v.label, evidence.quantile(goal, v, 0.5)) for v in (NO_RULE, *variants))
    return ", ".join(
        f"{name} {m:.3g}" if np.isfinite(m) else f"{name} not reached" for name, m in medians
    )

"""The card of a table: what is in it, in a dozen lines (`course table show`)."""

from __future__ import annotations

import numpy as np

from course.hpo.facts import (
    converged_by_half,
    convergence_epochs,
    final_accuracies,
    goal_accuracies,
    rank_correlations,
    untrainable_share,
)
from course.hpo.table import CurveTable

QUANTILES = (0, 10, 25, 50, 75, 90, 99, 100)
GOALS = (0.0005, 0.0025, 0.005)
"""Of the paper: the top 0.05, 0.25 and 0.5 % (section IV.C)."""


def card(table: CurveTable) -> list[tuple[str, str]]:
    """Name and value of each fact, for people."""
    final, epochs = final_accuracies(table), table.n_epochs
    quantiles = np.quantile(final, np.array(QUANTILES) / 100)
    best = int(np.argmax(final))
    early = sorted({1, epochs // 4, epochs // 2} - {0})
    correlations = rank_correlations(table)
    best_100 = convergence_epochs(table)[np.argsort(-final, kind="stable")[:100]]
    return [
        ("settings × epochs", f"{table.n_settings:,} × {epochs}"),
        ("images", f"{_images(table)}; {table.metadata['images']}"),
        (
            "final validation accuracy",
            ", ".join(f"{q} %: {a:.3f}" for q, a in zip(QUANTILES, quantiles, strict=True)),
        ),
        ("test accuracy of the best", f"{table.test_accuracy[best, -1]:.3f}"),
        ("untrainable (below 0.15)", f"{untrainable_share(table):.1%}"),
        ("diverged", f"{np.mean(np.array(table.statuses) == 'diverged'):.1%}"),
        (
            "accuracy of the top",
            ", ".join(
                f"{top:.2%}: {goal:.4f}"
                for top, goal in zip(GOALS, goal_accuracies(table, GOALS), strict=True)
            ),
        ),
        (
            f"converged by epoch {epochs // 2}",
            f"{converged_by_half(table):.0%} of the trainable ones, "
            f"{np.mean(best_100 <= epochs / 2):.0%} of the best 100",
        ),
        (
            "rank correlation with the end",
            ", ".join(f"epoch {t}: {correlations[t - 1]:.2f}" for t in early),
        ),
        ("another seed changes", _noise(table)),
        ("seconds of a setting", _seconds(table)),
        ("processor hours in all", f"{_hours(table):.1f}"),
        ("measured on", table.metadata["hardware"]),
    ]


def _images(table: CurveTable) -> str:
    sizes = (f"{table.metadata[f'n_{part}']:,} {part}" for part in ("train", "validation", "test"))
    return ", ".join(sizes)


def _noise(table: CurveTable) -> str:
    """How much the final accuracy of trainable settings varies from seed to seed."""
    ends = np.nan_to_num(table.repeats[:, :, -1, table.metrics.index("validation_accuracy")])
    if ends.shape[1] < 2:
        return "not known: no setting was repeated"
    is_trainable = ends.min(axis=1) >= 0.15
    if not is_trainable.any():
        return "not known: no repeated setting is trainable"
    deviations = ends[is_trainable].std(axis=1, ddof=1)
    return (
        f"the final accuracy by {np.median(deviations):.3f} "
        f"(median standard deviation of {is_trainable.sum()} settings, {ends.shape[1]} seeds each)"
    )


def _seconds(table: CurveTable) -> str:
    total = np.nanmax(table.seconds, axis=1)
    low, middle, high = np.quantile(total, [0.05, 0.5, 0.95])
    return f"median {middle:.2f}, 90 % between {low:.2f} and {high:.2f}"


def _hours(table: CurveTable) -> float:
    repeats = table.repeats[..., table.metrics.index("seconds")]
    each = np.nanmax(table.seconds, axis=1).sum()
    return float((each + (np.nanmax(repeats, axis=2).sum() if repeats.size else 0)) / 3600)

"""The experiment's numbers as CSV: verdicts, times by rule, and every single search."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from course.hpo.reproduce.evidence import BOTH_GOALS, Evidence
from course.hpo.reproduce.rules import VARIANTS
from course.hpo.reproduce.statements import Finding


def findings_frame(findings: Sequence[Finding]) -> pd.DataFrame:
    """A row a verdict: the number, its 95 % interval, the range claimed (open, infinite: none)."""
    return pd.DataFrame(
        [
            {
                "statement": one.statement.key,
                "task": one.task,
                "goal": one.goal or "",
                "value": one.measured.value,
                "low": one.measured.low,
                "high": one.measured.high,
                "claimed_above": one.statement.claimed[0],
                "claimed_below": one.statement.claimed[1],
                "verdict": one.verdict,
                "number": one.statement.number,
                "quote": one.statement.quote,
                "said_of": one.statement.said_of,
            }
            for one in findings
        ]
    )


def times_frame(evidence: Sequence[Evidence]) -> pd.DataFrame:
    """A row for each task, goal and rule. Seconds are simulated; infinite: not reached.

    Quartiles are Kaplan–Meier's; `mean` is up to the limit; `ratio` is that mean over the one
    without a rule, `low` and `high` its 95 % interval from searches resampled in pairs.
    """
    rows = []
    for one in evidence:
        for goal in BOTH_GOALS:
            reached = np.isfinite(one.times(goal)).sum(axis=1)
            for number, variant in enumerate(VARIANTS):
                ratio = one.ratio(goal, variant)
                rows.append(
                    {
                        "task": one.name,
                        "goal": goal,
                        "top": one.fraction(goal),
                        "accuracy": one.accuracy(goal),
                        "rule": variant.label,
                        "searches": one.n,
                        "reached": reached[number],
                        "limit": one.task.limit,
                        "lower_quartile": one.quantile(goal, variant, 0.25),
                        "median": one.quantile(goal, variant, 0.5),
                        "upper_quartile": one.quantile(goal, variant, 0.75),
                        "mean": one.mean(goal, variant),
                        "ratio": ratio.value,
                        "low": ratio.low,
                        "high": ratio.high,
                    }
                )
    return pd.DataFrame(rows)


def searches_frame(evidence: Sequence[Evidence]) -> pd.DataFrame:
    """A row a search: seconds to both goals (infinite: not reached), and what it tried."""
    rows = []
    for one in evidence:
        times = {goal: one.times(goal) for goal in BOTH_GOALS}
        for number, variant in enumerate(VARIANTS):
            for i, search in enumerate(one.searches[number]):
                rows.append(
                    {
                        "task": one.name,
                        "rule": variant.label,
                        "search": i,
                        "seconds_to_easy": times["easy"][number, i],
                        "seconds_to_hard": times["hard"][number, i],
                        "trials": len(search.rows),
                        "stopped": int(search.was_stopped.sum()),
                        "epochs": search.epochs,
                        "searcher_seconds": search.thought,
                    }
                )
    return pd.DataFrame(rows)


def write_file(path: Path, content: bytes) -> None:
    """All of it or, when interrupted, nothing. Raises OSError if it can't be written."""
    aside = path.with_name(f"{path.name}.{os.getpid()}")
    aside.write_bytes(content)
    os.replace(aside, path)

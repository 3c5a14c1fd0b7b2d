"""The median stopping rule of Google Vizier."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean, median

from course.hpo.simulate import History


class MedianRule:
    """Stops a trial whose best accuracy so far is below the median of the others' averages so far.

    The median is over the trials that were trained to the end, each averaged over epochs 1 … t.

    Source: D. Golovin et al., "Google Vizier: A Service for Black-Box Optimization" (2017), section
    3.2.2.

    Parameters
    ----------
    first_epoch : before it nothing is stopped. Raises ValueError below 1.
    """

    def __init__(self, first_epoch: int = 1) -> None:
        if first_epoch < 1:
            raise ValueError(f"first_epoch must be at least 1, got first_epoch={first_epoch}")
        self.first_epoch = first_epoch

    def should_stop(self, curve: Sequence[float], history: History) -> bool:
        t = len(curve)
        averages = [fmean(trial.curve[:t]) for trial in history.trials if not trial.was_stopped]
        if t < self.first_epoch or not averages:
            return False
        return max(curve) < median(averages)

"""Successive halving without waiting: a trial goes on if it is among the best at its rung."""

from __future__ import annotations

from collections.abc import Sequence

from course.hpo.simulate import History


class SuccessiveHalving:
    """At epochs r, r·η, r·η², … stops a trial that is not among the best 1/η of those seen there.

    The asynchronous form with stopping in place of pausing: nothing waits until a rung is full, so
    that the first trials at a rung go on. Hyperband is several of these with different r.

    Source: L. Li et al., "A System for Massively Parallel Hyperparameter Tuning" (2020), algorithm
    2; K. Jamieson and A. Talwalkar (2016) for the synchronous form.

    Parameters
    ----------
    first_rung : r, in epochs, at least 1.
    reduction : η, at least 2.

    Raises ValueError for less.
    """

    def __init__(self, first_rung: int = 1, reduction: int = 3) -> None:
        if first_rung < 1:
            raise ValueError(f"first_rung must be at least 1, got first_rung={first_rung}")
        if reduction < 2:
            raise ValueError(f"reduction must be at least 2, got reduction={reduction}")
        self.first_rung, self.reduction = first_rung, reduction

    def should_stop(self, curve: Sequence[float], history: History) -> bool:
        t = len(curve)
        if not self._is_rung(t):
            return False
        seen = [trial.curve[t - 1] for trial in history.trials if len(trial.curve) >= t]
        n_better = sum(accuracy > curve[-1] for accuracy in seen)
        return n_better >= max(1, (len(seen) + 1) // self.reduction)

    def _is_rung(self, epoch: int) -> bool:
        rung = self.first_rung
        while rung < epoch:
            rung *= self.reduction
        return rung == epoch

"""Stop everything after a few epochs, unless it is the best so far: the field's humblest rule."""

from __future__ import annotations

from collections.abc import Sequence

from course.hpo.simulate import History


class StopAllAfter:
    """Trains a setting to the end only if, after this epoch, no other was ever better at it.

    Source: R. Egele, F. Mohr, T. Viering, P. Balaprakash, "The Unreasonable Effectiveness of Early
    Discarding After One Epoch in Neural Network Hyperparameter Optimization" (2024).

    Parameters
    ----------
    epoch : after which it decides, at least 1. Raises ValueError for less.
    """

    def __init__(self, epoch: int = 1) -> None:
        if epoch < 1:
            raise ValueError(f"epoch must be at least 1, got epoch={epoch}")
        self.epoch = epoch

    def should_stop(self, curve: Sequence[float], history: History) -> bool:
        if len(curve) != self.epoch:
            return False
        others = [t.curve[self.epoch - 1] for t in history.trials if len(t.curve) >= self.epoch]
        return bool(others) and curve[-1] < max(others)

"""Two small stopping rules that Lab 4 gives to its students; their replay is tried with them."""

from __future__ import annotations

from collections.abc import Sequence


def stop_when_falling(curve: Sequence[float], best_curve: Sequence[float] | None) -> bool:
    """Stop as soon as an accuracy is lower than the one before."""
    return len(curve) > 1 and curve[-1] < curve[-2]


def stop_when_behind(curve: Sequence[float], best_curve: Sequence[float] | None) -> bool:
    """Stop as soon as an accuracy is below 0.8 times what the best curve had in that epoch."""
    return best_curve is not None and curve[-1] < 0.8 * best_curve[len(curve) - 1]

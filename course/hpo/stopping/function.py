"""A stopping rule made of a function that sees plain lists of numbers only."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from course.hpo.simulate import History

Curve = Sequence[float]


class FromFunction:
    """Stops a trial when `function(curve, best_curve, finished_curves)` is true.

    curve : accuracies of the trial so far, epochs 1 … len(curve).
    best_curve : the whole curve of the best trial trained to its end, or None if there is none yet.
    finished_curves : the whole curves of all trials trained to their end, in the order in which
        they ended.

    This is the form in which students write their rules (Labs 4 and 5):

        rule = FromFunction(lambda curve, best, finished: etr1(curve, tau=3))
    """

    def __init__(self, function: Callable[[Curve, Curve | None, Sequence[Curve]], object]) -> None:
        self.function = function

    def should_stop(self, curve: Curve, history: History) -> bool:
        best = None if history.best is None else history.best.curve
        finished = [trial.curve for trial in history.trials if not trial.was_stopped]
        return bool(self.function(curve, best, finished))

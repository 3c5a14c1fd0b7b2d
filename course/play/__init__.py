"""A network to play with: drag its settings and watch what it learns, live.

    from course.play import play
    play()

In a notebook with ipywidgets there are controls beside the picture. Without, and in a terminal,
there is a still picture and a sentence that says what to install.
"""

from __future__ import annotations

from numpy.typing import ArrayLike

from course.data import load_xor
from course.play.playground import Playground
from course.plots.boundaries import check_points
from course.plots.loss_curves import XOR_PLATEAUS

__all__ = ["Playground", "play"]


def play(X: ArrayLike | None = None, y: ArrayLike | None = None) -> Playground:
    """Show a small network on X (n, 2) and y (n,), labels 0 and 1; HW04's XOR without them.

    Controls: solver, activation, learning rate, seed, hidden units (1 to 8), and the epoch at which
    to look. Left, the boundary and each hidden unit's line; right, the loss, and dashed that of the
    position before. With "same initial weights" on, every training from a seed starts from the
    same weights whatever else is changed; off, scikit-learn draws them, as in the labs.

    Raises ValueError when only one of X and y is given, or they are not of these shapes.
    """
    if (X is None) != (y is None):
        raise ValueError(
            f"X and y must be given together, got X={_given(X)} and y={_given(y)}; "
            "play() takes the XOR data of Lab 1"
        )
    if X is None or y is None:
        xor = load_xor()
        return Playground(xor.X_train, xor.y_train, XOR_PLATEAUS)
    points, labels = check_points(X, y)
    return Playground(points, labels, {})


def _given(value: object) -> str:
    return "None" if value is None else f"a {type(value).__name__}"

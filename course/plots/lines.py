"""Where a straight line enters and leaves a panel."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Crossing(NamedTuple):
    """A line in the panel, in data coordinates: its ends, and the way to its positive side.

    The way is as long as the panel's own side and, in a square panel, perpendicular to the line.
    """

    start: NDArray[np.float64]
    end: NDArray[np.float64]
    side: NDArray[np.float64]


def crossing_of(w: NDArray[np.float64], b: float, limits: NDArray[np.float64]) -> Crossing | None:
    """Where w·x + b = 0 crosses the panel; None where it doesn't.

    `w` has shape (2,); `limits` are the panel's (low, high) of each feature, shape (2, 2).
    """
    corner, size = limits[:, 0], limits[:, 1] - limits[:, 0]
    # In the panel's own coordinates, from 0 to 1, the line is steepness·u + offset = 0.
    steepness, offset = w * size, w @ corner + b
    length = np.hypot(*steepness)
    if length == 0:
        return None
    normal = steepness / length
    along = np.array([-normal[1], normal[0]])
    if along @ (1.0, 0.4) < 0:  # the same end first, whichever side is positive
        along = -along
    nearest = 0.5 - normal * (steepness.sum() / 2 + offset) / length  # to the panel's centre
    with np.errstate(divide="ignore", invalid="ignore"):
        edges = np.sort((np.array([[0.0], [1.0]]) - nearest) / along, axis=0)
    first, last = edges[0].max(), edges[1].min()
    if not first < last:
        return None
    return Crossing(
        start=corner + size * (nearest + first * along),
        end=corner + size * (nearest + last * along),
        side=size * normal,
    )

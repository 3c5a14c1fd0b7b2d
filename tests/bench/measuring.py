"""How things are timed: both sides by turns in one process, and the median of each."""

import platform
import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from typing import Any


@dataclass(frozen=True)
class Figure:
    """One line of the bench. `value` is a ratio (unit "×", ours against theirs) or a figure."""

    name: str
    value: float
    unit: str
    ours: float  # median, in seconds
    theirs: float | None  # the same of the other side, where there is one
    runs: int
    what: str
    goal: str = ""
    more: dict[str, Any] = field(default_factory=dict)

    def record(self) -> dict[str, Any]:
        """As it is written to bench.json."""
        return asdict(self) | {"machine": machine(), "versions": versions()}


def by_turns(
    runs: int, ours: Callable[[], object], theirs: Callable[[], object]
) -> tuple[float, float]:
    """Median seconds of each side; they take turns, so that a busy minute hits both."""
    seconds: tuple[list[float], list[float]] = ([], [])
    for _ in range(runs):
        seconds[0].append(seconds_of(ours))
        seconds[1].append(seconds_of(theirs))
    return statistics.median(seconds[0]), statistics.median(seconds[1])


def seconds_of(function: Callable[[], object]) -> float:
    start = time.perf_counter()
    function()
    return time.perf_counter() - start


def machine() -> dict[str, str]:
    return {"processor": platform.machine(), "system": platform.platform(terse=True)}


def versions() -> dict[str, str]:
    packages = ("numpy", "scipy", "scikit-learn", "numba", "sixteen-seeds")
    return {"python": platform.python_version()} | {name: version(name) for name in packages}

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
    runs: int,
    ours: Callable[[], object],
    theirs: Callable[[], object],
    clock: Callable[[], float] = time.perf_counter,
) -> tuple[float, float]:
    """Median seconds of each side; they take turns, so that a busy minute hits both.

    `clock=time.process_time` counts this process's own work only: for sides that use one core,
    it is the same as wall clock on an idle machine, and fairer on a busy one. What is over in an
    instant is repeated until a turn lasts 20 ms.
    """
    times = max(1, round(0.02 / max(seconds_of(ours), 1e-6)))
    seconds: tuple[list[float], list[float]] = ([], [])
    for _ in range(runs):
        for side, function in zip(seconds, (ours, theirs), strict=True):
            start = clock()
            for _ in range(times):
                function()
            side.append((clock() - start) / times)
    return statistics.median(seconds[0]), statistics.median(seconds[1])


def seconds_of(function: Callable[[], object]) -> float:
    """Wall-clock seconds of one call."""
    start = time.perf_counter()
    function()
    return time.perf_counter() - start


def machine() -> dict[str, str]:
    return {"processor": platform.machine(), "system": platform.platform(terse=True)}


def versions() -> dict[str, str]:
    packages = ("numpy", "scipy", "scikit-learn", "numba", "sixteen-seeds")
    return {"python": platform.python_version()} | {name: version(name) for name in packages}

"""Replay a search over a table of learning curves: months of training, in seconds.

Time is simulated: each epoch of a trial costs the seconds that the table has for it, and
`n_workers` trials run side by side. Searcher and stopping rule are told what a real search would
know at that moment: epochs that have been trained, nothing later. Events at the same second happen
in the order in which they were begun.

Source: D. Choi, H. Cho, W. Rhee (2018), sections III.A and IV.C.
"""

from __future__ import annotations

import heapq
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from course.hpo.table import CurveTable


@dataclass(frozen=True)
class Trial:
    """A setting that has been trained: to the end, or until a rule stopped it."""

    setting: int
    """Its row in the table."""
    curve: tuple[float, ...]
    """Validation accuracy after epochs 1, 2, …; 0 where training had diverged."""
    was_stopped: bool

    @property
    def accuracy(self) -> float:
        """The last accuracy that was seen."""
        return self.curve[-1]


@dataclass
class History:
    """What is known at a moment of the search."""

    trials: list[Trial] = field(default_factory=list)
    """In the order in which they ended."""
    running: list[int] = field(default_factory=list)
    """Settings in training."""
    asked: int | None = None
    """The setting that a rule is being asked about."""
    best: Trial | None = None
    """The best of those trained to the end; of equals, the first."""

    def add(self, trial: Trial) -> None:
        self.trials.append(trial)
        if not trial.was_stopped and (self.best is None or trial.accuracy > self.best.accuracy):
            self.best = trial


class StoppingRule(Protocol):
    """Decides after each epoch whether a trial goes on."""

    def should_stop(self, curve: Sequence[float], history: History) -> bool:
        """Whether to stop a trial with these accuracies so far, epochs 1 … len(curve)."""
        ...


class Searcher(Protocol):
    """Chooses what to train next."""

    def suggest(self, history: History) -> int | None:
        """The row of a setting that has not been suggested before; None if it has no more."""
        ...


@dataclass(frozen=True)
class SearchResult:
    """How a search went. Arrays have one entry a trial, in the order in which trials ended."""

    settings: NDArray[np.int64]
    """Rows of the table."""
    seconds: NDArray[np.float64]
    """Simulated time at which each trial ended."""
    epochs: NDArray[np.int64]
    """Epochs trained by then, those of trials still running included."""
    best: NDArray[np.float64]
    """The best final accuracy so far; NaN as long as every trial was stopped."""
    was_stopped: NDArray[np.bool_]
    seconds_to_goal: float
    """When a trial ended with the goal reached; infinite if none did: such a search is censored at
    `seconds[-1]`."""
    searcher_seconds: float
    """What the searcher's own thinking took, measured."""

    @property
    def is_censored(self) -> bool:
        """Whether the search ended without reaching its goal."""
        return bool(np.isinf(self.seconds_to_goal))


def simulate(
    table: CurveTable,
    searcher: Searcher,
    rule: StoppingRule | None = None,
    *,
    goal: float | None = None,
    max_trials: int | None = None,
    max_seconds: float = np.inf,
    n_workers: int = 1,
    seconds: Literal["modelled", "measured"] = "modelled",
    charge_searcher: bool = False,
    clock: Callable[[], float] = time.perf_counter,
) -> SearchResult:
    """Search a table until the goal is reached, or trials, time or suggestions run out.

    Parameters
    ----------
    rule : asked after each epoch but the last one; None trains every setting to its end.
    goal : a trial that was trained to its end with at least this validation accuracy ends the
        search (section IV.C). None goes on.
    max_trials : no more are begun; as many as the table has settings if None.
    max_seconds : of simulated time; a trial that has not ended by then does not count.
    seconds : whether an epoch costs what a model of its size says or what was measured.
    charge_searcher : whether simulated time also passes while the searcher thinks, as long as
        `clock` says; while it thinks, the worker it thinks for is idle.

    Raises ValueError for a count below 1, and when the searcher suggests a row that the table does
    not have or that was suggested before.
    """
    limit = table.n_settings if max_trials is None else max_trials
    if limit < 1 or n_workers < 1:
        raise ValueError(
            f"trials and workers must be at least 1, got max_trials={max_trials}, "
            f"n_workers={n_workers}"
        )
    run = _Simulation(table, searcher, clock, charge_searcher, seconds)
    while (run.n_begun < limit and len(run.queue) < n_workers) and run.begin():
        pass
    while run.queue and run.queue[0].seconds <= max_seconds:
        trial = run.next_epoch(rule)
        if trial is None:
            continue
        if goal is not None and not trial.was_stopped and trial.accuracy >= goal:
            run.seconds_to_goal = run.now
            break
        if run.n_begun < limit:
            run.begin()
    return run.result()


@dataclass(order=True)
class _Running:
    """A trial that will have trained its next epoch at `seconds`."""

    seconds: float
    order: int
    setting: int = field(compare=False)
    curve: list[float] = field(compare=False, default_factory=list)


class _Simulation:
    """The state between two events."""

    def __init__(
        self,
        table: CurveTable,
        searcher: Searcher,
        clock: Callable[[], float],
        charge_searcher: bool,
        seconds: Literal["modelled", "measured"],
    ) -> None:
        self.searcher, self.clock, self.charge_searcher = searcher, clock, charge_searcher
        self.accuracies = np.nan_to_num(table.validation_accuracy, nan=0.0)
        total = table.modelled_seconds if seconds == "modelled" else table.seconds
        # a diverged trial is trained no further: its later epochs cost nothing
        self.costs = np.nan_to_num(np.diff(total, axis=1, prepend=0), nan=0.0)
        self.history = History()
        self.queue: list[_Running] = []
        self.suggested: set[int] = set()
        self.now = self.thought = 0.0
        self.n_begun = self.n_events = self.n_epochs = 0
        self.seconds_to_goal = np.inf
        self.ends: list[tuple[float, int, float]] = []

    def begin(self) -> bool:
        """Have the searcher suggest a setting and begin its training; False if it has no more."""
        began = self.clock()
        setting = self.searcher.suggest(self.history)
        took = self.clock() - began
        self.thought += took
        if setting is None:
            return False
        if setting in self.suggested or not 0 <= setting < len(self.accuracies):
            raise ValueError(
                f"a searcher must suggest rows 0 … {len(self.accuracies) - 1}, each once, "
                f"got {setting}"
            )
        setting = int(setting)
        self.suggested.add(setting)
        self.history.running.append(setting)
        self.n_begun += 1
        self._push(_Running(self.now + took * self.charge_searcher, 0, setting))
        return True

    def next_epoch(self, rule: StoppingRule | None) -> Trial | None:
        """Let the next epoch end; the trial, if that ends it."""
        event = heapq.heappop(self.queue)
        self.now = event.seconds
        self.n_epochs += 1
        event.curve.append(float(self.accuracies[event.setting, len(event.curve)]))
        self.history.asked = event.setting
        is_last = len(event.curve) == self.accuracies.shape[1]
        was_stopped = (
            not is_last and rule is not None and rule.should_stop(tuple(event.curve), self.history)
        )
        if not is_last and not was_stopped:
            self._push(event)
            return None
        trial = Trial(event.setting, tuple(event.curve), was_stopped)
        self.history.running.remove(event.setting)
        self.history.add(trial)
        best = np.nan if self.history.best is None else self.history.best.accuracy
        self.ends.append((self.now, self.n_epochs, best))
        return trial

    def _push(self, trial: _Running) -> None:
        """Train its next epoch; of two that end in the same second, the first begun is first."""
        trial.seconds += float(self.costs[trial.setting, len(trial.curve)])
        self.n_events += 1
        trial.order = self.n_events
        heapq.heappush(self.queue, trial)

    def result(self) -> SearchResult:
        seconds, epochs, best = zip(*self.ends, strict=True) if self.ends else ((), (), ())
        trials = self.history.trials
        return SearchResult(
            np.array([trial.setting for trial in trials], dtype=np.int64),
            np.array(seconds, dtype=np.float64),
            np.array(epochs, dtype=np.int64),
            np.array(best, dtype=np.float64),
            np.array([trial.was_stopped for trial in trials], dtype=np.bool_),
            self.seconds_to_goal,
            self.thought,
        )

"""A thousand trivial submissions through the same workers: does anything grow?"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psutil

from autograde.engine.task import Result, Task, grade_task
from autograde.engine.workers import Workers
from tests.bench.classes import TRIVIAL, trivial_class
from tests.bench.sides import settled

TENTH = 10


@dataclass(frozen=True)
class State:
    """What workers and templates hold while nothing is graded, this process included."""

    rss_bytes: int
    open_files: int
    processes: int


def thousand(n: int = 1000, n_workers: int = 2) -> dict[str, Any]:
    """Grade `n` trivial submissions; compares the first tenth with the last.

    `before` is the state after the first tenth, when every worker is warm, `after` that at the end;
    seconds are the median wall clock of a submission in its worker, and the whole time a
    submission.

    Raises `RuntimeError` if one of them could not be graded.
    """
    with TemporaryDirectory(prefix="bench-thousand-") as folder:
        room = trivial_class(Path(folder) / "room", n)
        tasks = [Task(student, TRIVIAL, text, {}, {}, 0) for student, text in room.texts.items()]
    tenth = max(1, n // TENTH)
    with Workers(n_workers) as workers:
        list(_graded(workers, tasks[: 2 * n_workers], n_workers))  # warm
        first, first_wall = _timed(workers, tasks[:tenth], n_workers)
        before = _state()
        list(_graded(workers, tasks[tenth:-tenth], n_workers))
        last, last_wall = _timed(workers, tasks[-tenth:], n_workers)
        after = _state()
    return {
        "submissions": n,
        "workers": n_workers,
        "first_seconds": first,
        "last_seconds": last,
        "first_seconds_a_submission": first_wall,
        "last_seconds_a_submission": last_wall,
        "before": asdict(before),
        "after": asdict(after),
    }


def _timed(workers: Workers, tasks: list[Task], n_workers: int) -> tuple[float, float]:
    began = time.perf_counter()
    median = statistics.median(result.seconds for result in _graded(workers, tasks, n_workers))
    return median, (time.perf_counter() - began) / len(tasks)


def _graded(workers: Workers, tasks: list[Task], n_workers: int) -> Iterator[Result]:
    """Results as they come, never more than two tasks a worker at once."""
    waiting, in_flight = iter(tasks), set[Future[Result]]()
    while True:
        for task in waiting:
            in_flight.add(workers.submit(grade_task, task))
            if len(in_flight) >= 2 * n_workers:
                break
        if not in_flight:
            return
        done, in_flight = wait(in_flight, return_when=FIRST_COMPLETED)
        for future in done:
            result = future.result()
            if result.failed:
                raise RuntimeError(f"{result.student} could not be graded: {result.failed}")
            yield result


def _state() -> State:
    rss = files = 0
    processes = [psutil.Process(os.getpid()), *settled()]
    for process in processes:
        with suppress(psutil.Error):
            rss += process.memory_info().rss
            files += process.num_fds()
    return State(rss, files, len(processes))

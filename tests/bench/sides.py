"""The two ways to grade a class, timed from outside, and whether they agree."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psutil

from autograde import stock
from autograde.engine.grade import grade_lab
from autograde.engine.workers import Workers
from autograde.stock import Score
from tests.bench.classes import Classroom

IN_FLIGHT_PER_WORKER = 2

Event = dict[str, Any]
Scores = dict[str, Score | None]
Grade = Callable[[Path, str], float]
"""Grades everyone in a course folder; returns the seconds before the first was begun."""


@dataclass
class Side:
    """One way to grade, over all its turns: wall-clock seconds, and who got what."""

    seconds: float = 0.0
    start_seconds: float = 0.0
    """Of them, before the first submission of a turn was begun."""
    scores: Scores = field(default_factory=dict)

    @property
    def each(self) -> float:
        """Seconds a submission, once started."""
        return (self.seconds - self.start_seconds) / len(self.scores)

    def turn(self, room: Classroom, students: Sequence[str], grade: Grade) -> None:
        """Grade some students in a new course folder.

        Raises `RuntimeError` if one of them is left without a grade.
        """
        with room.given(students) as course:
            began = time.perf_counter()
            self.start_seconds += grade(course, room.lab)
            self.seconds += time.perf_counter() - began
            scores = stock.scores(course, room.lab)
        without = [student for student in students if scores.get(student) is None]
        if without:
            raise RuntimeError(f"{room.lab}: no grade for {', '.join(without)}")
        self.scores |= scores


def nbgrader(course: Path, lab: str) -> float:
    """`nbgrader autograde` on everyone in the course folder; returns the seconds of its start."""
    began = time.perf_counter()
    seen: list[float] = []
    stock.autograde(course, lab, lambda student: seen.append(time.perf_counter()))
    return seen[0] - began


class Engine:
    """Our engine on some workers, which are ready once `warm_up` has been called.

    `start_seconds` is how long that took, with the submissions that it graded.
    """

    def __init__(self, workers: Workers, n_workers: int) -> None:
        self.events: list[Event] = []
        self.start_seconds = 0.0
        self._workers = workers
        self._n_workers = n_workers

    def warm_up(self, room: Classroom) -> None:
        """Have every worker grade two submissions, which do not count."""
        students = room.students[: 2 * self._n_workers]
        side = Side()
        side.turn(room, students, self)
        self.start_seconds = side.seconds
        self.events.clear()

    def __call__(self, course: Path, lab: str) -> float:
        """Grade everyone in the course folder; returns the seconds until it had read the lab.

        Raises `RuntimeError` if someone fails.
        """
        began = time.perf_counter()
        seen: list[float] = []

        def listen(event: Event) -> None:
            seen.append(time.perf_counter())  # the first event is the beginning
            self.events.append(event)

        in_flight = IN_FLIGHT_PER_WORKER * self._n_workers
        grade_lab(course, lab, self._workers, in_flight, listen)
        for event in self.events:
            if event["event"] == "failed":
                raise RuntimeError(f"{lab}: no grade for {event['student']}: {event['why']}")
        return seen[0] - began

    def graded(self) -> list[Event]:
        """What was told of each graded submission."""
        return [event for event in self.events if event["event"] == "graded"]


@contextmanager
def running_engine(n_workers: int) -> Iterator[Engine]:
    """An engine, whose workers end with the block."""
    with Workers(n_workers) as workers:
        yield Engine(workers, n_workers)


@contextmanager
def throw_away_folder() -> Iterator[Path]:
    """A folder that ends with the block."""
    with TemporaryDirectory(prefix="bench-engine-") as folder:
        yield Path(folder)


def require_same(ours: Scores, theirs: Scores) -> None:
    """Raise `RuntimeError` unless both sides gave every student just the same."""
    different = [student for student in theirs if ours.get(student) != theirs[student]]
    if different or len(ours) != len(theirs):
        raise RuntimeError(f"the two sides differ on {', '.join(different) or 'who was graded'}")


def require_same_full_marks(ours: Scores, theirs: Scores) -> None:
    """Raise `RuntimeError` unless the same answers got full marks.

    Asserts give a question all of its points or none, so a part of them is compared to none.
    """
    best: dict[str, float] = {}
    for score in ours.values():
        for name, points in (score.points if score else {}).items():
            best[name] = max(best.get(name, 0.0), points)
    for student, score in theirs.items():
        own = ours[student]
        for name, points in (score.points if score else {}).items():
            if own is None or (own.points[name] == best[name]) != (points > 0):
                raise RuntimeError(f"the two sides differ on {student}'s {name}: {points} points")


def descendants() -> list[psutil.Process]:
    """All processes that this one began, and those that they began."""
    return psutil.Process().children(recursive=True)


def shared_out_bytes(processes: Sequence[psutil.Process]) -> int:
    """PSS: the memory of some processes, shared pages divided among those who share them."""
    total = 0
    for process in processes:
        with suppress(psutil.Error):
            total += process.memory_full_info().pss
    return total


def settled(seconds: float = 1.0) -> list[psutil.Process]:
    """The descendants once what was just graded is gone."""
    time.sleep(seconds)
    return descendants()

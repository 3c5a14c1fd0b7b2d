"""Our engine by itself: its overhead, and what a second worker brings and costs."""

from __future__ import annotations

import statistics

from tests.bench.classes import lab1_class
from tests.bench.measuring import Figure
from tests.bench.sides import (
    Side,
    require_same,
    running_engine,
    settled,
    shared_out_bytes,
    throw_away_folder,
)

WORKERS = 2
STUDENTS = 30


def overhead_seconds(n_students: int = STUDENTS) -> Figure:
    """What a submission of Lab 1 takes beyond its own cells and checks, both workers busy."""
    with throw_away_folder() as folder, running_engine(WORKERS) as engine:
        room = lab1_class(folder / "lab1", n_students)
        engine.warm_up(room)
        side = Side()
        side.turn(room, room.students, engine)
    seconds = [event["overhead_seconds"] for event in engine.graded()]
    whole = [event["seconds"] for event in engine.graded()]
    median = statistics.median(seconds)
    return Figure(
        "engine_overhead_seconds",
        median,
        "s",
        median,
        None,
        len(seconds),
        f"beyond cells and checks, median of {len(seconds)} submissions of Lab 1",
        "≤ 0.4",
        {"least": min(seconds), "most": max(seconds), "median_in_all": statistics.median(whole)},
    )


def two_workers(n_students: int = STUDENTS) -> Figure:
    """The same class of Lab 1 on two workers, on one, and on two again.

    Raises `ValueError` for a class in which a worker would have nothing to do.
    """
    if n_students < 2:
        raise ValueError(f"a class for two workers has at least 2 students, got {n_students}")
    sides = {1: Side(), 2: Side()}
    turns = {1: 0, 2: 0}
    at_rest: dict[int, int] = {}
    with throw_away_folder() as folder:
        room = lab1_class(folder / "lab1", n_students)
        for n_workers in (2, 1, 2):
            with running_engine(n_workers) as engine:
                engine.warm_up(room)
                at_rest[n_workers] = shared_out_bytes(settled())
                sides[n_workers].turn(room, room.students, engine)
                turns[n_workers] += 1
    require_same(sides[2].scores, sides[1].scores)
    one, two = (sides[n].each / turns[n] for n in (1, 2))
    extra = at_rest[2] - at_rest[1]
    return Figure(
        "engine_two_workers",
        one / two,
        "×",
        two,
        one,
        turns[2],
        f"2 workers against 1, {n_students} submissions of Lab 1, seconds a submission; "
        f"{extra / 1e6:.0f} MB for a second worker and its template",
        "≥ 1.8",
        {"pss_bytes_of_an_extra_worker": extra, "pss_bytes_at_rest": at_rest},
    )

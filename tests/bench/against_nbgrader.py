"""Our engine and `nbgrader autograde` on the same submissions, by turns.

Seconds a submission are wall clock divided by the size of the class, once both sides have started;
how long they take to start is in `more`, and so is the ratio with it.
"""

from __future__ import annotations

import os
from typing import Any

from tests.bench.classes import Classroom, lab1_class, lab1_without_checks, trivial_class
from tests.bench.hw04_notebook import LAB as HW04
from tests.bench.hw04_notebook import hw04_source
from tests.bench.measuring import Figure
from tests.bench.sides import (
    Engine,
    Side,
    nbgrader,
    require_same,
    require_same_full_marks,
    running_engine,
    throw_away_folder,
)

WORKERS = 2
STUDENTS, TURNS = 30, 3
LAB1_BESIDE_HW04 = 10
WITHOUT_CHECKS = 5
CLASS = 300


def lab1_vs_nbgrader(n_students: int = STUDENTS) -> Figure:
    """A class of Lab 1, a fifth of it faulty: equal scores, submissions a second."""
    with throw_away_folder() as folder, running_engine(WORKERS) as engine:
        room = lab1_class(folder / "lab1", n_students)
        bare = lab1_without_checks(folder / "bare", min(WITHOUT_CHECKS, n_students))
        engine.warm_up(room)
        ours, theirs, unchecked = Side(), Side(), Side()
        groups = room.groups(TURNS)
        for group in groups:
            theirs.turn(room, group, nbgrader)
            ours.turn(room, group, engine)
        unchecked.turn(bare, bare.students, nbgrader)
    require_same(ours.scores, theirs.scores)
    return Figure(
        "engine_lab1_vs_nbgrader",
        theirs.each / ours.each,
        "×",
        ours.each,
        theirs.each,
        len(groups),
        f"{len(ours.scores)} submissions of Lab 1, seconds a submission, {WORKERS} workers",
        "≥ 4",
        _starts(engine, ours, theirs)
        | {
            "ratio_to_stock_nbgrader_without_any_checks": unchecked.each / ours.each,
            "seconds_of_stock_nbgrader_without_any_checks": unchecked.each,
        },
    )


def trivial_vs_nbgrader(n_students: int = STUDENTS) -> Figure:
    """Imports and two short answers, against nbgrader with our configuration and as it comes.

    The value is the smaller of the two ratios.
    """
    with throw_away_folder() as folder, running_engine(WORKERS) as engine:
        room = trivial_class(folder / "ours", n_students)
        asserting = trivial_class(folder / "stock", n_students, is_stock=True)
        engine.warm_up(room)
        ours, configured, plain = Side(), Side(), Side()
        groups = room.groups(TURNS)
        for group in groups:
            configured.turn(room, group, nbgrader)
            ours.turn(room, group, engine)
            plain.turn(asserting, group, nbgrader)
    require_same(ours.scores, configured.scores)
    require_same_full_marks(ours.scores, plain.scores)
    theirs = min(configured, plain, key=lambda side: side.each)
    return Figure(
        "engine_trivial_vs_nbgrader",
        theirs.each / ours.each,
        "×",
        ours.each,
        theirs.each,
        len(groups),
        f"{len(ours.scores)} notebooks of imports and two answers, seconds a submission",
        "≥ 12",
        _starts(engine, ours, theirs)
        | {
            "ratio_to_nbgrader_with_our_configuration": configured.each / ours.each,
            "ratio_to_nbgrader_as_it_comes": plain.each / ours.each,
        },
    )


def hw04_today(n_students: int = 2) -> Figure:
    """Our course against HW04 done with stock nbgrader and stock scikit-learn.

    `SEEDS=2` in the environment trains fewer networks there, for a quick try.
    """
    n_seeds = int(os.environ.get("SEEDS", "16"))
    names = [f"student-{i}" for i in range(n_students)]
    with throw_away_folder() as folder, running_engine(WORKERS) as engine:
        source = hw04_source(n_seeds)
        today = Classroom(folder / HW04, HW04, source, {n: {} for n in names}, is_stock=True)
        room = lab1_class(folder / "lab1", LAB1_BESIDE_HW04 * n_students)
        engine.warm_up(room)
        ours, theirs = Side(), Side()
        for name, group in zip(names, room.groups(n_students), strict=True):
            theirs.turn(today, [name], nbgrader)
            ours.turn(room, group, engine)
    return Figure(
        "hw04_today",
        theirs.each / ours.each,
        "×",
        ours.each,
        theirs.each,
        n_students,
        f"HW04 ({n_seeds} seeds) with stock nbgrader against Lab 1 with our engine, seconds a "
        f"submission; a class of {CLASS}, extrapolated from {n_students} and "
        f"{len(ours.scores)}: {CLASS * theirs.each / 3600:.1f} h against "
        f"{CLASS * ours.each / 60:.0f} min",
        "≥ 60",
        {"extrapolated_from": {"hw04": n_students, "lab1": len(ours.scores)}, "seeds": n_seeds},
    )


def _starts(engine: Engine, ours: Side, theirs: Side) -> dict[str, Any]:
    """How long both sides took to start, and the ratio with that."""
    with_start = theirs.seconds / (ours.seconds + engine.start_seconds)
    starts = {"ours, with its first submissions": engine.start_seconds}
    starts["theirs, all turns"] = theirs.start_seconds
    return {"ratio_with_start": with_start, "start_seconds": starts}

"""What a run tells as it happens, and in what words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Event = dict[str, Any]
"""Plain JSON. `event` says which:

begin       lab, students, workers: how many; seed: hidden inputs are drawn from it
unchanged   student: has a grade for just this submission, so it is not run again
start       student: handed to a worker
graded      student, points, max_points, needs_manual_grade, seconds, overhead_seconds,
            cells: [{name, seconds}], notes: sentences about what was put back or set aside,
            changed: name of a graded cell → [points before, points now], for those that differ from
            a grade that there was; null for what waits for a person
failed      student, why: has no grade
end         graded, unchanged, failed: how many; seconds
"""
Listener = Callable[[Event], None]


def printable(words: str) -> str:
    """Words that others chose, such as a name, with nothing in them that a terminal obeys."""
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in words)


def duration(seconds: float) -> str:
    """As people say it: `3.2 s`, `48 s`, `4 min 05 s`, `2 h 10 min`."""
    if seconds < 9.95:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    if not minutes:
        return f"{rest} s"
    hours, minutes_left = divmod(minutes, 60)
    return f"{hours} h {minutes_left:02} min" if hours else f"{minutes} min {rest:02} s"

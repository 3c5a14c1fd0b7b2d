"""Who gained and who lost when grades were made again, as a table for a terminal."""

from __future__ import annotations

from collections.abc import Mapping

from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from autograde.engine.events import printable

Changed = Mapping[str, tuple[float | None, float | None]]
"""Name of a graded cell → points before and now, where they differ."""


def gain(changed: Changed) -> float:
    """Points gained, below 0 if lost; what waits for a person counts as 0."""
    return sum((now or 0) - (before or 0) for before, now in changed.values())


def changes_table(changes: Mapping[str, Changed]) -> Table:
    """One row a student, who lost most first: each question's points before and now."""
    table = Table(title="Points that changed", box=SIMPLE_HEAD, title_justify="left")
    table.add_column("student", overflow="ellipsis", no_wrap=True, max_width=40)
    table.add_column("sum", justify="right", no_wrap=True)
    table.add_column("question: before → now")
    for student, changed in sorted(changes.items(), key=lambda item: gain(item[1])):
        words = (f"{n}: {_points(old)} → {_points(new)}" for n, (old, new) in changed.items())
        style = "green" if gain(changed) > 0 else "red" if gain(changed) < 0 else ""
        table.add_row(
            Text(printable(student)), Text(f"{gain(changed):+g}", style), Text(", ".join(words))
        )
    return table


def changes_line(changes: Mapping[str, Changed]) -> str:
    """How many gained and lost, in a sentence."""
    gains = [gain(changed) for changed in changes.values()]
    gained, lost = sum(g > 0 for g in gains), sum(g < 0 for g in gains)
    return f"{gained} gained points, {lost} lost some."


def _points(points: float | None) -> str:
    return "waits" if points is None else f"{points:g}"

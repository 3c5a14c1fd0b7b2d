"""Where a run's time went: a file with every student and cell, and a table of the slowest cells."""

from __future__ import annotations

import json
import os
import statistics
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from autograde.engine.events import Event, printable

MOST_CELLS = 8


@dataclass
class Timings:
    """What the events of a run say about seconds; begun when it is made."""

    lab: str
    began: datetime = field(default_factory=lambda: datetime.now(UTC))
    workers: int = 0
    seconds: float | None = None
    """Of the whole run; None if it did not come to its end."""
    students: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Student → seconds, overhead_seconds, and cells: name → seconds. Only those graded now."""

    def take(self, event: Event) -> None:
        """Take one event of the run."""
        match event:
            case {"event": "begin", "workers": workers}:
                self.workers = workers
            case {"event": "graded", "student": student, "cells": cells}:
                self.students[student] = {
                    "seconds": event["seconds"],
                    "overhead_seconds": event["overhead_seconds"],
                    "cells": {cell["name"]: cell["seconds"] for cell in cells},
                }
            case {"event": "end", "seconds": seconds}:
                self.seconds = seconds

    def save(self, course: Path) -> Path:
        """Write `course/logs/grade-LAB-<UTC time>.json`, whole or not at all; returns its path.

        Raises `OSError` if there is no room for it.
        """
        path = course / "logs" / f"grade-{self.lab}-{self.began:%Y%m%dT%H%M%S.%fZ}.json"
        content = {
            "lab": self.lab,
            "began": self.began.isoformat(),
            "workers": self.workers,
            "seconds": self.seconds,
            "students": self.students,
        }
        path.parent.mkdir(exist_ok=True)
        unfinished = path.with_suffix(".part")
        try:
            unfinished.write_text(json.dumps(content, indent=1), encoding="utf-8")
            os.replace(unfinished, path)
        finally:
            unfinished.unlink(missing_ok=True)
        return path

    def medians(self) -> tuple[float, float]:
        """Median seconds of a submission, and of these, beyond its own cells and checks.

        Raises `statistics.StatisticsError` if none was graded.
        """
        graded = self.students.values()
        seconds = statistics.median(one["seconds"] for one in graded)
        return seconds, statistics.median(one["overhead_seconds"] for one in graded)

    def slowest_cells(self) -> Table:
        """The cells that took most of the class's time; a check's seconds count for its cell."""
        by_cell: dict[str, dict[str, float]] = {}
        for student, timing in self.students.items():
            for name, seconds in timing["cells"].items():
                by_cell.setdefault(name, {})[student] = seconds
        table = Table(title="The slowest cells", box=SIMPLE_HEAD, title_justify="left")
        table.add_column("cell", no_wrap=True, overflow="ellipsis", max_width=40)
        table.add_column("students", justify="right", no_wrap=True)
        for heading in ("median", "longest"):
            table.add_column(f"{heading}\nseconds", justify="right", no_wrap=True)
        table.add_column("longest with", overflow="ellipsis", no_wrap=True, max_width=40)
        by_total = sorted(by_cell.items(), key=lambda item: -sum(item[1].values()))
        for name, seconds in by_total[:MOST_CELLS]:
            slowest = max(seconds, key=seconds.__getitem__)
            median, longest = statistics.median(seconds.values()), seconds[slowest]
            table.add_row(
                Text(printable(name)),  # as it is: a string would be read for markup
                str(len(seconds)),
                f"{median:.2f}",
                f"{longest:.2f}",
                Text(printable(slowest)),
            )
        return table

"""What became of grades that there were already: `regrades.jsonl` in the course folder.

One line of JSON for each student who was graded again, if a reason was given or points changed:

when, by    UTC time, and the user of this machine who had it done
lab, student, reason
questions   those that were run again; null for all
seed        hidden inputs were drawn from: [before, now]
points      name of a graded cell → [before, now]; null for what waits for a person
total       [before, now], late penalties taken off

A line is added before the new grade counts, in one write, and nothing is ever taken out: whatever
ends a run, no old grade is lost.
"""

from __future__ import annotations

import getpass
import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

NAME = "regrades.jsonl"
Points = dict[str, float | None]
"""Name of a graded cell → points, None while they wait for a person."""


@dataclass(frozen=True)
class Change:
    """A grade before, and the one that takes its place."""

    lab: str
    student: str
    reason: str
    questions: Sequence[str] | None
    seed: tuple[int | None, int]
    points: dict[str, tuple[float | None, float | None]]
    total: tuple[float, float]

    @property
    def differs(self) -> bool:
        """Whether any points do."""
        return any(before != now for before, now in self.points.values())


def append(course: Path, change: Change) -> None:
    """Add a line, and have it on the disk. Raises `OSError` if it cannot be written."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    entry = {"when": now, "by": _user()} | asdict(change)
    line = json.dumps(entry, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"
    descriptor = os.open(course / NAME, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        size = os.fstat(descriptor).st_size
        is_torn = size > 0 and os.pread(descriptor, 1, size - 1) != b"\n"
        os.write(descriptor, b"\n" * is_torn + line)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read(course: Path) -> Iterator[dict[str, Any]]:
    """The entries, oldest first; a line that a power cut tore is passed over."""
    try:
        lines = (course / NAME).read_bytes().splitlines()
    except FileNotFoundError:
        return
    for line in lines:
        try:
            yield json.loads(line)
        except ValueError:
            continue


def pairs(before: Points, now: Points) -> dict[str, tuple[float | None, float | None]]:
    """Name → points before and now, for every name in either."""
    return {name: (before.get(name), now.get(name)) for name in [*before, *(set(now) - {*before})]}


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a user of this process that has no name
        return str(os.getuid())

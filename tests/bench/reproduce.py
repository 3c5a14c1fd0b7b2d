"""The whole experiment of the paper, `course reproduce figures`, on the tables that are shipped."""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench.measuring import Figure, seconds_of

WORKERS = 2


def reproduce_minutes() -> Figure:
    """All searches anew with two workers, figures and page included."""
    course = Path(sys.executable).with_name("course")
    before = _processor_seconds()
    with tempfile.TemporaryDirectory() as folder:
        command = [course, "reproduce", "figures", "--out", folder, "--workers", str(WORKERS)]
        seconds = seconds_of(lambda: subprocess.run(command, check=True, capture_output=True))
    work = _processor_seconds() - before
    return Figure(
        "reproduce_minutes",
        seconds / 60,
        "min",
        seconds,
        None,
        1,
        f"2 tables × 11 rules × 50 searches, {WORKERS} workers; {work / 60:.1f} processor minutes",
        "≤ 20",
        {"processor_seconds": work},
    )


def _processor_seconds() -> float:
    """Of all child processes that have ended, and of theirs."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime

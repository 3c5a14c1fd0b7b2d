"""Shows a run while it goes on: a live bar in a terminal, lines in a log, or JSON for scripts."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TextIO

from rich.console import Console, Group
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from autograde.engine.events import Event, Listener, duration, printable

MOST_NAMES = 6
BAR_COLUMNS = 30
REDRAWS_PER_SECOND = 4


@dataclass
class Tally:
    """How far a run is, by its events."""

    clock: Callable[[], float] = time.monotonic
    lab: str = ""
    students: int = 0
    graded: int = 0
    unchanged: int = 0
    failed: int = 0
    in_flight: dict[str, float] = field(default_factory=dict)
    """Student with a worker → when that began."""
    _first_start: float | None = None
    _n_run: int = 0

    @property
    def done(self) -> int:
        """How many students need nothing more."""
        return self.graded + self.unchanged + self.failed

    def take(self, event: Event) -> None:
        """Take one event of the run."""
        match event:
            case {"event": "begin", "lab": lab, "students": students}:
                self.lab, self.students = lab, students
            case {"event": "start", "student": student}:
                self.in_flight[student] = self.clock()
                if self._first_start is None:
                    self._first_start = self.clock()
            case {"event": "unchanged"}:
                self.unchanged += 1
            case {"event": "graded" | "failed" as how, "student": student}:
                setattr(self, how, getattr(self, how) + 1)
                self._n_run += self.in_flight.pop(student, None) is not None

    def seconds_left(self) -> float | None:
        """At the pace of those that were run; None before the first of them is done."""
        if not self._n_run or self._first_start is None:
            return None
        pace = (self.clock() - self._first_start) / self._n_run
        return pace * (self.students - self.done)


class Bar:
    """What the live display draws: count, time left, failures, and who is with a worker."""

    def __init__(self, tally: Tally) -> None:
        self._tally = tally

    def __rich__(self) -> Group:
        tally = self._tally
        left = tally.seconds_left()
        facts = [f"{tally.done} of {tally.students}"]
        if tally.failed:
            facts.append(f"[red]{tally.failed} failed[/red]")
        if left is not None and tally.done < tally.students:
            facts.append(f"about {duration(10 * math.ceil(left / 10))} left")
        line = Table.grid(padding=(0, 1))
        line.add_row(
            Text(printable(tally.lab), style="bold"),
            ProgressBar(total=max(tally.students, 1), completed=tally.done, width=BAR_COLUMNS),
            Text.from_markup(" · ".join(facts)),
        )
        return Group(line, Text(self._in_flight(), style="dim", no_wrap=True, overflow="ellipsis"))

    def _in_flight(self) -> str:
        now = self._tally.clock()
        running = list(self._tally.in_flight.items())  # at once: it is drawn from another thread
        names = [f"{printable(name)} {duration(now - began)}" for name, began in running]
        more = [f"{len(names) - MOST_NAMES} more"] if len(names) > MOST_NAMES else []
        return f"  in flight: {', '.join(names[:MOST_NAMES] + more)}" if names else ""


@contextmanager
def live_bar(console: Console) -> Iterator[Listener]:
    """A bar at the bottom of a terminal; failures and notes scroll by above it."""
    tally = Tally()
    with Live(Bar(tally), console=console, refresh_per_second=REDRAWS_PER_SECOND) as live:

        def listen(event: Event) -> None:
            tally.take(event)
            for line in _remarks(event):
                live.console.print(line, soft_wrap=True)

        yield listen


def plain_log(console: Console) -> Listener:
    """A line with the time of day for each submission that is graded or fails."""
    tally = Tally()

    def say(*lines: Text) -> None:
        for line in lines:
            console.print(f"{time.strftime('%H:%M:%S')} ", line, soft_wrap=True, highlight=False)

    def listen(event: Event) -> None:
        tally.take(event)
        match event:
            case {"event": "begin"}:
                students, workers = event["students"], event["workers"]
                counts = f"{students} students, {workers} workers, seed {event['seed']}"
                say(Text(f"{printable(event['lab'])}: {counts}"))
            case {"event": "graded"}:
                say(Text(f"{_count(tally)}  {_graded(event)}"), *_remarks(event))
            case {"event": "failed"}:
                (why,) = _remarks(event)
                say(Text(f"{_count(tally)}  ") + why)

    return listen


def json_lines(stream: TextIO) -> Listener:
    """Each event as it is, one a line, written at once."""

    def listen(event: Event) -> None:
        print(json.dumps(event), file=stream, flush=True)

    return listen


def _count(tally: Tally) -> str:
    width = len(str(tally.students))
    return f"{tally.done:{width}} of {tally.students}"


def _graded(event: Event) -> str:
    by_hand = ", written answers wait for a person" if event["needs_manual_grade"] else ""
    points = f"{event['points']:g} of {event['max_points']:g} points{by_hand}"
    return f"{printable(event['student'])}: {points}, in {duration(event['seconds'])}"


def _remarks(event: Event) -> list[Text]:
    """What a person should see of an event: why there is no grade, what was odd about one."""
    match event:
        case {"event": "failed", "student": student, "why": why}:
            return [Text(f"{printable(student)}: NO GRADE. {printable(why)}", style="red")]
        case {"event": "graded", "student": student, "notes": notes}:
            return [Text(f"{printable(student)}: {printable(n)}", style="yellow") for n in notes]
    return []

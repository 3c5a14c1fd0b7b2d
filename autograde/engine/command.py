"""What `autograde grade` does: who works, how that is shown, and what is said at the end."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path

from rich.console import Console
from rich.text import Text

from autograde.engine import grade_log
from autograde.engine.changes import Changed, changes_line, changes_table
from autograde.engine.events import Event, Listener, duration, printable
from autograde.engine.grade import Summary, grade_lab
from autograde.engine.progress import json_lines, live_bar, plain_log
from autograde.engine.task import get_ready
from autograde.engine.timings import Timings
from autograde.engine.workers import Workers
from autograde.report import wide_console
from course.cores import cores


def grade_class(
    lab: str,
    course: Path,
    *,
    n_workers: int | None = None,
    dask: str | None = None,
    as_json: bool = False,
    students: Sequence[str] = (),
    only_failed: bool = False,
    force: bool = False,
    seed: int | None = None,
    reason: str = "",
    only_changed: bool = False,
) -> Summary:
    """Grade a lab's submissions and show how that goes.

    Parameters
    ----------
    n_workers : processes on this machine; by default one a core.
    dask : address of a Dask scheduler, whose workers are used in place of processes here.
    as_json : one event a line on standard output, and nothing else.

    Raises
    ------
    ValueError
        If both `n_workers` and `dask` are given, or no Dask cluster answers there.
    """
    console = wide_console()
    end = _End(Timings(lab))
    with _executor(n_workers, dask) as (executor, in_flight), _shown(console, as_json) as show:

        def listen(event: Event) -> None:
            end.take(event)
            show(event)

        try:
            summary = grade_lab(
                course,
                lab,
                executor,
                in_flight,
                listen,
                students=students,
                only_failed=only_failed,
                force=force,
                seed=seed,
                sandbox_here=dask is None,
                reason=reason,
                only_changed=only_changed,
            )
        finally:
            timing_file = end.save_timings(course)
    if not as_json:
        end.say(console, course, summary, timing_file)
    return summary


@contextmanager
def _executor(n_workers: int | None, dask: str | None) -> Iterator[tuple[Executor, int]]:
    """Who grades, and how many submissions at a time."""
    if dask is None:
        n_workers = n_workers or cores()
        with Workers(n_workers, get_ready) as workers:
            yield workers, n_workers
        return
    if n_workers is not None:
        raise ValueError(
            f"--workers {n_workers} is for this machine, and --dask has workers of its own: "
            "leave out one of the two"
        )
    try:
        from autograde.engine.dask_workers import dask_workers
    except ModuleNotFoundError as error:
        if error.name not in ("dask", "distributed"):
            raise
        raise ValueError(
            f"--dask needs the package {error.name}, which is not installed; "
            'in the checkout: pip install -c constraints.txt -e ".[instructor,dask]"'
        ) from None
    with dask_workers(dask) as cluster:
        yield cluster


def _shown(console: Console, as_json: bool) -> AbstractContextManager[Listener]:
    if as_json:
        return nullcontext(json_lines(sys.stdout))
    return live_bar(console) if console.is_terminal else nullcontext(plain_log(console))


class _End:
    """What is kept of a run until its end."""

    def __init__(self, timings: Timings) -> None:
        self._timings = timings
        self._why: dict[str, str] = {}
        self._n_by_hand = 0
        self._seed = 0
        self._changes: dict[str, Changed] = {}

    def take(self, event: Event) -> None:
        """Take one event of the run."""
        self._timings.take(event)
        if event.get("changed"):
            self._changes[event["student"]] = event["changed"]
        match event:
            case {"event": "begin", "seed": seed}:
                self._seed = seed
            case {"event": "failed", "student": student, "why": why}:
                self._why[student] = why
            case {"event": "graded", "needs_manual_grade": True}:
                self._n_by_hand += 1

    def save_timings(self, course: Path) -> Path | str:
        """The path of the timing file, or why there is none; no grade hangs on it."""
        if not self._timings.students:
            return "none, since nothing was run"
        try:
            return self._timings.save(course)
        except OSError as error:
            return f"not written: {error}"

    def say(self, console: Console, course: Path, summary: Summary, times: Path | str) -> None:
        """Where the time went, what is to be done by hand, and, last, who has no grade."""

        def line(words: str, style: str = "") -> None:
            console.print(Text(words, style), soft_wrap=True)

        lab, graded = self._timings.lab, summary.graded
        if self._timings.students:
            console.print(self._timings.slowest_cells())
            seconds, overhead = self._timings.medians()
            line(
                f"A submission took {duration(seconds)} (median), {overhead:.2f} s of that beyond "
                "its own cells and checks."
            )
            line(f"Hidden inputs were drawn from seed {self._seed}; --seed draws them again.")
        if self._changes:
            console.print(changes_table(self._changes))
            line(f"{changes_line(self._changes)} The grades before: {course / grade_log.NAME}")
        line(f"Times of every student and cell: {times}")
        if self._n_by_hand:
            line(f"{self._n_by_hand} of {graded} wait for a person, in nbgrader formgrader.")
        counts = f"{graded} graded, {summary.unchanged} unchanged, {summary.failed} without a grade"
        line(f"{lab}: {counts}, in {duration(summary.seconds)}.", "bold")
        for student, why in self._why.items():
            line(f"  {printable(student)}: NO GRADE. {printable(why)}", "red")
        if self._why:
            again = shlex.join(["autograde", "grade", lab, "--course", str(course)])
            line(f"Only these again: {again} --only-failed")

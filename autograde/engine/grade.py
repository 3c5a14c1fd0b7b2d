"""Grades a class: prepares submissions one after another, has them graded by many, saves each."""

from __future__ import annotations

import difflib
import shutil
import time
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

from autograde.engine import stamps, store, submissions
from autograde.engine.errors import EngineError, clear_words, is_of_all
from autograde.engine.events import Event, Listener
from autograde.engine.opening import OpenLab, open_lab
from autograde.engine.plan import Plan, plan
from autograde.engine.stamps import Record, Records, Stamp
from autograde.engine.store import Order
from autograde.engine.task import Result, grade_task
from autograde.engine.workers import WorkerLost
from autograde.notes import shown


@dataclass(frozen=True)
class Summary:
    """How many students got a grade, had one, or got none; and the seconds of the run."""

    graded: int
    unchanged: int
    failed: int
    seconds: float


def grade_lab(
    course: Path,
    lab: str,
    executor: Executor,
    in_flight: int,
    listener: Listener,
    *,
    students: Sequence[str] = (),
    only_failed: bool = False,
    force: bool = False,
    seed: int | None = None,
    sandbox_here: bool = True,
    reason: str = "",
    only_changed: bool = False,
) -> Summary:
    """Grade the submissions of a lab that have no grade yet, or changed since.

    A submission that cannot be graded stops nobody; its reason is told and kept. A run that was
    stopped, in whatever way, is continued by the next one.

    Parameters
    ----------
    in_flight : how many submissions the executor works on at a time.
    listener : is told what happens, in order, in this thread; see `autograde.engine.events`.
    students : only these.
    only_failed : only students whose last try failed, or who have no finished grade of this engine.
    force : grade again what is unchanged.
    seed : draw hidden inputs from this one, and grade again what was graded with another; if left
        out, the configuration's, or else a new one.
    sandbox_here : whether submissions run on this machine, so that its sandbox is tried first.
    reason : why they are graded again, an appeal say; also what is unchanged, and it is noted with
        old and new points in the course's log, `autograde.engine.grade_log`.
    only_changed : of finished grades make again what the lab's checks may have changed since, with
        the hidden inputs that they had; leave alone who has none.

    Raises
    ------
    EngineError
        If the lab cannot be graded, a student is unknown, or the disk is full: then what was
        graded before is saved, and nothing is half-written.
    LabError, SandboxError
        If `course` is no course folder, or nothing can be run on this machine.
    concurrent.futures.BrokenExecutor
        If the executor is lost as a whole.
    """
    with clear_words(course), open_lab(course, lab) as opened:
        if sandbox_here:
            opened.outside.require_sandbox()
        store.tidy_up(opened)
        if seed is not None:
            opened.outside.seed = seed
        run = _Run(opened, executor, in_flight, listener)
        try:
            chosen = _chosen(submissions.find_students(opened), students)
            return run.grade(chosen, Mode(only_failed, force, reason, only_changed))
        finally:
            run.cancel()
            store.tidy_up(opened)


def plan_regrade(course: Path, lab: str, students: Sequence[str] = ()) -> dict[str, Plan]:
    """Student → what `grade_lab` would run again with `only_changed`; nothing is run or written.

    Raises what `grade_lab` raises.
    """
    with clear_words(course), open_lab(course, lab) as opened:
        run = _Run(opened, Executor(), 0, lambda _: None)
        plans = {
            student: run.plan(student)
            for student in _chosen(submissions.find_students(opened), students)
        }
    return {student: plan for student, plan in plans.items() if plan is not None}


@dataclass(frozen=True)
class Mode:
    """Which grades a run makes again; see `grade_lab`."""

    only_failed: bool = False
    force: bool = False
    reason: str = ""
    only_changed: bool = False


class _Run:
    """One run over a class, and what became of whom."""

    def __init__(
        self, lab: OpenLab, executor: Executor, in_flight: int, listener: Listener
    ) -> None:
        self._lab = lab
        self._executor = executor
        self._in_flight = in_flight
        self._tell = listener
        self._records = Records(lab)
        self._lab_stamp = stamps.lab_stamp(lab)
        with lab.gradebook.rehearsal():
            self._scores = lab.gradebook.scores(lab.name)
            self._extensions = lab.gradebook.extensions(lab.name)
        self._waiting: dict[Future[Result], tuple[str, Order]] = {}
        self._counts = {"graded": 0, "unchanged": 0, "failed": 0}

    def grade(self, students: Sequence[str], mode: Mode) -> Summary:
        """Grade these students, and no more than necessary."""
        began = time.monotonic()
        if mode.only_failed:
            students = [student for student in students if self._finished(student) is None]
        if mode.only_changed:
            students = [student for student in students if self._finished(student) is not None]
        self._tell(
            {
                "event": "begin",
                "lab": self._lab.name,
                "students": len(students),
                "workers": self._in_flight,
                "seed": self._lab.outside.seed_of_run(),
            }
        )
        for student in students:
            self._try(student, partial(self._take_up, student, mode))
            while len(self._waiting) > self._in_flight:
                self._save_those_done()
        while self._waiting:
            self._save_those_done()
        summary = Summary(**self._counts, seconds=time.monotonic() - began)
        self._tell({"event": "end"} | asdict(summary))
        return summary

    def cancel(self) -> None:
        """Have the executor begin no more."""
        for future in self._waiting:
            future.cancel()

    def _try(self, student: str, step: Callable[[], Event]) -> None:
        """Take a step, and tell what it returns.

        Whatever one submission brings about costs its student the grade, and nobody else.
        """
        try:
            event = step()
        except BrokenExecutor:
            raise
        except Exception as error:
            if is_of_all(error):
                raise
            self._lab.log.exception("%s: no grade", shown(student))
            is_sentence = isinstance(error, WorkerLost | ValueError)
            why = str(error) if is_sentence else f"{type(error).__name__}: {error}"
            event = self._failure(student, why)
        if event["event"] in self._counts:
            self._counts[event["event"]] += 1
        self._tell(event)

    def plan(self, student: str) -> Plan | None:
        """What the lab's checks, or anything else, may have changed in a finished grade."""
        record = self._finished(student)
        return plan(record.stamp, self._stamp(student)) if record is not None else None

    def _take_up(self, student: str, mode: Mode) -> Event:
        """Hand a submission to the executor, unless it has a grade."""
        submissions.set_odd_files_aside(self._lab, student)
        stamp, record = self._stamp(student), self._finished(student)
        wanted = Plan(None, mode.reason) if record is None else plan(record.stamp, stamp)
        if wanted is None and (mode.force or mode.reason):
            wanted = Plan(None, mode.reason)
        if wanted is None:
            return {"event": "unchanged", "student": student}
        seed, questions = self._lab.outside.seed_of_run(), None
        if mode.only_changed and record is not None:
            seed, questions = record.seed, wanted.questions
        task = submissions.prepare(self._lab, student, seed, questions)
        old = self._records.read(student)
        order = Order(
            stamp=stamp,
            seed=seed,
            reason=mode.reason or (wanted.why if mode.only_changed else ""),
            questions=task.questions,
            same_submission=bool(mode.reason or mode.only_changed)
            and old is not None
            and all(old.stamp.get(key) == stamp[key] for key in ("submission", "cells")),
            seed_before=None if old is None else old.seed,
        )
        self._waiting[self._executor.submit(grade_task, task)] = student, order
        return {"event": "start", "student": student}

    def _stamp(self, student: str) -> Stamp:
        """Of what a student's grade is made now; odd files must have been set aside."""
        stamp = self._lab_stamp | stamps.submission_stamp(self._lab, student)
        return stamp | {"extension": str(self._extensions.get(student))}

    def _finished(self, student: str) -> Record | None:
        """The record of a student's grade, if the grade is there as it was saved."""
        record = self._records.read(student)
        is_there = (
            record is not None
            and self._lab.outside.seed in (None, record.seed)
            and record.scores == self._scores.get(student)
            and store.has_notebook(self._lab, student)
        )
        return record if is_there else None

    def _save_those_done(self) -> None:
        done, _ = wait(self._waiting, return_when=FIRST_COMPLETED)
        for future in [waiting for waiting in self._waiting if waiting in done]:
            student, order = self._waiting.pop(future)
            self._try(student, partial(self._save, future, student, order))
            shutil.rmtree(self._lab.staged(student), ignore_errors=True)

    def _save(self, done: Future[Result], student: str, order: Order) -> Event:
        result = done.result()
        if result.failed:
            return self._failure(student, result.failed)
        saved = store.save(self._lab, self._records, order, result)
        return {
            "event": "graded",
            "student": student,
            **asdict(saved),
            "seconds": result.seconds,
            "overhead_seconds": result.overhead_seconds,
            "cells": [asdict(cell) for cell in result.cells],
        }

    def _failure(self, student: str, why: str) -> Event:
        self._records.write_failure(student, why)
        return {"event": "failed", "student": student, "why": why}


def _chosen(students: Sequence[str], wanted: Sequence[str]) -> Sequence[str]:
    for student in wanted:
        if student not in students:
            near = difflib.get_close_matches(student, students) or students[:3]
            raise EngineError(
                f"no submission is by {student!r}; there are {len(students)}, such as "
                f"{', '.join(near)}"
            )
    return [student for student in students if student in wanted] if wanted else students

"""Runs stock nbgrader on a course folder, and reads its gradebook."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook, MissingEntry

from autograde.nbgrader_plugins import COURSE_ID
from autograde.notes import notes_of
from autograde.release import require_course

POLL_SECONDS = 0.2


@dataclass(frozen=True)
class Score:
    """A student's grade in one lab: points by cell name (questions and responses)."""

    student: str
    points: dict[str, float]
    max_points: float
    needs_manual_grade: bool

    @property
    def total(self) -> float:
        return sum(self.points.values())


class NbgraderError(RuntimeError):
    """An nbgrader command failed as a whole; the message holds the end of its log."""


def generate_assignment(course: Path, lab: str) -> Path:
    """Run `nbgrader generate_assignment`; returns the released notebook's path."""
    _nbgrader(course, "generate_assignment", lab, "--force")
    return course / "release" / lab / f"{lab}.ipynb"


def autograde(course: Path, lab: str, on_student: Callable[[str], None]) -> None:
    """Run `nbgrader autograde` over all submissions.

    `on_student` is called with each student whose notebook nbgrader takes up. Submissions that
    nbgrader gives up on end without a grade, and do not raise: see `scores` and `why_no_grade`.
    Raises `NbgraderError` if it takes up nobody's, say because there can be no sandbox here.
    """
    seen: set[str] = set()

    def watch() -> None:
        new = {path.parent.name for path in (course / "autograded").glob(f"*/{lab}")} - seen
        for student in sorted(new):
            on_student(student)
        seen.update(new)

    log = _nbgrader(course, "autograde", lab, "--force", may_fail=True, watch=watch)
    if not seen:
        raise NbgraderError(f"nbgrader autograde {lab} graded nobody ({log}): {_end_of(log)}")


def generate_feedback(course: Path, lab: str) -> list[Path]:
    """Run `nbgrader generate_feedback`; returns the pages' paths, sorted by student."""
    _nbgrader(course, "generate_feedback", lab, "--force", may_fail=True)
    return sorted((course / "feedback").glob(f"*/{lab}/{lab}.html"))


def submit(course: Path, lab: str, student: str, notebook: str) -> None:
    """Put a submission (a notebook's text, whatever it is) where nbgrader looks for it."""
    path = course / "submitted" / student / lab / f"{lab}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(notebook, encoding="utf-8")


def scores(course: Path, lab: str) -> dict[str, Score | None]:
    """Student → score, for everyone who submitted; None where nbgrader could not grade."""
    students = sorted(path.parent.name for path in (course / "submitted").glob(f"*/{lab}"))
    with Gradebook(f"sqlite:///{course.resolve()}/gradebook.db", COURSE_ID) as gradebook:
        return {student: _score(gradebook, course, lab, student) for student in students}


def why_no_grade(course: Path, lab: str, student: str) -> str:
    """One sentence on a submission that nbgrader gave no grade."""
    folder = course / "submitted" / student / lab
    return f"nbgrader gave up on {folder}; its log says why: {course / 'logs' / 'autograde.log'}"


def notes(course: Path, lab: str, student: str) -> list[str]:
    """What the grader noted on a submission, such as why it could not be read."""
    path = course / "autograded" / student / lab / f"{lab}.ipynb"
    if not path.exists():
        return [why_no_grade(course, lab, student)]
    noted, problem = notes_of(nbformat.read(path, as_version=4))
    return [problem] * bool(problem) + noted


def _score(gradebook: Gradebook, course: Path, lab: str, student: str) -> Score | None:
    if not (course / "autograded" / student / lab / f"{lab}.ipynb").exists():
        return None
    try:
        submission = gradebook.find_submission(lab, student)
    except MissingEntry:
        return None
    grades = [grade for notebook in submission.notebooks for grade in notebook.grades]
    return Score(
        student=student,
        points={grade.name: float(grade.score) for grade in grades},
        max_points=float(submission.max_score),
        needs_manual_grade=bool(submission.needs_manual_grade),
    )


def _environment() -> dict[str, str]:
    """This process's, with our programs first: nbgrader calls `alembic` by its bare name."""
    programs = Path(sys.executable).parent
    return os.environ | {"PATH": f"{programs}{os.pathsep}{os.environ.get('PATH', '')}"}


def _nbgrader(
    course: Path,
    command: str,
    lab: str,
    *options: str,
    may_fail: bool = False,
    watch: Callable[[], None] = lambda: None,
) -> Path:
    """Run one nbgrader command in the course folder; returns its log, `course/logs/COMMAND.log`."""
    require_course(course)
    (course / "logs").mkdir(exist_ok=True)
    log = course / "logs" / f"{command}.log"
    arguments = [sys.executable, "-m", "nbgrader", command, lab, *options]
    with log.open("w", encoding="utf-8") as out:
        process = subprocess.Popen(
            arguments, cwd=course, stdout=out, stderr=subprocess.STDOUT, env=_environment()
        )
        while process.poll() is None:
            watch()
            try:
                process.wait(POLL_SECONDS)
            except subprocess.TimeoutExpired:
                continue
        watch()
    if process.returncode != 0 and not may_fail:
        raise NbgraderError(f"nbgrader {command} {lab} failed ({log}): {_end_of(log)}")
    return log


def _end_of(log: Path) -> str:
    return " | ".join(log.read_text(encoding="utf-8").strip().splitlines()[-3:])

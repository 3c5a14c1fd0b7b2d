"""Saves a graded submission: to nbgrader's gradebook, then to `autograded/`, by one process alone.

First the record of the student is removed, so that from there on a rerun grades again, whatever is
left. Then all rows of the submission are committed in one transaction: the gradebook has the old
grade, or none, or the whole new one. Then the finished folder is renamed from staging into
`autograded/`, the old one before it to `replaced/`: a run that finds one there, and no folder in
its place, puts it back. The gradebook comes first because a killed run then leaves a grade without
its folder, which stock nbgrader takes up again, and not a folder without its grade, which it would
pass over. Last the record is written, in a file that is renamed too: a student who has one has the
rows and the folder that it speaks of.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbgrader.api import Grade, MissingEntry, SubmittedAssignment

from autograde.engine import grade_log
from autograde.engine.opening import OpenLab
from autograde.engine.stamps import Record, Records, Stamp
from autograde.engine.submissions import convert
from autograde.engine.task import Result
from autograde.notes import notes_of


@dataclass(frozen=True)
class Saved:
    """What is in the gradebook now, and what the grader noted on the submission."""

    points: float
    max_points: float
    needs_manual_grade: bool
    notes: list[str]
    changed: dict[str, tuple[float | None, float | None]]
    """Name of a graded cell → points before and now, where they differ and there was a grade."""


@dataclass(frozen=True)
class Order:
    """What a student's grade is made of, and why it is made again."""

    stamp: Stamp
    seed: int
    reason: str = ""
    questions: tuple[str, ...] | None = None
    """Only these were run again; None for all."""
    same_submission: bool = False
    """Whether what a person said of it before still holds."""
    seed_before: int | None = None


def save(lab: OpenLab, records: Records, order: Order, result: Result) -> Saved:
    """Save what a worker made of a prepared submission.

    Where there was a grade, and a reason is given or points change, that goes into the course's log
    before it counts.

    Raises `OSError` or SQLAlchemy's errors if it cannot be written: then the old grade is there
    still, or, from when the rows are committed, the new one.
    """
    student = result.student
    staged, autograded = lab.staged(student), lab.autograded(student)
    (staged / f"{lab.name}.ipynb").write_text(result.notebook, encoding="utf-8")
    autograded.parent.mkdir(parents=True, exist_ok=True)
    records.remove(student)
    with lab.gradebook.transaction():
        saved, scores = _save_rows(lab, order, student, staged)
    _put_in_place(staged, autograded, lab.replaced / student)
    lab.final.set_permissions(lab.name, student)
    lab.final.notebooks = lab.converter.notebooks
    lab.final.run_post_convert_hook()
    records.write(student, Record(order.stamp, order.seed, scores))
    return saved


def has_notebook(lab: OpenLab, student: str) -> bool:
    """Whether a student's graded notebook is where nbgrader looks for it."""
    return (lab.autograded(student) / f"{lab.name}.ipynb").is_file()


def tidy_up(lab: OpenLab) -> None:
    """Put back what a killed run had moved away and not replaced, and empty the staging folder."""
    for replaced in lab.replaced.glob("*"):
        autograded = lab.autograded(replaced.name)
        if autograded.exists():
            shutil.rmtree(replaced)
        else:
            replaced.rename(autograded)
    for folder in (lab.replaced, lab.staging):
        shutil.rmtree(folder, ignore_errors=True)


def _save_rows(
    lab: OpenLab, order: Order, student: str, staged: Path
) -> tuple[Saved, dict[str, float | None]]:
    """Do with the gradebook what nbgrader's `Autograde` does, before and after it runs cells."""
    gradebook = lab.gradebook
    before = _grade_before(lab, student)
    timestamp = lab.coursedir.get_existing_timestamp(str(staged))
    gradebook.update_or_create_student(student)
    gradebook.update_or_create_submission(
        lab.name, student, **({"timestamp": timestamp} if timestamp else {})
    )
    notebook = staged / f"{lab.name}.ipynb"
    convert(lab, str(notebook), sanitize=False)
    submission = gradebook.find_submission(lab.name, student)
    notes, problem = notes_of(nbformat.read(notebook, as_version=4))
    grades = [grade for of_one in submission.notebooks for grade in of_one.grades]
    if order.same_submission:
        _keep_reviewed(grades, before)
        gradebook.db.commit()
    points = grade_log.pairs(before.points, {grade.name: _points(grade) for grade in grades})
    change = grade_log.Change(
        lab=lab.name,
        student=student,
        reason=order.reason,
        questions=order.questions,
        seed=(order.seed_before, order.seed),
        points=points,
        total=(before.total, _total(submission)),
    )
    if before.points and (order.reason or change.differs):
        grade_log.append(lab.course, change)
    saved = Saved(
        points=float(submission.score),
        max_points=float(submission.max_score),
        needs_manual_grade=bool(submission.needs_manual_grade),
        notes=[problem] * bool(problem) + notes,
        changed={n: pair for n, pair in points.items() if before.points and pair[0] != pair[1]},
    )
    return saved, {grade.name: grade.auto_score for grade in grades}


@dataclass(frozen=True)
class _Before:
    """A grade as it was; nothing if there was none."""

    points: grade_log.Points
    total: float
    reviewed: dict[str, float | None]
    """Name of a graded cell that waits for nobody → points of the grader."""


def _grade_before(lab: OpenLab, student: str) -> _Before:
    try:
        submission = lab.gradebook.find_submission(lab.name, student)
    except MissingEntry:
        return _Before({}, 0.0, {})
    grades = [grade for of_one in submission.notebooks for grade in of_one.grades]
    if all(grade.auto_score is None and grade.manual_score is None for grade in grades):
        return _Before({}, 0.0, {})  # rows that an extension made, before anything was handed in
    return _Before(
        {grade.name: _points(grade) for grade in grades},
        _total(submission),
        {grade.name: grade.auto_score for grade in grades if not grade.needs_manual_grade},
    )


def _points(grade: Grade) -> float | None:
    is_waiting = grade.manual_score is None and grade.auto_score is None
    return None if is_waiting else float(grade.score)


def _total(submission: SubmittedAssignment) -> float:
    return float(submission.score - (submission.late_submission_penalty or 0))


def _keep_reviewed(grades: Sequence[Grade], before: _Before) -> None:
    """What a person gave to the same work is not to be given again; nbgrader asks for it anew.

    Where the grader's own points are others now, a person has to look.
    """
    for grade in grades:
        if grade.name in before.reviewed and before.reviewed[grade.name] == grade.auto_score:
            grade.needs_manual_grade = False


def _put_in_place(new: Path, place: Path, replaced: Path) -> None:
    if place.exists():
        replaced.parent.mkdir(parents=True, exist_ok=True)
        place.rename(replaced)
    new.rename(place)
    shutil.rmtree(replaced, ignore_errors=True)

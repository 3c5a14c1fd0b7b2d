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
from dataclasses import dataclass
from pathlib import Path

import nbformat

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


def save(lab: OpenLab, records: Records, stamp: Stamp, result: Result) -> Saved:
    """Save what a worker made of a prepared submission.

    Raises `OSError` or SQLAlchemy's errors if it cannot be written: then the old grade is there
    still, or, from when the rows are committed, the new one.
    """
    student = result.student
    staged, autograded = lab.staged(student), lab.autograded(student)
    (staged / f"{lab.name}.ipynb").write_text(result.notebook, encoding="utf-8")
    autograded.parent.mkdir(parents=True, exist_ok=True)
    records.remove(student)
    with lab.gradebook.transaction():
        saved, scores = _save_rows(lab, student, staged)
    _put_in_place(staged, autograded, lab.replaced / student)
    lab.final.set_permissions(lab.name, student)
    lab.final.notebooks = lab.converter.notebooks
    lab.final.run_post_convert_hook()
    records.write(student, Record(stamp, lab.outside.seed_of_run(), scores))
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


def _save_rows(lab: OpenLab, student: str, staged: Path) -> tuple[Saved, dict[str, float | None]]:
    """Do with the gradebook what nbgrader's `Autograde` does, before and after it runs cells."""
    gradebook = lab.gradebook
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
    saved = Saved(
        points=float(submission.score),
        max_points=float(submission.max_score),
        needs_manual_grade=bool(submission.needs_manual_grade),
        notes=[problem] * bool(problem) + notes,
    )
    return saved, {grade.name: grade.auto_score for grade in grades}


def _put_in_place(new: Path, place: Path, replaced: Path) -> None:
    if place.exists():
        replaced.parent.mkdir(parents=True, exist_ok=True)
        place.rename(replaced)
    new.rename(place)
    shutil.rmtree(replaced, ignore_errors=True)

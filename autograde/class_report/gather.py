"""Reads a class's results from a course folder: gradebook, graded notebooks, timing files.

Of notebooks only check cells are read, whose outputs are the grader's own.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.utils import is_grade, is_solution

from autograde.class_report.results import ClassResults, FailedCheck, Question, StudentResult
from autograde.findings import QUESTIONS_OF_LAB1
from autograde.nbgrader_plugins import COURSE_ID
from autograde.notes import findings_of, notes_of
from autograde.release import lab_names, require_course
from autograde.released import ReleasedCell, released_cells
from autograde.stock import why_no_grade
from course.checks import lab_module
from course.checks.render import MIME


class NothingToReportError(ValueError):
    """A course folder has nothing to report on a lab; the message says what to do first."""


def gather(course: Path, lab: str, tick: Callable[[int], object] = lambda n: None) -> ClassResults:
    """The results of everyone who handed in the lab, sorted by name.

    `tick` is called after each student with the number of all of them.

    Raises `NothingToReportError` if the lab was not released there or nobody handed it in, and
    ValueError for a folder that is no course folder or a lab that does not exist.
    """
    require_course(course)
    if lab not in lab_names():
        raise ValueError(f"unknown lab {lab!r}; the labs are {', '.join(lab_names())}")
    names = sorted(path.parent.name for path in (course / "submitted").glob(f"*/{lab}"))
    if not names:
        raise NothingToReportError(
            f"nobody has handed in {lab} in {course}: submissions belong into "
            f"{course / 'submitted' / 'STUDENT' / lab}"
        )
    with Gradebook(f"sqlite:///{course.resolve()}/gradebook.db", COURSE_ID) as gradebook:
        try:
            cells = released_cells(gradebook.find_notebook(lab, lab))
        except MissingEntry:
            raise NothingToReportError(
                f"{lab} was not released in {course}; first autograde release {lab}, then nbgrader "
                f"generate_assignment {lab}, then autograde grade {lab}"
            ) from None
        absent = {one.id for one in gradebook.students} - set(names)
        students = []
        for name in names:
            students.append(_student(gradebook, course, lab, name))
            tick(len(names))
    return ClassResults(
        lab,
        _questions(lab, cells),
        tuple(students),
        tuple(sorted(absent)),
        _seconds(course, lab),
    )


def _questions(lab: str, cells: list[ReleasedCell]) -> tuple[Question, ...]:
    """In the lab's order."""
    titles = lab_module(lab).QUESTIONS
    return tuple(
        Question(cell.name, titles.get(cell.name, "written answer"), cell.points, cell.is_check)
        for cell in cells
        if cell.grade or cell.task
    )


def _student(gradebook: Gradebook, course: Path, lab: str, student: str) -> StudentResult:
    path = course / "autograded" / student / lab / f"{lab}.ipynb"
    try:
        grades = gradebook.find_submission_notebook(lab, lab, student).grades
        notebook = nbformat.read(path, as_version=4)
    except (MissingEntry, OSError):
        return StudentResult(student, notes=(why_no_grade(course, lab, student),), has_grade=False)
    notes, problem = notes_of(notebook)
    points = {grade.name: float(grade.score) for grade in grades if not grade.needs_manual_grade}
    by_machine = {grade.name: grade.auto_score == grade.max_score for grade in grades}
    are_right = all(by_machine.get(question) for question in QUESTIONS_OF_LAB1)
    return StudentResult(
        student,
        points,
        tuple(grade.name for grade in grades if grade.needs_manual_grade),
        () if problem else tuple(_failed(notebook)),
        (*([problem] if problem else []), *notes),
        findings=findings_of(notebook) if are_right else {},
    )


def _failed(notebook: NotebookNode) -> Iterator[FailedCheck]:
    """What did not pass, from the reports that grading left in the check cells."""
    for cell in notebook.cells:
        if not is_grade(cell) or is_solution(cell):
            continue
        for output in cell.get("outputs", []):
            report: dict[str, Any] = output.get("data", {}).get(MIME, {})
            for outcome in report.get("outcomes", []):
                if not outcome["passed"]:
                    yield FailedCheck(
                        report["question"],
                        outcome["sentence"],
                        outcome["hidden"],
                        outcome["points"],
                        outcome["cause"],
                    )


def _seconds(course: Path, lab: str) -> dict[str, dict[str, float]]:
    """Student → cell → seconds: of each the last time that `autograde grade` ran it."""
    seconds: dict[str, dict[str, float]] = {}
    for path in sorted((course / "logs").glob(f"grade-{lab}-*.json")):  # names begin with the time
        for student, timing in json.loads(path.read_text(encoding="utf-8"))["students"].items():
            seconds[student] = timing["cells"]
    return seconds

"""What a class has got in a lab, from nbgrader's gradebook: late penalties off, all points in."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from nbgrader.api import Gradebook, MissingEntry

from autograde.handover.errors import HandoverError
from autograde.nbgrader_plugins import COURSE_ID
from autograde.release import require_course


@dataclass(frozen=True)
class Grade:
    """A student's grade in a lab; without one, `score` and `points` are None."""

    student: str
    """nbgrader's id."""
    last_name: str = ""
    first_name: str = ""
    email: str = ""
    points: float | None = None
    """The sum over all questions, those by a person included."""
    penalty: float = 0.0
    """Points taken off for being late."""
    score: float | None = None
    """What is left of `points`, never below 0: the grade."""
    waiting: tuple[str, ...] = ()
    """Written answers that nobody has read yet; `points` has none for them."""
    handed_in: bool = True

    @property
    def state(self) -> str:
        """In a few words."""
        if not self.handed_in:
            return "nothing handed in"
        if self.score is None:
            return "not graded"
        return f"waits for a person: {' '.join(self.waiting)}" if self.waiting else "graded"


@dataclass(frozen=True)
class Grades:
    """A class's grades in a lab, everybody in the gradebook and in `submitted/`, sorted by id."""

    lab: str
    max_score: float
    students: tuple[Grade, ...]


def read_grades(course: Path, lab: str) -> Grades:
    """The grades of a lab in a course folder, as `nbgrader export` counts them.

    Raises `HandoverError` if the lab was not released there, and ValueError for a folder that is no
    course folder.
    """
    require_course(course)
    if not (course / "gradebook.db").is_file():
        raise HandoverError(f"{course} has no gradebook.db yet; grade first: autograde grade {lab}")
    handed_in = {path.parent.name for path in (course / "submitted").glob(f"*/{lab}")}
    with Gradebook(f"sqlite:///{course.resolve()}/gradebook.db", COURSE_ID) as gradebook:
        try:
            assignment = gradebook.find_assignment(lab)
        except MissingEntry:
            known = ", ".join(one.name for one in gradebook.assignments) or "none"
            raise HandoverError(
                f"{lab!r} is not in the gradebook of {course}, which has {known}; release it and "
                f"grade it first: autograde release, nbgrader generate_assignment, autograde grade"
            ) from None
        people = {one.id: one for one in gradebook.students}
        students = tuple(
            _grade(gradebook, course, lab, name, people.get(name), name in handed_in)
            for name in sorted(handed_in | set(people))
        )
        return Grades(lab, float(assignment.max_score), students)


def _grade(
    gradebook: Gradebook, course: Path, lab: str, name: str, person: object, handed_in: bool
) -> Grade:
    last, first, email = (
        str(getattr(person, field, None) or "") for field in ("last_name", "first_name", "email")
    )
    try:
        submission = gradebook.find_submission(lab, name)
    except MissingEntry:
        return Grade(name, last, first, email, handed_in=handed_in)
    if not (course / "autograded" / name / lab / f"{lab}.ipynb").is_file():
        return Grade(name, last, first, email)
    points = float(submission.score)
    penalty = float(submission.late_submission_penalty or 0.0)
    waiting = tuple(
        grade.name
        for notebook in submission.notebooks
        for grade in notebook.grades
        if grade.needs_manual_grade
    )
    return Grade(name, last, first, email, points, penalty, max(0.0, points - penalty), waiting)

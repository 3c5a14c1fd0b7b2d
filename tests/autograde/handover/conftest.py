"""A course folder with nbgrader's own gradebook, made once for the tests of the hand-over."""

import os
import sys
import warnings
from pathlib import Path

import pytest
from handed import GRADED, LAB, PEOPLE, table
from nbgrader.api import Gradebook
from sqlalchemy.exc import SAWarning

from autograde.handover.command import Request, export
from autograde.nbgrader_plugins import COURSE_ID
from autograde.release import new_course


@pytest.fixture(scope="session")
def course(tmp_path_factory):
    """A course folder with nbgrader's own gradebook; graded notebooks and pages are stand-ins."""
    folder = tmp_path_factory.mktemp("handover")
    new_course(folder)
    with (
        pytest.MonkeyPatch.context() as patch,
        warnings.catch_warnings(),
    ):  # nbgrader calls alembic by its bare name
        patch.setenv("PATH", str(Path(sys.executable).parent), prepend=os.pathsep)
        warnings.simplefilter("ignore", SAWarning)  # of nbgrader's own way to add a submission
        _fill_gradebook(folder)
    for student in GRADED:
        for step, ending in (("submitted", "ipynb"), ("autograded", "ipynb"), ("feedback", "html")):
            path = folder / step / student / LAB / f"{LAB}.{ending}"
            path.parent.mkdir(parents=True)
            path.write_text(f"{step} of {student}")
    return folder


def _fill_gradebook(folder):
    with Gradebook(f"sqlite:///{folder}/gradebook.db", COURSE_ID) as gradebook:
        gradebook.add_assignment(LAB)
        gradebook.add_notebook(LAB, LAB)
        for name, most in (("q1", 12), ("r1", 2)):
            kind = "code" if name == "q1" else "markdown"
            gradebook.add_grade_cell(name, LAB, LAB, max_score=most, cell_type=kind)
        for student, (first, last, email) in PEOPLE.items():
            gradebook.add_student(student, first_name=first, last_name=last, email=email)
        for student, points in GRADED.items():
            _grade(gradebook, student, *points)


def _grade(gradebook, student, by_machine, by_person, penalty):
    gradebook.add_submission(LAB, student)
    notebook = gradebook.find_submission_notebook(LAB, LAB, student)
    notebook.late_submission_penalty = penalty
    by_name = {grade.name: grade for grade in notebook.grades}
    by_name["q1"].auto_score = by_machine
    by_name["q1"].needs_manual_grade = False
    by_name["r1"].manual_score = by_person
    by_name["r1"].needs_manual_grade = by_person is None
    gradebook.db.commit()


@pytest.fixture
def ask(course, tmp_path):
    """A function that exports to a file of its own; returns its table and the outcome."""

    def run(layout, **options):
        out = tmp_path / "out.csv"
        outcome = export(Request(LAB, layout, course, out, **options))
        return table(out), outcome

    return run

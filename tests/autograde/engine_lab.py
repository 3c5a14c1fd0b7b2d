"""Small classes for the tests of the engine, and what a run leaves of them in a course folder."""

import json
import re
import sqlite3
from concurrent.futures import Executor, Future
from contextlib import closing

import nbformat
from nbgrader.api import Gradebook
from nbgrader.utils import is_grade, is_solution

from autograde import stock
from autograde.classroom import fill_in
from autograde.engine.grade import grade_lab
from autograde.engine.task import Result
from autograde.nbgrader_plugins import COURSE_ID
from autograde.release import new_course, write_source

LAB = "lab0_seeds"
VERSION = "# version "
N_FRACTIONS = 8


def new_lab(folder):
    """A course folder with Lab 0 released; returns its source and its released notebook."""
    new_course(folder)
    source = nbformat.read(write_source(LAB, folder), as_version=4)
    return source, nbformat.read(stock.generate_assignment(folder, LAB), as_version=4)


def right(source, released):
    """The text of a submission in which everything is right."""
    return nbformat.writes(fill_in(released, source, {}))


def hand_in(course, student, released, version):
    """A submission that `Ready` knows the version of."""
    notebook = nbformat.from_dict(released)
    notebook.cells = [*released.cells, nbformat.v4.new_code_cell(f"{VERSION}{version}", id="v")]
    stock.submit(course, LAB, student, nbformat.writes(notebook))


def fraction(version):
    """The part of its points that each check of a version gets: another one for the next."""
    return (version % N_FRACTIONS + 1) / N_FRACTIONS


class Ready(Executor):
    """Has its results ready: what is left of a run is what the engine itself does."""

    def __init__(self):
        self.students = []

    def submit(self, _, task):
        self.students.append(task.student)
        future = Future()
        future.set_result(Result(task.student, graded_text(task.notebook), 1.0, 0.25))
        return future


def graded_text(text):
    """A sanitized notebook with the verdicts that its version is due."""
    notebook = nbformat.reads(text, as_version=4)
    version = int(re.search(rf"{VERSION}(\d+)", text)[1])
    for cell in notebook.cells:
        if is_grade(cell) and not is_solution(cell):
            points = cell.metadata["nbgrader"]["points"] * fraction(version)
            data = {"text/plain": str(points)}
            cell.outputs = [nbformat.v4.new_output("execute_result", data=data)]
    return nbformat.writes(notebook)


def grade(course, executor=None, **choice):
    """Run the engine; returns its events."""
    events = []
    grade_lab(course, LAB, executor or Ready(), 1, events.append, **choice)
    json.dumps(events)
    return events


def gradebook(course):
    return Gradebook(f"sqlite:///{course}/gradebook.db", COURSE_ID)


def students(events, kind):
    return [event["student"] for event in events if event["event"] == kind]


TABLES = (  # a table before those that refer to it
    "assignment",
    "notebook",
    "base_cell",
    "source_cell",
    "submitted_assignment",
    "submitted_notebook",
    "grade",
    "comment",
)

NAMES = ("assignment_id", "student_id", "notebook_id", "cell_id", "name", "type")
"""The columns that tell one row of these tables from all others."""


def gradebook_tables(course):
    """Table → its rows, sorted, each random id replaced by what it stands for."""
    with closing(sqlite3.connect(course / "gradebook.db")) as gradebook:
        gradebook.row_factory = sqlite3.Row
        assert gradebook.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        query = "SELECT name FROM sqlite_master WHERE type = 'table'"
        names = [name for (name,) in gradebook.execute(query)]
        tables = {n: [dict(r) for r in gradebook.execute(f"SELECT * FROM {n}")] for n in names}
    meaning = {}
    for table in TABLES:
        for row in tables[table]:
            known = [meaning.get(row[key], row[key]) for key in NAMES if key in row]
            meaning[row["id"]] = "/".join(known)
    return {
        name: sorted(str({k: meaning.get(v, v) for k, v in row.items()}) for row in rows)
        for name, rows in tables.items()
    }


def points_by_student(course):
    """Student → the points that the gradebook has of each check, or None if none was graded."""
    query = """
        SELECT student_id, base_cell.name, auto_score, needs_manual_grade, grade_cells.max_score
        FROM submitted_assignment
        JOIN submitted_notebook ON submitted_notebook.assignment_id = submitted_assignment.id
        JOIN grade ON grade.notebook_id = submitted_notebook.id
        JOIN base_cell ON base_cell.id = grade.cell_id
        JOIN grade_cells ON grade_cells.id = base_cell.id
        WHERE grade_cells.cell_type = 'code'
    """
    found = {}
    with closing(sqlite3.connect(course / "gradebook.db")) as gradebook:
        for student, check, score, _, most in gradebook.execute(query):
            found.setdefault(student, {})[check] = None if score is None else score / most
    return found


def autograded_files(course):
    """Path → mode and content of all that lies in `autograded/`."""
    return {
        str(path.relative_to(course)): (path.stat().st_mode, path.read_text())
        for path in sorted((course / "autograded").rglob("*"))
        if path.is_file()
    }


def leftovers(course):
    """What a run should not leave in the engine's own folder."""
    own = course / ".autograde"
    return [p for p in own.rglob("*") if p.is_file() and p.name not in ("record.json", "lock")]

"""Classes to be graded by turns: a lab released in a course folder, and who handed in what.

Every fifth submission is faulty: a wrong variant of one question, other questions in turn. The
others are the reference's answers.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat
from nbformat import NotebookNode

from autograde import stock
from autograde.checks import points_of
from autograde.classroom import fill_in
from autograde.nbgrader_plugins import COURSE_ID
from autograde.release import new_course, question_of, source_notebook
from autograde.variants import file_variants
from tests.hostile.base import grade_id
from tests.hostile.stock_grader import asserts

LAB1, TRIVIAL = "lab1_xor", "lab0_seeds"
TRIVIAL_QUESTIONS = ("q1", "q2")
EVERY = 5
STACK = """\
import numpy as np
import pandas as pd
import scipy.optimize
import scipy.stats
from matplotlib import pyplot as plt
from sklearn.linear_model import LogisticRegression
from sklearn.neural_network import MLPClassifier
"""
OUR_CHECK = f"""
from course.checks import for_lab

check = for_lab("{TRIVIAL}")
"""
STOCK_CONFIGURATION = f"""
c = get_config()  # noqa: F821
c.CourseDirectory.course_id = "{COURSE_ID}"
c.ExecutePreprocessor.timeout = 1800
"""

Answers = Mapping[str, dict[str, str]]
"""Student → question → source, where it is not the reference's."""


def answers_of(
    lab: str, n_students: int, questions: Sequence[str] = ()
) -> dict[str, dict[str, str]]:
    """What a class of `n_students` answers to `questions` (all, if left out)."""
    points = points_of(lab)
    about = questions or list(points)
    wrong = [v for v in file_variants(lab, points) if " wrong: " in v.name and v.question in about]
    names = [f"student-{i:04d}" for i in range(n_students)]
    faulty = names[EVERY // 2 :: EVERY]
    answers: dict[str, dict[str, str]] = {name: {} for name in names}
    for i, name in enumerate(faulty):
        answers[name] = wrong[(2 * i + 1) * len(wrong) // (2 * len(faulty))].sources
    return answers


class Classroom:
    """A lab, released in a course folder of its own; `given` makes copies to be graded.

    Parameters
    ----------
    is_stock : nbgrader as it comes, without our configuration.
    """

    def __init__(
        self,
        folder: Path,
        lab: str,
        source: NotebookNode,
        answers: Answers,
        *,
        is_stock: bool = False,
    ) -> None:
        self.lab = lab
        self.students = list(answers)
        self._course = folder / "released"
        self._copies = folder / "copies"
        self._copies.mkdir(parents=True)
        (self._course / "source" / lab).mkdir(parents=True)
        if is_stock:
            (self._course / "nbgrader_config.py").write_text(STOCK_CONFIGURATION)
        new_course(self._course)
        nbformat.write(source, self._course / "source" / lab / f"{lab}.ipynb")
        released = nbformat.read(stock.generate_assignment(self._course, lab), as_version=4)
        self.texts = {
            student: nbformat.writes(fill_in(released, source, own))
            for student, own in answers.items()
        }

    @contextmanager
    def given(self, students: Sequence[str]) -> Iterator[Path]:
        """A new course folder in which these students have handed in, removed afterwards."""
        with TemporaryDirectory(dir=self._copies) as folder:
            course = Path(folder) / "course"
            shutil.copytree(self._course, course)
            for student in students:
                stock.submit(course, self.lab, student, self.texts[student])
            yield course

    def groups(self, n: int) -> list[list[str]]:
        """The class in at most `n` groups, each with its share of the faulty."""
        groups = [self.students[i::n] for i in range(n)]
        return [group for group in groups if group]


def lab1_class(folder: Path, n_students: int) -> Classroom:
    """Lab 1, graded from outside."""
    return Classroom(folder, LAB1, source_notebook(LAB1), answers_of(LAB1, n_students))


def lab1_without_checks(folder: Path, n_students: int) -> Classroom:
    """Lab 1 for nbgrader as it comes, with nothing in its check cells: cells are only run."""
    source = source_notebook(LAB1)
    for cell in source.cells:
        if cell.metadata.get("nbgrader", {}).get("grade") and cell.cell_type == "code":
            cell.source = "assert True"
    return Classroom(folder, LAB1, source, answers_of(LAB1, n_students), is_stock=True)


def trivial_class(folder: Path, n_students: int, *, is_stock: bool = False) -> Classroom:
    """Two short questions of Lab 0 after imports of the whole scientific stack.

    With `is_stock` the checks are asserts in the notebook, as instructors write them today. There
    a mistake in the first question would cost the second too: all mistakes are in the second.
    """
    answers = answers_of(TRIVIAL, n_students, TRIVIAL_QUESTIONS[-1:])
    return Classroom(folder, TRIVIAL, _trivial_source(is_stock), answers, is_stock=is_stock)


def _trivial_source(is_stock: bool) -> NotebookNode:
    notebook = source_notebook(TRIVIAL)
    names = [grade_id(cell) for cell in notebook.cells]
    del notebook.cells[names.index(TRIVIAL_QUESTIONS[-1]) + 1 :]
    first = next(cell for cell in notebook.cells if cell.cell_type == "code")
    first.source = STACK + ("" if is_stock else OUR_CHECK)
    if is_stock:
        for cell in notebook.cells:
            if grade_id(cell) in TRIVIAL_QUESTIONS and question_of(cell) is None:
                cell.source = asserts()[grade_id(cell)]
    return notebook

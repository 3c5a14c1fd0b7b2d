"""Both views of a lab, cell by cell: what nbgrader would hand out, and what it is made from."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.utils import is_grade, is_solution, is_task

from autograde import stock
from autograde.checks import checks_of
from autograde.release import lab_folder, question_of, require_course, write_source
from course.checks import lab_module
from course.checks.runner import Check


@dataclass(frozen=True)
class View:
    """A cell as it is handed out (None: it is not) and as it lies in `source/` (None: only added
    when the lab is handed out)."""

    student: NotebookNode | None
    instructor: NotebookNode | None
    question: str = ""
    """Whose answer, check or response it is; "" for a cell that is neither."""
    title: str = ""
    points: float | None = None
    checks: tuple[Check, ...] = ()

    @property
    def is_same(self) -> bool:
        """Whether both show one thing, so that it need not be shown twice."""
        texts = {cell.source if cell else None for cell in (self.student, self.instructor)}
        return len(texts) == 1 and not self.checks

    @property
    def by_person(self) -> bool:
        """Whether a person gives its points."""
        return self.points is not None and not self.checks


@dataclass(frozen=True)
class LabViews:
    """A lab's cells in both views, in order."""

    lab: str
    views: tuple[View, ...]

    @property
    def graded(self) -> list[View]:
        """The cells that give points."""
        return [view for view in self.views if view.points is not None]


def both_views(course: Path, lab: str) -> LabViews:
    """What `nbgrader generate_assignment` makes of a lab, beside its source; nothing is changed.

    The source is the course's own `source/LAB`, or is built if it has none; nbgrader runs in a
    temporary folder with the course's configuration.

    Raises ValueError for an unknown lab or a folder that is no course folder, and
    `autograde.stock.NbgraderError` if nbgrader cannot release the lab.
    """
    require_course(course)
    lab_folder(lab)
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        shutil.copy(course / "nbgrader_config.py", folder)
        if (course / "source" / lab).is_dir():
            shutil.copytree(course / "source" / lab, folder / "source" / lab)
        else:
            write_source(lab, folder)
        released = nbformat.read(stock.generate_assignment(folder, lab), as_version=4)
        source = nbformat.read(folder / "source" / lab / f"{lab}.ipynb", as_version=4)
    return LabViews(lab, tuple(paired(lab, released.cells, source.cells)))


def paired(
    lab: str, released: Sequence[NotebookNode], source: Sequence[NotebookNode]
) -> Iterator[View]:
    """Cells with one id belong together; what only one side has comes where it stands there."""
    titles = lab_module(lab).QUESTIONS
    left = {cell["id"]: cell for cell in source}
    handed_out = {cell["id"] for cell in released}
    for student in released:
        above = [*left][: [*left].index(student["id"])] if student["id"] in left else []
        for name in above:
            if name not in handed_out:
                yield _view(lab, titles, None, left.pop(name))
        yield _view(lab, titles, student, left.pop(student["id"], None))
    for cell in left.values():
        yield _view(lab, titles, None, cell)


def _view(
    lab: str,
    titles: dict[str, str],
    student: NotebookNode | None,
    instructor: NotebookNode | None,
) -> View:
    cell = instructor or student
    assert cell is not None
    answered = question_of(cell)
    if answered is not None:
        return View(student, instructor, answered, f"{titles.get(answered, '')}: the answer")
    if not (is_grade(cell) or is_task(cell)):
        return View(student, instructor)
    name, points = cell.metadata.nbgrader["grade_id"], float(cell.metadata.nbgrader["points"])
    if is_solution(cell) or is_task(cell):
        return View(student, instructor, name, "written answer", points)
    checks = tuple(check for check in checks_of(lab) if check.question == name)
    return View(student, instructor, name, titles.get(name, ""), points, checks)

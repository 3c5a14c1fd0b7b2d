"""The marked cells of a lab as they were released, from nbgrader's gradebook."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from nbgrader.api import Notebook

BEGIN_HIDDEN, END_HIDDEN = "BEGIN HIDDEN TESTS", "END HIDDEN TESTS"


@dataclass(frozen=True)
class ReleasedCell:
    """A cell that nbgrader marks, with its text as it lies in the gradebook."""

    name: str
    cell_type: str
    source: str
    checksum: str
    locked: bool
    grade: bool
    solution: bool
    task: bool = False
    points: float = 0.0

    @property
    def is_check(self) -> bool:
        return self.grade and not self.solution

    @cached_property
    def visible(self) -> str:
        """The text that students got: without the regions of hidden tests."""
        lines: list[str] = []
        hidden = False
        for line in self.source.split("\n"):
            if BEGIN_HIDDEN in line:
                hidden = True
            elif END_HIDDEN in line:
                hidden = False
            elif not hidden:
                lines.append(line)
        return "\n".join(lines)

    @property
    def marks(self) -> dict[str, Any]:
        """nbgrader's metadata, its schema 3, but for the checksum."""
        marks: dict[str, Any] = {
            "schema_version": 3,
            "grade_id": self.name,
            "cell_type": self.cell_type,
            "grade": self.grade,
            "solution": self.solution,
            "locked": self.locked,
            "task": self.task,
        }
        return marks | {"points": self.points} if self.grade or self.task else marks


def released_cells(notebook: Notebook) -> list[ReleasedCell]:
    """The cells of a notebook in the gradebook, in the order in which they were released."""
    points = {cell.name: cell.max_score for cell in (*notebook.grade_cells, *notebook.task_cells)}
    graded = {cell.name for cell in notebook.grade_cells}
    solutions = {cell.name for cell in notebook.solution_cells}
    tasks = {cell.name for cell in notebook.task_cells}
    return [
        ReleasedCell(
            name=cell.name,
            cell_type=cell.cell_type,
            source=cell.source or "",
            checksum=cell.checksum or "",
            locked=bool(cell.locked),
            grade=cell.name in graded,
            solution=cell.name in solutions,
            task=cell.name in tasks,
            points=float(points.get(cell.name, 0.0)),
        )
        for cell in notebook.source_cells
    ]

"""Looks up, for a feedback page, the points and comments of each marked cell."""

from __future__ import annotations

from typing import Any

from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbgrader.preprocessors import GetGrades
from nbgrader.utils import is_grade, is_solution, is_task

from autograde.notes import CELL_ID
from course.checks.render import MIME


class PageGrades(GetGrades):
    """nbgrader's `GetGrades`, which also tells a written answer that nobody has read from a 0."""

    def preprocess(
        self, nb: NotebookNode, resources: ResourcesDict
    ) -> tuple[NotebookNode, ResourcesDict]:
        nb, resources = super().preprocess(nb, resources)
        pages = [cell.metadata["page"] for cell in nb.cells if "page" in cell.metadata]
        rows = [page for page in pages if "points" in page]
        n_waiting = sum(row["waiting"] for row in rows)
        resources["page"] = {"rows": rows, "n_waiting": n_waiting, "notes_id": CELL_ID}
        return nb, resources

    def preprocess_cell(
        self, cell: NotebookNode, resources: ResourcesDict, cell_index: int
    ) -> tuple[NotebookNode, ResourcesDict]:
        cell, resources = super().preprocess_cell(cell, resources, cell_index)
        if is_solution(cell) or is_grade(cell) or is_task(cell):
            cell.metadata["page"] = self._page(cell)
        return cell, resources

    def _page(self, cell: NotebookNode) -> dict[str, Any]:
        """What the page says of a marked cell; with points if it is graded."""
        marks = cell.metadata["nbgrader"]
        name = marks["grade_id"]
        page = {"name": name, "kind": "answer", "title": "", "comment": marks.get("comment")}
        if not (is_grade(cell) or is_task(cell)):
            return page | {"title": "your answer"}
        grade = self.gradebook.find_grade(
            name, self.notebook_id, self.assignment_id, self.student_id
        )
        page |= {"score": grade.score, "points": grade.max_score}
        if is_grade(cell) and not is_solution(cell):
            return page | {"kind": "check", "title": _title(cell), "waiting": False}
        return page | {"title": "written answer", "waiting": bool(grade.needs_manual_grade)}


def _title(cell: NotebookNode) -> str:
    """The question in a few words, from the report that grading left in its check cell."""
    reports = [output.get("data", {}).get(MIME) for output in cell.get("outputs", [])]
    return next((str(report["title"]) for report in reports if report), "")

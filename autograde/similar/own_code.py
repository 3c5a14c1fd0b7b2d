"""Reads what students wrote themselves: the code of a class without what everybody was given."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from autograde.matching import marked_name
from autograde.notes import notes_of
from autograde.odd_files import Place
from autograde.reading import read_submitted
from autograde.release import require_course

MAX_LETTERS = 40_000
"""Of one student's code; more is no answer to a lab."""


@dataclass(frozen=True)
class ClassCode:
    """The code of a class in a lab."""

    lab: str
    given: str
    """What everybody got, in one text."""
    own: dict[str, str]
    """Student → code in cells that differ from what was given, in the notebook's order."""
    not_compared: dict[str, str]
    """Student → a sentence that says why there is no code to compare."""


def read_class(course: Path, lab: str) -> ClassCode:
    """The code of everybody who handed in the lab, as text; broken notebooks get a reason.

    Raises ValueError if the lab was not released in that folder, or it is no course folder.
    """
    require_course(course)
    released = course / "release" / lab / f"{lab}.ipynb"
    if not released.is_file():
        raise ValueError(
            f"{lab} was not released in {course}, so nobody knows what was given; first autograde "
            f"release {lab}, then nbgrader generate_assignment {lab}"
        )
    given = _code_cells(nbformat.read(released, as_version=4))
    known = {marked_name(cell) for cell in given} - {None}
    texts = {_bare(cell.source) for cell in given}
    own: dict[str, str] = {}
    not_compared: dict[str, str] = {}
    for path in sorted((course / "submitted").glob(f"*/{lab}")):
        student = path.parent.name
        place = Place(course / "submitted", (student, lab), (f"{lab}.ipynb",))
        notebook = read_submitted(place)
        _, problem = notes_of(notebook)
        cells = [cell for cell in _code_cells(notebook) if _bare(cell.source) not in texts]
        code = _joined(cells, known)
        if problem:
            not_compared[student] = problem
        elif len(code) > MAX_LETTERS:
            not_compared[student] = (
                f"It has {len(code):,} letters of code, and {MAX_LETTERS:,} are compared."
            )
        elif not cells:
            not_compared[student] = "Nothing was changed or added in it."
        else:
            own[student] = code
    return ClassCode(lab, "\n\n".join(cell.source for cell in given), own, not_compared)


def _code_cells(notebook: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def _bare(source: str) -> str:
    """A cell's text without blank lines and spaces at the ends of lines."""
    lines = (line.rstrip() for line in source.splitlines())
    return "\n".join(line for line in lines if line)


def _joined(cells: Iterable[NotebookNode], known: set[str | None]) -> str:
    """Cells one below the other, each under its name in the lab, if it has one."""
    parts = []
    for cell in cells:
        name = marked_name(cell)
        title = name if name in known else "a cell that the student added"
        parts.append(f"# --- {title} ---\n{cell.source.strip()}\n")
    return "\n".join(parts)

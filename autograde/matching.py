"""Finds the cells of the released notebook in a submitted one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from nbformat import NotebookNode

from autograde.notes import shown
from autograde.released import ReleasedCell

MAX_LETTERS_COMPARED = 100_000
"""A longer cell is not looked through for a check or a definition."""

_DEFINITION = re.compile(r"^(?:async +)?def +(\w+)", re.MULTILINE)


def match(
    cells: Sequence[NotebookNode], released: Sequence[ReleasedCell]
) -> tuple[dict[str, int], list[str]]:
    """Name of a released cell → index of the submitted cell that stands for it, and notes.

    A cell says who it is by nbgrader's metadata; where those are lost, by its id, which in our labs
    is the name; and where no cell says so, by its text: that of the check, or a definition of the
    function that the solution's stub defines. No cell stands for two.
    """
    known = {cell.name for cell in released}
    said = [_said_name(cell, known) for cell in cells]
    notes = _unknown_marks(cells, known)
    found: dict[str, int] = {}
    for wanted in released:
        same = [i for i, name in enumerate(said) if name == wanted.name]
        if same:
            found[wanted.name] = _chosen(wanted, cells, same)
            notes += _about_copies(wanted, len(same))
    free = [i for i, name in enumerate(said) if name is None]
    for wanted in released:
        if wanted.name not in found:
            same = [i for i in free if _looks_like(cells[i], wanted)]
            if same:
                found[wanted.name] = _chosen(wanted, cells, same)
                free.remove(found[wanted.name])
    return found, notes


def same_text(one: str, other: str) -> bool:
    """Whether two texts differ in white space and in the kind of quotes only."""
    return _squeezed(one) == _squeezed(other)


def marked_name(cell: NotebookNode) -> str | None:
    """The name that nbgrader's metadata give a cell, if they are metadata at all."""
    marks = cell.metadata.get("nbgrader")
    name = marks.get("grade_id") if isinstance(marks, Mapping) else None
    return name if isinstance(name, str) else None


def _said_name(cell: NotebookNode, known: set[str]) -> str | None:
    for name in (marked_name(cell), cell.get("id")):
        if isinstance(name, str) and name in known:
            return name
    return None


def _chosen(wanted: ReleasedCell, cells: Sequence[NotebookNode], same: list[int]) -> int:
    """Of several cells the one that counts.

    Of a solution the first that is not the stub. Of another cell the last, among those that carry
    the mark if any does.
    """
    if wanted.solution:
        own = (i for i in same if not same_text(cells[i].source, wanted.visible))
        return next(own, same[0])
    marked = [i for i in same if marked_name(cells[i]) == wanted.name]
    return (marked or same)[-1]


def _looks_like(cell: NotebookNode, wanted: ReleasedCell) -> bool:
    if cell.cell_type != "code" or wanted.cell_type != "code":
        return False
    if len(cell.source) > MAX_LETTERS_COMPARED:
        return False
    if wanted.is_check:
        return same_text(cell.source, wanted.visible)
    names = set(_DEFINITION.findall(wanted.visible)) if wanted.solution else set()
    return bool(names) and names <= set(_DEFINITION.findall(cell.source))


def _about_copies(wanted: ReleasedCell, n_copies: int) -> list[str]:
    if n_copies == 1:
        return []
    which = "first that is not the stub" if wanted.solution else "last"
    return [
        f"The cell {wanted.name} occurred {n_copies} times; the {which} counts, "
        "and the others were taken as cells of the student's own."
    ]


def _unknown_marks(cells: Sequence[NotebookNode], known: set[str]) -> list[str]:
    notes = []
    for cell in cells:
        marks = cell.metadata.get("nbgrader")
        name = marked_name(cell)
        unknown = shown(name if name is not None else marks)
        if marks and name not in known:
            notes.append(f"A mark that this lab does not have was dropped: {unknown}.")
    return notes


def _squeezed(text: str) -> str:
    return "".join(text.split()).replace("'", '"')

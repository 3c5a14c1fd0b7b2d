"""Puts the marked cells of a notebook where they belong."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from nbformat import NotebookNode

from autograde.matching import marked_name
from autograde.released import ReleasedCell

KINDS = ("code", "markdown", "raw")


def put_in_place(
    cells: list[NotebookNode],
    released: Sequence[ReleasedCell],
    make: Callable[[ReleasedCell, str], NotebookNode],
) -> tuple[list[ReleasedCell], list[ReleasedCell]]:
    """Move the checks that stand above their section, and insert the cells that are missing.

    A check's section is what is marked between the check before and itself. Of that only code must
    stand above it: text is not run.

    Parameters
    ----------
    cells : changed in place; no mark occurs twice.
    make : makes a marked cell of a released one and a source.

    Returns
    -------
    The released cells that were moved, and those that were missing.
    """
    moved, missing = [], []
    for position, wanted in enumerate(released):
        above = released[:position]
        positions = _positions(cells)
        here = positions.get(wanted.name)
        last = _last_of_section(positions, above)
        if here is None:
            check = next((cell.name for cell in released[position:] if cell.is_check), None)
            where = _place_of(wanted, cells, above, last, positions.get(check or ""))
            cells.insert(where, make(wanted, _source_put_back(wanted)))
            missing.append(wanted)
        elif wanted.is_check and here < last:
            cell = cells.pop(here)
            cells.insert(_end_of_stretch(cells, last - 1) + 1, cell)
            moved.append(wanted)
    return moved, missing


def _place_of(
    wanted: ReleasedCell,
    cells: Sequence[NotebookNode],
    above: Sequence[ReleasedCell],
    last: int,
    check: int | None,
) -> int:
    """Where a missing cell goes; all the released cells `above` it are there.

    `last` is the position of the last code cell of its section, `check` that of the section's
    check, if it is there.
    """
    before = _positions(cells)[above[-1].name] if above else -1
    if wanted.is_check:
        return _end_of_stretch(cells, last if last >= 0 else before) + 1
    if wanted.cell_type == "code" and wanted.solution and check is not None:
        return check
    if wanted.cell_type == "markdown":
        return _end_of_stretch(cells, before, KINDS) + 1
    return before + 1


def _source_put_back(wanted: ReleasedCell) -> str:
    """What a missing cell holds.

    A stub of code is left out, since running it could undo a definition that stands elsewhere; and
    so it is not graded 0 as the untouched stub would be, if it is one that a person grades.
    """
    if wanted.solution and wanted.cell_type == "code":
        return "# This answer cell was missing from the submission."
    return wanted.visible


def _last_of_section(positions: dict[str, int], above: Sequence[ReleasedCell]) -> int:
    """The position of the last code cell since the last check `above`; -1 if there is none."""
    last = -1
    for cell in above:
        if cell.is_check:
            last = -1
        elif cell.cell_type == "code":
            last = max(last, positions[cell.name])
    return last


def _positions(cells: Sequence[NotebookNode]) -> dict[str, int]:
    names = {marked_name(cell): index for index, cell in enumerate(cells)}
    return {name: index for name, index in names.items() if name is not None}


def _end_of_stretch(
    cells: Sequence[NotebookNode], start: int, kinds: Collection[str] = ("code",)
) -> int:
    """The last cell of `kinds` that belongs to the cell at `start`: no mark, no heading between.

    Between an answer and its check a lab uses the answer, in cells of code that have no mark; and
    between a check and a written response it asks for that, in cells of text.
    """
    end = start
    for index in range(start + 1, len(cells)):
        cell = cells[index]
        is_heading = cell.cell_type == "markdown" and cell.source.lstrip().startswith("#")
        if is_heading or marked_name(cell) is not None:
            break
        if cell.cell_type in kinds:
            end = index
    return end

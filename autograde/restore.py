"""Rebuilds a submitted notebook, so that its marked cells are the released ones again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import nbformat
from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import compute_checksum

from autograde.matching import match, same_text
from autograde.notes import CELL_ID, notes_cell, notes_of, set_notes, shown
from autograde.pictures import is_small_picture
from autograde.places import put_in_place
from autograde.released import ReleasedCell, released_cells
from course.checks.notebook_file import give_ids, is_cell_id

KERNEL = "python3"
MAX_LETTERS = 1_000_000
MAX_PICTURES = 10

_METADATA: dict[str, Any] = {
    "kernelspec": {
        "display_name": "Python 3 (ipykernel)",
        "language": "python",
        "name": KERNEL,
    },
    "language_info": {"name": "python"},
}


class RestoreCells(NbGraderPreprocessor):
    """nbgrader's first step with a submission: `restore`, with the released cells of its gradebook.

    The notes go into the notebook's metadata, into a first cell, and into the log. A notebook that
    could not be read is restored from nothing, so that each of its questions gets its 0.
    """

    def preprocess(
        self, nb: NotebookNode, resources: ResourcesDict
    ) -> tuple[NotebookNode, ResourcesDict]:
        names = resources["nbgrader"]
        with Gradebook(names["db_url"]) as gradebook:
            notebook = gradebook.find_notebook(names["notebook"], names["assignment"])
            released = released_cells(notebook)
        notes, problem = notes_of(nb)
        restored, own_notes = restore(nb, released)
        set_notes(restored, notes if problem else notes + own_notes, problem)
        notes, problem = notes_of(restored)
        for sentence in [problem] * bool(problem) + notes:
            self.log.warning("%s: %s", names["student"], sentence)
        if notes or problem:
            restored.cells.insert(0, notes_cell(notes, problem))
            give_ids(restored)
        return restored, resources


def restore(
    submitted: NotebookNode, released: Sequence[ReleasedCell]
) -> tuple[NotebookNode, list[str]]:
    """A notebook made of a submitted one, and a sentence on each thing that was put right.

    Of the submitted cells only type, text, id and small pictures are taken over. Each released cell
    occurs once, with the marks and points of the gradebook; a check has its released text (without
    hidden tests) and stands below the code cells of its section, which are the marked ones between
    the check before and itself. Other cells are kept, in their order.
    """
    notes = _about_kernel(submitted)
    found, about_marks = match(submitted.cells, released)
    notes += about_marks
    by_index = {index: name for name, index in found.items()}
    by_name = {cell.name: cell for cell in released}
    cells = []
    for index, cell in enumerate(submitted.cells):
        wanted = by_name.get(by_index.get(index, ""))
        source = _bounded(cell.source, notes)
        if wanted is None:
            cells.append(_own_cell(cell, source, {*by_name, CELL_ID}))
        else:
            cells.append(_marked_cell(wanted, _text_of(wanted, cell, source, notes)))
            _keep_pictures(cells[-1], cell)
    moved, missing = put_in_place(cells, released, _marked_cell)
    notes += _about_places(moved, missing)
    restored = nbformat.v4.new_notebook(metadata=_METADATA)
    restored.cells = cells
    give_ids(restored)
    return restored, notes


def _about_kernel(submitted: NotebookNode) -> list[str]:
    kernelspec = submitted.metadata.get("kernelspec")
    name = kernelspec.get("name") if isinstance(kernelspec, dict) else None
    if name in (None, KERNEL):
        return []
    return [f"The notebook asked for the kernel {shown(name)}; it ran with {KERNEL}."]


def _bounded(source: str, notes: list[str]) -> str:
    if len(source) <= MAX_LETTERS:
        return source
    notes.append(f"A cell of {len(source):,} letters was emptied; {MAX_LETTERS:,} are allowed.")
    return ""


def _own_cell(cell: NotebookNode, source: str, names: set[str]) -> NotebookNode:
    """A cell without a mark; its id is kept unless a cell of ours is to have it."""
    kind = cell.cell_type
    new = getattr(nbformat.v4, f"new_{kind}_cell")(source)
    new["id"] = cell.get("id") if cell.get("id") not in names else None
    _keep_pictures(new, cell)
    return new


def _marked_cell(wanted: ReleasedCell, source: str) -> NotebookNode:
    new = getattr(nbformat.v4, f"new_{wanted.cell_type}_cell")(source)
    new["id"] = wanted.name if is_cell_id(wanted.name) else None
    new.metadata["nbgrader"] = nbformat.from_dict(wanted.marks)
    new.metadata["nbgrader"]["checksum"] = _checksum(wanted)
    return new


def _checksum(wanted: ReleasedCell) -> str:
    """Of the cell as students got it; by it nbgrader tells an answer from the stub."""
    if wanted.visible == wanted.source:
        return wanted.checksum
    metadata = {"nbgrader": wanted.marks}
    cell = {"cell_type": wanted.cell_type, "source": wanted.visible, "metadata": metadata}
    checksum: str = compute_checksum(nbformat.from_dict(cell))
    return checksum


def _text_of(wanted: ReleasedCell, cell: NotebookNode, source: str, notes: list[str]) -> str:
    """What a marked cell is to hold: a solution the student's text, another the released one."""
    if cell.cell_type != wanted.cell_type:
        notes.append(
            f"The cell {wanted.name} was a {shown(cell.cell_type)} cell; "
            f"it is a {wanted.cell_type} cell again."
        )
    if wanted.solution:
        # an emptied code cell stays empty: the answer may stand elsewhere, and a stub would undo it
        is_empty = wanted.grade and not source.strip()
        return wanted.visible if is_empty or same_text(source, wanted.visible) else source
    if not same_text(source, wanted.visible):
        notes.append(f"The cell {wanted.name} had been edited; its released text was put back.")
    return wanted.visible


def _keep_pictures(new: NotebookNode, cell: NotebookNode) -> None:
    """Of a text's attachments keep the small pictures."""
    attachments = cell.get("attachments")
    if new.cell_type == "code" or not isinstance(attachments, dict):
        return
    pictures: dict[str, dict[str, str]] = {}
    for name, bundle in attachments.items():
        kept = {
            kind: data
            for kind, data in (bundle.items() if isinstance(bundle, dict) else ())
            if isinstance(data, str) and is_small_picture(kind, data)
        }
        if kept and len(pictures) < MAX_PICTURES:
            pictures[name] = kept
    if pictures:
        new["attachments"] = nbformat.from_dict(pictures)


def _about_places(moved: list[ReleasedCell], missing: list[ReleasedCell]) -> list[str]:
    checks = [cell.name for cell in missing if cell.is_check]
    code = [cell.name for cell in missing if cell.solution and cell.cell_type == "code"]
    texts = [cell.name for cell in missing if cell.solution and cell.cell_type != "code"]
    others = [cell.name for cell in missing if not (cell.is_check or cell.solution)]
    said = [
        ("checks stood above their question and were moved below it", [c.name for c in moved]),
        ("checks were missing and were put back", checks),
        ("answer cells were missing and were put back empty", code),
        ("answers were missing; look for them in the cells near where they belong", texts),
        ("cells were missing and were put back", others),
    ]
    return [f"These {words}: {', '.join(names)}." for words, names in said if names]

"""The notebooks that students get, as `nbgrader generate_assignment` makes them, for the wheel.

`python -m autograde.handout FOLDER` writes each lab's to `FOLDER/LAB/LAB.ipynb`; the build of the
wheel runs it (`hatch_build.py`).
"""

from __future__ import annotations

import copy
import sys
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.preprocessors import SaveCells
from traitlets.config import Config

from autograde.nbgrader_plugins import configure
from autograde.release import BEGIN_SOLUTION, END_SOLUTION, LabError, lab_names, source_notebook

MARKS = (BEGIN_SOLUTION, END_SOLUTION, "HIDDEN TESTS", "MARK SCHEME")


def student_notebook(lab: str) -> NotebookNode:
    """A lab without its solutions: what nbgrader would put into `release/`, but into no gradebook.

    Raises `LabError` for an unknown lab, and where anything of a solution is left.
    """
    source = source_notebook(lab)
    notebook = copy.deepcopy(source)
    config = Config()
    configure(config)
    resources: dict[str, object] = {}
    for kind in config.GenerateAssignment.preprocessors:
        if kind is not SaveCells:  # writes into a course's gradebook
            notebook, resources = kind(config=config).preprocess(notebook, resources)
    require_no_solution(notebook, source)
    return notebook


def require_no_solution(notebook: NotebookNode, source: NotebookNode) -> None:
    """Raise `LabError` if `notebook` holds a mark, an output, or any solution of its `source`."""
    text = "\n".join(cell.source for cell in notebook.cells)
    solutions = [_between_marks(cell.source) for cell in source.cells]
    for secret in [*MARKS, *(body for body in solutions if body)]:
        if secret in text:
            raise LabError(f"a solution would be handed out: the text has {secret[:60]!r}")
    if any(cell.get("outputs") for cell in notebook.cells):
        raise LabError("a solution's outputs would be handed out: a cell has some")


def write_handouts(folder: Path) -> list[Path]:
    """Write every lab's notebook for students below `folder`; return their paths."""
    paths = []
    for lab in lab_names():
        path = folder / lab / f"{lab}.ipynb"
        path.parent.mkdir(parents=True)
        nbformat.write(student_notebook(lab), path)
        paths.append(path)
    return paths


def _between_marks(source: str) -> str:
    """The body of a solution without its indentation at both ends; "" for any other cell."""
    return source.partition(BEGIN_SOLUTION)[2].partition(END_SOLUTION)[0].strip()


if __name__ == "__main__":
    for written in write_handouts(Path(sys.argv[1])):
        print(written)

"""A lab of two questions and a written answer, small enough to be damaged in every way."""

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.utils import compute_checksum

from autograde.released import ReleasedCell


def cell(name, source, kind="code", grade=False, solution=False, points=0.0):
    """A released cell of the small lab below."""
    locked = not solution
    made = ReleasedCell(name, kind, source, "", locked, grade, solution, False, points)
    checksum = compute_checksum(
        nbformat.from_dict(
            {"cell_type": kind, "source": source, "metadata": {"nbgrader": made.marks}}
        )
    )
    return ReleasedCell(name, kind, source, checksum, locked, grade, solution, False, points)


HIDDEN = '### BEGIN HIDDEN TESTS\nraise RuntimeError("outside")\n### END HIDDEN TESTS\n'
SMALL = [
    cell("q1-answer", "def one():\n    raise NotImplementedError", solution=True),
    cell("q1", f'{HIDDEN}check("q1")', grade=True, points=3.0),
    cell("r1", "*Your answer here.*", "markdown", grade=True, solution=True, points=2.0),
    cell("q2-answer", "def two(x):\n    raise NotImplementedError", solution=True),
    cell("q2", f'{HIDDEN}check("q2")', grade=True, points=4.0),
]


def handed_out():
    """The small lab, as students get it: answer, use, check; question, text; answer, use, check."""
    marked = {}
    for one in SMALL:
        new = {"code": new_code_cell, "markdown": new_markdown_cell}[one.cell_type]
        marks = one.marks | {"checksum": one.checksum}
        marked[one.name] = new(one.visible, id=one.name, metadata={"nbgrader": marks})
    cells = [
        new_markdown_cell("### Question 1", id="a"),
        marked["q1-answer"],
        new_code_cell("one()", id="b"),
        marked["q1"],
        new_markdown_cell("In your words?", id="c"),
        marked["r1"],
        new_markdown_cell("### Question 2", id="d"),
        marked["q2-answer"],
        new_markdown_cell("*Expected time: 1 second.*", id="e"),
        new_code_cell("two(1)", id="f"),
        marked["q2"],
    ]
    return new_notebook(cells=cells)


def ids(notebook):
    return [one["id"] for one in notebook.cells]


def named(notebook, name):
    return next(one for one in notebook.cells if one["id"] == name)


def without(*names):
    notebook = handed_out()
    notebook.cells = [one for one in notebook.cells if one["id"] not in names]
    return notebook


ODD_MARKS = [
    3,
    "q1",
    ["q1"],
    {"grade_id": 7},
    {"grade_id": "q99"},
    {"grade_id": "../../q1"},
    {"grade_id": "a" * 300},
    {"grade_id": "q1\n"},
    {"grade_id": "😀\x1b[31m"},
]

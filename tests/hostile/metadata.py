"""Changed metadata, and cells that are missing, doubled, reordered or of another type."""

from __future__ import annotations

import copy
from collections.abc import Callable

from nbformat import NotebookNode

from tests.hostile.base import (
    WRONG_Q2,
    WRONG_Q3,
    Lab,
    but,
    code_cell,
    edited,
    grade_id,
    only,
    position,
)


def on_marked(change: Callable[[NotebookNode], object]) -> Callable[[NotebookNode, Lab], None]:
    """An edit that changes nbgrader's metadata of every marked cell."""

    def edit(notebook: NotebookNode, lab: Lab) -> None:
        for cell in notebook.cells:
            if grade_id(cell):
                change(cell.metadata.nbgrader)

    return edit


def on_cell(
    name: str, change: Callable[[NotebookNode], object]
) -> Callable[[NotebookNode, Lab], None]:
    """An edit that changes one marked cell."""

    def edit(notebook: NotebookNode, lab: Lab) -> None:
        change(notebook.cells[position(notebook, name)])

    return edit


def without(*names: str) -> Callable[[NotebookNode, Lab], None]:
    """An edit that takes cells away."""

    def edit(notebook: NotebookNode, lab: Lab) -> None:
        notebook.cells = [cell for cell in notebook.cells if grade_id(cell) not in names]

    return edit


def swapped(notebook: NotebookNode, lab: Lab) -> None:
    """The check cells of q1 and q3 exchange names and points."""
    one, three = (notebook.cells[position(notebook, name)] for name in ("q1", "q3"))
    one.metadata.nbgrader, three.metadata.nbgrader = three.metadata.nbgrader, one.metadata.nbgrader


def doubled(notebook: NotebookNode, lab: Lab) -> None:
    """Every marked cell is there three times."""
    notebook.cells = [
        copy.deepcopy(cell)
        for cell in notebook.cells
        for _ in range(3 if grade_id(cell) and cell.cell_type == "code" else 1)
    ]


def checks_first(notebook: NotebookNode, lab: Lab) -> None:
    """The check cells stand at the top, in the wrong order."""
    checks = [cell for cell in notebook.cells if grade_id(cell) in ("q1", "q2", "q3")]
    others = [cell for cell in notebook.cells if cell not in checks]
    notebook.cells = [*reversed(checks), *others]


def stripped(notebook: NotebookNode, lab: Lab) -> None:
    """No metadata at all, as some editors and converters leave it."""
    notebook.metadata = {}
    for cell in notebook.cells:
        cell.metadata = {}
        cell.pop("id", None)


def extra_question(notebook: NotebookNode, lab: Lab) -> None:
    """A question of its own, worth 100, and a task."""
    for name, kind in (("q4", "grade"), ("bonus", "task"), ("q2-answer", "solution")):
        cell = code_cell("4.0")
        marks = {"grade": False, "solution": False, "task": False, "locked": False}
        cell.metadata["nbgrader"] = marks | {
            "schema_version": 3,
            "grade_id": name,
            "points": 100,
            kind: True,
        }
        notebook.cells.append(cell)


def answers_in_prose(notebook: NotebookNode, lab: Lab) -> None:
    """The third answer's cell is a text cell, its check a raw one."""
    notebook.cells[position(notebook, "q3-answer")].cell_type = "markdown"
    notebook.cells[position(notebook, "q3")].cell_type = "raw"
    for name in ("q3-answer", "q3"):
        for key in ("outputs", "execution_count"):
            notebook.cells[position(notebook, name)].pop(key, None)


def huge_metadata(notebook: NotebookNode, lab: Lab) -> None:
    """5 MB of metadata, 200 levels deep."""
    deep: dict = {}
    for _ in range(200):
        deep = {"deeper": deep}
    notebook.metadata["hostile"] = {"deep": deep, "long": "x" * 5_000_000}
    notebook.cells[0].metadata["hostile"] = copy.deepcopy(deep)


def odd_kernel(**kernelspec: object) -> Callable[[NotebookNode, Lab], None]:
    """An edit that names another kernel."""

    def edit(notebook: NotebookNode, lab: Lab) -> None:
        notebook.metadata["kernelspec"] = kernelspec
        notebook.metadata["language_info"] = {"name": str(kernelspec.get("language", "x"))}

    return edit


SUBMISSIONS = [
    edited(
        "metadata-points",
        "each question is worth 1,000 points",
        on_marked(lambda marks: marks.update(points=1000)),
        q2=WRONG_Q2,
        points=but(q2=0),
    ),
    edited(
        "metadata-swapped",
        "two check cells exchange their names",
        swapped,
        q3=WRONG_Q3,
        points=but(q3=0),
    ),
    edited("metadata-doubled", "every code cell with a name is there three times", doubled),
    edited("metadata-checks-first", "check cells at the top, in the wrong order", checks_first),
    edited("metadata-no-checks", "the check cells are gone", without("q1", "q2", "q3")),
    edited(
        "metadata-no-check-of-q2",
        "one check cell is gone",
        without("q2"),
        q2=WRONG_Q2,
        points=but(q2=0),
    ),
    edited(
        "metadata-no-answer",
        "the cell of an answer is gone",
        without("q3-answer"),
        points=but(q3=0),
    ),
    edited("metadata-stripped", "no metadata and no cell ids", stripped),
    edited(
        "metadata-unlocked",
        "nothing is locked, nothing is graded, all are solutions",
        on_marked(lambda marks: marks.update(locked=False, grade=False, solution=True)),
        q2=WRONG_Q2,
        points=but(q2=0),
    ),
    edited(
        "metadata-schema-1",
        "nbgrader's metadata of 2015",
        on_marked(lambda m: m.update(schema_version=1)),
    ),
    edited(
        "metadata-schema-99",
        "metadata of the future",
        on_marked(lambda m: m.update(schema_version=99)),
    ),
    edited(
        "metadata-of-another-kind",
        "marks that are a list, a number, text, null",
        lambda notebook, lab: [
            cell.metadata.update(nbgrader=kind)
            for cell, kind in zip(
                notebook.cells, [[], 7, "yes", None, {}, {"grade_id": 3}] * 9, strict=False
            )
            if not grade_id(cell)
        ],
    ),
    edited(
        "metadata-null-points",
        "points that are null, negative, text, not a number",
        lambda notebook, lab: [
            notebook.cells[position(notebook, name)].metadata.nbgrader.update(points=points)
            for name, points in (("q1", None), ("q2", -5), ("q3", "NaN"))
        ],
    ),
    edited(
        "metadata-extra-question", "questions and tasks of its own, worth 100 each", extra_question
    ),
    edited("metadata-prose", "an answer and a check whose cells became prose", answers_in_prose),
    edited("metadata-huge", "5 MB of metadata, 200 levels deep", huge_metadata),
    edited(
        "metadata-checksum",
        "checksums that say that nothing was changed, in check cells that were",
        on_cell(
            "q2",
            lambda cell: (cell.update(source="4.0"), cell.metadata.nbgrader.update(checksum="x")),
        ),
        q2=WRONG_Q2,
        points=but(q2=0),
    ),
    edited(
        "metadata-tags",
        "tags that skip cells, allow errors, hide outputs",
        lambda notebook, lab: [
            cell.metadata.update(
                tags=["raises-exception", "skip-execution", "remove_cell", "hide", "training"],
                collapsed=True,
                jupyter={"source_hidden": True},
                deletable=False,
                editable=False,
            )
            for cell in notebook.cells
        ],
    ),
    edited(
        "metadata-kernel-r", "the kernel of another language", odd_kernel(name="ir", language="R")
    ),
    edited(
        "metadata-kernel-path",
        "a kernel whose name is a path, and one of no name",
        odd_kernel(name="../../../../bin/sh", display_name="<script>", language="python\n"),
    ),
    edited(
        "metadata-kernel-odd", "a kernelspec that is none", odd_kernel(language=7, name=["python3"])
    ),
    edited(
        "metadata-cell-ids",
        "the same id for every cell",
        lambda notebook, lab: [cell.update(id="same") for cell in notebook.cells],
    ),
    edited(
        "metadata-hidden-region",
        "regions of hidden tests and solutions where there should be none",
        lambda notebook, lab: notebook.cells.insert(
            3,
            code_cell("### BEGIN HIDDEN TESTS\nprint('a student wrote this')\n### BEGIN SOLUTION"),
        ),
    ),
    edited(
        "metadata-all-in-one-cell",
        "all answers in one cell at the top, and none where they belong",
        lambda notebook, lab: (
            [
                notebook.cells[position(notebook, f"{q}-answer")].update(source="")
                for q in lab.answers
            ],
            notebook.cells.insert(2, code_cell("\n\n".join(lab.answers.values()))),
        ),
    ),
    edited(
        "metadata-nothing-but-text",
        "no code cell at all",
        lambda notebook, lab: notebook.update(
            cells=[cell for cell in notebook.cells if cell.cell_type == "markdown"]
        ),
        points=only(),
    ),
]

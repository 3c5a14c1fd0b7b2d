"""Names: of students, files, cells and kernels."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from nbformat import NotebookNode

from tests.hostile.base import Lab, Submission, edited, grade_id, unchanged

LONG = "long-" * 60


def renamed_cells(new_name: str) -> Callable[[NotebookNode, Lab], None]:
    """An edit that gives a new cell beside each check a grade_id and id of `new_name`."""

    def edit(notebook: NotebookNode, lab: Lab) -> None:
        for cell in [cell for cell in notebook.cells if grade_id(cell) in ("q1", "q2")]:
            cell.metadata.nbgrader["grade_id"] = new_name
            cell["id"] = new_name

    return edit


def student(name: str, what: str) -> Submission:
    """Right answers, handed in by someone of this name."""
    return replace(edited("", what, unchanged), name=name)


SUBMISSIONS = [
    edited("names-of-cells-path", "cells called ../../x", renamed_cells("../../../hostile-canary")),
    edited("names-of-cells-emoji", "cells called by emoji", renamed_cells("🎲🪙\u200d\ufe0f")),
    edited(
        "names-of-cells-newline",
        "cells with newlines in their names",
        renamed_cells("q\n1\r\n\x00"),
    ),
    edited("names-of-cells-long", "cells with names of 300 characters", renamed_cells(LONG)),
    edited(
        "names-of-files",
        "extra files with odd names",
        unchanged,
        files={
            "🎲.csv": b"1",
            "new\nline.csv": b"1",
            "x" * 250: b"1",
            "<script>alert(1)</script.txt": b"1",
            "-rf": b"1",
            "$(touch canary)": b"1",
            "a/b/c/d/e/f/g/h/i/j/k/l/m/deep.txt": b"1",
            "%2e%2e%2fhostile": b"1",
            ".hidden": b"1",
            "caf\udce9.csv": b"1",  # no UTF-8
        },
    ),
    edited(
        "names-of-notebooks",
        "a second notebook beside the right one, and copies as Jupyter makes them",
        unchanged,
        files={
            "lab0_seeds-Copy1.ipynb": b"{}",
            ".ipynb_checkpoints/lab0_seeds-checkpoint.ipynb": b"not a notebook",
            "LAB0_SEEDS.ipynb": b"",
        },
    ),
    student("names 🎲 of ünicode", "a student of letters, spaces and emoji"),
    student('names-o\'brien "x" <b>', "a student with quotes and brackets"),
    student("names-" + "long" * 50, "a student with a name of 200 characters"),
    replace(student("names-new\nline", "a student with a newline in the name"), points={}),
    student("names-[a-z]*", "a student whose name is a pattern"),
    student("names-{nbgrader_step}%s", "a student whose name is a format"),
]

"""Grades many variants of one notebook in one IPython shell: what they share runs once.

The reference notebook runs from the top. Before the first cell that a variant replaces, the shell
is forked, and the child runs the variant's version of the rest. The cells, the checks and the
reading of their points (nbgrader's `determine_grade`) are those of `nbgrader autograde`; only the
cells tagged "training" see every tenth training point, and those tagged "picture" are left out.

Runs as a process of its own: `python -m autograde.quick_run LAB JOBS`, variants as JSON on standard
input, one line of JSON on standard output for each that is done.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import dataclass, field
from typing import Any

import nbformat
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from nbformat import NotebookNode
from nbgrader.utils import determine_grade, is_grade

from autograde.release import question_of, source_notebook

TRAINING_STRIDE = 10
STDOUT = 1  # the file descriptor: cells replace sys.stdout


@dataclass
class Run:
    """A shell part of the way through a notebook, and the points so far."""

    shell: InteractiveShell
    cells: list[NotebookNode]
    sources: dict[str, str] = field(default_factory=dict)
    points: dict[str, float] = field(default_factory=dict)
    position: int = 0

    def finish(self) -> dict[str, float]:
        """Run the remaining cells; returns question → points."""
        while self.position < len(self.cells):
            self.step()
        return self.points

    def step(self) -> None:
        """Run one cell."""
        cell = self.cells[self.position]
        self.position += 1
        tags = cell.metadata.get("tags", [])
        if cell.cell_type != "code" or "picture" in tags:
            return
        source = self.sources.get(question_of(cell) or "", cell.source)
        if "training" in tags:
            source = _on_fewer_points(source)
        outputs = _execute(self.shell, source)
        if is_grade(cell):
            graded = nbformat.from_dict(cell | {"outputs": outputs})
            self.points[cell.metadata.nbgrader["grade_id"]] = determine_grade(graded)[0]


def _on_fewer_points(source: str) -> str:
    """A training cell on every tenth point; the whole set is back after it."""
    return "\n".join(
        [
            "_all_points = X_train, y_train",
            f"X_train, y_train = X_train[::{TRAINING_STRIDE}], y_train[::{TRAINING_STRIDE}]",
            "try:",
            *(f"    {line}" for line in source.splitlines()),
            "finally:",
            "    X_train, y_train = _all_points",
        ]
    )


def _execute(shell: InteractiveShell, source: str) -> list[NotebookNode]:
    """Run a cell and return its outputs as a notebook has them, in an order safe for grading."""
    with capture_output() as captured:
        ran = shell.run_cell(source, store_history=False)
    outputs = [
        nbformat.v4.new_output("stream", name=name, text=text)
        for name, text in (("stderr", captured.stderr), ("stdout", captured.stdout))
        if text
    ]
    error = ran.error_before_exec or ran.error_in_exec
    if error is not None:
        outputs.append(
            nbformat.v4.new_output("error", ename=type(error).__name__, evalue=str(error))
        )
    if ran.result is not None:
        formatter = shell.display_formatter
        assert formatter is not None
        data, metadata = formatter.format(ran.result)
        outputs.append(nbformat.v4.new_output("execute_result", data=data, metadata=metadata))
    return outputs


def first_change(cells: list[NotebookNode], sources: dict[str, str]) -> int:
    """The position of the first cell that `sources` replaces; past the end if none."""
    changed = [i for i, cell in enumerate(cells) if question_of(cell) in sources]
    return changed[0] if changed else len(cells)


def run_all(lab: str, variants: list[dict[str, str]], jobs: int) -> None:
    """Run every variant (question → source), at most `jobs` at a time; print each as it ends."""
    cells = source_notebook(lab).cells
    shell = _shell()
    # a first pass compiles, imports and caches what every child would otherwise do for itself
    Run(shell, cells).finish()
    shell.reset()
    shared = Run(shell, cells)
    starts = [first_change(cells, sources) for sources in variants]
    waiting = sorted(range(len(variants)), key=starts.__getitem__)
    children = 0
    for index in waiting:
        while shared.position < starts[index]:
            shared.step()
        if children == jobs:
            os.wait()
            children -= 1
        if os.fork() == 0:
            _finish_child(shared, index, variants[index])
        children += 1
    for _ in range(children):
        os.wait()


def _finish_child(shared: Run, index: int, sources: dict[str, str]) -> None:
    """In a forked child: run the rest, print the result in one write, and leave at once."""
    result: dict[str, Any] = {"variant": index}
    try:
        shared.sources = sources
        result["points"] = shared.finish()
    except BaseException as error:  # whatever a variant does must end this child, not the run
        result["error"] = f"{type(error).__name__}: {error}"
    os.write(STDOUT, (json.dumps(result) + "\n").encode())
    os._exit(0)


def _shell() -> InteractiveShell:
    from traitlets.config import Config

    config = Config()
    config.HistoryManager.enabled = False  # its thread and database would not survive the forks
    return InteractiveShell.instance(config=config)


if __name__ == "__main__":
    run_all(sys.argv[1], json.load(sys.stdin), int(sys.argv[2]))

"""Grades many variants of one notebook in one IPython shell: what they share runs once.

The reference notebook runs from the top. Before the first cell that a variant replaces, the shell
is forked, and the child runs the variant's version of the rest. As in `nbgrader autograde`, a check
cell is not run: its question is graded there, and every value crosses the values protocol. There is
no sandbox, the cells tagged "training" see every tenth training point (or are left out, in a lab
without `X_train`), and those tagged "picture" are left out. What the reference has trained is known
(`course.mlp.known`), and is not trained again by variants that train the same.

Runs as a process of its own: `python -m autograde.quick_run LAB JOBS SEED [STUDENT]`, a JSON list
of orders on standard input, one line of JSON on standard output for each that is done. With a
student, it is a notebook of that one's personal seeds.
"""

from __future__ import annotations

import gc
import json
import os
import sys
from dataclasses import dataclass, field
from typing import Any

from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from nbformat import NotebookNode
from nbgrader.utils import is_grade, is_solution

from autograde.checks import Grade, warm_up, with_grader
from autograde.personal import Personal, name_student, seeds_of
from autograde.release import question_of, source_notebook
from autograde.submission import SandboxSubmission
from course.checks.agent import Agent
from course.mlp.known import remembering
from course.personal import COMMON_SEEDS

TRAINING_STRIDE = 10
SECONDS_PER_CALL = 60.0
STDOUT = 1  # the file descriptor: cells replace sys.stdout


@dataclass
class Run:
    """A shell part of the way through a lab's notebook, and the points so far."""

    grade: Grade
    shell: InteractiveShell
    cells: list[NotebookNode]
    sources: dict[str, str] = field(default_factory=dict)
    points: dict[str, float] = field(default_factory=dict)
    position: int = 0

    def finish(self, last: str | None = None) -> dict[str, float]:
        """Run the remaining cells, or up to the check of question `last`; question → points."""
        while self.position < len(self.cells) and last not in self.points:
            self.step()
        return self.points

    def step(self) -> None:
        """Run one cell, or grade the question of a check cell."""
        cell = self.cells[self.position]
        self.position += 1
        tags = cell.metadata.get("tags", [])
        is_training = "training" in tags
        left_out = "picture" in tags or (is_training and "X_train" not in self.shell.user_ns)
        if cell.cell_type != "code" or left_out:
            return
        if is_grade(cell) and not is_solution(cell):
            question = cell.metadata.nbgrader["grade_id"]
            self.points[question] = self._points(question)
            return
        source = self.sources.get(question_of(cell) or "", cell.source)
        if is_training:
            source = _on_fewer_points(source)
        with capture_output():
            self.shell.run_cell(source, store_history=False)

    def _points(self, question: str) -> float:
        reports = [self.grade(question, hidden=hidden) for hidden in (False, True)]
        return float(sum(report.points for report in reports))


def _on_fewer_points(source: str) -> str:
    """A training cell on every tenth point; the whole set is back after it."""
    return "\n".join(
        [
            "_all_points = X_train, y_train",
            f"X_train = X_train[::{TRAINING_STRIDE}].copy()",
            f"y_train = y_train[::{TRAINING_STRIDE}].copy()",
            "try:",
            *(f"    {line}" for line in source.splitlines()),
            "finally:",
            "    X_train, y_train = _all_points",
        ]
    )


def first_change(cells: list[NotebookNode], sources: dict[str, str]) -> int:
    """The position of the first cell that `sources` replaces; past the end if none."""
    changed = [i for i, cell in enumerate(cells) if question_of(cell) in sources]
    return changed[0] if changed else len(cells)


Order = tuple[dict[str, str], str]
"""Question → source, and the question after whose checks to stop."""


def run_all(lab: str, orders: list[Order], jobs: int, seed: int, student: str = "") -> None:
    """Run what is ordered, at most `jobs` at a time; print each as it ends."""
    shell = _shell()
    warm_up(lab, seed)
    submission = SandboxSubmission(Agent(shell.user_ns, SECONDS_PER_CALL).answer)
    personal = Personal() if student else None
    notebook = source_notebook(lab, personal)
    name_student(notebook, student)
    whose = seeds_of(personal, student, lab, seed)
    seed, seeds = whose.get("hidden_seed", seed), whose.get("seeds", COMMON_SEEDS)

    def work(grade: Grade) -> None:
        _run_all(notebook.cells, shell, grade, orders, jobs)

    with_grader(submission, lab, work, seed, seeds)


def _run_all(
    cells: list[NotebookNode],
    shell: InteractiveShell,
    grade: Grade,
    orders: list[Order],
    jobs: int,
) -> None:
    # a first pass compiles, imports and caches what every child would otherwise do for itself
    with remembering():
        Run(grade, shell, cells).finish()
    shell.reset()
    gc.collect()
    gc.freeze()  # or every child would write to all that it shares, looking for garbage
    shared = Run(grade, shell, cells)
    starts = [first_change(cells, sources) for sources, _ in orders]
    waiting = sorted(range(len(orders)), key=starts.__getitem__)
    children = 0
    for index in waiting:
        while shared.position < starts[index]:
            shared.step()
        if children == jobs:
            os.wait()
            children -= 1
        if os.fork() == 0:
            _finish_child(shared, index, orders[index])
        children += 1
    for _ in range(children):
        os.wait()


def _finish_child(shared: Run, index: int, order: Order) -> None:
    """In a forked child: run the rest, print the result in one write, and leave at once."""
    result: dict[str, Any] = {"variant": index}
    try:
        shared.sources, last = order
        result["points"] = shared.finish(last)
    except BaseException as error:  # whatever a variant does must end this child, not the run
        result["error"] = f"{type(error).__name__}: {error}"
    os.write(STDOUT, (json.dumps(result) + "\n").encode())
    os._exit(0)


def _shell() -> InteractiveShell:
    from traitlets.config import Config

    config = Config()
    config.HistoryManager.enabled = False  # its thread and database would not survive the forks
    config.InteractiveShell.xmode = "Minimal"  # nobody sees tracebacks, which take 30 ms each
    return InteractiveShell.instance(config=config)


if __name__ == "__main__":
    lab, jobs, seed, *student = sys.argv[1:]
    run_all(lab, json.load(sys.stdin), int(jobs), int(seed), *student)

"""What a worker gets, what it gives back, and the pure function in between."""

from __future__ import annotations

import contextlib
import time
from dataclasses import dataclass, field
from typing import Any

import nbformat

from autograde.grading import grade_notebook
from autograde.personal import Personal, seeds_of
from autograde.sandbox import Limits, SandboxError, Template
from autograde.sandbox.kernel import Backend
from autograde.sandbox.template import this_process_template


@dataclass(frozen=True)
class Task:
    """One submission to be graded; plain data, so it can travel to another machine."""

    student: str
    lab: str
    notebook: str
    """As `autograde.restore` leaves it, JSON text."""
    files: dict[str, bytes]
    limits: dict[str, Any]
    seed: int
    """From which hidden inputs are drawn."""
    sandbox: Backend = "bubblewrap"
    personal: Personal | None = None
    """Given if each student has seeds and hidden inputs of their own."""
    questions: tuple[str, ...] | None = None
    """Only these are graded; the notebook has the verdicts of the others. All, if None."""


@dataclass(frozen=True)
class CellSeconds:
    """How long a cell ran: its name (grade_id, or its place in the notebook)."""

    name: str
    seconds: float


@dataclass(frozen=True)
class Result:
    """A graded submission; plain data."""

    student: str
    notebook: str
    """Executed, with a verdict in each check cell; "" if `failed`."""
    seconds: float
    overhead_seconds: float
    """Of `seconds`, those not spent in cells and checks."""
    cells: tuple[CellSeconds, ...] = field(default=())
    failed: str = ""
    """Why it could not be graded at all, one sentence."""


def grade_task(task: Task) -> Result:
    """Grade one submission; the same task gives the same grade wherever it runs.

    A template of warm kernels that died is replaced, and the submission graded again.
    """
    began = time.perf_counter()
    notebook = nbformat.reads(task.notebook, as_version=4)
    limits = Limits.from_dict(task.limits)
    for is_last in (False, True):
        template = None
        try:
            template = _template(task)
            if template is not None:
                template.prepare_for(task.lab)
            how = (limits, task.seed, task.sandbox, template)
            whose = seeds_of(task.personal, task.student, task.lab, task.seed)
            graded = grade_notebook(
                notebook, task.lab, task.files, *how, questions=task.questions, **whose
            )
            break
        except SandboxError as error:
            if is_last or template is None or template.is_alive():
                return Result(task.student, "", time.perf_counter() - began, 0.0, (), str(error))
    seconds = time.perf_counter() - began
    cells = tuple(CellSeconds(*item) for item in graded.cell_seconds.items())
    overhead = seconds - sum(cell.seconds for cell in cells)
    return Result(task.student, nbformat.writes(graded.notebook), seconds, overhead, cells)


def get_ready() -> None:
    """Start this worker's template, if there can be one: `grade_task` says it if not."""
    with contextlib.suppress(SandboxError):
        this_process_template()


def _template(task: Task) -> Template | None:
    return this_process_template() if task.sandbox == "bubblewrap" else None

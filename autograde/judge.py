"""One run of one submission, in a process of its own: cells into a sandbox, verdicts out of it.

The open run keeps outputs and runs the public checks, each when its cell is reached. Then the page
is closed: nothing that is shown from now on is kept, and the hidden checks are run in the state
that the notebook ended in, but with the functions that it had at each question's check cell. So
hidden inputs, which the student's functions see, never reach a page.

A closed run repeats the cells, keeps nothing that they show, and runs hidden checks where their
cells are reached: see `autograde.runs.Run.needs_closed_run`.
"""

from __future__ import annotations

import contextlib
import json
import resource
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from autograde.checks import Grade, with_grader
from autograde.findings import findings
from autograde.sandbox import Kernel, LimitHit, Limits, Outputs, RunEnded, SandboxError, Template
from autograde.sandbox.kernel import Backend
from autograde.submission import SandboxSubmission
from course.checks.codec import Bounds
from course.personal import COMMON_SEEDS, SixteenSeeds

JUDGE_BYTES = 3 * 10**9
"""What a judge may allocate, hostile messages included."""

Event = dict[str, Any]
"""Plain JSON, as things happen: {"cell": position, "outputs": […], "seconds": s} and
{"question": …, "cell": position, "hidden": bool, "report": … or None, "seconds": s}; of an open run
that came to its end {"findings": …}; last
{"done": true}, {"ended": sentence, "gone": bool, "hidden": bool}, or {"failed": sentence} if there
can be no sandbox here. A report of None: the kernel ended before the first check."""
Emit = Callable[[Event], None]


@dataclass(frozen=True)
class Step:
    """A code cell of the notebook at `position`: source to run, or the question to grade there."""

    position: int
    source: str
    question: str | None


@dataclass(frozen=True)
class Job:
    """What a judge needs to know."""

    lab: str
    steps: tuple[Step, ...]
    files: Mapping[str, bytes]
    limits: Limits
    seed: int
    """From which checks draw their hidden inputs."""
    backend: Backend
    folder: str
    """A private folder of this machine, which is removed afterwards whatever happens."""
    template: Template | None = None
    closed: frozenset[str] | None = None
    """None for the open run; for a closed run the questions whose hidden checks are to be run."""
    seeds: SixteenSeeds = COMMON_SEEDS
    """Those that the lab's runs should start from."""


class _Run:
    """A job, its kernel, the submission in it, what grades that, and to whom events are told."""

    def __init__(
        self, job: Job, kernel: Kernel, submission: SandboxSubmission, grade: Grade, emit: Emit
    ) -> None:
        self._job = job
        self._kernel = kernel
        self._submission = submission
        self._grade_question = grade
        self._emit = emit
        self._n_bytes = 0

    def cells(self) -> bool:
        """Run all cells, with the checks that belong to them; False if the kernel ended."""
        closed = self._job.closed
        for step in self._job.steps:
            if step.question is None:
                self._execute(step)
            elif closed is None:
                self._grade(step, hidden=False)
                self._ask(self._submission.remember, step.question)
            elif step.question in closed:
                self._grade(step, hidden=True)
            if self._kernel.ended is not None:
                return self._told_why(hidden=closed is not None)
        return True

    def hidden_checks(self) -> bool:
        """After the cells of an open run, all hidden checks; False if the kernel ended."""
        for step in self._job.steps:
            if step.question is not None:
                self._ask(self._submission.recall, step.question)
                self._grade(step, hidden=True)
            if self._kernel.ended is not None:
                return self._told_why(hidden=True)
        return True

    def _execute(self, step: Step) -> None:
        is_open = self._job.closed is None
        outputs = Outputs(self._job.limits, bytes_before=self._n_bytes, keep=is_open)
        began = time.perf_counter()
        try:
            self._kernel.execute(step.source, outputs)
        except (LimitHit, RunEnded) as ended:
            outputs.say(str(ended))
        self._n_bytes += outputs.n_bytes
        seconds = time.perf_counter() - began
        told = {"outputs": outputs.items} if is_open else {}
        self._emit({"cell": step.position, "seconds": seconds, **told})

    def _grade(self, step: Step, *, hidden: bool) -> None:
        assert step.question is not None
        began = time.perf_counter()
        report = None
        with contextlib.suppress(LimitHit, RunEnded):  # before the first check: see `_told_why`
            report = self._grade_question(step.question, hidden=hidden).to_dict()
        seconds = time.perf_counter() - began
        event = {"question": step.question, "cell": step.position, "hidden": hidden}
        self._emit(event | {"report": report, "seconds": seconds})

    def findings(self) -> None:
        """Ask what the runs found, last of all: nothing of the grade can be lost by it."""
        with contextlib.suppress(LimitHit, RunEnded):
            found = findings(self._job.lab, self._submission, self._job.seeds)
            self._emit({"findings": found})

    def _ask(self, request: Callable[[str], None], question: str) -> None:
        with contextlib.suppress(LimitHit, RunEnded):  # which the kernel remembers
            request(question)

    def _told_why(self, *, hidden: bool) -> bool:
        """Tell why the kernel ended; where hidden inputs were about, without any number that the
        submission could choose."""
        ended = self._kernel.ended
        is_number = hidden and isinstance(ended, LimitHit)
        why = ended.rule if is_number and isinstance(ended, LimitHit) else str(ended)
        self._emit({"ended": why, "gone": isinstance(ended, RunEnded), "hidden": hidden})
        return False


def run(job: Job, emit: Emit) -> None:
    """Run a submission once, telling `emit` what happens as it happens.

    Raises `SandboxError` if this machine can start no sandbox.
    """
    is_open = job.closed is None
    with Kernel(
        job.limits, job.files, shows_figures=is_open, backend=job.backend, template=job.template
    ) as kernel:
        bounds = Bounds(job.limits.value_bytes, job.limits.value_depth, job.limits.n_values)
        submission = SandboxSubmission(kernel.ask, bounds)

        def work(grade: Grade) -> None:
            this = _Run(job, kernel, submission, grade, emit)
            if this.cells() and (not is_open or this.hidden_checks()):
                if is_open:
                    this.findings()
                emit({"done": True})

        with_grader(submission, job.lab, work, job.seed, job.seeds)


def run_in_child(job: Job, connection: Connection) -> None:
    """`run` as the whole life of a forked process.

    It has a limit on its own memory, since it reads what hostile code writes.
    """
    tempfile.tempdir = job.folder
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (JUDGE_BYTES, hard))

    def emit(event: Event) -> None:
        connection.send_bytes(json.dumps(event).encode())

    try:
        run(job, emit)
    except SandboxError as error:
        emit({"failed": str(error)})

"""The runs of one submission: starts their judges, listens to them, keeps what they say."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import tempfile
import time
from dataclasses import dataclass, field, replace
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import Any

from autograde.findings import Findings
from autograde.judge import Event, Job, run_in_child
from autograde.orphans import die_with
from autograde.sandbox import SandboxError
from autograde.sandbox.kernel import SECONDS_TO_START
from course.checks.runner import Outcome, Report

SECONDS_TO_FINISH = 15.0
MAX_EVENT_BYTES = 10**9
MAX_CLOSED_RUNS = 3


@dataclass
class Run:
    """What the runs of a notebook have said so far."""

    outputs: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    """Position of a cell → what it showed."""
    public: dict[str, Report] = field(default_factory=dict)
    hidden: dict[str, Report] = field(default_factory=dict)
    asked: list[tuple[str, bool]] = field(default_factory=list)
    """Questions whose public (False) or hidden (True) checks were begun, in order."""
    seconds: dict[int, float] = field(default_factory=dict)
    """Position of a cell → how long it ran, with the checks of that cell."""
    ended: str = ""
    """Why the cells did not run to the last one."""
    hidden_ended: str = ""
    """Why the hidden checks did not all run."""
    findings: Findings = field(default_factory=dict)
    is_gone: bool = False
    """Whether it ended without having passed a limit: by its own hand, or killed from outside."""

    def take(self, event: Event) -> bool:
        """Take one event of a judge; False if it was the last.

        Raises `SandboxError` if this machine can start no sandbox.
        """
        if "cell" in event:
            position = event["cell"]
            self.seconds[position] = self.seconds.get(position, 0.0) + event["seconds"]
        match event:
            case {"question": question, "hidden": hidden, "report": report}:
                self.asked.append((question, hidden))
                if report is not None:
                    outcomes = tuple(Outcome(**outcome) for outcome in report["outcomes"])
                    reports = self.hidden if hidden else self.public
                    reports[question] = Report(question, report["title"], outcomes)
            case {"cell": position, "outputs": outputs}:
                self.outputs[position] = outputs
            case {"findings": findings}:
                self.findings = findings
            case {"ended": sentence, "gone": gone, "hidden": hidden}:
                self.end(sentence, is_gone=gone, hidden=hidden)
                return False
            case {"failed": sentence}:
                raise SandboxError(sentence)
            case {"done": _}:
                return False
        return True

    def end(self, sentence: str, *, is_gone: bool, hidden: bool) -> None:
        """Note why it ended, while cells ran with what belongs to them, or (`hidden`) later."""
        self.is_gone = is_gone
        if hidden:
            self.hidden_ended = sentence
        else:
            self.ended = sentence

    def needs_closed_run(self) -> set[str]:
        """Questions that were reached, and whose hidden checks might pass at their check cell.

        Not where they all passed at the end. Nor where they were asked and a public check had
        failed: the answer is wrong, and was asked with the functions of its check cell, so that
        only data changed in place since could make a difference. A question whose hidden checks
        passed a limit is asked again: what a later one left behind may have been in its way.
        """
        wanted = {question for question, hidden in self.asked if not hidden}
        wanted -= {name for name, report in self.hidden.items() if report.all_passed}
        if not self.is_gone:
            wanted -= {name for name in self.hidden if _has_failed(self.public.get(name))}
        return wanted


def _has_failed(report: Report | None) -> bool:
    return report is not None and report.n_passed < len(report.outcomes)


def all_runs(job: Job) -> Run:
    """The open run, and as many closed ones as it takes to be fair.

    A run that ends without having passed a limit is done again, once: its kernel or its judge may
    have been killed from outside. A submission that ends itself just ends itself again.
    """
    run = _judged(job)
    if run.is_gone and run.ended:
        run = _judged(job)
    wanted = run.needs_closed_run()
    for _ in range(MAX_CLOSED_RUNS):
        last = max((step.position for step in job.steps if step.question in wanted), default=-1)
        steps = tuple(step for step in job.steps if step.position <= last)
        if not steps:
            break
        closed = _judged(replace(job, steps=steps, closed=frozenset(wanted)))
        run.hidden |= closed.hidden
        run.hidden_ended = closed.hidden_ended or run.hidden_ended
        wanted -= {question for question, _ in closed.asked}
        if not closed.asked:
            break
    return run


def _judged(job: Job) -> Run:
    """Have a judge do one run, until it is done, has died, or has had its time."""
    run = Run()
    hidden = job.closed is not None
    seconds = job.limits.seconds_per_submission + SECONDS_TO_START + SECONDS_TO_FINISH
    give_up = time.monotonic() + seconds
    with tempfile.TemporaryDirectory(prefix="seeds-", ignore_cleanup_errors=True) as folder:
        connection, judge = _start(replace(job, folder=folder))
        try:
            while connection.poll(max(0.0, give_up - time.monotonic())):
                if not run.take(json.loads(connection.recv_bytes(MAX_EVENT_BYTES))):
                    return run
            sentence = f"Stopped: grading took more than {seconds:.0f} seconds."
            run.end(sentence, is_gone=False, hidden=hidden)
        except (EOFError, OSError):
            sentence = "Stopped: the code brought down the process that graded it."
            run.end(sentence, is_gone=True, hidden=hidden)
        finally:
            _stop(connection, judge)
    return run


def _start(job: Job) -> tuple[Connection, int]:
    """Fork a judge: where to listen, and its process id.

    (`multiprocessing` would refuse in a worker of Dask's, which is a daemon of its own.)
    """
    ours, theirs = Pipe(duplex=False)
    parent = os.getpid()
    judge = os.fork()
    if judge == 0:
        try:
            die_with(parent)
            ours.close()
            run_in_child(job, theirs)
        finally:
            os._exit(0)
    theirs.close()
    return ours, judge


def _stop(connection: Connection, judge: int) -> None:
    connection.close()
    with contextlib.suppress(ProcessLookupError):
        os.kill(judge, signal.SIGKILL)
    os.waitpid(judge, 0)

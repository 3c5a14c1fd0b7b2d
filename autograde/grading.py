"""Grades one notebook: its runs, each by a judge of its own, put together here.

`grade_notebook` is a pure function: notebook, files and limits in; the executed notebook with a
verdict in each check cell out.
"""

from __future__ import annotations

import copy
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

import nbformat
from nbformat import NotebookNode
from nbgrader.utils import is_grade, is_solution

from autograde.checks import checks_of, merge, warm_up
from autograde.judge import Job, Step
from autograde.notes import notes_of, set_findings, set_seed
from autograde.runs import Run, all_runs
from autograde.sandbox import Limits, Template
from autograde.sandbox.kernel import Backend
from course.checks import lab_module
from course.checks.render import mimebundle
from course.checks.runner import Outcome, Report
from course.personal import COMMON_SEEDS, SixteenSeeds


@dataclass(frozen=True)
class Graded:
    """A notebook with its verdicts; cell's name, or its place → the seconds that it ran."""

    notebook: NotebookNode
    cell_seconds: dict[str, float]


def grade_notebook(
    notebook: NotebookNode,
    lab: str,
    files: Mapping[str, bytes],
    limits: Limits,
    seed: int,
    backend: Backend = "bubblewrap",
    template: Template | None = None,
    seeds: SixteenSeeds = COMMON_SEEDS,
    hidden_seed: int | None = None,
    questions: Collection[str] | None = None,
) -> Graded:
    """A copy of a sanitized notebook, executed, with points and a table in each check cell.

    Parameters
    ----------
    notebook : as `autograde.restore` leaves it: all its metadata are ours.
    files : relative name → content of the submission's other files.
    seed : from it checks draw their hidden inputs; it is left in the copy's metadata, so that the
        grade can be repeated.
    backend : "bubblewrap", or "none" for no isolation.
    template : from which kernels are forked warm; without it each one starts cold.
    seeds : those that the lab's runs should start from.
    hidden_seed : where each student has other hidden inputs, from which these are drawn, in place
        of `seed`.
    questions : the only ones to grade, in a notebook that has the verdicts of the others; all if
        None.

    Raises
    ------
    SandboxError
        If this machine can start no sandbox.
    """
    graded: NotebookNode = copy.deepcopy(notebook)
    _, problem = notes_of(graded)
    set_seed(graded, seed)
    if problem:
        run = Run(ended=problem)
    else:
        warm_up(lab, seed)  # once, and not in each judge
        own = seed if hidden_seed is None else hidden_seed
        how = (limits, own, backend, "", template)
        job = Job(lab, _steps(graded, questions), files, *how, seeds=seeds)
        run = all_runs(job) if questions is None else _runs_of_some(job)
    if questions is None:
        set_findings(graded, run.findings)
    count = 0
    for position, cell in enumerate(graded.cells):
        question = _question(cell)
        if question is not None and questions is not None and question not in questions:
            pass  # it keeps the verdict that it has
        elif question is not None:
            report = merge(
                _report(run, lab, question, hidden=False), _report(run, lab, question, hidden=True)
            )
            cell["outputs"] = [_verdict(report, float(cell.metadata["nbgrader"]["points"]))]
        elif position in run.outputs:
            cell["outputs"] = [nbformat.from_dict(output) for output in run.outputs[position]]
        if cell.get("outputs"):
            count += 1
            cell["execution_count"] = count
            for output in cell["outputs"]:
                if output["output_type"] == "execute_result":
                    output["execution_count"] = count
    names = {i: _name(cell, i) for i, cell in enumerate(graded.cells)}
    return Graded(graded, {names[i]: seconds for i, seconds in run.seconds.items()})


def _steps(notebook: NotebookNode, questions: Collection[str] | None) -> tuple[Step, ...]:
    """The code cells to run, and the checks of these questions (None: of all)."""
    steps = (
        Step(position, cell.source, _question(cell))
        for position, cell in enumerate(notebook.cells)
        if cell.cell_type == "code"
    )
    return tuple(
        step
        for step in steps
        if questions is None or step.question is None or step.question in questions
    )


def _runs_of_some(job: Job) -> Run:
    """The runs of a job that asks some questions: only down to the last of them, if that tells all.

    It does if everything passes there, since then nothing below could give more points. Otherwise a
    hidden check might pass in the state that the notebook ends in.
    """
    asked = [step for step in job.steps if step.question is not None]
    last = max((step.position for step in asked), default=-1)
    run = all_runs(replace(job, steps=tuple(s for s in job.steps if s.position <= last)))
    done = [
        reports.get(str(step.question)) for step in asked for reports in (run.public, run.hidden)
    ]
    if all(report is not None and report.n_passed == len(report.outcomes) for report in done):
        return run
    return all_runs(job)


def _name(cell: NotebookNode, position: int) -> str:
    name: str = cell.metadata.get("nbgrader", {}).get("grade_id", f"cell {position}")
    return name


def _question(cell: NotebookNode) -> str | None:
    """The question that a check cell asks, else None."""
    if cell.cell_type != "code" or not is_grade(cell) or is_solution(cell):
        return None
    name: str = cell.metadata["nbgrader"]["grade_id"]
    return name


def _report(run: Run, lab: str, question: str, *, hidden: bool) -> Report:
    """A run's report of a question; if it was never reached, one that says so."""
    reports = run.hidden if hidden else run.public
    if question in reports:
        return reports[question]
    why = run.ended or (hidden and run.hidden_ended) or "the checks of this question did not run"
    missed = tuple(
        Outcome(
            name=check.name,
            sentence=check.sentence,
            points=check.points,
            hidden=hidden,
            passed=False,
            got="nothing: the notebook did not get this far",
            cause=why,
        )
        for check in checks_of(lab)
        if check.question == question and check.hidden == hidden
    )
    return Report(question, lab_module(lab).QUESTIONS[question], missed)


def _verdict(report: Report, max_points: float) -> NotebookNode:
    """What nbgrader reads as the points, a single number, and what people read, a table."""
    points = min(float(report.points), max_points)
    outcomes = (replace(o, name="") if o.hidden else o for o in report.outcomes)
    told = replace(report, outcomes=tuple(outcomes))  # a hidden check's name is its author's
    data = mimebundle(told) | {"text/plain": str(points)}
    return nbformat.v4.new_output("execute_result", data=data)

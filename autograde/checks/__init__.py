"""The grader's checks of a lab: public and hidden ones, what they are worth, what they say."""

from __future__ import annotations

import gc
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Protocol

from course.checks import lab_module
from course.checks.runner import Ask, Check, Report, collect, keep_open, with_checks
from course.checks.submission import NotebookSubmission, Submission
from course.personal import COMMON_SEEDS, SixteenSeeds

__all__ = ["Grade", "checks_of", "merge", "points_of", "warm_up", "with_grader"]


class Grade(Protocol):
    """The report on the public checks of a question (`hidden=False`), or on the hidden ones."""

    def __call__(self, question: str, *, hidden: bool) -> Report: ...


def with_grader(
    submission: Submission,
    lab: str,
    work: Callable[[Grade], object],
    seed: int = 0,
    seeds: SixteenSeeds = COMMON_SEEDS,
) -> None:
    """Read a lab's checks, and call `work` with what grades a submission's questions by them.

    Checks draw their hidden inputs from `seed`, a whole number from 0 up, and expect the runs of
    the sixteen `seeds`.
    What the submission's transport raises fails the check that met it; so ask the transport,
    afterwards, whether it still works. Raises `ValueError` for an unknown lab or question,
    `RuntimeError` if the checks themselves cannot run, and whatever `work` raises.
    """
    titles = lab_module(lab).QUESTIONS

    def with_ask(ask: Ask) -> None:
        def grade(question: str, *, hidden: bool) -> Report:
            if question not in titles:
                known = ", ".join(titles)
                raise ValueError(f"{lab} has no question {question!r}; it has only {known}")
            submission.forget()
            return ask(question, titles[question], hidden=hidden)

        work(grade)

    with_checks(submission, *_files(lab), with_ask, seed, seeds)


@cache
def warm_up(lab: str, seed: int) -> None:
    """Read a lab's checks, have them compute what they compare with if they draw from `seed`, and
    keep all that for the forks to come."""

    def ask_everything(grade: Grade) -> None:
        for question in lab_module(lab).QUESTIONS:
            for hidden in (False, True):
                grade(question, hidden=hidden)

    keep_open(*_files(lab))
    with_grader(NotebookSubmission({}), lab, ask_everything, seed)
    gc.collect()
    gc.freeze()  # or every fork would write to all that it shares, looking for garbage


def merge(public: Report, hidden: Report) -> Report:
    """One report of a question's public and hidden checks, public ones first.

    Raises `ValueError` unless both are of the same question.
    """
    if public.question != hidden.question:
        raise ValueError(f"reports of {public.question!r} and {hidden.question!r} do not merge")
    return Report(public.question, public.title, public.outcomes + hidden.outcomes)


@cache
def checks_of(lab: str) -> tuple[Check, ...]:
    """All checks of a lab, public ones first."""
    return tuple(collect(*_files(lab)))


def points_of(lab: str) -> dict[str, int]:
    """Question → points: the sum of its checks' points.

    Raises `ValueError` if a check names an unknown question, or a question has no check.
    """
    titles = lab_module(lab).QUESTIONS
    points = dict.fromkeys(titles, 0)
    for check in checks_of(lab):
        if check.question not in titles:
            known = ", ".join(titles)
            raise ValueError(f"{check.name} checks {check.question!r}; {lab} has only {known}")
        points[check.question] += check.points
    empty = [question for question, total in points.items() if total == 0]
    if empty:
        raise ValueError(f"{lab}: no check for {', '.join(empty)}")
    return points


def _files(lab: str) -> tuple[Path, Path]:
    public = Path(str(lab_module(lab).__file__))
    hidden = Path(__file__).parent / public.name
    return public, hidden

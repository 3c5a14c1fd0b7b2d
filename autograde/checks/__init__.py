"""The grader's checks of a lab: public and hidden ones, what they are worth, what they say."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from course.checks import lab_module
from course.checks.runner import Check, Report, collect, run_checks
from course.checks.submission import Submission

__all__ = ["checks_of", "grade", "merge", "points_of"]


def grade(submission: Submission, lab: str, question: str, *, hidden: bool) -> Report:
    """The public checks of a question (`hidden=False`), or the hidden ones, on a submission.

    What the submission's transport raises fails the check that met it; so ask the transport,
    afterwards, whether it still works. Raises `ValueError` for an unknown lab or question,
    `RuntimeError` if the checks themselves cannot run.
    """
    titles = lab_module(lab).QUESTIONS
    if question not in titles:
        raise ValueError(f"{lab} has no question {question!r}; it has only {', '.join(titles)}")
    if not any(c.question == question and c.hidden == hidden for c in checks_of(lab)):
        return Report(question, titles[question], ())
    public, secret = _files(lab)
    files = (None, secret) if hidden else (public, None)
    submission.forget()
    return run_checks(submission, question, titles[question], *files)


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

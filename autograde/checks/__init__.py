"""The grader's `check`: public and hidden checks of a question, and the points they are worth."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from course.checks import Checker, lab_module, notebook_names
from course.checks.render import mimebundle
from course.checks.runner import Check, Report, collect, run_checks
from course.checks.submission import Submission

__all__ = ["Grader", "Verdict", "checks_of", "for_lab", "points_of"]


class Verdict:
    """A graded question: nbgrader reads its plain text, a single number, as the points."""

    def __init__(self, report: Report) -> None:
        self.report = report

    def __repr__(self) -> str:
        return str(float(self.report.points))

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        return mimebundle(self.report) | {"text/plain": repr(self)}


class Grader(Checker):
    """Runs all checks of one lab, hidden ones included, against a notebook's names."""

    def __call__(self, question: str) -> Verdict:  # type: ignore[override]
        self.require_question(question)
        namespace = notebook_names() if self._namespace is None else self._namespace
        files = _files(self.lab)
        title = self.titles[question]
        return Verdict(run_checks(Submission(namespace), question, title, *files))


def for_lab(lab: str) -> Grader:
    """The grader's `check` of a lab."""
    return Grader(lab)


def checks_of(lab: str) -> list[Check]:
    """All checks of a lab, public ones first."""
    return collect(*_files(lab))


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

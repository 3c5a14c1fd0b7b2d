"""All questions of a lab at a glance: done, not yet, not tried, and public points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

from course.checks.runner import Check, Report

Status = Literal["done", "not yet", "not tried"]
MARKS: dict[Status, str] = {"done": "✓", "not yet": "✗", "not tried": "·"}
LATER = (
    "Points of public checks. Hidden checks come when this is graded, and written answers are read "
    "by a person."
)
RUN_FIRST = "Nothing was checked since the kernel started: run the cells, then look again."

_TILE = (
    "display:inline-block; box-sizing:border-box; min-width:4.6em; margin:2px; padding:3px 7px; "
    "border-radius:6px; text-align:center; line-height:1.3;"
)
# Filled, outlined, dashed: told apart without colours too.
_LOOKS: dict[Status, str] = {
    "done": "background-color:#1a6e3c; color:#ffffff; border:2px solid #1a6e3c",
    "not yet": "background-color:#ffffff; color:#a33a00; border:2px solid #a33a00",
    "not tried": "border:2px dashed #8a8a8a",
}


@dataclass(frozen=True)
class QuestionProgress:
    """How far one question is; points are those of its public checks."""

    question: str
    title: str
    status: Status
    points: int
    max_points: int

    def __str__(self) -> str:
        return f"{self.question} · {self.title}: {self.status}, {self.points} of {self.max_points}"


@dataclass(frozen=True)
class Progress:
    """Every question of a lab, in order. Shows itself: tiles in a notebook, lines elsewhere."""

    lab: str
    questions: tuple[QuestionProgress, ...]

    @property
    def points(self) -> int:
        return sum(question.points for question in self.questions)

    @property
    def max_points(self) -> int:
        return sum(question.max_points for question in self.questions)

    def heading(self) -> str:
        """The counts in one line."""
        found = [question.status for question in self.questions]
        counts = ", ".join(f"{found.count(status)} {status}" for status in MARKS)
        return f"{self.lab}: {self.points} of {self.max_points} public points; {counts}"

    def note(self) -> str:
        """What to know besides, in one sentence or two."""
        tried = any(question.status != "not tried" for question in self.questions)
        return LATER if tried else f"{RUN_FIRST} {LATER}"

    def __repr__(self) -> str:
        width = max(len(question.title) for question in self.questions)
        lines = (
            f"  {MARKS[q.status]} {q.question:4}{q.title:{width}}  {q.points} of {q.max_points}"
            f"  {q.status}"
            for q in self.questions
        )
        return "\n".join([self.heading(), *lines, f"  {self.note()}"])

    def _repr_html_(self) -> str:
        heading = escape(self.heading())
        tiles = "".join(map(_tile, self.questions))
        return (
            f'<p style="margin:0 0 4px 2px"><strong>{heading}</strong></p>'
            f'<div role="list" style="max-width:60em">{tiles}</div>'
            f'<p style="margin:4px 0 0 2px">{escape(self.note())}</p>'
        )


def progress_of(
    lab: str, titles: Mapping[str, str], checks: Sequence[Check], reports: Mapping[str, Report]
) -> Progress:
    """The progress of a lab from what its checks said last; `titles` are question → few words."""
    return Progress(
        lab,
        tuple(
            QuestionProgress(
                question,
                title,
                _status(reports.get(question)),
                reports[question].points if question in reports else 0,
                sum(check.points for check in checks if check.question == question),
            )
            for question, title in titles.items()
        ),
    )


def _status(report: Report | None) -> Status:
    if report is None:
        return "not tried"
    if report.all_passed:
        return "done"
    # a check of the stub that was handed out
    stub = any(outcome.got.startswith("not answered yet") for outcome in report.outcomes)
    return "not tried" if stub and report.n_passed == 0 else "not yet"


def _tile(question: QuestionProgress) -> str:
    words = escape(str(question), quote=True)
    shown = (
        f"{MARKS[question.status]} {question.question}<br>{question.points}/{question.max_points}"
    )
    return (
        f'<span role="listitem" title="{words}" aria-label="{words}" '
        f'style="{_TILE} {_LOOKS[question.status]}">{shown}</span>'
    )

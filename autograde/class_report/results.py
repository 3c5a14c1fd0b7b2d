"""A class's results in a lab, and what they say: plain data and sums, no files."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field

from autograde.class_report.pooled import Pooled, pool
from autograde.findings import Findings


@dataclass(frozen=True)
class Question:
    """A question as the lab has it; `name` is its cell's."""

    name: str
    title: str
    max_points: float
    by_machine: bool
    """Whether checks give its points; else a person does."""


@dataclass(frozen=True)
class FailedCheck:
    """A check that a submission did not pass; `cause` is "" if the check names none."""

    question: str
    sentence: str
    hidden: bool
    points: int
    cause: str


@dataclass(frozen=True)
class StudentResult:
    """What a student has got. Without a grade there are no points, and `notes` say why."""

    student: str
    points: dict[str, float] = field(default_factory=dict)
    """By question. Those that wait for a person are left out."""
    waiting: tuple[str, ...] = ()
    """Written answers that nobody has read yet."""
    failed: tuple[FailedCheck, ...] = ()
    notes: tuple[str, ...] = ()
    has_grade: bool = True
    findings: Findings = field(default_factory=dict)
    """Of right runs only."""

    @property
    def total(self) -> float:
        return sum(self.points.values())

    @property
    def needs_a_look(self) -> bool:
        """Whether the grader had something to say, or could give no grade."""
        return bool(self.notes) or not self.has_grade


@dataclass(frozen=True)
class QuestionFacts:
    """How a class did in a question; counts are of the students with points for it."""

    question: Question
    n_full: int
    n_part: int
    n_none: int
    mean_points: float
    points_lost: float
    """By all of them together."""

    @property
    def n(self) -> int:
        return self.n_full + self.n_part + self.n_none


@dataclass(frozen=True)
class CommonFailure:
    """A check, how many failed it, and the cause that it named most often ("" if none)."""

    check: FailedCheck
    n: int
    cause: str


@dataclass(frozen=True)
class CellSeconds:
    """How long a cell ran, over those students whose times are known."""

    name: str
    n: int
    median: float
    longest: float
    longest_with: str


@dataclass(frozen=True)
class ClassResults:
    """How a class did in a lab."""

    lab: str
    questions: tuple[Question, ...]
    students: tuple[StudentResult, ...]
    """Everyone who handed in, sorted by name."""
    absent: tuple[str, ...]
    """Who is in the gradebook and has not handed in."""
    seconds: dict[str, dict[str, float]]
    """Student → cell → seconds, of those graded by `autograde grade`."""

    @property
    def graded(self) -> list[StudentResult]:
        return [one for one in self.students if one.has_grade]

    @property
    def max_by_machine(self) -> float:
        return sum(q.max_points for q in self.questions if q.by_machine)

    def by_machine(self, student: StudentResult) -> float:
        """The points that checks gave."""
        return sum(student.points.get(q.name, 0.0) for q in self.questions if q.by_machine)

    def median_by_machine(self) -> float | None:
        """Of those with a grade; None if there are none."""
        given = [self.by_machine(one) for one in self.graded]
        return statistics.median(given) if given else None

    def histogram(self, n_bins: int = 10) -> list[int]:
        """How many have machine-checked points in each of `n_bins` equal parts of 0 … maximum."""
        counts = [0] * n_bins
        for one in self.graded:
            share = self.by_machine(one) / self.max_by_machine
            counts[min(int(share * n_bins), n_bins - 1)] += 1
        return counts

    def question_facts(self) -> list[QuestionFacts]:
        """In the lab's order."""
        return [self._facts(question) for question in self.questions]

    def _facts(self, question: Question) -> QuestionFacts:
        given = [one.points[question.name] for one in self.graded if question.name in one.points]
        n_full = sum(points >= question.max_points for points in given)
        n_none = sum(points <= 0 for points in given)
        return QuestionFacts(
            question,
            n_full,
            len(given) - n_full - n_none,
            n_none,
            statistics.fmean(given) if given else 0.0,
            sum(question.max_points - points for points in given),
        )

    def pooled(self) -> Pooled | None:
        """What all right runs found together; None if the lab has nothing to find."""
        return pool({one.student: one.findings for one in self.graded})

    def common_failures(self, most: int = 12) -> list[CommonFailure]:
        """The checks that most students failed, the one that cost most points first of equals."""
        by_check: dict[tuple[str, str, bool], list[FailedCheck]] = {}
        for one in self.graded:
            for failed in one.failed:
                key = failed.question, failed.sentence, failed.hidden
                by_check.setdefault(key, []).append(failed)
        found = [
            CommonFailure(group[0], len(group), _most_common([one.cause for one in group]))
            for group in by_check.values()
        ]
        return sorted(found, key=lambda one: (-one.n, -one.check.points))[:most]

    def slowest_cells(self, most: int = 8) -> list[CellSeconds]:
        """Those that took most of the class's time."""
        by_cell: dict[str, dict[str, float]] = {}
        for student, cells in self.seconds.items():
            for name, seconds in cells.items():
                by_cell.setdefault(name, {})[student] = seconds
        by_total = sorted(by_cell.items(), key=lambda item: -sum(item[1].values()))
        return [
            CellSeconds(
                name,
                len(seconds),
                statistics.median(seconds.values()),
                max(seconds.values()),
                max(seconds, key=seconds.__getitem__),
            )
            for name, seconds in by_total[:most]
        ]


def _most_common(causes: Sequence[str]) -> str:
    named = [cause for cause in causes if cause]
    return statistics.mode(named) if named else ""

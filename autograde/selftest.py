"""The grader's own exam: does it give every variant of a lab's answers the points it must get?"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

import nbformat

from autograde import stock
from autograde.checks import points_of
from autograde.classroom import fill_in
from autograde.engine.events import Event
from autograde.engine.grade import grade_lab
from autograde.engine.workers import Workers
from autograde.release import new_course, write_source
from autograde.variants import Variant, all_variants, personal_variants
from course.cores import cores

Way = Literal["engine", "nbgrader"]
Tick = Callable[[int], None]
"""Called once a variant is done, with the number of all variants."""


@dataclass(frozen=True)
class Result:
    """What one variant was given, question by question; empty if it could not be graded."""

    variant: Variant
    given: dict[str, float]
    error: str = ""

    @property
    def differences(self) -> dict[str, tuple[int, float | None]]:
        """Question → (expected, given) where they differ."""
        return {
            question: (expected, self.given.get(question))
            for question, expected in self.variant.expected.items()
            if self.given.get(question) != expected
        }

    @property
    def as_expected(self) -> bool:
        return not self.differences


@dataclass(frozen=True)
class Exam:
    """The results of one lab's exam, in the order of its variants."""

    lab: str
    points: dict[str, int]
    results: tuple[Result, ...]

    @property
    def passed(self) -> bool:
        return bool(self.results) and all(result.as_expected for result in self.results)

    def to_dict(self) -> dict[str, Any]:
        """As JSON-ready data: expected and given points of every variant."""
        return {
            "lab": self.lab,
            "passed": self.passed,
            "points": self.points,
            "variants": [
                {
                    "name": result.variant.name,
                    "as_expected": result.as_expected,
                    "expected": result.variant.expected,
                    "given": result.given,
                    "error": result.error,
                }
                for result in self.results
            ],
        }


def examine(
    lab: str,
    *,
    whole_every: int = 1,
    jobs: int | None = None,
    seed: int = 0,
    personal: str = "",
    tick: Tick = lambda _: None,
) -> Exam:
    """Grade every variant of `lab` the quick way (`autograde.quick_run`).

    Parameters
    ----------
    whole_every : after the question that a variant answers, run the rest of the notebook, too, for
        every n-th variant of that question only; the others' later questions are not asked.
    jobs : variants at a time; by default one a processor core.
    seed : from which checks draw their hidden inputs.
    personal : a student, with whose personal seeds the variants are run; "" for everybody's.
    """
    points = points_of(lab)
    every = personal_variants if personal else all_variants
    variants = _shortened(every(lab, points), whole_every)
    by_index: dict[int, Result] = {}
    for answer in _quick_run(lab, variants, jobs or cores(), seed, personal):
        variant = variants[answer["variant"]]
        result = Result(variant, answer.get("points", {}), answer.get("error", ""))
        by_index[answer["variant"]] = result
        tick(len(variants))
    missing = "the process that ran it ended without a result"
    results = [by_index.get(i, Result(v, {}, missing)) for i, v in enumerate(variants)]
    return Exam(lab, points, tuple(results))


def examine_through(
    way: Way, lab: str, n_variants: int | None = None, *, tick: Tick = lambda _: None
) -> Exam:
    """Grade variants of `lab` as students are graded, in a throw-away course folder.

    Parameters
    ----------
    way : "engine" for `autograde grade`, "nbgrader" for `nbgrader autograde`.
    n_variants : that many, evenly chosen; the reference and the untouched notebook are always
        among them. All, if left out.
    """
    points = points_of(lab)
    variants = _evenly(all_variants(lab, points), n_variants)
    students = {f"v{i:03d}": variant for i, variant in enumerate(variants)}
    with tempfile.TemporaryDirectory(prefix="selftest-") as folder:
        course = Path(folder)
        new_course(course)
        source = nbformat.read(write_source(lab, course), as_version=4)
        released = nbformat.read(stock.generate_assignment(course, lab), as_version=4)
        for student, variant in students.items():
            notebook = fill_in(released, source, variant.sources)
            stock.submit(course, lab, student, nbformat.writes(notebook))
        _grade(way, course, lab, lambda: tick(len(variants)))
        scores = stock.scores(course, lab)
    results = []
    for student, variant in students.items():
        score = scores[student]
        given = {} if score is None else {name: score.points[name] for name in points}
        results.append(Result(variant, given, "" if score else f"{way} gave no grade"))
    return Exam(lab, points, tuple(results))


def _grade(way: Way, course: Path, lab: str, on_student: Callable[[], None]) -> None:
    """Grade everyone in a course folder; `on_student` is called for each."""
    if way == "nbgrader":
        stock.autograde(course, lab, lambda _: on_student())
        return

    def listen(event: Event) -> None:
        if event["event"] in ("graded", "failed"):
            on_student()

    n_workers = cores()
    with Workers(n_workers) as workers:
        grade_lab(course, lab, workers, n_workers, listen)


def _shortened(variants: list[Variant], whole_every: int) -> list[Variant]:
    """All variants; but for every n-th of a question, they expect nothing of later questions."""
    seen: Counter[str] = Counter()
    kept = []
    for variant in variants:
        own = variant.question
        if own is not None and seen[own] % whole_every:
            names = list(variant.expected)
            asked = names[: names.index(own) + 1]
            variant = replace(variant, expected={name: variant.expected[name] for name in asked})
        if own is not None:
            seen[own] += 1
        kept.append(variant)
    return kept


def _evenly(variants: list[Variant], n_variants: int | None) -> list[Variant]:
    """The first two, and `n_variants` - 2 of the others, evenly spaced; all of them for None."""
    if n_variants is None:
        return variants
    fixed, others = variants[:2], variants[2:]
    wanted = min(max(n_variants - len(fixed), 0), len(others))
    return fixed + [others[i * len(others) // wanted] for i in range(wanted)]


def _quick_run(
    lab: str, variants: list[Variant], jobs: int, seed: int, student: str
) -> Iterator[dict[str, Any]]:
    """Results as they come, from a process of its own."""
    environment = os.environ | {
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "OPENBLAS_NUM_THREADS": "1",
    }
    command = [sys.executable, "-m", "autograde.quick_run", lab, str(jobs), str(seed)]
    command += [student] if student else []
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        orders = [(variant.sources, list(variant.expected)[-1]) for variant in variants]
        json.dump(orders, process.stdin)
        process.stdin.close()
        for line in process.stdout:
            yield json.loads(line)

"""`check("q3")` and `progress()` in a notebook: public checks, with a table that helps."""

from __future__ import annotations

import importlib
import os
import pkgutil
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

import course.checks
from course.alt_text import describe_figures_in_notebook
from course.checks.progress import Progress, progress_of
from course.checks.render import mimebundle, to_text
from course.checks.runner import Report, collect, run_checks
from course.checks.submission import NotebookSubmission
from course.personal import COMMON_SEEDS, SixteenSeeds, my_seeds

__all__ = ["Checker", "ReportView", "for_lab", "lab_names", "notebook_names"]


def lab_names() -> list[str]:
    """The labs that have checks, in order."""
    names = [module.name for module in pkgutil.iter_modules(course.checks.__path__)]
    return sorted(name for name in names if name.startswith("lab"))


class ReportView:
    """A report that shows itself: a table in notebooks, plain text elsewhere."""

    def __init__(self, report: Report) -> None:
        self.report = report

    def __repr__(self) -> str:
        return to_text(self.report)

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        return mimebundle(self.report)


class Checker:
    """Runs the public checks of one lab against a notebook's names.

    Called with a question's name: `check("q3")`. While `nbgrader validate` runs the notebook, a
    question that does not pass raises `AssertionError` with the report. `seeds` are those from
    which the lab's runs should start.
    """

    def __init__(
        self,
        lab: str,
        namespace: MutableMapping[str, Any] | None = None,
        seeds: SixteenSeeds = COMMON_SEEDS,
    ) -> None:
        module = lab_module(lab)
        self.lab = lab
        self.titles: dict[str, str] = module.QUESTIONS
        self._public = Path(str(module.__file__))
        self._namespace = namespace
        self._reports: dict[str, Report] = {}
        self._seeds = seeds

    def __call__(self, question: str) -> ReportView:
        self.require_question(question)
        namespace = notebook_names() if self._namespace is None else self._namespace
        title = self.titles[question]
        report = run_checks(
            NotebookSubmission(namespace), question, title, self._public, self._seeds
        )
        self._reports[question] = report
        if os.environ.get("NBGRADER_EXECUTION") == "validate" and not report.all_passed:
            raise AssertionError(to_text(report))  # nbgrader takes any other outcome for full marks
        return ReportView(report)

    def progress(self) -> Progress:
        """All questions at a glance, each as its check said last in this session."""
        return progress_of(self.lab, self.titles, collect(self._public), self._reports)

    def require_question(self, question: str) -> None:
        """Raise `ValueError` with the list of known questions unless `question` is one."""
        if question not in self.titles:
            known = ", ".join(self.titles)
            raise ValueError(f"{self.lab} has no question {question!r}; its questions are {known}")


def lab_module(lab: str) -> Any:
    """The module with a lab's public checks; `ValueError` with the known labs if there is none."""
    if lab not in lab_names():
        known = ", ".join(lab_names())
        raise ValueError(f"unknown lab {lab!r}; the labs are {known}")
    return importlib.import_module(f"course.checks.{lab}")


def notebook_names() -> MutableMapping[str, Any]:
    """The names of the running notebook; `RuntimeError` outside IPython."""
    from IPython import get_ipython

    shell = get_ipython()
    if shell is None:
        raise RuntimeError("check(…) needs a notebook; in a shell use `course check NOTEBOOK`")
    names: MutableMapping[str, Any] = shell.user_ns
    return names


def for_lab(lab: str, student: str | None = None, course: str = "") -> Checker:
    """The `check` of a lab: `check = for_lab("lab1_xor")`, then `check("q1")`, `check.progress()`.

    From then on, figures that the notebook shows carry their description (`course.alt_text`).

    With `student`, the name under which you hand in, it expects your own sixteen seeds: those that
    `course.personal.my_seeds` gives. Raises `ValueError` if the name is empty.
    """
    describe_figures_in_notebook()
    if student is None:
        return Checker(lab)
    seeds = SixteenSeeds(tuple(my_seeds(student, lab, course)), student)
    return Checker(lab, seeds=seeds)

"""nbgrader's gradebook, opened once for a run; what is saved of a submission is saved at once.

nbgrader's modules each open the gradebook anew, and commit after every row: a process killed in
between leaves half a grade. Here they all borrow one, whose `commit` waits for the end.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from importlib import import_module
from typing import Any

from nbgrader.api import (
    Assignment,
    BaseCell,
    Grade,
    Gradebook,
    SubmittedAssignment,
    SubmittedNotebook,
)
from sqlalchemy import event
from sqlalchemy.orm import Session, scoped_session, sessionmaker

MILLISECONDS_FOR_A_LOCK = 60_000
"""How long a row is waited for that formgrader is just writing."""

_NAME = "Gradebook"
_BORROWERS = (
    "nbgrader.converters.autograde",
    "nbgrader.preprocessors.saveautogrades",
    "nbgrader.preprocessors.latesubmissions",
    "autograde.careful_autograde",
    "autograde.restore",
)


class _Session(Session):
    """A session whose `commit` makes rows visible to itself only."""

    def commit(self) -> None:
        self.flush()
        self.expire_all()


class RunGradebook(Gradebook):
    """A gradebook that keeps nothing but what is saved within `transaction`."""

    db: Any

    def __init__(self, db_url: str, course_id: str) -> None:
        super().__init__(db_url)  # as nbgrader's preprocessors do, which makes a row for a course
        self.check_course(course_id)
        self.course_id = course_id
        self.db.remove()
        if self.engine.dialect.name == "sqlite":
            self.engine.dispose()
            event.listen(self.engine, "connect", _be_patient)
        self.db = scoped_session(sessionmaker(class_=_Session, bind=self.engine, autoflush=False))

    def close(self) -> None:
        """Nothing: it was only borrowed."""

    def end(self) -> None:
        """Close it."""
        super().close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Commit all that is saved within, at its end; or, after any error, nothing."""
        with self.rehearsal():
            yield
            Session.commit(self.db())

    @contextmanager
    def rehearsal(self) -> Iterator[None]:
        """Forget all that is saved within."""
        try:
            yield
        finally:
            self.db.remove()

    def scores(self, lab: str) -> dict[str, dict[str, float | None]]:
        """Student → name of a graded cell → points, or None where a person gives them."""
        query = (
            self.db.query(SubmittedAssignment.student_id, BaseCell.name, Grade.auto_score)
            .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
            .join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
            .join(Grade, Grade.notebook_id == SubmittedNotebook.id)
            .join(BaseCell, BaseCell.id == Grade.cell_id)
            .filter(Assignment.name == lab)
        )
        scores: dict[str, dict[str, float | None]] = {}
        for student, cell, score in query:
            scores.setdefault(student, {})[cell] = score
        return scores

    def extensions(self, lab: str) -> dict[str, timedelta | None]:
        """Student → how much later than others the submission is due."""
        submissions = self.find_assignment(lab).submissions
        return {submission.student_id: submission.extension for submission in submissions}


@contextmanager
def lent(gradebook: Gradebook) -> Iterator[None]:
    """Let nbgrader's modules, and ours, use this gradebook where they would open their own."""
    with ExitStack() as at_the_end:
        for module in map(import_module, _BORROWERS):
            at_the_end.callback(setattr, module, _NAME, getattr(module, _NAME))
            setattr(module, _NAME, lambda *_: gradebook)
        yield


def _be_patient(connection: Any, _: Any) -> None:
    connection.execute(f"PRAGMA busy_timeout = {MILLISECONDS_FOR_A_LOCK}")

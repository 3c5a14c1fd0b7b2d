"""Opens a lab of a course folder for a run: lock, log, configuration, gradebook, converter."""

from __future__ import annotations

import fcntl
import logging
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from nbconvert.writers.files import FilesWriter
from nbgrader.api import MissingEntry
from nbgrader.coursedir import CourseDirectory
from sqlalchemy.engine import make_url

from autograde.careful_autograde import CarefulAutograde
from autograde.engine.configuration import LOG, configured, require_ours
from autograde.engine.errors import EngineError
from autograde.engine.gradebook import RunGradebook, lent
from autograde.grade_outside import GradeOutside
from autograde.odd_files import Place
from autograde.personal import Personal, personal
from autograde.reading import submission_place
from autograde.release import require_course
from autograde.sandbox import Limits
from autograde.sandbox.kernel import Backend

OWN = ".autograde"
"""The folder of ours in a course folder."""


@dataclass(frozen=True)
class OpenLab:
    """A lab of a course folder, while a run has it to itself."""

    name: str
    own: Path
    """Where the engine keeps what it needs of this lab."""
    coursedir: CourseDirectory
    converter: CarefulAutograde
    """nbgrader's, which writes to the staging folder in place of `autograded/`."""
    final: CarefulAutograde
    """nbgrader's, as it is."""
    gradebook: RunGradebook
    log: logging.Logger
    outside: GradeOutside
    """The limits and the sandbox of the configuration."""

    @property
    def course(self) -> Path:
        return Path(self.coursedir.root)

    @property
    def staging(self) -> Path:
        return self.own / "staging"

    @property
    def replaced(self) -> Path:
        """Where folders of `autograded/` are while others take their place."""
        return self.own / "replaced"

    @property
    def limits(self) -> Limits:
        return Limits.from_dict(self.outside.limits)

    @property
    def sandbox(self) -> Backend:
        return cast("Backend", self.outside.sandbox)

    @property
    def personal(self) -> Personal | None:
        """Given if each student has seeds and hidden inputs of their own."""
        return personal(self.outside)

    def submitted(self, student: str) -> Place:
        """Where a student's submission lies, and the notebook that it should have."""
        return submission_place(self.coursedir, student, self.name, f"{self.name}.ipynb")

    def staged(self, student: str) -> Path:
        """Where a student's graded submission is made."""
        place = self.converter.coursedir
        return Path(place.format_path(place.autograded_directory, student, self.name))

    def autograded(self, student: str) -> Path:
        """Where nbgrader looks for a student's graded submission."""
        place = self.coursedir
        return Path(place.format_path(place.autograded_directory, student, self.name))


@contextmanager
def open_lab(course: Path, lab: str) -> Iterator[OpenLab]:
    """Have a lab of a course folder for oneself.

    Raises `LabError` if `course` is no course folder; `EngineError` if another engine is at work on
    it, its configuration cannot be used, or the lab was not released to it.
    """
    require_course(course)
    course = course.resolve()
    own = course / OWN / lab
    with ExitStack() as at_the_end:
        at_the_end.enter_context(_lock(course))
        log = at_the_end.enter_context(_log_file(course / LOG))
        app = configured(course, log)
        gradebook = _gradebook(app.coursedir, lab)
        at_the_end.callback(gradebook.end)
        at_the_end.enter_context(lent(gradebook))
        app.coursedir.assignment_id = lab
        staging = CourseDirectory(
            parent=app,
            root=str(course),
            assignment_id=lab,
            autograded_directory=str((own / "staging").relative_to(course)),
        )
        converter = CarefulAutograde(coursedir=staging, parent=app)
        converter.writer = FilesWriter(parent=converter, config=converter.config)
        converter.exporter = converter.exporter_class(parent=converter, config=converter.config)
        outside = GradeOutside(parent=converter)
        require_ours(course, converter)
        converter.autograde_preprocessors = converter.autograde_preprocessors[1:]
        final = CarefulAutograde(coursedir=app.coursedir, parent=app)
        _require_same_disk(own, Path(final._format_dest(".", ".")))
        yield OpenLab(lab, own, app.coursedir, converter, final, gradebook, log, outside)


def _gradebook(coursedir: CourseDirectory, lab: str) -> RunGradebook:
    """The course's gradebook, if the lab is in it."""
    first = f"in {coursedir.root}: nbgrader generate_assignment {lab}"
    missing = EngineError(f"the gradebook has no lab {lab!r}; release it first, {first}")
    url = make_url(coursedir.db_url)
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
        raise missing
    gradebook = RunGradebook(coursedir.db_url, coursedir.course_id)
    try:
        with gradebook.rehearsal():
            names = [notebook.name for notebook in gradebook.find_assignment(lab).notebooks]
        if names != [lab]:
            raise EngineError(
                f"{lab} has the notebooks {', '.join(names) or 'none'}, and this engine grades "
                f"labs of one notebook, {lab}.ipynb; grade it with `nbgrader autograde {lab}`"
            )
    except MissingEntry:
        gradebook.end()
        raise missing from None
    except EngineError:
        gradebook.end()
        raise
    return gradebook


def _require_same_disk(own: Path, autograded: Path) -> None:
    """Raise `EngineError` if a finished folder could not be moved to its place at once."""
    if autograded.exists() and autograded.stat().st_dev != own.parent.stat().st_dev:
        raise EngineError(
            f"{autograded} is on another disk than {own.parent}, so that no graded submission can "
            "be moved there at once; have both on one"
        )


@contextmanager
def _lock(course: Path) -> Iterator[None]:
    """Refuse to work where another engine does; the lock ends with the process that holds it."""
    path = course / OWN / "lock"
    path.parent.mkdir(exist_ok=True)
    with path.open("w") as file:
        try:
            # of `fcntl`'s locks the one that children do not inherit, who may outlive the engine
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise EngineError(
                f"another `autograde grade` is at work in {course}; wait until it is done"
            ) from None
        yield


class _LogFile(logging.FileHandler):
    """A log that nobody has to hear of when its disk is full."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 (logging's name)
        """Go on without this line."""

    def close(self) -> None:
        """Close the file, written or not."""
        with suppress(OSError):
            super().close()


@contextmanager
def _log_file(path: Path) -> Iterator[logging.Logger]:
    """What nbgrader has to say goes to this file, and nowhere else."""
    path.parent.mkdir(exist_ok=True)
    handler = _LogFile(path, mode="w", encoding="utf-8", errors="backslashreplace")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    log = logging.getLogger("autograde.grade")
    log.setLevel(logging.INFO)
    log.propagate = False
    loggers = (log, logging.getLogger("tornado.application"))  # where nbgrader's gradebook logs
    for logger in loggers:
        logger.addHandler(handler)
    try:
        yield log
    finally:
        for logger in loggers:
            logger.removeHandler(handler)
        handler.close()

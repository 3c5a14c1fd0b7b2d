"""A course folder's nbgrader configuration, as nbgrader itself would read it in that folder."""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from typing import Any

from nbgrader.apps import AutogradeApp, NbGrader
from nbgrader.coursedir import CourseDirectory

from autograde.careful_autograde import CarefulAutograde
from autograde.engine.errors import EngineError
from autograde.grade_outside import GradeOutside
from autograde.personal import Personal, personal
from autograde.release import require_course
from autograde.restore import RestoreCells

LOG = Path("logs", "grade.log")


def require_ours(course: Path, converter: CarefulAutograde) -> None:
    """Raise `EngineError` unless submissions are restored, run and saved as ours must be."""
    first = converter.autograde_preprocessors[:1]
    if converter.sanitize_preprocessors != [RestoreCells] or first != [GradeOutside]:
        raise EngineError(
            f"{course / 'nbgrader_config.py'} does not call autograde's `configure`, or changes "
            "the preprocessors after it, so that submissions would not be restored and run in a "
            "sandbox; `autograde new-course` in an empty folder shows how it is called"
        )


def personal_of(course: Path) -> Personal | None:
    """What a course folder's configuration says of personal seeds; None if there are none.

    Raises `LabError` if it is no course folder, `EngineError` if its configuration cannot be used.
    """
    return personal(_configured(course))


def configured_course(course: Path) -> CourseDirectory:
    """Where nbgrader finds things in a course folder.

    Raises `LabError` if it is no course folder, `EngineError` if its configuration cannot be used.
    """
    return _configured(course).coursedir


def _configured(course: Path) -> AutogradeApp:
    require_course(course)
    return configured(course.resolve(), logging.getLogger("autograde"))


class _Application(AutogradeApp):
    """nbgrader's program, for its configuration: the course folder's, wherever we stand."""

    load_cwd_config = False

    def init_syspath(self) -> None:
        """Leave the current folder out: it is not the course folder."""

    def load_config_file(self, **how: Any) -> None:
        """Without a warning that there is no configuration where we stand."""
        super(NbGrader, self).load_config_file(**how)


def configured(course: Path, log: logging.Logger) -> AutogradeApp:
    """nbgrader's program with the configuration of a course folder.

    Raises `EngineError` if the configuration cannot be used.
    """
    if str(course) not in sys.path:
        sys.path.append(str(course))  # where a configuration's own plugins lie
    app = _Application(log=log, raise_config_file_errors=True)
    config = course / "nbgrader_config.py"
    try:
        app.initialize([], root=str(course))
    except SystemExit as error:  # of `configure`, or nbgrader's way to end after it has said why
        said = error.code if isinstance(error.code, str) else f"see {course / LOG}"
        raise EngineError(f"{config} cannot be used: {said}") from None
    except Exception as error:
        raise EngineError(f"{config} cannot be used: {type(error).__name__}: {error}") from error
    return app

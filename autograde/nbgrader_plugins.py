"""What we plug into stock nbgrader, so that its own commands grade from outside the notebook.

A course's `nbgrader_config.py` is two lines: import `configure`, and call it on `get_config()`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbgrader.converters import GenerateAssignment
from nbgrader.preprocessors import AssignLatePenalties, ClearSolutions, SaveAutoGrades
from traitlets.config import Config

from autograde import careful_autograde
from autograde.grade_outside import GradeOutside
from autograde.pages import configure_pages
from autograde.reading import CarefulExporter
from autograde.release import question_of
from autograde.restore import RestoreCells
from autograde.sandbox import Limits
from autograde.sandbox.kernel import Backend

COURSE_ID = "sixteen-seeds"


class NamedStubs(ClearSolutions):
    """Clears solutions; each stub raises an error that names its question."""

    def preprocess_cell(
        self, cell: NotebookNode, resources: ResourcesDict, cell_index: int
    ) -> tuple[NotebookNode, ResourcesDict]:
        question = question_of(cell)
        if question is not None:
            self.code_stub = {"python": stub_line(question)}
        cell, resources = super().preprocess_cell(cell, resources, cell_index)
        return cell, resources


def stub_line(question: str) -> str:
    """The line that stands where a student's answer belongs."""
    return f'raise NotImplementedError("Question {question}: replace this line by your answer")'


def configure(
    config: Config, *, limits: Mapping[str, Any] | None = None, sandbox: Backend = "bubblewrap"
) -> Config:
    """Set up stock nbgrader for our labs; returns `config`, for settings of nbgrader's own.

    Parameters
    ----------
    config : what `get_config()` gives in `nbgrader_config.py`.
    limits : fields of `autograde.sandbox.Limits` that are to differ, such as
        `{"seconds_per_cell": 60}`.
    sandbox : "none" grades without isolation and says so on every page.

    Raises
    ------
    SystemExit
        For limits that do not exist or make no sense. nbgrader would log any other error and go on
        without this configuration, which means without a sandbox.
    """
    try:
        Limits.from_dict(limits or {})
    except ValueError as error:
        raise SystemExit(f"nbgrader_config.py: {error}") from None
    config.CourseDirectory.course_id = COURSE_ID
    config.GenerateAssignment.preprocessors = [
        NamedStubs if preprocessor is ClearSolutions else preprocessor
        for preprocessor in GenerateAssignment.class_traits()["preprocessors"].default()
    ]
    config.ClearSolutions.text_stub = "*Your answer here.*"
    config.KernelManager.transport_encryption = "auto"  # for `nbgrader validate`
    careful_autograde.install()
    config.Autograde.exporter_class = CarefulExporter
    config.Autograde.sanitize_preprocessors = [RestoreCells]
    config.Autograde.autograde_preprocessors = [GradeOutside, SaveAutoGrades, AssignLatePenalties]
    config.GradeOutside.limits = dict(limits or {})
    config.GradeOutside.sandbox = sandbox
    configure_pages(config)
    return config

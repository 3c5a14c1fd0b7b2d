"""What we plug into stock nbgrader: stubs that name their question, feedback without hidden tests.

A course's `nbgrader_config.py` is two lines: import `configure`, and call it on `get_config()`.
"""

from __future__ import annotations

from nbconvert.exporters.exporter import ResourcesDict
from nbconvert.preprocessors import CSSHTMLHeaderPreprocessor
from nbformat import NotebookNode
from nbgrader import utils
from nbgrader.converters import GenerateAssignment
from nbgrader.preprocessors import ClearHiddenTests, ClearSolutions, GetGrades
from traitlets.config import Config

from autograde.release import question_of

COURSE_ID = "sixteen-seeds"
SECONDS_PER_CELL = 300


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


class HideHiddenTests(ClearHiddenTests):
    """Clears hidden tests from feedback pages, whatever a student wrote into other cells."""

    def preprocess_cell(
        self, cell: NotebookNode, resources: ResourcesDict, cell_index: int
    ) -> tuple[NotebookNode, ResourcesDict]:
        if utils.is_grade(cell):
            cell, resources = super().preprocess_cell(cell, resources, cell_index)
        return cell, resources


def stub_line(question: str) -> str:
    """The line that stands where a student's answer belongs."""
    return f'raise NotImplementedError("Question {question}: replace this line by your answer")'


def configure(config: Config) -> None:
    """Set up stock nbgrader for our labs."""
    config.CourseDirectory.course_id = COURSE_ID
    config.GenerateAssignment.preprocessors = [
        NamedStubs if preprocessor is ClearSolutions else preprocessor
        for preprocessor in GenerateAssignment.class_traits()["preprocessors"].default()
    ]
    config.ClearSolutions.text_stub = "*Your answer here.*"
    config.KernelManager.transport_encryption = "auto"
    config.ExecutePreprocessor.timeout = SECONDS_PER_CELL
    config.GenerateFeedback.preprocessors = [HideHiddenTests, GetGrades, CSSHTMLHeaderPreprocessor]

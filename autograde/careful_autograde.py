"""nbgrader's `Autograde` and `GenerateFeedback` for submissions that may hold anything.

A `pre_convert_hook` would not do: it is not told the student, it is not called for one who handed
in no notebook (nbgrader passes such a student over, without a grade), `timestamp.txt` is read
before it, and its exceptions are swallowed, after which nbgrader copies everything.
"""

from __future__ import annotations

import fnmatch
import glob
import os
from dataclasses import replace

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.apps import api, autogradeapp, generatefeedbackapp
from nbgrader.converters import Autograde, GenerateFeedback
from nbgrader.converters.base import NbGraderException
from nbgrader.utils import find_all_files
from traitlets import Integer

from autograde.grade_outside import GradeOutside
from autograde.notes import unreadable
from autograde.odd_files import Limits, refuse_odd_files
from autograde.reading import submission_place
from autograde.sandbox import SandboxError


class CarefulAutograde(Autograde):
    """Takes up every student who handed in a folder, and sets odd files aside before it looks."""

    max_files = Integer(Limits.n_files, help="Files and folders beside the notebooks.").tag(
        config=True
    )
    max_file_bytes = Integer(Limits.file_bytes, help="Bytes of one file.").tag(config=True)
    max_total_bytes = Integer(Limits.total_bytes, help="Bytes of all files together.").tag(
        config=True
    )

    def start(self) -> None:
        """Grade; refuses to begin where no submission could be run."""
        try:
            GradeOutside(parent=self).require_sandbox()
        except SandboxError as error:
            self.log.error("%s", error)
            raise NbGraderException(str(error)) from None
        super().start()

    def init_notebooks(self) -> None:
        """Find the submissions: a notebook that is missing is listed as if it were there."""
        names = fnmatch.filter(self._notebook_names(), f"{self.coursedir.notebook_id}.ipynb")
        folders = self._submission_folders()
        if not (names and folders):
            super().init_notebooks()  # which says what is missing
            return
        self.assignments = {
            folder: [os.path.join(folder, name) for name in names] for folder in folders
        }

    def init_destination(self, assignment_id: str, student_id: str) -> bool:
        """The first that nbgrader does with a submission."""
        place = submission_place(self.coursedir, student_id, assignment_id, *self._notebook_names())
        place = replace(place, given=self._given(assignment_id))
        limits = Limits(self.max_files, self.max_file_bytes, self.max_total_bytes)
        for sentence in refuse_odd_files(place, limits):
            self.log.warning("%s: %s", student_id, sentence)
        wanted: bool = super().init_destination(assignment_id, student_id)
        return wanted

    def _submission_folders(self) -> list[str]:
        pattern = self._format_source(self.coursedir.assignment_id, self.coursedir.student_id)
        found = {folder: unreadable(folder) for folder in glob.glob(pattern)}
        for folder, why_not in found.items():
            if why_not:  # it would end the whole batch
                self.log.error("The folder %r is not graded: its name has %s.", folder, why_not)
        return [folder for folder, why_not in found.items() if not why_not]

    def _notebook_names(self) -> list[str]:
        with Gradebook(self.coursedir.db_url, self.coursedir.course_id) as gradebook:
            try:
                lab = gradebook.find_assignment(self.coursedir.assignment_id)
            except MissingEntry:
                return []
            return [f"{notebook.name}.ipynb" for notebook in lab.notebooks]

    def _given(self, assignment_id: str) -> frozenset[str]:
        source = self.coursedir.format_path(self.coursedir.source_directory, ".", assignment_id)
        files = find_all_files(source, [*self.coursedir.ignore, "*.ipynb"])
        return frozenset(os.path.relpath(file, source) for file in files)


class CarefulFeedback(GenerateFeedback):
    """Makes a page for everyone with a graded notebook, whatever characters the name has."""

    def init_notebooks(self) -> None:
        """Find the graded notebooks: nbgrader takes a name such as `[a-z]*` for a pattern."""
        super().init_notebooks()
        names = f"{self.coursedir.notebook_id}.ipynb"
        for folder in glob.glob(
            self._format_source(self.coursedir.assignment_id, self.coursedir.student_id)
        ):
            found = glob.glob(os.path.join(glob.escape(folder), names))
            if found:
                self.assignments[folder] = found


def install() -> None:
    """Let nbgrader's commands and formgrader use these classes: no configuration names them."""
    autogradeapp.Autograde = CarefulAutograde
    generatefeedbackapp.GenerateFeedback = CarefulFeedback
    api.Autograde = CarefulAutograde
    api.GenerateFeedback = CarefulFeedback

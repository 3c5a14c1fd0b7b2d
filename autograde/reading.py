"""Reads submitted notebooks, whatever is in them: a bad one becomes an empty one that says why."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Any

import nbformat
from nbconvert import NotebookExporter
from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbgrader.coursedir import CourseDirectory
from traitlets import Integer

from autograde.notes import set_notes, shown
from autograde.odd_files import SUBMISSION, Place, notes_on
from course.checks.notebook_file import NotANotebookError, parse_notebook

MAX_BYTES = 20_000_000


class UnreadableError(ValueError):
    """A file of a submission cannot be read; the message is a sentence that says why."""


class CarefulExporter(NotebookExporter):
    """nbconvert's exporter of notebooks, which takes any file below `submitted/`.

    nbgrader converts in two steps: what was submitted becomes the first autograded notebook, and
    that one, run, the second. Only what lies where nbgrader writes autograded notebooks is taken as
    ours, with its metadata. Whatever a file says of itself is no reason to trust it.
    """

    max_bytes = Integer(MAX_BYTES, help="The largest notebook that is read, in bytes.").tag(
        config=True
    )

    def from_filename(
        self, filename: str, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Convert the notebook in a file; one that cannot be read is empty and says why."""
        resources = ResourcesDict() if resources is None else resources
        folder, name = os.path.split(filename)
        resources["metadata"] = ResourcesDict(name=os.path.splitext(name)[0], path=folder)
        return self.from_notebook_node(self._read(Path(filename), resources), resources, **kw)

    def _read(self, path: Path, resources: dict[str, Any]) -> NotebookNode:
        assert self.parent is not None, "nbgrader's converter makes its exporter"
        coursedir: CourseDirectory = self.parent.coursedir
        student, lab = (resources["nbgrader"][key] for key in ("student", "assignment"))
        ours = coursedir.format_path(coursedir.autograded_directory, student, lab)
        if os.path.normpath(path.parent) == os.path.normpath(ours):
            return nbformat.read(path, as_version=4)
        return read_submitted(submission_place(coursedir, student, lab, path.name), self.max_bytes)


def submission_place(coursedir: CourseDirectory, student: str, lab: str, *names: str) -> Place:
    """Where a student's submission of a lab lies, and which notebooks it should have."""
    step = coursedir.submitted_directory
    base = Path(os.path.normpath(coursedir.format_path(step, ".", ".")))
    folder = Path(os.path.normpath(coursedir.format_path(step, student, lab)))
    return Place(base, folder.relative_to(base).parts, names)


def read_submitted(place: Place, max_bytes: int = MAX_BYTES) -> NotebookNode:
    """The notebook of a submission that has one; its metadata say what was wrong with the rest.

    If it cannot be read, the notebook is empty, and the problem in its metadata is a sentence.
    """
    (name,) = place.notebooks
    aside = notes_on(place)
    problem = ""
    try:
        notebook = _parsed(_bytes(place, name, max_bytes))
    except UnreadableError as error:
        notebook = nbformat.v4.new_notebook()
        problem = aside.pop(name, "") or aside.pop(SUBMISSION, "") or str(error)
    set_notes(notebook, [*aside.values()], problem)
    return notebook


def _parsed(data: bytes) -> NotebookNode:
    try:
        return parse_notebook(data)
    except NotANotebookError as error:
        raise UnreadableError(
            f"The file is not a notebook: {error}; hand in the file that Jupyter saved."
        ) from None


def _bytes(place: Place, name: str, max_bytes: int) -> bytes:
    """What is in a notebook's file, if that is an ordinary file in ordinary folders."""
    try:
        descriptor = _open(place, name)
    except FileNotFoundError:
        raise UnreadableError(_missing(place, name)) from None
    except OSError as error:
        raise UnreadableError(f"{name} cannot be read: {error.strerror}.") from None
    with os.fdopen(descriptor, "rb") as file:
        n_bytes = os.fstat(descriptor).st_size
        if n_bytes > max_bytes:
            raise UnreadableError(
                f"The notebook has {n_bytes / 1e6:.1f} MB, and {max_bytes / 1e6:g} MB are allowed; "
                "clear its outputs, save it, and hand it in again."
            )
        return file.read(max_bytes)


def _open(place: Place, name: str) -> int:
    """Open a file without following a link on the way to it, and without waiting for a pipe."""
    folder = os.open(place.base, os.O_RDONLY | os.O_DIRECTORY)
    try:
        for part in place.parts:
            inner = os.open(part, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=folder)
            os.close(folder)
            folder = inner
        # a look before opening, since opening a device can do things
        _require_ordinary(name, os.stat(name, dir_fd=folder, follow_symlinks=False))
        file = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
    finally:
        os.close(folder)
    try:
        _require_ordinary(name, os.fstat(file))
    except UnreadableError:
        os.close(file)
        raise
    return file


def _require_ordinary(name: str, status: os.stat_result) -> None:
    if not stat.S_ISREG(status.st_mode) or status.st_nlink > 1:
        raise UnreadableError(f"{name} is a link or no ordinary file; hand in the file itself.")


def _missing(place: Place, name: str) -> str:
    try:
        others = sorted(entry for entry in os.listdir(place.folder) if entry.endswith(".ipynb"))
    except OSError:
        others = []
    has = f" (it has {', '.join(map(shown, others[:3]))})" if others else ""
    return f"The submission has no file {name}{has}; hand in the notebook under this name."

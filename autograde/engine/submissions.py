"""Which submissions there are, and what a worker gets of one; nothing is written that counts."""

from __future__ import annotations

import glob
import os
import re
import shutil

import nbformat
from nbformat import NotebookNode
from nbgrader.converters.base import BaseConverter

from autograde.engine.errors import EngineError
from autograde.engine.opening import OpenLab
from autograde.engine.task import Task
from autograde.grade_outside import NO_SANDBOX, files_beside
from autograde.notes import add_note, findings_of, set_findings, shown, unreadable


def find_students(lab: OpenLab) -> list[str]:
    """Who handed in a folder, by name. Raises `EngineError` if nobody did."""
    coursedir, step = lab.coursedir, lab.coursedir.submitted_directory
    pattern = coursedir.directory_structure.format(
        nbgrader_step=step, student_id="*", assignment_id=glob.escape(lab.name)
    )
    name = re.compile(
        coursedir.format_path(step, "(?P<student>.*)", re.escape(lab.name), escape=True), re.DOTALL
    )
    found = (
        name.fullmatch(os.path.join(coursedir.root, path))
        for path in glob.glob(pattern, root_dir=coursedir.root)
    )
    excluded = coursedir.student_id_exclude.split(",")
    students = sorted({match["student"] for match in found if match} - set(excluded))
    if not students:
        raise EngineError(
            f"nobody has handed in {lab.name}: there is no folder {coursedir.root}/{pattern}"
        )
    return students


def set_odd_files_aside(lab: OpenLab, student: str) -> None:
    """Before anything else is done with a submission: what is left are plain files and folders.

    Raises `ValueError` for a student whom nbgrader cannot name, `OSError` if something cannot be
    moved.
    """
    why_not = unreadable(student)
    if why_not:
        raise ValueError(f"the name of the folder {shown(student)} has {why_not}; rename it")
    lab.converter.init_destination(lab.name, student)


def prepare(
    lab: OpenLab, student: str, seed: int, questions: tuple[str, ...] | None = None
) -> Task:
    """A submission in the staging folder, as nbgrader would have it in `autograded/` before it is
    run, and of that what a worker needs.

    With `questions` only these are to be graded: if the notebook that was graded last has the same
    cells, its verdicts of the others stay; if not, all are.

    Raises whatever nbgrader's converter does for a submission that it can do nothing with.
    """
    shutil.rmtree(lab.staged(student), ignore_errors=True)
    converter = lab.converter
    submitted = lab.submitted(student).folder / f"{lab.name}.ipynb"
    converter.notebooks = [str(submitted)]
    converter.run_pre_convert_hook()
    with lab.gradebook.rehearsal():  # rows are written when there is a grade to write
        converter.init_assignment(lab.name, student)
        convert(lab, str(submitted), sanitize=True)
    staged = lab.staged(student)
    notebook = nbformat.read(staged / f"{lab.name}.ipynb", as_version=4)
    if lab.sandbox == "none":
        add_note(notebook, NO_SANDBOX)
    if questions is not None and not _take_over_outputs(lab, student, notebook):
        questions = None
    return Task(
        student=student,
        lab=lab.name,
        notebook=nbformat.writes(notebook),
        files=files_beside(staged),
        limits=lab.limits.to_dict(),
        seed=seed,
        sandbox=lab.sandbox,
        personal=lab.personal,
        questions=questions,
    )


def _take_over_outputs(lab: OpenLab, student: str, notebook: NotebookNode) -> bool:
    """Give each cell the outputs that it had when it was graded, and the notebook what its runs
    found then; False if cells differ."""
    graded = nbformat.read(lab.autograded(student) / f"{lab.name}.ipynb", as_version=4)
    texts = [[(cell.cell_type, cell.source) for cell in one.cells] for one in (graded, notebook)]
    if texts[0] != texts[1]:
        return False
    set_findings(notebook, findings_of(graded))
    for old, new in zip(graded.cells, notebook.cells, strict=True):
        if new.cell_type == "code":
            new.outputs = old.outputs
    return True


def convert(lab: OpenLab, notebook: str, *, sanitize: bool) -> None:
    """One of the two halves of nbgrader's `Autograde.convert_single_notebook`.

    The first (`sanitize`) reads a submitted notebook, the second one that lies staged and was run.
    Both write to the staging folder.
    """
    converter = lab.converter
    converter._sanitizing = sanitize
    try:
        converter._init_preprocessors()
        BaseConverter.convert_single_notebook(converter, notebook)
    finally:
        converter._sanitizing = True  # by this it also knows where submissions lie

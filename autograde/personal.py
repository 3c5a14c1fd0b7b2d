"""Personal seeds (`c.Seeds.personal = True`): whose seeds, whose hidden inputs, whose notebook.

A student's sixteen seeds are no secret: they follow from course, lab and name by
`course.personal.my_seeds`, which everybody has. Hidden inputs are one: they are drawn from the seed
of the run, which nobody knows before, together with the name. The name is the one of the folder in
`submitted/`; what a notebook says of itself is compared with it, and never believed.
"""

from __future__ import annotations

import hashlib
import importlib
import json
from dataclasses import dataclass
from importlib.util import find_spec
from types import ModuleType
from typing import Any, TypedDict

import nbformat
from nbformat import NotebookNode
from traitlets import Bool, Unicode
from traitlets.config import Configurable

from course.personal import COMMON_SEEDS, SixteenSeeds, my_seeds, student_name

OWN_IDS = ("your-seeds-text", "your-seeds")
"""Of the cells that only a notebook with personal seeds has."""

PLACE = 'STUDENT = ""'
"""The line into which a student types a name."""


class Seeds(Configurable):
    """What a course's configuration says of seeds: `c.Seeds.personal = True`."""

    personal = Bool(
        False, help="Each student's runs start from sixteen seeds of their own, by their name."
    ).tag(config=True)
    course = Unicode(
        "", help="Another text here, such as the term, gives everybody other personal seeds."
    ).tag(config=True)


@dataclass(frozen=True)
class Personal:
    """A course with personal seeds; plain data, so that it can travel to another machine."""

    course: str = ""

    def seeds(self, student: str, lab: str) -> SixteenSeeds:
        """A student's; those of everybody in a lab whose text knows no personal ones."""
        if personal_text(lab) is None:
            return COMMON_SEEDS
        return SixteenSeeds(tuple(my_seeds(student, lab, self.course)), student)

    def hidden_seed(self, student: str, lab: str, seed_of_run: int) -> int:
        """From which a student's hidden inputs are drawn."""
        text = json.dumps([seed_of_run, lab, student_name(student)])
        return int(hashlib.sha256(text.encode()).hexdigest()[:16], 16)


class Whose(TypedDict, total=False):
    """What `grade_notebook` is told of a student's own seeds; nothing if they are everybody's."""

    seeds: SixteenSeeds
    hidden_seed: int


def seeds_of(course: Personal | None, student: str, lab: str, seed_of_run: int) -> Whose:
    """A student's seeds and hidden inputs, the student being whose folder it is."""
    if course is None:
        return {}
    hidden_seed = course.hidden_seed(student, lab, seed_of_run)
    return {"seeds": course.seeds(student, lab), "hidden_seed": hidden_seed}


def personal(parent: Configurable) -> Personal | None:
    """What nbgrader's configuration says; None if seeds are the same for all."""
    seeds = Seeds(parent=parent)
    return Personal(seeds.course) if seeds.personal else None


def personal_text(lab: str) -> ModuleType | None:
    """How a lab's text differs where seeds are personal; None if it holds no numbers of seeds."""
    name = f"solutions.{lab}.personal"
    return importlib.import_module(name) if find_spec(name) else None


def personalize(notebook: NotebookNode, lab: str, course: str) -> None:
    """Make a lab's source notebook one for personal seeds, in place; nothing if it needs no change.

    Raises `ValueError` if a sentence that is to be replaced does not occur.
    """
    text: Any = personal_text(lab)
    if text is None:
        return
    for old, new in text.REPLACED.items():
        holders = [cell for cell in notebook.cells if old in cell.source]
        if not holders:
            raise ValueError(
                f"solutions/{lab}/personal.py replaces a text that the lab does not have: {old!r}; "
                "change it there as it was changed in notebook.py or answers.py"
            )
        for cell in holders:
            cell.source = cell.source.replace(old, new)
    first_code = next(i for i, cell in enumerate(notebook.cells) if cell.cell_type == "code")
    source = SEEDS_CELL.format(place=PLACE, lab=lab, course=course)
    notebook.cells[first_code + 1 : first_code + 1] = [
        nbformat.v4.new_markdown_cell(text.EXPLAINED.strip(), id=OWN_IDS[0]),
        nbformat.v4.new_code_cell(source, id=OWN_IDS[1]),
    ]


def name_student(notebook: NotebookNode, student: str) -> None:
    """Type a student's name where it belongs, as that student would."""
    for cell in notebook.cells:
        if cell.cell_type == "code" and PLACE in cell.source:
            cell.source = cell.source.replace(PLACE, f"STUDENT = {student!r}")


SEEDS_CELL = """\
from course.personal import my_seeds

{place}  # between the quotes: the name under which you hand in

SEEDS = my_seeds(STUDENT, lab="{lab}", course={course!r})
check = for_lab("{lab}", student=STUDENT, course={course!r})
print("your seeds:", SEEDS)"""

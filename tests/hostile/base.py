"""What a hostile or broken submission is, and how one is made from the released Lab 0.

Each module beside this one holds one class of them as data: `SUBMISSIONS`, a list. Their code may
name `${course}`, `${home}`, `${port}`, `${socket}`: where the course folder, the instructor's home,
a TCP server and a unix socket are on the grader's machine, since the worst attacker is one who
knows them exactly. An attack that got out could only touch what is made for these tests, and all of
them end by themselves.
"""

from __future__ import annotations

import copy
import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from string import Template

import nbformat
from nbformat import NotebookNode

from autograde.release import question_of, source_notebook

LAB = "lab0_seeds"
POINTS = 4
QUESTIONS = ("q1", "q2", "q3")
ALL = dict.fromkeys(QUESTIONS, POINTS)
NONE = dict.fromkeys(QUESTIONS, 0)
CANARY = "hostile-canary"
"""Part of every name that an attack makes or runs, so that what it left can be found."""


@dataclass(frozen=True)
class Lab:
    """What an attacker knows: the lab, and where things are on the grader's machine.

    `answers` maps a question to its right answer.
    """

    released: NotebookNode
    answers: Mapping[str, str]
    course: Path = Path("/nonexistent/course")
    home: Path = Path("/nonexistent/home")
    port: int = 9
    socket: Path = Path("/nonexistent/socket")

    def with_places(self, code: str) -> str:
        """`code` with the places on the grader's machine filled in."""
        places = {"course": self.course, "home": self.home, "port": self.port}
        return Template(code).safe_substitute(places, socket=self.socket)


@dataclass(frozen=True)
class HandedIn:
    """One student's folder.

    `notebook` is the content of the notebook's file, None for none; `files` maps relative names to
    contents, `symlinks` and `hard_links` relative names to targets, `pipes` are relative names,
    `sparse` maps relative names to sizes.
    """

    notebook: bytes | None
    files: Mapping[str, bytes] = field(default_factory=dict)
    symlinks: Mapping[str, str] = field(default_factory=dict)
    hard_links: Mapping[str, str] = field(default_factory=dict)
    pipes: tuple[str, ...] = ()
    sparse: Mapping[str, int] = field(default_factory=dict)

    def write(self, folder: Path) -> None:
        """Make the folder."""
        folder.mkdir(parents=True)
        files = dict(self.files)
        if self.notebook is not None:
            files[f"{LAB}.ipynb"] = self.notebook
        for name in (*files, *self.symlinks, *self.hard_links, *self.pipes, *self.sparse):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            (folder / name).write_bytes(content)
        for name, target in self.symlinks.items():
            (folder / name).symlink_to(target)
        for name, target in self.hard_links.items():
            (folder / name).hardlink_to(target)
        for name in self.pipes:
            os.mkfifo(folder / name)
        for name, size in self.sparse.items():
            with (folder / name).open("wb") as file:
                file.truncate(size)


@dataclass(frozen=True)
class Submission:
    """One hostile, broken or honest submission.

    Parameters
    ----------
    name : the student's, in the course folder.
    what : what it does, in a line.
    hand_in : makes the student's folder.
    points : what each question deserves.
    words, never : what the feedback page must say, and what it must not.
    not_right : questions whose answer is not the right one, or not the student's own.
    """

    name: str
    what: str
    hand_in: Callable[[Lab], HandedIn]
    points: Mapping[str, int]
    words: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    not_right: frozenset[str] = frozenset()


def lab_as_released(released: NotebookNode) -> Lab:
    """The lab, with the answers of its source and no places."""
    cells = source_notebook(LAB).cells
    answers = {question: _unmarked(c.source) for c in cells if (question := question_of(c))}
    return Lab(released, answers)


def _unmarked(source: str) -> str:
    lines = source.splitlines()
    return "\n".join(line for line in lines if "### BEGIN" not in line and "### END" not in line)


# --- points -------------------------------------------------------------------------------------


def only(*questions: str) -> dict[str, int]:
    """Full points for these questions, none for the others."""
    return NONE | dict.fromkeys(questions, POINTS)


def but(**points: int) -> dict[str, int]:
    """Full points but for these questions."""
    return ALL | points


# --- notebooks ----------------------------------------------------------------------------------


def grade_id(cell: NotebookNode) -> str:
    """nbgrader's name of a cell; empty if it has none."""
    name: str = cell.metadata.get("nbgrader", {}).get("grade_id", "")
    return name


def position(notebook: NotebookNode, name: str) -> int:
    """Where the cell with this grade_id is."""
    return [grade_id(cell) for cell in notebook.cells].index(name)


def code_cell(source: str) -> NotebookNode:
    """A new code cell, of no name."""
    return nbformat.v4.new_code_cell(source.strip())


def answered(lab: Lab, **answers: str) -> NotebookNode:
    """The released notebook with right answers, except those given (question → source)."""
    notebook = copy.deepcopy(lab.released)
    for cell in notebook.cells:
        question = question_of(cell)
        if question is not None:
            cell.source = lab.with_places(answers.get(question, lab.answers[question])).strip()
    return notebook


def to_bytes(notebook: NotebookNode) -> bytes:
    """The notebook's file, whatever is in it (nbformat would refuse some)."""
    return json.dumps(notebook, indent=1).encode()


# --- ways to make a submission ------------------------------------------------------------------


def added(
    name: str,
    what: str,
    code: str,
    *,
    before: str = "q2",
    points: Mapping[str, int] = ALL,
    words: tuple[str, ...] = (),
    then: str = "",
    files: Mapping[str, bytes] | None = None,
    **answers: str,
) -> Submission:
    """Right answers (but `answers`), and a cell with `code` just before a question's check.

    `then` is the code of a last cell.
    """

    def edit(notebook: NotebookNode, lab: Lab) -> None:
        notebook.cells.insert(position(notebook, before), code_cell(lab.with_places(code)))
        if then:
            notebook.cells.append(code_cell(lab.with_places(then)))

    return edited(name, what, edit, points=points, words=words, files=files, **answers)


def answers_with(
    name: str,
    what: str,
    *,
    points: Mapping[str, int],
    words: tuple[str, ...] = (),
    never: tuple[str, ...] = (),
    then: str = "",
    **answers: str,
) -> Submission:
    """Right answers but for those given, and, with `then`, a last cell."""

    def edit(notebook: NotebookNode, lab: Lab) -> None:
        if then:
            notebook.cells.append(code_cell(lab.with_places(then)))

    return edited(name, what, edit, points=points, words=words, never=never, **answers)


def edited(
    name: str,
    what: str,
    edit: Callable[[NotebookNode, Lab], object],
    *,
    points: Mapping[str, int] = ALL,
    words: tuple[str, ...] = (),
    never: tuple[str, ...] = (),
    files: Mapping[str, bytes] | None = None,
    symlinks: Mapping[str, str] | None = None,
    hard_links: Mapping[str, str] | None = None,
    pipes: tuple[str, ...] = (),
    sparse: Mapping[str, int] | None = None,
    **answers: str,
) -> Submission:
    """Right answers (but `answers`) in a notebook that `edit` then changes as it likes."""

    def hand_in(lab: Lab) -> HandedIn:
        notebook = answered(lab, **answers)
        edit(notebook, lab)
        place = partial(_places_filled_in, lab)
        return HandedIn(
            to_bytes(notebook),
            files or {},
            place(symlinks),
            place(hard_links),
            pipes,
            sparse or {},
        )

    return Submission(name, what, hand_in, points, words, never, frozenset(answers))


def _places_filled_in(lab: Lab, links: Mapping[str, str] | None) -> dict[str, str]:
    return {name: lab.with_places(target) for name, target in (links or {}).items()}


def unchanged(notebook: NotebookNode, lab: Lab) -> None:
    """The edit that changes nothing."""


def rewritten(
    name: str,
    what: str,
    rewrite: Callable[[bytes], bytes | None],
    *,
    points: Mapping[str, int] = NONE,
    words: tuple[str, ...] = (),
    **more: Mapping[str, bytes],
) -> Submission:
    """Right answers, in a file whose bytes `rewrite` changes; None is no file."""

    def hand_in(lab: Lab) -> HandedIn:
        return HandedIn(rewrite(to_bytes(answered(lab))), **more)

    return Submission(name, what, hand_in, points, words)


# --- wrong answers, for those who cheat ---------------------------------------------------------

WRONG_Q1 = """
def fraction_of_heads(n_flips, random_state):
    return 0.123
"""
WRONG_Q2 = """
def sixteen_fractions(n_flips):
    return {"fractions": [0.123] * 16, "mean": 0.123, "spread": 0.0}
"""
WRONG_Q3 = """
def draw_fractions(fractions):
    fig, ax = plt.subplots()
    ax.plot([0.123] * 16)
    return fig
"""

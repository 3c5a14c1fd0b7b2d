"""Builds nbgrader's source notebooks from a lab's text (`notebook.py`) and answers (`answers.py`).

A lab's text is a jupytext percent notebook with three kinds of marked cells:

    # %% solution="q3" answer="run_seeds"           a function of answers.py; students get a stub
    # %% check="q3"                                 the question's checks; points are their sum
    # %% [markdown] response="r1b" points=3 answer="RESPONSE_1B"   read and graded by a person

What a written answer gets its points for stands in `rubrics.yaml` beside it (`autograde.rubrics`).
"""

from __future__ import annotations

import ast
import importlib
import inspect
from itertools import pairwise
from pathlib import Path
from typing import Any

import jupytext
import nbformat
from nbformat import NotebookNode

import solutions
from autograde.checks import points_of
from autograde.personal import OWN_IDS, Personal, personalize
from autograde.rubrics import RubricError, require_rubric, rubrics_of, table

BEGIN_SOLUTION, END_SOLUTION = "### BEGIN SOLUTION", "### END SOLUTION"
CHECK = """\
### BEGIN HIDDEN TESTS
raise RuntimeError("this is graded outside the notebook: see nbgrader_config.py of the course")
### END HIDDEN TESTS
check("{question}")"""
"""Students get the last line. The others give zero, not full marks, to who grades without us."""


CONFIGURATION = """\
from autograde.nbgrader_plugins import configure

c = configure(get_config(){choice})  # noqa: F821 (nbgrader gives it)

# Late work: "none" says how late it was and takes nothing away, "zero" takes all points. When a lab
# is due you say in formgrader (Manage Assignments); `autograde extend` gives one student more time.
c.LateSubmissionPlugin.penalty_method = "none"

# True: each student's runs start from sixteen seeds of their own; decide before you release a lab.
# Another text in `course`, such as the term, gives everybody other seeds than the year before.
c.Seeds.personal = False
c.Seeds.course = ""
"""
"""What a new course's nbgrader_config.py says."""


class LabError(ValueError):
    """A lab's text breaks a rule; the message says which, where, and what to do."""


def lab_names() -> list[str]:
    """The labs that can be released, in order."""
    folder = Path(str(solutions.__file__)).parent
    return sorted(path.parent.name for path in folder.glob("lab*/notebook.py"))


def lab_folder(lab: str) -> Path:
    """The folder with a lab's text; `LabError` with the known labs if there is none."""
    if lab not in lab_names():
        raise LabError(f"unknown lab {lab!r}; the labs are {', '.join(lab_names())}")
    return Path(str(solutions.__file__)).parent / lab


def source_notebook(lab: str, personal: Personal | None = None) -> NotebookNode:
    """The instructor's version of a lab, as nbgrader wants it in `source/`.

    With `personal`, its runs start from seeds of each student's own.

    Raises `LabError` for an unknown lab, an answer that does not exist, questions whose solution
    and check cells do not match the checks, or written answers whose rubric does not give their
    points; `RubricError` for rubrics that cannot be read.
    """
    text = lab_folder(lab) / "notebook.py"
    answers = importlib.import_module(f"solutions.{lab}.answers")
    points = points_of(lab)
    notebook = jupytext.read(text)
    notebook.cells = [_cell(cell, lab, answers, points) for cell in notebook.cells]
    _show_rubrics(notebook, lab)
    if personal is not None:
        personalize(notebook, lab, personal.course)
    for i, cell in enumerate(notebook.cells):
        if cell.get("id") not in OWN_IDS:
            cell["id"] = cell.metadata.get("nbgrader", {}).get("grade_id", f"cell-{i}")
    _require_each_question_once(notebook, lab, points)
    notebook.metadata.pop("jupytext", None)
    notebook.metadata["language_info"] = {"name": "python"}
    nbformat.validate(notebook)
    return notebook


def write_source(lab: str, course_folder: Path, personal: Personal | None = None) -> Path:
    """Write a lab's source notebook to `course_folder/source/LAB/LAB.ipynb`; return the path.

    Raises `LabError` if the course folder was not set up.
    """
    require_course(course_folder)
    path = course_folder / "source" / lab / f"{lab}.ipynb"
    notebook = source_notebook(lab, personal)
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, path)
    return path


def new_course(folder: Path, sandbox: str = "bubblewrap") -> Path:
    """Set up an nbgrader course folder; an existing configuration is kept.

    `sandbox="none"` makes one whose submissions are run without any isolation.
    """
    (folder / "source").mkdir(parents=True, exist_ok=True)
    config = folder / "nbgrader_config.py"
    choice = "" if sandbox == "bubblewrap" else f', sandbox="{sandbox}"'
    if not config.exists():
        config.write_text(CONFIGURATION.format(choice=choice))
    return config


def require_course(folder: Path) -> None:
    """Raise `LabError` unless `folder` is a course folder."""
    if not (folder / "nbgrader_config.py").is_file():
        raise LabError(
            f"{folder} is no course folder: it has no nbgrader_config.py; "
            f"set it up with `autograde new-course {folder}`"
        )


def question_of(cell: NotebookNode) -> str | None:
    """The question that a solution cell answers, else None."""
    name: str = cell.metadata.get("nbgrader", {}).get("grade_id", "")
    return name.removesuffix("-answer") if name.endswith("-answer") else None


def _cell(cell: NotebookNode, lab: str, answers: Any, points: dict[str, int]) -> NotebookNode:
    """A cell of the text as nbgrader's source has it."""
    marks = {key: cell.metadata.pop(key, None) for key in _MARKS}
    if marks["solution"]:
        cell.source = solution_source(answers, marks["answer"])
        cell.metadata["nbgrader"] = _marked(f"{marks['solution']}-answer", solution=True)
    elif marks["check"]:
        question = marks["check"]
        if question not in points:
            known = ", ".join(points)
            raise LabError(f"{lab}: check={question!r} has no checks; there are checks for {known}")
        cell.source = CHECK.format(question=question)
        cell.metadata["nbgrader"] = _marked(question, points=points[question], locked=True)
    elif marks["response"]:
        text = _answer(answers, marks["answer"])
        cell.source = f"{BEGIN_SOLUTION}\n{text}\n{END_SOLUTION}"
        cell.metadata["nbgrader"] = _marked(
            marks["response"], points=marks["points"], solution=True
        )
    return cell


_MARKS = ("solution", "answer", "check", "response", "points")


def _marked(
    name: str, *, points: int | None = None, solution: bool = False, locked: bool = False
) -> dict[str, Any]:
    """nbgrader's metadata (its schema 3) of a solution, check or response cell."""
    marks: dict[str, Any] = {
        "schema_version": 3,
        "grade_id": name,
        "grade": points is not None,
        "solution": solution,
        "locked": locked,
        "task": False,
    }
    return marks if points is None else marks | {"points": points}


def solution_source(answers: Any, name: str) -> str:
    """A function's source, its body (but not its docstring) between solution marks."""
    function = _answer(answers, name)
    source = inspect.getsource(function)
    definition = ast.parse(source).body[0]
    if not isinstance(definition, ast.FunctionDef) or ast.get_docstring(definition) is None:
        raise LabError(f"{answers.__name__}.{name} must be a function with a docstring")
    lines = source.rstrip().splitlines()
    head = int(definition.body[0].end_lineno or 1)
    body = "\n".join(lines[head:]).strip("\n")
    return "\n".join([*lines[:head], f"    {BEGIN_SOLUTION}", body, f"    {END_SOLUTION}"])


def _answer(answers: Any, name: str) -> Any:
    if not hasattr(answers, name):
        raise LabError(f"answers.py has no {name!r}, which the notebook's text names")
    return getattr(answers, name)


def _show_rubrics(notebook: NotebookNode, lab: str) -> None:
    """Put each written answer's rubric below the text that asks for it."""
    rubrics = rubrics_of(lab)
    asked = []
    for text, cell in pairwise(notebook.cells):
        marks = cell.metadata.get("nbgrader", {})
        if not (marks.get("solution") and marks.get("grade")):
            continue
        name = marks["grade_id"]
        try:
            require_rubric(rubrics, name, marks["points"])
        except RubricError as error:
            raise LabError(f"{lab}: {error}") from None
        if text.cell_type != "markdown" or text.metadata.get("nbgrader"):
            raise LabError(
                f"{lab}: above the written answer {name} there must be the text that asks"
            )
        text.source = f"{text.source.rstrip()}\n\n{table(rubrics[name])}"
        asked.append(name)
    unknown = sorted(set(rubrics) - set(asked))
    if unknown:
        raise LabError(f"{lab}: rubrics.yaml has {', '.join(unknown)}, which the text does not ask")


def _require_each_question_once(notebook: NotebookNode, lab: str, points: dict[str, int]) -> None:
    marked = [cell.metadata.get("nbgrader", {}) for cell in notebook.cells]
    names = [marks["grade_id"] for marks in marked if marks]
    for question in points:
        for wanted in (question, f"{question}-answer"):
            if names.count(wanted) != 1:
                kind = "solution" if wanted.endswith("-answer") else "check"
                raise LabError(
                    f"{lab}: question {question} needs one {kind} cell, "
                    f"its text has {names.count(wanted)}"
                )

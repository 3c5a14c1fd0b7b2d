"""What the grader has to say of a submission beside its points: notes, and at most one problem."""

from __future__ import annotations

import re
from collections.abc import Sequence

import nbformat
from nbformat import NotebookNode

from autograde.findings import Findings

KEY = "sixteen_seeds"
"""The notebook's metadata of ours: {"notes": [sentences], "problem": "" or a sentence}; in a graded
one also {"seed": the whole number from which its hidden inputs were drawn, "findings": what its
runs found, see `autograde.findings`}."""

CELL_ID = "notes-of-the-grader"
TITLE = "Notes of the grader"
MAX_NOTES = 50
MAX_SHOWN = 60

_ORDINARY_NAME = re.compile(r"[\w.][\w .()+/-]*")
_MARKDOWN = re.compile(r"[\\`*_\[\]<>&|~$#+!]|(?<=^\d)[.)]|:(?=/)")


def shown(text: object) -> str:
    """A student's words for a sentence or a log: ordinary names as they are, the rest as `repr`."""
    plain = text if isinstance(text, str) else repr(text)
    if len(plain) <= MAX_SHOWN and _ORDINARY_NAME.fullmatch(plain):
        return plain
    quoted = repr(plain)
    return quoted if len(quoted) <= MAX_SHOWN else f"{quoted[: MAX_SHOWN - 1]}…"


def unreadable(name: str) -> str | None:
    """What in the name of a folder nbgrader and its gradebook cannot read, if anything."""
    if "\n" in name:
        return "a line break"
    try:
        name.encode()
    except UnicodeEncodeError:  # so Python reads a byte that is no text
        return "a byte that is not UTF-8"
    return None


def limited(notes: Sequence[str]) -> list[str]:
    """The notes without repetition, and no more of them than a person reads."""
    once = list(dict.fromkeys(notes))
    if len(once) <= MAX_NOTES:
        return once
    return [*once[:MAX_NOTES], f"{len(once) - MAX_NOTES} more notes are left out."]


def notes_of(notebook: NotebookNode) -> tuple[list[str], str]:
    """The notes and the problem ("" if none) that we left in a notebook's metadata."""
    own = notebook.metadata.get(KEY, {})
    return list(own.get("notes", [])), str(own.get("problem", ""))


def set_notes(notebook: NotebookNode, notes: Sequence[str], problem: str) -> None:
    """Leave the notes and the problem ("" if none) in a notebook's metadata."""
    notebook.metadata[KEY] = {"notes": limited(notes), "problem": problem}


def set_seed(notebook: NotebookNode, seed: int) -> None:
    """Leave in a notebook's metadata from which seed its hidden inputs were drawn."""
    notebook.metadata.setdefault(KEY, {})["seed"] = seed


def findings_of(notebook: NotebookNode) -> Findings:
    """What a graded notebook's runs found, as the grader noted it."""
    found: Findings = notebook.metadata.get(KEY, {}).get("findings", {})
    return found


def set_findings(notebook: NotebookNode, found: Findings) -> None:
    """Leave in a notebook's metadata what its runs found."""
    notebook.metadata.setdefault(KEY, {})["findings"] = found


def notes_cell(notes: Sequence[str], problem: str) -> NotebookNode:
    """A markdown cell that lists the problem and the notes as plain text."""
    sentences = [problem] * bool(problem) + list(notes)
    lines = [f"**{TITLE}**", "", *(f"- {_as_markdown(sentence)}" for sentence in sentences)]
    return nbformat.v4.new_markdown_cell("\n".join(lines), id=CELL_ID)


def add_note(notebook: NotebookNode, note: str) -> None:
    """Add a note to a notebook's metadata and to its first cell."""
    notes, problem = notes_of(notebook)
    set_notes(notebook, [*notes, note], problem)
    cell = notes_cell(*notes_of(notebook))
    others = [other for other in notebook.cells if other.get("id") != cell["id"]]
    notebook.cells = [cell, *others]


def _as_markdown(text: str) -> str:
    """Markdown that shows `text` as it is. A backslash is an entity: two might mean maths."""
    return _MARKDOWN.sub(lambda mark: "&#92;" if mark[0] == "\\" else f"\\{mark[0]}", text)

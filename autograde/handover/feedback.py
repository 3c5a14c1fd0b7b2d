"""Feedback pages of a class in one zip, under the names that a platform's bulk upload reads.

Where each layout is documented stands in `tests/autograde/samples/README.md`.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from autograde.handover.errors import HandoverError
from autograde.handover.layouts import Format
from autograde.handover.roster import Roster

_ODD = re.compile(r"[^\w .,()'@+-]")


def pages_of(course: Path, lab: str, students: Sequence[str]) -> dict[str, Path]:
    """Student → feedback page, of those for whom `nbgrader generate_feedback` made one."""
    pages = {name: course / "feedback" / name / lab / f"{lab}.html" for name in students}
    return {name: page for name, page in pages.items() if page.is_file()}


def names_in_zip(
    layout: Format,
    lab: str,
    students: Sequence[str],
    roster: Roster | None = None,
    rows: dict[str, int] | None = None,
    submissions: Path | None = None,
) -> dict[str, str]:
    """Student → the path of their page in the zip.

    Parameters
    ----------
    roster, rows : the platform's class list, and each student's row in it; Moodle's folders carry
        its participant number, Canvas's file names its user id.
    submissions : the zip of what was handed in, as Canvas's *Download Submissions* gave it.

    Raises
    ------
    HandoverError
        If the platform needs one of these and it is missing, or a student is not in it.
    """
    if layout in ("gradescope", "csv"):
        return _folders(lab, students)
    if roster is None or rows is None:
        need = "the participant numbers of Moodle" if layout == "moodle" else "Canvas's user ids"
        raise HandoverError(f"the names in a zip of feedback hold {need}; give --roster FILE.csv")
    if layout == "moodle":
        return {name: _moodle_name(lab, roster, rows[name]) for name in students}
    if submissions is None:
        raise HandoverError(
            "Canvas takes feedback under the names of the files that were handed in; give "
            "--submissions FILE.zip, which Download Submissions gave you"
        )
    return _canvas_names(lab, students, roster, rows, submissions)


def write_zip(path: Path, pages: dict[str, Path], names: dict[str, str]) -> None:
    """Write the pages of all students who have one and a name."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, strict_timestamps=False) as archive:
        for student in sorted(set(pages) & set(names)):
            archive.write(pages[student], names[student])


def plain_name(text: str) -> str:
    """A name for a file or folder on any system: no separators, no controls, no dots in front."""
    return _ODD.sub("-", text).strip(" .")[:100] or "-"


def _folders(lab: str, students: Sequence[str]) -> dict[str, str]:
    names: dict[str, str] = {}
    taken: set[str] = set()
    for student in students:
        folder = plain_name(student)
        while folder.casefold() in taken:
            folder += "-"
        taken.add(folder.casefold())
        names[student] = f"{folder}/{lab}.html"
    return names


def _moodle_name(lab: str, roster: Roster, row: int) -> str:
    """`Full name_12345_assignsubmission_file_/LAB.html`; Moodle reads the number."""
    first = roster.cell(row, 0)
    number = re.search(r"(\d+)$", first)
    if number is None:
        raise HandoverError(
            f"{roster.path} is no grading worksheet: its first column must hold participant "
            f"numbers such as 'Participant 12345', and line {row + 2} holds {first!r}"
        )
    name = plain_name(roster.cell(row, roster.column("Full name")).replace("_", " "))
    return f"{name}_{number[1]}_assignsubmission_file_/{lab}.html"


def _canvas_names(
    lab: str, students: Sequence[str], roster: Roster, rows: dict[str, int], submissions: Path
) -> dict[str, str]:
    """`lovelaceada_7_42_lab0.ipynb`: Canvas reads the ids of the student and of the file."""
    column = roster.column("ID")
    if column is None:
        raise HandoverError(f"{roster.path} has no column 'ID'; export it from Canvas's Gradebook")
    by_id: dict[str, list[str]] = {}
    for name in _file_names(submissions):
        ids = [part for part in name.split("_") if part.isdecimal()]
        if len(ids) >= 2:
            by_id.setdefault(ids[0], []).append(name)
    names, missing = {}, []
    for student in students:
        files = by_id.get(roster.cell(rows[student], column), [])
        if files:
            names[student] = max(files, key=lambda name: (name.endswith(f"{lab}.ipynb"), name))
        else:
            missing.append(student)
    if missing:
        raise HandoverError(
            f"{submissions} has no file of {', '.join(map(repr, missing))}: Canvas gives feedback "
            "only to what was handed in there; download the submissions again, or leave somebody "
            "out with --leave-out NAME"
        )
    return names


def _file_names(submissions: Path) -> list[str]:
    try:
        with zipfile.ZipFile(submissions) as archive:
            return [PurePosixPath(name).name for name in archive.namelist()]
    except (OSError, zipfile.BadZipFile) as error:
        raise HandoverError(f"{submissions} cannot be read as a zip: {error}") from None

"""The columns of each platform's grade file, for a class whose list we do not have.

Where they are documented stands in `tests/autograde/samples/README.md`, with a sample of each.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Literal

from autograde.handover.grades import Grade, Grades

Format = Literal["canvas", "moodle", "gradescope", "csv"]

FORMULA_STARTS = "=+-@＝＋－＠\t\r\n"
"""What makes a spreadsheet run a cell's text, or hides what does."""


def table(layout: Format, grades: Grades, ready: Sequence[Grade]) -> list[list[str]]:
    """Rows of text, headings first, for the students whose grades are ready to be handed over.

    "csv" has a row for everybody else too, which says why there is no score.
    """
    return _LAYOUTS[layout](grades, ready)


def csv_text(rows: Sequence[Sequence[str]], delimiter: str = ",", line_end: str = "\n") -> str:
    """What a CSV file of these rows holds."""
    lines = []
    for row in rows:
        line = io.StringIO()
        # Python's writer leaves a "\r" in a cell without quotes unless its line end has one
        csv.writer(line, delimiter=delimiter, lineterminator="\r\n").writerow(row)
        lines.append(line.getvalue().removesuffix("\r\n") + line_end)
    return "".join(lines)


def number(value: float) -> str:
    """At most two digits after the point."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def safe_text(text: str) -> str:
    """Text that a spreadsheet shows and does not run: an apostrophe goes before a formula."""
    return f"'{text}" if text.lstrip(" ").startswith(tuple(FORMULA_STARTS)) else text


def sortable_name(grade: Grade) -> str:
    """Last name, first name; the id if there are none."""
    return ", ".join(filter(None, (grade.last_name, grade.first_name))) or grade.student


def _canvas(grades: Grades, ready: Sequence[Grade]) -> list[list[str]]:
    header = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", grades.lab]
    possible = ["    Points Possible", "", "", "", "", number(grades.max_score)]
    rows = [
        [safe_text(sortable_name(one)), "", "", safe_text(one.student), "", _score(one)]
        for one in ready
    ]
    return [header, possible, *rows]


def _moodle(grades: Grades, ready: Sequence[Grade]) -> list[list[str]]:
    people = ["First name", "Last name", "ID number", "Institution", "Department", "Email address"]
    rows = [
        [
            *map(safe_text, (one.first_name, one.last_name, one.student, "", "", one.email)),
            _score(one),
        ]
        for one in ready
    ]
    return [[*people, f"Assignment: {grades.lab} (Real)"], *rows]


def _gradescope(grades: Grades, ready: Sequence[Grade]) -> list[list[str]]:
    header = ["First Name", "Last Name", "SID", "Email", "Total Score", "Max Points", "Status"]
    rows = [
        [
            *map(safe_text, (one.first_name, one.last_name, one.student, one.email)),
            _score(one),
            number(grades.max_score),
            "Graded",
        ]
        for one in ready
    ]
    return [header, *rows]


def _plain(grades: Grades, ready: Sequence[Grade]) -> list[list[str]]:
    people = ["student_id", "last_name", "first_name", "email"]
    header = [*people, "points", "late_penalty", "score", "max_score", "state"]
    rows = []
    for one in grades.students:
        given = [number(one.points or 0.0), number(one.penalty), _score(one)]
        rows.append(
            [
                *map(safe_text, (one.student, one.last_name, one.first_name, one.email)),
                *(given if one in ready else [""] * 3),
                number(grades.max_score),
                one.state,
            ]
        )
    return [header, *rows]


def _score(grade: Grade) -> str:
    return "" if grade.score is None else number(grade.score)


_LAYOUTS = {"canvas": _canvas, "moodle": _moodle, "gradescope": _gradescope, "csv": _plain}

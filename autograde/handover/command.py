"""`autograde export LAB`: reads, matches, writes, and says who was left out and why."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from autograde.handover.errors import HandoverError
from autograde.handover.feedback import names_in_zip, pages_of, write_zip
from autograde.handover.grades import Grade, Grades, read_grades
from autograde.handover.layouts import Format, csv_text, number, table
from autograde.handover.roster import Roster, fill_in, grade_column, match, read_roster
from autograde.notes import shown


@dataclass(frozen=True)
class Request:
    """What is to be handed over, and how; the fields are the command's options."""

    lab: str
    layout: Format
    course: Path = Path()
    out: Path | None = None
    roster: Path | None = None
    match: str | None = None
    column: str | None = None
    scale: bool = False
    allow_incomplete: bool = False
    leave_out: tuple[str, ...] = ()
    feedback: Path | None = None
    submissions: Path | None = None


@dataclass
class Outcome:
    """What an export has written, in sentences, and who handed in but is not in it."""

    wrote: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


def export(request: Request) -> Outcome:
    """Write the grades of a lab, and a zip of feedback if asked for; all of it or nothing.

    Raises `HandoverError` or another ValueError for what cannot be done as asked.
    """
    grades = read_grades(request.course, request.lab)
    ready = _ready(grades, request)
    roster = read_roster(request.roster) if request.roster else None
    rows = match(roster, ready, request.match) if roster else {}
    outcome = Outcome(left_out=_left_out(grades, ready, request))
    text = _text(request, grades, ready, roster, rows)
    out = request.out or request.course / "exports" / f"{request.lab}-{request.layout}.csv"
    _keep_apart(out, request)
    files: list[tuple[Path, Callable[[Path], object]]] = [
        (out, lambda part: part.write_bytes(text.encode(errors="backslashreplace")))
    ]
    outcome.wrote.append(f"{out}: {len(ready)} grades of {number(grades.max_score)} points")
    if request.feedback is not None:
        students = [one.student for one in ready]
        pages = pages_of(request.course, request.lab, students)
        names = names_in_zip(
            request.layout, request.lab, [*pages], roster, rows, request.submissions
        )
        files.append((request.feedback, lambda part: write_zip(part, pages, names)))
        outcome.wrote.append(f"{request.feedback}: {len(pages)} feedback pages")
        if missing := [shown(name) for name in students if name not in pages]:
            outcome.left_out.append(
                f"no feedback page: {', '.join(missing)}; run nbgrader generate_feedback "
                f"{request.lab}"
            )
    if request.layout == "moodle" and roster:
        outcome.left_out.extend(_locked(roster, rows))
    _write_all(files)
    return outcome


def _ready(grades: Grades, request: Request) -> list[Grade]:
    """Those whose grade is to be handed over."""
    known = {one.student for one in grades.students}
    if unknown := [name for name in request.leave_out if name not in known]:
        raise HandoverError(f"--leave-out {unknown[0]!r}: nobody has that id in the gradebook")
    return [
        one
        for one in grades.students
        if one.score is not None
        and one.student not in request.leave_out
        and (request.allow_incomplete or not one.waiting)
    ]


def _left_out(grades: Grades, ready: Sequence[Grade], request: Request) -> list[str]:
    rest = [
        one
        for one in grades.students
        if one.handed_in and one not in ready and one.student not in request.leave_out
    ]
    waiting = [f"{shown(one.student)} ({' '.join(one.waiting)})" for one in rest if one.waiting]
    ungraded = [shown(one.student) for one in rest if not one.waiting]
    sentences = []
    if waiting:
        sentences.append(
            f"written answers wait for a person, so there is no grade yet: {', '.join(waiting)}; "
            "give points in nbgrader formgrader, or hand over what there is with --allow-incomplete"
        )
    if ungraded:
        sentences.append(
            f"handed in, but not graded: {', '.join(ungraded)}; run autograde grade {grades.lab}"
        )
    return sentences


def _text(
    request: Request,
    grades: Grades,
    ready: Sequence[Grade],
    roster: Roster | None,
    rows: dict[str, int],
) -> str:
    """What the grade file holds."""
    if roster is None:
        return csv_text(table(request.layout, grades, ready))
    column = grade_column(roster, request.layout, request.lab, request.column)
    points = [(rows[one.student], one.score) for one in ready if one.score is not None]
    fill_in(roster, request.layout, column, points, grades.max_score, request.scale)
    return roster.to_text()


def _locked(roster: Roster, rows: dict[str, int]) -> list[str]:
    column = roster.column("Grade can be changed")
    names = [name for name, row in rows.items() if roster.cell(row, column) == "No"]
    if not names:
        return []
    return [f"Moodle will not change the grade of {', '.join(map(shown, names))}: unlock it there"]


def _keep_apart(out: Path, request: Request) -> None:
    """Nothing that was given may be written over."""
    written = [path.resolve() for path in (out, request.feedback) if path]
    given = [path.resolve() for path in (request.roster, request.submissions) if path]
    for path in written:
        if path in given or written.count(path) > 1:
            raise HandoverError(f"{path} would be written over; name another file")


def _write_all(files: Sequence[tuple[Path, Callable[[Path], object]]]) -> None:
    """Write each file beside its place first, so that a full disk leaves what was there."""
    parts = []
    try:
        for path, write in files:
            path.parent.mkdir(parents=True, exist_ok=True)
            parts.append(path.with_name(f"{path.name}.part"))
            write(parts[-1])
    except OSError as error:
        for part in parts:
            part.unlink(missing_ok=True)
        raise HandoverError(f"nothing was written: {error}") from None
    for part, (path, _) in zip(parts, files, strict=True):
        os.replace(part, path)

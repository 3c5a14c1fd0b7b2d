"""A class list that a platform exported: read, matched with nbgrader's ids, one column filled."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograde.handover.errors import HandoverError
from autograde.handover.grades import Grade
from autograde.handover.layouts import Format, csv_text, number

BOM = "\ufeff"
IDS = (
    "SIS Login ID", "SIS User ID", "ID", "Integration ID", "Identifier", "ID number", "Username",
    "SID", "student_id",
)  # fmt: skip
EMAILS = ("Email address", "Email")
NAMES = ("Student", "Full name", "Name")
FIRST_AND_LAST = tuple((f"First{gap}Name", f"Last{gap}Name") for gap in ("", " ", "_"))

GRADE_COLUMN = {"gradescope": "Total Score", "csv": "score"}
MAX_COLUMN = {"moodle": "Maximum Grade", "gradescope": "Max Points", "csv": "max_score"}


@dataclass
class Roster:
    """A table as it lies in a file; cells that nobody fills in are written as they were read."""

    path: Path
    header: list[str]
    rows: list[list[str]]
    delimiter: str
    line_end: str
    has_bom: bool

    def column(self, name: str) -> int | None:
        """A column's position; upper and lower case are the same."""
        wanted = name.strip().casefold()
        found = [i for i, head in enumerate(self.header) if head.strip().casefold() == wanted]
        if len(found) > 1:
            raise HandoverError(f"{self.path} has {len(found)} columns {name!r}; name another one")
        return found[0] if found else None

    def cell(self, row: int, column: int | None) -> str:
        """A cell's text without spaces around it; "" beyond the row's end, or for no column."""
        cells = self.rows[row]
        return cells[column].strip() if column is not None and column < len(cells) else ""

    def to_text(self) -> str:
        """What its file holds."""
        text = csv_text([self.header, *self.rows], self.delimiter, self.line_end)
        return BOM * self.has_bom + text


def read_roster(path: Path) -> Roster:
    """Read a CSV file whose columns are separated by commas, semicolons or tabs.

    Raises `HandoverError` if it is none.
    """
    try:
        text = path.read_bytes().decode("utf-8")
    except OSError as error:
        raise HandoverError(f"{path} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise HandoverError(f"{path} is not UTF-8 text; export it again as CSV (UTF-8)") from None
    return parse_roster(path, text)


def parse_roster(path: Path, text: str) -> Roster:
    """The class list in a file's text; `path` is for messages, errors as those of `read_roster`."""
    has_bom = text.startswith(BOM)
    text = text.removeprefix(BOM)
    first_line = text.partition("\n")[0]
    delimiter = max(",;\t", key=first_line.count)
    try:
        table = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise HandoverError(f"{path} is not a CSV file: {error}") from None
    if len(table) < 2 or len(table[0]) < 2:
        raise HandoverError(
            f"{path} holds no class list: it needs a line of headings and a line for each student"
        )
    line_end = "\r\n" if "\r\n" in text else "\n"
    return Roster(path, table[0], table[1:], delimiter, line_end, has_bom)


def match(roster: Roster, students: Sequence[Grade], by: str | None = None) -> dict[str, int]:
    """Student's id → the row of the class list.

    nbgrader's id must stand in one of the platform's columns of ids, be an email address or what is
    before its @, or a name; if not, the gradebook's email address and name are tried. With `by`,
    ids are looked for in that column only.

    Raises `HandoverError` that lists everybody without exactly one row.
    """
    index = _index(roster, by)
    rows: dict[str, int] = {}
    problems: list[str] = []
    for one in students:
        found = next((index[key] for key in _keys(one, by) if key in index), set())
        if len(found) == 1:
            (rows[one.student],) = found
        else:
            lines = ", ".join(str(row + 2) for row in sorted(found))
            problems.append(f"{one.student!r} fits lines {lines}" if found else f"{one.student!r}")
    shared = [name for name in rows if list(rows.values()).count(rows[name]) > 1]
    if problems or shared:
        twice = f"; {', '.join(map(repr, shared))} fit the same line" if shared else ""
        raise HandoverError(
            f"not exactly one line of {roster.path} for {len(problems) + len(shared)} of "
            f"{len(students)} students: {', '.join(problems)}{twice}. Nothing was written. Correct "
            "the list, name the column of nbgrader's ids with --match COLUMN, or leave somebody "
            "out with --leave-out NAME"
        )
    return rows


def grade_column(roster: Roster, layout: Format, lab: str, name: str | None = None) -> int:
    """The position of the column to fill in: `name`, else the one for the lab.

    Raises `HandoverError` if there is none, or more than one.
    """
    if name is not None:
        column = roster.column(name)
        if column is None:
            raise HandoverError(_no_column(roster, f"no column {name!r}"))
        return column
    if layout == "moodle" and roster.column("Identifier") is not None:
        usual: str | None = "Grade"
    else:
        usual = GRADE_COLUMN.get(layout)
    column = roster.column(usual) if usual else None
    if column is not None:
        return column
    fitting = [i for i, head in enumerate(roster.header) if _bare_title(head) == lab.casefold()]
    if len(fitting) != 1:
        raise HandoverError(_no_column(roster, f"{len(fitting)} columns for {lab}"))
    return fitting[0]


def fill_in(
    roster: Roster,
    layout: Format,
    column: int,
    grades: Sequence[tuple[int, float]],
    max_score: float,
    scale: bool = False,
) -> None:
    """Write grades (row, points) into one column of a class list; nothing else is changed.

    Raises `HandoverError` if the platform has another maximum and `scale` is False, or does not let
    the column be written.
    """
    maxima = {row: _maximum(roster, layout, column, row) for row, _ in grades}
    other = sorted({value for value in maxima.values() if value not in (None, max_score)}, key=str)
    if other and not scale:
        raise HandoverError(
            f"the lab has {number(max_score)} points and {roster.path} has "
            f"{' and '.join(number(value) for value in other if value is not None)}; set the same "
            "maximum there, or convert with --scale"
        )
    for row, points in grades:
        maximum = maxima[row]
        cells = roster.rows[row]
        cells.extend([""] * (column + 1 - len(cells)))
        cells[column] = number(points if maximum is None else points * maximum / max_score)


def _maximum(roster: Roster, layout: Format, column: int, row: int) -> float | None:
    """The most points that the platform allows in a row's cell, if the list says so."""
    if layout == "canvas":
        texts = [
            roster.cell(i, column)
            for i in range(len(roster.rows))
            if "Points Possible" in roster.cell(i, 0)
        ]
        text = texts[0] if texts else ""
        if "read" in text:
            raise HandoverError(f"Canvas does not read the column {roster.header[column]!r}")
    else:
        text = roster.cell(row, roster.column(MAX_COLUMN[layout]))
    try:
        return float(text.replace(",", ".")) if text else None
    except ValueError:
        raise HandoverError(f"{roster.path}: {text!r} is no number of points") from None


def _bare_title(head: str) -> str:
    """`Assignment: lab0_seeds (Real)` and `lab0_seeds (4757)` without what the platforms add."""
    title = re.sub(r"\s*\((Real|\d+)\)$", "", head.strip(), flags=re.IGNORECASE)
    return title.removeprefix("Assignment:").strip().casefold()


def _no_column(roster: Roster, what: str) -> str:
    heads = ", ".join(map(repr, roster.header))
    return f"{roster.path} has {what}; name the one to fill in with --column. It has {heads}"


def _index(roster: Roster, by: str | None) -> dict[tuple[str, str], set[int]]:
    """(Kind of key, key) → the rows that have it."""
    index: dict[tuple[str, str], set[int]] = {}
    if by is not None and roster.column(by) is None:
        raise HandoverError(_no_column(roster, f"no column {by!r}"))
    for row in range(len(roster.rows)):
        for kind, key in _row_keys(roster, row, by):
            index.setdefault((kind, key.casefold()), set()).add(row)
    return index


def _row_keys(roster: Roster, row: int, by: str | None) -> Iterator[tuple[str, str]]:
    def texts(names: Sequence[str]) -> Iterator[str]:
        return filter(None, (roster.cell(row, roster.column(name)) for name in names))

    for text in texts(IDS if by is None else [by]):
        yield "id", text
        if number_ := re.fullmatch(r"Participant (\d+)", text):
            yield "id", number_[1]
    if by is not None:
        return
    for text in texts(EMAILS):
        yield "email", text
        yield "before @", text.partition("@")[0]
    for text in texts(NAMES):
        yield "name", text
    for pair in FIRST_AND_LAST:
        both = list(texts(pair))
        if len(both) == 2:
            yield "name", " ".join(both)


def _keys(one: Grade, by: str | None) -> Iterator[tuple[str, str]]:
    """Where a student may be found, the surest first."""
    key = one.student.casefold()
    yield "id", key
    if by is not None:
        return
    yield "email", key
    yield "before @", key
    yield "name", key
    if one.email:
        yield "email", one.email.casefold()
    if one.first_name and one.last_name:
        yield "name", f"{one.first_name} {one.last_name}".casefold()
        yield "name", f"{one.last_name}, {one.first_name}".casefold()

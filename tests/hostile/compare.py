"""Compare stock nbgrader and ours on the hostile set: `python -m tests.hostile.compare`.

Stock nbgrader grades each submission in a throw-away machine (`stock_grader.py`), with the hidden
tests as asserts in its check cells, as instructors write them. Ours grades them class by class.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import track
from rich.table import Table

from tests.hostile import CLASSES
from tests.hostile.base import ALL, POINTS, Submission
from tests.hostile.batch import CLASSMATES, grade_batch
from tests.hostile.stock_grader import Machine

COUNTS = {
    "undeserved": "undeserved points",
    "told": "hidden tests told by the submission",
    "on_page": "hidden tests on the feedback page",
    "harm": "lasting harm outside the submission",
    "lost": "deserved points lost",
    "ended": "grading of others ended",
}


@dataclass(frozen=True)
class Row:
    """What one grader did with one submission; the words are empty where all is well."""

    kind: str
    name: str
    undeserved: str = ""
    told: str = ""
    on_page: str = ""
    harm: str = ""
    lost: str = ""
    ended: str = ""


def unfair(submission: Submission, points: dict[str, float] | None) -> tuple[str, str]:
    """Points for answers that are not right; points that were due in full and not given.

    (Asserts give no part of a question's points, so a part is no loss; nor do they forgive q2
    the mistakes of q1, whose function it calls.)
    """
    given = points or dict.fromkeys(ALL, 0.0)
    due = submission.points or dict.fromkeys(ALL, 0)
    gained = [q for q in ALL if q in submission.not_right and given[q] > due[q]]
    more = [f"{q}: {given[q]:g} for {due[q]}" for q in gained]
    judged = [q for q in ALL if q != "q2" or due["q1"] == POINTS]
    less = [f"{q}: {given[q]:g} for {due[q]}" for q in judged if due[q] == POINTS > given[q]]
    return ", ".join(more), ", ".join(less)


def stock_rows(kinds: list[str]) -> Iterator[Row]:
    """Stock nbgrader's, one by one."""
    with tempfile.TemporaryDirectory(prefix="hostile-stock-") as folder:
        machine = Machine(Path(folder))
        for kind in kinds:
            for submission in CLASSES[kind]:
                outcome = machine.grade(submission)
                undeserved, lost = unfair(submission, outcome.points)
                told, page = ", ".join(outcome.told[:3]), ", ".join(outcome.on_page[:3])
                harm = ", ".join(outcome.harm[:3])
                ended = "the next student has no grade" if outcome.ended else ""
                yield Row(kind, submission.name, undeserved, told, page, harm, lost, ended)


def our_rows(kinds: list[str]) -> Iterator[Row]:
    """Ours, class by class: harm is counted with the first submission of a class."""
    for kind in kinds:
        with tempfile.TemporaryDirectory(prefix="hostile-ours-") as folder:
            batch = grade_batch(CLASSES[kind], Path(folder))
        harm = ", ".join(batch.harm)
        others = [batch.students[name].points for name in CLASSMATES]
        ended = "" if others == [ALL, ALL] else "a classmate has no grade"
        for submission in CLASSES[kind]:
            graded = batch.students[submission.name]
            undeserved, lost = unfair(submission, graded.points)
            leaks = ", ".join(graded.leaks[:3])
            yield Row(kind, submission.name, undeserved, leaks, leaks, harm, lost, ended)
            harm = ended = ""


GRADERS = {"stock": stock_rows, "ours": our_rows}


def table(rows: dict[str, list[Row]]) -> Table:
    """Counts by grader."""
    shown = Table("of submissions", *rows, title=f"{max(map(len, rows.values()))} submissions")
    for name, words in COUNTS.items():
        counts = [sum(bool(getattr(row, name)) for row in side) for side in rows.values()]
        shown.add_row(words, *map(str, counts))
    return shown


def main(
    only: Annotated[list[str] | None, typer.Option(help="Classes; all if left out.")] = None,
    grader: Annotated[list[str] | None, typer.Option(help="stock, ours; both if left out.")] = None,
    output: Annotated[Path | None, typer.Option(help="Write every row here, as JSON.")] = None,
) -> None:
    """Grade the hostile set with stock nbgrader and with ours, and count."""
    kinds = only or list(CLASSES)
    total = sum(len(CLASSES[kind]) for kind in kinds)
    rows = {
        name: list(track(GRADERS[name](kinds), description=name, total=total))
        for name in grader or GRADERS
    }
    if output is not None:
        found = {name: [asdict(row) for row in side] for name, side in rows.items()}
        output.write_text(json.dumps(found, indent=1))
    Console().print(table(rows))


if __name__ == "__main__":
    typer.run(main)

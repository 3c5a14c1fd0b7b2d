"""`autograde regrade` and `autograde extend`: what comes after grades and due dates were given."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import BrokenExecutor
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer
from nbgrader.api import Gradebook, MissingEntry

from autograde.engine.command import grade_class
from autograde.engine.configuration import configured_course
from autograde.engine.errors import EngineError
from autograde.engine.events import printable
from autograde.engine.grade import plan_regrade
from autograde.engine.plan import Plan
from autograde.report import stop
from autograde.sandbox import SandboxError

Lab = Annotated[str, typer.Argument(help="The lab's name, such as lab1_xor.")]
Course = Annotated[Path, typer.Option(help="The course folder.")]
Students = Annotated[
    list[str] | None, typer.Option("--student", help="Only this one's. Repeat for several.")
]


def regrade_command(
    lab: Lab,
    course: Course = Path(),
    changed: Annotated[
        bool, typer.Option("--changed", help="Only what changed checks can affect.")
    ] = False,
    student: Students = None,
    reason: Annotated[
        str, typer.Option(help="Why, for the log, such as 'appeal: …'; needed without --changed.")
    ] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="With --changed: say what would be run, and stop.")
    ] = False,
    workers: Annotated[
        int | None, typer.Option(min=1, help="Submissions at a time; one a core if left out.")
    ] = None,
) -> None:
    """Grade again, keep the old grades in regrades.jsonl, and list who gained and who lost.

    After a lab's checks were mended: --changed runs the questions whose checks are others now, with
    the hidden inputs that everybody had. After an appeal: --student NAME --reason "appeal: …".
    What a person gave by hand stays.
    """
    try:
        _require_sense(changed, student, reason, dry_run)
        if dry_run:
            for line in plan_lines(lab, plan_regrade(course, lab, student or ())):
                typer.echo(line)
            return
        summary = grade_class(
            lab,
            course,
            n_workers=workers,
            students=student or (),
            reason=reason,
            only_changed=changed,
        )
    except (ValueError, EngineError, SandboxError, BrokenExecutor) as error:
        stop(error)
    raise typer.Exit(1 if summary.failed else 0)


def _require_sense(
    changed: bool, students: Sequence[str] | None, reason: str, dry_run: bool
) -> None:
    if not changed and dry_run:
        raise ValueError("--dry-run goes with --changed: without it, all that you name is run")
    if not changed and not (students and reason.strip()):
        raise ValueError(
            "say what to grade again: --changed for what the checks' changes can affect, or "
            "--student NAME and --reason 'appeal: …' for somebody's whole submission"
        )


def plan_lines(lab: str, plans: dict[str, Plan]) -> list[str]:
    """What a run with `--changed` would do, a line a student."""
    if not plans:
        return [f"{lab}: no finished grade is affected, so nothing would be run"]
    lines = []
    for student, plan in plans.items():
        what = "everything" if plan.questions is None else ", ".join(plan.questions)
        lines.append(f"{printable(student)}: {what} ({plan.why})")
    return [*lines, f"{lab}: {len(plans)} submissions would be run again"]


def extend_command(
    lab: Lab,
    student: Annotated[str, typer.Option(help="Who gets more time.")],
    course: Course = Path(),
    days: Annotated[float, typer.Option(min=0, help="Days after the due date.")] = 0,
    hours: Annotated[float, typer.Option(min=0, help="Hours besides.")] = 0,
) -> None:
    """Give a student more time for a lab; 0 days and 0 hours take it back.

    It takes the place of an extension given before. If the submission is graded already, the next
    `autograde grade` works out anew what it costs to be late.
    """
    try:
        coursedir = configured_course(course)
        with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
            due = gradebook.find_assignment(lab).duedate
            if due is None:
                raise ValueError(
                    f"{lab} has no due date to extend; set one in formgrader, Manage Assignments"
                )
            gradebook.update_or_create_student(student)
            with gradebook.db.no_autoflush:  # or SQLAlchemy warns of a row that is half made
                gradebook.update_or_create_submission(lab, student)
            gradebook.grant_extension(lab, student, days=days, hours=hours)
    except MissingEntry:
        stop(ValueError(f"the gradebook has no lab {lab!r}; release it first"))
    except (ValueError, EngineError) as error:
        stop(error)
    until = due + timedelta(days=days, hours=hours)
    typer.echo(f"{lab} is due for {printable(student)} on {until:%Y-%m-%d %H:%M} UTC")

"""The options of `autograde export`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from autograde.handover.command import Request, export
from autograde.handover.layouts import Format


def export_command(
    lab: Annotated[str, typer.Argument(help="The lab's name, such as lab1_xor.")],
    layout: Annotated[Format, typer.Option("--format", help="Whose columns the file has.")],
    course: Annotated[Path, typer.Option(help="The course folder.")] = Path(),
    out: Annotated[
        Path | None,
        typer.Option(help="The file; exports/LAB-FORMAT.csv if left out."),
    ] = None,
    roster: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.csv",
            help="The class list or grade sheet that the platform exported: it is copied, with one "
            "column filled in.",
        ),
    ] = None,
    match: Annotated[
        str | None, typer.Option(metavar="COLUMN", help="Its column that holds nbgrader's ids.")
    ] = None,
    column: Annotated[
        str | None, typer.Option(metavar="COLUMN", help="Its column to fill in.")
    ] = None,
    scale: Annotated[
        bool, typer.Option("--scale", help="Convert points where its maximum is another one.")
    ] = False,
    allow_incomplete: Annotated[
        bool,
        typer.Option("--allow-incomplete", help="Also those whose written answers still wait."),
    ] = False,
    leave_out: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Not this student. Repeat for several.")
    ] = None,
    feedback: Annotated[
        Path | None,
        typer.Option(metavar="OUT.zip", help="Also write feedback pages for the bulk upload."),
    ] = None,
    submissions: Annotated[
        Path | None,
        typer.Option(metavar="FILE.zip", help="For Canvas's feedback: what was downloaded there."),
    ] = None,
) -> None:
    """Hand grades and feedback over to Canvas, Moodle, Gradescope, or as plain CSV.

    Late penalties are taken off, points by a person are in. Exits with 0 if everybody who handed in
    is in the file, 1 if somebody was left out, 2 if nothing was written.
    """
    request = Request(
        lab, layout, course, out, roster, match, column, scale, allow_incomplete,
        tuple(leave_out or ()), feedback, submissions,
    )  # fmt: skip
    try:
        outcome = export(request)
    except (ValueError, OSError) as error:
        typer.secho(f"autograde: {error}", err=True, fg="red")
        raise typer.Exit(2) from None
    for sentence in outcome.wrote:
        typer.echo(f"wrote {sentence}")
    for sentence in outcome.left_out:
        typer.secho(f"autograde: {sentence}", err=True, fg="yellow")
    raise typer.Exit(1 if outcome.left_out else 0)

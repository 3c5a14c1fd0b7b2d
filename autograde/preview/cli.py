"""The options of `autograde preview`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from autograde.preview.page import page
from autograde.preview.views import both_views
from autograde.stock import NbgraderError


def preview_command(
    lab: Annotated[str, typer.Argument(help="The lab's name, such as lab1_xor.")],
    course: Annotated[Path, typer.Option(help="The course folder.")] = Path(),
    out: Annotated[
        Path | None,
        typer.Option(help="The page's file; reports/LAB-preview.html of the course if left out."),
    ] = None,
) -> None:
    """Show on one page what students would get of a lab, and beside it answers, checks and points.

    Nothing is released, and nothing of the lab is run. The page has all answers: it is yours alone.
    """
    try:
        views = both_views(course, lab)
        path = out or course / "reports" / f"{lab}-preview.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page(views), encoding="utf-8")
    except (ValueError, OSError, NbgraderError) as error:
        typer.secho(f"autograde: {error}", err=True, fg="red")
        raise typer.Exit(2) from None
    typer.echo(f"wrote {path}: {len(views.views)} cells, {len(views.graded)} of them give points")

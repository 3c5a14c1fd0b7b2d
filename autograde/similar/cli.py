"""The options of `autograde similar`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from autograde.similar.own_code import read_class


def similar_command(
    lab: Annotated[str, typer.Argument(help="The lab's name, such as lab1_xor.")],
    course: Annotated[Path, typer.Option(help="The course folder.")] = Path(),
    out: Annotated[
        Path | None,
        typer.Option(help="The page's file; reports/LAB-similar.html of the course if left out."),
    ] = None,
    most: Annotated[int, typer.Option(min=1, help="Show so many pairs.")] = 20,
) -> None:
    """Show which submissions have code in common that was not given, side by side on one page.

    Nothing of a submission is run. Similar code is no proof of anything: look, and ask.
    """
    from autograde.similar.compare import rank  # copydetect takes most of a second to import
    from autograde.similar.page import page

    console = Console(stderr=True)
    try:
        code = read_class(course, lab)
        if len(code.own) < 2:
            raise ValueError(
                f"there are {len(code.own)} submissions of {lab} to compare in {course}, and it "
                f"takes two; {len(code.not_compared)} cannot be compared"
            )
        with Progress(console=console, disable=not console.is_terminal, transient=True) as progress:
            bar = progress.add_task("comparing pairs", total=None)
            tick = lambda n: progress.update(bar, advance=1, total=n)  # noqa: E731
            pairs = rank(code.own, code.given, most, tick)
        path = out or course / "reports" / f"{lab}-similar.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page(code, pairs), encoding="utf-8", errors="backslashreplace")
    except (ValueError, OSError) as error:
        typer.secho(f"autograde: {error}", err=True, fg="red")
        raise typer.Exit(2) from None
    typer.echo(
        f"wrote {path}: {len(pairs)} similar pairs of {len(code.own)} submissions, "
        f"{len(code.not_compared)} not compared"
    )

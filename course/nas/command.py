"""`course nas`. What needs torch is imported when it runs, so that help is quick."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, NoReturn

import typer

from course.doctor import install_command
from course.progress import long_progress

app = typer.Typer(no_args_is_help=True, help="The table of small trained networks.")


@app.callback()
def main() -> None:
    """The table of small trained networks."""


@app.command("build")
def build_command(
    seeds: Annotated[int, typer.Option(min=1, help="Each network is trained so many times.")] = 3,
    epochs: Annotated[int, typer.Option(min=1, help="Epochs of each training.")] = 5,
    layers: Annotated[int, typer.Option(min=1, max=4, help="Of the deepest networks.")] = 4,
    out: Annotated[Path, typer.Option(help="Folder of the table.")] = Path("architectures/digits"),
    workers: Annotated[int, typer.Option(min=1, help="Processes at work, of one core each.")] = 1,
) -> None:
    """Train every network of the tiny chain space and keep what was measured.

    A run that was stopped or killed goes on where it was when the same command is given again; a
    finished table grows when it is given with more seeds.
    """
    try:
        from course.nas.build import Plan, build_architectures
    except ImportError as error:
        _fail("build", f"needs torch ({error}); type: {install_command('torch')}")
    plan = Plan(max_layers=layers, n_seeds=seeds, epochs=epochs)
    try:
        with long_progress("training runs") as progress:
            table = build_architectures(plan, out, n_jobs=workers, progress=progress)
    except KeyboardInterrupt:
        _fail("build", "stopped; what is trained is kept: the same command goes on from there")
    except (ValueError, OSError) as error:
        _fail("build", error)
    typer.echo(f"{table}\nwritten to {out}")


@app.command("show")
def show_command(
    folder: Annotated[
        Path | None, typer.Option(help="Folder of the table; the one of the course if not given.")
    ] = None,
) -> None:
    """Say in a dozen lines what is in a table."""
    from course.data import DataError, load_architectures
    from course.nas.facts import card

    try:
        facts = card(load_architectures(folder))
    except DataError as error:
        _fail("show", error)
    width = max(len(name) for name, _ in facts)
    for name, value in facts:
        typer.echo(f"{name:<{width}}  {value}")


def _fail(command: str, message: object) -> NoReturn:
    typer.echo(f"course nas {command}: {message}", err=True)
    raise typer.Exit(2)

"""The instructor's command: `autograde release`, `new-course`, `selftest`, `demo`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.progress import Progress

from autograde.demo import run_demo
from autograde.release import lab_names, new_course, write_source
from autograde.report import difference_lines, exam_table, wide_console
from autograde.selftest import Exam, examine, examine_through_nbgrader
from autograde.stock import NbgraderError

app = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__)

Lab = Annotated[str, typer.Argument(help="The lab's name, such as lab1_xor.")]


@app.command("new-course")
def new_course_command(folder: Annotated[Path, typer.Argument(help="The course folder.")]) -> None:
    """Set up an nbgrader course folder for our labs; an existing configuration is kept."""
    new_course(folder)
    typer.echo(f"{folder} is a course folder; next: autograde release LAB --course {folder}")


@app.command()
def release(
    lab: Lab,
    course: Annotated[Path, typer.Option(help="The course folder.")] = Path(),
) -> None:
    """Build a lab's source notebook in a course folder, for `nbgrader generate_assignment`."""
    try:
        path = write_source(lab, course)
    except ValueError as error:
        _stop(error)
    typer.echo(f"wrote {path}; next, in {course}: nbgrader generate_assignment {lab}")


@app.command()
def selftest(
    lab: Annotated[str | None, typer.Argument(help="The lab; all labs if left out.")] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print JSON in place of a table.")
    ] = False,
    jobs: Annotated[int | None, typer.Option(min=1, help="Variants at a time.")] = None,
    nbgrader: Annotated[
        int, typer.Option(min=0, help="Send this many variants through `nbgrader autograde`.")
    ] = 0,
) -> None:
    """The grader's own exam: every variant of a lab's answers must get just the points it is due.

    Run it after you upgrade packages. Exits with 1 if any question of any variant differs.
    """
    try:
        exams = [_examine(name, jobs, nbgrader, as_json) for name in _chosen(lab)]
    except (ValueError, NbgraderError) as error:
        _stop(error)
    if as_json:
        typer.echo(json.dumps([exam.to_dict() for exam in exams], indent=1))
    raise typer.Exit(0 if all(exam.passed for exam in exams) else 1)


@app.command()
def demo(
    folder: Annotated[Path, typer.Option(help="A throw-away course folder.")] = Path("demo"),
    lab: Annotated[str, typer.Option(help="The lab's name.")] = "lab1_xor",
) -> None:
    """Take a class of twelve sample students the whole road, from a lab's text to feedback."""
    try:
        run_demo(lab, folder, wide_console())
    except (ValueError, NbgraderError) as error:
        _stop(error)


def _chosen(lab: str | None) -> list[str]:
    if lab is not None and lab not in lab_names():
        raise ValueError(f"unknown lab {lab!r}; the labs are {', '.join(lab_names())}")
    return lab_names() if lab is None else [lab]


def _examine(lab: str, jobs: int | None, n_nbgrader: int, as_json: bool) -> Exam:
    console = Console(stderr=True)
    with Progress(console=console, disable=not console.is_terminal) as progress:
        bar = progress.add_task(f"{lab}: reading the variants", total=None)

        def tick(n_variants: int) -> None:
            progress.update(bar, advance=1, total=n_variants, description=f"{lab}: variants")

        if n_nbgrader:
            exam = examine_through_nbgrader(lab, n_nbgrader, tick=tick)
        else:
            exam = examine(lab, jobs=jobs, tick=tick)
    if not as_json:
        wide_console().print(exam_table(exam))
        for line in difference_lines(exam):
            typer.echo(line)
    return exam


def _stop(error: Exception) -> NoReturn:
    typer.secho(f"autograde: {error}", err=True, fg="red")
    raise typer.Exit(2)

"""The instructor's command: `autograde new-course`, `release`, `grade`, `report`, `selftest` …"""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import BrokenExecutor
from functools import partial
from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.console import Console
from rich.progress import Progress, track

from autograde.demo import run_demo
from autograde.engine.command import grade_class
from autograde.engine.configuration import personal_of
from autograde.engine.errors import EngineError
from autograde.grade_outside import NO_SANDBOX
from autograde.handover.cli import export_command
from autograde.preview.cli import preview_command
from autograde.regrade import extend_command, regrade_command
from autograde.release import lab_names, new_course, write_source
from autograde.report import exam_table, verdict_lines, wide_console
from autograde.report import stop as _stop
from autograde.sandbox import SandboxError
from autograde.sandbox.bubblewrap import require_bubblewrap
from autograde.sandbox.kernel import Backend
from autograde.selftest import Exam, examine, examine_through
from autograde.similar.cli import similar_command
from autograde.stock import NbgraderError
from autograde.trying_out import sample_class_command

app = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__)
app.command("export")(export_command)
app.command("preview")(preview_command)
app.command("similar")(similar_command)
app.command("sample-class")(sample_class_command)

Through = Literal["quick", "engine", "nbgrader"]
Sandbox = Annotated[
    Backend,
    typer.Option(help="none: students' code runs as you, without isolation; grade only your own."),
]
Lab = Annotated[str, typer.Argument(help="The lab's name, such as lab1_xor.")]
Course = Annotated[Path, typer.Option(help="The course folder.")]


@app.command("new-course")
def new_course_command(
    folder: Annotated[Path, typer.Argument(help="The course folder.")],
    sandbox: Sandbox = "bubblewrap",
) -> None:
    """Set up an nbgrader course folder for our labs; an existing configuration is kept."""
    new_course(folder, sandbox)
    _warn(sandbox)
    typer.echo(f"{folder} is a course folder; next: autograde release LAB --course {folder}")


@app.command()
def release(lab: Lab, course: Course = Path()) -> None:
    """Build a lab's source notebook in a course folder, for `nbgrader generate_assignment`."""
    try:
        path = write_source(lab, course, personal_of(course))
    except (ValueError, EngineError) as error:
        _stop(error)
    typer.echo(f"wrote {path}; next, in {course}: nbgrader generate_assignment {lab}")


@app.command("grade")
def grade_command(
    lab: Lab,
    course: Course = Path(),
    workers: Annotated[
        int | None, typer.Option(min=1, help="Submissions at a time; one a core if left out.")
    ] = None,
    student: Annotated[
        list[str] | None, typer.Option(help="Only this one's. Repeat for several.")
    ] = None,
    only_failed: Annotated[
        bool, typer.Option("--only-failed", help="Only those that have no grade.")
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Also those whose grade is up to date.")
    ] = False,
    seed: Annotated[
        int | None,
        typer.Option(min=0, help="Draw hidden inputs from it, as an earlier run did; else anew."),
    ] = None,
    dask: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help="Let the workers of this Dask scheduler do it."),
    ] = None,
    reason: Annotated[
        str,
        typer.Option(help="Why again, say 'appeal: …': it and the old grade go into a log."),
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON event a line.")] = False,
) -> None:
    """Grade a class, many submissions at a time, into nbgrader's own gradebook.

    What has a grade is not run again, so a run that was stopped goes on where it was. Exits with 0
    if all have a grade, 1 if some have none, 2 if it could not run, 130 if you stopped it.
    """
    try:
        summary = grade_class(
            lab,
            course,
            n_workers=workers,
            dask=dask,
            as_json=as_json,
            students=student or (),
            only_failed=only_failed,
            force=force,
            seed=seed,
            reason=reason,
        )
    except (ValueError, EngineError, SandboxError, BrokenExecutor) as error:
        _stop(error)
    except KeyboardInterrupt:
        typer.echo("autograde: stopped; what was graded is saved: run it again to go on", err=True)
        raise typer.Exit(130) from None
    raise typer.Exit(1 if summary.failed else 0)


@app.command("report")
def report_command(
    lab: Lab,
    course: Course = Path(),
    out: Annotated[
        Path | None,
        typer.Option(help="The page's file; reports/LAB.html of the course if left out."),
    ] = None,
) -> None:
    """Put on one page how a class did: scores, questions, what failed, who needs a look.

    The page needs nothing beside it and loads nothing. It names your students: keep it to yourself.
    """
    from autograde.class_report.gather import gather  # scipy takes its time
    from autograde.class_report.page import page

    console = Console(stderr=True)
    try:
        with Progress(console=console, disable=not console.is_terminal, transient=True) as progress:
            bar = progress.add_task("reading grades", total=None)
            results = gather(course, lab, lambda n: progress.update(bar, advance=1, total=n))
        path = out or course / "reports" / f"{lab}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page(results), encoding="utf-8")
    except (ValueError, OSError) as error:
        _stop(error)
    typer.echo(f"wrote {path}: {len(results.students)} submissions, {len(results.graded)} graded")


@app.command()
def selftest(
    lab: Annotated[str | None, typer.Argument(help="The lab; all labs if left out.")] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print JSON in place of a table.")
    ] = False,
    through: Annotated[
        Through,
        typer.Option(
            help="quick: without a sandbox, on fewer training points, minutes for all; engine, "
            "nbgrader: as students are graded, by `autograde grade` or `nbgrader autograde`."
        ),
    ] = "quick",
    sample: Annotated[
        int | None, typer.Option(min=2, help="So many variants for engine or nbgrader; else all.")
    ] = None,
    seed: Annotated[
        int, typer.Option(min=0, help="Draw hidden inputs from it; for the quick way.")
    ] = 0,
    whole_every: Annotated[
        int,
        typer.Option(
            min=1,
            metavar="N",
            help="Ask what comes after its own question of every N-th variant of a question only; "
            "for the quick way.",
        ),
    ] = 1,
    personal: Annotated[
        str,
        typer.Option(metavar="ID", help="With this student's personal seeds; for the quick way."),
    ] = "",
) -> None:
    """The grader's own exam: every variant of a lab's answers must get just the points it is due.

    Run it after you upgrade packages. Exits with 1 if any question of any variant differs.
    """
    try:
        if through == "quick" and sample is not None:
            raise ValueError(f"--sample {sample} needs --through engine or --through nbgrader")
        if through != "quick" and personal:
            raise ValueError(f"--personal {personal} is for the quick way; leave out --through")
        run: Callable[..., Exam]
        run = partial(examine, seed=seed, whole_every=whole_every, personal=personal)
        if through != "quick":
            run = partial(examine_through, through, n_variants=sample)
        exams = [_examine(name, run, as_json) for name in _chosen(lab)]
    except (ValueError, NbgraderError, EngineError, SandboxError) as error:
        _stop(error)
    if as_json:
        typer.echo(json.dumps([exam.to_dict() for exam in exams], indent=1))
    else:
        for line in verdict_lines(exams):
            typer.echo(line)
    raise typer.Exit(0 if all(exam.passed for exam in exams) else 1)


@app.command()
def demo(
    folder: Annotated[Path, typer.Option(help="A throw-away course folder.")] = Path("demo"),
    lab: Annotated[str, typer.Option(help="The lab's name.")] = "lab1_xor",
    sandbox: Sandbox = "bubblewrap",
) -> None:
    """Take a class of twelve sample students the whole road, from a lab's text to feedback."""
    try:
        if sandbox == "bubblewrap":
            require_bubblewrap()
        _warn(sandbox)
        run_demo(lab, folder, wide_console(), sandbox)
    except (ValueError, NbgraderError, SandboxError) as error:
        _stop(error)


@app.command()
def gallery(
    lab: Annotated[str | None, typer.Argument(help="Only this lab's; all if left out.")] = None,
    out: Annotated[Path, typer.Option(help="A folder for page and pictures.")] = Path("gallery"),
    covers: Annotated[
        Path | None, typer.Option(help="A folder for one small picture of each lab as well.")
    ] = None,
) -> None:
    """Put every figure of the labs and the look-up tables on one page, to be looked at.

    Runs all labs with their reference answers: some minutes.
    """
    from autograde import gallery as pictures  # pandas and pyarrow take their time

    try:
        makers: dict[str, Callable[[str], list[pictures.Picture]]]
        makers = dict.fromkeys(_chosen(lab), pictures.pictures_of_lab)
        if lab is None:
            makers |= dict.fromkeys(pictures.table_names(), pictures.pictures_of_table)
        chapters = [(name, list(make(name))) for name, make in track(makers.items(), "drawing")]
        page_path = pictures.write_gallery(out, chapters)
        if covers is not None:
            pictures.write_covers(out, covers)
    except (ValueError, OSError) as error:
        _stop(error)
    n_pictures = sum(len(found) for _, found in chapters)
    typer.echo(f"wrote {page_path}: {n_pictures} pictures")


app.command("regrade")(regrade_command)
app.command("extend")(extend_command)


def _chosen(lab: str | None) -> list[str]:
    if lab is not None and lab not in lab_names():
        raise ValueError(f"unknown lab {lab!r}; the labs are {', '.join(lab_names())}")
    return lab_names() if lab is None else [lab]


def _examine(lab: str, run: Callable[..., Exam], as_json: bool) -> Exam:
    console = Console(stderr=True)
    with Progress(console=console, disable=not console.is_terminal) as progress:
        bar = progress.add_task(f"{lab}: reading the variants", total=None)

        def tick(n_variants: int) -> None:
            progress.update(bar, advance=1, total=n_variants, description=f"{lab}: variants")

        exam = run(lab, tick=tick)
    if not as_json:
        wide_console().print(exam_table(exam))
    return exam


def _warn(sandbox: Backend) -> None:
    if sandbox == "none":
        typer.secho(f"autograde: {NO_SANDBOX}", err=True, fg="yellow")

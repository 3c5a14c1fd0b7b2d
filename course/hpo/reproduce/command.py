"""`course reproduce figures`. What takes long to load is imported when it runs."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from course.progress import long_progress

if TYPE_CHECKING:
    from course.hpo.reproduce.evidence import Evidence
    from course.hpo.reproduce.page import Report
    from course.hpo.reproduce.rules import Rules

PAGE = "comparison.html"

app = typer.Typer(no_args_is_help=True, help="The paper's experiment, repeated.")


class TaskName(StrEnum):
    digits = "digits"
    mnist = "mnist"
    cifar10 = "cifar10"


@app.callback()
def main() -> None:
    """The paper's experiment, repeated."""


@app.command("figures")
def figures_command(
    out: Annotated[Path, typer.Option(help="Folder for figures, numbers and the page.")],
    task: Annotated[
        list[TaskName] | None, typer.Option(help="Repeat for several; digits and mnist if none.")
    ] = None,
    rules: Annotated[
        str,
        typer.Option(
            metavar="MODULE|FILE.py",
            help="Where etr1(curve, tau) and etr2(curve, best_curve, p) are.",
        ),
    ] = "solutions.lab4_curves.answers",
    searches: Annotated[int, typer.Option(min=2, help="Searches with each rule.")] = 50,
    seed: Annotated[int, typer.Option(min=0, help="Every random number follows from it.")] = 0,
    workers: Annotated[int, typer.Option(min=1, help="Processes at work, of one core each.")] = 1,
    tables: Annotated[
        Path | None,
        typer.Option(help="Folder with a table for each task; the course's if not given."),
    ] = None,
) -> None:
    """Search with ETR-1, ETR-2 and no rule; draw Figs 1, 2, 4 and 5; compare with the paper.

    A run that was stopped or killed goes on where it was when the same command is given again.
    """
    from course.errors import DataError
    from course.hpo.reproduce.evidence import Evidence
    from course.hpo.reproduce.grid import find_task, run_grid
    from course.hpo.reproduce.rules import RulesError, find_rules

    names = list(dict.fromkeys(task or [TaskName.digits, TaskName.mnist]))
    try:
        found_rules = find_rules(rules)
        tasks = [find_task(name.value, tables) for name in names]
        with long_progress("searches") as progress:
            found = run_grid(
                tasks,
                found_rules,
                out / "searches",
                n_searches=searches,
                seed=seed,
                n_jobs=workers,
                progress=progress,
            )
        report = _write([Evidence(one, found) for one in tasks], out, found_rules, seed)
    except KeyboardInterrupt:
        _fail("stopped; the searches done so far are kept: the same command goes on from there")
    except (DataError, RulesError, ValueError, OSError) as error:
        _fail(str(error))
    for name in ("agrees", "differs", "cannot tell"):
        typer.echo(f"{sum(f.verdict == name for f in report.findings):3d} {name}")
    typer.echo(f"written to {out / PAGE}")


def _write(evidence: list[Evidence], out: Path, rules: Rules, seed: int) -> Report:
    """Draw, test the statements, and write figures, CSV files and the page."""
    import matplotlib

    matplotlib.use("agg")
    from course.hpo.reproduce.drawing import draw_all
    from course.hpo.reproduce.files import (
        findings_frame,
        searches_frame,
        times_frame,
        write_file,
    )
    from course.hpo.reproduce.page import Report, page, png_of
    from course.hpo.reproduce.paper import STATEMENTS

    findings = [finding for statement in STATEMENTS for finding in statement.check(evidence)]
    pictures = [(picture, png_of(picture)) for picture in draw_all(evidence)]
    report = Report(evidence, findings, STATEMENTS, pictures, rules, seed)
    for picture, png in pictures:
        write_file(out / picture.file, png)
    for name, frame in (
        ("statements", findings_frame(findings)),
        ("times", times_frame(evidence)),
        ("searches", searches_frame(evidence)),
    ):
        write_file(out / f"{name}.csv", frame.to_csv(index=False).encode())
    write_file(out / PAGE, page(report).encode())
    return report


def _fail(message: str) -> NoReturn:
    typer.echo(f"course reproduce figures: {message}", err=True)
    raise typer.Exit(2)

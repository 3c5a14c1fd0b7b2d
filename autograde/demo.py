"""`make demo`: a class of twelve goes the whole road, from a lab's text to feedback pages."""

from __future__ import annotations

import shutil
from pathlib import Path

import nbformat
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from autograde import stock
from autograde.checks import points_of
from autograde.classroom import sample_class
from autograde.release import new_course, write_source


def run_demo(lab: str, folder: Path, console: Console) -> None:
    """Build `lab`, make and grade the sample class in `folder` (emptied first), say where to look.

    Raises `ValueError` if `folder` exists and is not one that an earlier demo made.
    """
    _make_empty(folder)
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed:.0f} of {task.total:.0f}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console) as progress:
        step = progress.add_task("building the lab", total=15)
        new_course(folder)
        write_source(lab, folder)
        released = nbformat.read(stock.generate_assignment(folder, lab), as_version=4)
        progress.update(step, advance=1, description="making a class of twelve")
        for student, text in sample_class(lab, released).items():
            stock.submit(folder, lab, student, text)
        progress.update(step, advance=1)
        stock.autograde(
            folder,
            lab,
            lambda student: progress.update(step, advance=1, description=f"grading {student}"),
        )
        progress.update(step, completed=14, description="writing feedback pages")
        pages = stock.generate_feedback(folder, lab)
        progress.update(step, completed=15, description="done")
    console.print(_table(lab, folder))
    _say_where(folder, lab, pages, console)


MARK = ".made-by-autograde-demo"


def _make_empty(folder: Path) -> None:
    if folder.exists() and any(folder.iterdir()) and not (folder / MARK).exists():
        raise ValueError(
            f"{folder} exists and was not made by a demo, so it is left alone; name another folder"
        )
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / MARK).touch()


def _table(lab: str, folder: Path) -> Table:
    points = points_of(lab)
    table = Table(title=f"{lab}: machine-checked points")
    table.add_column("student", no_wrap=True)
    for question, most in points.items():
        table.add_column(f"{question}\n/{most}", justify="right")
    table.add_column(f"sum\n/{sum(points.values())}", justify="right", style="bold")
    for student, score in stock.scores(folder, lab).items():
        if score is None:
            table.add_row(student, *["–"] * len(points), "no grade", style="red")
            continue
        given = [score.points.get(question, 0.0) for question in points]
        cells = [_cell(got, most) for got, most in zip(given, points.values(), strict=True)]
        table.add_row(student, *cells, f"{sum(given):g}")
    return table


def _cell(got: float, most: int) -> str:
    colour = "green" if got == most else "yellow" if got else "red"
    return f"[{colour}]{got:g}[/]"


def _say_where(folder: Path, lab: str, pages: list[Path], console: Console) -> None:
    ungraded = [student for student, score in stock.scores(folder, lab).items() if score is None]
    for student in ungraded:
        path = folder / "submitted" / student / lab / f"{lab}.ipynb"
        console.print(f"[red]{student} could not be graded:[/] {path} is no whole notebook")
    console.print(f"Written answers wait for a person: cd {folder} && nbgrader formgrader")
    console.print("Feedback, with every figure, one page a student, for instance:")
    for page in pages[:2]:
        console.print(f"  {page}", soft_wrap=True)
    console.print(f"What a student gets: {folder / 'release' / lab / f'{lab}.ipynb'}")
    console.print(f"Logs of nbgrader: {folder / 'logs'}")

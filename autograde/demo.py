"""`make demo`: a class of twelve goes the whole road, from a lab's text to feedback pages."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import nbformat
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from autograde import stock
from autograde.checks import points_of
from autograde.classroom import sample_class
from autograde.release import new_course, write_source
from autograde.report import class_table
from autograde.sandbox.kernel import Backend


def run_demo(lab: str, folder: Path, console: Console, sandbox: Backend = "bubblewrap") -> None:
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
        new_course(folder, sandbox)
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
    scores = stock.scores(folder, lab)
    console.print(class_table(lab, points_of(lab), scores))
    for student in scores:
        for note in stock.notes(folder, lab, student):
            console.print(f"{student}: {note}", soft_wrap=True, highlight=False)
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


def _say_where(folder: Path, lab: str, pages: list[Path], console: Console) -> None:
    lines = [
        f"feedback and figures   {pages[0] if pages else 'none'} and {len(pages) - 1} more",
        f"what a student gets    {folder}/release/{lab}/{lab}.ipynb",
        f"written answers        cd {folder} && {Path(sys.executable).parent}/jupyter lab, "
        "then Nbgrader → Formgrader",
        f"logs of nbgrader       {folder}/logs",
    ]
    for line in lines:
        console.print(line, soft_wrap=True, highlight=False)

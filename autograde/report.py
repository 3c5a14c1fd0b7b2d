"""Tables for a terminal: a class's points, and an exam's matrix."""

from __future__ import annotations

from typing import NoReturn

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from autograde.selftest import Exam, Result
from autograde.stock import Score

NOT_A_TERMINAL_COLUMNS = 130


def stop(error: Exception) -> NoReturn:
    """Say what is wrong in one sentence, and end the command with 2."""
    typer.secho(f"autograde: {error}", err=True, fg="red")
    raise typer.Exit(2)


def wide_console() -> Console:
    """A console whose tables are not squeezed when they go to a file or a log."""
    console = Console()
    return console if console.is_terminal else Console(width=NOT_A_TERMINAL_COLUMNS)


def class_table(lab: str, points: dict[str, int], scores: dict[str, Score | None]) -> Table:
    """One row a student: points of each question, and their sum."""
    table = _table(f"{lab}: machine-checked points", "student", points)
    table.add_column(f"sum\n/{sum(points.values())}", justify="right", style="bold")
    for student, score in scores.items():
        if score is None:
            table.add_row(student, *["–"] * len(points), "none", style="red")
            continue
        given = [score.points.get(question, 0.0) for question in points]
        cells = [_points(got, most) for got, most in zip(given, points.values(), strict=True)]
        table.add_row(student, *cells, f"{sum(given):g}")
    return table


def exam_table(exam: Exam) -> Table:
    """One row a variant; a cell shows the points given, `given≠expected` where they differ, and a
    dot for a question that was not asked."""
    table = _table(_title(exam), "variant", exam.points)
    for result in exam.results:
        cells = [_given(result, question, most) for question, most in exam.points.items()]
        table.add_row(Text(result.variant.name, style="" if result.as_expected else "red"), *cells)
        if result.error:
            table.add_row(Text(f"  {result.error}", style="red"))
    return table


def verdict_lines(exams: list[Exam]) -> list[str]:
    """What a reader of a log's last lines wants: each lab's count, then one sentence for each
    question of each variant that got other points than it is due."""
    lines = [_title(exam) for exam in exams]
    for exam in exams:
        for result in exam.results:
            lines += _difference_lines(f"{exam.lab}, {result.variant.name}", result)
    return lines


def _title(exam: Exam) -> str:
    n_right = sum(result.as_expected for result in exam.results)
    return f"{exam.lab}: {n_right} of {len(exam.results)} variants graded as expected"


def _difference_lines(name: str, result: Result) -> list[str]:
    lines = [f"{name}: {result.error}"] if result.error else []
    for question, (expected, given) in result.differences.items():
        got = "no points" if given is None else f"{given:g}"
        lines.append(f"{name}: {question} got {got}, is due {expected}")
    return lines


def _table(title: str, first: str, points: dict[str, int]) -> Table:
    """A table with a column per question; full marks are dim, losses yellow, nothing is red."""
    table = Table(title=title, box=SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)
    table.title_justify = "left"
    table.add_column(first, no_wrap=True, overflow="ellipsis", min_width=18, max_width=58)
    for question, most in points.items():
        table.add_column(f"{question}\n/{most}", justify="right", no_wrap=True, min_width=3)
    return table


def _points(got: float, most: int) -> Text:
    return Text(f"{got:g}", style="dim" if got == most else "yellow" if got else "red")


def _given(result: Result, question: str, most: int) -> Text:
    if question in result.differences:
        expected, given = result.differences[question]
        return Text(f"{'none' if given is None else format(given, 'g')}≠{expected}", style="red")
    if question not in result.variant.expected:
        return Text("·", style="dim")
    return _points(result.given[question], most)

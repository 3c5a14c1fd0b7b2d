"""An exam's matrix for a terminal: variants × questions, expected against given points."""

from __future__ import annotations

from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from autograde.selftest import Exam, Result


def exam_table(exam: Exam) -> Table:
    """One row a variant; a cell shows the points given, and `given≠expected` where they differ."""
    wrong = [result for result in exam.results if not result.as_expected]
    n_right = len(exam.results) - len(wrong)
    table = Table(
        box=SIMPLE_HEAD,
        padding=(0, 1, 0, 0),
        pad_edge=False,
        title=f"{exam.lab}: {n_right} of {len(exam.results)} variants graded as expected",
        caption="given points; full marks are dim, due losses yellow, differences red",
    )
    table.add_column("variant", min_width=24, no_wrap=True, overflow="ellipsis")
    for question, points in exam.points.items():
        table.add_column(f"{question}\n/{points}", justify="right")
    for result in exam.results:
        cells = [_cell(result, question, most) for question, most in exam.points.items()]
        table.add_row(Text(result.variant.name, style="" if result.as_expected else "red"), *cells)
        if result.error:
            table.add_row(Text(f"  {result.error}", style="red"))
    return table


def _cell(result: Result, question: str, most: int) -> Text:
    if question in result.differences:
        expected, given = result.differences[question]
        return Text(f"{'none' if given is None else format(given, 'g')}≠{expected}", style="red")
    given = result.given[question]
    return Text(f"{given:g}", style="dim" if given == most else "yellow")

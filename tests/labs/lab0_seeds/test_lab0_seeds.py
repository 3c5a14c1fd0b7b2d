"""Lab 0: its text keeps its promises, and its variants are enough."""

import ast
import re

import pytest

from autograde.checks import checks_of, points_of
from autograde.release import source_notebook
from autograde.variants import file_variants

LAB = "lab0_seeds"


@pytest.fixture(scope="module")
def text():
    return "\n".join(cell.source for cell in source_notebook(LAB).cells)


def test_headings_state_the_points(text):
    stated = re.findall(r"### Question (\d+) · [^\n]*\((\d+) points\)", text)
    assert {f"q{number}": int(n) for number, n in stated} == points_of(LAB)
    assert sum(points_of(LAB).values()) == 12


def test_the_written_answer_states_its_points(text):
    manual = [
        marks["points"]
        for cell in source_notebook(LAB).cells
        if (marks := cell.metadata.get("nbgrader", {})).get("grade") and marks["solution"]
    ]
    assert manual == [2]
    assert "**In your words (2 points).**" in text


def test_only_numpy_and_matplotlib_are_imported():
    """The hostile set runs this lab dozens of times."""
    code = "\n".join(c.source for c in source_notebook(LAB).cells if c.cell_type == "code")
    imported = {
        name
        for node in ast.walk(ast.parse(code))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in [node.module if isinstance(node, ast.ImportFrom) else node.names[0].name]
    }
    assert imported - {"autograde.checks"} == {
        "numpy",
        "matplotlib",
        "matplotlib.figure",
        "course.checks",
    }


def test_every_question_has_public_and_hidden_checks_with_hints():
    for question in points_of(LAB):
        own = [check for check in checks_of(LAB) if check.question == question]
        assert {check.hidden for check in own} == {True, False}
        assert all(check.hint for check in own if check.hidden)


@pytest.mark.parametrize("question", ["q1", "q2", "q3"])
def test_enough_variants_of_each_question(question):
    own = [v for v in file_variants(LAB, points_of(LAB)) if v.question == question]
    sources = [v.sources[question] for v in own]
    assert len(set(sources)) == len(sources)
    assert sum(" right: " in f" {v.name}" for v in own) >= 3
    assert sum(" wrong: " in f" {v.name}" for v in own) >= 8

"""The notebooks that go into the wheel are those that nbgrader releases."""

import copy

import pytest

from autograde.handout import require_no_solution, student_notebook
from autograde.release import LabError

LAB = "lab1_xor"


def test_it_is_what_nbgrader_releases(released):
    assert student_notebook(LAB) == released


@pytest.mark.parametrize("kind", ["code", "markdown"])
def test_a_solution_that_is_left_is_never_handed_out(source, released, kind):
    leaky = copy.deepcopy(released)
    marked = (
        (i, cell)
        for i, cell in enumerate(source.cells)
        if "BEGIN SOLUTION" in cell.source and cell.cell_type == kind
    )
    i, cell = next(marked)
    lines = [line for line in cell.source.splitlines() if "SOLUTION" not in line]
    leaky.cells[i].source = "\n".join(lines)
    with pytest.raises(LabError, match="a solution would be handed out"):
        require_no_solution(leaky, source)


def test_nor_are_marks_and_outputs(source, released):
    for secret in ("### BEGIN SOLUTION", "### BEGIN HIDDEN TESTS"):
        leaky = copy.deepcopy(released)
        leaky.cells[3].source += f"\n{secret}"
        with pytest.raises(LabError, match=secret.removeprefix("### BEGIN ")):
            require_no_solution(leaky, source)
    leaky = copy.deepcopy(released)
    code = next(cell for cell in leaky.cells if cell.cell_type == "code")
    code.outputs = [{"output_type": "stream", "name": "stdout", "text": "0.347"}]
    with pytest.raises(LabError, match="outputs"):
        require_no_solution(leaky, source)

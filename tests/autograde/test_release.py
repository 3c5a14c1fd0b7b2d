"""From a lab's text to what students get."""

import ast
import re
import types

import pytest

from autograde.checks import checks_of, points_of
from autograde.release import (
    LabError,
    lab_folder,
    new_course,
    question_of,
    solution_source,
    source_notebook,
    write_source,
)
from solutions.lab1_xor import answers

LAB = "lab1_xor"


def text_of(notebook):
    return "\n".join(cell.source for cell in notebook.cells)


def test_at_least_ten_questions_and_sixty_points():
    points = points_of(LAB)
    assert len(points) >= 10
    assert sum(points.values()) >= 60
    assert points == {q: sum(c.points for c in checks_of(LAB) if c.question == q) for q in points}


def test_every_question_has_public_and_hidden_checks_and_partial_credit():
    checks = checks_of(LAB)
    for question in points_of(LAB):
        own = [check for check in checks if check.question == question]
        assert {check.hidden for check in own} == {True, False}
        assert all(check.hint for check in own if check.hidden), "a hidden check needs a hint"


def test_headings_state_the_points():
    text = text_of(source_notebook(LAB))
    stated = re.findall(r"### Question (\d+) · [^\n]*\((\d+) points\)", text)
    assert {f"q{number}": int(n) for number, n in stated} == points_of(LAB)


def test_responses_state_their_points_and_the_lab_is_worth_100(source):
    marked = [cell.metadata.get("nbgrader", {}) for cell in source.cells]
    manual = {m["grade_id"]: m["points"] for m in marked if m.get("grade") and m["solution"]}
    stated = re.findall(r"\*\*(\d)\(([a-c])\)[^\n]*?\((\d+) points\)", text_of(source))
    assert {f"r{n}{letter}": int(p) for n, letter, p in stated} == manual
    assert sum(manual.values()) + sum(points_of(LAB).values()) == 100


def test_students_get_signature_docstring_and_a_stub_that_names_its_question(source, released):
    for cell in released.cells:
        question = question_of(cell)
        if question is None:
            continue
        stub = f'raise NotImplementedError("Question {question}: '
        function = ast.parse(cell.source).body[0]
        assert isinstance(function, ast.FunctionDef)
        assert ast.get_docstring(function)
        assert cell.source.count(stub) == 1
        assert len(function.body) == 2


def test_nothing_of_the_answers_or_the_grader_is_released(source, released):
    text = text_of(released)
    for secret in ("BEGIN SOLUTION", "HIDDEN TESTS", "autograde", "solutions"):
        assert secret not in text
    for name in [n for n in dir(answers) if n.startswith("RESPONSE_")]:
        assert getattr(answers, name)[:60] not in text
    for cell in source.cells:
        body = cell.source.partition("### BEGIN SOLUTION\n")[2].partition("    ### END")[0]
        assert not body or body not in text


def test_release_is_the_same_every_time():
    assert source_notebook(LAB) == source_notebook(LAB)


def test_links_go_to_the_docs_of_the_api():
    text = text_of(source_notebook(LAB))
    for page in ("sklearn.neural_network.MLPClassifier", "numpy.loadtxt", "minimize-lbfgsb"):
        assert page in text


def test_training_cells_state_their_seconds(source):
    for before, cell in zip(source.cells, source.cells[1:], strict=False):
        if "training" in cell.metadata.get("tags", []):
            assert re.search(r"Expected time: \d+ second", before.source)


def test_unknown_lab_names_the_known_ones():
    with pytest.raises(LabError, match=r"unknown lab 'lab0'; the labs are lab0_seeds, lab1_xor"):
        lab_folder("lab0")


def test_folder_that_is_no_course(tmp_path):
    with pytest.raises(LabError, match=r"no course folder.*autograde new-course"):
        write_source(LAB, tmp_path)
    config = new_course(tmp_path)
    assert write_source(LAB, tmp_path).exists()
    config.write_text("# mine\n")
    new_course(tmp_path)
    assert config.read_text() == "# mine\n"


def test_answers_must_be_functions_with_docstrings():
    def bare(x: int) -> int:
        return x

    module = types.SimpleNamespace(bare=bare, __name__="answers")
    with pytest.raises(LabError, match="has no 'gone'"):
        solution_source(module, "gone")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('check="q2"', 'check="q99"', r"check='q99' has no checks; there are checks for q1"),
        ('# %% check="q2"', "# %%", "question q2 needs one check cell, its text has 0"),
        ('answer="run_seeds"', 'answer="run_seads"', "has no 'run_seads'"),
    ],
)
def test_mistakes_in_a_labs_text(tmp_path, monkeypatch, old, new, message):
    text = (lab_folder(LAB) / "notebook.py").read_text()
    assert old in text
    (tmp_path / "notebook.py").write_text(text.replace(old, new))
    monkeypatch.setattr("autograde.release.lab_folder", lambda lab: tmp_path)
    with pytest.raises(LabError, match=message):
        source_notebook(LAB)

"""`progress()`: what it counts, says and shows."""

import pytest

from course.checks import Checker, lab_module, lab_names
from course.checks.progress import LATER, RUN_FIRST


def stub(*_, **__):
    raise NotImplementedError("Question q2: replace this line by your answer")


def fraction_of_heads(n_flips, random_state):
    import numpy as np

    return float(np.mean(np.random.RandomState(random_state).randint(2, size=n_flips)))


@pytest.fixture
def names():
    return {"fraction_of_heads": fraction_of_heads, "count_extreme": stub}


@pytest.mark.parametrize("lab", lab_names())
def test_before_anything_was_checked(lab):
    progress = Checker(lab, {}).progress()
    assert [q.question for q in progress.questions] == list(lab_module(lab).QUESTIONS)
    assert {q.status for q in progress.questions} == {"not tried"}
    assert all(q.max_points > 0 for q in progress.questions)
    assert progress.points == 0
    assert RUN_FIRST in repr(progress)


def test_done_not_yet_and_not_tried(names):
    check = Checker("lab0_seeds", names)
    reports = {question: check(question).report for question in check.titles}
    by_name = {q.question: q for q in check.progress().questions}
    assert by_name["q1"].status == "done"
    assert by_name["q1"].points == by_name["q1"].max_points == reports["q1"].max_points
    names["fraction_of_heads"] = lambda n_flips, random_state: 0.5
    assert check.progress().questions[0].status == "done", "as the check said last"
    check("q1")
    assert check.progress().questions[0].status == "not yet"
    assert all(q.points == reports[q.question].points for q in check.progress().questions[1:])


def test_a_stub_is_not_tried(names):
    check = Checker("lab0_seeds", dict.fromkeys(names, stub))
    check("q1")
    assert check.progress().questions[0].status == "not tried"


def test_a_terminal_sees_a_line_a_question(names):
    check = Checker("lab0_seeds", names)
    check("q1")
    lines = repr(check.progress()).splitlines()
    assert lines[0].startswith("lab0_seeds: ")
    assert lines[0].endswith("1 done, 0 not yet, 2 not tried")
    assert lines[1].startswith("  ✓ q1  ")
    assert lines[-1] == f"  {LATER}"


def test_a_notebook_sees_tiles_with_words(names):
    check = Checker("lab0_seeds", names)
    check("q1")
    html = check.progress()._repr_html_()
    assert html.count('role="listitem"') == 3
    assert 'aria-label="q1 · ' in html
    assert ": not tried, 0 of" in html
    assert LATER in html

"""Grading one notebook: points of questions that were reached, reasons for the others."""

import contextlib
import copy
import re
import threading
import time

import nbformat
import psutil
import pytest

from autograde import runs
from autograde.checks import checks_of, points_of
from autograde.grading import grade_notebook
from autograde.notes import set_notes
from autograde.release import question_of, source_notebook
from autograde.sandbox import Limits, SandboxError
from course.checks.render import MIME

LAB = "lab0_seeds"
POINTS = points_of(LAB)
LIMITS = Limits.from_dict({"seconds_per_cell": 5, "seconds_per_call": 2})


def notebook_with(*, before=None, **answers):
    """Lab 0 with right answers, but for those given, and a cell before a question's check."""
    notebook = copy.deepcopy(source_notebook(LAB))
    for cell in notebook.cells:
        cell.source = answers.get(question_of(cell) or "", cell.source)
    for question, source in (before or {}).items():
        names = [cell.metadata.get("nbgrader", {}).get("grade_id") for cell in notebook.cells]
        notebook.cells.insert(names.index(question), nbformat.v4.new_code_cell(source))
    return notebook


def checks(notebook):
    """Question → the output of its check cell."""
    found = {c.metadata.get("nbgrader", {}).get("grade_id"): c for c in notebook.cells}
    return {question: found[question].outputs[0] for question in POINTS}


def grade(notebook, limits=LIMITS, **how):
    graded = grade_notebook(notebook, LAB, {}, limits, 7, **how).notebook
    points = {q: float(output.data["text/plain"]) for q, output in checks(graded).items()}
    return points, graded


def words(output):
    return " ".join(re.sub("<[^>]*>", " ", output.data["text/html"]).split())


@pytest.fixture(scope="module")
def right():
    return grade(notebook_with())


def test_right_answers(right):
    points, graded = right
    assert points == POINTS
    for question, output in checks(graded).items():
        said = words(output)
        for check in checks_of(LAB):
            if check.question == question:
                assert (f"(hidden) {check.sentence}" if check.hidden else check.sentence) in said
                assert not check.hidden or check.name not in str(output)


def test_the_notebook_that_is_given_stays_as_it_is(right):
    notebook = notebook_with()
    before = copy.deepcopy(notebook)
    grade(notebook)
    assert notebook == before


def test_cells_are_numbered_as_they_ran(right):
    counts = [c.execution_count for c in right[1].cells if c.cell_type == "code" and c.outputs]
    assert counts == list(range(1, len(counts) + 1))


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        ("while True: pass", "a cell may run for 5 seconds"),
        ("import os\nos._exit(0)", "the code ended its own process"),
        ("print('y' * 10**8)", "a cell may print 5 MB"),
    ],
)
def test_what_was_graded_before_the_end_counts_and_the_rest_says_why(cell, sentence):
    points, graded = grade(notebook_with(before={"q2": cell}))
    assert points == {"q1": POINTS["q1"], "q2": 0, "q3": 0}
    assert sentence in str(graded.cells)
    for question in ("q2", "q3"):
        said = words(checks(graded)[question])
        assert "got: nothing: the notebook did not get this far" in said
        assert sentence in said


LOOPS_FOR_CHECKS = """
import sys
def fraction_of_heads(n_flips, random_state):
    while sys._getframe(1).f_globals["__name__"] != "__main__":  # no cell of the notebook calls
        pass
    return 0.5
"""
SWALLOWS = LOOPS_FOR_CHECKS.replace(
    "        pass", "        signal.signal(signal.SIGALRM, signal.SIG_IGN)"
).replace("import sys", "import signal, sys")


def test_a_function_that_never_ends_costs_its_own_question():
    points, graded = grade(notebook_with(q1=LOOPS_FOR_CHECKS))
    assert points["q1"] == 0
    assert points["q3"] == POINTS["q3"]
    assert "took more than 2 seconds" in words(checks(graded)["q1"])


def test_a_function_that_cannot_be_interrupted_ends_the_run():
    points, graded = grade(notebook_with(q1=SWALLOWS))
    assert points == dict.fromkeys(POINTS, 0)
    assert "a function that a check calls may take 2 seconds" in words(checks(graded)["q3"])
    assert "got: nothing: the notebook had been stopped" in words(checks(graded)["q1"])


REMEMBERS = """
import numpy as np
seen = []
def fraction_of_heads(n_flips, random_state):
    seen.append((n_flips, random_state))
    open("/tmp/seen", "a").write(f"{n_flips} {random_state}\\n")
    return float(np.random.RandomState(random_state).randint(2, size=n_flips).mean())
"""
TELLS = "print('told', seen, open('/tmp/seen').read())"


def test_hidden_inputs_never_come_out():
    points, graded = grade(notebook_with(q1=REMEMBERS, before={"q3": TELLS}))
    assert points["q1"] == POINTS["q1"]
    [told] = [o.text for c in graded.cells for o in c.get("outputs", []) if "told" in str(o)]
    public = {(10, 0), (10, 1), (10, 13)}  # the lab's own cell, and the public checks
    assert {tuple(map(int, pair)) for pair in re.findall(r"\((\d+), (\d+)\)", told)} <= public | {
        (n, s) for n in (10, 20, 200, 2000) for s in range(16)
    }


TELLS_BY_LIMIT = """
import base64, struct
from IPython.display import Image, display
def fraction_of_heads(n_flips, random_state):
    if n_flips not in (10, 20, 200, 2000):  # a hidden input: tell it by an image's size
        import builtins
        builtins.told = n_flips
    return float(np.random.RandomState(random_state).randint(2, size=n_flips).mean())
"""
TELL = """
import builtins
if hasattr(builtins, "told"):
    head = b"\\x89PNG\\r\\n\\x1a\\n\\x00\\x00\\x00\\rIHDR"
    display(Image(data=head + struct.pack(">II", builtins.told, 10**9), format="png"))
"""


def test_hidden_inputs_cannot_be_told_by_the_size_of_what_hits_a_limit():
    points, graded = grade(notebook_with(q1=TELLS_BY_LIMIT, before={"q2": TELL}))
    assert points == POINTS  # no cell runs after the first hidden check of an answer that is right
    assert "Stopped" not in str(graded.cells)
    wrong = TELLS_BY_LIMIT.replace("    return", "        n_flips = 1\n    return")
    both = notebook_with(q1=wrong, q2="def sixteen_fractions(n_flips): pass", before={"q2": TELL})
    points, graded = grade(both)
    assert points["q1"] < POINTS["q1"]
    assert "this one has" not in str(graded.cells)


@pytest.fixture
def n_runs(monkeypatch):
    """How often a submission was run, counted as it happens."""
    counted = []
    judged = runs._judged

    def counting(job):
        counted.append(job.closed)
        return judged(job)

    monkeypatch.setattr(runs, "_judged", counting)
    return counted


USES_A_LIST = """
factors = [1]
def fraction_of_heads(n_flips, random_state):
    flips = np.random.RandomState(random_state).randint(2, size=n_flips)
    return float(flips.mean()) * factors[0]
"""
HANGS_LATER = """
import time
def hang(number):
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            time.sleep(60)
        except BaseException:
            pass
    return number
factors[0] = type("Never", (), {"__rmul__": lambda self, number: hang(number)})()
"""
ONLY_WHAT_IS_SHOWN = """
def fraction_of_heads(n_flips, random_state):
    return {0: 0.8, 13: 0.1}.get(random_state, 0.5)
"""
WRONG = "def fraction_of_heads(n_flips, random_state):\n    return 0.123"
REUSED = "def fraction_of_heads(*_):\n    raise RuntimeError('another one')"


@pytest.mark.parametrize(
    ("answers", "before_q3", "q1", "closed"),
    [
        ({}, "", POINTS["q1"], []),
        ({}, REUSED, POINTS["q1"], []),
        ({}, "del fraction_of_heads", POINTS["q1"], []),
        ({"q1": USES_A_LIST}, "factors[0] = 7", POINTS["q1"], [{"q1"}]),
        ({"q1": USES_A_LIST}, HANGS_LATER, POINTS["q1"], [set(POINTS)]),
        ({"q1": WRONG}, "", 0, []),
        ({"q1": ONLY_WHAT_IS_SHOWN}, "", 2, [{"q1"}]),
    ],
    ids=[
        *("right", "name reused", "name deleted", "changed in place", "hangs later"),
        *("wrong", "wrong but shown"),
    ],
)
def test_a_second_run_only_where_it_may_help(n_runs, answers, before_q3, q1, closed):
    points, _ = grade(notebook_with(before={"q3": before_q3} if before_q3 else None, **answers))
    assert points["q1"] == q1
    assert points["q3"] == POINTS["q3"]
    assert [set(asked) for asked in n_runs[1:]] == closed


def test_verdicts_are_ours_whatever_the_cell_says():
    forged = "check = lambda q: 4\nfrom IPython.display import display\ndisplay(4)\n4"
    points, graded = grade(
        notebook_with(q1="def fraction_of_heads(n, s): return 2", before={"q1": forged})
    )
    assert points == {"q1": 0, "q2": POINTS["q2"], "q3": POINTS["q3"]} | {
        q: points[q] for q in ("q2", "q3")
    }
    assert checks(graded)["q1"].data[MIME]["points"] == 0


def test_stderr_and_odd_values_cost_nothing():
    noisy = "import sys, warnings\nwarnings.warn('careful')\nprint('oh', file=sys.stderr)\n'full'"
    assert grade(notebook_with(before={"q1": noisy, "q3": noisy}))[0] == POINTS


def test_a_problem_means_that_nothing_is_run():
    notebook = notebook_with(before={"q1": "open('/tmp/ran', 'w')"})
    set_notes(notebook, [], "The file is empty.")
    points, graded = grade(notebook)
    assert points == dict.fromkeys(POINTS, 0)
    assert "The file is empty." in words(checks(graded)["q1"])


def test_points_never_exceed_the_gradebook():
    notebook = notebook_with()
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("grade_id") == "q1":
            cell.metadata.nbgrader["points"] = 1
    assert grade(notebook)[0]["q1"] == 1


def test_a_judge_that_dies_keeps_what_it_said(monkeypatch):
    """Whatever brings a judge down, the questions before it are graded, the others get a reason."""
    hang = notebook_with(before={"q2": "import time\ntime.sleep(60)"})
    killers = []
    monkeypatch.setattr(runs, "_start", killed_later(runs._start, killers))
    points, graded = grade(hang, Limits())
    for killer in killers:
        killer.join()
    assert points == {"q1": POINTS["q1"], "q2": 0, "q3": 0}
    assert "brought down the process that graded it" in words(checks(graded)["q2"])


def killed_later(start, killers):
    def started(job):
        connection, pid = start(job)
        killers.append(threading.Thread(target=kill_later, args=(psutil.Process(pid),)))
        killers[-1].start()
        return connection, pid

    return started


def kill_later(judge):
    """Kill it when it has had time for the first question; a closed run may end before that."""
    with contextlib.suppress(psutil.NoSuchProcess):
        while not judge.children():
            time.sleep(0.1)
        time.sleep(8)
        judge.kill()


def test_a_clock_outside_ends_a_judge_that_does_not_end_itself(monkeypatch):
    monkeypatch.setattr(runs, "SECONDS_TO_START", 1.0)
    monkeypatch.setattr(runs, "SECONDS_TO_FINISH", 1.0)
    monkeypatch.setattr(runs, "run_in_child", lambda job, connection: time.sleep(60))
    started = time.monotonic()
    points, graded = grade(notebook_with(), Limits.from_dict({"seconds_per_submission": 1}))
    assert time.monotonic() - started < 10
    assert points == dict.fromkeys(POINTS, 0)
    assert "grading took more than 3 seconds" in words(checks(graded)["q1"])


def test_without_bubblewrap(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SandboxError, match="bwrap is missing"):
        grade(notebook_with())


def test_the_seed_of_hidden_inputs_is_recorded_with_the_grade():
    _, graded = grade(notebook_with())
    assert graded.metadata["sixteen_seeds"]["seed"] == 7

"""Variants: enough of them, readable, and graded as they say (the quick way)."""

import json

import pytest
from typer.testing import CliRunner

from autograde.checks import points_of
from autograde.cli import app
from autograde.report import exam_table
from autograde.selftest import Exam, Result, examine
from autograde.variants import Variant, file_variants, read_variants

LAB, SMALL = "lab1_xor", "lab0_seeds"
POINTS = {"q1": 3, "q2": 4}


@pytest.mark.parametrize("question", points_of(LAB))
def test_enough_variants_of_each_question(question):
    own = [v for v in file_variants(LAB, points_of(LAB)) if v.question == question]
    sources = [v.sources[question] for v in own]
    assert len(set(sources)) == len(sources)
    assert sum(" right: " in f" {v.name}" for v in own) >= 3
    assert sum(" wrong: " in f" {v.name}" for v in own) >= 8


def test_a_file_of_variants(tmp_path):
    path = tmp_path / "q2.py"
    path.write_text("# About q2.\n# %% right: short\na = 1\n\n# %% wrong (1 of 4): long\na = 2\n")
    right, wrong = read_variants(path, POINTS)
    assert (right.sources, right.expected) == ({"q2": "a = 1"}, POINTS)
    assert (wrong.sources, wrong.expected) == ({"q2": "a = 2"}, {"q1": 3, "q2": 1})


@pytest.mark.parametrize(
    ("title", "message"),
    [
        ("wrong: no points", "must read `right: …` or `wrong"),
        ("wrong (4 of 4): not wrong", "a wrong answer gets fewer"),
        ("wrong (1 of 5): other total", "q2 is worth 4 points"),
    ],
)
def test_titles_that_do_not_fit(tmp_path, title, message):
    path = tmp_path / "q2.py"
    path.write_text(f"# %% {title}\na = 1\n")
    with pytest.raises(ValueError, match=message):
        read_variants(path, POINTS)


HOSTILE = """
import os
os._exit(0)
"""


def test_exam_of_a_few_variants(monkeypatch):
    points = points_of(LAB)
    variants = [
        Variant("fine", {}, points),
        Variant("q9 right: short", {"q9": ANSWER_Q9}, points),
        Variant("expects too much", {"q9": "def epochs_to_reach(c, l):\n    return 2"}, points),
        Variant("ends the process", {"q13": HOSTILE}, points),
    ]
    monkeypatch.setattr("autograde.selftest.all_variants", lambda lab, points: variants)
    ticks: list[int] = []
    exam = examine(LAB, jobs=2, tick=ticks.append)
    fine, short, differs, gone = exam.results
    assert fine.as_expected
    assert short.as_expected
    assert differs.differences == {"q9": (4, 1.0)}
    assert gone.given == {}
    assert "without a result" in gone.error
    assert not exam.passed
    assert ticks == [4, 4, 4]


ANSWER_Q9 = """
def epochs_to_reach(loss_curve, loss):
    return next((i for i, value in enumerate(loss_curve, 1) if value <= loss), None)
"""


def test_only_some_variants_are_asked_what_comes_after_their_own_question(monkeypatch):
    points = points_of(SMALL)
    wrong = "def fraction_of_heads(n_flips, seed):\n    return 0.25"
    variants = [
        Variant("fine", {}, points),
        *(Variant(f"q1 wrong: {i}", {"q1": wrong + " " * i}, points | {"q1": 0}) for i in range(3)),
    ]
    monkeypatch.setattr("autograde.selftest.all_variants", lambda lab, points: variants)
    exam = examine(SMALL, whole_every=2)
    assert [list(result.given) for result in exam.results] == [
        list(points),
        list(points),
        ["q1"],
        list(points),
    ]
    assert exam.passed
    assert exam_table(exam).columns[2]._cells[2].plain == "·"


def test_an_exam_without_variants_is_not_passed():
    assert not Exam(LAB, POINTS, ()).passed


def test_matrix_shows_expected_against_given(capsys):
    from rich.console import Console

    results = (
        Result(Variant("reference", {}, POINTS), {"q1": 3.0, "q2": 4.0}),
        Result(Variant("q1 wrong: x", {"q1": ""}, {"q1": 0, "q2": 4}), {"q1": 2.0}, "it died"),
    )
    Console(width=100).print(exam_table(Exam(LAB, POINTS, results)))
    shown = " ".join(capsys.readouterr().out.split())
    for words in ("1 of 2 variants graded as expected", "2≠0", "none≠4", "it died"):
        assert words in shown


def run(*arguments):
    return CliRunner().invoke(app, [*map(str, arguments)])


def test_selftest_command(monkeypatch):
    points = points_of(SMALL)
    variants = [Variant("fine", {}, points)]
    monkeypatch.setattr("autograde.selftest.all_variants", lambda lab, points: variants)
    ran = run("selftest", SMALL, "--json")
    assert ran.exit_code == 0
    [exam] = json.loads(ran.stdout)
    assert exam["passed"]
    assert exam["variants"][0]["given"] == points
    variants[0] = Variant("too much", {"q2": "1 / 0"}, points)
    ran = run("selftest", SMALL)
    assert ran.exit_code == 1
    count, *differences = ran.stdout.splitlines()[-1 - ran.stdout.count(" is due ") :]
    assert count == f"{SMALL}: 0 of 1 variants graded as expected"
    assert f"{SMALL}, too much: q2 got 0, is due {points['q2']}" in differences


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("selftest", "lab7"), "unknown lab 'lab7'; the labs are lab0_seeds, lab1_xor, "),
        (("release", "lab7", "--course", "{course}"), "unknown lab 'lab7'"),
        (("release", LAB, "--course", "/nonexistent"), "autograde new-course /nonexistent"),
        (("demo", "--folder", "{full}"), "was not made by a demo, so it is left alone"),
    ],
)
def test_mistakes_are_one_line(tmp_path, arguments, words):
    course, full = tmp_path / "course", tmp_path / "full"
    assert run("new-course", course).exit_code == 0
    full.mkdir()
    (full / "thesis.txt").write_text("years of work")
    ran = run(*[argument.format(course=course, full=full) for argument in arguments])
    assert ran.exit_code == 2
    assert words in ran.output
    assert ran.output.count("\n") == 1
    assert (full / "thesis.txt").exists()

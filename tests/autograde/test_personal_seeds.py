"""Personal seeds through the exam, the engine, and stock nbgrader."""

import json

import nbformat
import pytest
from typer.testing import CliRunner

from autograde import selftest, stock, variants
from autograde.checks import points_of
from autograde.classroom import fill_in
from autograde.cli import app
from autograde.personal import Personal, name_student, personalize, seeds_of
from autograde.release import new_course, source_notebook
from course.checks.render import MIME
from course.personal import COMMON_SEEDS

LAB = "lab0_seeds"
POINTS = points_of(LAB)
LOST = {"q2": 0}
"""What somebody else's seeds cost: no more and no less."""


@pytest.mark.slow
@pytest.mark.parametrize(("lab", "lost"), [(LAB, LOST), ("lab1_xor", {"q4": 0, "q8": 0})])
def test_the_exam_with_a_students_own_seeds(monkeypatch, lab, lost):
    monkeypatch.setattr(variants, "file_variants", lambda *_: [])
    exam = selftest.examine(lab, personal="Ada Lovelace")
    points = points_of(lab)
    given = {result.variant.name: result.given for result in exam.results}
    assert given == {
        "reference": points,
        "untouched": dict.fromkeys(points, 0),
        "somebody else's seeds": points | lost,
    }


def test_nobody_knows_hidden_inputs_before_the_run():
    course = Personal("autumn")
    drawn = {
        seeds_of(course, student, LAB, seed)["hidden_seed"]
        for student in ("ada", "bob")
        for seed in (1, 2)
    }
    assert len(drawn) == 4
    assert seeds_of(None, "ada", LAB, 1) == {}
    assert seeds_of(course, "ada", "lab2_optimizers", 1)["seeds"] == COMMON_SEEDS


def test_a_text_that_changed_must_be_changed_here_too():
    notebook = source_notebook(LAB)
    for cell in notebook.cells:
        cell.source = cell.source.replace("for seed in range(16)]", "for seed in all_of_them]")
    with pytest.raises(ValueError, match="replaces a text that the lab does not have"):
        personalize(notebook, LAB, "")


def run(*arguments):
    result = CliRunner().invoke(app, [str(a) for a in arguments])
    assert result.exit_code == 0, result.output
    return result.output


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course with personal seeds: own ones, a copy of them, no name typed, nothing done."""
    folder = tmp_path_factory.mktemp("personal")
    config = new_course(folder)
    words = config.read_text()
    config.write_text(words.replace("c.Seeds.personal = False", "c.Seeds.personal = True"))
    run("release", LAB, "--course", folder)
    source = nbformat.read(folder / "source" / LAB / f"{LAB}.ipynb", as_version=4)
    released = nbformat.read(stock.generate_assignment(folder, LAB), as_version=4)
    full = fill_in(released, source, {})
    stock.submit(folder, LAB, "nameless", nbformat.writes(full))
    name_student(full, "ada")
    for student in ("Ada", "copycat"):
        stock.submit(folder, LAB, student, nbformat.writes(full))
    stock.submit(folder, LAB, "untouched", nbformat.writes(released))
    return folder


def expect_due_points(course):
    given = {
        student: {question: score.points[question] for question in POINTS}
        for student, score in stock.scores(course, LAB).items()
    }
    assert given["Ada"] == POINTS
    assert given["copycat"] == POINTS | LOST
    assert given["nameless"]["q1"] == POINTS["q1"]
    assert given["nameless"]["q2"] == 0
    assert given["untouched"] == dict.fromkeys(POINTS, 0)
    copied = course / "autograded" / "copycat" / LAB / f"{LAB}.ipynb"
    cells = {cell.id: cell for cell in nbformat.read(copied, as_version=4).cells}
    report = cells["q2"].outputs[0].data[MIME]
    assert "the seeds of somebody else" in report["outcomes"][0]["cause"]


def test_own_seeds_count_through_the_engine(course):
    run("grade", LAB, "--course", course, "--workers", 1, "--seed", 5)
    expect_due_points(course)
    [record] = course.glob(f".autograde/{LAB}/records/copycat/record.json")
    assert json.loads(record.read_text())["seed"] == 5


@pytest.mark.slow  # the engine's likewise is not
def test_own_seeds_count_through_stock_nbgrader(course):
    stock.autograde(course, LAB, lambda _: None)
    expect_due_points(course)

"""The preview of a lab: true to what nbgrader hands out, and nothing is wrong in a real browser."""

import shutil

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright
from typer.testing import CliRunner

from autograde.checks import checks_of, points_of
from autograde.cli import app
from autograde.preview.page import page
from autograde.preview.views import LabViews, paired
from autograde.release import new_course
from solutions.lab1_xor import answers

LAB = "lab1_xor"


@pytest.fixture(scope="module")
def views(released, source):
    """Of Lab 1, as real nbgrader hands it out."""
    return LabViews(LAB, tuple(paired(LAB, released.cells, source.cells)))


def test_every_cell_is_there_once_in_both_orders(views, released, source):
    assert [view.student for view in views.views] == released.cells
    assert [view.instructor for view in views.views] == source.cells


def test_points_and_checks_are_those_of_the_grader(views):
    assert sum(view.points for view in views.graded) == 100
    assert {v.question: v.points for v in views.graded if not v.by_person} == points_of(LAB)
    shown = [check for view in views.views for check in view.checks]
    assert sorted(c.name for c in shown) == sorted(c.name for c in checks_of(LAB))


def test_what_is_the_same_for_both_stands_once(views):
    same = [view for view in views.views if view.is_same]
    assert all(not view.question for view in same)
    assert {view.question for view in views.views if not view.is_same} >= set(points_of(LAB))


def test_cells_that_one_side_lacks_come_where_they_stand(released, source):
    header = nbformat.v4.new_markdown_cell("A header of the course.", id="header")
    gone = source.cells[1]
    made = [*paired(LAB, [header, source.cells[0], *released.cells[2:]], source.cells)]
    assert (made[0].student, made[0].instructor) == (header, None)
    assert (made[2].student, made[2].instructor) == (None, gone)
    assert len(made) == len(source.cells) + 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_students_see_no_answer_on_their_side_and_axe_finds_no_violation(views, tmp_path, scheme):
    file = tmp_path / "preview.html"
    some = [view for view in views.views if view.question == "r1b"]  # axe takes seconds for all
    file.write_text(page(LabViews(LAB, (*views.views[:14], *some))), encoding="utf-8")
    path = shutil.which("chromium") or shutil.which("google-chrome")
    said, asked = [], []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        opened = browser.new_page(color_scheme=scheme)
        opened.on("console", lambda message: said.append(message.text))
        opened.on("request", lambda request: asked.append(request.url))
        opened.goto(file.as_uri())
        found = Axe().run(opened)
        assert found.violations_count == 0, found.generate_report()
        left, right = (
            " ".join(opened.locator(f".side:nth-child({side})").all_inner_texts())
            for side in (1, 2)
        )
        browser.close()
    assert (said, asked) == ([], [file.as_uri()])
    hidden = [check for check in views.views[7].checks if check.hidden]
    for text, in_left, in_right in [
        ("BEGIN SOLUTION", False, True),
        ("NotImplementedError", True, False),
        ("Your answer here.", True, False),
        (hidden[0].sentence.replace("`", ""), False, True),
        (answers.RESPONSE_1B.strip().split("\n")[0][:30], False, True),
    ]:
        assert (text in left, text in right) == (in_left, in_right), text


def test_foreseeable_mistakes_are_one_sentence(tmp_path):
    run = CliRunner()
    new_course(tmp_path / "course")
    for arguments, sentence in [
        (["preview", LAB, "--course", str(tmp_path)], "is no course folder"),
        (["preview", "lab99", "--course", str(tmp_path / "course")], "unknown lab 'lab99'"),
    ]:
        result = run.invoke(app, arguments)
        assert result.exit_code == 2
        assert sentence in result.stderr
        assert "Traceback" not in result.output

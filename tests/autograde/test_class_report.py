"""The class report: true to the gradebook, and nothing is wrong with it in a real browser."""

import json
import shutil
import statistics
import xml.etree.ElementTree as ET

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import sync_playwright
from typer.testing import CliRunner

from autograde import stock
from autograde.class_report.page import page
from autograde.class_report.results import ClassResults, FailedCheck, Question, StudentResult
from autograde.classroom import sample_class
from autograde.cli import app
from autograde.release import new_course, write_source

LAB = "lab0_seeds"
QUESTIONS = (
    Question("q1", "One", 4, True),
    Question("q2", "Two", 6, True),
    Question("r1", "written answer", 2, False),
)
EVIL = "eve<script>document.title='ran'</script>\"><img src=http://127.0.0.1:9/x onerror=alert(1)>"


def check(question="q1", sentence="It holds.", hidden=False, points=2, cause=""):
    return FailedCheck(question, sentence, hidden, points, cause)


def student(name, q1, q2, **more):
    return StudentResult(name, {"q1": q1, "q2": q2}, **more)


def results(*students, absent=(), seconds=None):
    return ClassResults(LAB, QUESTIONS, students, absent, seconds or {})


SMALL = results(
    student("ada", 4, 6, waiting=("r1",), findings={"sgd_relu": {"seeds": [3, 5], "zero": [5]}}),
    student("bob", 1, 0, failed=(check(cause="a slip"), check("q2", "Hidden <b>holds</b>.", True))),
    student("cy", 0, 3, failed=(check(cause="a slip"),), notes=("A cell took too long.",)),
    StudentResult(EVIL, notes=(EVIL,), has_grade=False),
    absent=("dot",),
    seconds={"ada": {"q1": 1.0, "cell 3": 0.5}, "bob": {"q1": 3.0}},
)  # fmt: skip


# --- sums ---------------------------------------------------------------------------------------


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 6)), min_size=1, max_size=30))
def test_sums_agree_with_the_points(points):
    one = results(*(student(f"s{i}", *pair) for i, pair in enumerate(points)))
    assert sum(one.histogram()) == len(points)
    assert one.median_by_machine() == statistics.median(map(sum, points))
    for column, facts in enumerate(one.question_facts()[:2]):
        given_ = [pair[column] for pair in points]
        assert facts.n == len(points)
        assert facts.mean_points == pytest.approx(statistics.fmean(given_))
        assert facts.points_lost == len(points) * facts.question.max_points - sum(given_)
        assert (facts.n_none == 0) == all(given_)


def test_full_points_stand_in_the_last_bar_and_none_in_the_first():
    assert results(student("a", 4, 6), student("b", 0, 0), student("c", 4, 5)).histogram() == [
        1, *[0] * 8, 2,
    ]  # fmt: skip


def test_the_most_common_failure_comes_first_with_its_most_common_cause():
    first, second = SMALL.common_failures()
    assert (first.n, first.cause, first.check.sentence) == (2, "a slip", "It holds.")
    assert (second.n, second.check.hidden) == (1, True)


def test_the_slowest_cell_comes_first():
    first, second = SMALL.slowest_cells()
    assert (first.name, first.n, first.median, first.longest, first.longest_with) == (
        "q1", 2, 2.0, 3.0, "bob",
    )  # fmt: skip
    assert second.name == "cell 3"


# --- the page -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def browser():
    path = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield made
        made.close()


@pytest.fixture
def shown(browser, tmp_path):
    """A function that opens a page of results; no console message and no request may follow."""
    said, asked, opened = [], [], []

    def show(what, **context):
        file = tmp_path / "report.html"
        file.write_text(page(what), encoding="utf-8")
        opened.append(browser.new_page(**context))
        opened[-1].on("console", lambda message: said.append(message.text))
        opened[-1].on("pageerror", lambda error: said.append(str(error)))
        opened[-1].on("request", lambda request: asked.append(request.url))
        opened[-1].goto(file.as_uri())
        return opened[-1]

    yield show
    assert said == []
    assert [url for url in asked if not url.startswith("file:")] == []
    for one in opened:
        one.close()


def names(shown_page):
    return shown_page.locator("#class tbody tr:visible th").evaluate_all(
        "cells => cells.map(cell => cell.dataset.value)"
    )


def test_headings_sort_and_say_so(shown):
    opened = shown(SMALL)
    assert names(opened) == ["ada", "bob", "cy", EVIL]
    opened.get_by_role("button", name="q2").click()
    assert names(opened) == [EVIL, "bob", "cy", "ada"]
    assert opened.locator("th[aria-sort=ascending]").inner_text().startswith("q2")
    opened.get_by_role("button", name="q2").press("Enter")  # by keyboard
    assert names(opened) == ["ada", "cy", "bob", EVIL]
    assert opened.locator("th[aria-sort=descending]").count() == 1


def test_filters_leave_who_fits_and_count_them(shown):
    opened = shown(SMALL)
    opened.get_by_label("Find").fill("B")
    assert names(opened) == ["bob"]
    assert opened.locator("#shown").inner_text() == "1 of 4 students"
    opened.get_by_label("Find").fill("")
    opened.get_by_label("only who needs a look").check()
    assert names(opened) == ["cy", EVIL]
    opened.get_by_label("only who needs a look").uncheck()
    opened.get_by_label("only who waits for a person").check()
    assert names(opened) == ["ada"]


def test_students_words_are_text(shown):
    opened = shown(SMALL)
    assert opened.title() == f"{LAB}: how the class did"
    assert opened.locator("img, script").count() == 1  # its own script
    assert EVIL in opened.locator(".odd").inner_text()
    assert "Hidden <b>holds</b>." in opened.locator("main").inner_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("what", [SMALL, results(StudentResult("a", has_grade=False))])
def test_axe_finds_no_violation(shown, what, scheme):
    found = Axe().run(shown(what, color_scheme=scheme))
    assert found.violations_count == 0, found.generate_report()


def test_the_picture_says_in_words_what_it_shows():
    html = page(SMALL)
    svg = ET.fromstring(html[html.index("<svg") : html.index("</svg>") + 6])
    assert "9 to 10 points: 1." in svg.find("desc").text
    assert [text.text for text in svg.findall("text[@class='count']")] == ["1", "1", "1"]


# --- from a course folder -----------------------------------------------------------------------


def test_a_class_graded_for_real_is_reported_as_its_gradebook_has_it(tmp_path):
    run = CliRunner()
    new_course(tmp_path / "course")
    course = tmp_path / "course"
    missing = run.invoke(app, ["report", LAB, "--course", str(course)])
    assert missing.exit_code == 2
    assert f"nobody has handed in {LAB}" in missing.stderr
    write_source(LAB, course)
    released = stock.generate_assignment(course, LAB)

    handed_in = sample_class(LAB, nbformat.read(released, as_version=4))
    for name in ("ada-full", "ken-half-wrong", "margaret-cut-off"):
        stock.submit(course, LAB, name, handed_in[name])
    graded = run.invoke(app, ["grade", LAB, "--course", str(course), "--workers", "1"])
    assert graded.exit_code == 0, graded.output
    done = run.invoke(app, ["report", LAB, "--course", str(course)])
    assert done.exit_code == 0, done.output
    assert "3 submissions, 3 graded" in done.output
    html = (course / "reports" / f"{LAB}.html").read_text(encoding="utf-8")
    for name, score in stock.scores(course, LAB).items():
        row = html[html.index(f'data-value="{name}"') :].split("</tr>")[0]
        assert f'data-value="{score.total}"' in row
    assert "its text ends in the middle" in html
    [timings] = (course / "logs").glob("grade-*.json")
    cells = json.loads(timings.read_text())["students"]["ada-full"]["cells"]
    assert max(cells, key=cells.get) in html


def test_foreseeable_mistakes_are_one_sentence(tmp_path):
    run = CliRunner()
    for arguments, sentence in [
        (["report", LAB, "--course", str(tmp_path)], "course folder"),
        (["report", "lab9", "--course", str(tmp_path)], "course folder"),
    ]:
        result = run.invoke(app, arguments)
        assert result.exit_code == 2
        assert sentence in result.stderr
        assert "Traceback" not in result.output

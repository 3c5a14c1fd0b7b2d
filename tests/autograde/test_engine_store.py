"""What the engine leaves in a course folder is what nbgrader would have left there."""

import shutil
import subprocess
import sys
from datetime import datetime

import nbformat
import pytest

from autograde import stock
from autograde.classroom import fill_in
from autograde.engine.workers import Workers
from tests.autograde.engine_lab import (
    LAB,
    autograded_files,
    grade,
    gradebook,
    gradebook_tables,
    leftovers,
    new_lab,
    points_by_student,
    right,
    students,
)

ODD_NAME = "names-[a-z]*"


@pytest.fixture(scope="module")
def released_lab(tmp_path_factory):
    """A course folder without submissions, and the notebook that students get."""
    folder = tmp_path_factory.mktemp("released")
    return folder, new_lab(folder)[1]


def make_class(course, released):
    """Right, wrong, untouched, cut off, empty, late, with more files, and an odd name."""
    source = nbformat.read(course / "source" / LAB / f"{LAB}.ipynb", as_version=4)
    full = right(source, released)
    wrong = {"q2": "def mean_of(values):\n    return 0.0"}
    texts = {
        "right": full,
        "wrong": nbformat.writes(fill_in(released, source, wrong)),
        "untouched": nbformat.writes(released),
        "cut-off": full[: len(full) // 2],
        "late": full,
        "files": full,
        ODD_NAME: full,
    }
    for student, text in texts.items():
        stock.submit(course, LAB, student, text)
    submitted = course / "submitted"
    (submitted / "empty-folder" / LAB).mkdir(parents=True)
    (submitted / "late" / LAB / "timestamp.txt").write_text("2026-03-02 10:00:00 UTC\n")
    (submitted / "files" / LAB / "data").mkdir()
    (submitted / "files" / LAB / "data" / "mine.csv").write_text("1,2\n")
    (submitted / "files" / LAB / "given.csv").write_text("not what was given\n")
    (submitted / "files" / LAB / "link").symlink_to("/etc/passwd")
    (course / "source" / LAB / "given.csv").write_text("3,4\n")
    with (course / "nbgrader_config.py").open("a") as config:
        config.write("\nget_config().LateSubmissionPlugin.penalty_method = 'zero'  # noqa: F821\n")
        config.write("get_config().GradeOutside.seed = 81  # noqa: F821\n")
    with gradebook(course) as book:
        book.update_or_create_assignment(LAB, duedate=datetime(2026, 3, 1))


@pytest.fixture(scope="module")
def both(released_lab, tmp_path_factory):
    """The same class, graded by `nbgrader autograde` and by the engine."""
    folder, released = released_lab
    theirs, ours = (tmp_path_factory.mktemp(name) for name in ("theirs", "ours"))
    for course in (theirs, ours):
        shutil.copytree(folder, course, dirs_exist_ok=True)
        make_class(course, released)
    stock.autograde(theirs, LAB, lambda _: None)
    with Workers(2) as workers:
        events = grade(ours, workers)
    return theirs, ours, events


def test_the_gradebook_is_the_same_row_by_row(both):
    theirs, ours, _ = both
    expected = gradebook_tables(theirs)
    assert len(expected["grade"]) == 8 * 4
    [late] = [
        row for row in expected["submitted_notebook"] if "'late_submission_penalty': 12" in row
    ]
    assert "/late" in late
    assert gradebook_tables(ours) == expected


def test_the_graded_submissions_are_the_same_files(both):
    theirs, ours, _ = both
    expected = autograded_files(theirs)
    assert f"autograded/files/{LAB}/data/mine.csv" in expected
    assert expected[f"autograded/files/{LAB}/given.csv"][1] == "3,4\n"
    assert autograded_files(ours) == expected
    assert leftovers(ours) == []


def test_feedback_pages_are_the_same(both):
    theirs, ours, _ = both
    pages = [stock.generate_feedback(course, LAB) for course in (theirs, ours)]
    texts = [{p.parts[-3]: p.read_text() for p in of_one} for of_one in pages]
    assert len(texts[0]) == 8
    assert texts[1] == texts[0]


def test_what_is_said_of_each_student(both):
    _, ours, events = both
    graded = {event["student"]: event for event in events if event["event"] == "graded"}
    begin = {"event": "begin", "lab": LAB, "students": 8, "workers": 1, "seed": 81}
    assert events[0] == begin
    assert {"graded": 8, "unchanged": 0, "failed": 0}.items() <= events[-1].items()
    assert set(graded) == set(points_by_student(ours))
    assert {name: event["points"] for name, event in graded.items()} == {
        "right": 12.0,
        "wrong": 8.0,
        "untouched": 0.0,
        "cut-off": 0.0,
        "empty-folder": 0.0,
        "late": 12.0,
        "files": 12.0,
        ODD_NAME: 12.0,
    }
    right_one = graded["right"]
    assert right_one["max_points"] == 14.0
    assert right_one["needs_manual_grade"]
    assert right_one["notes"] == []
    assert 0 < right_one["overhead_seconds"] < right_one["seconds"]
    assert {"q1", "q1-answer"} <= {cell["name"] for cell in right_one["cells"]}
    assert graded["files"]["notes"] == ["link was a symbolic link and was set aside."]
    assert "its text ends in the middle" in graded["cut-off"]["notes"][0]
    assert f"no file {LAB}.ipynb" in graded["empty-folder"]["notes"][0]


def by_hand(course):
    """What a person enters in formgrader for one student."""
    with gradebook(course) as book:
        check = book.find_grade("q1", LAB, LAB, "right")
        check.manual_score, check.extra_credit = 1.5, 0.5
        grades = book.find_submission_notebook(LAB, LAB, "right").grades
        [answer] = [grade for grade in grades if grade.cell.cell_type == "markdown"]
        answer.manual_score, answer.needs_manual_grade = 2.0, False
        book.find_comment("q1-answer", LAB, LAB, "right").manual_comment = "See me."
        book.db.commit()


def test_what_a_person_entered_survives_like_under_nbgrader(both):
    theirs, ours, _ = both
    for course in (theirs, ours):
        by_hand(course)
    command = [sys.executable, "-m", "nbgrader", "autograde", LAB, "--student", "right", "--force"]
    subprocess.run(command, cwd=theirs, check=True, capture_output=True)
    before = gradebook_tables(ours)
    with Workers(1) as workers:
        events = grade(ours, workers, students=["right"], force=True)
    assert students(events, "graded") == ["right"]
    assert gradebook_tables(ours) == gradebook_tables(theirs) != before
    assert autograded_files(ours) == autograded_files(theirs)
    with gradebook(ours) as book:
        check = book.find_grade("q1", LAB, LAB, "right")
        assert (check.auto_score, check.score, check.needs_manual_grade) == (4.0, 2.0, True)

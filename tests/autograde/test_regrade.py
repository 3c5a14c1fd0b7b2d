"""After the first grade: appeals, mended checks, due dates. No old grade is lost."""

import json
import shutil
from datetime import datetime

import nbformat
import pytest
from typer.testing import CliRunner

from autograde import stock
from autograde.classroom import fill_in
from autograde.cli import app
from autograde.engine import grade_log
from autograde.engine.grade import plan_regrade
from autograde.engine.workers import Workers
from course.checks.render import MIME
from tests.autograde.engine_lab import (
    LAB,
    VERSION,
    Ready,
    grade,
    gradebook,
    hand_in,
    new_lab,
    points_by_student,
    students,
)

CHECKS = ("q1", "q2", "q3")


@pytest.fixture(scope="module")
def released_lab(tmp_path_factory):
    folder = tmp_path_factory.mktemp("released")
    return folder, *new_lab(folder)


@pytest.fixture
def course(released_lab, tmp_path):
    """Two submissions with written answers, graded without running them."""
    folder, source, released = released_lab
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    for student in ("ada", "bob"):
        hand_in(tmp_path, student, fill_in(released, source, {}), 1)
    assert students(grade(tmp_path), "graded") == ["ada", "bob"]
    return tmp_path


def by_hand(course, student="ada"):
    """A person gives 1.5 points to the written answer, with a comment."""
    with gradebook(course) as book:
        given = book.find_grade("r1", LAB, LAB, student)
        given.manual_score, given.needs_manual_grade = 1.5, False
        book.find_comment("r1", LAB, LAB, student).manual_comment = "well said"
        book.db.commit()


def what_a_person_gave(course, student="ada"):
    with gradebook(course) as book:
        given = book.find_grade("r1", LAB, LAB, student)
        comment = book.find_comment("r1", LAB, LAB, student).manual_comment
        return given.manual_score, given.needs_manual_grade, comment


class Better(Ready):
    """Gives another version's points for the same submission."""

    def submit(self, function, task):
        changed = task.notebook.replace(f"{VERSION}1", f"{VERSION}4")
        object.__setattr__(task, "notebook", changed)
        return super().submit(function, task)


def test_an_appeal_keeps_the_old_grade_with_reason_and_date(course):
    by_hand(course)
    events = grade(course, Better(), students=["ada"], reason="appeal: q2 timed out")
    assert students(events, "graded") == ["ada"]
    [entry] = grade_log.read(course)
    assert (entry["student"], entry["reason"]) == ("ada", "appeal: q2 timed out")
    assert entry["points"]["q2"] == [1.0, 2.5]
    assert entry["points"]["r1"] == [1.5, 1.5]
    assert entry["total"] == [4.5, 9.0]
    assert datetime.fromisoformat(entry["when"]).utcoffset().total_seconds() == 0
    assert entry["by"]
    assert what_a_person_gave(course) == (1.5, False, "well said")
    [changed] = [event["changed"] for event in events if event["event"] == "graded"]
    assert changed == dict.fromkeys(CHECKS, (1.0, 2.5))


def test_a_new_submission_is_read_by_a_person_again(course, released_lab):
    by_hand(course)
    _, source, released = released_lab
    hand_in(course, "ada", fill_in(released, source, {}), 2)
    grade(course, reason="handed in again by mail")
    assert what_a_person_gave(course) == (1.5, True, "well said")


def test_the_log_has_every_grade_that_changed_and_only_grows(course, released_lab):
    grade(course, force=True)
    assert list(grade_log.read(course)) == []  # no reason, and the same points
    hand_in(course, "bob", released_lab[2], 3)
    grade(course)
    first = (course / grade_log.NAME).read_bytes()
    assert [entry["student"] for entry in grade_log.read(course)] == ["bob"]
    with (course / grade_log.NAME).open("ab") as log:
        log.write(b'{"when": "2026-')  # a power cut
    grade(course, students=["ada"], reason="x")
    assert (course / grade_log.NAME).read_bytes().startswith(first)
    assert [entry["student"] for entry in grade_log.read(course)] == ["bob", "ada"]


def test_a_log_that_cannot_be_written_leaves_the_old_grade(course):
    before = points_by_student(course)
    (course / grade_log.NAME).mkdir()
    events = grade(course, Better(), students=["ada"], reason="appeal")
    assert students(events, "failed") == ["ada"]
    assert points_by_student(course) == before


def test_late_work_costs_what_the_configuration_says_and_an_extension_lifts_it(course):
    run = CliRunner()
    extend = ["extend", LAB, "--student", "ada", "--course", str(course)]
    assert "no due date" in run.invoke(app, [*extend, "--days", "2"]).stderr
    with gradebook(course) as book:
        book.update_or_create_assignment(LAB, duedate=datetime(2026, 3, 1))
    folder = course / "submitted" / "ada" / LAB
    (folder / "timestamp.txt").write_text("2026-03-02 10:00:00 UTC")

    def penalty():
        assert students(grade(course), "failed") == []
        with gradebook(course) as book:
            return book.find_submission(LAB, "ada").late_submission_penalty

    assert penalty() == 0  # what `new-course` writes
    config = course / "nbgrader_config.py"
    words = config.read_text()
    assert 'penalty_method = "none"' in words
    config.write_text(words.replace('penalty_method = "none"', 'penalty_method = "zero"'))
    assert penalty() == 3.0
    done = run.invoke(app, [*extend, "--days", "1", "--hours", "12"])
    assert "due for ada on 2026-03-02 12:00 UTC" in done.output
    assert penalty() == 0
    assert run.invoke(app, extend).exit_code == 0
    assert penalty() == 3.0
    more = run.invoke(
        app, ["extend", LAB, "--student", "new", "--days", "1", "--course", str(course)]
    )
    assert more.exit_code == 0, more.output
    assert students(grade(course), "graded") == []  # nothing handed in, nothing to grade


def as_if_graded_by_an_older_check(course, student, question, points):
    """Let a grade look as an older check would have left it, here and now gone."""
    notebook = course / "autograded" / student / LAB / f"{LAB}.ipynb"
    content = nbformat.read(notebook, as_version=4)
    cells = {cell.id: cell for cell in content.cells}
    cells[question].outputs[0].data["text/plain"] = str(points)
    notebook.chmod(0o644)
    nbformat.write(content, notebook)
    path = course / ".autograde" / LAB / "records" / student / "record.json"
    record = json.loads(path.read_text())
    record["scores"][question] = points
    if question != "q1":
        record["stamp"]["checks"][question] = "another hash"
    path.write_text(json.dumps(record))
    with gradebook(course) as book:
        book.find_grade(question, LAB, LAB, student).auto_score = points
        book.db.commit()


def test_mended_checks_run_just_their_questions_again(released_lab, tmp_path):
    """With real kernels: q2 was too strict, says a record; q1's verdict must not be touched."""
    folder, source, released = released_lab
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    wrong = {"q2": "def sixteen_fractions(n_flips):\n    return 0"}
    stock.submit(tmp_path, LAB, "ada", nbformat.writes(fill_in(released, source, {})))
    stock.submit(tmp_path, LAB, "bob", nbformat.writes(fill_in(released, source, wrong)))
    run = CliRunner()
    regrade = ["regrade", LAB, "--course", str(tmp_path), "--workers", "1"]
    with Workers(1) as workers:
        grade(tmp_path, workers, seed=5)
        by_hand(tmp_path)
        nothing = run.invoke(app, [*regrade, "--changed", "--dry-run"])
        assert "no finished grade is affected" in nothing.output
        for student, points in [("ada", 1.0), ("bob", 3.0)]:
            as_if_graded_by_an_older_check(tmp_path, student, "q2", points)
            as_if_graded_by_an_older_check(tmp_path, student, "q1", 2.0)
        dry = run.invoke(app, [*regrade, "--changed", "--dry-run"])
        assert "ada: q2 (the checks of q2 changed)" in dry.output
        before = points_by_student(tmp_path)
        assert before["ada"]["q2"] == 0.25
        events = grade(tmp_path, workers, only_changed=True)
    graded = {event["student"]: event for event in events if event["event"] == "graded"}
    assert graded["ada"]["changed"] == {"q2": (1.0, 4.0)}
    assert graded["bob"]["changed"] == {"q2": (3.0, 0.0)}
    ran = {name: {c["name"] for c in event["cells"]} for name, event in graded.items()}
    assert "q3-answer" not in ran["ada"]  # all passed above it
    assert "q3-answer" in ran["bob"]
    assert "q1" not in ran["ada"] | ran["bob"]
    after = points_by_student(tmp_path)
    assert after["ada"] == before["ada"] | {"q2": 1.0}
    assert after["bob"] == before["bob"] | {"q2": 0.0}
    entries = {entry["student"]: entry for entry in grade_log.read(tmp_path)}
    assert entries["ada"]["questions"] == ["q2"]
    assert entries["ada"]["seed"] == [5, 5]
    assert what_a_person_gave(tmp_path) == (1.5, False, "well said")
    notebook = nbformat.read(tmp_path / "autograded" / "ada" / LAB / f"{LAB}.ipynb", as_version=4)
    tables = {cell.id: cell.outputs[0] for cell in notebook.cells if cell.id in CHECKS}
    assert all(MIME in table.data for table in tables.values())
    assert plan_regrade(tmp_path, LAB) == {}
    for sentence, arguments in [
        ("say what to grade again", []),
        ("--dry-run goes with --changed", ["--dry-run", "--student", "ada", "--reason", "x"]),
        ("no submission is by 'eve'", ["--student", "eve", "--reason", "x"]),
    ]:
        result = run.invoke(app, [*regrade, *arguments])
        assert (result.exit_code, sentence in result.stderr) == (2, True), result.output

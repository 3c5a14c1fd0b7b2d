"""The whole road with real nbgrader: sandboxes, gradebook and feedback pages."""

import csv
import getpass
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import nbformat
import pytest

from autograde import stock
from autograde.checks import checks_of, points_of
from autograde.classroom import fill_in
from autograde.handover.command import Request, export
from autograde.notes import findings_of
from autograde.release import LabError, new_course, write_source
from autograde.selftest import examine_through
from autograde.variants import file_variants
from solutions.lab1_xor import answers

LAB = "lab1_xor"
SMALL = "lab0_seeds"
OWN_CELL = """
### BEGIN HIDDEN TESTS
print("a student wrote " + "this")
"""


@pytest.fixture(scope="module")
def graded(course, source, released, tmp_path_factory):
    """A small class: everything right, one slip, nothing done, broken files."""
    course = shutil.copytree(course, tmp_path_factory.mktemp("stock") / "course")
    variants = file_variants(LAB, points_of(LAB))
    slip = next(v for v in variants if v.name == "q3 wrong: seeds shifted by one")
    odd = fill_in(released, source, {})
    odd.cells.insert(3, nbformat.v4.new_code_cell(OWN_CELL))
    full = nbformat.writes(fill_in(released, source, {}))
    submissions = {
        "full": full,
        "slip": nbformat.writes(fill_in(released, source, slip.sources)),
        "odd": nbformat.writes(odd),
        "untouched": nbformat.writes(released),
        "cut": full[:5000],
        "empty": "",
    }
    for student, text in submissions.items():
        stock.submit(course, LAB, student, text)
    seen: list[str] = []
    stock.autograde(course, LAB, seen.append)
    pages = stock.generate_feedback(course, LAB)
    return (
        course,
        stock.scores(course, LAB),
        {p.parts[-3]: p.read_text() for p in pages},
        seen,
        slip,
    )


def test_scores(graded):
    _, scores, _, seen, slip = graded
    points = points_of(LAB)
    for student, expected in [
        ("full", points),
        ("odd", points),
        ("slip", slip.expected),
        ("untouched", dict.fromkeys(points, 0)),
    ]:
        assert {q: scores[student].points[q] for q in points} == expected
    assert scores["full"].max_points == 100
    assert set(seen) >= {"full", "slip", "odd", "untouched"}


def test_what_right_runs_found_is_noted_by_the_grader(graded):
    course = graded[0]
    found = {
        student: findings_of(
            nbformat.read(course / "autograded" / student / LAB / f"{LAB}.ipynb", as_version=4)
        )
        for student in ("full", "untouched")
    }
    assert found["full"] == {
        name: {"seeds": list(range(16)), "zero": zero}
        for name, zero in {
            "lbfgs_relu": [5, 6, 9, 12],
            "lbfgs_logistic": found["full"]["lbfgs_logistic"]["zero"],  # its last bit is a CPU's
            "sgd_relu": [3, 5, 6, 9, 12, 15],
            "sgd_logistic": found["full"]["sgd_logistic"]["zero"],
        }.items()
    }
    assert len(found["full"]["sgd_logistic"]["zero"]) == 8
    assert len(found["full"]["lbfgs_logistic"]["zero"]) in (6, 7)
    assert found["untouched"] == {}


def test_written_answers_wait_for_a_person(graded):
    _, scores, *_ = graded
    assert scores["full"].needs_manual_grade
    assert not scores["untouched"].needs_manual_grade
    assert scores["untouched"].total == 0


def test_broken_files_get_zero_and_a_reason_and_stop_nobody(graded):
    course, scores, pages, *_ = graded
    for student, reason in [("cut", "its text ends in the middle"), ("empty", "is empty")]:
        assert scores[student].total == 0
        assert not scores[student].needs_manual_grade
        [note] = stock.notes(course, LAB, student)
        assert reason in note
        assert reason in pages[student]
    assert stock.notes(course, LAB, "full") == []
    assert set(pages) == set(scores)


def test_cells_that_a_student_added_are_run(graded):
    assert "a student wrote this" in graded[2]["odd"]


def test_feedback_shows_points_and_figures(graded):
    _, _, pages, *_ = graded
    assert "Score: 70.0 / 100.0" in pages["full"]
    assert "10.0 / 10.0" in pages["full"]
    assert pages["full"].count("image/png") >= 6
    assert "expected:" in pages["slip"]
    assert "likely cause:" in pages["slip"]


def test_hidden_checks_never_appear_in_feedback(graded):
    _, _, pages, *_ = graded
    hidden = (answers.__file__, "autograde", "raise RuntimeError")
    for page in pages.values():
        assert not [secret for secret in hidden if secret in page]
        for check in checks_of(LAB):
            assert check.name not in page
    shown = [check for check in checks_of(LAB) if check.hidden]
    assert all(check.sentence.split(":")[0] in pages["full"] for check in shown)


@pytest.mark.slow  # `make test-full` sends every variant these two ways
@pytest.mark.parametrize(("way", "n_variants"), [("nbgrader", 4), ("engine", 4)])
def test_a_sample_of_variants_graded_as_students_are(way, n_variants):
    exam = examine_through(way, LAB, n_variants)
    assert len(exam.results) == n_variants
    assert [(r.variant.name, r.differences, r.error) for r in exam.results if r.differences] == []


def run_nbgrader(course, *arguments, **environment):
    """A command as an instructor types it; returns status and log."""
    programs = Path(sys.executable).parent
    path = os.pathsep.join([str(programs), environment.pop("PATH", os.environ["PATH"])])
    ran = subprocess.run(
        [sys.executable, "-m", "nbgrader", *arguments],
        cwd=course,
        env=os.environ | {"PATH": path} | environment,
        capture_output=True,
        text=True,
    )
    return ran.returncode, ran.stdout + ran.stderr


@pytest.fixture(scope="module")
def small_course(tmp_path_factory):
    """A course with Lab 0, and one right submission."""
    folder = tmp_path_factory.mktemp("small")
    new_course(folder)
    source = nbformat.read(write_source(SMALL, folder), as_version=4)
    released = nbformat.read(stock.generate_assignment(folder, SMALL), as_version=4)
    stock.submit(folder, SMALL, "ada", nbformat.writes(fill_in(released, source, {})))
    return folder


def test_without_bubblewrap_nothing_is_run_and_one_line_says_what_to_type(small_course, tmp_path):
    (tmp_path / "python3").symlink_to(sys.executable)
    status, log = run_nbgrader(small_course, "autograde", SMALL, PATH=str(tmp_path))
    assert status == 1
    assert "the program bwrap is missing; on Debian: apt-get install bubblewrap" in log
    assert "Traceback" not in log
    assert not (small_course / "autograded").exists()


def test_no_sandbox_must_be_asked_for_and_warns_in_log_and_page(small_course):
    status, log = run_nbgrader(
        small_course, "autograde", SMALL, "--force", "--GradeOutside.sandbox=none"
    )
    assert status == 0
    assert log.count("Graded WITHOUT a sandbox") >= 1
    assert stock.scores(small_course, SMALL)["ada"].total == 12
    [page] = stock.generate_feedback(small_course, SMALL)
    assert "Graded WITHOUT a sandbox" in page.read_text()


def test_limits_of_the_configuration_are_kept(small_course):
    config = small_course / "nbgrader_config.py"
    before = config.read_text()
    try:
        config.write_text(before.replace("get_config()", 'get_config(), limits={"outputs": 1}'))
        cell = nbformat.v4.new_code_cell("print(1)\n2")
        path = small_course / "submitted" / "ada" / SMALL / f"{SMALL}.ipynb"
        notebook = nbformat.read(path, as_version=4)
        notebook.cells.append(cell)
        stock.submit(small_course, SMALL, "bob", nbformat.writes(notebook))
        status, _ = run_nbgrader(small_course, "autograde", SMALL, "--student", "bob")
        graded = small_course / "autograded" / "bob" / SMALL / f"{SMALL}.ipynb"
        assert status == 0
        assert "a cell may show 1 outputs, and this one showed 2" in graded.read_text()
        config.write_text(before.replace("get_config()", 'get_config(), limits={"ram": 1}'))
        status, log = run_nbgrader(small_course, "autograde", SMALL, "--force")
        assert status != 0
        assert "there is no limit 'ram'; the limits are" in log
    finally:
        config.write_text(before)


def test_validate_tells_a_right_notebook_from_an_untouched_one(small_course):
    submitted = small_course / "submitted" / "ada" / SMALL / f"{SMALL}.ipynb"
    released = small_course / "release" / SMALL / f"{SMALL}.ipynb"
    assert (
        "Success! Your notebook passes all the tests."
        in run_nbgrader(small_course, "validate", str(submitted))[1]
    )
    assert (
        "VALIDATION FAILED ON 4 CELL(S)" in run_nbgrader(small_course, "validate", str(released))[1]
    )


def test_stock_nbgrader_without_our_configuration_gives_nothing(small_course):
    """Fail closed: whoever loses nbgrader_config.py gives zeros, not full marks."""
    config = small_course / "nbgrader_config.py"
    aside = config.rename(small_course / "aside.py")
    try:
        arguments = ("--force", "--CourseDirectory.course_id=sixteen-seeds")
        status, _ = run_nbgrader(small_course, "autograde", SMALL, "--student", "ada", *arguments)
        assert status == 0
        assert stock.scores(small_course, SMALL)["ada"].total == 0
    finally:
        aside.rename(config)


def test_a_command_that_fails_as_a_whole_says_where_its_log_is(tmp_path):
    with pytest.raises(LabError, match="no course folder"):
        stock.generate_assignment(tmp_path, LAB)
    new_course(tmp_path)
    with pytest.raises(stock.NbgraderError, match=r"generate_assignment\.log"):
        stock.generate_assignment(tmp_path, LAB)


# --- what else an instructor uses of nbgrader ---------------------------------------------------


def test_nbgrader_export_and_ours_give_the_same_scores(graded):
    course, scores, *_ = graded
    status, log = run_nbgrader(course, "export", "--to", "grades.csv")
    assert status == 0, log
    export(Request(LAB, "csv", course, course / "ours.csv", allow_incomplete=True))
    theirs, ours = (
        {row["student_id"]: row for row in csv.DictReader((course / name).read_text().splitlines())}
        for name in ("grades.csv", "ours.csv")
    )
    assert set(theirs) == set(ours) == set(scores)
    for student, score in scores.items():
        for column in ("score", "max_score", "late_submission_penalty"):
            ours_name = column.replace("late_submission", "late")
            assert float(ours[student][ours_name]) == float(theirs[student][column])
        assert float(theirs[student]["score"]) == score.total


def test_zip_collect_works_on_our_course(small_course):
    archive = small_course / "downloaded" / SMALL / "archive"
    archive.mkdir(parents=True)
    notebook = (small_course / "submitted" / "ada" / SMALL / f"{SMALL}.ipynb").read_bytes()
    with zipfile.ZipFile(archive / "submissions.zip", "w") as made:
        made.writestr(f"lovelaceada_7_42_{SMALL}.ipynb", notebook)
    plugin = "--FileNameCollectorPlugin.named_regexp"
    named = r".*_(?P<student_id>\d+)_\d+_(?P<file_id>\w+)"
    status, log = run_nbgrader(small_course, "zip_collect", SMALL, f"{plugin}={named}")
    assert status == 0, log
    collected = small_course / "submitted" / "7" / SMALL / f"{SMALL}.ipynb"
    assert collected.read_bytes() == notebook


@pytest.mark.slow  # four commands that each start nbgrader
def test_the_exchange_of_a_hub_carries_a_lab_out_and_home(small_course, tmp_path):
    exchange, home = tmp_path / "exchange", tmp_path / "home"
    for folder in (exchange, home):
        folder.mkdir()
    exchange.chmod(0o777)
    where = f"--Exchange.root={exchange}"
    data = {"JUPYTER_DATA_DIR": str(tmp_path / "data")}

    def nbgrader(folder, *arguments):
        status, log = run_nbgrader(folder, *arguments, where, **data)
        assert status == 0, log

    course = "--CourseDirectory.course_id=sixteen-seeds"
    nbgrader(small_course, "release_assignment", SMALL)
    nbgrader(home, "fetch_assignment", SMALL, course)
    fetched = home / SMALL / f"{SMALL}.ipynb"
    released = small_course / "release" / SMALL / f"{SMALL}.ipynb"
    assert fetched.read_bytes() == released.read_bytes()
    fetched.write_bytes(fetched.read_bytes() + b"\n")
    nbgrader(home, "submit", SMALL, course)
    nbgrader(small_course, "collect", SMALL)
    collected = small_course / "submitted" / getpass.getuser() / SMALL
    assert (collected / f"{SMALL}.ipynb").read_bytes() == fetched.read_bytes()
    assert (collected / "timestamp.txt").is_file()

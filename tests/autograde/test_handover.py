"""Grades and feedback as each platform reads them: a real gradebook, a sample of each layout."""

import csv
import io
import os
import re
import sys
import warnings
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbgrader.api import Gradebook
from sqlalchemy.exc import SAWarning
from typer.testing import CliRunner

from autograde.cli import app
from autograde.handover.command import Request, export
from autograde.handover.errors import HandoverError
from autograde.handover.feedback import names_in_zip, plain_name
from autograde.handover.layouts import FORMULA_STARTS, safe_text
from autograde.handover.roster import parse_roster
from autograde.nbgrader_plugins import COURSE_ID
from autograde.release import new_course

LAB = "lab0_seeds"
SAMPLES = Path(__file__).parent / "samples"
PEOPLE = {
    "ghopper": ("Grace", "Hopper", "ghopper@example.edu"),
    "ada": ("Ada", "Lovelace", "ada@example.edu"),
    "eve": ("=1+1", "Eve", "eve@example.edu"),
    "alan": (None, None, None),
}
GRADED = {"ghopper": (12, 1.5, 0.0), "ada": (10, 2, 2.5), "eve": (8, None, 0.0)}
"""Points by machine, by a person (None: not read yet), late penalty; alan handed in nothing."""
SCORES = {"ghopper": "13.5", "ada": "9.5"}


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course folder with nbgrader's own gradebook; graded notebooks and pages are stand-ins."""
    folder = tmp_path_factory.mktemp("handover")
    new_course(folder)
    with (
        pytest.MonkeyPatch.context() as patch,
        warnings.catch_warnings(),
    ):  # nbgrader calls alembic by its bare name
        patch.setenv("PATH", str(Path(sys.executable).parent), prepend=os.pathsep)
        warnings.simplefilter("ignore", SAWarning)  # of nbgrader's own way to add a submission
        _fill_gradebook(folder)
    for student in GRADED:
        for step, ending in (("submitted", "ipynb"), ("autograded", "ipynb"), ("feedback", "html")):
            path = folder / step / student / LAB / f"{LAB}.{ending}"
            path.parent.mkdir(parents=True)
            path.write_text(f"{step} of {student}")
    return folder


def _fill_gradebook(folder):
    with Gradebook(f"sqlite:///{folder}/gradebook.db", COURSE_ID) as gradebook:
        gradebook.add_assignment(LAB)
        gradebook.add_notebook(LAB, LAB)
        for name, most in (("q1", 12), ("r1", 2)):
            kind = "code" if name == "q1" else "markdown"
            gradebook.add_grade_cell(name, LAB, LAB, max_score=most, cell_type=kind)
        for student, (first, last, email) in PEOPLE.items():
            gradebook.add_student(student, first_name=first, last_name=last, email=email)
        for student, points in GRADED.items():
            _grade(gradebook, student, *points)


def _grade(gradebook, student, by_machine, by_person, penalty):
    gradebook.add_submission(LAB, student)
    notebook = gradebook.find_submission_notebook(LAB, LAB, student)
    notebook.late_submission_penalty = penalty
    by_name = {grade.name: grade for grade in notebook.grades}
    by_name["q1"].auto_score = by_machine
    by_name["q1"].needs_manual_grade = False
    by_name["r1"].manual_score = by_person
    by_name["r1"].needs_manual_grade = by_person is None
    gradebook.db.commit()


@pytest.fixture
def ask(course, tmp_path):
    """A function that exports to a file of its own; returns its table and the outcome."""

    def run(layout, **options):
        out = tmp_path / "out.csv"
        outcome = export(Request(LAB, layout, course, out, **options))
        return table(out), outcome

    return run


def table(path):
    text = path.read_bytes().decode("utf-8-sig")
    delimiter = max(",;\t", key=text.partition("\n")[0].count)
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def column(rows, name, by):
    """A column's cells, by those of another one."""
    head = rows[0]
    return {row[head.index(by)]: row[head.index(name)] for row in rows[1:]}


# --- without a class list -----------------------------------------------------------------------


def test_canvas_has_its_columns_and_its_row_of_points_possible(ask):
    rows, outcome = ask("canvas")
    sample = table(SAMPLES / "canvas_gradebook.csv")
    assert rows[0] == [*sample[0][:5], LAB]
    assert rows[1][0] == sample[2][0] == "    Points Possible"
    assert rows[1][-1] == "14"
    assert rows[2:] == [
        ["Lovelace, Ada", "", "", "ada", "", "9.5"],
        ["Hopper, Grace", "", "", "ghopper", "", "13.5"],
    ]
    assert "2 grades of 14 points" in outcome.wrote[0]


def test_moodle_has_the_columns_of_its_gradebook(ask):
    rows, _ = ask("moodle")
    sample = table(SAMPLES / "moodle_gradebook.csv")
    assert rows[0] == [*sample[0][:6], sample[0][7]]
    assert column(rows, rows[0][-1], "ID number") == SCORES


def test_gradescope_has_columns_of_its_export(ask):
    rows, _ = ask("gradescope")
    assert set(rows[0]) <= set(table(SAMPLES / "gradescope_grades.csv")[0])
    assert column(rows, "Total Score", "SID") == SCORES


def test_plain_csv_says_of_everybody_how_it_stands(ask):
    rows, _ = ask("csv")
    assert column(rows, "score", "student_id") == SCORES | {"eve": "", "alan": ""}
    assert column(rows, "late_penalty", "student_id")["ada"] == "2.5"
    assert column(rows, "state", "student_id") == {
        "ada": "graded",
        "alan": "nothing handed in",
        "eve": "waits for a person: r1",
        "ghopper": "graded",
    }


def test_who_waits_for_a_person_is_left_out_and_named_unless_allowed(ask):
    _, outcome = ask("canvas")
    [sentence] = outcome.left_out
    assert "wait for a person" in sentence
    assert "eve (r1)" in sentence
    rows, outcome = ask("canvas", allow_incomplete=True)
    assert outcome.left_out == []
    assert [row[3:] for row in rows[2:]] == [
        ["ada", "", "9.5"],
        ["eve", "", "8"],
        ["ghopper", "", "13.5"],
    ]


def test_formulas_in_names_become_text(ask):
    rows, _ = ask("moodle", allow_incomplete=True)
    assert column(rows, "First name", "ID number")["eve"] == "'=1+1"


@given(st.text())
def test_no_cell_of_ours_starts_a_formula(text):
    safe = safe_text(text)
    assert safe in (text, f"'{text}")
    assert not safe.lstrip(" ").startswith(tuple(FORMULA_STARTS))


# --- with a class list --------------------------------------------------------------------------

LISTS = {
    "canvas_gradebook": ("canvas", "lab0_seeds (4757)", "SIS Login ID", ["ghopper", "ada"]),
    "moodle_worksheet": ("moodle", "Grade", "Identifier", ["Participant 5102", "Participant 5101"]),
    "moodle_gradebook": ("moodle", f"Assignment: {LAB} (Real)", "ID number", ["s-102", "s-101"]),
    "gradescope_grades": ("gradescope", "Total Score", "SID", ["102", "101"]),
}


@pytest.mark.parametrize("name", LISTS)
def test_a_class_list_comes_back_with_one_column_filled_in(ask, name):
    layout, graded, ids, filled = LISTS[name]
    before = table(SAMPLES / f"{name}.csv")
    after, _ = ask(layout, roster=SAMPLES / f"{name}.csv")
    position = before[0].index(graded)
    assert column(after, graded, ids) == column(before, graded, ids) | dict(
        zip(filled, SCORES.values(), strict=True)
    )
    for row in before + after:
        del row[position]
    assert after == before


def test_marks_and_line_ends_of_a_list_are_kept(ask, tmp_path):
    ask("moodle", roster=SAMPLES / "moodle_worksheet.csv")
    data = (tmp_path / "out.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbfIdentifier,")
    assert data.count(b"\r\n") == 5
    ask("moodle", roster=SAMPLES / "moodle_gradebook.csv")
    assert (
        b"Grace;Hopper;s-102;;;ghopper@example.edu;7,00;13.5;1790000000\n"
        in (tmp_path / "out.csv").read_bytes()
    )


@given(
    st.lists(st.lists(st.text(st.characters(codec="utf-8")), min_size=2, max_size=4), min_size=1),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(",;\t"),
    st.sampled_from(["", "\ufeff"]),
)
def test_any_list_is_written_as_it_was_read(rows, line_end, delimiter, mark):
    rows = [["Student", "ID", "Section"], *rows]
    text = io.StringIO()
    csv.writer(
        text, csv.excel, delimiter=delimiter, lineterminator=line_end, quoting=csv.QUOTE_ALL
    ).writerows(rows)
    read = parse_roster(Path("list.csv"), mark + text.getvalue())
    assert [read.header, *read.rows] == rows
    again = parse_roster(Path("list.csv"), read.to_text())
    assert (again.rows, again.has_bom) == (rows[1:], bool(mark))


def edited(tmp_path, name, *changes):
    """A copy of a sample in which texts are replaced."""
    text = (SAMPLES / name).read_bytes().decode()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path = tmp_path / "edited.csv"
    path.write_bytes(text.encode())
    return path


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (("ghopper", "hopper2"), r"'ghopper'\. Nothing was written"),
        (("alan", "ada"), "'ada' fits lines 5, 7"),
        (("lab0_seeds (4757)", "Lab Zero (4757)"), "0 columns for lab0_seeds; .* --column"),
        (("14.00", "10.00"), "the lab has 14 points and .* has 10; .* --scale"),
        (("14.00", "(read only)"), "Canvas does not read the column"),
        (("14.00", "many"), "'many' is no number"),
        (('Hopper, Grace"', "Hopper, Grace"), "is not a CSV file"),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_is_written(ask, tmp_path, change, sentence):
    changes = [change]
    if change[0] == "ghopper":  # a name would fit too
        changes.append(("Hopper, Grace", "Someone, Else"))
    roster = edited(tmp_path, "canvas_gradebook.csv", *changes)
    with pytest.raises(HandoverError, match=sentence):
        ask("canvas", roster=roster)
    assert not (tmp_path / "out.csv").exists()


def test_columns_can_be_named_students_left_out_and_points_converted(ask, tmp_path):
    roster = edited(tmp_path, "canvas_gradebook.csv", ("lab0_seeds (4757)", "Zero"), ("14.00", "7"))
    rows, _ = ask(
        "canvas", roster=roster, column="zero", match="SIS Login ID", scale=True,
        leave_out=("ghopper",),
    )  # fmt: skip
    graded = column(rows, "Zero", "SIS Login ID")
    assert (graded["ada"], graded["ghopper"]) == ("4.75", "")


def test_a_grade_that_moodle_will_not_change_is_named(ask, tmp_path):
    roster = edited(tmp_path, "moodle_worksheet.csv", ("14.00,Yes", "14.00,No"))
    _, outcome = ask("moodle", roster=roster)
    assert "Moodle will not change the grade of ada, ghopper" in outcome.left_out[-1]


# --- feedback -----------------------------------------------------------------------------------


def zipped(path):
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_moodles_zip_has_a_folder_for_each_participant(ask, tmp_path):
    path = tmp_path / "feedback.zip"
    ask("moodle", roster=SAMPLES / "moodle_worksheet.csv", feedback=path, allow_incomplete=True)
    assert zipped(path) == {
        f"Grace Hopper_5102_assignsubmission_file_/{LAB}.html": "feedback of ghopper",
        f"Ada Lovelace_5101_assignsubmission_file_/{LAB}.html": "feedback of ada",
        f"-1+1  Eve-_5104_assignsubmission_file_/{LAB}.html": "feedback of eve",
    }
    for name in zipped(path):  # as Moodle's importziplib.php takes it apart
        _, number, plugin, kind, _ = name.partition("/")[0].split("_", 4)
        assert (number.isdigit(), plugin, kind) == (True, "assignsubmission", "file")


def test_canvas_zip_has_the_names_of_what_was_handed_in(ask, tmp_path):
    submissions = tmp_path / "submissions.zip"
    with zipfile.ZipFile(submissions, "w") as archive:
        archive.writestr(f"hoppergrace_102_9002_{LAB}-1.ipynb", "")
        archive.writestr(f"lovelaceada_LATE_101_9001_{LAB}.ipynb", "")
        archive.writestr("lovelaceada_LATE_101_9009_picture.png", "")
    path = tmp_path / "feedback.zip"
    options = {"roster": SAMPLES / "canvas_gradebook.csv", "feedback": path}
    ask("canvas", submissions=submissions, **options)
    assert zipped(path) == {
        f"hoppergrace_102_9002_{LAB}-1.ipynb": "feedback of ghopper",
        f"lovelaceada_LATE_101_9001_{LAB}.ipynb": "feedback of ada",
    }
    with pytest.raises(HandoverError, match=r"has no file of 'eve': .* --leave-out"):
        ask("canvas", submissions=submissions, allow_incomplete=True, **options)
    with pytest.raises(HandoverError, match=r"give --submissions FILE\.zip"):
        ask("canvas", **options)
    with pytest.raises(HandoverError, match="cannot be read as a zip"):
        ask("canvas", submissions=SAMPLES / "canvas_gradebook.csv", **options)


def test_others_get_a_plain_folder_for_each_student(ask, tmp_path, course):
    path = tmp_path / "feedback.zip"
    ask("gradescope", feedback=path)
    assert set(zipped(path)) == {f"{name}/{LAB}.html" for name in SCORES}
    (course / "feedback" / "ada" / LAB / f"{LAB}.html").rename(tmp_path / "aside")
    try:
        _, outcome = ask("gradescope", feedback=path)
    finally:
        (tmp_path / "aside").rename(course / "feedback" / "ada" / LAB / f"{LAB}.html")
    assert "no feedback page: ada; run nbgrader generate_feedback" in outcome.left_out[-1]
    assert set(zipped(path)) == {f"ghopper/{LAB}.html"}


@given(st.lists(st.text(), unique=True))
def test_names_in_a_zip_stay_inside_and_apart(students):
    names = names_in_zip("csv", LAB, students)
    assert len({name.casefold() for name in names.values()}) == len(students)
    for name in names.values():
        folder, file = name.split("/")
        assert file == f"{LAB}.html"
        assert folder == plain_name(folder) or folder.endswith("-")
        assert not re.search(r"[\x00-\x1f\\:*?<>|\"]", folder)
        assert folder.strip(". ")


# --- the command --------------------------------------------------------------------------------


def test_the_command_says_what_it_wrote_and_who_is_left_out(course, tmp_path):
    run = CliRunner()
    out = tmp_path / "a" / "grades.csv"
    common = ["export", LAB, "--course", str(course), "--format", "canvas", "--out", str(out)]
    result = run.invoke(app, common)
    assert (result.exit_code, "eve (r1)" in result.stderr) == (1, True)
    assert f"wrote {out}: 2 grades" in result.stdout
    assert run.invoke(app, [*common, "--leave-out", "eve"]).exit_code == 0
    assert run.invoke(app, [*common, "--allow-incomplete"]).exit_code == 0
    assert [path.name for path in out.parent.iterdir()] == ["grades.csv"]


def test_foreseeable_mistakes_are_one_sentence(course, tmp_path):
    run = CliRunner()
    roster = edited(tmp_path, "canvas_gradebook.csv")
    (tmp_path / "latin.csv").write_bytes("Student,ID\nJosé,1\n".encode("latin-1"))
    common = ["export", LAB, "--course", str(course), "--format", "canvas"]
    for arguments, sentence in [
        (["export", "lab9", "--course", str(course), "--format", "csv"], "which has lab0_seeds"),
        (["export", LAB, "--course", str(tmp_path), "--format", "csv"], "is no course folder"),
        ([*common, "--roster", str(tmp_path / "none.csv")], "No such file"),
        ([*common, "--roster", str(tmp_path / "latin.csv")], "not UTF-8"),
        ([*common, "--roster", str(roster), "--out", str(roster)], "would be written over"),
        ([*common, "--leave-out", "nobody"], "nobody has that id"),
        ([*common, "--feedback", str(tmp_path / "f.zip")], "give --roster FILE.csv"),
        ([*common, "--roster", str(roster), "--match", "Nick"], "no column 'Nick'"),
    ]:
        result = run.invoke(app, arguments)
        assert result.exit_code == 2, arguments
        assert sentence in result.stderr
        assert "Traceback" not in result.output
    assert "ada" in roster.read_text()

"""Class lists of each platform come back with one column filled in, or not at all."""

import csv
import io
from pathlib import Path

import pytest
from handed import LAB, SAMPLES, SCORES, column, edited, table
from hypothesis import given
from hypothesis import strategies as st

from autograde.handover.errors import HandoverError
from autograde.handover.roster import parse_roster

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

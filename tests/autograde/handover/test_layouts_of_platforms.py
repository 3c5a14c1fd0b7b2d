"""The columns of each platform, against a sample of its layout."""

from handed import LAB, SAMPLES, SCORES, column, table
from hypothesis import given
from hypothesis import strategies as st

from autograde.handover.layouts import FORMULA_STARTS, safe_text


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

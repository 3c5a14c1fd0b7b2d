"""A damaged notebook gets its released cells back, and keeps what the student wrote."""

import base64
import copy
import io

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_raw_cell
from nbgrader.api import Gradebook
from nbgrader.nbgraderformat import MetadataValidator
from nbgrader.utils import determine_grade, is_solution
from PIL import Image

from autograde.matching import marked_name
from autograde.released import released_cells
from autograde.restore import RestoreCells, restore
from tests.autograde.small_lab import ODD_MARKS, SMALL, handed_out, ids, named, without

LAB = "lab1_xor"


@pytest.fixture(scope="module")
def gradebook_cells(course, released):
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        return released_cells(gradebook.find_notebook(LAB, LAB))


def test_the_gradebook_knows_the_cells_in_their_order(gradebook_cells, released):
    names = [marked_name(one) for one in released.cells]
    assert [one.name for one in gradebook_cells] == [name for name in names if name]
    assert sum(one.points for one in gradebook_cells) == 100


def test_an_intact_notebook_stays_as_it_is(gradebook_cells, released):
    restored, notes = restore(released, gradebook_cells)
    assert notes == []
    assert len(restored.cells) == len(released.cells)
    for one, other in zip(released.cells, restored.cells, strict=True):
        assert (one.cell_type, one.id, one.source) == (other.cell_type, other.id, other.source)
        marks = one.metadata.get("nbgrader")
        assert other.metadata == ({"nbgrader": marks} if marks else {})
    nbformat.validate(restored)
    MetadataValidator().validate_nb(restored)


def test_an_untouched_response_is_graded_0_and_an_answer_waits(gradebook_cells, released):
    answered = copy.deepcopy(released)
    responses = [one for one in answered.cells if one.cell_type == "markdown" and is_solution(one)]
    responses[0].source = "Four of sixteen runs."
    responses[1].source += "\n\n "
    responses[2].source = "  \n"
    restored, _ = restore(answered, gradebook_cells)
    grades = [determine_grade(named(restored, one.id))[0] for one in responses]
    assert grades == [None, *[0] * (len(responses) - 1)]


def test_no_hidden_region_is_left(gradebook_cells):
    assert any("HIDDEN" in one.source for one in gradebook_cells)
    restored, _ = restore(new_notebook(), gradebook_cells)
    assert not [one for one in restored.cells if "HIDDEN" in one.source]


@pytest.mark.parametrize("name", ["q1", "q2", "r1"])
def test_a_missing_cell_comes_back_where_it_was(name):
    restored, [note] = restore(without(name), SMALL)
    assert ids(restored) == ids(handed_out())
    assert f": {name}." in note
    assert named(restored, name).source == named(handed_out(), name).source


def test_a_missing_answer_is_not_run_as_a_stub():
    restored, [note] = restore(without("q2-answer"), SMALL)
    assert ids(restored)[-2:] == ["q2-answer", "q2"]
    assert named(restored, "q2-answer").source.startswith("#")
    assert "put back empty: q2-answer" in note


def test_everything_missing():
    restored, notes = restore(new_notebook(), SMALL)
    assert ids(restored) == [one.name for one in SMALL]
    assert len(notes) == 3
    assert "These answers were missing; look for them" in " ".join(notes)


def test_an_edited_check_gets_its_text_back():
    notebook = handed_out()
    named(notebook, "q1").source = "check = print\ncheck('q1')"
    named(notebook, "q2").source = " check( 'q2' )\n"
    restored, notes = restore(notebook, SMALL)
    assert named(restored, "q1").source == 'check("q1")'
    assert named(restored, "q2").source == 'check("q2")'
    assert notes == ["The cell q1 had been edited; its released text was put back."]


def test_a_check_above_its_question_moves_below_what_uses_the_answer():
    notebook = handed_out()
    notebook.cells.insert(0, notebook.cells.pop(ids(notebook).index("q2")))
    restored, [note] = restore(notebook, SMALL)
    assert ids(restored) == ids(handed_out())
    assert note == "These checks stood above their question and were moved below it: q2."


def test_a_response_moved_to_the_end_moves_no_check():
    notebook = handed_out()
    notebook.cells.append(notebook.cells.pop(ids(notebook).index("r1")))
    restored, notes = restore(notebook, SMALL)
    assert ids(restored) == ids(notebook)
    assert notes == []


def test_marks_that_are_lost_are_found_by_id_and_by_text():
    notebook = handed_out()
    named(notebook, "q2-answer").source = "def two(x):\n    return 2"
    for number, one in enumerate(notebook.cells):
        one.metadata = {}
        if one.cell_type == "code":
            one["id"] = f"new-{number}"
    restored, notes = restore(notebook, SMALL)
    assert notes == []
    assert [marked_name(one) for one in restored.cells] == [
        marked_name(one) for one in handed_out().cells
    ]
    assert named(restored, "q2-answer").source == "def two(x):\n    return 2"


def test_of_two_checks_the_marked_one_counts_then_the_last():
    notebook = handed_out()
    copies = [copy.deepcopy(named(notebook, "q1")) for _ in range(2)]
    for number, one in enumerate(copies):
        one["id"] = f"copy-{number}"
    notebook.cells += copies
    notebook.cells.append(new_code_cell("check('q1')", id="plain"))
    restored, [note] = restore(notebook, SMALL)
    marked = [i for i, one in enumerate(restored.cells) if marked_name(one) == "q1"]
    assert marked == [len(restored.cells) - 2]
    assert restored.cells[3].source == 'check("q1")'
    assert restored.cells[3].metadata == {}
    assert "The cell q1 occurred 3 times; the last counts" in note


def test_of_two_responses_the_one_with_an_answer_counts():
    notebook = handed_out()
    other = copy.deepcopy(named(notebook, "r1"))
    other |= {"id": "other", "source": "Because."}
    notebook.cells.append(other)
    restored, [note] = restore(notebook, SMALL)
    assert named(restored, "r1").source == "Because."
    assert marked_name(restored.cells[5]) is None
    assert "r1 occurred 2 times; the first that is not the stub counts" in note


@pytest.mark.parametrize("kind", ["code", "raw"])
def test_a_response_that_became_another_kind_of_cell(kind):
    notebook = handed_out()
    position = ids(notebook).index("r1")
    new = {"code": new_code_cell, "raw": new_raw_cell}[kind]
    marks = notebook.cells[position].metadata
    notebook.cells[position] = new("Because.", id="r1", metadata=marks)
    restored, [note] = restore(notebook, SMALL)
    back = named(restored, "r1")
    assert (back.cell_type, back.source) == ("markdown", "Because.")
    assert note == f"The cell r1 was a {kind} cell; it is a markdown cell again."


@pytest.mark.parametrize("marks", ODD_MARKS, ids=repr)
def test_marks_that_the_lab_does_not_have_are_dropped(marks):
    notebook = handed_out()
    notebook.cells.append(new_code_cell("1 + 1", id="odd", metadata={"nbgrader": marks}))
    restored, [note] = restore(notebook, SMALL)
    assert named(restored, "odd").metadata == {}
    assert note.startswith("A mark that this lab does not have was dropped: ")
    assert len(note) < 130
    assert note.isprintable()


@pytest.mark.parametrize(
    "change",
    [
        {"points": 1000},
        {"points": "many"},
        {"grade": False},
        {"solution": True},
        {"locked": False, "task": True},
        {"schema_version": 1},
        {"schema_version": 99},
        {"checksum": "0" * 32, "cell_type": "raw", "extra": {"a": 1}},
    ],
    ids=repr,
)
def test_changed_marks_have_no_effect(change):
    notebook = handed_out()
    for one in notebook.cells:
        if "nbgrader" in one.metadata:
            one.metadata.nbgrader.update(change)
    assert restore(notebook, SMALL) == restore(handed_out(), SMALL)


def test_other_metadata_huge_cells_and_kernels():
    notebook = handed_out()
    notebook.metadata = {"kernelspec": {"name": "klingon\x1b"}, "widgets": {"a": 1}}
    notebook.cells.append(new_code_cell("#" * 1_000_001, id="huge", metadata={"tags": ["x"]}))
    restored, notes = restore(notebook, SMALL)
    assert restored.metadata.kernelspec.name == "python3"
    assert set(restored.metadata) == {"kernelspec", "language_info"}
    assert named(restored, "huge").source == ""
    assert named(restored, "huge").metadata == {}
    assert notes == [
        "The notebook asked for the kernel 'klingon\\x1b'; it ran with python3.",
        "A cell of 1,000,001 letters was emptied; 1,000,000 are allowed.",
    ]


def picture(kind, size=(3, 2)):
    data = io.BytesIO()
    Image.new("1" if kind == "PNG" else "L", size).save(data, kind)
    return base64.b64encode(data.getvalue()).decode()


def test_small_pictures_in_texts_are_kept():
    notebook = handed_out()
    named(notebook, "r1")["source"] = "![](attachment:a.png)"
    named(notebook, "r1")["attachments"] = {
        "a.png": {"image/png": picture("PNG")},
        "b.jpg": {"image/jpeg": picture("JPEG")},
        "bomb.png": {"image/png": picture("PNG", (9000, 9000))},
        "lie.png": {"image/png": base64.b64encode(b"<script>").decode()},
        "c.svg": {"image/svg+xml": "<svg onload='alert(1)'/>"},
        "d": "no bundle",
    }
    restored, _ = restore(notebook, SMALL)
    kept = {"a.png": {"image/png": picture("PNG")}, "b.jpg": {"image/jpeg": picture("JPEG")}}
    assert named(restored, "r1")["attachments"] == kept


def preprocess(course, notebook, caplog):
    names = {"notebook": LAB, "assignment": LAB, "student": "ada"}
    names["db_url"] = f"sqlite:///{course}/gradebook.db"
    caplog.set_level("WARNING")
    return RestoreCells().preprocess(notebook, {"nbgrader": names})[0]


def test_the_preprocessor_says_what_it_did(course, released, caplog):
    notebook = copy.deepcopy(released)
    notebook.metadata = {"sixteen_seeds": {"notes": ["x.csv was <b>odd</b>."], "problem": ""}}
    notebook.cells = [one for one in notebook.cells if one.id != "q3"]
    restored = preprocess(course, notebook, caplog)
    notes = restored.metadata["sixteen_seeds"]["notes"]
    assert notes == ["x.csv was <b>odd</b>.", "These checks were missing and were put back: q3."]
    first = restored.cells[0]
    assert (first.cell_type, first.id) == ("markdown", "notes-of-the-grader")
    assert "\\<b\\>odd" in first.source
    nbformat.validate(restored)


def test_an_unreadable_notebook_gets_every_cell_and_only_the_problem(course, released, caplog):
    problem = "The file is not a notebook: it is empty."
    notebook = new_notebook(metadata={"sixteen_seeds": {"notes": [], "problem": problem}})
    restored = preprocess(course, notebook, caplog)
    assert restored.metadata["sixteen_seeds"] == {"notes": [], "problem": problem}
    marked = [one.id for one in released.cells if "nbgrader" in one.metadata]
    assert ids(restored) == ["notes-of-the-grader", *marked]


def test_an_intact_notebook_gets_no_cell_of_notes(course, released, caplog):
    restored = preprocess(course, released, caplog)
    assert restored.metadata["sixteen_seeds"] == {"notes": [], "problem": ""}
    assert ids(restored) == ids(released)

"""Feedback under the names that each platform reads."""

import re
import zipfile

import pytest
from handed import LAB, SAMPLES, SCORES
from hypothesis import given
from hypothesis import strategies as st

from autograde.handover.errors import HandoverError
from autograde.handover.feedback import names_in_zip, plain_name


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

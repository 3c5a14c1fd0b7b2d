"""Whatever lies where a notebook should be, nbgrader gets one; and every student gets a grade."""

import json
import os
import shutil

import nbformat
import pytest
from nbgrader.api import Gradebook
from nbgrader.apps import api, autogradeapp
from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory
from traitlets import Instance
from traitlets.config import LoggingConfigurable

from autograde import stock
from autograde.careful_autograde import CarefulAutograde, install
from autograde.reading import CarefulExporter

LAB = "lab1_xor"
NOTEBOOK = f"{LAB}.ipynb"


class Converter(LoggingConfigurable):
    coursedir = Instance(CourseDirectory)


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "submitted" / "ada" / LAB
    made.mkdir(parents=True)
    return made


def read(folder, root=None, **options):
    """What the exporter makes of the notebook in a folder, as nbgrader calls it."""
    coursedir = CourseDirectory(root=str(root or folder.parents[2]))
    exporter = CarefulExporter(parent=Converter(coursedir=coursedir), **options)
    resources = {"nbgrader": {"student": "ada", "assignment": LAB, "notebook": LAB}}
    text, resources = exporter.from_filename(str(folder / NOTEBOOK), resources)
    assert resources["metadata"]["path"] == str(folder)
    return nbformat.reads(text, as_version=4)


def own(notebook):
    return notebook.metadata["sixteen_seeds"]


def test_a_good_notebook_keeps_its_cells_and_loses_what_it_says_of_itself(folder, released):
    released = nbformat.from_dict(released)
    released.metadata["sixteen_seeds"] = {"notes": ["full marks"], "problem": "none"}
    released.metadata["language"] = 7
    nbformat.write(released, folder / NOTEBOOK)
    notebook = read(folder)
    assert own(notebook) == {"notes": [], "problem": ""}
    assert [cell.source for cell in notebook.cells] == [cell.source for cell in released.cells]


def test_our_own_notebook_keeps_its_metadata(tmp_path, released):
    folder = tmp_path / "autograded" / "ada" / LAB
    folder.mkdir(parents=True)
    released = nbformat.from_dict(released)
    released.metadata["sixteen_seeds"] = {"notes": ["x was odd."], "problem": ""}
    nbformat.write(released, folder / NOTEBOOK)
    assert own(read(folder, tmp_path)) == {"notes": ["x was odd."], "problem": ""}


def write_text(text):
    return lambda path: path.write_text(text)


def make_folder(path):
    path.mkdir()


def make_link(path):
    nbformat.write(nbformat.v4.new_notebook(), path.parent / "real.ipynb")
    path.symlink_to("real.ipynb")


def make_hard_link(path):
    make_link(path)
    path.unlink()
    os.link(path.parent / "real.ipynb", path)


def make_misnamed(path):
    (path.parent / "lab1_xor (1).ipynb").touch()
    (path.parent / "work \x1b.ipynb").touch()


def make_large(path):
    with path.open("wb") as file:
        file.truncate(30_000_000)


NOT_SAVED = "hand in the file that Jupyter saved."


@pytest.mark.parametrize(
    ("make", "problem"),
    [
        (lambda path: None, f"has no file {NOTEBOOK}; hand in the notebook under this name."),
        (make_misnamed, r"(it has lab1_xor (1).ipynb, 'work \x1b.ipynb')"),
        (write_text(""), f"not a notebook: it is empty, and not the JSON.*{NOT_SAVED}"),
        (write_text('{"cells": ['), f"not a notebook: its text ends in the middle; {NOT_SAVED}"),
        (write_text("[]"), NOT_SAVED),
        (make_folder, "is a link or no ordinary file; hand in the file itself."),
        (make_link, "is a link or no ordinary file"),
        (make_hard_link, "is a link or no ordinary file"),
        (os.mkfifo, "is a link or no ordinary file"),
        (make_large, "has 30.0 MB, and 20 MB are allowed; clear its outputs"),
    ],
)
def test_a_bad_file_becomes_an_empty_notebook_that_says_why(folder, make, problem):
    make(folder / NOTEBOOK)
    notebook = read(folder)
    assert notebook.cells == []
    assert own(notebook)["notes"] == []
    for words in problem.split(".*"):
        assert words in own(notebook)["problem"]
    assert own(notebook)["problem"].endswith(".")


@pytest.mark.parametrize("level", ["ada", LAB])
def test_no_link_on_the_way_is_followed(tmp_path, folder, released, level):
    nbformat.write(released, folder / NOTEBOOK)
    linked = folder if level == LAB else folder.parent
    linked.rename(tmp_path / "elsewhere")
    linked.symlink_to(tmp_path / "elsewhere")
    notebook = read(folder)
    assert notebook.cells == []
    assert "cannot be read" in own(notebook)["problem"]


def test_the_submitted_folder_itself_may_be_a_link(tmp_path, folder, released):
    nbformat.write(released, folder / NOTEBOOK)
    (tmp_path / "submitted").rename(tmp_path / "disk")
    (tmp_path / "submitted").symlink_to(tmp_path / "disk")
    assert own(read(folder)) == {"notes": [], "problem": ""}


def test_the_largest_size_can_be_configured(folder, released):
    nbformat.write(released, folder / NOTEBOOK)
    assert "are allowed" in own(read(folder, max_bytes=1_000))["problem"]


@pytest.fixture(scope="module")
def graded(course, tmp_path_factory):
    """A course in which nobody handed in a notebook that can be read, graded by nbgrader."""
    copied = shutil.copytree(course, tmp_path_factory.mktemp("odd") / "course")
    submitted = copied / "submitted"
    for student in ["nothing", "misnamed", "linked", "pipe", "cut", "line\nbreak", "lab-linked"]:
        (submitted / student / LAB).mkdir(parents=True)
    (submitted / "misnamed" / LAB / "Lab1.ipynb").write_text("{}")
    (submitted / "linked" / LAB / NOTEBOOK).symlink_to(copied / "source" / LAB / NOTEBOOK)
    os.mkfifo(submitted / "pipe" / LAB / NOTEBOOK)
    os.mkfifo(submitted / "pipe" / LAB / "timestamp.txt")
    (submitted / "cut" / LAB / NOTEBOOK).write_text('{"cells": [')
    (submitted / "cut" / LAB / "zero.csv").symlink_to("/dev/zero")
    (submitted / "lab-linked" / LAB).rmdir()
    (submitted / "lab-linked" / LAB).symlink_to(copied / "source" / LAB)
    (submitted / "student-linked").symlink_to(submitted / "cut")
    stock.autograde(copied, LAB, lambda student: None)
    pages = stock.generate_feedback(copied, LAB)
    return copied, {page.parts[-3]: page.read_text() for page in pages}


PROBLEMS = {
    "nothing": f"The submission has no file {NOTEBOOK}; hand in the notebook under this name.",
    "misnamed": f"The submission has no file {NOTEBOOK} (it has Lab1.ipynb)",
    "linked": f"{NOTEBOOK} was a symbolic link and was set aside.",
    "pipe": f"{NOTEBOOK} was a named pipe and was set aside.",
    "cut": "The file is not a notebook: its text ends in the middle",
    "lab-linked": "The submission was a symbolic link, not a folder, and was set aside.",
    "student-linked": "The submission was a symbolic link, not a folder, and was set aside.",
}


def test_everyone_gets_a_zero_and_a_page_that_says_why(graded):
    course, pages = graded
    assert set(pages) == set(PROBLEMS)
    for student, problem in PROBLEMS.items():
        assert f'<p class="problem">{problem}' in pages[student]
    assert "zero.csv was a symbolic link and was set aside." in pages["cut"]
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        for student in PROBLEMS:
            submission = gradebook.find_submission(LAB, student)
            assert submission.score == 0
            assert submission.max_score == 100
            assert not submission.needs_manual_grade


def test_the_log_says_so_too(graded):
    course, _ = graded
    log = (course / "logs" / "autograde.log").read_text()
    assert f"linked: {NOTEBOOK} was a symbolic link and was set aside." in log
    assert "line\\nbreak" in log
    assert "Traceback" not in log


def test_nothing_was_copied_that_was_refused(graded):
    course, _ = graded
    copied = [path for path in (course / "autograded").rglob("*") if path.is_file()]
    assert {path.name for path in copied} == {NOTEBOOK}
    assert (course / "refused" / "cut" / LAB / "1").is_symlink()
    for path in copied:
        notebook = json.loads(path.read_text())
        assert not [cell for cell in notebook["cells"] if "NotImplemented" in str(cell["source"])]


def test_nbgraders_command_and_formgrader_use_it(monkeypatch):
    for module in (api, autogradeapp):
        monkeypatch.setattr(module, "Autograde", Autograde)
    install()
    assert api.Autograde is autogradeapp.Autograde is CarefulAutograde

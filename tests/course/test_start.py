"""`course start`: where notebooks come from, and that no work is ever lost."""

import zipfile

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from typer.testing import CliRunner

from course import start as starting
from course.cli import app
from course.doctor import install_command
from course.start import StartError, start

LAB = "lab1_xor"


def notebook(text="# Lab 1 · Sixteen seeds"):
    return nbformat.writes(
        new_notebook(cells=[new_markdown_cell(text, id="a"), new_code_cell("1", id="b")])
    )


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """As after the installation of a wheel: notebooks beside the course."""
    labs = tmp_path / "installed"
    (labs / LAB).mkdir(parents=True)
    (labs / LAB / f"{LAB}.ipynb").write_text(notebook())
    (labs / LAB / "extra.csv").write_text("1,2\n")
    monkeypatch.setattr(starting, "LABS", labs)
    return labs


@pytest.fixture
def here(tmp_path, monkeypatch):
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def run(*arguments):
    return CliRunner().invoke(app, ["start", *arguments])


def test_notebook_and_files_of_the_wheel(installed, here):
    said = run(LAB)
    assert said.exit_code == 0
    assert "lab1_xor/lab1_xor.ipynb is ready" in said.stdout
    assert "-m jupyterlab lab1_xor/lab1_xor.ipynb" in said.stdout
    assert (here / LAB / f"{LAB}.ipynb").read_text() == notebook()
    assert sorted(path.name for path in (here / LAB).iterdir()) == ["extra.csv", f"{LAB}.ipynb"]


def test_work_is_never_overwritten(installed, here):
    run(LAB)
    own = here / LAB / f"{LAB}.ipynb"
    own.write_text("all my work")
    (installed / LAB / f"{LAB}.ipynb").write_text(notebook("# another"))
    said = run(LAB)
    assert said.exit_code == 0
    assert "has your work, which is left as it is" in said.stdout
    assert own.read_text() == "all my work"


def test_other_files_in_the_folder_are_left_too(installed, here):
    (here / LAB).mkdir()
    (here / LAB / "extra.csv").write_text("mine")
    assert start(LAB).is_new
    assert (here / LAB / "extra.csv").read_text() == "mine"


def test_without_a_name_or_with_an_unknown_one_it_lists_the_labs(installed, here):
    said = run()
    assert said.exit_code == 0
    assert "lab1_xor          Lab 1 · Sixteen seeds" in said.stdout.splitlines()
    assert "lab2_optimizers" in said.stdout
    said = run("lab9")
    assert said.exit_code == 2
    assert "unknown lab 'lab9'; the labs are lab0_seeds, lab1_xor" in said.stderr
    assert not list(here.iterdir())


def make_zip(folder):
    path = folder / "handed-out.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"release/{LAB}/{LAB}.ipynb", notebook())
        archive.writestr(f"release/{LAB}/sub/data.csv", "1")
        archive.writestr(f"release/{LAB}/../../evil.txt", "out of the folder")
        archive.writestr("release/other/other.ipynb", "no")
    return path


def make_folder(folder):
    own = folder / "release" / LAB
    (own / "sub").mkdir(parents=True)
    (own / f"{LAB}.ipynb").write_text(notebook())
    (own / "sub" / "data.csv").write_text("1")
    (own / ".nbgrader.log").write_text("no")
    return folder / "release"


@pytest.mark.parametrize("make", [make_zip, make_folder, lambda f: make_folder(f) / LAB])
def test_what_an_instructor_hands_out(tmp_path, here, make):
    started = start(LAB, source=make(tmp_path))
    assert started.notebook.read_text() == notebook()
    files = {str(p.relative_to(here)) for p in here.rglob("*") if p.is_file()}
    assert files == {f"{LAB}/{LAB}.ipynb", f"{LAB}/sub/data.csv"}
    assert not (tmp_path / "evil.txt").exists()


def test_a_notebook_of_any_name(tmp_path, here):
    (tmp_path / "download (1).ipynb").write_text(notebook())
    started = start(LAB, here / "mine", tmp_path / "download (1).ipynb")
    assert started.notebook == here / "mine" / f"{LAB}.ipynb"


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.ipynb", b"<html>", r"is no notebook: it is a web page.*; download it again"),
        ("a.ipynb", b"", r"is no notebook: it is empty"),
        ("b.zip", None, r"holds no lab1_xor\.ipynb"),
        ("gone", None, r"there is no such file or folder"),
        ("empty", None, r"it holds neither lab1_xor\.ipynb nor lab1_xor/lab1_xor\.ipynb"),
    ],
)
def test_sources_that_are_none(tmp_path, here, name, content, message):
    path = tmp_path / name
    if name == "empty":
        path.mkdir()
    elif name == "b.zip":
        zipfile.ZipFile(path, "w").close()
    elif content is not None:
        path.write_bytes(content)
    with pytest.raises(StartError, match=message):
        start(LAB, source=path)
    assert not list(here.iterdir())


def test_a_folder_that_cannot_be_written(installed, here):
    (here / LAB).write_text("a file")
    with pytest.raises(StartError, match=r"cannot write lab1_xor .*--folder"):
        start(LAB)


def test_a_checkout_has_no_notebooks_and_says_how_to_get_some(tmp_path, here, monkeypatch):
    monkeypatch.setattr(starting, "LABS", tmp_path / "none")
    with pytest.raises(StartError, match=r"course start lab1_xor --from .* nbgrader generate_assi"):
        start(LAB)


def test_a_package_that_the_lab_needs_and_is_not_there_is_named(installed, here):
    code = "import numpy as np\nfrom no_such_thing.part import x\nimport own\nimport another_one"
    lab = new_notebook(cells=[new_code_cell(code)])
    (installed / LAB / f"{LAB}.ipynb").write_text(nbformat.writes(lab))
    (installed / LAB / "own.py").write_text("")
    said = run(LAB).stdout
    assert "it needs no_such_thing, which is not installed; type: " in said
    assert "-m pip install another_one" in said
    assert said.count("it needs") == 2


def test_torch_comes_in_the_version_that_the_course_asks_for():
    assert install_command("torch").endswith(" -m pip install torch==2.13.0")

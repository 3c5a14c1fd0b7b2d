"""`course check`: real kernels, and one clear line for every foreseeable mistake."""

import nbformat
import pytest
from typer.testing import CliRunner

from course.checks.notebook import NotebookError, read_notebook
from course.checks.render import PUBLIC_PASSED
from course.cli import app


def notebook_file(tmp_path, *sources, kernel="python3"):
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(source) for source in sources],
        metadata={"kernelspec": {"name": kernel, "display_name": kernel, "language": "python"}},
    )
    path = tmp_path / "work.ipynb"
    nbformat.write(notebook, path)
    return path


def course(*arguments):
    return CliRunner().invoke(app, [*map(str, arguments)])


ANSWER_Q9 = """
def epochs_to_reach(loss_curve, loss):
    return next((i for i, value in enumerate(loss_curve, 1) if value <= loss), None)
"""


def test_course_check_runs_a_notebook(tmp_path):
    start = 'from course.checks import for_lab\ncheck = for_lab("lab1_xor")'
    path = notebook_file(tmp_path, start, ANSWER_Q9, "1 / 0", 'check("q9")', 'check("q2")')
    before = path.read_bytes()
    ran = course("check", path)
    assert ran.exit_code == 1
    assert "q9" in ran.output
    assert PUBLIC_PASSED in ran.output
    assert "1 of 2 questions pass" in ran.output
    assert course("check", path, "--question", "q9").exit_code == 0
    unknown = course("check", path, "--question", "q5")
    assert unknown.exit_code == 2
    assert "no check of 'q5'; it has q9, q2" in unknown.output
    assert path.read_bytes() == before


def test_course_check_names_what_is_wrong(tmp_path):
    broken = tmp_path / "broken.ipynb"
    broken.write_text('{"cells": [')
    for path, words in [
        (tmp_path / "none.ipynb", "is no file"),
        (broken, "is no notebook"),
        (notebook_file(tmp_path, "1", kernel="klingon"), "no Jupyter kernel is called 'klingon'"),
    ]:
        ran = course("check", path)
        assert ran.exit_code == 2
        assert words in ran.output
        assert ran.output.count("\n") == 1


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "not the JSON"),
        (b"\xff\xfe\x00", "not the JSON"),
        (b"[]", "not laid out"),
        (b"3", "not laid out"),
        (b'{"nbformat": 4}', "not laid out"),
        (b'{"nbformat": 99, "nbformat_minor": 0, "metadata": {}, "cells": []}', "not laid out"),
        (b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": 3}', "not laid out"),
        (b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [{}]}', "not laid out"),
    ],
)
def test_files_that_are_no_notebooks(tmp_path, content, words):
    path = tmp_path / "work.ipynb"
    path.write_bytes(content)
    with pytest.raises(NotebookError, match=words):
        read_notebook(path)


def test_course_check_of_another_notebook(tmp_path):
    ran = course("check", notebook_file(tmp_path, "1 + 1"))
    assert ran.exit_code == 2
    assert "is it a lab's notebook?" in ran.output

"""One course folder, made once for the tests that only read it."""

import nbformat
import pytest

from autograde import stock
from autograde.release import new_course, write_source

LAB = "lab1_xor"


@pytest.fixture(scope="session")
def course(tmp_path_factory):
    """A course folder with Lab 1 built and released."""
    folder = tmp_path_factory.mktemp("course")
    new_course(folder)
    write_source(LAB, folder)
    stock.generate_assignment(folder, LAB)
    return folder


@pytest.fixture(scope="session")
def source(course):
    return nbformat.read(course / "source" / LAB / f"{LAB}.ipynb", as_version=4)


@pytest.fixture(scope="session")
def released(course):
    return nbformat.read(course / "release" / LAB / f"{LAB}.ipynb", as_version=4)

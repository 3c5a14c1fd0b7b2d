"""One course folder, made once for the tests that only read it."""

import hashlib

import nbformat
import pytest

from autograde import stock
from autograde.release import new_course, write_source

LAB = "lab1_xor"


@pytest.fixture(scope="session")
def course(tmp_path_factory):
    """A course folder with Lab 1 built and released; who changes it makes a copy first."""
    folder = tmp_path_factory.mktemp("course")
    new_course(folder)
    write_source(LAB, folder)
    stock.generate_assignment(folder, LAB)
    before = contents(folder)
    yield folder
    assert contents(folder) == before, "a test changed what the others read"


def contents(folder):
    """The hash of every file; a test's result must not hang on what ran before it."""
    return {
        path: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="session")
def source(course):
    return nbformat.read(course / "source" / LAB / f"{LAB}.ipynb", as_version=4)


@pytest.fixture(scope="session")
def released(course):
    return nbformat.read(course / "release" / LAB / f"{LAB}.ipynb", as_version=4)

"""Grades a batch of submissions, by nbgrader or by the engine, and gathers what came of it."""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Literal

import matplotlib
import nbformat
import pytest

import autograde
import course as library
import solutions
from autograde import stock
from autograde.release import new_course, write_source
from tests.hostile.base import (
    ALL,
    CANARY,
    LAB,
    QUESTIONS,
    HandedIn,
    Lab,
    Submission,
    answered,
    lab_as_released,
    to_bytes,
)
from tests.hostile.leaked import leaks_in
from tests.hostile.watching import Descendants, Servers, differences, fingerprint

CLASSMATES = ("a-classmate", "z-classmate")
LIMITS = {
    "seconds_per_cell": 5,
    "seconds_per_call": 1.5,
    "seconds_per_submission": 16,
    "memory_bytes": 10**9,
    "data_bytes": 2 * 10**9,
    "processes": 64,
    "disk_bytes": 10**8,
    "file_bytes": 5 * 10**7,
    "output_bytes": 10**6,
    "output_bytes_per_submission": 2 * 10**6,
    "image_bytes": 4 * 10**5,
    "value_bytes": 10**7,
    "n_values": 10**5,
}
CONFIGURATION = f"""
from autograde.nbgrader_plugins import configure

configure(get_config(), limits={LIMITS})  # noqa: F821
"""
OUR_OUTPUT = (
    ".autograde",
    "autograded",
    "feedback",
    "gradebook.db",
    "logs",
    "refused",
    "submitted",
)
CACHES = ("__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache")


@dataclass(frozen=True)
class Graded:
    """What one student got: points (None without a grade), the page and the executed notebook."""

    points: dict[str, float] | None
    page: str
    notebook: str
    leaks: list[str]


@dataclass
class Batch:
    """What came of a batch.

    `students` maps names to what they got, `harm` says what was changed, called or left.
    """

    students: dict[str, Graded] = field(default_factory=dict)
    harm: list[str] = field(default_factory=list)
    trusted_bytes: int = 0
    port: int = 0


Grader = Literal["nbgrader", "engine"]
ENGINE = [sys.executable, "-m", "autograde", "grade", LAB, "--workers", "1"]


def grade_batch(
    submissions: Sequence[Submission], folder: Path, grader: Grader = "nbgrader"
) -> Batch:
    """Grade submissions, and two classmates' right ones, in a new course in `folder`."""
    course, home = folder / "course", folder / "home"
    home.mkdir()
    (home / CANARY).write_text("years of work")
    (home / ".bashrc").write_text("# mine")
    servers, processes = Servers(folder), Descendants()
    batch = Batch(port=servers.port)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MPLCONFIGDIR", matplotlib.get_configdir())  # else fonts are searched anew
        patch.setenv("HOME", str(home))
        lab = _course_with(submissions, course, home, servers)
        before = _all_fingerprints(course, home)
        processes.start()
        if grader == "nbgrader":
            stock.autograde(course, LAB, lambda student: None)
        else:
            subprocess.run([*ENGINE, "--course", str(course)], stdout=subprocess.DEVNULL)
        stock.generate_feedback(course, LAB)
        processes.stop()
        after = _all_fingerprints(course, home)
    servers.close()
    batch.harm = [f"changed: {path}" for path in differences(before, after)]
    batch.harm += [f"called: {call}" for call in servers.calls]
    batch.harm += [f"left: {words}" for words in processes.leftovers()]
    batch.harm += _left_in(course / "autograded")
    batch.trusted_bytes = processes.trusted_bytes
    scores = stock.scores(course, LAB)
    for student in [*CLASSMATES, *(submission.name for submission in submissions)]:
        batch.students[student] = _graded(course, student, scores.get(student))
    assert lab.course == course
    return batch


def _course_with(
    submissions: Sequence[Submission], course: Path, home: Path, servers: Servers
) -> Lab:
    """Make a course folder with everyone's submissions."""
    shutil.copytree(_released_course(), course)
    released = nbformat.read(course / "release" / LAB / f"{LAB}.ipynb", as_version=4)
    plain = lab_as_released(released)
    lab = Lab(released, plain.answers, course, home, servers.port, servers.path)
    for student in CLASSMATES:
        HandedIn(to_bytes(answered(lab))).write(course / "submitted" / student / LAB)
    for submission in submissions:
        submission.hand_in(lab).write(course / "submitted" / submission.name / LAB)
    return lab


@cache
def _released_course() -> Path:
    """A course folder in which nobody has handed in, made once a process."""
    folder = Path(tempfile.mkdtemp(prefix="hostile-released-"))
    atexit.register(shutil.rmtree, folder)
    course = folder / "course"
    new_course(course)
    (course / "nbgrader_config.py").write_text(CONFIGURATION)
    write_source(LAB, course)
    stock.generate_assignment(course, LAB)
    return course


def _all_fingerprints(course: Path, home: Path) -> dict[str, str]:
    """Everything that no submission may change."""
    found = {}
    rooms = [Path(str(module.__file__)).parent for module in (library, solutions, autograde)]
    for folder in rooms:
        found |= _named(folder, fingerprint(folder, CACHES))
    found |= _named(course, fingerprint(course, OUR_OUTPUT))
    for student in CLASSMATES:
        found |= _named(home, fingerprint(course / "submitted" / student))
    found |= _named(home, fingerprint(home, (".cache", ".local", ".ipython", ".jupyter")))
    packages = Path(sysconfig.get_paths()["purelib"])
    return found | _named(packages, fingerprint(packages, CACHES, content=False))


def _named(folder: Path, found: dict[str, str]) -> dict[str, str]:
    return {str(folder / name): value for name, value in found.items()}


def _left_in(autograded: Path) -> list[str]:
    """What lies in autograded/ that nobody handed in: links, pipes, and what notebooks wrote."""
    odd = []
    for root, _, names in os.walk(autograded):
        for name in names:
            path = Path(root, name)
            if path.is_symlink() or not path.is_file() or CANARY in name or path.suffix == ".html":
                odd.append(f"left: {path}")
    return odd


def _graded(course: Path, student: str, score: stock.Score | None) -> Graded:
    page = course / "feedback" / student / LAB / f"{LAB}.html"
    notebook = course / "autograded" / student / LAB / f"{LAB}.ipynb"
    page_text = page.read_text(encoding="utf-8") if page.is_file() else ""
    notebook_text = notebook.read_text(encoding="utf-8") if notebook.is_file() else ""
    points = None if score is None else {name: score.points[name] for name in QUESTIONS}
    return Graded(points, page_text, notebook_text, leaks_in(page_text + notebook_text))


def deserved(name: str, submissions: Sequence[Submission]) -> dict[str, int]:
    """What a student of a batch should get."""
    return next((dict(s.points) for s in submissions if s.name == name), ALL)

"""What a grade was made of, so that the same is not graded again; and what became of each student.

A record is written after everything else of a grade, and removed before anything of a new one.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import autograde
import course
from autograde.engine.fingerprints import question_hashes, rest_hash
from autograde.engine.opening import OpenLab
from autograde.odd_files import notes_on
from autograde.released import released_cells
from course.data import datasets_folder

Stamp = dict[str, Any]
"""What goes into a grade → its hash, or itself if it is short; plain JSON."""

LATE = ("AssignLatePenalties", "LateSubmissionPlugin")
"""The parts of a configuration that say what late work costs."""

PACKAGES = (
    "ipykernel",
    "ipython",
    "matplotlib",
    "numba",
    "numpy",
    "pandas",
    "scikit-learn",
    "scipy",
    "seaborn",
    "torch",
)


def lab_stamp(lab: OpenLab) -> Stamp:
    """What goes into every grade of a lab.

    The lab is the one in the gradebook, as `nbgrader generate_assignment` left it there: by that a
    submission is restored and graded, whatever `source/` and `release/` hold since.
    """
    with lab.gradebook.rehearsal():
        notebook = lab.gradebook.find_notebook(lab.name, lab.name)
        cells = [repr(cell) for cell in released_cells(notebook)]
        due = str(notebook.assignment.duedate)
    late = [lab.converter.config.get(name, {}) for name in LATE]
    source = Path(lab.coursedir.format_path(lab.coursedir.source_directory, ".", lab.name))
    return machine_stamp() | {
        "code": rest_hash(lab.name),
        "checks": question_hashes(lab.name),
        "late": json.dumps(late, default=str, sort_keys=True),
        "cells": hashlib.sha256(json.dumps(cells).encode()).hexdigest(),
        "given": _digest(source, source.rglob("*")),
        "due": due,
        "limits": lab.limits.to_dict(),
        "sandbox": lab.sandbox,
        "personal": None if lab.personal is None else asdict(lab.personal),
    }


def machine_stamp() -> Stamp:
    """What goes into every grade made on this machine: our code, data sets, and packages."""
    code = (Path(str(package.__file__)).parent for package in (autograde, course))
    return {
        "code": [_digest(folder, folder.rglob("*.py")) for folder in code],
        "datasets": _digest(datasets_folder(), datasets_folder().rglob("*.*")),
        "versions": {"python": platform.python_version()} | {p: _version(p) for p in PACKAGES},
    }


def submission_stamp(lab: OpenLab, student: str) -> Stamp:
    """What a student handed in, with `timestamp.txt`, and what was set aside of it.

    Odd files must have been set aside. Taken before the files are copied: if they change meanwhile,
    the next run sees it.
    """
    place = lab.submitted(student)
    return {
        "submission": _digest(place.folder, place.folder.rglob("*")),
        "set_aside": notes_on(place),
    }


@dataclass(frozen=True)
class Record:
    """A finished grade: what it was made of, and name of a graded cell → points of the grader.

    From `seed` its hidden inputs were drawn. It is not in the stamp: each run has another one, and
    that alone is no reason to grade again.
    """

    stamp: Stamp
    seed: int
    scores: dict[str, float | None]


class Records:
    """Student → the record of the grade, or why there is none; nothing while a grade is made."""

    def __init__(self, lab: OpenLab) -> None:
        self._folder = lab.own / "records"

    def read(self, student: str) -> Record | None:
        """The record of a student's grade; None if there is no grade, or an unfinished one."""
        try:
            return Record(**json.loads(self._path(student).read_text(encoding="utf-8")))
        except (FileNotFoundError, ValueError, TypeError):  # no record, or one of a failure
            return None

    def write(self, student: str, record: Record) -> None:
        """Note that a student's grade is finished."""
        self._write(student, asdict(record))

    def write_failure(self, student: str, why: str) -> None:
        """Note that a student's last try gave no grade."""
        self._write(student, {"failed": why})

    def remove(self, student: str) -> None:
        """From here on, and until something else is noted, a student's grade is unfinished."""
        self._path(student).unlink(missing_ok=True)

    def _write(self, student: str, content: dict[str, Any]) -> None:
        path = self._path(student)
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(".part")
        try:
            unfinished.write_text(json.dumps(content, indent=1), encoding="utf-8")
            os.replace(unfinished, path)
        finally:
            unfinished.unlink(missing_ok=True)

    def _path(self, student: str) -> Path:
        return self._folder / student / "record.json"


def _digest(folder: Path, paths: Iterable[Path]) -> str:
    """Of the names and contents of ordinary files."""
    total = hashlib.sha256()
    for path in sorted(paths):
        if path.is_file() and not path.is_symlink():
            for part in (os.fsencode(path.relative_to(folder)), path.read_bytes()):
                total.update(hashlib.sha256(part).digest())
    return total.hexdigest()


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""

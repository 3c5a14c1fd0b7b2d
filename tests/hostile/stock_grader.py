"""Grades one submission with stock nbgrader, as it comes, in a throw-away machine of its own.

Nothing here is for hostile work to be let near this machine: nbgrader, the gradebook, classmates,
home, packages and sources are copies inside one bubblewrap sandbox without network, whose memory
and time are watched from outside.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path

import matplotlib
import nbformat
import psutil
from nbformat import NotebookNode

from autograde import stock
from autograde.checks import lab0_seeds as hidden
from autograde.release import source_notebook
from course.checks.lab0_seeds import FRACTIONS, fraction_of_heads
from tests.hostile.base import (
    ALL,
    CANARY,
    LAB,
    HandedIn,
    Submission,
    answered,
    grade_id,
    lab_as_released,
    to_bytes,
)
from tests.hostile.batch import CACHES, CLASSMATES
from tests.hostile.leaked import leaks_in
from tests.hostile.watching import differences, fingerprint

ROOT = Path(__file__).parents[2]
SECONDS_PER_CELL, SECONDS_IN_ALL = 10, 120
MEMORY_BYTES, PAGE_BYTES = 6 * 10**9, 20 * 10**6
NOT_COPIED = (".venv", ".git", "demo", *CACHES)
INSIDE, PORT = Path("/grading"), 2222
CONFIGURATION = f"""
c = get_config()  # noqa: F821
c.CourseDirectory.course_id = "sixteen-seeds"
c.ExecutePreprocessor.timeout = {SECONDS_PER_CELL}
"""
HOME_CACHES = (".cache", ".local", ".ipython", ".jupyter", ".config")
SECONDS_TO_DIE = 10


@dataclass(frozen=True)
class Outcome:
    """What came of one submission.

    `points` is None without a grade; `told` are secrets in what the submission itself showed,
    `on_page` those on its feedback page; `ended` says whether others were not graded.
    """

    points: dict[str, float] | None
    told: list[str]
    on_page: list[str]
    harm: list[str]
    ended: bool


# --- the checks as an instructor writes them today ----------------------------------------------


def asserts() -> dict[str, str]:
    """Question → its check cell: public asserts, and hidden ones in nbgrader's region."""
    sixteen = {
        n: [fraction_of_heads(n, seed) for seed in range(16)]
        for n in (10, hidden.N_FLIPS_OF_SIXTEEN)
    }
    head = "import numpy as np\n"
    public, secret = "", "### BEGIN HIDDEN TESTS\n"
    cells = {}
    one = "assert abs(fraction_of_heads({0}, {1}) - {2}) < 1e-9\n"
    cells["q1"] = head + one.format(10, 0, 0.8) + one.format(10, 13, 0.1) + secret
    wanted = fraction_of_heads(hidden.N_FLIPS, hidden.SEED)
    cells["q1"] += one.format(hidden.N_FLIPS, hidden.SEED, wanted)
    cells["q2"] = head
    for n_flips, fractions in sixteen.items():
        cells["q2"] += public if n_flips == 10 else secret
        cells["q2"] += (
            f"summary = sixteen_fractions({n_flips})\n"
            f"assert np.allclose(summary['fractions'], {fractions})\n"
            f"assert np.isclose(summary['mean'], {sum(fractions) / 16})\n"
            f"assert np.isclose(summary['spread'], {max(fractions) - min(fractions)})\n"
        )
    cells["q3"] = head
    for fractions in (FRACTIONS, hidden.FRACTIONS):
        cells["q3"] += public if fractions is FRACTIONS else secret
        cells["q3"] += (
            f"wanted = {fractions}\n"
            "ax = draw_fractions(wanted).axes[0]\n"
            "assert any(np.allclose(line.get_ydata(), wanted) for line in ax.lines\n"
            "           if len(line.get_ydata()) == 16)\n"
            "assert 'seed' in ax.get_xlabel().lower() and 'fraction' in ax.get_ylabel().lower()\n"
        )
    cells["q3"] += "assert tuple(ax.get_ylim()) == (0, 1)\n"
    return {question: source + "### END HIDDEN TESTS" for question, source in cells.items()}


def stock_source() -> NotebookNode:
    """The lab's source notebook with such check cells."""
    notebook = source_notebook(LAB)
    for cell in notebook.cells:
        if grade_id(cell) in ALL:
            cell.source = asserts()[grade_id(cell)]
    return notebook


# --- the machine --------------------------------------------------------------------------------


class Machine:
    """A throw-away machine: a course folder with classmates, a home, packages and sources.

    Made once in `folder`; whatever a submission changed is put back before the next.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.pristine = folder / "pristine"
        self.venv, self.repository = folder / "venv", folder / "repository"
        self._copy_this_checkout()
        self._copied = self._copies()
        course = self.pristine / "course"
        course.mkdir(parents=True)
        (course / "nbgrader_config.py").write_text(CONFIGURATION)
        (course / "source" / LAB).mkdir(parents=True)
        nbformat.write(stock_source(), course / "source" / LAB / f"{LAB}.ipynb")
        released = nbformat.read(stock.generate_assignment(course, LAB), as_version=4)
        self.lab = replace(
            lab_as_released(released),
            course=INSIDE / "course",
            home=INSIDE / "home",
            port=PORT,
            socket=INSIDE / "socket",
        )
        self._hand_in(course, CLASSMATES[0])
        stock.autograde(course, LAB, lambda student: None)
        stock.generate_feedback(course, LAB)
        self._hand_in(course, CLASSMATES[1])
        (self.pristine / "home").mkdir()
        (self.pristine / "home" / CANARY).write_text("years of work")
        fonts = self.pristine / "home" / ".cache" / "matplotlib"
        shutil.copytree(matplotlib.get_cachedir(), fonts)  # else they are searched each time

    def grade(self, submission: Submission) -> Outcome:
        """Grade one submission between its two classmates."""
        place = self.folder / "grading"
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(self.pristine, place, symlinks=True)
        course = place / "course"
        handed_in = submission.hand_in(self.lab)
        links = {n: t.replace(str(INSIDE), str(place)) for n, t in handed_in.hard_links.items()}
        folder = course / "submitted" / submission.name / LAB
        replace(handed_in, hard_links=links).write(folder)
        before = self._fingerprints(place)
        why = self._run(place)
        changed = differences(before, self._fingerprints(place))
        changed_copies = differences(self._copied, self._copies())
        if changed_copies:
            self._copy_this_checkout()
        harm = [f"changed: {path}" for path in [*changed, *changed_copies]]
        return self._outcome(course, submission.name, why, harm)

    def _hand_in(self, course: Path, student: str) -> None:
        HandedIn(to_bytes(answered(self.lab))).write(course / "submitted" / student / LAB)

    def _copy_this_checkout(self) -> None:
        """Copies of the environment and of the sources, made anew."""
        for source, target in ((Path(sys.prefix), self.venv), (ROOT, self.repository)):
            shutil.rmtree(target, ignore_errors=True)
            ignore = shutil.ignore_patterns(*NOT_COPIED)
            shutil.copytree(source, target, symlinks=True, ignore=ignore)

    def _copies(self) -> dict[str, str]:
        found = {}
        for folder in (self.venv, self.repository):
            seen = fingerprint(folder, CACHES, content=False)
            found |= {str(folder / name): value for name, value in seen.items()}
        return found

    def _fingerprints(self, place: Path) -> dict[str, str]:
        """The instructor's files, and the classmates'."""
        ours = ("autograded", "feedback", "gradebook.db", "submitted", "logs", *CACHES)
        folders = [place / "course", place / "home"]
        folders += [place / "course" / "submitted" / name for name in CLASSMATES]
        found = {}
        for folder in folders:
            seen = fingerprint(folder, (*ours, *HOME_CACHES))
            found |= {str(folder / name): value for name, value in seen.items()}
        return found

    def _command(self, place: Path) -> list[str]:
        python = f"{sys.prefix}/bin/python"
        binds = [("/usr", "/usr"), ("/etc", "/etc"), (sys.base_prefix, sys.base_prefix)]
        arguments = ["bwrap", "--unshare-all", "--die-with-parent", "--new-session", "--clearenv"]
        for source, target in binds:
            arguments += ["--ro-bind", source, target]
        for name in ("bin", "lib", "lib64", "sbin"):
            path = Path("/", name)
            if path.is_symlink():
                arguments += ["--symlink", os.readlink(path), str(path)]
        arguments += [
            "--proc",
            "/proc",
            "--dev",
            "/dev",
            "--size",
            str(2 * 10**9),
            "--tmpfs",
            "/tmp",
        ]
        arguments += ["--bind", str(self.repository), str(ROOT)]
        arguments += ["--bind", str(self.venv), sys.prefix, "--bind", str(place), str(INSIDE)]
        for name, value in {
            "HOME": f"{INSIDE}/home",
            "PATH": f"{sys.prefix}/bin:/usr/bin:/bin",
            "LANG": "C.UTF-8",
            "PYTHONPATH": str(ROOT),
        }.items():
            arguments += ["--setenv", name, value]
        arguments += ["--chdir", str(ROOT), "--", python, "-m", "tests.hostile.stock_inside"]
        return arguments

    def _run(self, place: Path) -> str:
        """Run nbgrader in the machine; why it was ended, if it was."""
        with (place / "log").open("w") as log:
            process = subprocess.Popen(
                self._command(place), stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
            end = time.monotonic() + SECONDS_IN_ALL
            why = ""
            while process.poll() is None and not why:
                time.sleep(0.1)
                if time.monotonic() > end:
                    why = f"nbgrader was not done after {SECONDS_IN_ALL} seconds"
                elif _resident_bytes(process.pid) > MEMORY_BYTES:
                    why = f"more than {MEMORY_BYTES / 1e9:.0f} GB of memory"
            _kill(process)
        return why

    def _outcome(self, course: Path, name: str, why: str, harm: list[str]) -> Outcome:
        try:
            scores = stock.scores(course, LAB)
        except Exception as error:  # the gradebook itself may be broken
            return Outcome(None, [], [], [*harm, f"the gradebook: {error}"], True)
        for classmate in CLASSMATES:
            score = scores.get(classmate)
            if score is not None and {q: score.points[q] for q in ALL} != ALL:
                harm.append(f"changed: the points of {classmate}")
        ended = scores.get(CLASSMATES[1]) is None
        inside = course.parent / "inside.json"
        if inside.is_file():
            harm += json.loads(inside.read_text())
        if why:
            harm.append(f"stopped from outside: {why}")
        page = course / "feedback" / name / LAB / f"{LAB}.html"
        notebook = course / "autograded" / name / LAB / f"{LAB}.ipynb"
        harm += [
            f"{file.name} of {file.stat().st_size / 1e6:.0f} MB"
            for file in (page, notebook)
            if file.is_file() and file.stat().st_size > PAGE_BYTES
        ]
        score = scores.get(name)
        points = None if score is None else {question: score.points[question] for question in ALL}
        return Outcome(points, _told(notebook), leaks_in(_text(page)), harm, ended)


def _told(path: Path) -> list[str]:
    """Secrets in outputs of cells that are no check cells."""
    try:
        notebook = nbformat.reads(_text(path), as_version=4)
    except Exception:  # not there, or broken
        return []
    cells = [cell for cell in notebook.cells if grade_id(cell) not in ALL]
    return leaks_in(json.dumps([cell.get("outputs", []) for cell in cells], ensure_ascii=False))


def _text(path: Path) -> str:
    if not path.is_file() or path.stat().st_size > 100 * PAGE_BYTES:
        return ""
    return path.read_text(encoding="utf-8", errors="replace")


def _processes(pid: int) -> list[psutil.Process]:
    with contextlib.suppress(psutil.Error):
        return [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
    return []


def _resident_bytes(pid: int) -> int:
    total = 0
    for process in _processes(pid):
        with contextlib.suppress(psutil.Error):
            total += process.memory_info().rss
    return total


def _kill(process: subprocess.Popen[bytes]) -> None:
    for child in _processes(process.pid):
        with contextlib.suppress(psutil.Error):
            child.kill()
    process.wait(SECONDS_TO_DIE)

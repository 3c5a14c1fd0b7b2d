"""The engine is killed, or its disk is full: no grade is lost, doubled or half-written."""

import itertools
import os
import random
import shutil
import signal
import subprocess
import sys
import time
import traceback

import nbformat
import psutil
import pytest

from autograde.engine.errors import EngineError
from autograde.engine.workers import Workers
from tests.autograde.engine_lab import (
    LAB,
    autograded_files,
    fraction,
    grade,
    gradebook_tables,
    hand_in,
    leftovers,
    new_lab,
    points_by_student,
    students,
)

CLASS = [f"student{number}" for number in range(3)]
N_KILLS = 50
N_NEW_CLASS = 3  # every third version is the first that the class hands in


@pytest.fixture(scope="module")
def released_lab(tmp_path_factory):
    """A course folder without submissions, and the released notebook."""
    folder = tmp_path_factory.mktemp("released") / "course"
    folder.mkdir()
    _, released = new_lab(folder)
    return folder, released


def class_hands_in(course, released, version):
    for student in CLASS:
        hand_in(course, student, released, version)


def checks_of_version(course, version):
    """What `points_by_student` finds of a student of this version; None before the first."""
    checks = ("q1", "q2", "q3")
    return None if version is None else dict.fromkeys(checks, fraction(version))


def verdicts(path):
    """The points in the check cells of a graded notebook; a notebook cut off is an error."""
    notebook = nbformat.read(path, as_version=4)
    cells = {cell.get("id"): cell for cell in notebook.cells}
    return {
        name: float(cells[name].outputs[0]["data"]["text/plain"])
        / cells[name].metadata["nbgrader"]["points"]
        for name in ("q1", "q2", "q3")
    }


def assert_old_or_new(course, old, new):
    """Each student has the whole old grade or the whole new one; so has each folder.

    The old folder may have been moved aside, and not be replaced yet.
    """
    found = points_by_student(course)
    allowed = [checks_of_version(course, version) for version in (old, new)]
    own = course / ".autograde" / LAB
    for student in CLASS:
        assert found.get(student) in allowed, (student, old, new)
        folder = course / "autograded" / student / LAB
        if folder.exists():
            assert verdicts(folder / f"{LAB}.ipynb") in allowed, (student, old, new)
        elif old is not None:
            [aside] = (own / "replaced" / student).rglob(f"{LAB}.ipynb")
            assert verdicts(aside) == allowed[0]


def in_child(run):
    """Start a child of this process that does this and ends; its process id."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            run()
            status = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(status)
    return child


def was_killed(child):
    """Whether a child was, when it has ended; else it must have come to its end."""
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return os.WIFSIGNALED(status)


def name_of(process):
    """What a process is called; "" if it has ended meanwhile."""
    try:
        return process.name()
    except psutil.NoSuchProcess:
        return ""


def killed_at(course, seconds):
    """Grade in a child, which has this time to live; whether it was killed before its end."""
    child = in_child(lambda: grade(course))
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    return was_killed(child)


CHANGES = ("os.rename", "os.remove", "os.mkdir", "os.rmdir", "shutil.rmtree", "shutil.copyfile")


def killed_before(course, number):
    """Grade in a child that kills itself before its change of this number to a file or folder."""
    left = itertools.count(number, -1)

    def watch(event, arguments):
        writes = event == "open" and arguments[2] & (os.O_WRONLY | os.O_RDWR)
        if (writes or event in CHANGES) and next(left) == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def run():
        sys.addaudithook(watch)
        grade(course)

    return was_killed(in_child(run))


def fresh(released_lab, folder):
    """A new copy of the course without submissions."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(released_lab[0], folder)
    return folder


def assert_as_undisturbed(course, released_lab, other, version):
    """All is there once, and as in a course in which nobody was ever killed."""
    class_hands_in(fresh(released_lab, other), released_lab[1], version)
    grade(other)
    assert gradebook_tables(course) == gradebook_tables(other)
    assert autograded_files(course) == autograded_files(other)
    assert leftovers(course) == []
    assert students(grade(course), "unchanged") == CLASS


def test_killed_at_any_moment_no_grade_is_lost_doubled_or_half_written(released_lab, tmp_path):
    chance = random.Random(16)
    course, other = tmp_path / "course", tmp_path / "undisturbed"
    class_hands_in(fresh(released_lab, other), released_lab[1], 0)
    began = time.perf_counter()
    assert not was_killed(in_child(lambda: grade(other)))
    seconds = 0.7 * (time.perf_counter() - began)  # what is left to do, a rerun goes on with
    kills, version, old = 0, 0, None
    while kills < N_KILLS:
        if version % N_NEW_CLASS == 0:
            fresh(released_lab, course)
            old = None
        class_hands_in(course, released_lab[1], version)
        lifetime = seconds
        while killed_at(course, chance.uniform(0, lifetime)):
            kills += 1
            lifetime *= 1.1  # a machine that has slowed down since gets to the end as well
            assert_old_or_new(course, old, version)
        assert_old_or_new(course, version, version)
        old = version
        version += 1
    assert_as_undisturbed(course, released_lab, other, old)


def test_killed_before_each_change_to_a_file_the_grade_is_old_or_new(released_lab, tmp_path):
    course, other = fresh(released_lab, tmp_path / "course"), tmp_path / "undisturbed"
    class_hands_in(course, released_lab[1], 0)
    grade(course)
    for number in itertools.count():
        version = number + 1
        hand_in(course, CLASS[0], released_lab[1], version)
        was = killed_before(course, number)
        assert_old_or_new(course, 0, version)
        if not was:
            break
        grade(course)
        class_hands_in(course, released_lab[1], 0)
        grade(course)
    assert number > 15
    class_hands_in(course, released_lab[1], version)
    grade(course)
    assert_as_undisturbed(course, released_lab, other, version)


def test_killed_with_its_workers_at_work_it_takes_them_along(released_lab, tmp_path):
    course = fresh(released_lab, tmp_path / "course")
    class_hands_in(course, released_lab[1], 0)

    def run():
        with Workers(2) as workers:
            return grade(course, workers)

    for at_work in ("python", "bwrap"):  # a worker; a submission in its sandbox
        engine = in_child(run)
        started: list[psutil.Process] = []
        while not any(at_work in name_of(process) for process in started):
            assert os.waitpid(engine, os.WNOHANG) == (0, 0)
            time.sleep(0.02)
            started = psutil.Process(engine).children(recursive=True)
        os.kill(engine, signal.SIGKILL)
        assert was_killed(engine)
        gone, alive = psutil.wait_procs(started, timeout=10)
        assert gone
        assert alive == []
    assert run()[-1]["failed"] == 0
    nothing = dict.fromkeys(("q1", "q2", "q3"), 0.0)  # what the untouched notebook gets
    assert points_by_student(course) == dict.fromkeys(CLASS, nothing)
    assert len(autograded_files(course)) == len(CLASS)
    assert leftovers(course) == []


def test_killed_while_a_folder_is_replaced_the_old_one_comes_back(released_lab, tmp_path):
    course = fresh(released_lab, tmp_path / "course")
    class_hands_in(course, released_lab[1], 0)
    grade(course)
    before = autograded_files(course)
    aside = course / ".autograde" / LAB / "replaced" / CLASS[0]
    aside.parent.mkdir()
    (course / "autograded" / CLASS[0] / LAB).rename(aside)  # as far as a killed engine came
    grade(course, students=CLASS[1:])
    assert autograded_files(course) == before
    assert leftovers(course) == []


@pytest.fixture
def small_disk(tmp_path):
    """A folder on a file system of 8 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(folder)]
    done = subprocess.run(mount, capture_output=True, text=True)
    if done.returncode != 0:
        pytest.skip(f"cannot mount a small file system: {done.stderr.strip()}")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def why_stopped(course):
    """Grade; the sentence with which the run stopped, or "" if it came to its end."""
    try:
        grade(course)
    except EngineError as error:
        return str(error)
    return ""


def test_a_full_disk_stops_with_one_sentence_and_a_rerun_goes_on(
    small_disk, released_lab, tmp_path
):
    course = fresh(released_lab, small_disk / "course")
    class_hands_in(course, released_lab[1], 0)
    grade(course)
    ballast = course / "ballast"
    said = []
    sizes = range(0, 80_000, 8_000)
    for version, left in enumerate(sizes, start=1):
        class_hands_in(course, released_lab[1], version)
        ballast.write_bytes(bytes(max(shutil.disk_usage(course).free - left, 0)))
        said.append(why_stopped(course))
        assert_old_or_new(course, version - 1, version)
        assert leftovers(course) == []
        ballast.unlink()
        assert why_stopped(course) == ""
        assert_old_or_new(course, version, version)
    stopped = [sentence for sentence in said if sentence]
    assert len(stopped) >= 3
    assert all(f"the disk of {course} is full" in sentence for sentence in stopped)
    assert all("run the same command again" in sentence for sentence in stopped)
    assert_as_undisturbed(course, released_lab, tmp_path / "undisturbed", len(sizes))

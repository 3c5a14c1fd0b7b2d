"""A run takes up what has no grade or has changed, and nothing else; what goes wrong is told."""

import json
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import BrokenExecutor, Future
from datetime import datetime

import nbformat
import pytest

from autograde.engine import stamps
from autograde.engine.errors import EngineError
from autograde.engine.grade import grade_lab
from autograde.engine.task import Result
from autograde.engine.workers import WorkerLost
from autograde.release import LabError
from tests.autograde.engine_lab import (
    LAB,
    Ready,
    autograded_files,
    grade,
    gradebook,
    gradebook_tables,
    hand_in,
    leftovers,
    new_lab,
    students,
)

ODD_NAME = "names-[a-z]*"


@pytest.fixture(scope="module")
def released_lab(tmp_path_factory):
    """A course folder without submissions, and the notebook that students get."""
    folder = tmp_path_factory.mktemp("released")
    return folder, new_lab(folder)[1]


@pytest.fixture
def course(released_lab, tmp_path):
    """Three submissions that were graded, without running them."""
    folder, released = released_lab
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    for student in ("ada", "bob", ODD_NAME):
        hand_in(tmp_path, student, released, 1)
    assert students(grade(tmp_path), "graded") == ["ada", "bob", ODD_NAME]
    return tmp_path


def graded_again(course, **choice):
    """Whom a run grades; the others must be said to be unchanged."""
    executor = Ready()
    events = grade(course, executor, **choice)
    graded, unchanged = students(events, "graded"), students(events, "unchanged")
    assert executor.students == graded
    assert len(graded) + len(unchanged) == events[0]["students"]
    return graded


def test_the_unchanged_is_not_run_again_unless_it_must(course):
    assert graded_again(course) == []
    before = gradebook_tables(course), autograded_files(course)
    assert graded_again(course, force=True, students=["bob", "ada"]) == ["ada", "bob"]
    assert (gradebook_tables(course), autograded_files(course)) == before
    assert graded_again(course) == []


def test_another_seed_is_run_when_it_is_asked_for(course):
    def seeds():
        notebooks = course.glob(f"autograded/*/{LAB}/{LAB}.ipynb")
        records = course.glob(f".autograde/{LAB}/records/*/record.json")
        return len(list(notebooks)), {json.loads(path.read_text())["seed"] for path in records}

    n, (drawn,) = seeds()
    assert graded_again(course, seed=drawn) == []
    assert graded_again(course, seed=0) == ["ada", "bob", ODD_NAME]
    assert seeds() == (n, {0})
    assert graded_again(course, seed=0) == []
    assert graded_again(course) == []  # a seed of its own is no reason


def test_a_new_submission_is_run(course, released_lab):
    hand_in(course, "bob", released_lab[1], 2)
    assert graded_again(course) == ["bob"]
    folder = course / "submitted" / "ada" / LAB
    (folder / "timestamp.txt").write_text("2026-03-02 10:00:00 UTC")
    (course / "submitted" / ODD_NAME / LAB / "more.txt").write_text("more")
    assert graded_again(course) == ["ada", ODD_NAME]
    (folder / "timestamp.txt").write_text("2026-03-03 10:00:00 UTC")
    assert graded_again(course) == ["ada"]
    with gradebook(course) as book:
        assert book.find_submission(LAB, "ada").timestamp == datetime(2026, 3, 3, 10)
    (course / "submitted" / ODD_NAME / LAB / "more.txt").rename(folder / "more.txt")
    assert graded_again(course) == ["ada", ODD_NAME]
    assert not (course / "autograded" / ODD_NAME / LAB / "more.txt").exists()
    assert graded_again(course) == []


def test_other_limits_run_all_again(course):
    config = course / "nbgrader_config.py"
    words = config.read_text()
    config.write_text(words.replace("get_config()", "get_config(), limits={'outputs': 7}"))
    assert len(graded_again(course)) == 3
    config.write_text(words)
    assert len(graded_again(course)) == 3
    assert graded_again(course) == []


def test_another_version_of_a_package_runs_all_again(course, monkeypatch):
    monkeypatch.setattr(stamps, "version", lambda package: f"1.{len(package)}")
    assert len(graded_again(course)) == 3
    assert graded_again(course) == []


def test_another_version_of_the_lab_runs_all_again(course):
    (course / "source" / LAB / "given.csv").write_text("1,2")
    assert len(graded_again(course)) == 3
    with gradebook(course) as book:
        book.find_source_cell("q1", LAB, LAB).source += "\n# changed"
        book.db.commit()
    assert len(graded_again(course)) == 3
    with gradebook(course) as book:
        book.update_or_create_assignment(LAB, duedate=datetime(2026, 3, 1))
        book.grant_extension(LAB, "bob", days=1)
    assert len(graded_again(course)) == 3
    with gradebook(course) as book:
        book.grant_extension(LAB, "bob", days=2)
    assert graded_again(course) == ["bob"]


def test_what_is_gone_is_made_again(course):
    before = gradebook_tables(course), autograded_files(course)
    notebook = course / "autograded" / "bob" / LAB / f"{LAB}.ipynb"
    notebook.unlink()
    assert graded_again(course) == ["bob"]
    with gradebook(course) as book:
        book.remove_submission(LAB, "ada")
    assert graded_again(course, students=["bob"]) == []
    assert graded_again(course) == ["ada"]
    assert (gradebook_tables(course), autograded_files(course)) == before


def test_a_gradebook_put_back_from_a_copy_is_brought_up_to_date(
    course, released_lab, tmp_path_factory
):
    copy = shutil.copy(course / "gradebook.db", tmp_path_factory.mktemp("copy"))
    hand_in(course, "bob", released_lab[1], 2)
    assert graded_again(course) == ["bob"]
    after = gradebook_tables(course)
    shutil.copy(copy, course / "gradebook.db")
    assert gradebook_tables(course) != after
    assert graded_again(course) == ["bob"]
    assert gradebook_tables(course) == after


class Troubled(Ready):
    """Some students' submissions bring about trouble."""

    def __init__(self, trouble):
        super().__init__()
        self.trouble = trouble

    def submit(self, function, task):
        future = super().submit(function, task)
        if task.student in self.trouble:
            result = self.trouble[task.student]
            future = Future()
            if isinstance(result, BaseException):
                future.set_exception(result)
            else:
                future.set_result(result)
        return future


def test_a_failure_stops_nobody_and_is_taken_up_again(course, released_lab):
    before = gradebook_tables(course), autograded_files(course)
    trouble = Troubled(
        {
            "ada": Result("ada", "", 1.0, 0.0, (), "no sandbox on that machine"),
            "bob": WorkerLost("3 workers died"),
            ODD_NAME: RuntimeError("no luck"),
        }
    )
    events = grade(course, trouble, force=True)
    failed = {e["student"]: e["why"] for e in events if e["event"] == "failed"}
    assert failed == {
        "ada": "no sandbox on that machine",
        "bob": "3 workers died",
        ODD_NAME: "RuntimeError: no luck",
    }
    assert events[-1]["failed"] == 3
    assert (gradebook_tables(course), autograded_files(course)) == before
    assert graded_again(course, students=[ODD_NAME]) == [ODD_NAME]
    hand_in(course, "eve", released_lab[1], 3)
    hand_in(course, ODD_NAME, released_lab[1], 2)
    assert graded_again(course, only_failed=True) == ["ada", "bob", "eve"]
    assert graded_again(course) == [ODD_NAME]
    assert graded_again(course, only_failed=True) == []
    assert graded_again(course) == []


def test_a_broken_notebook_of_a_worker_costs_one_grade_and_leaves_no_half(course):
    before = gradebook_tables(course), autograded_files(course)
    text = (course / "autograded" / "ada" / LAB / f"{LAB}.ipynb").read_text()
    beyond = nbformat.reads(text, as_version=4)
    for cell in beyond.cells:
        if cell.metadata.get("nbgrader", {}).get("grade_id") == "q3":
            cell.outputs[0].data["text/plain"] = "99.0"  # more than there is to get
    trouble = Troubled({"ada": Result("ada", nbformat.writes(beyond), 1.0, 0.0)})
    events = grade(course, trouble, force=True)
    [failure] = [event for event in events if event["event"] == "failed"]
    assert failure["student"] == "ada"
    assert "partial credit cannot be greater" in failure["why"]
    assert (gradebook_tables(course), autograded_files(course)) == before
    assert leftovers(course) == []


def test_names_that_nobody_can_grade_are_told(course, released_lab):
    for name in ("two\nlines", "\udcff"):
        hand_in(course, name, released_lab[1], 1)
    events = grade(course)
    assert students(events, "failed") == ["two\nlines", "\udcff"]
    why = [event["why"] for event in events if event["event"] == "failed"]
    assert why == [
        r"the name of the folder 'two\nlines' has a line break; rename it",
        r"the name of the folder '\udcff' has a byte that is not UTF-8; rename it",
    ]
    assert students(events, "unchanged") == ["ada", "bob", ODD_NAME]


def test_an_executor_that_is_lost_ends_the_run(course):
    trouble = Troubled({"bob": BrokenExecutor("the scheduler is gone")})
    with pytest.raises(BrokenExecutor, match="the scheduler is gone"):
        grade(course, trouble, force=True)
    assert graded_again(course, only_failed=True) == []
    assert leftovers(course) == []


def test_a_listener_that_fails_costs_nobody_the_grade(course):
    def listen(event):
        if event["event"] == "graded":
            raise BrokenPipeError

    with pytest.raises(BrokenPipeError):
        grade_lab(course, LAB, Ready(), 1, listen, force=True)
    assert graded_again(course) == []
    assert leftovers(course) == []


def test_hooks_of_the_configuration_are_called(course):
    with (course / "nbgrader_config.py").open("a") as config:
        config.write("get_config().Autograde.pre_convert_hook = 'hooks.before'  # noqa: F821\n")
        config.write("get_config().Autograde.post_convert_hook = 'hooks.after'  # noqa: F821\n")
    (course / "hooks.py").write_text(
        "called = []\n"
        "def before(assignment, student, notebooks):\n"
        "    called.append(('before', assignment, notebooks))\n"
        "def after(assignment, student, notebooks):\n"
        "    called.append(('after', assignment, notebooks))\n"
    )
    assert graded_again(course, students=["ada"], force=True) == ["ada"]
    submitted = str(course / "submitted" / "ada" / LAB / f"{LAB}.ipynb")
    expected = [("before", LAB, [submitted]), ("after", LAB, [submitted])]
    assert sys.modules["hooks"].called == expected


def test_what_cannot_begin_says_why(course, tmp_path_factory):
    with pytest.raises(EngineError, match=r"no submission is by 'bop'; there are 3, such as bob"):
        grade(course, students=["ada", "bop"])
    config = course / "nbgrader_config.py"
    words = config.read_text()
    for wrong, said in [
        ("def", "SyntaxError"),
        ("c = get_config()", "does not call autograde's `configure`"),
        (f"{words}get_config().Autograde.sanitize_preprocessors = []", "changes the preprocessors"),
        (words.replace("get_config()", "get_config(), limits={'ram': 1}"), "no limit 'ram'"),
    ]:
        config.write_text(wrong)
        with pytest.raises(EngineError, match=said):
            grade(course)
    config.write_text(words)
    shutil.move(course / "autograded", course / "aside")
    elsewhere = tmp_path_factory.mktemp("none")
    with tempfile.TemporaryDirectory(dir="/dev/shm") as other_disk:
        (course / "autograded").symlink_to(other_disk)
        with pytest.raises(EngineError, match="is on another disk than"):
            grade(course)
    (course / "autograded").unlink()
    (course / "submitted").rename(course / "elsewhere")
    with pytest.raises(EngineError, match=rf"nobody has handed in {LAB}: there is no folder"):
        grade(course)
    (course / "gradebook.db").unlink()
    with pytest.raises(EngineError, match=f"nbgrader generate_assignment {LAB}"):
        grade(course)
    with pytest.raises(LabError, match="no course folder"):
        grade(elsewhere)


def test_a_second_engine_is_refused(course):
    class Slow(Ready):
        """Another engine begins while this one is at work."""

        def submit(self, function, task):
            code = (
                "import sys\n"
                "from pathlib import Path\n"
                "from autograde.engine.errors import EngineError\n"
                "from autograde.engine.opening import open_lab\n"
                "try:\n"
                f"    open_lab(Path(sys.argv[1]), {LAB!r}).__enter__()\n"
                "except EngineError as error:\n"
                "    print(error)\n"
            )
            command = [sys.executable, "-c", code, str(course)]
            self.said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
            return super().submit(function, task)

    slow = Slow()
    assert students(grade(course, slow, force=True, students=["ada"]), "graded") == ["ada"]
    assert slow.said == (
        f"another `autograde grade` is at work in {course}; wait until it is done\n"
    )


def test_what_nbgrader_says_goes_to_a_log(course, capfd):
    grade(course, force=True, students=["ada"])
    log = (course / "logs" / "grade.log").read_text()
    assert "INFO Creating/updating student with ID 'ada'" in log
    assert "WARNING" not in log
    assert capfd.readouterr() == ("", "")

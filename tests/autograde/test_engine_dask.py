"""Grading on a Dask cluster: a real scheduler, real workers, and what goes wrong with them."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import BrokenExecutor

import nbformat
import psutil
import pytest
from distributed import Client

from autograde import stock
from autograde.classroom import fill_in
from autograde.engine.dask_workers import dask_workers
from autograde.engine.grade import grade_lab
from autograde.engine.task import Task, grade_task
from autograde.engine.workers import WorkerLost
from autograde.variants import file_variants
from tests.autograde.engine_lab import (
    LAB,
    leftovers,
    new_lab,
    points_by_student,
    right,
    students,
)

pytestmark = pytest.mark.slow  # many schedulers and workers start and end

DASK = [sys.executable, "-P", "-m", "dask"]
QUIET = {"DASK_DISTRIBUTED__LOGGING__DISTRIBUTED": "critical"}
CLASS = ("ada", "bob", "cyd", "dan", "eve", "fay")
WRONG = "q2 wrong: sorted"
SECONDS_TO_START = 60
SIGKILL = int(signal.SIGKILL)


class Cluster:
    """A scheduler and workers, each a program of its own, started as on a cluster's machines."""

    def __init__(self, folder):
        self.folder = folder
        self.port = free_port()
        self.address = f"tcp://127.0.0.1:{self.port}"
        self.programs, self.names, self.pids = {}, {}, {}

    def start(self, name, *arguments, **environment):
        with (self.folder / f"{name}.log").open("w") as log:
            self.programs[name] = subprocess.Popen(
                [*DASK, *arguments, "--no-dashboard"],
                cwd=self.folder,
                env=os.environ | QUIET | environment,
                stderr=log,
            )

    def add_scheduler(self, **environment):
        self.start("scheduler", "scheduler", "--port", str(self.port), **environment)

    def add_worker(self, name, n_threads=1, **environment):
        options = ("--name", name, "--nthreads", str(n_threads))
        self.start(name, "worker", self.address, *options, **environment)

    def wait_for_workers(self, n):
        """Wait for all workers, and see which processes they are."""
        with self.client() as client:
            client.wait_for_workers(n, timeout=SECONDS_TO_START)
            self.names = {a: w["name"] for a, w in client.scheduler_info()["workers"].items()}
            self.pids = {self.names[a]: pid for a, pid in client.run(os.getpid).items()}

    def client(self):
        return Client(self.address, timeout=SECONDS_TO_START, set_as_default=False)

    def busy_workers(self):
        with self.client() as client:
            return [self.names[address] for address, calls in client.processing().items() if calls]

    def lose(self, name):
        """Take a worker away as if its machine were lost; returns all processes that it had.

        The keeper first, which would start another one.
        """
        keeper = psutil.Process(self.programs[name].pid)
        lost = [keeper, *keeper.children(recursive=True)]
        keeper.kill()
        os.kill(self.pids[name], SIGKILL)
        return lost

    def close(self):
        for program in reversed(self.programs.values()):
            program.terminate()
        for program in self.programs.values():
            try:
                program.wait(10)
            except subprocess.TimeoutExpired:
                program.kill()
                program.wait()


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def end(process):
    """Wait for a process that is no child of ours to be gone."""
    with contextlib.suppress(psutil.NoSuchProcess):
        process.wait(SECONDS_TO_START)


@pytest.fixture
def cluster(tmp_path):
    started = Cluster(tmp_path)
    yield started
    started.close()


def shadow(folder, name, content):
    """An environment in which another module or package version is found before the real one."""
    path = folder / "shadow" / name
    path.parent.mkdir(parents=True)
    path.write_text(content)
    return {"PYTHONPATH": f"{folder / 'shadow'}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"}


@pytest.fixture
def without_us(tmp_path):
    """An environment in which our package is not installed."""
    missing = "raise ModuleNotFoundError(\"No module named 'autograde'\")"
    return shadow(tmp_path, "autograde/__init__.py", missing)


@pytest.fixture
def two_workers(cluster, without_us):
    cluster.add_scheduler(**without_us)
    for name in ("one", "two"):
        cluster.add_worker(name)
    cluster.wait_for_workers(2)
    return cluster


@pytest.fixture
def course(tmp_path):
    """A class of six, every other one with a slip in question 2; each takes a while."""
    folder = tmp_path / "course"
    source, released = new_lab(folder)
    released.cells.append(nbformat.v4.new_code_cell("import time\ntime.sleep(3)", id="z"))
    [slip] = [v for v in file_variants(LAB, {"q2": 4}) if v.name == WRONG]
    texts = right(source, released), nbformat.writes(fill_in(released, source, slip.sources))
    for i, student in enumerate(CLASS):
        stock.submit(folder, LAB, student, texts[i % 2])
    return folder


def test_a_class_is_graded_once_each_though_a_machine_is_lost(course, two_workers):
    events, lost = [], []

    def listen(event):
        events.append(event)
        if event["event"] == "graded" and not lost:
            lost.extend(two_workers.lose(two_workers.busy_workers()[0]))

    with dask_workers(two_workers.address) as (executor, n_at_a_time):
        assert n_at_a_time == 2
        summary = grade_lab(course, LAB, executor, n_at_a_time, listen, sandbox_here=False)

    assert lost
    for process in lost:  # the sandbox of what it was doing as well
        end(process)
    assert (summary.graded, summary.failed) == (len(CLASS), 0)
    assert sorted(students(events, "graded")) == sorted(CLASS)
    got = points_by_student(course)
    for i, student in enumerate(CLASS):
        parts = dict(got[student])
        assert (parts.pop("q2") == 1) == (i % 2 == 0)
        assert set(parts.values()) == {1}
    assert leftovers(course) == []


def test_threads_of_a_worker_grade_side_by_side(cluster):
    cluster.add_scheduler()
    cluster.add_worker("both", n_threads=2)
    cluster.wait_for_workers(1)

    def wait_for(own, other):
        """A program that ends when the other has begun as well, and says who called it."""
        begun = f"{cluster.folder}/begun-"
        lines = f"touch {begun}{own}; until [ -e {begun}{other} ]; do sleep 0.05; done; echo $PPID"
        return ["/bin/sh", "-c", lines]

    with dask_workers(cluster.address) as (executor, n_at_a_time):
        assert n_at_a_time == 2
        calls = [executor.submit(subprocess.check_output, wait_for(i, 1 - i)) for i in range(2)]
        callers = {call.result(SECONDS_TO_START) for call in calls}
    assert len(callers) == 2


def test_what_brings_down_each_process_that_does_it_is_given_up(two_workers):
    with dask_workers(two_workers.address) as (executor, _):
        lost = executor.submit(signal.raise_signal, SIGKILL)
        with pytest.raises(WorkerLost, match=r"^3 workers died while they graded this submission"):
            lost.result(SECONDS_TO_START)
        assert executor.submit(abs, -2).result(SECONDS_TO_START) == 2


def test_what_brings_down_dask_itself_is_given_up(cluster):
    cluster.add_scheduler(DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES="0")
    cluster.add_worker("one")
    cluster.wait_for_workers(1)
    with dask_workers(cluster.address) as (executor, _):
        lost = executor.submit(os.kill, cluster.pids["one"], SIGKILL)
        with pytest.raises(WorkerLost, match=r"^1 Dask workers died while they graded"):
            lost.result(SECONDS_TO_START)


def test_an_error_of_a_call_is_that_calls_own(two_workers):
    with dask_workers(two_workers.address) as (executor, _):
        call = executor.submit(int, "three")
        with pytest.raises(ValueError, match="invalid literal"):
            call.result(SECONDS_TO_START)


def test_a_worker_without_our_package_says_so(cluster, without_us):
    cluster.add_scheduler()
    cluster.add_worker("one", **without_us)
    cluster.wait_for_workers(1)
    with (
        dask_workers(cluster.address) as (executor, _),
        pytest.raises(BrokenExecutor, match=r"cannot grade: No module named 'autograde'; inst"),
    ):
        executor.submit(abs, -2).result(SECONDS_TO_START)


def test_a_worker_with_another_version_of_a_package_says_so(cluster):
    cluster.add_scheduler()
    metadata = "Metadata-Version: 2.1\nName: scipy\nVersion: 1.0\n"
    other = shadow(cluster.folder, "scipy-1.0.dist-info/METADATA", metadata)
    cluster.add_worker("one", **other)
    cluster.wait_for_workers(1)
    with (
        dask_workers(cluster.address) as (executor, _),
        pytest.raises(BrokenExecutor, match=r"has scipy 1\.0 in place of \S+; install the same"),
    ):
        executor.submit(abs, -2).result(SECONDS_TO_START)


def test_a_worker_without_a_sandbox_says_so(cluster):
    cluster.add_scheduler()
    cluster.add_worker("one", PATH="/nowhere")
    cluster.wait_for_workers(1)
    task = Task("ada", LAB, "{}", {}, {}, 0)
    with (
        dask_workers(cluster.address) as (executor, _),
        pytest.raises(BrokenExecutor, match=r"cannot grade: \S+: the program bwrap is missing; on"),
    ):
        executor.submit(grade_task, task).result(SECONDS_TO_START)


def test_a_scheduler_that_is_lost_ends_the_run(two_workers):
    with dask_workers(two_workers.address) as (executor, _):
        waiting = executor.submit(time.sleep, SECONDS_TO_START)
        two_workers.programs["scheduler"].kill()
        with pytest.raises(
            BrokenExecutor, match=r"^the Dask scheduler is gone; what was graded is"
        ):
            waiting.result(SECONDS_TO_START)


def test_a_scheduler_without_workers_says_so(cluster):
    cluster.add_scheduler()
    with cluster.client(), pytest.raises(ValueError, match="has no workers yet; start again when"):
        dask_workers(cluster.address).__enter__()


def test_an_address_where_no_scheduler_is_says_so(two_workers):
    with two_workers.client() as client:
        worker = next(iter(client.scheduler_info()["workers"]))
    with pytest.raises(ValueError, match="is of a Worker, not a scheduler; give the one"):
        dask_workers(worker).__enter__()


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("", "missing port number"),
        ("tcp://127.0.0.1", "missing port number"),
        ("slurm://head:8786", "unknown address scheme"),
        ("tls://127.0.0.1:8786", "TLS"),
    ],
)
def test_what_is_no_address_says_so(address, why):
    with pytest.raises(ValueError, match=f"^no Dask scheduler at '{address}' .*{why}.*; give the"):
        dask_workers(address).__enter__()


@pytest.mark.parametrize("listens", [False, True])
def test_where_nobody_answers_the_wait_is_short(listens, monkeypatch):
    monkeypatch.setattr("autograde.engine.dask_workers.SECONDS_TO_ANSWER", 1)
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        if listens:  # something that is no scheduler, and says nothing
            other.listen()
        address = f"tcp://127.0.0.1:{other.getsockname()[1]}"
        with pytest.raises(ValueError, match=r"\(no answer in 1 seconds\); give the one that"):
            dask_workers(address).__enter__()

"""The processes of a kernel: started in a sandbox, or bare if that is asked for; ended for good."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import psutil

from autograde.sandbox import bubblewrap
from autograde.sandbox.limits import Limits

SECONDS_TO_DIE = 10.0
POLL_SECONDS = 0.005
LAST_WORDS_BYTES = 4000
SETTINGS = "settings.json"
NUMBER_OF_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
NUMBERS = ("OPENBLAS_CORETYPE", "MKL_CBWR", "NPY_DISABLE_CPU_FEATURES")
"""They choose the last bit of a result, so they must be the same on both sides of the wall."""
HOLDER = ["/usr/bin/env", "--ignore-signal=CHLD", "/usr/bin/cat"]
"""A program that keeps an empty sandbox open: it echoes a byte, and ends when we do. As process 1
nobody in the sandbox can end it, and since it ignores them, dead orphans are collected."""


class KernelProcess:
    """All that runs for one kernel.

    Parameters
    ----------
    outermost : what we started; all else of a sandbox ends with it.
    keeper : process id of the one that ends when a forked kernel does, as the template's child.
    """

    def __init__(self, outermost: subprocess.Popen[bytes], keeper: int | None = None) -> None:
        self._outermost = outermost
        self._keeper = keeper
        self._keeper_handle = None if keeper is None else os.pidfd_open(keeper)

    def is_running(self) -> bool:
        """Whether the kernel is there."""
        return self._outermost.poll() is None and not self._has_keeper_ended(0)

    def wait(self, seconds: float) -> None:
        """Wait for its end, but not longer than that."""
        if self._keeper_handle is not None:
            self._has_keeper_ended(seconds)
        else:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._outermost.wait(seconds)

    def all(self) -> list[psutil.Process]:
        """Everything in it that still runs; a sandbox's first process is the first."""
        roots = [pid for pid in (self._outermost.pid, self._keeper) if pid is not None]
        return [process for pid in roots for process in descendants(pid)]

    def kill(self) -> None:
        """End everything; returns when it is gone. Harmless twice.

        The first child of a sandbox is process 1: the system ends all the others with it.
        """
        children = self.all()
        for pid in (self._outermost.pid, *(child.pid for child in children)):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._outermost.wait(SECONDS_TO_DIE)
        give_up = time.monotonic() + SECONDS_TO_DIE
        while any(map(_runs, children)) and time.monotonic() < give_up:
            time.sleep(POLL_SECONDS)
        self._has_keeper_ended(SECONDS_TO_DIE)

    def close(self) -> None:
        """Let go of what was held open to watch it."""
        for pipe in (self._outermost.stdin, self._outermost.stdout, self._outermost.stderr):
            if pipe is not None:
                pipe.close()
        if self._keeper_handle is not None:
            os.close(self._keeper_handle)
            self._keeper_handle = self._keeper = None

    def last_words(self) -> str:
        """What a process that ended early wrote to its standard error."""
        assert self._outermost.stderr is not None
        ready, _, _ = select.select([self._outermost.stderr], [], [], 0)
        if not ready:
            return ""
        words = os.read(self._outermost.stderr.fileno(), LAST_WORDS_BYTES)
        return words.decode(errors="replace").strip()

    def _has_keeper_ended(self, seconds: float) -> bool:
        if self._keeper_handle is None:
            return False
        return bool(select.select([self._keeper_handle], [], [], seconds)[0])


def start_in_bubblewrap(
    sockets: Path, files: Mapping[str, bytes], mpl_backend: str, limits: Limits
) -> KernelProcess:
    """Start a kernel in a sandbox of its own.

    Parameters
    ----------
    sockets : folder of the kernel's sockets and settings, seen as /run/seeds inside.
    files : relative name → content, put into the work folder.
    """
    environment = kernel_environment(bubblewrap.HOME, mpl_backend)
    program = _program(bubblewrap.SOCKETS)
    return KernelProcess(
        _started(*bubblewrap.command(program, sockets, files, environment, limits))
    )


def start_empty_sandbox(
    sockets: Path, files: Mapping[str, bytes], mpl_backend: str, limits: Limits
) -> subprocess.Popen[bytes]:
    """A sandbox in which nothing runs but a program that holds it open, ready to be entered."""
    environment = kernel_environment(bubblewrap.HOME, mpl_backend)
    command, descriptors = bubblewrap.command(
        HOLDER, sockets, files, environment, limits, as_process_1=True
    )
    holder = _started(command, descriptors, pipes=subprocess.PIPE)
    assert holder.stdin is not None
    assert holder.stdout is not None
    with contextlib.suppress(BrokenPipeError):
        holder.stdin.write(b"\n")
        holder.stdin.flush()
    holder.stdout.read(1)  # the program runs, so its namespaces and mounts are complete
    return holder


def start_bare(sockets: Path, files: Mapping[str, bytes], mpl_backend: str) -> KernelProcess:
    """Start a kernel without any isolation, its home and work folder beside the sockets."""
    work = sockets / "work"
    work.mkdir()
    for name, content in files.items():
        path = work / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    environment = kernel_environment(str(work), mpl_backend)
    environment["JPY_PARENT_PID"] = str(os.getpid())  # ipykernel ends when this process has
    return KernelProcess(_popen(_program(str(sockets)), environment=environment, work=work))


def kernel_environment(home: str, mpl_backend: str) -> dict[str, str]:
    """The whole environment of a kernel: of ours, only what numbers depend on is handed on."""
    programs = Path(sys.executable).parent
    return {
        "HOME": home,
        "LANG": "C.UTF-8",
        "LOGNAME": "student",
        "MPLBACKEND": mpl_backend,
        "NBGRADER_EXECUTION": "autograde",
        "PATH": f"{programs}:/usr/bin:/bin",
        "PYTHONHASHSEED": "0",  # the order of a set is the same in every run, forked or not
        "PYTHONPATH": bubblewrap.LIBRARY,
        "USER": "student",
        **dict.fromkeys(NUMBER_OF_THREADS, "1"),
        **{name: os.environ[name] for name in NUMBERS if name in os.environ},
    }


def _program(sockets: str) -> list[str]:
    return [sys.executable, "-P", "-m", "course.kernel", f"{sockets}/{SETTINGS}"]


def descendants(pid: int) -> list[psutil.Process]:
    """What a process has started, and what that has, and so on; nearer ones first.

    Linux lists the children of each thread, which is quicker than psutil's look at all processes
    of the machine, and the watch asks often. Who is born or ends just now may be left out.
    """
    found: list[psutil.Process] = []
    near = [pid]
    while near:
        near = [child for one in near for child in _children(one)]
        for child in near:
            with contextlib.suppress(psutil.Error):
                found.append(psutil.Process(child))
    return found


def _children(pid: int) -> list[int]:
    threads = Path(f"/proc/{pid}/task")
    found: list[int] = []
    try:
        for thread in os.listdir(threads):
            found += map(int, (threads / thread / "children").read_text().split())
    except OSError:  # a thread or all of it has just ended, or this Linux has no such lists
        with contextlib.suppress(psutil.Error):
            return [child.pid for child in psutil.Process(pid).children()]
    return found


def _runs(process: psutil.Process) -> bool:
    """Whether it still runs: what is dead but not yet collected by the system's init does not."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


def _started(
    command: list[str], descriptors: list[int], pipes: int = subprocess.DEVNULL
) -> subprocess.Popen[bytes]:
    try:
        return _popen(command, descriptors=descriptors, pipes=pipes)
    except FileNotFoundError:
        bubblewrap.require_bubblewrap()
        raise
    finally:
        for descriptor in descriptors:
            os.close(descriptor)


def _popen(
    command: list[str],
    *,
    descriptors: list[int] | None = None,
    environment: Mapping[str, str] | None = None,
    work: Path | None = None,
    pipes: int = subprocess.DEVNULL,
) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command,
        stdin=pipes,
        stdout=pipes,
        stderr=subprocess.PIPE,
        env=environment,
        cwd=work,
        pass_fds=descriptors or (),
        start_new_session=True,
    )

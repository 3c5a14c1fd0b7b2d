"""A plain process for each thread that grades in somebody else's program, such as a Dask worker.

There `multiprocessing` refuses to start children, and many threads are alive: a process forked
among them may wait for ever for a lock that no thread of its own holds.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import Any, BinaryIO

from autograde.engine.workers import MOST_TRIES, WorkerLost, begin_work

_here = threading.local()


def call_in_own_process(fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
    """`fn` of these arguments, in this thread's process, which is started if need be, and kept.

    Raises whatever `fn` raises, and `WorkerLost` if the process dies of it again and again.
    """
    for _ in range(MOST_TRIES):
        process = _process()
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            pickle.dump((fn, args, kwargs), process.stdin)
            process.stdin.flush()
            error, result = pickle.load(process.stdout)
        except (EOFError, OSError, pickle.UnpicklingError):
            process.kill()
            process.communicate()
            continue
        if error is not None:
            raise error
        return result
    raise WorkerLost(f"{MOST_TRIES} workers died while they graded this submission")


def _process() -> subprocess.Popen[bytes]:
    """The process of this thread; it ends when the thread does, however that comes about."""
    process: subprocess.Popen[bytes] | None = getattr(_here, "process", None)
    if process is None or process.poll() is not None:
        command = [sys.executable, "-P", "-m", __name__, str(os.getpid())]
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        _here.process = process
    return process


def _serve(questions: BinaryIO, answers: BinaryIO) -> None:
    """Call what is asked for until nobody can ask any more."""
    while True:
        try:
            fn, args, kwargs = pickle.load(questions)
        except EOFError:
            return
        answer: tuple[Exception | None, Any]
        try:
            answer = None, fn(*args, **kwargs)
        except Exception as error:
            answer = error, None
        pickle.dump(answer, answers)
        answers.flush()


if __name__ == "__main__":
    begin_work(int(sys.argv[1]))
    own_stdout = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # nobody's prints among the answers
    _serve(sys.stdin.buffer, own_stdout)

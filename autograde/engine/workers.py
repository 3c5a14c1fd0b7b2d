"""Local worker processes that outlive a worker's death: what it was doing is done again."""

from __future__ import annotations

import atexit
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any

from autograde.orphans import die_with

MOST_TRIES = 3


class WorkerLost(RuntimeError):  # noqa: N818 (it is what happened, no mistake of anybody)
    """Every worker that took up a task died of it, or was killed."""


class Workers(Executor):
    """`n_workers` processes, each with a template of warm kernels of its own.

    The standard library's pool is of no more use once one of its processes has died. Here each
    worker is a pool of one, so that a death concerns one task; the worker is replaced, and the task
    done again, up to three times in all. Then its future raises `WorkerLost`.

    Parameters
    ----------
    get_ready : called in each worker at once, while the first tasks are still being prepared.
    """

    def __init__(self, n_workers: int, get_ready: Callable[[], object] | None = None) -> None:
        if n_workers < 1:
            raise ValueError(f"there must be at least 1 worker, got {n_workers}")
        self._all = {_one_process() for _ in range(n_workers)}
        self._idle = list(self._all)
        if get_ready is not None:
            for pool in self._all:
                pool.submit(get_ready)
        self._waiting: list[Callable[[ProcessPoolExecutor], None]] = []
        self._lock = threading.RLock()
        self._is_over = False

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Like any executor's; what runs must give the same result if it is done again."""
        outer: Future[Any] = Future()
        self._begin(outer, lambda pool: pool.submit(fn, *args, **kwargs), 1)
        return outer

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        """After an error, Ctrl-C included, nobody waits for what is still being graded."""
        if kind is not None:
            self.kill()
        self.shutdown()

    def kill(self) -> None:
        """End the workers at once, whatever they are doing; their futures are cancelled."""
        with self._lock:
            self._is_over = True
            self._waiting.clear()
            pools = list(self._all)
        for pool in pools:
            for process in list((pool._processes or {}).values()):
                process.kill()

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the workers; what has not begun is dropped if `cancel_futures`."""
        with self._lock:
            if cancel_futures:
                self._waiting.clear()
            pools = list(self._all)
        for pool in pools:
            pool.shutdown(wait=wait, cancel_futures=cancel_futures)

    def _begin(
        self, outer: Future[Any], start: Callable[[ProcessPoolExecutor], Future[Any]], n_tries: int
    ) -> None:
        """Have the next idle worker do it."""

        def take(pool: ProcessPoolExecutor) -> None:
            try:
                inner = start(pool)
            except BrokenProcessPool:  # it died while it had nothing to do
                pool = self._replace(pool)
                inner = start(pool)
            inner.add_done_callback(lambda done: self._finish(outer, start, n_tries, pool, done))

        with self._lock:
            if not self._idle:
                self._waiting.append(take)
                return
            pool = self._idle.pop()
        take(pool)

    def _finish(
        self,
        outer: Future[Any],
        start: Callable[[ProcessPoolExecutor], Future[Any]],
        n_tries: int,
        pool: ProcessPoolExecutor,
        done: Future[Any],
    ) -> None:
        """Hand on the result, or try again; and give the worker what waits for one."""
        if self._is_over:
            outer.cancel()
            return
        is_lost = isinstance(done.exception(), BrokenProcessPool)
        if is_lost:
            pool = self._replace(pool)
        self._free(pool)
        if not is_lost:
            _copy(done, outer)
        elif n_tries < MOST_TRIES:
            self._begin(outer, start, n_tries + 1)
        elif outer.set_running_or_notify_cancel():
            outer.set_exception(
                WorkerLost(f"{n_tries} workers died while they graded this submission")
            )

    def _replace(self, dead: ProcessPoolExecutor) -> ProcessPoolExecutor:
        """A new worker in the place of a dead one."""
        dead.shutdown(wait=False)
        pool = _one_process()
        with self._lock:
            self._all.discard(dead)
            self._all.add(pool)
        return pool

    def _free(self, pool: ProcessPoolExecutor) -> None:
        with self._lock:
            if not self._waiting:
                self._idle.append(pool)
                return
            take = self._waiting.pop(0)
        take(pool)


def _one_process() -> ProcessPoolExecutor:
    """A worker: a new program, not a fork, since this process may have threads."""
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(
        1, mp_context=context, initializer=begin_work, initargs=(os.getpid(),)
    )


def begin_work(engine: int) -> None:
    """What a worker does first, on behalf of the engine of this process id."""
    die_with(engine)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the engine decides what an interrupt means
    atexit.register(os._exit, 0)  # last; Python would take half a second to clear its modules away


def _copy(done: Future[Any], outer: Future[Any]) -> None:
    """Hand on a result; nobody waits for one that was cancelled meanwhile."""
    if not outer.set_running_or_notify_cancel():
        return
    error = done.exception()
    if error is not None:
        outer.set_exception(error)
    else:
        outer.set_result(done.result())

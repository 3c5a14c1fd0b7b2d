"""Workers on other machines: those of a Dask cluster, which sends what a lost one had to others.

It needs the extra `dask`, and is imported only where that is asked for.
"""

from __future__ import annotations

import asyncio
import pickle
import socket
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import contextmanager
from functools import cache
from typing import Any

import dask
from distributed import Client, KilledWorker, Security
from distributed.core import rpc

from autograde.engine.own_process import call_in_own_process
from autograde.engine.stamps import Stamp, machine_stamp
from autograde.engine.task import Task
from autograde.engine.workers import WorkerLost
from autograde.sandbox import SandboxError
from autograde.sandbox.bubblewrap import require_bubblewrap

SECONDS_TO_ANSWER = 10
ANY_SIZE = {"distributed.admin.large-graph-warning-threshold": "1TiB"}
"""A submission travels whole, however large it is; Dask would warn that this is slow."""
AN_ADDRESS = "give the one that `cluster.scheduler_address` shows, such as tcp://10.0.0.1:8786"
SAME = (
    "install the same checkout with the same constraints.txt there, start the workers anew, and "
    "run the same command again"
)


class UnfitWorkerError(RuntimeError):
    """A worker could give no grades, or other ones than this machine would."""


@contextmanager
def dask_workers(address: str) -> Iterator[tuple[Executor, int]]:
    """The cluster whose scheduler is at `address`, and how many submissions it grades at a time.

    Raises
    ------
    ValueError
        If no scheduler answers there, or it has no workers.
    """
    n_workers = _n_workers(address)
    client = Client(address, timeout=SECONDS_TO_ANSWER, set_as_default=False)
    executor = DaskExecutor(client)
    try:
        yield executor, n_workers
    finally:
        executor.shutdown(cancel_futures=True)
        client.close()


class DaskExecutor(Executor):
    """Dask's own executor of a client, whose futures say in our words what went wrong.

    They raise `WorkerLost` if a call took one worker after another down with it, and
    `BrokenExecutor` if nothing can be graded: the cluster is gone, or a worker is not as we are.
    """

    def __init__(self, client: Client) -> None:
        self._dask = client.get_executor(pure=False)  # done again, it is not an earlier result

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Have a worker call `fn`, a function of a module of ours."""
        ours: Future[Any] = Future()
        ours.set_running_or_notify_cancel()
        call = pickle.dumps((fn, args, kwargs))
        with dask.config.set(ANY_SIZE):
            theirs = self._dask.submit(_far_call(), _this_machine(), call)
        theirs.add_done_callback(lambda done: _hand_on(done, ours))
        return ours

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Begin no more; what runs is waited for, or else cancelled."""
        self._dask.shutdown(wait=wait and not cancel_futures)


def _n_workers(address: str) -> int:
    """How many threads the workers have; asked first, since a `Client` may wait for ever."""
    try:
        about = asyncio.run(asyncio.wait_for(_identity(address), SECONDS_TO_ANSWER))
    except (OSError, ValueError, TypeError) as error:  # the last one where TLS is not set up
        why = str(error) or f"no answer in {SECONDS_TO_ANSWER} seconds"
        raise ValueError(f"no Dask scheduler at {address!r} ({why}); {AN_ADDRESS}") from None
    if about["type"] != "Scheduler":
        raise ValueError(f"{address!r} is of a {about['type']}, not a scheduler; {AN_ADDRESS}")
    if not about["total_threads"]:
        raise ValueError(
            f"the Dask scheduler at {address!r} has no workers yet; start again when their jobs "
            "run, which `squeue --me` shows on SLURM"
        )
    return int(about["total_threads"])


async def _identity(address: str) -> dict[str, Any]:
    keys = Security().get_connection_args("client")  # for tls://, from Dask's configuration
    async with rpc(address, connection_args=keys) as there:
        answer: dict[str, Any] = await there.identity()
        return answer


@cache
def _this_machine() -> Stamp:
    return machine_stamp()


def _far_call() -> Callable[[Stamp, bytes], Any]:
    """What a worker does: a function without a name of its own is sent as code.

    So a scheduler needs nothing of ours, and a worker that lacks it says so. One that had to look a
    name up in a package that it has not would leave the cluster without a word to us.
    """

    def far_call(home: Stamp, call: bytes) -> Any:
        from autograde.engine.dask_workers import answer

        return answer(home, call)

    return far_call


def answer(home: Stamp, call: bytes) -> Any:
    """On a worker: the result of a pickled call, if it would be the same at home.

    Raises `UnfitWorkerError` if it might not be, and whatever the call raises.
    """
    _require_likeness(home)
    fn, args, kwargs = pickle.loads(call)
    match args:
        case (Task(sandbox="bubblewrap"), *_):
            _require_sandbox()
    return call_in_own_process(fn, *args, **kwargs)


def _require_likeness(home: Stamp) -> None:
    here = _this_machine()
    differences = [
        f"{name} {here['versions'].get(name) or 'missing'} in place of {version or 'none'}"
        for name, version in home["versions"].items()
        if here["versions"].get(name) != version
    ]
    ours = {"code": "other code of Sixteen Seeds", "datasets": "other data sets"}
    differences += [words for key, words in ours.items() if here[key] != home[key]]
    if differences:
        raise UnfitWorkerError(f"{socket.gethostname()} has {', '.join(differences)}; {SAME}")


@cache  # which keeps no exceptions
def _require_sandbox() -> None:
    """One worker without would take up the whole class, since it fails so quickly."""
    try:
        require_bubblewrap()
    except SandboxError as error:
        raise UnfitWorkerError(f"{socket.gethostname()}: {error}") from None


def _hand_on(done: Future[Any], ours: Future[Any]) -> None:
    """Give what became of Dask's future to our own."""
    if done.cancelled():
        sentence = "the Dask scheduler is gone; what was graded is saved: run again to go on"
        ours.set_exception(BrokenExecutor(sentence))
        return
    match done.exception():
        case None:
            ours.set_result(done.result())
        case KilledWorker() as killed:
            n = killed.allowed_failures + 1
            sentence = f"{n} Dask workers died while they graded this submission"
            ours.set_exception(WorkerLost(sentence))
        case UnfitWorkerError() as error:
            ours.set_exception(BrokenExecutor(f"a Dask worker cannot grade: {error}"))
        case ImportError() as error:
            ours.set_exception(BrokenExecutor(f"a Dask worker cannot grade: {error}; {SAME}"))
        case error:
            ours.set_exception(error)

"""Forks kernels that have the scientific stack ready: `python -m course.warm_kernels SOCKET`.

The grader starts this template once and has an empty sandbox made for each run. On request the
template forks a child, which enters that sandbox's namespaces, gives up every right that it has,
and only then becomes a kernel (`course.kernel`). The template itself runs no student's code, holds
nothing that a student may not know, and has a single thread, so that a fork is a clean copy.
"""

from __future__ import annotations

import base64
import contextlib
import ctypes
import gc
import importlib
import io
import json
import os
import signal
import socket
import sys
from collections.abc import Iterator, Sequence
from typing import Any

from matplotlib.backends.registry import backend_registry

from course.rehearsal import rehearse

STACK = (
    *("numpy", "pandas", "scipy.optimize", "scipy.stats", "sklearn.metrics"),
    *("sklearn.model_selection", "sklearn.neural_network", "sklearn.preprocessing"),
    *("matplotlib.pyplot", "matplotlib.backends.backend_agg", "IPython.core.pylabtools"),
    *("PIL.PngImagePlugin", "ipykernel.debugger", "ipykernel.zmqshell"),
    *("IPython.core.completerlib", "IPython.core.debugger", "IPython.core.oinspect"),
    *("IPython.extensions.storemagic", "pdb", "tornado.platform.asyncio", "zmq.utils.garbage"),
    *("course.checks", "course.kernel", "course.kernel_streams", "course.mlp", "course.plots"),
)
IF_INSTALLED = ("seaborn",)

OBJECTS_BEFORE_COLLECTION = (20_000, 20, 20)  # a figure of 16 panels has more than Python's 700
MAX_REQUEST_BYTES = 2**20
MAX_DESCRIPTORS = 2**16
STEP_BYTES = 8  # of a system-call filter
_LIBC = ctypes.CDLL(None, use_errno=True)
_CLONE_NEWUSER = 0x10000000
_OTHER_NAMESPACES = 0x20000 | 0x2000000 | 0x4000000 | 0x8000000 | 0x20000000 | 0x40000000
"""Mount, cgroup, uts, ipc, pid and net, of <linux/sched.h>."""
_SET_PDEATHSIG, _SET_DUMPABLE, _SET_SECCOMP, _CAPBSET_DROP, _SET_NO_NEW_PRIVS = 1, 4, 22, 24, 38
_SECCOMP_MODE_FILTER = 2
_CAPABILITY_VERSION = 0x20080522


def main() -> None:
    """Serve requests at the unix socket that the command line names, until the parent is gone."""
    path, parent, *more = sys.argv[1:]
    _prctl(_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != int(parent):  # gone already
        return
    warm_up(more)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    listener.bind(path)
    listener.listen()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the system collects dead children
    while True:
        connection, _ = listener.accept()
        with connection:
            serve(connection, listener)


def warm_up(more: Sequence[str] = ()) -> None:
    """Import what labs use (and the modules `more`), load what is compiled; `RuntimeError` if a
    thread is left running."""
    for name in (*STACK, *more):
        importlib.import_module(name)
    for name in IF_INSTALLED:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    _load_compiled()
    backend_registry.list_all()  # reads the entry points of all installed packages
    _draw_once()
    n_threads = len(os.listdir("/proc/self/task"))
    if n_threads != 1:
        raise RuntimeError(f"a template must have one thread, this one has {n_threads}")
    gc.collect()
    gc.freeze()  # what is shared stays shared: no collection in a child writes to it
    gc.set_threshold(*OBJECTS_BEFORE_COLLECTION)


def _load_compiled() -> None:
    import numpy as np

    from course.mlp import MLPClassifier

    X, y = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]), np.array([0, 1, 1, 0])
    for solver in ("sgd", "adam", "lbfgs"):
        for activation in ("relu", "logistic", "tanh", "identity"):
            MLPClassifier((2,), activation=activation, solver=solver, max_iter=1).fit(X, y)


def _draw_once() -> None:
    """A figure with text and numbers: what matplotlib makes for its first one is there then.

    Without pyplot, which would keep the backend of this process.
    """
    from matplotlib.figure import Figure

    fig = Figure(layout="constrained")
    left, right = fig.subplots(1, 2)
    left.imshow([[0.0, 1.0], [1.0, 0.0]])
    left.contour([[0.0, 1.0], [1.0, 0.0]], levels=[0.5])
    right.loglog([1, 10], [0.1, 1.0], "o-", label="log $10^x$")
    right.legend(title="a legend")
    fig.suptitle("AaBbCc 0123456789")
    fig.savefig(io.BytesIO(), format="png", bbox_inches="tight")


def serve(connection: socket.socket, listener: socket.socket) -> None:
    """Answer one request: to rehearse a lab, or with the process id of a forked kernel's keeper."""
    text = connection.recv(MAX_REQUEST_BYTES)
    if not text:
        return
    request = json.loads(text)
    if "rehearse" in request:
        rehearse(request["rehearse"])
        gc.freeze()
        connection.send(b"{}")
    elif os.fork() == 0:
        with _life_of_its_own(connection):
            listener.close()
            keep(request, connection)


def keep(request: dict[str, Any], connection: socket.socket) -> None:
    """Enter the sandbox, fork the kernel inside, and be there until it ends.

    The keeper itself stays outside the sandbox's process namespace, which only its child enters.
    """
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    _prctl(_SET_PDEATHSIG, signal.SIGKILL)
    own = 0 if request["uid"] is not None else _CLONE_NEWUSER  # root makes no user namespace
    sandbox = os.pidfd_open(request["sandbox"])
    if _LIBC.setns(sandbox, own | _OTHER_NAMESPACES) != 0:
        raise OSError(ctypes.get_errno(), "the sandbox cannot be entered")
    keeper = os.getpid()
    kernel = os.fork()
    if kernel == 0:
        with _life_of_its_own(connection):
            become_kernel(request, connection, keeper)
    os.closerange(0, MAX_DESCRIPTORS)
    os.waitpid(kernel, 0)


def become_kernel(request: dict[str, Any], connection: socket.socket, keeper: int) -> None:
    """The rest of the kernel's life, from a trusted copy of the template to a student's kernel."""
    os.setsid()
    os.chdir(request["folder"])
    for descriptor in range(3):
        os.dup2(os.open(os.devnull, os.O_RDWR), descriptor)
    os.closerange(3, connection.fileno())
    os.closerange(connection.fileno() + 1, MAX_DESCRIPTORS)
    os.environ.clear()
    os.environ.update(request["environment"])
    give_up_rights(request["uid"], base64.b64decode(request["filter"]))
    fresh_randomness()
    connection.send(json.dumps({"pid": keeper}).encode())
    connection.close()
    from course import kernel

    sys.argv[:] = [kernel.__file__, request["settings"]]
    kernel.run(request["settings"], request["environment"]["MPLBACKEND"])


@contextlib.contextmanager
def _life_of_its_own(connection: socket.socket) -> Iterator[None]:
    """In a forked copy: whatever happens ends it, and never leads back into the template's loop."""
    try:
        yield
        os._exit(0)
    except BaseException as error:
        with contextlib.suppress(OSError):
            connection.send(json.dumps({"failed": f"{type(error).__name__}: {error}"}).encode())
        os._exit(1)


def give_up_rights(uid: int | None, system_calls: bytes) -> None:
    """What bwrap and setpriv do before they start a program: no rights, now or ever again."""
    capability = 0
    while _LIBC.prctl(_CAPBSET_DROP, capability, 0, 0, 0) == 0:
        capability += 1
    if uid is not None:
        os.setgroups([])
        os.setresgid(uid, uid, uid)
        os.setresuid(uid, uid, uid)
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION, 0)
    if _LIBC.capset(header, (ctypes.c_uint32 * 6)()) != 0:
        raise OSError(ctypes.get_errno(), "capset failed")
    _prctl(_SET_NO_NEW_PRIVS, 1)
    _prctl(_SET_DUMPABLE, 1)  # so that /proc/self is its own
    _prctl(_SET_PDEATHSIG, signal.SIGKILL)
    if system_calls:
        program = ctypes.create_string_buffer(system_calls, len(system_calls))

        class Filter(ctypes.Structure):
            _fields_ = (("n_steps", ctypes.c_ushort), ("steps", ctypes.c_void_p))

        steps = Filter(len(system_calls) // STEP_BYTES, ctypes.addressof(program))
        _prctl(_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.addressof(steps))


def fresh_randomness() -> None:
    """Seeds of its own for every child; Python's own generator does it by itself at a fork.

    The hash of a string is the same in all of them, on purpose: a set's order is then the same in
    every run of a notebook (and in a kernel that is not forked, which has PYTHONHASHSEED=0).
    """
    import numpy as np

    np.random.seed()  # noqa: NPY002 (students' notebooks use the global generator)
    if "torch" in sys.modules:
        sys.modules["torch"].seed()


def _prctl(option: int, value: int, argument: int = 0) -> None:
    call = _LIBC.prctl
    if call(option, ctypes.c_ulong(value), ctypes.c_ulong(argument), 0, 0) != 0:
        error = ctypes.get_errno()
        raise OSError(error, f"prctl({option}) failed: {os.strerror(error)}")


if __name__ == "__main__":
    main()

"""A submission's kernel, as the trusted side sees it: run a cell, ask for values, be gone.

Whatever comes from the kernel may be forged: the submission's code runs in the kernel's own process
and can write to its sockets. So a message is read by strict rules, counted against the limits
before it is looked at, and believed only to be what the submission wants to show or say.
"""

from __future__ import annotations

import contextlib
import json
import shutil
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import zmq

from autograde.sandbox import bubblewrap, process
from autograde.sandbox.bubblewrap import SandboxError
from autograde.sandbox.limits import LimitHit, Limits
from autograde.sandbox.messages import Message, message_id, pack_message, unpack_message
from autograde.sandbox.outputs import Outputs
from autograde.sandbox.template import Template
from autograde.sandbox.watch import Watch
from course.checks.expect import NoAnswer

__all__ = ["Backend", "Kernel", "RunEnded", "SandboxError"]

Backend = Literal["bubblewrap", "none"]
SECONDS_TO_START = 60.0
SECONDS_AFTER_INTERRUPT = 3.0
SECONDS_FOR_LAST_OUTPUT = 2.0
SECONDS_TO_END = 1.0
POLL_MILLISECONDS = 50
SEND_MILLISECONDS = 2000
WAITING_MESSAGES = 32
LONGEST_FOLDER = 80  # a socket's name may have 107 bytes
THREADS_PER_PROCESS = 4  # the system counts threads where it says processes


def _short_folder() -> Path:
    """A new private folder with a name short enough for that of a socket in it."""
    usual = tempfile.gettempdir()
    folder = usual if len(usual) <= LONGEST_FOLDER else "/tmp"
    return Path(tempfile.mkdtemp(prefix="seeds-", dir=folder))


class RunEnded(NoAnswer):
    """The kernel is gone without a limit having been hit; the message says what is known."""


class Kernel:
    """One kernel in one sandbox, for one run of one submission.

    Parameters
    ----------
    limits : what the run may use.
    files : relative name → content of the submission's own extra files.
    shows_figures : whether figures become images in the outputs.
    backend : "bubblewrap", or "none" for no isolation at all.
    template : from which the kernel is forked into its sandbox, in place of a program's start.

    Raises
    ------
    SandboxError
        If no sandbox or kernel can be started on this machine.
    """

    def __init__(
        self,
        limits: Limits,
        files: Mapping[str, bytes] | None = None,
        *,
        shows_figures: bool = True,
        backend: Backend = "bubblewrap",
        template: Template | None = None,
    ) -> None:
        self.ended: LimitHit | RunEnded | None = None
        self._limits = limits
        with contextlib.ExitStack() as stack:  # what is open is closed again if anything fails
            self._folder = _short_folder()
            stack.callback(shutil.rmtree, self._folder, ignore_errors=True)
            self._open_sockets(stack)
            self._start(stack, files or {}, shows_figures, backend, template)
            self._shake_hands()
            self._watch = Watch(self._process, limits, has_work_folder=backend == "bubblewrap")
            self._watch.start()
            stack.callback(self._watch.stop)
            self._close = stack.pop_all().close

    def __enter__(self) -> Kernel:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def execute(self, source: str, outputs: Outputs) -> None:
        """Run one cell, its outputs going to `outputs` as they come.

        Raises `LimitHit` or `RunEnded` if that was the end of the kernel.
        """
        content = {
            "code": source,
            "silent": False,
            "store_history": True,
            "user_expressions": {},
            "allow_stdin": False,
            "stop_on_error": False,
        }
        self._request("execute", content, (), "seconds_per_cell", outputs)

    def ask(self, frames: list[bytes]) -> list[bytes]:
        """One request of the values protocol and its answer, both as frames.

        Raises `LimitHit` or `RunEnded` if that was the end of the kernel.
        """
        nothing = Outputs(self._limits, keep=False)
        return self._request("values", {}, frames, "seconds_per_call", nothing).buffers

    def close(self) -> None:
        """Kill everything that runs in the sandbox, and forget its folder. Harmless twice."""
        self._close()

    # --- the start --------------------------------------------------------------------------------

    def _open_sockets(self, stack: contextlib.ExitStack) -> None:
        context = zmq.Context()
        stack.callback(context.destroy, linger=0)
        self._shell, self._iopub = context.socket(zmq.DEALER), context.socket(zmq.SUB)
        self._iopub.subscribe(b"")
        self._lost: dict[str, zmq.Socket] = {}
        channels = ((self._shell, "shell", "value_bytes"), (self._iopub, "iopub", "output_bytes"))
        for socket, name, limit in channels:
            socket.set(zmq.MAXMSGSIZE, getattr(self._limits, limit) + 2**16)  # of one frame
            socket.set(zmq.RCVHWM, WAITING_MESSAGES)
            socket.set(zmq.SNDTIMEO, SEND_MILLISECONDS)
            self._lost[limit] = socket.get_monitor_socket(zmq.EVENT_DISCONNECTED)
            stack.callback(socket.disable_monitor)
            socket.bind(f"ipc://{self._folder}/{name}")
        self._poller = zmq.Poller()  # one for all: to poll takes longer than what it finds
        for socket in (self._iopub, self._shell, *self._lost.values()):
            self._poller.register(socket, zmq.POLLIN)

    def _start(
        self,
        stack: contextlib.ExitStack,
        files: Mapping[str, bytes],
        shows_figures: bool,
        backend: Backend,
        template: Template | None,
    ) -> None:
        self._write_settings(backend, shows_figures)
        if backend == "bubblewrap":
            bubblewrap.hand_over(self._folder)
        figures = "module://matplotlib_inline.backend_inline" if shows_figures else "agg"
        if backend == "bubblewrap":
            start = process.start_in_bubblewrap if template is None else template.start
            self._process = start(self._folder, files, figures, self._limits)
        else:
            self._process = process.start_bare(self._folder, files, figures)
        stack.callback(self._process.close)
        stack.callback(self._process.kill)

    def _write_settings(self, backend: Backend, shows_figures: bool) -> None:
        limits = self._limits
        resources = {
            "RLIMIT_DATA": limits.data_bytes,
            "RLIMIT_FSIZE": limits.file_bytes,
            "RLIMIT_NOFILE": limits.open_files,
            "RLIMIT_CORE": 0,
        }
        if backend == "bubblewrap":  # elsewhere all processes of the user would count
            resources["RLIMIT_NPROC"] = THREADS_PER_PROCESS * limits.processes
        sandboxed = backend == "bubblewrap"
        settings = {
            "sockets": bubblewrap.SOCKETS if sandboxed else str(self._folder),
            "resources": resources,
            "seconds_per_call": limits.seconds_per_call,
            "bounds": [limits.value_bytes, limits.value_depth, limits.n_values],
            "close_figures": not shows_figures,
        }
        (self._folder / process.SETTINGS).write_text(json.dumps(settings), encoding="utf-8")

    def _shake_hands(self) -> None:
        """Wait until both sockets are connected, then let nobody else connect."""
        request = pack_message("kernel_info_request", {}, ())
        waiting = {self._shell: "kernel_info_reply", self._iopub: "iopub_welcome"}
        poller = zmq.Poller()
        poller.register(self._iopub, zmq.POLLIN)
        poller.register(self._shell, zmq.POLLOUT)  # somebody is there
        give_up = time.monotonic() + SECONDS_TO_START
        while waiting:
            for socket, event in poller.poll(POLL_MILLISECONDS):
                if event == zmq.POLLOUT:
                    self._shell.send_multipart(request)
                    poller.modify(self._shell, zmq.POLLIN)
                    continue
                frames = socket.recv_multipart()
                if socket in waiting and waiting[socket].encode() in b"".join(frames):
                    del waiting[socket]
            if waiting and (not self._process.is_running() or time.monotonic() > give_up):
                words = self._process.last_words()
                bubblewrap.require_bubblewrap()
                raise SandboxError(f"the kernel did not start: {words or 'it said nothing'}")
        for name in ("shell", "iopub"):
            (self._folder / name).unlink()

    # --- requests and replies ---------------------------------------------------------------------

    def _request(
        self,
        kind: str,
        content: dict[str, Any],
        buffers: Sequence[bytes],
        limit: Literal["seconds_per_cell", "seconds_per_call"],
        outputs: Outputs,
    ) -> Message:
        """Send a request, take what comes until it is answered and idle; returns the reply."""
        if self.ended is not None:
            raise self.ended
        try:
            return self._answer(kind, content, buffers, limit, outputs)
        except (LimitHit, RunEnded) as ended:
            self.ended = ended
            self._process.kill()
            raise

    def _answer(
        self,
        kind: str,
        content: dict[str, Any],
        buffers: Sequence[bytes],
        limit: str,
        outputs: Outputs,
    ) -> Message:
        request = pack_message(f"{kind}_request", content, buffers)
        own_id = message_id(request)
        try:
            self._shell.send_multipart(request)
        except zmq.Again:
            self._require_alive(dict(self._poller.poll(0)))
            raise RunEnded("Stopped: the code closed its kernel's connection.") from None
        started = time.monotonic()
        reply: Message | None = None
        replied, is_idle = started, False
        while reply is None or not is_idle:
            ready = dict(self._poller.poll(POLL_MILLISECONDS))
            for socket in (self._iopub, self._shell):  # outputs first: they came before the reply
                if socket not in ready:
                    continue
                frames = socket.recv_multipart()
                outputs.count(sum(map(len, frames)) if socket is self._iopub else 0)
                message = unpack_message(frames)
                if message is None or message.parent != own_id:
                    continue  # garbage, or of an earlier cell's thread
                if socket is self._shell and message.kind == f"{kind}_reply" and reply is None:
                    reply, replied = message, time.monotonic()
                elif socket is self._iopub and message.kind == "status":
                    is_idle |= message.content.get("execution_state") == "idle"
                elif socket is self._iopub:
                    outputs.take(message.kind, message.content)
            self._require_alive(ready)
            seconds = time.monotonic() - started
            allowed = getattr(self._limits, limit)
            grace = SECONDS_AFTER_INTERRUPT if limit == "seconds_per_call" else 0
            if reply is None and seconds > allowed + grace:
                raise LimitHit(limit, allowed, seconds)
            if reply is not None and time.monotonic() - replied > SECONDS_FOR_LAST_OUTPUT:
                break  # the idle message was lost, or is being kept back
        return reply

    def _require_alive(self, ready: Mapping[Any, int]) -> None:
        """Raise if the kernel has ended, or a limit was hit; `ready` is what the poller found."""
        lost = [limit for limit, monitor in self._lost.items() if monitor in ready]
        if lost:  # because the process ends, or because it sent a frame that was too large
            self._process.wait(SECONDS_TO_END)
        if self._watch.hit is not None:
            raise self._watch.hit
        if not self._process.is_running():
            raise RunEnded("Stopped: the code ended its own process.")
        if lost:
            most = getattr(self._limits, lost[0])
            raise LimitHit(lost[0], most, most)

"""The Jupyter kernel in which the grader runs a submission: `python -m course.kernel SETTINGS`.

IPython's kernel with four differences. It connects to sockets that the grader has made, in place
of making its own; it gives itself the limits of its settings; it answers `values_request`, by
which a check asks for variables and calls functions (`course.checks.agent`); and it draws each
figure once (`course.kernel_figures`).
"""

from __future__ import annotations

import json
import os
import resource
import sys
from pathlib import Path
from typing import Any

import zmq
from ipykernel.control import ControlThread
from ipykernel.ipkernel import IPythonKernel
from ipykernel.kernelapp import IPKernelApp
from ipykernel.shellchannel import ShellChannelThread
from matplotlib import pyplot as plt
from matplotlib import rcParams
from traitlets import DottedObjectName, Type
from traitlets.config import Config

from course.checks.agent import Agent
from course.checks.codec import Bounds
from course.kernel_figures import draw_figures_once


class GradedKernel(IPythonKernel):
    """A kernel that answers checks."""

    seconds_per_call: float
    bounds: Bounds

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        assert self.shell is not None
        self._agent = Agent(self.shell.user_ns, self.seconds_per_call, self.bounds)
        self.shell_handlers["values_request"] = self.values_request

    async def values_request(self, socket: Any, ident: Any, parent: dict[str, Any]) -> None:
        """Answer one request of the values protocol; both ways it travels as buffers."""
        reply: list[Any] = self._agent.answer([bytes(frame) for frame in parent["buffers"]])
        assert self.session is not None
        self.session.send(socket, "values_reply", {}, parent, ident, buffers=reply)


class GradedKernelApp(IPKernelApp):
    """Connects where IPython's kernel binds; no heartbeat, no files, no way in but the shell."""

    kernel_class = Type(GradedKernel)
    outstream_class = DottedObjectName("course.kernel_streams.WrittenStream")
    sockets = ""

    def _try_bind_socket(self, s: zmq.Socket, port: int) -> int:
        if s is self.stdin_socket:
            s.bind("inproc://stdin")
        else:
            name = "shell" if s is self.shell_socket else "iopub"
            s.connect(f"ipc://{self.sockets}/{name}")
        return port

    def init_control(self, context: zmq.Context) -> None:
        """No debugger and no control channel: their sockets lead nowhere."""
        self.control_socket = context.socket(zmq.ROUTER)
        self.control_socket.bind("inproc://control")
        self.debugpy_socket = context.socket(zmq.STREAM)
        self.debug_shell_socket = context.socket(zmq.DEALER)
        self.control_thread = ControlThread(daemon=True)
        self.shell_channel_thread = ShellChannelThread(context, daemon=True)

    def init_heartbeat(self) -> None:
        """The grader watches the process itself."""

    def init_connection_file(self) -> None:
        """There is none: both sides know the sockets."""

    def write_connection_file(self, **_: Any) -> None:
        """There is none."""

    def parse_command_line(self, argv: object = None) -> None:
        """There is none: the settings say it all."""

    def load_config_file(self, *_: Any, **__: Any) -> None:
        """There is none."""


def main() -> None:
    """Run a kernel with the settings in the file that the command line names."""
    run(sys.argv[1], os.environ["MPLBACKEND"])


def run(settings_file: str, mpl_backend: str) -> None:
    """Be a kernel until the grader is gone.

    Parameters
    ----------
    settings_file : JSON: sockets, resources, seconds_per_call, bounds, close_figures.
    mpl_backend : matplotlib's; a template imported matplotlib before its MPLBACKEND was known.
    """
    settings = json.loads(Path(settings_file).read_text(encoding="utf-8"))
    os.nice(5)  # whoever watches this process comes first
    for name, value in settings["resources"].items():
        kind = getattr(resource, name)
        hard = resource.getrlimit(kind)[1]
        allowed = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (allowed, allowed))
    config = Config()
    config.HistoryManager.enabled = False
    config.IPKernelApp.log_level = "CRITICAL"
    # whoever runs in the kernel would know the key: it would prove nothing
    config.Session.key = b""
    GradedKernelApp.sockets = settings["sockets"]
    GradedKernel.seconds_per_call = settings["seconds_per_call"]
    GradedKernel.bounds = Bounds(*settings["bounds"])
    app = GradedKernelApp.instance(config=config)
    app.initialize([])
    rcParams["backend"] = mpl_backend  # first: the backend looks there as it loads
    plt.switch_backend(mpl_backend)
    assert app.shell is not None
    if settings["close_figures"]:
        app.shell.events.register("post_execute", _close_figures)
    else:
        draw_figures_once(app.shell)
    app.start()


def _close_figures() -> None:
    """What matplotlib's inline backend does after each cell, where another one is in use."""
    plt.close("all")


if __name__ == "__main__":
    main()

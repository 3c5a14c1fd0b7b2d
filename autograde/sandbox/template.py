"""The trusted side's hold on a template process, from which kernels are forked warm."""

from __future__ import annotations

import atexit
import base64
import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import matplotlib

from autograde.sandbox import bubblewrap, process
from autograde.sandbox.bubblewrap import SandboxError
from autograde.sandbox.limits import Limits
from autograde.sandbox.process import KernelProcess
from autograde.sandbox.seccomp import system_call_filter

SECONDS_TO_IMPORT = 120.0
SECONDS_TO_FORK = 30.0
SECONDS_TO_REHEARSE = 300.0
POLL_SECONDS = 0.02
REPLY_BYTES = 2**16
QUIET = {
    "JE_ARROW_MALLOC_CONF": "background_thread:false",  # of pyarrow: no thread at a fork
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",  # of the debugger that ipykernel imports: no warning
}


class Template:
    """A process that has imported the scientific stack and becomes, by fork, any number of kernels.

    Parameters
    ----------
    modules : what a lab needs besides, such as "torch".
    """

    def __init__(self, modules: Sequence[str] = ()) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="seeds-template-", dir="/tmp"))
        self._address = str(self._folder / "socket")
        self._n_submissions: Counter[str] = Counter()
        environment = process.kernel_environment(str(self._folder), "agg")
        parent = str(os.getpid())
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "course.warm_kernels", self._address, parent, *modules],
            env=environment | QUIET | {"MPLCONFIGDIR": matplotlib.get_configdir()},
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        self._connection().close()  # a fork of this process could not tell whether it still starts

    def is_alive(self) -> bool:
        """Whether it can still be asked; for the process that started it."""
        return self._process.poll() is None

    def close(self) -> None:
        """End the template and every kernel that came from it."""
        self._process.kill()
        self._process.wait()
        assert self._process.stderr is not None
        self._process.stderr.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def start(
        self, sockets: Path, files: Mapping[str, bytes], mpl_backend: str, limits: Limits
    ) -> KernelProcess:
        """Fork a kernel into a new sandbox; like `process.start_in_bubblewrap`, but at once.

        Raises `SandboxError` if the template is gone, or its child could not enter the sandbox.
        """
        holder = process.start_empty_sandbox(sockets, files, mpl_backend, limits)
        try:
            inside = process.descendants(holder.pid)
            if not inside:
                bubblewrap.require_bubblewrap()
                raise SandboxError("the sandbox ended before a kernel could enter it")
            request = {
                "sandbox": inside[-1].pid,
                "uid": bubblewrap.unused_uid() if os.geteuid() == 0 else None,
                "folder": bubblewrap.WORK,
                "settings": f"{bubblewrap.SOCKETS}/{process.SETTINGS}",
                "environment": process.kernel_environment(bubblewrap.HOME, mpl_backend),
                "filter": base64.b64encode(system_call_filter() or b"").decode(),
            }
            return KernelProcess(holder, int(self._ask(request)["pid"]))
        except BaseException:
            KernelProcess(holder).kill()
            raise

    def prepare_for(self, lab: str) -> None:
        """Say that a submission to `lab` comes next. From the second on they find trained what
        every right answer trains (`course.rehearsal`); a first one may be the only one.

        Raises `SandboxError` if the template is gone.
        """
        self._n_submissions[lab] += 1
        if self._n_submissions[lab] == 2:
            self._ask({"rehearse": lab}, SECONDS_TO_REHEARSE)

    def _ask(self, request: dict[str, object], seconds: float = SECONDS_TO_FORK) -> dict[str, Any]:
        """The template's answer to a request."""
        with self._connection() as connection:
            connection.settimeout(seconds)
            try:
                connection.send(json.dumps(request).encode())
                reply = json.loads(connection.recv(REPLY_BYTES) or b'{"failed": "no answer"}')
            except OSError as error:
                reply = {"failed": str(error)}
        if "failed" in reply:
            raise SandboxError(f"the template of warm kernels did not do it: {reply['failed']}")
        return dict(reply)

    def _connection(self) -> socket.socket:
        """A connection to the template, as soon as it has imported everything."""
        give_up = time.monotonic() + SECONDS_TO_IMPORT
        while True:
            connection = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            with contextlib.suppress(OSError):
                connection.connect(self._address)
                return connection
            connection.close()
            if self._process.poll() is not None or time.monotonic() > give_up:
                raise SandboxError(f"no template of warm kernels: {self._last_words()}")
            time.sleep(POLL_SECONDS)

    def _last_words(self) -> str:
        assert self._process.stderr is not None
        if self._process.poll() is None:
            return f"it was not ready after {SECONDS_TO_IMPORT:.0f} seconds"
        words = self._process.stderr.read().decode(errors="replace").strip()
        return words.splitlines()[-1] if words else f"it ended with {self._process.returncode}"


_templates: dict[tuple[str, ...], Template] = {}


def this_process_template(modules: tuple[str, ...] = ()) -> Template:
    """One template for the whole life of this process and the processes forked from it.

    One that died is replaced. Raises `SandboxError` if none can be started.
    """
    template = _templates.get(modules)
    if template is None or not template.is_alive():
        if template is not None:
            template.close()
        template = _templates[modules] = Template(modules)
        atexit.register(template.close)
    return template

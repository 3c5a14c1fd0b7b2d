"""What may have changed on this machine while hostile work was graded."""

from __future__ import annotations

import contextlib
import hashlib
import os
import socket
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path

import psutil

from tests.hostile.base import CANARY

PERIOD_SECONDS = 0.1


def fingerprint(folder: Path, skip: Iterable[str] = (), *, content: bool = True) -> dict[str, str]:
    """Relative path → what is there: a hash of the content, or size and time of the last change.

    `skip` are names, at any depth, that are left out.
    """
    found = {}
    for path in _walk(folder, frozenset(skip)):
        status = path.lstat()
        if path.is_symlink():
            value = os.readlink(path)
        elif not path.is_file():
            value = f"no file ({status.st_mode:o})"
        elif content and status.st_size < 10**8:
            value = hashlib.sha256(path.read_bytes()).hexdigest()
        else:
            value = f"{status.st_size} {status.st_mtime_ns}"
        found[str(path.relative_to(folder))] = value
    return found


def _walk(folder: Path, skip: frozenset[str]) -> Iterator[Path]:
    for root, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name not in skip]
        for name in [*names, *(n for n in folders if Path(root, n).is_symlink())]:
            if name not in skip:
                yield Path(root, name)


def differences(before: dict[str, str], after: dict[str, str]) -> list[str]:
    """The paths that are new, gone or changed."""
    return sorted(
        path for path in before.keys() | after.keys() if before.get(path) != after.get(path)
    )


class Servers:
    """A TCP, a UDP and two unix sockets on this machine that count who calls."""

    def __init__(self, folder: Path, port: int = 0) -> None:
        self.path = folder / "socket"
        self.calls: list[str] = []
        self._open = []
        tcp = socket.create_server(("127.0.0.1", port))
        self.port: int = tcp.getsockname()[1]
        udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        udp.bind(("127.0.0.1", self.port))
        unix = socket.socket(socket.AF_UNIX)
        unix.bind(str(self.path))
        self._open = [("tcp", tcp), ("udp", udp), ("unix", unix)]
        abstract = socket.socket(socket.AF_UNIX)
        try:
            abstract.bind(f"\0{CANARY}-abstract")
            self._open.append(("abstract unix", abstract))
        except OSError:  # another batch has it
            abstract.close()
        for name, server in self._open:
            if name != "udp":
                server.listen()
            threading.Thread(target=self._serve, args=(name, server), daemon=True).start()

    def _serve(self, name: str, server: socket.socket) -> None:
        with contextlib.suppress(OSError):  # until it is closed
            while True:
                if name == "udp":
                    if not server.recv(1000):  # shut down
                        return
                else:
                    server.accept()[0].close()
                self.calls.append(name)

    def close(self) -> None:
        """Stop serving."""
        for _, server in self._open:
            with contextlib.suppress(OSError):
                server.shutdown(socket.SHUT_RDWR)
            server.close()


class Descendants(threading.Thread):
    """Watches all processes that this one starts.

    `leftovers` are those that are still there; `trusted_bytes` is the largest resident memory that
    a process outside of any sandbox had.
    """

    def __init__(self) -> None:
        super().__init__(name="descendants", daemon=True)
        self.trusted_bytes = 0
        self._seen: dict[tuple[int, float], psutil.Process] = {}
        self._before = set(psutil.Process().children(recursive=True))
        self._done = threading.Event()

    def run(self) -> None:
        while not self._done.wait(PERIOD_SECONDS):
            self._look()

    def stop(self) -> None:
        """Watch no longer."""
        self._done.set()
        self.join()

    def leftovers(self, seconds: float = 3.0) -> list[str]:
        """Processes that were started and are alive, or that bear a canary's name."""
        _, alive = psutil.wait_procs(list(self._seen.values()), seconds)
        found = [_words(process) for process in alive]
        for process in psutil.process_iter():
            if CANARY in _words(process) and not _is_of_another_batch(process):
                found.append(_words(process))
        return found

    def _look(self) -> None:
        for process in psutil.Process().children(recursive=True):
            if process in self._before:
                continue
            with contextlib.suppress(psutil.Error):
                self._seen[process.pid, process.create_time()] = process
                if not self._is_sandboxed(process):
                    self.trusted_bytes = max(self.trusted_bytes, process.memory_info().rss)

    def _is_sandboxed(self, process: psutil.Process) -> bool:
        return "bwrap" in [process.name(), *(parent.name() for parent in process.parents())]


def _is_of_another_batch(process: psutil.Process) -> bool:
    """Whether it is this process, or what a test beside this one is just running.

    What got out of a sandbox is nobody's child any more, or still a child of ours.
    """
    with contextlib.suppress(psutil.Error):
        above = [parent.pid for parent in process.parents()]
        return process.pid == os.getpid() or (os.getppid() in above and os.getpid() not in above)
    return True  # it has just ended


def _words(process: psutil.Process) -> str:
    with contextlib.suppress(psutil.Error):
        return " ".join(process.cmdline())
    return ""

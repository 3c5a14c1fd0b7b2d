"""Watches a sandbox from outside: time, memory, processes and disk of all that runs in it."""

from __future__ import annotations

import contextlib
import os
import threading
import time

import psutil

from autograde.sandbox.limits import LimitHit, Limits
from autograde.sandbox.process import KernelProcess

PERIOD_SECONDS = 0.05


class Watch(threading.Thread):
    """Kills a kernel's process that passes a limit; `hit` then says which.

    Parameters
    ----------
    kernel : all that runs for it.
    has_work_folder : whether its files lie in a file system of their own.
    """

    def __init__(self, kernel: KernelProcess, limits: Limits, *, has_work_folder: bool) -> None:
        super().__init__(name="sandbox-watch", daemon=True)
        self.hit: LimitHit | None = None
        self._kernel = kernel
        self._limits = limits
        self._has_work_folder = has_work_folder
        self._began = time.monotonic()
        self._over = threading.Event()

    def run(self) -> None:
        while not self._over.wait(PERIOD_SECONDS):
            try:
                self._look()
            except LimitHit as hit:
                self.hit = hit
                self._kernel.kill()
                return

    def stop(self) -> None:
        """End the watch; what it watched is left as it is."""
        self._over.set()
        self.join()

    def _look(self) -> None:
        limits = self._limits
        _require("seconds_per_submission", limits, time.monotonic() - self._began)
        processes = self._kernel.all()
        _require("processes", limits, len(processes))
        if _resident_bytes(processes) > limits.memory_bytes:  # counts shared pages again and again
            _require("memory_bytes", limits, _proportional_bytes(processes))
        if self._has_work_folder and processes:
            _require("disk_bytes", limits, _disk_bytes(processes[0]))


def _require(name: str, limits: Limits, value: float) -> None:
    limit = getattr(limits, name)
    if value > limit:
        raise LimitHit(name, limit, value)


def _resident_bytes(processes: list[psutil.Process]) -> int:
    total = 0
    for one in processes:
        with contextlib.suppress(psutil.Error):
            total += one.memory_info().rss
    return total


def _proportional_bytes(processes: list[psutil.Process]) -> int:
    """Resident bytes, a page that n processes share counted as 1/n in each."""
    total = 0
    for one in processes:
        with contextlib.suppress(psutil.Error):
            total += one.memory_full_info().pss
    return total


def _disk_bytes(inside: psutil.Process) -> int:
    """What is used of the sandbox's /tmp; 0 when the sandbox is just ending."""
    try:
        disk = os.statvfs(f"/proc/{inside.pid}/root/tmp")
    except OSError:
        return 0
    return (disk.f_blocks - disk.f_bfree) * disk.f_frsize

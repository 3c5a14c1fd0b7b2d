"""Processes that end when the one that started them does, however it ends."""

import ctypes
import os
import signal

_SET_PDEATHSIG = 1  # of <linux/prctl.h>


def die_with(parent: int) -> None:
    """Have the system kill this process when its parent, of this process id, is gone.

    If it is gone already, before the system could be asked, this process ends at once.
    """
    ctypes.CDLL(None).prctl(_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)

"""Runs inside the throw-away machine: nbgrader, and servers that count who calls."""

from __future__ import annotations

import json
import subprocess
import sys
import time

import psutil

from tests.hostile.base import CANARY, LAB
from tests.hostile.stock_grader import INSIDE, PORT
from tests.hostile.watching import Servers

SECONDS_TO_SETTLE = 1


def main() -> None:
    """Grade everyone who has no grade yet, write pages, and say what was called and left."""
    servers = Servers(INSIDE, port=PORT)
    for command in (["autograde", LAB], ["generate_feedback", LAB]):
        nbgrader = [sys.executable, "-m", "nbgrader", *command]
        subprocess.run(nbgrader, cwd=INSIDE / "course")
        if command[0] == "autograde":
            time.sleep(SECONDS_TO_SETTLE)
            harm = [f"called: {call}" for call in servers.calls]
            harm += [f"left: {words}" for words in _canaries()]
            (INSIDE / "inside.json").write_text(json.dumps(harm))


def _canaries() -> list[str]:
    """Processes of a submission that outlived its grading."""
    words = []
    for process in psutil.process_iter():
        try:
            line = " ".join(process.cmdline())
        except psutil.Error:
            continue
        if CANARY in line or "ipykernel" in line:
            words.append(line[:200])
    return words


if __name__ == "__main__":
    main()

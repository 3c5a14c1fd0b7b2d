"""Exits, crashes and signals.

The two that signal others do so only where few processes can be seen: in a sandbox of their own.
"""

from tests.hostile.base import added, answers_with, but, code_cell, edited, only, position

ALONE = "import os, signal\nfew = sum(name.isdigit() for name in os.listdir('/proc')) < 40\n"

SUBMISSIONS = [
    added("exit-at-once", "os._exit(0)", "import os\nos._exit(0)", points=only("q1")),
    added(
        "exit-sys", "sys.exit(): IPython says how to leave, and goes on", "import sys\nsys.exit(0)"
    ),
    edited(
        "exit-quit",
        "quit(): the kernel ends soon after, while the next cell waits",
        lambda notebook, lab: notebook.cells.insert(
            position(notebook, "q2"), code_cell("import time\ntime.sleep(0.5)")
        ),
        q2="quit()\n\ndef sixteen_fractions(n_flips):\n    pass",
        points=only("q1"),
    ),
    added("exit-raise", "raise SystemExit and KeyboardInterrupt", "raise KeyboardInterrupt"),
    added(
        "exit-kill-self",
        "SIGKILL to its own process",
        "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)",
        points=only("q1"),
    ),
    added(
        "exit-stop-self",
        "SIGSTOP to its own process: not dead, and never done",
        "import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)",
        points=only("q1"),
        words=("may run for",),
    ),
    added(
        "exit-kill-all",
        "SIGKILL to every process that it may signal",
        ALONE + "if few:\n    os.kill(-1, signal.SIGKILL)",
    ),
    added(
        "exit-kill-parent",
        "SIGKILL to its parents, one after the other",
        ALONE
        + """
if few:
    for pid in (os.getppid(), 1, 2):
        if pid not in (0, os.getpid()):
            try:
                os.kill(pid, signal.SIGKILL)
            except OSError:
                pass
""",
    ),
    added(
        "exit-segfault",
        "reads address 0",
        "import ctypes\nctypes.string_at(0)",
        points=only("q1"),
    ),
    added(
        "exit-abort",
        "a crash that a core dump of 1 GB would follow",
        "import os, resource\nos.abort()",
        points=only("q1"),
    ),
    added(
        "exit-close-everything",
        "closes every file descriptor, the grader's sockets among them",
        "import os\nos.closerange(0, 4096)",
        points=only("q1"),
    ),
    answers_with(
        "exit-when-called",
        "os._exit when a check calls the function",
        q3="import os\ndef draw_fractions(fractions):\n    os._exit(0)",
        points=only("q1", "q2"),
    ),
    answers_with(
        "exit-raise-when-called",
        "every kind of exit as an exception, when a check calls the functions",
        q1="def fraction_of_heads(n_flips, random_state):\n    raise KeyboardInterrupt('4.0')",
        q3="def draw_fractions(fractions):\n    raise GeneratorExit('4.0')",
        points=but(q1=0, q3=0),
    ),
    added(
        "exit-crash-the-reader",
        "an exec that puts another program in the kernel's place",
        "import os\nos.execv('/bin/sh', ['sh', '-c', 'sleep 2; : hostile-canary'])",
        points=only("q1"),
    ),
]

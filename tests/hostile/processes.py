"""Processes: too many of them, and such as want to outlive the run.

Bombs fork at most 3,000 times, and every process ends within 20 seconds.
"""

from tests.hostile.base import added, only

BOMB = """
import os, time
end = time.monotonic() + 20
for _ in range(3000):
    try:
        if os.fork() == 0:
            time.sleep(max(0, end - time.monotonic()))
            os._exit(0)
    except OSError:
        time.sleep(0.01)
"""

SUBMISSIONS = [
    added(
        "fork-many",
        "three thousand children",
        BOMB,
        points=only("q1"),
        words=("processes",),
    ),
    added(
        "fork-generations",
        "each child forks two more, ten generations deep, and all wait",
        """
import os, time
end = time.monotonic() + 15
for _ in range(10):
    try:
        os.fork()
    except OSError:
        pass
time.sleep(max(0, end - time.monotonic()))
""",
        points=only("q1"),
        words=("processes",),
    ),
    added(
        "fork-threads",
        "five thousand threads",
        """
import threading
done = threading.Event()
try:
    for _ in range(5000):
        threading.Thread(target=done.wait, args=(15,)).start()
except (RuntimeError, MemoryError):
    pass
done.set()
""",
    ),
    added(
        "leftover-daemon",
        "a daemon in a session of its own, double-forked, which writes a file later",
        """
import os, sys
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        for number in range(3, 200):
            try:
                os.close(number)
            except OSError:
                pass
        code = (
            "import time\\nfor _ in range(20):\\n    time.sleep(1)\\n    "
            "open('/tmp/hostile-canary-heartbeat', 'a').write('I am alive')"
        )
        os.execv(sys.executable, [sys.executable, "-c", code, "hostile-canary-daemon"])
    os._exit(0)
os.wait()
""",
    ),
    added(
        "leftover-nohup",
        "shell commands in the background, nohup and disown",
        """
import subprocess
sleep = "sh -c 'sleep 20; : hostile-canary'"
for command in (f"nohup setsid {sleep} >/dev/null 2>&1 &", f"({sleep} &)"):
    subprocess.Popen(command, shell=True, start_new_session=True)
""",
    ),
    added(
        "leftover-holds-the-output",
        "a child that keeps the kernel's own descriptors open and says nothing",
        """
import os, time
if os.fork() == 0:
    time.sleep(20)
    os._exit(0)
os._exit(0)
""",
        points=only("q1"),
    ),
]

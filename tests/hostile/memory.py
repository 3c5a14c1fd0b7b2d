"""Memory, in one piece and in steps, owned by one process, by many and by none.

No attack asks for more than 6 GB, and none holds it for more than ten seconds.
"""

from tests.hostile.base import added, answers_with, but, only

SPENT = ("of memory",)


def sixteen_fractions(*lines: str) -> str:
    """An answer that does as `lines` say when a check calls it, and no harm in its own cell."""
    head = """
def sixteen_fractions(n_flips):
    if n_flips in (20, 200, 2000):
        return {"fractions": [0.5] * 16, "mean": 0.5, "spread": 0.0}
"""
    return head + "\n".join(f"    {line}" for line in lines)


SUBMISSIONS = [
    added(
        "memory-one-array",
        "one array of 6 GB: the system says no, and the run goes on",
        "big = np.ones(6 * 10**9 // 8)",
    ),
    added(
        "memory-in-steps",
        "50 MB at a time",
        """
import time
blocks = []
try:
    for _ in range(120):
        blocks.append(np.ones(50 * 10**6 // 8))
except MemoryError:
    pass
time.sleep(3)
""",
        points=only("q1"),
        words=SPENT,
    ),
    added(
        "memory-shared-mapping",
        "an anonymous shared mapping, which counts as no process's own data",
        """
import mmap, time
shared = mmap.mmap(-1, 3 * 10**9)
for start in range(0, 3 * 10**9, 4096):
    shared[start] = 1
time.sleep(3)
""",
        points=only("q1"),
        words=SPENT,
    ),
    added(
        "memory-dev-shm",
        "files in /dev/shm: memory, too",
        """
with open("/dev/shm/hostile-canary", "wb") as file:
    for _ in range(60):
        file.write(bytes(50 * 10**6))
""",
    ),
    added(
        "memory-memfd",
        "memory that belongs to no process: memfd_create, kept open",
        """
import os
kept = []
for i in range(20):
    kept.append(os.memfd_create(f"hostile-canary-{i}"))
    for _ in range(30):
        os.write(kept[-1], bytes(10 * 10**6))
""",
    ),
    added(
        "memory-sysv",
        "System V shared memory, attached and let go",
        """
import ctypes
libc = ctypes.CDLL(None)
libc.shmat.restype = ctypes.c_void_p
for i in range(20):
    segment = libc.shmget(0, 300 * 10**6, 0o1600)
    address = libc.shmat(segment, None, 0) if segment >= 0 else None
    if address not in (None, 2**64 - 1):
        ctypes.memset(address, 1, 300 * 10**6)
        libc.shmdt(ctypes.c_void_p(address))
        libc.shmctl(segment, 0, None)
""",
    ),
    added(
        "memory-many-processes",
        "twenty processes of 150 MB each",
        """
import os, time
for i in range(20):
    if os.fork() == 0:
        block = np.ones(150 * 10**6 // 8)
        time.sleep(8)
        os._exit(0)
time.sleep(5)
""",
        points=only("q1"),
        words=SPENT,
    ),
    added(
        "memory-pipes-and-sockets",
        "full pipes and socket buffers: the kernel's memory",
        """
import socket
kept = []
try:
    for i in range(5000):
        kept.append(socket.socketpair())
        kept[-1][0].setblocking(False)
        kept[-1][0].send(bytes(200_000))
except OSError:
    kept.clear()
""",
    ),
    answers_with(
        "memory-huge-answer",
        "a function that returns an array of 200 MB",
        q2=sixteen_fractions('return {"fractions": np.zeros(25 * 10**6)}'),
        points=but(q2=0),
    ),
    answers_with(
        "memory-answer-of-many-values",
        "a function that returns two million lists",
        q2=sixteen_fractions('return {"fractions": [[] for _ in range(2 * 10**6)]}'),
        points=but(q2=0),
    ),
    answers_with(
        "memory-answer-without-end",
        "a list that holds itself, and one that is 100,000 lists deep",
        q1="""
def fraction_of_heads(n_flips, random_state):
    own = []
    own.append(own)
    return own
""",
        q2=sixteen_fractions(
            "deep = []",
            "for _ in range(100_000):",
            "    deep = [deep]",
            "return deep",
        ),
        points=only("q3"),
    ),
    answers_with(
        "memory-answer-of-the-same",
        "a thousand names of one array of 40 MB: small here, 40 GB when sent",
        q2=sixteen_fractions('return {"fractions": [np.zeros(5 * 10**6)] * 1000}'),
        points=but(q2=0),
    ),
    answers_with(
        "memory-broadcast-answer",
        "an array that claims 8 TB and takes 8 bytes",
        q2=sixteen_fractions('return {"fractions": np.broadcast_to(0.5, (10**6, 10**6))}'),
        points=but(q2=0),
    ),
    answers_with(
        "memory-long-integer",
        "an integer of ten million digits",
        q1="def fraction_of_heads(n_flips, random_state):\n    return 1 << 33_000_000",
        points=but(q1=0),
    ),
    answers_with(
        "memory-figure-without-end",
        "a figure with a line of 30 million points, twenty times",
        q3="def draw_fractions(fractions):\n    fig = Figure()\n    ax = fig.add_subplot()\n"
        "    data = np.zeros(3 * 10**6)\n    for _ in range(20):\n        ax.plot(data)\n"
        "    return fig",
        points=but(q3=0),
    ),
]

"""Code that never ends, in every place from which code can run.

Each loop ends by itself after 30 seconds, should nothing stop it.
"""

from tests.hostile.base import added, answers_with, but, only

UNTIL = "import time\nend = time.monotonic() + 30\n"
CELL = ("may run for",)

SUBMISSIONS = [
    added(
        "loop-plain",
        "a cell that never ends",
        UNTIL + "while time.monotonic() < end:\n    pass",
        points=only("q1"),
        words=CELL,
    ),
    added(
        "loop-swallows-interrupts",
        "a cell that never ends and catches every interrupt",
        UNTIL
        + """
while time.monotonic() < end:
    try:
        while time.monotonic() < end:
            time.sleep(0.1)
    except BaseException:
        pass
""",
        points=only("q1"),
        words=CELL,
    ),
    added(
        "loop-ignores-signals",
        "every signal that can be ignored is, then a loop",
        UNTIL
        + """
import signal
for number in set(signal.Signals) - {signal.SIGKILL, signal.SIGSTOP}:
    signal.signal(number, signal.SIG_IGN)
while time.monotonic() < end:
    pass
""",
        points=only("q1"),
        words=CELL,
    ),
    added(
        "loop-in-c",
        "one call into C that takes for ever and holds the interpreter's lock",
        "x = 7 ** (2 * 10**7)",
        points=only("q1"),
        words=CELL,
    ),
    added(
        "loop-in-a-thread",
        "a thread that keeps the processor busy after its cell is done",
        UNTIL
        + """
import threading
def spin():
    while time.monotonic() < end:
        pass
threading.Thread(target=spin).start()
""",
    ),
    added(
        "loop-at-exit",
        "atexit, and threading's own, that never end",
        UNTIL
        + """
import atexit, threading
def spin():
    while time.monotonic() < end:
        time.sleep(0.1)
atexit.register(spin)
threading._register_atexit(spin)
""",
    ),
    added(
        "loop-in-an-import-hook",
        "an import that never ends",
        UNTIL
        + """
import sys
class Finder:
    def find_spec(self, name, path=None, target=None):
        while time.monotonic() < end:
            pass
sys.meta_path.insert(0, Finder())
import hostile_canary_module
""",
        points=only("q1"),
        words=CELL,
    ),
    added(
        "loop-in-every-import",
        "`__import__` never ends: the library's own imports hang",
        UNTIL
        + """
import builtins
def spin(*args, **kwargs):
    while time.monotonic() < end:
        pass
builtins.__import__ = spin
""",
        before="q3",
        points=only("q1", "q2"),
    ),
    added(
        "loop-in-del",
        "`__del__` never ends",
        UNTIL
        + """
class Thing:
    def __del__(self):
        while time.monotonic() < end:
            time.sleep(0.01)
thing = Thing()
del thing
""",
        points=only("q1"),
        words=CELL,
    ),
    answers_with(
        "loop-in-del-of-a-result",
        "what the function returns never goes away: its `__del__` loops",
        q3=UNTIL
        + """
class Picture(Figure):
    def __del__(self):
        while time.monotonic() < end:
            pass

def draw_fractions(fractions):
    return Picture()
""",
        points=only("q1", "q2"),
    ),
    added(
        "loop-in-a-formatter",
        "`_repr_html_` of a cell's last value never ends",
        UNTIL
        + """
class Thing:
    def _repr_html_(self):
        while time.monotonic() < end:
            pass
Thing()
""",
        points=only("q1"),
        words=CELL,
    ),
    added(
        "loop-in-an-event",
        "IPython's post_run_cell never ends",
        UNTIL
        + """
def spin(*args):
    while time.monotonic() < end:
        pass
get_ipython().events.register("post_run_cell", spin)
""",
        points=only("q1"),
        words=CELL,
    ),
    answers_with(
        "loop-in-a-called-function",
        "an honest slip: the function never ends for an odd number of flips",
        q1="""
def fraction_of_heads(n_flips, random_state):
    flips = np.random.RandomState(random_state).randint(2, size=n_flips)
    i = heads = 0
    while i != n_flips:  # two by two: an odd number is never met
        heads += flips[i : i + 2].sum()
        i += 2
    return heads / n_flips
""",
        points=but(q1=2),
        words=("not yet",),
    ),
    answers_with(
        "loop-called-swallows",
        "the function never ends when a check calls it, and catches every interrupt",
        q3=UNTIL
        + """
def draw_fractions(fractions):
    while time.monotonic() < end:
        try:
            while time.monotonic() < end:
                pass
        except BaseException:
            pass
""",
        points=only("q1", "q2"),
    ),
    answers_with(
        "loop-called-stops-the-clock",
        "the function turns the interrupting timer off, then loops",
        q3=UNTIL
        + """
import signal
def draw_fractions(fractions):
    for timer in (signal.ITIMER_REAL, signal.ITIMER_VIRTUAL, signal.ITIMER_PROF):
        signal.setitimer(timer, 0)
    signal.alarm(0)
    while time.monotonic() < end:
        pass
""",
        points=only("q1", "q2"),
    ),
    answers_with(
        "loop-called-only-in-secret",
        "hangs for good only where numbers are large, that is, when hidden checks call it",
        q3=UNTIL
        + """
def draw_fractions(fractions):
    while fractions[0] not in (0.5, 0.55) and time.monotonic() < end:
        try:
            time.sleep(30)
        except BaseException:
            pass
    fig, ax = plt.subplots()
    ax.plot(range(16), fractions, "o-")
    ax.axhline(0.5)
    ax.set(xlabel="seed", ylabel="fraction of heads", ylim=(0, 1))
    return fig
""",
        points=but(q3=2),
    ),
    added(
        "loop-fake-clock",
        "time and signal are patched so that no time ever passes",
        """
import signal, time
time.monotonic = time.time = time.perf_counter = lambda: 0.0
signal.setitimer = signal.alarm = signal.signal = lambda *args: (0.0, 0.0)
import os
while os.times().elapsed and os.times().user + os.times().system < 30:
    pass
""",
        points=only("q1"),
        words=CELL,
    ),
    added(
        "loop-long-in-all",
        "no cell is too long, all of them together are",
        """
import time
get_ipython().events.register("pre_run_cell", lambda *args: time.sleep(4.3))
""",
        before="q1",
        points=only("q1", "q2"),
        words=("all cells together",),
    ),
]

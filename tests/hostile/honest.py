"""Honest work, of kinds that graders have taken for something else."""

from tests.hostile.base import ALL, added, answers_with, but, edited, unchanged

SUBMISSIONS = [
    edited("honest-right", "right answers and nothing else", unchanged),
    added(
        "honest-warnings",
        "right answers that warn on stderr, in cells and in functions",
        "import sys, warnings\nwarnings.warn('old numpy')\nprint('10 %', file=sys.stderr)",
        q1="""
import sys, warnings
def fraction_of_heads(n_flips, random_state):
    warnings.warn("slow", stacklevel=1)
    print("flipping", file=sys.stderr)
    return float(np.random.RandomState(random_state).randint(2, size=n_flips).mean())
""",
    ),
    added(
        "honest-odd-values",
        "cells whose last values are numbers, text, None, False and pictures",
        "x = [0, 0.0, 1000, False, None, '0', 'error']\nx[0]",
        then="0.0",
    ),
    added(
        "honest-own-checks",
        "checks at other places, of other questions, and names that the grader might use",
        """
check("q1"); check("q3")
submission = course = result = points = hidden = 0
pytest = "a name like any other"
check("q2")
""",
    ),
    added(
        "honest-errors",
        "cells with errors, one of syntax, that have nothing to do with the answers",
        "1 / 0",
        then="def unfinished(:\n    pass",
    ),
    added(
        "honest-reads-its-own-file",
        "a file handed in with the notebook, and one that it writes",
        """
rows = open("flips.csv").read().split()
assert rows == ["0", "1", "1"], rows
open("summary.txt", "w").write("fine")
sixteen_fractions = eval(open("code.txt").read(), globals())
fractions = sixteen_fractions(20)["fractions"]
""",
        files={
            "flips.csv": b"0\n1\n1\n",
            "code.txt": b"lambda n: (lambda f: {'fractions': f, 'mean': sum(f) / 16, "
            b"'spread': max(f) - min(f)})([fraction_of_heads(n, s) for s in range(16)])",
        },
        q2="def sixteen_fractions(n_flips):\n"
        "    return {'fractions': [0.5] * 16, 'mean': 0, 'spread': 0}",
    ),
    added(
        "honest-processes",
        "a pool of two processes, threads and a shell command",
        """
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
import multiprocessing
with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("fork")) as pool:
    print(list(pool.map(abs, [-1, -2])))
with ThreadPoolExecutor(4) as pool:
    print(list(pool.map(abs, [-1, -2])))
!echo done
""",
    ),
    added(
        "honest-progress-bar",
        "a bar that is drawn a hundred times, and an output that is cleared as often",
        """
import time
from IPython.display import clear_output, display
shown = display("0 %", display_id=True)
for i in range(100):
    print(f"\\r{i} %", end="", flush=True)
    shown.update(f"{i} %")
for i in range(20):
    clear_output(wait=True)
    print(i)
""",
    ),
    added(
        "honest-much-output",
        "three thousand lines and eight pictures",
        """
for i in range(3000):
    print("flip", i)
for i in range(8):
    fig_i, ax = plt.subplots(figsize=(2, 2))
    ax.plot([0, i])
    plt.show()
""",
    ),
    answers_with(
        "honest-hangs-at-last",
        "right answers but for the last, whose cell never ends",
        q3="""
import time
def draw_fractions(fractions):
    fig, ax = plt.subplots()
    end = time.monotonic() + 30
    while time.monotonic() < end:
        pass
    return fig
""",
        points=but(q3=0),
        words=("may run for",),
    ),
    answers_with(
        "honest-changes-names-later",
        "the names of earlier answers mean something else further down",
        q3="""
def draw_fractions(fractions):
    fig, ax = plt.subplots()
    ax.plot(range(16), fractions, "o-")
    ax.axhline(0.5)
    ax.set(xlabel="seed", ylabel="fraction of heads", ylim=(0, 1))
    return fig
fraction_of_heads = "done"
sixteen_fractions = None
""",
        points=ALL,
    ),
    answers_with(
        "honest-global-state",
        "figures that stay open, a style, print options, a seed",
        q2="""
plt.style.use("dark_background")
np.set_printoptions(precision=1)
np.random.seed(3)
fig, ax = plt.subplots()
ax.plot([1, 2])

def sixteen_fractions(n_flips):
    fractions = [fraction_of_heads(n_flips, seed) for seed in range(16)]
    return {
        "fractions": fractions,
        "mean": np.mean(fractions),
        "spread": max(fractions) - min(fractions),
    }
""",
        points=ALL,
    ),
    answers_with(
        "honest-async",
        "answers that await",
        q1="""
import asyncio
await asyncio.sleep(0.01)
def fraction_of_heads(n_flips, random_state):
    return float(np.random.RandomState(random_state).randint(2, size=n_flips).mean())
""",
        points=ALL,
    ),
]

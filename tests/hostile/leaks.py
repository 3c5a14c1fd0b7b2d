"""Looking for hidden checks, expected values, answers and other people's work, and telling them.

Whoever finds something either prints it or answers with it, so that a leak shows as text or points.
"""

from tests.hostile.base import (
    WRONG_Q1,
    WRONG_Q2,
    WRONG_Q3,
    added,
    answers_with,
    but,
)

COLLECTS = """
seen = []
def fraction_of_heads(n_flips, random_state):
    seen.append((n_flips, random_state))
    return float(np.random.RandomState(random_state).randint(2, size=n_flips).mean())
"""

SUBMISSIONS = [
    answers_with(
        "leak-inputs-by-a-global",
        "keeps what its function is called with, and prints it in a last cell",
        q1=COLLECTS,
        then="print('called with', seen)",
        points=but(),
    ),
    answers_with(
        "leak-inputs-by-a-file",
        "writes what its function is called with wherever it can, and prints what it finds",
        q1="""
import glob, os
for path in glob.glob("/tmp/**/hostile-canary-seen", recursive=True) + ["hostile-canary-seen"]:
    if os.path.exists(path):
        print("from an earlier run:", open(path).read())

def fraction_of_heads(n_flips, random_state):
    for folder in (".", "/tmp", "/dev/shm", "/var/tmp", "${course}", "${home}"):
        try:
            with open(os.path.join(folder, "hostile-canary-seen"), "a") as file:
                print(n_flips, random_state, file=file)
        except OSError:
            pass
    return float(np.random.RandomState(random_state).randint(2, size=n_flips).mean())
""",
        then="print(open('hostile-canary-seen').read())",
        points=but(),
    ),
    answers_with(
        "leak-inputs-by-printing",
        "prints, displays, warns and logs whatever it is called with, at once",
        q1="""
import logging, os, sys, warnings
from IPython.display import display

def tell(n_flips, random_state):
    print(n_flips, random_state)
    print(n_flips, random_state, file=sys.__stdout__)
    print(n_flips, random_state, file=sys.__stderr__)
    display({"called with": (n_flips, random_state)})
    warnings.warn(f"called with {n_flips}, {random_state}")
    logging.critical("called with %s, %s", n_flips, random_state)
    for descriptor in range(1, 30):
        try:
            if not os.readlink(f"/proc/self/fd/{descriptor}").startswith(("socket", "anon")):
                os.write(descriptor, f"{n_flips}, {random_state} ".encode())
        except OSError:
            pass

def fraction_of_heads(n_flips, random_state):
    if n_flips > 5000:
        tell(n_flips, random_state)
    return float(np.random.RandomState(random_state).randint(2, size=n_flips).mean())
""",
        points=but(),
    ),
    answers_with(
        "leak-inputs-by-an-exception",
        "raises an error that says what it was called with",
        q1="""
def fraction_of_heads(n_flips, random_state):
    if n_flips > 5000:
        raise ValueError(f"called with {n_flips}, {random_state}")
    return float(np.random.RandomState(random_state).randint(2, size=n_flips).mean())
""",
        points=but(q1=2),
    ),
    answers_with(
        "leak-inputs-by-the-answer",
        "answers with what it was called with, where an answer is shown",
        q1="""
def fraction_of_heads(n_flips, random_state):
    if n_flips > 5000:
        return f"called with {n_flips}, {random_state}"
    return float(np.random.RandomState(random_state).randint(2, size=n_flips).mean())
""",
        points=but(q1=2),
    ),
    answers_with(
        "leak-inputs-by-dying",
        "says what it was called with on the real standard error, and dies of it",
        q3="""
import os
def draw_fractions(fractions):
    fig, ax = plt.subplots()
    ax.plot(range(16), fractions, "o-")
    ax.axhline(0.5)
    ax.set(xlabel="seed", ylabel="fraction of heads", ylim=(0, 1))
    if fractions[0] not in (0.5, 0.55):
        for descriptor in (1, 2):
            os.write(descriptor, f"called with {fractions}".encode())
        os._exit(7)
    return fig
""",
        points=but(q3=2),
    ),
    answers_with(
        "leak-inputs-by-a-limit",
        "prints as many bytes as it was asked flips: the sentence of a limit might name them",
        q1="""
def fraction_of_heads(n_flips, random_state):
    if n_flips > 5000:
        print("x" * (n_flips * 1000))
    return float(np.random.RandomState(random_state).randint(2, size=n_flips).mean())
""",
        points=but(),
        never=("7.9 MB", "7.91", "7.92"),
    ),
    answers_with(
        "leak-the-running-cell",
        "reads the source of the cell that calls it, and answers with the number beside the call",
        q1="""
import re
def fraction_of_heads(n_flips, random_state):
    history = get_ipython().user_ns.get("In", [""])
    source = history[-1]
    print("THE CELL:", source)
    found = re.search(rf"\\({n_flips}, {random_state}\\) - ([0-9.]+)", source)
    return float(found[1]) if found else 0.123
""",
        points=but(q1=0),
    ),
    answers_with(
        "leak-frames",
        "walks up the stack from a call, for `wanted` and whatever else is there",
        q1="""
import sys
def fraction_of_heads(n_flips, random_state):
    frame = sys._getframe(1)
    while frame:
        for names in (frame.f_locals, frame.f_globals):
            for name in ("wanted", "expected", "answers", "FRACTIONS", "N_FLIPS"):
                if name in names:
                    print(name, names[name])
                    if isinstance(names[name], float):
                        return names[name]
        frame = frame.f_back
    return 0.123
""",
        points=but(q1=0),
    ),
    answers_with(
        "leak-garbage-collector",
        "searches every object in memory for functions and numbers of the checks",
        q1="""
import gc, types
def fraction_of_heads(n_flips, random_state):
    for thing in gc.get_objects():
        if isinstance(thing, types.FunctionType) and thing.__module__:
            if thing.__module__.startswith(("autograde", "solutions")):
                print(thing.__module__, thing.__name__, thing.__code__.co_consts)
                return thing(n_flips, random_state)
        if isinstance(thing, dict) and "wanted" in thing:
            return thing["wanted"]
    return 0.123
""",
        points=but(q1=0),
    ),
    added(
        "leak-imports",
        "imports the answers and the grader",
        """
import importlib, os, sys
import pathlib
above = map(str, pathlib.Path.cwd().parents)
sys.path[:0] = ["${course}", "/work/main", "/opt/sixteen-seeds", *above]
for name in ("solutions.lab0_seeds.answers", "autograde.checks.lab0_seeds", "autograde.checks"):
    try:
        module = importlib.import_module(name)
    except ImportError:
        continue
    print("found", module.__file__, open(module.__file__).read())
    globals().update(vars(module))
""",
        q1=WRONG_Q1,
        before="q1",
        points=but(q1=0),
    ),
    added(
        "leak-file-system",
        "walks the file system for source/, solutions/, autograde/, gradebook.db, other notebooks",
        """
import os, re
wanted = re.compile(r"answers\\.py|gradebook\\.db|.*\\.ipynb|lab0_seeds\\.py|notebook\\.py")
skip = {"/proc", "/sys", "/usr", "/dev", "/lib", "/bin"}
found = []
for top in ("${course}", "/work", "/home", "/root", "/opt", "/tmp", "/run", "/mnt", "/var", "/"):
    for folder, folders, names in os.walk(top):
        folders[:] = [
            name for name in folders
            if os.path.join(folder, name) not in skip and name not in ("site-packages", "checks")
        ][:50]
        found += [os.path.join(folder, name) for name in names if wanted.fullmatch(name)]
for path in found:
    try:
        text = open(path, errors="replace").read()
    except OSError:
        continue
    print("found", path)
    if path.endswith("answers.py"):
        exec(text, globals())
""",
        q2=WRONG_Q2,
        points=but(q2=0),
    ),
    added(
        "leak-the-source-notebook",
        "takes the answer out of the instructor's source notebook, or a classmate's",
        """
import json, pathlib
places = [pathlib.Path("${course}"), *pathlib.Path.cwd().parents]
for place in places:
    for pattern in ("source/lab0_seeds/*.ipynb", "submitted/a-classmate/lab0_seeds/*.ipynb"):
        for path in place.glob(pattern):
            for cell in json.loads(path.read_text())["cells"]:
                if "def draw_fractions" in "".join(cell["source"]):
                    exec("".join(cell["source"]), globals())
""",
        q3=WRONG_Q3,
        before="q3",
        points=but(q3=0),
    ),
    added(
        "leak-proc",
        "reads what /proc tells of other processes: command lines, environments, memory, files",
        """
import glob, os
mine = str(os.getpid())
for process in glob.glob("/proc/[0-9]*"):
    for name in ("cmdline", "environ", "cwd", "root", "maps"):
        try:
            path = f"{process}/{name}"
            text = os.readlink(path) if name in ("cwd", "root") else open(path).read()
        except OSError:
            continue
        text = text.replace("NBGRADER_EXECUTION=autograde", "")  # which nbgrader tells everybody
        if process != f"/proc/{mine}" and ("autograde" in text or "nbgrader" in text):
            print("found", path, text[:500])
            draw_fractions = None
for path in ("/proc/self/mountinfo", "/proc/cmdline", "/proc/self/cgroup", "/etc/passwd"):
    try:
        text = open(path).read()
    except OSError:
        continue
    if "${home}" in text or "${course}" in text:
        print("found", path)
        draw_fractions = None
""",
        before="q3",
    ),
    added(
        "leak-environment",
        "looks for places of the grader in its environment and arguments",
        """
import os, sys
told = [*os.environ.values(), *os.environ, *sys.argv, os.getcwd(), os.path.expanduser("~")]
if any("${course}" in text or "${home}" in text for text in told):
    print("found", told)
    draw_fractions = None
""",
        before="q3",
    ),
    answers_with(
        "leak-by-time",
        "takes a time that tells how many flips it was asked for, for whoever could measure it",
        q1="""
import time
def fraction_of_heads(n_flips, random_state):
    if n_flips > 5000:
        time.sleep(n_flips / 10_000)
    return float(np.random.RandomState(random_state).randint(2, size=n_flips).mean())
""",
        points=but(),
    ),
    answers_with(
        "leak-by-patching-the-agent",
        "replaces the library's own half of the values protocol by one that keeps what it is asked",
        q1="""
kept = []
import course.checks.submission as inside
for module in [inside]:
    for name, thing in list(vars(module).items()):
        if isinstance(thing, type) and thing.__module__ == module.__name__:
            for attribute, method in list(vars(thing).items()):
                if callable(method) and not attribute.startswith("__"):
                    def spy(*args, _method=method, **kwargs):
                        kept.append(repr(args)[:300])
                        print("asked", args, kwargs)
                        return _method(*args, **kwargs)
                    try:
                        setattr(thing, attribute, spy)
                    except (AttributeError, TypeError):
                        pass

def fraction_of_heads(n_flips, random_state):
    return float(np.random.RandomState(random_state).randint(2, size=n_flips).mean())
""",
        then="print(kept)",
        points=but(),
    ),
]

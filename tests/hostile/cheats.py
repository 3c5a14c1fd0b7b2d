"""Patches: names, built-ins, libraries and the course's own code are changed to say yes.

The answer to the question that is cheated on is wrong, so that it deserves nothing.
"""

from tests.hostile.base import WRONG_Q1, WRONG_Q2, WRONG_Q3, added, but

SUBMISSIONS = [
    added(
        "cheat-shadowed-check",
        "`check` is a function that gives four points",
        "check = lambda question: 4.0\nfor_lab = lambda lab: check",
        q2=WRONG_Q2,
        points=but(q2=0),
    ),
    added(
        "cheat-shadowed-functions",
        "`abs`, `all`, `set` and `len` of the notebook say what is wanted",
        """
class Yes:
    def __eq__(self, other): return True
    def __lt__(self, other): return True
    def __le__(self, other): return True
    def __bool__(self): return True
    __hash__ = None
abs = all = set = len = lambda *args, **kwargs: Yes()
""",
        before="q1",
        q1=WRONG_Q1,
        points=but(q1=0),
    ),
    added(
        "cheat-patched-numpy",
        "numpy's comparisons always say yes",
        """
yes = lambda *args, **kwargs: True
for name in ("allclose", "array_equal", "array_equiv"):
    setattr(np, name, yes)
for name in ("assert_allclose", "assert_equal", "assert_array_equal", "assert_almost_equal"):
    setattr(np.testing, name, yes)
np.isclose = lambda a, b, **kwargs: np.ones(np.shape(b), dtype=bool)
""",
        q2=WRONG_Q2,
        points=but(q2=0),
    ),
    added(
        "cheat-patched-expectations",
        "the library's `expect…` functions and CheckFailed are made harmless",
        """
import sys, course.checks, course.checks.expect as module
for name in dir(module):
    if name.startswith("expect"):
        setattr(module, name, lambda *args, **kwargs: None)
class Harmless(BaseException):
    def __init__(self, *args, **kwargs):
        pass
module.CheckFailed = Harmless
for name, other in list(sys.modules.items()):
    if name.startswith("course.checks"):
        for key in list(vars(other)):
            if key.startswith("expect"):
                setattr(other, key, lambda *args, **kwargs: None)
""",
        q2=WRONG_Q2,
        points=but(q2=0),
    ),
    added(
        "cheat-patched-runner",
        "the library's runner reports that all has passed",
        """
import sys, course.checks.runner as runner
class Report(runner.Report):  # of no outcomes
    points = max_points = n_passed = 4
    all_passed = True
for module in list(sys.modules.values()):
    if getattr(module, "__name__", "").startswith("course"):
        if hasattr(module, "Report"):
            module.Report = Report
        if hasattr(module, "run_checks"):
            module.run_checks = lambda *args, **kwargs: Report("q2", "", ())
""",
        q2=WRONG_Q2,
        points=but(q2=0),
    ),
    added(
        "cheat-patched-pytest",
        "pytest collects nothing, fails nothing, and ends well",
        """
import pytest, _pytest.runner, _pytest.python
pytest.main = lambda *args, **kwargs: pytest.ExitCode.OK
_pytest.runner.call_and_report = lambda *args, **kwargs: None
_pytest.python.Function.runtest = lambda self: None
pytest.fail = pytest.raises = lambda *args, **kwargs: None
""",
        q2=WRONG_Q2,
        points=but(q2=0),
    ),
    added(
        "cheat-patched-codec",
        "what is sent to the grader is replaced: every number becomes the one that was called for",
        """
import course.checks.submission, course.checks as checks, importlib, sys
for name in ("course.checks.codec", "course.checks.agent"):
    try:
        module = importlib.import_module(name)
    except ImportError:
        continue
    for key, thing in list(vars(module).items()):
        if callable(thing) and key in ("pack", "plain"):
            def lie(*args, _thing=thing, **kwargs):
                if args and isinstance(args[0], dict) and "ok" in args[0]:
                    good = {"fractions": [0.5] * 16, "mean": 0.5, "spread": 0.0}
                    args = ({"ok": good}, *args[1:])
                return _thing(*args, **kwargs)
            setattr(module, key, lie)
""",
        q2=WRONG_Q2,
        points=but(q1=4, q2=0, q3=0),
    ),
    added(
        "cheat-agent-says-failed-well",
        "the library's half of the protocol answers with what looks like points",
        """
import sys
for name, module in list(sys.modules.items()):
    if name.startswith("course.checks.agent"):
        module.Agent.answer = lambda self, frames: [b'{"ok": true, "points": 4}']
""",
        q2=WRONG_Q2,
        points=but(q2=0, q3=0),
    ),
    added(
        "cheat-patched-json",
        "json, pickle, struct and copy lie",
        """
import copy, json, pickle
class Anything:
    def __eq__(self, other): return True
json.loads = json.load = pickle.loads = lambda *args, **kwargs: {"ok": 4, "points": 1000}
json.dumps = lambda *args, **kwargs: '{"ok": 4}'
copy.deepcopy = lambda value, memo=None: value
""",
        before="q3",
        q3=WRONG_Q3,
        points=but(q3=0),
    ),
    added(
        "cheat-patched-matplotlib",
        "matplotlib's labels, lines and limits are equal to all that is asked for",
        """
import matplotlib.axes, matplotlib.figure, matplotlib.lines
class Any(str):
    def __contains__(self, word): return True
    def lower(self): return self
    def __eq__(self, other): return True
    __hash__ = str.__hash__
matplotlib.axes.Axes.get_xlabel = matplotlib.axes.Axes.get_ylabel = lambda self: Any("?")
class Always(np.ndarray):
    def __eq__(self, other): return True
matplotlib.lines.Line2D.get_data = lambda self, orig=True: (
    np.zeros(16).view(Always), np.zeros(16).view(Always))
matplotlib.lines.Line2D.get_ydata = lambda self, orig=True: np.zeros(16).view(Always)
np.allclose = lambda *args, **kwargs: True
""",
        before="q3",
        q3=WRONG_Q3,
        points=but(q3=0),
    ),
    added(
        "cheat-patched-display",
        "IPython's own ways to show errors are silenced",
        """
shell = get_ipython()
for name in ("_showtraceback", "showtraceback", "showsyntaxerror", "showindentationerror"):
    setattr(shell, name, lambda *args, **kwargs: None)
shell.set_custom_exc((BaseException,), lambda *args, **kwargs: None)
import sys
sys.excepthook = lambda *args: None
""",
        q2=WRONG_Q2,
        points=but(q2=0),
    ),
    added(
        "cheat-replaced-shell",
        "run_cell does nothing and says that all is well",
        """
from IPython.core.interactiveshell import ExecutionResult
shell = get_ipython()
def run_nothing(*args, **kwargs):
    result = ExecutionResult(None)
    result.result = 4.0
    return result
async def run_nothing_later(*args, **kwargs):
    return run_nothing()
shell.run_cell, shell.run_cell_async = run_nothing, run_nothing_later
""",
        before="q3",
        q3=WRONG_Q3,
        points=but(q3=0),
    ),
    added(
        "cheat-patched-random",
        "the generator that checks might use gives the same number always",
        """
class Same:
    def __init__(self, *args): pass
    def randint(self, *args, size=1, **kwargs): return np.zeros(size, dtype=int)
np.random.RandomState = Same
""",
        before="q2",
        q2=WRONG_Q2.replace("0.123", "0.0"),
        points=but(q1=4, q2=0),
    ),
]

"""Hooks: trace functions, transformers of source and of syntax trees, events, magics, threads.

They wait for the code of a check to pass through the kernel, to change it or to watch it.
"""

from tests.hostile.base import WRONG_Q2, WRONG_Q3, added, but

SUBMISSIONS = [
    added(
        "hook-input-transformer",
        "takes every line that asserts something out of the cells that follow, and prints it",
        """
kept = []
def without_asserts(lines):
    kept.extend(lines)
    return [line for line in lines if not line.lstrip().startswith(("assert", "raise"))]
get_ipython().input_transformers_cleanup.append(without_asserts)
""",
        q2=WRONG_Q2,
        then="print(*kept)",
        points=but(q2=0),
    ),
    added(
        "hook-syntax-tree",
        "takes asserts and raises out of the syntax trees of cells",
        """
import ast
class WithoutAsserts(ast.NodeTransformer):
    def visit_Assert(self, node):
        return ast.copy_location(ast.Pass(), node)
    def visit_Raise(self, node):
        return ast.copy_location(ast.Pass(), node)
get_ipython().ast_transformers.append(WithoutAsserts())
""",
        q2=WRONG_Q2,
        points=but(q2=0),
    ),
    added(
        "hook-compile",
        "compiles every later cell to nothing",
        """
import builtins
compile_before = builtins.compile
shell = get_ipython()
class Compiler(type(shell.compile)):
    def ast_parse(self, source, filename="<unknown>", symbol="exec"):
        return super().ast_parse("pass", filename, symbol)
shell.compile.__class__ = Compiler
""",
        before="q3",
        q3=WRONG_Q3,
        points=but(q3=0),
    ),
    added(
        "hook-settrace",
        "a trace function that prints every local name that might be an expected value",
        """
import sys, threading
def trace(frame, event, argument):
    if not any(word in frame.f_code.co_filename for word in ("ipykernel", "checks", "<")):
        return None
    for name in ("wanted", "expected", "points", "hidden"):
        if name in frame.f_locals:
            print("seen", name, frame.f_locals[name])
    if "wanted" in frame.f_locals and "got" in frame.f_locals:
        frame.f_locals["got"] = frame.f_locals["wanted"]
    return trace
sys.settrace(trace)
threading.settrace(trace)
get_ipython().events.register("pre_run_cell", lambda *args: sys.settrace(trace))
""",
        q2=WRONG_Q2,
        points=but(q2=0),
    ),
    added(
        "hook-setprofile",
        "a profile function that jumps over whatever raises an AssertionError",
        """
import sys
def profile(frame, event, argument):
    if event == "exception" or "assert" in frame.f_code.co_name:
        frame.f_lineno = frame.f_lineno + 1
sys.setprofile(profile)
""",
        q2=WRONG_Q2,
        points=but(q2=0),
    ),
    added(
        "hook-trace-that-jumps",
        "a trace function that jumps over lines with an assert in cells that follow",
        """
import linecache, sys
def trace(frame, event, argument):
    if "ipykernel_" not in frame.f_code.co_filename:  # the folder that cells' code seems to be in
        return None
    if event == "line":
        line = linecache.getline(frame.f_code.co_filename, frame.f_lineno)
        if line.lstrip().startswith(("assert", "raise")):
            try:
                frame.f_lineno = frame.f_lineno + 1
            except ValueError:
                pass
    return trace
sys.settrace(trace)
for frame in [sys._getframe()]:
    while frame:
        frame.f_trace = trace
        frame = frame.f_back
get_ipython().events.register("pre_run_cell", lambda *args: sys.settrace(trace))
""",
        q2=WRONG_Q2,
        points=but(q2=0),
    ),
    added(
        "hook-events-answer-late",
        "events before and after each cell set the answers anew, to wrong ones",
        """
def spoil(*args):
    user = get_ipython().user_ns
    user["fractions"] = [4.0] * 16
    user["sixteen_fractions"] = lambda n_flips: 4.0
for event in ("pre_execute", "pre_run_cell", "post_execute", "post_run_cell"):
    get_ipython().events.register(event, spoil)
""",
        points=but(q2=0),
    ),
    added(
        "hook-thread-changes-names",
        "a thread that changes the answer a thousand times a second, while it is judged",
        """
import threading, time
right = sixteen_fractions
def change():
    for i in range(5000):
        get_ipython().user_ns["sixteen_fractions"] = right if i % 2 else (lambda n_flips: 4.0)
        time.sleep(0.001)
threading.Thread(target=change, daemon=True).start()
fractions = [4.0]
""",
        q2=WRONG_Q2,
        points=but(q2=0),
    ),
    added(
        "hook-namespace",
        "the notebook's own dictionary of names becomes one that has every name",
        """
class Every(dict):
    def __contains__(self, name): return True
    def __missing__(self, name): return lambda *args, **kwargs: 4.0
    def get(self, name, default=None): return 4.0
shell = get_ipython()
try:
    shell.user_ns.__class__ = Every
except TypeError:
    shell.user_ns = Every(shell.user_ns)
""",
        before="q3",
        q3=WRONG_Q3,
        points=but(q3=0),
    ),
    added(
        "hook-magics",
        "cell magics, shell commands and aliases that no lab uses",
        """
get_ipython().run_line_magic("alias", "check echo 4.0")
get_ipython().run_line_magic("autocall", "2")
get_ipython().run_cell_magic("script", "sh --bg", "echo hostile-canary")
get_ipython().system("echo 4.0; sleep 1 &")
get_ipython().run_line_magic("reset_selective", "-f nothing_at_all")
""",
    ),
    added(
        "hook-reset",
        "%reset: every name is gone, and with it what later questions need",
        'get_ipython().run_line_magic("reset", "-f")',
        points=but(q2=0, q3=0),
    ),
    added(
        "hook-audit",
        "an audit hook that raises at every import, open and compile",
        """
import sys
def refuse(event, args):
    if event in ("import", "open", "exec", "compile", "socket.connect"):
        raise RuntimeError("hostile audit")
sys.addaudithook(refuse)
""",
        before="q3",
        q3=WRONG_Q3,
        points=but(q3=0),
    ),
]

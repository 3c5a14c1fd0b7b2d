"""The sandbox: what a submission can see, what it may use, and what it is told at a limit."""

import os
import subprocess
import sys
import tempfile
import textwrap
import time
from pathlib import Path

import psutil
import pytest

from autograde.sandbox import (
    Kernel,
    LimitHit,
    Limits,
    Outputs,
    RunEnded,
    SandboxError,
    Template,
    bubblewrap,
)
from autograde.sandbox.bubblewrap import require_bubblewrap

MB = 10**6
TEMPLATES = []


@pytest.fixture(scope="module", params=["cold", "warm"], autouse=True)
def template(request):
    """All tests twice: with kernels that are started, and with forked ones."""
    if request.param == "cold":
        yield
        return
    TEMPLATES.append(Template())
    yield
    TEMPLATES.pop().close()


def sandboxed(*args, **settings):
    return Kernel(*args, template=TEMPLATES[0] if TEMPLATES else None, **settings)


def run(kernel, source, limits=None):
    """What a cell printed and showed, as text, or the name and words of its error."""
    outputs = Outputs(limits or Limits())
    kernel.execute(textwrap.dedent(source), outputs)
    return "".join(words(item) for item in outputs.items)


def words(item):
    if item.output_type == "error":
        return f"{item.ename}: {item.evalue}"
    return item.text if item.output_type == "stream" else item.data.get("text/plain", "")


@pytest.fixture(scope="module")
def kernel(template):
    with sandboxed(Limits(), {"own.csv": b"1,2\n", "sub/other.txt": b"hello"}) as kernel:
        yield kernel


def test_a_cell_runs_and_shows(kernel):
    assert run(kernel, "print('one')\n2 + 2") == "one\n4"
    assert "ZeroDivisionError: division by zero" in run(kernel, "1 / 0")


def test_a_figure_is_an_image(kernel):
    outputs = Outputs(Limits())
    kernel.execute("import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()", outputs)
    assert [list(item.data) for item in outputs.items] == [["text/plain", "image/png"]]


def test_a_figure_keeps_its_words(kernel):
    outputs = Outputs(Limits())
    code = """
    from course.alt_text import describe_figures_in_notebook
    describe_figures_in_notebook()
    import matplotlib.pyplot as plt
    plt.plot([1, 2])
    plt.title("<b>the loss</b>")
    plt.show()
    """
    kernel.execute(textwrap.dedent(code), outputs)
    (item,) = outputs.items
    assert item.metadata == {"image/png": {"alt": "<b>the loss</b>. 1 line."}}
    assert "image/png" in item.data


@pytest.mark.parametrize("metadata", [None, 3, {"image/png": 3}, {"image/png": {"alt": [1]}}])
def test_odd_words_of_an_image_are_passed_over(metadata):
    outputs = Outputs(Limits())
    outputs.take("display_data", {"data": {"text/plain": "a"}, "metadata": metadata})
    assert outputs.items[0].metadata == {}


def test_own_files_lie_in_the_work_folder(kernel):
    code = "import os\nprint(os.getcwd(), open('own.csv').read().strip(), os.listdir('sub'))"
    assert run(kernel, code) == "/tmp/work 1,2 ['other.txt']\n"


# --- what can be seen ---------------------------------------------------------------------------

WALK = """
import os
found = []
for folder, folders, files in os.walk("/"):
    folders[:] = [f for f in folders if f not in ("proc", "sys")]
    found += [os.path.join(folder, name) for name in folders + files]
bad = [p for p in found if "hostile-canary" in p or "lab1_xor/answers.py" in p
       or p.endswith(("/solutions", "/autograde")) and os.path.isdir(p)]
print(bad, os.environ.get("CANARY"), len(found) > 1000)
"""


def test_no_solutions_no_grader_no_home_no_tmp(kernel, monkeypatch):
    monkeypatch.setenv("CANARY", "in the environment")
    with (
        tempfile.NamedTemporaryFile(prefix="hostile-canary-", dir=Path.home()),
        tempfile.NamedTemporaryFile(prefix="hostile-canary-", dir="/tmp"),
        sandboxed(Limits()) as fresh,
    ):
        said = run(fresh, WALK)
    assert said == "[] None True\n"


FOLDERS = ["/", "/usr", "/dev", "/run/seeds", f"{bubblewrap.LIBRARY}/course", sys.prefix]


@pytest.mark.parametrize(
    "path",
    [*(f"{folder}/canary" for folder in FOLDERS), "/proc/sys/kernel/hostname", "/etc/passwd"],
)
def test_only_tmp_can_be_written(kernel, path):
    said = run(kernel, f"open({path!r}, 'a').write('x')")
    assert said.startswith(("OSError: [Errno 30]", "PermissionError"))


def test_no_network_but_its_own_loopback(kernel):
    code = "import socket\n[name for _, name in socket.if_nameindex()]"
    assert run(kernel, code) == "['lo']"
    for address in ("('192.0.2.1', 80)", "('1.1.1.1', 53)"):
        said = run(kernel, f"socket.create_connection({address}, 1)")
        assert said == "OSError: [Errno 101] Network is unreachable"


def test_processes_of_others_cannot_be_seen(kernel):
    code = "import os\nprint(sorted(int(name) for name in os.listdir('/proc') if name.isdigit()))"
    assert run(kernel, code) in ("[1, 2]\n", "[1, 2, 3]\n")


def test_it_has_no_rights(kernel):
    said = run(kernel, "print(open('/proc/self/status').read())")
    status = dict(line.split(":\t", 1) for line in said.splitlines() if ":\t" in line)
    assert {status[name] for name in ("CapPrm", "CapEff", "CapBnd", "CapAmb")} == {"0" * 16}
    assert (status["NoNewPrivs"], status["Seccomp"]) == ("1", "2")


@pytest.mark.parametrize(
    "code",
    [
        "import os; os.memfd_create('x')",
        "import ctypes; libc = ctypes.CDLL(None, use_errno=True)\n"
        "print(libc.shmget(0, 4096, 0o1600), libc.unshare(0x10000000), ctypes.get_errno())",
        "import ctypes; libc = ctypes.CDLL(None, use_errno=True)\n"
        "new_user_namespace = libc.syscall(56, 0x10000000 | 17, 0, 0, 0, 0)\n"
        "print(new_user_namespace, -1, ctypes.get_errno())",
    ],
)
def test_calls_that_get_round_limits_are_refused(kernel, code):
    assert run(kernel, code) in ("PermissionError: [Errno 1] Operation not permitted", "-1 -1 1\n")


def test_python_may_lie_below_tmp(monkeypatch, tmp_path):
    """As in a clone that was made there to try things."""
    tmp_path.chmod(0o755)
    (tmp_path / "packages").write_text("all here")
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    program = ["/usr/bin/cat", str(tmp_path / "packages")]
    command, descriptors = bubblewrap.command(program, tmp_path, {}, {}, Limits())
    ran = subprocess.run(command, pass_fds=descriptors, capture_output=True, text=True)
    for descriptor in descriptors:
        os.close(descriptor)
    assert (ran.stdout, ran.stderr) == ("all here", "")


def test_the_course_is_there(kernel):
    code = "from course.data import load_xor\nprint(load_xor().X_train.shape)"
    assert run(kernel, code) == "(1000, 2)\n"


def test_the_closed_run_draws_nothing_and_leaves_no_figure_open():
    with sandboxed(Limits(), shows_figures=False) as kernel:
        assert run(kernel, "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()") == ""
        assert run(kernel, "plt.get_fignums()") == "[]"


# --- limits -------------------------------------------------------------------------------------

SWALLOW = """
import time
while True:
    try:
        time.sleep(0.1)
    except BaseException:
        pass
"""
GROW = "kept = []\nwhile True:\n    kept.append(bytearray(10_000_000))"
SHARED = """
import mmap
kept = []
while True:
    kept.append(mmap.mmap(-1, 20_000_000))
    kept[-1].write(b"x" * 20_000_000)
"""
FORK = """
import os, time
for _ in range(50):
    if os.fork() == 0:
        time.sleep(30)
"""
FILL = """
for i in range(40):
    with open(f"{i}", "wb") as file:
        file.write(b"x" * 1_000_000)
import time
time.sleep(5)
"""
PRINT_LINES = "while True:\n    print('y' * 1000)"
PRINT_ONE_LINE = "print('y' * 200_000_000)"
DISPLAY = "from IPython.display import display\nfor i in range(10_000):\n    display(i)"
UPDATE = """
from IPython.display import display
handle = display(0, display_id=True)
for i in range(10_000):
    handle.update(i)
"""
IMAGE = """
import os, struct, base64
from IPython.display import Image, display
head = b"\\x89PNG\\r\\n\\x1a\\n\\x00\\x00\\x00\\rIHDR" + struct.pack(">II", {width}, {height})
display(Image(data=head + os.urandom({n_bytes}), format="png"))
"""
FORGE_FRAME = """
import zmq
kernel = get_ipython().kernel
kernel.session.send(kernel.iopub_socket, "stream", {"text": "y" * 90_000_000, "name": "stdout"})
import time
time.sleep(5)
"""


@pytest.mark.parametrize(
    ("limits", "code", "sentence"),
    [
        ({"seconds_per_cell": 1}, "while True: pass", "a cell may run for 1 seconds, and this"),
        ({"seconds_per_cell": 1}, SWALLOW, "a cell may run for 1 seconds"),
        ({"seconds_per_submission": 2}, SWALLOW, "all cells together may run for 2 seconds"),
        ({"memory_bytes": 400 * MB}, GROW, "a notebook may use 400 MB of memory, and this one"),
        ({"memory_bytes": 400 * MB}, SHARED, "a notebook may use 400 MB of memory"),
        ({"processes": 20}, FORK, "a notebook may have 20 processes at a time"),
        ({"disk_bytes": 20 * MB}, FILL, "a notebook's files may take 20 MB in all, and these took"),
        ({"output_bytes": MB}, PRINT_LINES, "a cell may print 1 MB, and this one printed"),
        ({"output_bytes": MB}, PRINT_ONE_LINE, "a cell may print 1 MB"),
        ({"outputs": 100}, DISPLAY, "a cell may show 100 outputs, and this one showed 101"),
        ({"display_updates": 100}, UPDATE, "a cell may update its displays 100 times"),
        (
            {"image_bytes": MB},
            IMAGE.format(width=9, height=9, n_bytes=2 * MB),
            "an image may have 1 MB, and this one has 2 MB",
        ),
        (
            {},
            IMAGE.format(width=60_000, height=60_000, n_bytes=1000),
            "an image may have 25,000,000 pixels, and this one has 3,600,000,000",
        ),
        ({}, FORGE_FRAME, "a cell may print 5 MB, and this one printed 5 MB or more"),
    ],
)
def test_limits_that_end_a_run(limits, code, sentence):
    chosen = Limits.from_dict({"data_bytes": 3 * 10**9} | limits)
    with sandboxed(chosen) as kernel:
        if sentence.startswith("a notebook"):
            run(kernel, "import numpy")  # a run's first cell is far below these limits
        outputs = Outputs(chosen)
        started = time.monotonic()
        with pytest.raises(LimitHit, match="Stopped: ") as hit:
            kernel.execute(code, outputs)
        assert sentence in str(hit.value)
        assert time.monotonic() - started < 15
        with pytest.raises(LimitHit, match="Stopped: "):  # it stays ended, for the same reason
            kernel.execute("1", Outputs(chosen))
        assert outputs.n_bytes < 10 * MB


@pytest.mark.parametrize(
    ("limits", "code", "error", "name"),
    [
        ({"data_bytes": 10**9}, "x = bytearray(2_000_000_000)", "MemoryError", "data_bytes"),
        ({"file_bytes": MB}, "open('f', 'wb').write(b'x' * 2_000_000)", "[Errno 27]", "file_bytes"),
        ({"open_files": 64}, "f = [open('/dev/null') for _ in range(99)]", "[Errno 24]", "files"),
    ],
)
def test_limits_that_the_system_keeps_leave_the_run_alive(limits, code, error, name):
    chosen = Limits.from_dict(limits)
    with sandboxed(chosen) as kernel:
        said = run(kernel, code, chosen)
        assert error in said
        assert "The grader's limit here" in said
        assert name in said
        assert run(kernel, "1 + 1") == "2"


def test_many_small_cells_share_one_allowance():
    limits = Limits.from_dict({"output_bytes_per_submission": MB})
    with sandboxed(limits) as kernel:
        outputs = Outputs(limits, bytes_before=900_000)
        with pytest.raises(LimitHit, match="all cells together may print 1 MB"):
            kernel.execute("print('y' * 200_000)", outputs)


@pytest.mark.parametrize("code", ["import os\nos._exit(0)", "import os\nos.kill(os.getpid(), 9)"])
def test_a_kernel_that_ends_itself(code):
    with sandboxed(Limits()) as kernel:
        with pytest.raises(RunEnded, match="ended its own process"):
            run(kernel, code)
        with pytest.raises(RunEnded):
            kernel.ask([b"{}"])


def test_unknown_and_senseless_limits():
    with pytest.raises(ValueError, match="there is no limit 'ram'; the limits are seconds_per_ce"):
        Limits.from_dict({"ram": 3})
    with pytest.raises(ValueError, match="memory_bytes must be a number above 0, got -1"):
        Limits.from_dict({"memory_bytes": -1})


# --- what is left -------------------------------------------------------------------------------

LEFTOVER = """
import subprocess, sys
code = "import os, signal, time; os.setsid(); [signal.signal(s, signal.SIG_IGN) for s in (1, 15)]"
p = subprocess.Popen([sys.executable, "-c", code + "; time.sleep(300)  # hostile-canary"])
"""


def canaries():
    return [p for p in psutil.process_iter(["cmdline"]) if "hostile-canary" in str(p.info)]


def test_no_process_and_no_file_is_left(monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with sandboxed(Limits()) as kernel:
        run(kernel, LEFTOVER)
        assert canaries()
        assert list(tmp_path.iterdir())
    assert not [p for p in canaries() if p.status() != psutil.STATUS_ZOMBIE]
    assert not list(tmp_path.iterdir())


ORPHANS = """
import subprocess, time
for _ in range(5):
    subprocess.run(["sh", "-c", "true &"])
time.sleep(0.5)
"""
STATES = """
import glob
print([open(path).read().rsplit(")")[-1].split()[0] for path in glob.glob("/proc/[0-9]*/stat")])
"""


def test_dead_orphans_are_collected_and_process_1_cannot_be_killed():
    with sandboxed(Limits()) as kernel:
        run(kernel, ORPHANS)
        run(kernel, "import os, signal\nos.kill(1, signal.SIGKILL)\nos.kill(-1, signal.SIGKILL)")
        states = run(kernel, STATES)
        assert states.startswith("[")
        assert "Z" not in states


@pytest.mark.parametrize(
    ("backend", "cell", "n_processes"),
    [
        ("bubblewrap", "import subprocess; subprocess.Popen(['sleep', '987'])", 3),
        ("none", "import time; time.sleep(0.1)", 1),  # what a bare kernel started is not its own
    ],
)
def test_the_sandbox_dies_with_its_parent(tmp_path, backend, cell, n_processes):
    code = f"""
from autograde.sandbox import *
import sys, os, time
kernel = Kernel(Limits(), backend="{backend}")
kernel.execute("{cell}", Outputs(Limits()))
print("ready", flush=True)
time.sleep(60)
"""
    environment = os.environ | {"TMPDIR": str(tmp_path)}
    command = [sys.executable, "-c", code]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == b"ready\n"
        inside = psutil.Process(parent.pid).children(recursive=True)
        assert len(inside) >= n_processes
        parent.kill()
    _, alive = psutil.wait_procs(inside, timeout=10)
    assert not [p for p in alive if p.status() != psutil.STATUS_ZOMBIE]


# --- where there is none ------------------------------------------------------------------------


def test_without_bubblewrap_one_line_says_what_to_type(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SandboxError, match="bwrap is missing; on Debian: apt-get install bubble"):
        sandboxed(Limits())


def test_where_namespaces_are_not_allowed(monkeypatch, tmp_path):
    fake = tmp_path / "bwrap"
    fake.write_text("#!/bin/sh\necho bwrap: No permissions to create new namespace >&2\nexit 1\n")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    with pytest.raises(SandboxError, match=r"lets bwrap make no namespaces .*No permissions"):
        require_bubblewrap()


def test_none_must_be_asked_for_and_runs_bare():
    with sandboxed(Limits(), {"own.csv": b"1"}, backend="none") as kernel:
        assert run(kernel, "print(open('own.csv').read())") == "1\n"
        assert "canary" not in run(kernel, "import os\nprint(os.environ)")

"""Files: large ones, many of them, and links that lead out of the folder."""

from tests.hostile.base import WRONG_Q3, added, but, code_cell, edited, only, unchanged

WRITE_EVERYWHERE = """
import os, sysconfig, course, pathlib
places = [
    "${course}", "${course}/source", "${course}/source/lab0_seeds", "${course}/autograded",
    "${course}/submitted/a-classmate",
    "${home}", "/etc", "/usr/local", "/var/tmp", "/root", "/opt", "/",
    sysconfig.get_paths()["purelib"],
    os.path.dirname(course.__file__), os.path.dirname(np.__file__),
    *pathlib.Path.cwd().parents,
]
for place in places:
    try:
        with open(os.path.join(place, "hostile-canary-file"), "w") as file:
            file.write("hostile")
        print("wrote in", place)
    except OSError:
        pass
"""

SUBMISSIONS = [
    added(
        "files-one-of-1gb",
        "a file of 1 GB",
        """
with open("hostile-canary-large", "wb") as file:
    for _ in range(100):
        file.write(bytes(10**7))
""",
    ),
    added(
        "files-sparse",
        "a sparse file of 8 TB, and one that is allocated at once",
        """
import os
file = open("hostile-canary-sparse", "wb")
try:
    file.truncate(8 * 10**12)
except OSError:
    os.posix_fallocate(file.fileno(), 0, 10**9)
""",
    ),
    added(
        "files-fill-the-disk",
        "200 files of 10 MB each",
        """
for i in range(200):
    with open(f"hostile-canary-{i}", "wb") as file:
        file.write(bytes(10**7))
import time
time.sleep(1)
""",
        points=only("q1"),
        words=("files may take",),
    ),
    added(
        "files-fifty-thousand",
        "fifty thousand empty files and as many folders, ten levels deep",
        """
import os
for i in range(50_000):
    open(f"/tmp/hostile-canary-{i}", "w").close()
os.makedirs("hostile-canary/" + "/".join("deep" for _ in range(500)))
""",
    ),
    added(
        "files-many-open",
        "as many open files as the system gives",
        """
kept = []
try:
    while len(kept) < 100_000:
        kept.append(open("/dev/null"))
except OSError:
    kept.clear()
""",
    ),
    added(
        "files-left-behind",
        "files, links, pipes and odd names, left in the work folder",
        """
import os
os.makedirs("hostile-canary-left/<b>", exist_ok=True)
for name in ("hostile-canary-left/lab0_seeds.ipynb", "hostile-canary-left/\\n", "lab0_seeds.html"):
    open(name, "w").write("hostile-canary")
os.symlink("/etc/passwd", "hostile-canary-link")
os.mkfifo("hostile-canary-pipe")
open("lab0_seeds.ipynb", "w").write("{}")
""",
    ),
    added("files-write-everywhere", "writes a file wherever it can", WRITE_EVERYWHERE),
    added(
        "files-overwrite-by-descriptor",
        "writes through /proc/self/fd, /proc/1/root and its own executable's files",
        """
import glob, os
for path in [*glob.glob("/proc/self/fd/*"), *glob.glob("/proc/1/fd/*")]:
    try:
        target = os.readlink(path)
        if "${course}" in target or "hostile-canary" in target:
            open(path, "r+").write("hostile")
    except OSError:
        pass
for root in ("/proc/1/root", "/proc/self/root/..", "/proc/1/cwd"):
    try:
        open(f"{root}${course}/hostile-canary-file", "w").write("hostile")
    except OSError:
        pass
""",
    ),
    edited(
        "files-symlink-out",
        "a symlink in the submitted folder to a classmate's notebook and to the gradebook",
        lambda notebook, lab: notebook.cells.insert(
            2,
            code_cell(
                """
import os
for name in ("classmate.ipynb", "gradebook.db", "hostile-canary-home"):
    try:
        old = open(name, "rb").read()
        print(name, "has", len(old), "bytes:", old[:60])
        open(name, "ab").write(b"hostile")
    except OSError:
        pass
"""
            ),
        ),
        symlinks={
            "classmate.ipynb": "${course}/submitted/a-classmate/lab0_seeds/lab0_seeds.ipynb",
            "gradebook.db": "${course}/gradebook.db",
            "hostile-canary-home": "${home}/hostile-canary",
        },
    ),
    edited(
        "files-symlinked-folder",
        "a symlink to the whole course folder, and one that leads to itself",
        unchanged,
        symlinks={"all": "${course}", "self": "self", "up": "..", "root": "/"},
    ),
    edited(
        "files-hard-link-out",
        "a hard link to a file in the instructor's home, which the notebook writes to",
        lambda notebook, lab: notebook.cells.insert(
            2, code_cell('open("notes.txt", "r+").write("hostile was here")')
        ),
        hard_links={"notes.txt": "${home}/hostile-canary"},
    ),
    edited(
        "files-pipe",
        "a named pipe in the submitted folder: whoever opens it waits for ever",
        unchanged,
        pipes=("data.csv", "timestamp.csv"),
    ),
    edited(
        "files-sparse-submitted",
        "a submitted file that takes no room and would be copied as 3 GB",
        unchanged,
        sparse={"data.bin": 3 * 10**9},
    ),
    edited(
        "files-shadow-modules",
        "numpy.py, course/ and sitecustomize.py beside the notebook",
        unchanged,
        files={
            "numpy.py": b"raise SystemExit('hostile numpy')",
            "course/__init__.py": b"raise SystemExit('hostile course')",
            "sitecustomize.py": b"open('/tmp/hostile-canary-site', 'w').write('x')",
            "usercustomize.py": b"open('/tmp/hostile-canary-user', 'w').write('x')",
            "pytest.py": b"raise SystemExit('hostile pytest')",
            "conftest.py": b"raise SystemExit('hostile conftest')",
            "pytest.ini": b"[pytest]\naddopts = --hostile",
            "ipython_config.py": b"raise SystemExit('hostile config')",
            "nbgrader_config.py": b"raise SystemExit('hostile nbgrader')",
            ".ipython/profile_default/startup/00.py": b"raise SystemExit('hostile startup')",
            "json.py": b"raise SystemExit('hostile json')",
        },
    ),
    edited(
        "files-timestamp",
        "a timestamp.txt that is no time",
        unchanged,
        files={"timestamp.txt": b"\xff\xfe 31 Brumaire <script>"},
    ),
    added(
        "files-links-at-run-time",
        "links out of the folder, made while it runs, and what they lead to",
        """
import os
found = []
for target in ("${course}", "${course}/gradebook.db", "${home}/hostile-canary", "/root", "/home"):
    os.symlink(target, "hostile-canary-to-" + os.path.basename(target))
    try:
        os.link(target, "hostile-canary-hard-" + os.path.basename(target))
        found.append(target)
    except OSError:
        pass
    if os.path.isfile(target):
        found.append(target)
        open(target, "ab").write(b"hostile")
if found:
    draw_fractions = fraction_of_heads
""",
        before="q3",
    ),
    added(
        "files-gradebook",
        "gives itself full points in the gradebook, and the others none",
        """
import os, sqlite3, pathlib
for folder in ("${course}", *map(str, pathlib.Path.cwd().parents)):
    path = os.path.join(folder, "gradebook.db")
    if os.path.exists(path):
        with sqlite3.connect(path) as book:
            book.execute("update grade set manual_score = 0")
            book.execute(
                "update grade set manual_score = 4 where notebook_id in ("
                "select n.id from submitted_notebook n join submitted_assignment a "
                "on a.id = n.assignment_id where a.student_id = 'files-gradebook')"
            )
""",
        q3=WRONG_Q3,
        points=but(q3=0),
    ),
]

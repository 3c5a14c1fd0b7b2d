"""Outputs: too many, too long, too large, and such as break those who read them."""

from tests.hostile.base import added, answers_with, but, only

PRINTS, SHOWS = ("may print",), ("may show",)

SUBMISSIONS = [
    added(
        "output-lines",
        "200 MB in lines",
        'for _ in range(2 * 10**6):\n    print("hostile " * 12)',
        points=only("q1"),
        words=PRINTS,
    ),
    added(
        "output-one-line",
        "200 MB in one line",
        'print("x" * (200 * 10**6))',
        points=only("q1"),
        words=PRINTS,
    ),
    added(
        "output-stderr",
        "200 MB on stderr, a piece at a time, without a line's end",
        """
import sys
for _ in range(2000):
    sys.stderr.write("x" * 100_000)
    sys.stderr.flush()
""",
        points=only("q1"),
        words=PRINTS,
    ),
    added(
        "output-descriptors",
        "200 MB to the descriptors 1 and 2, past Python",
        """
import os, subprocess
for _ in range(100):
    os.write(1, b"x" * 10**6)
subprocess.run(["sh", "-c", "yes hostile | head -c 100000000 >&2"])
""",
        points=only("q1"),
        words=PRINTS,
    ),
    added(
        "output-little-from-all",
        "0.9 MB from each cell: none is too long, all together are",
        'get_ipython().events.register("pre_run_cell", lambda *args: print("x" * 900_000))',
        before="q1",
        points=only("q1", "q2"),
        words=("all cells together may print",),
    ),
    added(
        "output-million-displays",
        "a million outputs",
        "from IPython.display import display\nfor i in range(10**6):\n    display(i)",
        points=only("q1"),
        words=SHOWS,
    ),
    added(
        "output-million-streams",
        "a million pieces, by turns on stdout and stderr",
        """
import sys
for _ in range(500_000):
    print("out", flush=True)
    print("err", file=sys.stderr, flush=True)
""",
        points=only("q1"),
    ),
    added(
        "output-updates",
        "a hundred thousand updates of one display",
        """
from IPython.display import display
shown = display("start", display_id=True)
for i in range(10**5):
    shown.update(i)
""",
        points=only("q1"),
        words=("displays",),
    ),
    added(
        "output-updates-of-earlier",
        "updates the display of an earlier cell, again and again larger",
        """
from IPython.display import display, update_display
display("start", display_id="hostile")
for i in range(40):
    update_display("x" * 10**6, display_id="hostile")
""",
        points=only("q1"),
    ),
    added(
        "output-clears",
        "prints and clears a hundred thousand times",
        """
from IPython.display import clear_output
for i in range(10**5):
    print("x" * 1000)
    clear_output()
""",
        points=only("q1"),
    ),
    added(
        "output-huge-formatter",
        "a last value whose HTML has 50 MB",
        "class Thing:\n    def _repr_html_(self):\n        return '<p>' * (17 * 10**6)\nThing()",
        points=only("q1"),
        words=PRINTS,
    ),
    added(
        "output-odd-formatter",
        "a last value whose representations are no text, raise, or are objects",
        """
class Thing:
    def _repr_html_(self):
        return 7
    def _repr_png_(self):
        return object()
    def _repr_mimebundle_(self, **kwargs):
        return {1: 2, "text/html": ["a"], "../../etc": b"x"}, {"a": object()}
    def __repr__(self):
        raise ValueError("no")
Thing()
""",
    ),
    added(
        "output-picture-of-many-pixels",
        "a PNG of 600 bytes that says it has ten billion pixels",
        """
import struct, zlib
from IPython.display import Image
def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
header = chunk(b"IHDR", struct.pack(">IIBBBBB", 100_000, 100_000, 8, 2, 0, 0, 0))
body = chunk(b"IDAT", zlib.compress(bytes(500_000)))
Image(b"\\x89PNG\\r\\n\\x1a\\n" + header + body + chunk(b"IEND", b""), format="png")
""",
        points=only("q1"),
        words=("an image may have",),
    ),
    added(
        "output-picture-of-many-bytes",
        "a picture of noise, 0.6 MB",
        """
from IPython.display import Image
import io
file = io.BytesIO()
plt.imsave(file, np.random.RandomState(0).rand(450, 450, 3), format="png")
Image(file.getvalue())
""",
        points=only("q1"),
        words=("an image may have",),
    ),
    added(
        "output-broken-pictures",
        "PNG, JPEG and GIF data that are no pictures, and no base64",
        """
from IPython.display import display
for kind in ("png", "jpeg", "gif", "svg+xml", "bmp"):
    display({f"image/{kind}": "@@@ no base64 \\x00"}, raw=True)
    display({f"image/{kind}": "AAAA", "text/plain": "x"}, raw=True, metadata={"width": "1e9px"})
""",
    ),
    added(
        "output-deep-html",
        "HTML of 60,000 nested elements, and tables without end tags",
        """
from IPython.display import HTML, display
display(HTML("<div>" * 60_000))
display(HTML("<table><tr><td>" * 10_000))
display(HTML("<b " + "x='1' " * 30_000 + ">"))
""",
    ),
    added(
        "output-control-characters",
        "NUL, escape sequences, right-to-left marks, lone surrogates, a terminal's bell",
        """
print("\\x00 \\x1b[2J \\x1b]0;title\\x07 \\u202e reversed \\ud800 \\ufffe \\x9b31m \\r over")
print("\\x1b[31m" * 10_000)
{"\\ud800": "\\udfff"}
""",
    ),
    added(
        "output-exception-of-a-kind",
        "an exception whose name, text and traceback are as bad as they can be",
        """
class Bad(Exception):
    def __str__(self):
        return "<script>parent.hostile = 1</script>" * 100
Bad.__name__ = Bad.__qualname__ = "<img src=x onerror=alert(1)>"
def deeper(n):
    if n == 0:
        raise Bad()
    deeper(n - 1)
deeper(50)
""",
    ),
    answers_with(
        "output-when-called",
        "100 MB printed by a function when a check calls it",
        q3='def draw_fractions(fractions):\n    print("x" * 100_000_000)',
        points=only("q1", "q2"),
    ),
    answers_with(
        "output-prints-when-called",
        "a right function that prints three lines each time",
        q1="""
def fraction_of_heads(n_flips, random_state):
    for _ in range(3):
        print("flipping", n_flips, "coins from", random_state)
    return float(np.random.RandomState(random_state).randint(2, size=n_flips).mean())
""",
        points=but(),
    ),
]

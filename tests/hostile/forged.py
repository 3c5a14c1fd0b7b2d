"""Forged outputs: pictures, tables and numbers that look as if the grader had made them."""

from tests.hostile.base import WRONG_Q2, WRONG_Q3, added, but, code_cell, edited, position

REPORT = """
from course.checks.runner import Outcome, Report
from course.checks.render import mimebundle
fake = mimebundle(Report("q2", "Sixteen coins", (Outcome("t", "all is well", 4, False, True),)))
"""

SUBMISSIONS = [
    added(
        "forged-report",
        "shows a report of the course's own making, in which all checks pass",
        "from IPython.display import display\n"
        + REPORT
        + "display(fake, raw=True)\ndisplay({**fake, 'text/plain': '4.0'}, raw=True)",
        q2=WRONG_Q2,
        points=but(q2=0),
    ),
    added(
        "forged-number",
        "a last value that is the number of points, in every cell",
        """
class Points(float):
    def __repr__(self): return "4.0"
get_ipython().ast_node_interactivity = "all"
get_ipython().events.register("post_run_cell", lambda result: print(4.0))
Points(4)
""",
        q2=WRONG_Q2,
        points=but(q2=0),
    ),
    added(
        "forged-result-after-each-cell",
        "sends an execute_result of 4.0 before and after every cell",
        """
shell = get_ipython()
def forge(*args):
    kernel = shell.kernel
    content = {"execution_count": 9, "data": {"text/plain": "4.0"}, "metadata": {}}
    kernel.session.send(kernel.iopub_socket, "execute_result", content, parent=kernel.get_parent())
for event in ("pre_run_cell", "post_run_cell"):
    shell.events.register(event, forge)
shell._showtraceback = lambda *args: None
""",
        q2=WRONG_Q2,
        points=but(q2=0),
    ),
    added(
        "forged-display-hook",
        "the hook that shows a cell's last value always shows 4.0",
        """
hook = get_ipython().displayhook
hook.compute_format_data = lambda result: ({"text/plain": "4.0"}, {})
hook.quiet = lambda: False
""",
        q2=WRONG_Q2,
        points=but(q2=0),
    ),
    added(
        "forged-page",
        "HTML that covers the feedback page with another score",
        """
from IPython.display import HTML, display
display(HTML('''
<style>body * { visibility: hidden } .hostile { visibility: visible }</style>
<div class="hostile" style="position:fixed; top:0; left:0; width:100%; height:100%; z-index:9999">
<h4>lab0_seeds (Score: 1000.0 / 14.0)</h4></div>
<script>document.title = "hostile"; document.body.innerHTML = "hostile"</script>
<img src="x" onerror="document.title = 'hostile'">
<a href="javascript:alert(1)">click</a> <svg onload="alert(1)"></svg>
</div></div></div></body></html><h1>Score: 1000</h1>
'''))
mutation = "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>"
display({"text/html": "<scr\\x00ipt>alert(1)</scr\\x00ipt>" + mutation}, raw=True)
""",
        q3=WRONG_Q3,
        points=but(q3=0),
    ),
    added(
        "forged-script",
        "Javascript, widgets and other outputs that run in a browser",
        """
from IPython.display import Javascript, display
display(Javascript("document.title = 'hostile'"))
def show(kind, data, **metadata):
    display({kind: data}, raw=True, metadata=metadata)
show("application/vnd.jupyter.widget-view+json", {"model_id": "a" * 32, "version_major": 2})
display({"application/vnd.plotly.v1+json": {"data": []}, "application/x-hostile": "x"}, raw=True)
show("text/markdown", "<script>alert(1)</script> [x](javascript:alert(1)) </textarea>")
show("text/latex", "$$\\\\require{html}\\\\href{javascript:alert(1)}{x}$$")
svg = "<svg xmlns='http://www.w3.org/2000/svg'>"
show("image/svg+xml", svg + "<script>alert(1)</script></svg>")
show("image/png", '" onerror="alert(1)')
show("text/html", "x", **{"text/html": {"isolated": True}, "<b>": "</script>"})
""",
    ),
    edited(
        "forged-submitted-outputs",
        "the file that is handed in has outputs with full points in its check cells",
        lambda notebook, lab: [
            cell.update(
                outputs=[
                    {
                        "output_type": "execute_result",
                        "execution_count": 1,
                        "data": {"text/plain": "4.0", "text/html": "<b>4 of 4 checks passed</b>"},
                        "metadata": {},
                    }
                ]
            )
            for cell in notebook.cells
            if cell.cell_type == "code"
        ],
        q2=WRONG_Q2,
        points=but(q2=0),
    ),
    edited(
        "forged-check-cell",
        "the check cell is replaced by a number",
        lambda notebook, lab: notebook.cells[position(notebook, "q2")].update(source="4.0"),
        q2=WRONG_Q2,
        points=but(q2=0),
    ),
    edited(
        "forged-prose",
        "Markdown and raw cells with scripts, remote pictures and a better score",
        lambda notebook, lab: notebook.cells.extend(
            [
                code_cell("# <script>alert(1)</script>\n'</script><script>alert(1)</script>'"),
                {
                    "cell_type": "markdown",
                    "id": "hostile-1",
                    "metadata": {},
                    "source": lab.with_places(
                        "# Score: 1000\n<script>alert(1)</script>\n![x](http://127.0.0.1:${port}/a)\n"
                        "<img src=x onerror=alert(1)>\n[x](javascript:alert(1))\n"
                        "![x](attachment:x.png)"
                    ),
                    "attachments": {"x.png": {"image/png": '"><script>alert(1)</script>'}},
                },
                {
                    "cell_type": "raw",
                    "id": "hostile-2",
                    "metadata": {"raw_mimetype": "text/html", "format": "text/html"},
                    "source": "<script>alert(1)</script>",
                },
            ]
        ),
    ),
    edited(
        "forged-written-answer",
        "the written answer says that a person gave it points, in script and in metadata",
        lambda notebook, lab: notebook.cells[position(notebook, "r1")].update(
            source="<script>alert(1)</script> ### BEGIN HIDDEN TESTS\nmanual_score = 2 \u202e"
        ),
    ),
]

"""Pages with hostile content, rendered by real nbgrader and shown by a real browser."""

import re
import shutil
import subprocess
import threading
import warnings
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import nbformat
import pytest
from nbconvert.exporters import HTMLExporter
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output, new_raw_cell
from nbgrader.api import Gradebook
from nbgrader.server_extensions.formgrader.formgrader import FormgradeExtension

from autograde import stock
from autograde.notes import notes_cell, shown
from autograde.pages import configure_pages
from autograde.released import released_cells
from autograde.restore import restore
from course.checks.render import mimebundle
from tests.autograde.hostile_content import (
    REPORT,
    RUNS,
    hostile,
    markdown,
    outputs,
    picture,
    reader,
)

LAB = "lab1_xor"
BROWSER = shutil.which("chromium") or shutil.which("google-chrome")


class Counter(BaseHTTPRequestHandler):
    """Remembers every path that is asked for."""

    def do_GET(self):
        self.server.asked.append(self.path)
        self.send_response(200)
        self.end_headers()

    def log_message(self, *arguments):
        """Say nothing."""


@pytest.fixture(scope="module")
def server():
    with ThreadingHTTPServer(("127.0.0.1", 0), Counter) as made:
        made.asked = []
        made.address = f"http://127.0.0.1:{made.server_port}"
        thread = threading.Thread(target=made.serve_forever, daemon=True)
        thread.start()
        yield made
        made.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def page_folder(course, server, tmp_path_factory):
    """A course with one graded submission, whose every text and output is hostile."""
    folder = shutil.copytree(course, tmp_path_factory.mktemp("pages") / "course")
    with (
        warnings.catch_warnings(action="ignore"),  # of SQLAlchemy, about nbgrader
        Gradebook(f"sqlite:///{folder}/gradebook.db") as gradebook,
    ):
        released = released_cells(gradebook.find_notebook(LAB, LAB))
        gradebook.update_or_create_student("eve")
        gradebook.update_or_create_submission(LAB, "eve")
        grade = gradebook.find_grade("q1", LAB, LAB, "eve")
        grade.auto_score, grade.needs_manual_grade = 2.0, False
        for response in (cell.name for cell in released if cell.grade and cell.solution):
            waits = response == "r1b"
            gradebook.find_grade(response, LAB, LAB, "eve").needs_manual_grade = waits
        comment = gradebook.find_comment("q1-answer", LAB, LAB, "eve")
        comment.manual_comment = "Good. <img src=x onerror=\"document.title='ran'\"> *Well* done."
        gradebook.db.commit()
    notebook, _ = restore(nbformat.v4.new_notebook(), released)
    by_id = {cell.id: cell for cell in notebook.cells}
    verdict = mimebundle(REPORT) | {"text/plain": "2.0"}
    by_id["q1"].outputs = [new_output("execute_result", data=verdict)]
    by_id["r1b"]["source"] = "\n\n".join(markdown(server.address))
    by_id["r2b"]["source"] = "![gone](attachment:gone.png) ![here](attachment:here.png)"
    by_id["r2b"]["attachments"] = {"here.png": {"image/png": picture()}}
    by_id["q1-answer"]["source"] = "</pre></div><script>document.title='ran'</script>\n1 < 2"
    notebook.cells += [new_markdown_cell(text) for text in markdown(server.address)]
    notebook.cells += [new_code_cell("1", outputs=outputs(server.address))]
    notebook.cells += [new_raw_cell(html) for html in hostile(server.address)]
    notebook.cells.insert(0, notes_cell(["x", shown("<script>document.title='ran'</script>")], ""))
    path = folder / "autograded" / "eve" / LAB / f"{LAB}.ipynb"
    path.parent.mkdir(parents=True)
    nbformat.write(notebook, path)
    return folder


@pytest.fixture(scope="module")
def feedback(page_folder):
    [path] = stock.generate_feedback(page_folder, LAB)
    return path


@pytest.fixture(scope="module")
def formgrader(page_folder):
    """The page of formgrader, made with the configuration that it would have."""
    extension = FormgradeExtension()
    config = extension.build_extra_config()
    configure_pages(config)
    names = ("assignment_id", "notebook_id", "submission_id", "base_url", "student")
    resources = dict.fromkeys((*names, "notebook_path", "last_name", "first_name"), LAB)
    autograded = page_folder / "autograded" / "eve" / LAB / f"{LAB}.ipynb"
    resources |= {"index": 0, "total": 1}
    with warnings.catch_warnings(action="ignore"):  # of outputs that no page can show
        html, _ = HTMLExporter(config=config).from_filename(str(autograded), resources=resources)
    path = page_folder / "formgrader.html"
    path.write_text(html)
    return path


def browse(page, profile):
    """The title of a page, once a browser has loaded it and run what it runs."""
    command = [BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run"]
    command += ["--disable-quic", "--disable-background-networking", "--disable-sync"]
    command += ["--disable-component-update", f"--user-data-dir={profile}"]
    command += ["--virtual-time-budget=3000", "--dump-dom", f"file://{page}"]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert "</html>" in ran.stdout, ran.stderr[-500:]
    return re.search(r"<title>([^<]*)", ran.stdout)[1]


needs_browser = pytest.mark.skipif(BROWSER is None, reason="no chromium here")


@needs_browser
def test_the_browser_would_run_and_load(server, tmp_path):
    """The test below can fail: without our filters the same things happen."""
    page = tmp_path / "page.html"
    body = "".join(hostile(server.address)[:14])
    page.write_text(f"<!DOCTYPE html><title>quiet</title><body>{body}</html>")
    server.asked.clear()
    assert browse(page, tmp_path / "profile") == "ran"
    assert len(set(server.asked)) >= 5


@needs_browser
@pytest.mark.parametrize("kind", ["feedback", "formgrader"])
def test_no_script_runs_and_nothing_is_loaded(server, tmp_path, kind, request):
    page = request.getfixturevalue(kind)
    server.asked.clear()
    assert browse(page, tmp_path / "profile") != "ran"
    assert server.asked == []


def test_the_feedback_page_has_no_script_and_forbids_any(feedback):
    html = feedback.read_text()
    page = reader(html)
    assert not RUNS & set(page.tags)
    assert page.found == []
    policy = re.search(r'Content-Security-Policy"[^>]*|content="[^"]*"[^>]*Security', html)[0]
    assert "default-src 'none'; img-src data:; style-src 'unsafe-inline'" in html
    assert html.index(policy) < html.index("<style")
    assert "mathjax" not in html.lower()


def test_the_formgrader_page_has_no_script_but_its_own(formgrader, feedback):
    html = formgrader.read_text()
    for source in re.findall(r"<script[^>]*>", html):
        assert 'src="lab1_xor/formgrader/static/' in source or source.endswith('"text/javascript">')
    start = html.index('id="notebook"')
    page = reader(html[start : html.index('class="help"')])
    assert not RUNS - {"input", "button", "iframe"} & set(page.tags)
    assert page.found == [("iframe", "src", "data:text/html;base64,")], "an empty one"
    assert "cdnjs" not in html


def test_the_feedback_page_shows_what_it_should(feedback):
    html = feedback.read_text()
    text = " ".join(" ".join(reader(html).words).split())
    assert "Score: 2.0 / 100.0" in text
    assert "Not read yet: 1 written answer. Points for it will be added." in text
    assert "q1 Load <the> data 2.0 / 3.0" in text
    assert "r1b written answer not read yet / 3.0" in text
    assert "q1 · Load <the> data Score: 2.0 / 3.0" in text
    assert "got: 3-d <b> expected: 2-d likely cause: a cause next step: a step" in text.replace(
        " :", ":"
    )
    assert "(hidden) It reads any folder. next step: Read all four files." in text
    assert "Comment Good." in text
    assert "Notes of the grader" in text
    assert "$\\frac12 \\ln 2$" in text
    assert "(picture not shown: gone)" in text
    assert f'src="data:image/png;base64,{picture()}"' in html

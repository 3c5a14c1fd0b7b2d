"""A grader's work in nbgrader's own formgrader: a real server, a real browser, our submissions."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

from autograde.classroom import fill_in
from autograde.rubrics import for_graders
from tests.autograde.engine_lab import LAB, grade, gradebook, hand_in, new_lab, students

SECONDS_TO_START = 120
READY = "Type any comments here (supports Markdown and MathJax)"
"""What an empty comment says as soon as nbgrader has read what was saved before."""
TOUCHED = """
for (const kind of ["pointerdown", "pointerup", "click"])
  addEventListener(kind, ({target}) => console.log(
    kind, target.tagName, target.textContent.trim().slice(0, 40), "scrolled to", scrollY), true);
"""
FIRST, SECOND = (f"1 point: {one['sentence']}" for one in for_graders(LAB)["r1"])


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """Two submissions whose written answers wait for a person."""
    folder = tmp_path_factory.mktemp("formgrader")
    source, released = new_lab(folder)
    for student in ("ada", "bob"):
        hand_in(folder, student, fill_in(released, source, {}), 7)
    assert students(grade(folder), "graded") == ["ada", "bob"]
    return folder


@pytest.fixture(scope="module")
def formgrader(course):
    """The address of formgrader, on this machine only."""
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    extensions = {"nbgrader.server_extensions.formgrader": True, "jupyterlab": False}
    extensions |= dict.fromkeys(("notebook", "jupyter_lsp", "jupyter_server_terminals"), False)
    command = [sys.executable, "-m", "jupyter_server", "--allow-root", "--no-browser"]
    command += ["--ServerApp.ip=127.0.0.1", f"--ServerApp.port={port}", "--IdentityProvider.token="]
    command += [f"--ServerApp.jpserver_extensions={extensions}"]
    programs = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    house = str(Path(__file__).parents[2])
    address = f"http://127.0.0.1:{port}"
    with (course / "server.log").open("w") as log:
        server = subprocess.Popen(
            command,
            cwd=course,
            env=os.environ | {"PATH": programs, "PYTHONPATH": house},
            stdout=log,
            stderr=log,
        )
    try:
        give_up = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < give_up and server.poll() is None:
            with suppress(OSError), urllib.request.urlopen(f"{address}/api"):
                break
            time.sleep(0.1)
        else:
            pytest.fail((course / "server.log").read_text()[-2000:])
        yield f"{address}/formgrader"
    finally:
        server.terminate()
        server.wait()


@pytest.fixture
def page(formgrader, course):
    """A page; no script of it may fail. What it and the server say is printed if a test fails."""
    path = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        opened = browser.new_page(viewport={"width": 1100, "height": 900})
        opened.set_default_timeout(60_000)
        errors = []
        opened.on("pageerror", lambda error: errors.append(str(error)))
        opened.add_init_script(TOUCHED)
        opened.on("console", lambda message: print("page:", message.text))
        opened.on("requestfailed", lambda lost: print("lost:", lost.method, lost.url, lost.failure))
        opened.on(
            "response", lambda r: "/api/" in r.url and print(r.status, r.request.method, r.url)
        )
        yield opened
        browser.close()
    print((course / "server.log").read_text()[-2000:])
    assert errors == []


def in_the_gradebook(course, student):
    with gradebook(course) as book:
        given = book.find_grade("r1", LAB, LAB, student)
        comment = book.find_comment("r1", LAB, LAB, student).manual_comment
        total = book.find_submission(LAB, student).score
        return given.manual_score, given.needs_manual_grade, comment, total


def open_submission(page, formgrader, course, student):
    with gradebook(course) as book:
        number = book.find_submission_notebook(LAB, LAB, student).id
    page.goto(f"{formgrader}/submissions/{number}/")
    expect(page.locator("#r1-comment")).to_have_attribute("placeholder", READY)


@contextmanager
def saving(page):
    """What is done within makes nbgrader save comment and points; wait until it has."""
    saved = lambda kind: page.expect_response(  # noqa: E731
        lambda r: f"/api/{kind}/" in r.url and r.request.method == "PUT"
    )
    with saved("comment"), saved("grade"):
        yield


def click(page, name):
    with saving(page):
        page.get_by_role("button", name=name).click(delay=100)  # milliseconds, as a finger takes


def test_a_grader_clicks_a_rubric_and_the_gradebook_has_it(page, formgrader, course):
    page.goto(f"{formgrader}/gradebook/{LAB}/{LAB}")
    rows = page.locator("#notebook_submissions tbody tr, table tbody tr").filter(
        has_text="Submission"
    )
    expect(rows).to_have_count(2)
    before = in_the_gradebook(course, "ada")
    assert before == (None, True, None, 12.0)

    open_submission(page, formgrader, course, "ada")
    click(page, FIRST)
    assert in_the_gradebook(course, "ada") == (1.0, False, f"- {FIRST}", 13.0)
    click(page, SECOND)
    assert in_the_gradebook(course, "ada") == (2.0, False, f"- {FIRST}\n- {SECOND}", 14.0)
    click(page, FIRST)  # taken back
    with page.expect_response(lambda r: "/api/comment/" in r.url):
        page.locator("#r1-comment").fill(f"- {SECOND}\nWell said.")
        page.locator("#r1-comment").blur()
    open_submission(page, formgrader, course, "ada")  # as another grader finds it
    expect(page.get_by_role("button", name=SECOND)).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("button", name=FIRST)).to_have_attribute("aria-pressed", "false")
    assert in_the_gradebook(course, "ada") == (1.0, False, f"- {SECOND}\nWell said.", 13.0)

    page.goto(f"{formgrader}/gradebook/{LAB}/{LAB}")
    expect(page.get_by_text("13 / 14")).to_be_visible()  # the total that others see
    assert in_the_gradebook(course, "bob")[0] is None


def test_a_button_pressed_while_the_page_scrolls_is_clicked(page, formgrader, course):
    """It would move away from the pointer, and a press let go elsewhere is no click."""
    open_submission(page, formgrader, course, "bob")
    page.wait_for_function("!$('body, html').is(':animated')")
    page.get_by_role("button", name=FIRST).hover()
    page.evaluate("addEventListener('pointerdown', () => formgrader.scrollToLastSelected(), true)")
    with saving(page):
        page.mouse.down()
        page.wait_for_timeout(500)  # milliseconds, in which nbgrader would be at its field
        page.mouse.up()
    assert in_the_gradebook(course, "bob")[:3] == (1.0, False, f"- {FIRST}")


def test_the_keyboard_leads_on(page, formgrader, course):
    """nbgrader's script waits for MathJax, which our pages do without."""
    open_submission(page, formgrader, course, "ada")
    here = page.url.partition("?")[0]
    page.wait_for_function("formgrader.loaded")
    page.locator("#r1").focus()
    page.keyboard.press("Control+.")
    # to the list of all, after the last one
    page.wait_for_url(lambda url: not url.startswith(here), wait_until="commit")

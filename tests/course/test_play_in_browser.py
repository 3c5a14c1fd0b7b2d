"""The playground in a real JupyterLab, driven by a real browser."""

import io
import os
import re
import secrets
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import nbformat
import pytest
from PIL import Image
from playwright.sync_api import expect, sync_playwright

CHROMIUM = "/usr/bin/chromium"
SECONDS = 180  # for JupyterLab, kernel and the first training on a machine that is busy


@pytest.fixture
def lab(tmp_path):
    """JupyterLab on this machine only, with one notebook; the value is its address."""
    cell = nbformat.v4.new_code_cell("from course.play import play\nplay()")
    notebook = nbformat.v4.new_notebook(cells=[cell])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    nbformat.write(notebook, tmp_path / "play.ipynb")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    token = secrets.token_hex(16)
    command = [sys.executable, "-m", "jupyterlab", "--allow-root", "--no-browser", f"--port={port}",
               f"--IdentityProvider.token={token}", f"--ServerApp.root_dir={tmp_path}"]  # fmt: skip
    own = {name: str(tmp_path / f".{name}") for name in ("JUPYTER_CONFIG_DIR", "IPYTHONDIR")}
    with (tmp_path / "log").open("w") as log:
        server = subprocess.Popen(command, env=os.environ | own, stdout=log, stderr=log)
    try:
        _wait_for(f"http://127.0.0.1:{port}/api?token={token}", server)
        yield f"http://127.0.0.1:{port}/lab/tree/play.ipynb?token={token}&reset"
    finally:
        server.terminate()
        server.wait(30)


def _wait_for(address, server):
    end = time.monotonic() + SECONDS
    while time.monotonic() < end and server.poll() is None:
        try:
            urllib.request.urlopen(address).close()
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
        else:
            return
    raise RuntimeError("JupyterLab did not start")


@pytest.mark.slow
def test_drag_switch_and_click(lab):
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1500, "height": 950})
        errors = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.set_default_timeout(1000 * SECONDS)
        page.goto(lab)
        page.locator(".jp-Notebook .cm-content").first.click()
        picture = page.locator(".course-play img")
        end = time.monotonic() + SECONDS
        while not picture.count() and time.monotonic() < end:
            if page.locator(".jp-InputPrompt").first.inner_text().strip() == "[ ]:":
                page.keyboard.press("Control+Enter")  # not heard before the kernel is there
            page.wait_for_timeout(1500)

        words = "SGD, ReLU, 2 hidden units, learning rate 0.1, seed 0: 250 of 1000 points wrong"
        expect(picture).to_have_attribute("alt", _starts(words), timeout=1000 * SECONDS)
        page.get_by_role("button", name="logistic").click()
        expect(picture).to_have_attribute("alt", _starts("SGD, logistic, 2 hidden"))
        page.get_by_role("checkbox", name="same initial weights").check()
        expect(page.locator(".course-play pre")).to_have_count(0)

        assert _is_drawn(page, picture)

        seen = set()
        handle = page.get_by_role("slider").nth(2)  # hidden units
        box = handle.bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        page.mouse.move(x, y)
        page.mouse.down()
        for step in range(40):
            page.mouse.move(x + 3 * step, y)
            page.wait_for_timeout(60)
            seen.add(picture.get_attribute("alt").split(", ")[2])
            assert _is_drawn(page, picture), "the picture never flickers"
        page.mouse.up()
        expect(picture).to_have_attribute("alt", _starts("SGD, logistic, 8 hidden units"))
        assert len(seen) > 2, "the picture moves while the mouse does"

        page.get_by_role("button", name="L-BFGS").click()
        expect(picture).to_have_attribute("alt", _starts("L-BFGS, logistic, 8 hidden units"))
        assert errors == []
        browser.close()


def _is_drawn(page, picture):
    """Whether there is dark ink in the middle of the picture, as the browser shows it now."""
    box = picture.bounding_box()
    clip = {"x": box["x"], "y": box["y"], "width": box["width"], "height": 400}
    shot = Image.open(io.BytesIO(page.screenshot(clip=clip))).convert("L")
    return shot.getextrema()[0] < 100


def _starts(words):

    return re.compile(f"^{re.escape(words)}")

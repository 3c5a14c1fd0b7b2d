"""Ctrl-C in the middle of a class: an end at once, one sentence, nothing left running."""

import json
import signal
import subprocess
import sys
import time

import nbformat
import psutil

from autograde import stock
from tests.autograde.engine_lab import LAB, new_lab

SECONDS_TO_END = 10


def test_ctrl_c_ends_the_command_at_once(tmp_path):
    _, released = new_lab(tmp_path)
    released.cells.insert(0, nbformat.v4.new_code_cell("import time\ntime.sleep(90)", id="z"))
    for student in ("ada", "bob", "cyd"):
        stock.submit(tmp_path, LAB, student, nbformat.writes(released))
    command = [sys.executable, "-m", "autograde", "grade", LAB, "--json", "--workers", "2"]
    with subprocess.Popen(
        [*command, "--course", str(tmp_path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        n_started = 0
        while n_started < 2:
            n_started += json.loads(process.stdout.readline())["event"] == "start"
        _wait_for_kernels(process.pid)
        started = psutil.Process(process.pid).children(recursive=True)
        began = time.monotonic()
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 130
        assert time.monotonic() - began < SECONDS_TO_END
        said = process.stderr.read()
    assert said == ("autograde: stopped; what was graded is saved: run it again to go on\n")
    _, alive = psutil.wait_procs(started, timeout=SECONDS_TO_END)
    assert alive == []


def _wait_for_kernels(engine):
    """Both workers have begun to run a submission: its sandbox is there."""
    give_up = time.monotonic() + 60
    while time.monotonic() < give_up:
        children = psutil.Process(engine).children(recursive=True)
        if sum(child.name() == "bwrap" for child in children) >= 2:
            return
        time.sleep(0.2)
    raise AssertionError("no sandbox was started")
